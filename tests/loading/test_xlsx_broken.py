"""Whatever a file called .xlsx holds, the answer is a sentence: never a trace, a full memory, or a file that was fetched."""

from __future__ import annotations

import io
import random
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from lawscore.loading import xlsx_archive
from lawscore.loading.xlsx_sheets import Book, read_book
from tests.support_data import unit
from tests.support_xlsx import MAIN, book, load, sheet_xml, told

GOOD = book({"甲": sheet_xml([["unit", "出庭"], ["tieling", 16]])})
ROOT_LESS = b"PK\x05\x06" + bytes(18)
BOMB = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet xmlns="{MAIN}">&b;</worksheet>'
FETCH = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>'

FILES: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "the file is empty", "文件是空的"),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "the workbook is locked with a password and cannot be read → open it with the password, take the password away and save it again",
        "工作簿设有打开密码，无法读取 → 请用密码打开后去掉密码，再保存一次",
    ),
    "old": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "this is a workbook of the old format (.xls), which cannot be read → open it in a spreadsheet program and save it as 'Excel workbook (.xlsx)'",
        "这是旧格式的工作簿（.xls），不能读取 → 请在表格软件中打开，另存为“Excel 工作簿（.xlsx）”",
    ),
    "a web page": (
        b"<html><table><tr><td>1</td></tr></table></html>",
        "the content of the file is no .xlsx workbook → open it in a spreadsheet program and save it as 'Excel workbook (.xlsx)'",
        "文件内容不是 .xlsx 工作簿 → 请在表格软件中打开，另存为“Excel 工作簿（.xlsx）”",
    ),
    "half a file": (
        GOOD[: len(GOOD) // 2],
        "the workbook is damaged or incomplete and cannot be read (File is not a zip file) → open it in a spreadsheet program and save it again; if it does not open, ask the unit to send it again",
        "工作簿已损坏或者内容不完整，无法读取（File is not a zip file） → 请在表格软件中打开并另存一次；打不开的，请填报单位重新报送",
    ),
    "another archive": (
        ROOT_LESS,
        "the workbook is damaged or incomplete and cannot be read (no workbook inside) → open it in a spreadsheet program and save it again; if it does not open, ask the unit to send it again",
        "工作簿已损坏或者内容不完整，无法读取（no workbook inside） → 请在表格软件中打开并另存一次；打不开的，请填报单位重新报送",
    ),
    "entities": (
        book({"甲": BOMB}),
        "the workbook is damaged or incomplete and cannot be read (a document type is declared) → open it in a spreadsheet program and save it again; if it does not open, ask the unit to send it again",
        "工作簿已损坏或者内容不完整，无法读取（a document type is declared） → 请在表格软件中打开并另存一次；打不开的，请填报单位重新报送",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_what_is_no_workbook_says_so(case: str, tmp_path: Path) -> None:
    content, english, chinese = FILES[case]
    found = load(tmp_path, content)
    assert told(found, tmp_path) == [f"a.xlsx {english}"]
    assert told(found, tmp_path, "zh") == [f"a.xlsx {chinese}"]
    assert found.units == ()


def test_one_broken_workbook_does_not_stop_the_others(tmp_path: Path) -> None:
    found = load(tmp_path, b"PK", GOOD, FILES["old"][0])
    assert unit(found).values["出庭"] == 16
    assert [problem.code for problem in found.problems if problem.severity == "error"] == [
        "file_workbook_broken",
        "file_workbook_old",
    ]


def test_nothing_outside_is_fetched(tmp_path: Path) -> None:
    assert "a document type is declared" in told(load(tmp_path, book({"甲": FETCH})), tmp_path)[0]


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (3 << 20))
    monkeypatch.setattr(xlsx_archive, "LARGEST_PART", 2 << 20)
    assert told(load(tmp_path, stream.getvalue()), tmp_path, "zh") == [
        "a.xlsx 工作簿解压后过大，单个部分的上限为 2 MiB → 多半是整行整列设了格式：请把数据复制到新工作簿再保存"
    ]


def test_a_hundred_thousand_empty_rows_hold_nothing(tmp_path: Path) -> None:
    empty = "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/><c r="C{n}" s="1"/></row>' for n in range(3, 100_000)
    )
    xml = sheet_xml([["unit", "出庭"], ["tieling", 16]]).replace("</sheetData>", f"{empty}</sheetData>")
    path = tmp_path / "a.xlsx"
    path.write_bytes(book({"甲": xml}))
    read = read_book(path)
    assert isinstance(read, Book)
    assert list(read.sheets[0].rows) == [1, 2]
    assert unit(load(tmp_path, path.read_bytes())).values["出庭"] == 16


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_makes_a_trace(seed: int, tmp_path: Path) -> None:
    """Bytes changed at random, in the archive and in the XML inside."""
    chance = random.Random(seed)
    content = bytearray(GOOD)
    for _ in range(chance.randrange(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    load(tmp_path, bytes(content))
    xml = bytearray(sheet_xml([["unit", "出庭"], ["tieling", 16]]).encode())
    for _ in range(chance.randrange(1, 6)):
        xml[chance.randrange(len(xml))] = chance.randrange(32, 127)
    load(tmp_path, book({"甲": xml.decode(errors="replace")}))


def test_other_workbooks_are_named(tmp_path: Path) -> None:
    assert told(load(tmp_path, b"x", name="a.ods"), tmp_path, "zh") == [
        "a.ods 不能读取“.ods”文件；数据文件应为 .yaml、.yml、.json、.csv、.xlsx、.xlsm、.parquet、.arrow、.feather、.sqlite、.sqlite3、.db → 请在表格软件中打开，另存为“Excel 工作簿（.xlsx）”"
    ]
