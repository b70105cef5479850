"""Files that are no table, or a dangerous one: a sentence with the place, never a trace."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from lawscore.loading import xlsx_archive
from tests.support_office import TOWNSHIP, book, run, table

ROWS = [["指标", "分值", "评分标准"], ["学法", 3, "甲"], ["普法", 4, "乙"]]


def archive(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def rewritten(path, change):
    """The workbook with some of its parts changed."""
    with zipfile.ZipFile(path) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    return archive(path, change(parts))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.xlsx", None), ("empty.xlsx", b""), ("text.xlsx", "指标,分值".encode()), ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("broken.xlsx", b"PK\x03\x04 and then nothing"), ("no-book.xlsx", b"zip"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_no_workbook_is_refused(tmp_path, capsys, name, content, lang):
    path = tmp_path / name
    if content == b"zip":
        archive(path, {"readme.txt": "no workbook"})
    elif content is not None:
        path.write_bytes(content)
    status, out, err = run(capsys, "import", path, "--year", 2024, lang=lang)
    assert (status, out) == (2, "")
    assert str(path) in err
    assert "Traceback" not in err


def test_a_folder_is_refused(tmp_path, capsys):
    assert run(capsys, "import", tmp_path)[0] == 2


def test_a_bomb_is_not_unpacked(tmp_path, capsys, monkeypatch):
    path = book(tmp_path / "2024.xlsx", ROWS)
    monkeypatch.setattr(xlsx_archive, "LARGEST_PART", 500)
    status, out, err = run(capsys, "import", path)
    assert (status, out) == (2, "")
    assert "解压后过大" in err


def test_declared_entities_are_not_followed(tmp_path, capsys):
    path = book(tmp_path / "2024.xlsx", ROWS)

    def change(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        head = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        return {
            **parts,
            "xl/worksheets/sheet1.xml": head + sheet.partition(b"?>")[2] if b"?>" in sheet else head + sheet,
        }

    rewritten(path, change)
    status, out, err = run(capsys, "import", path)
    assert (status, out) == (2, "")
    assert "2024.xlsx" in err


def test_many_empty_rows_with_a_format_are_no_rows(tmp_path):
    made = Workbook()
    sheet = made.active
    for row in ROWS:
        sheet.append(row)
    bold = Font(bold=True)
    for row in range(4, 3_000):
        for column in range(1, 6):
            sheet.cell(row, column).font = bold
    made.save(tmp_path / "t.xlsx")
    assert [line.title for line in table(tmp_path / "t.xlsx").lines] == ["学法", "普法"]


def test_a_formula_counts_by_its_value_or_is_refused(tmp_path, capsys):
    path = book(tmp_path / "2024.xlsx", [ROWS[0], ["学法", "=1+2", "甲"], ["普法", 4, "乙"]])
    status, _, err = run(capsys, "import", path)
    assert status == 2
    assert "2024.xlsx!Sheet1!B2" in err

    def change(parts):
        name = "xl/worksheets/sheet1.xml"
        return {
            **parts,
            name: parts[name]
            .replace(b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>")
            .replace(b"<f>1+2</f><v />", b"<f>1+2</f><v>3</v>"),
        }

    rewritten(path, change)
    status, out, err = run(capsys, "import", path)
    assert (status, err) == (0, "")
    assert "points: 3" in out


def test_an_error_value_is_refused_at_its_cell(tmp_path, capsys):
    path = book(tmp_path / "2024.xlsx", ROWS)
    made = load_workbook(path)
    made["Sheet1"]["B3"].value = "#REF!"
    made["Sheet1"]["B3"].data_type = "e"
    made.save(path)
    status, _, err = run(capsys, "import", path, lang="en")
    assert status == 2
    assert "2024.xlsx!Sheet1!B3" in err
    assert "#REF!" in err
    assert err.count("error ") == 1  # not also that there are no points


def test_macros_are_data_like_any_other(tmp_path, capsys):
    path = rewritten(book(tmp_path / "2024.xlsm", ROWS), lambda parts: {**parts, "xl/vbaProject.bin": b"\0" * 100})
    status, out, _ = run(capsys, "import", path)
    assert status == 0
    assert "title: 学法" in out


def test_a_table_of_ours_without_its_hidden_sheet_is_a_table_like_any_other(tmp_path, capsys):
    path = tmp_path / "2023.xlsx"
    assert run(capsys, "docs", TOWNSHIP, "--output", path)[0] == 0
    made = load_workbook(path)
    del made["lawscore"]
    made.save(path)
    status, out, _ = run(capsys, "import", path)
    assert status == 0
    assert "rubric: imported" in out
    assert "id: 3.2.1\n" in out


def test_what_is_left_of_a_cut_file_is_refused(tmp_path, capsys):
    path = book(tmp_path / "2024.xlsx", ROWS)
    whole = path.read_bytes()
    for length in (30, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:length])
        assert run(capsys, "import", path)[:2] == (2, "")


def test_line_breaks_and_wide_blanks_in_cells(tmp_path):
    path = book(tmp_path / "t.xlsx", [["一 级\n指 标", "分值\n（分）", "评分标准"], ["学\n法", " 3 分 ", "甲\r\n乙 "]])
    found = table(path)
    assert [(line.title, line.points.figure, line.text("sentences")) for line in found.lines] == [
        ("学 法", 3, "甲\n乙")
    ]
    assert io.StringIO(found.lines[0].text("sentences")).readlines() == ["甲\n", "乙"]
