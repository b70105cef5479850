"""Text data in the encodings that offices have: told, declared, never mangled."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.cli.app import build
from lawscore.loading.submissions import load_submissions
from lawscore.problems import QuestionError
from lawscore.submission.gathering import Gathered
from tests.support_data import RUBRIC
from tests.support_tables import said

CSV = "unit,name,class,出庭,备注\nu,铁岭县,county,3,《按期》\n"
YAML = "lawscore: 1\nsubmissions:\n  - {unit: u, values: {备注: 《按期》, 出庭: 3}}\n"


def read(path: Path, content: bytes, encoding: str | None = None) -> Gathered:
    path.write_bytes(content)
    return load_submissions(RUBRIC, [path], encoding=encoding)


def about(found: Gathered) -> tuple[str, str]:
    [facts] = found.units
    return str(facts.values["出庭"]), str(facts.values["备注"])


@pytest.mark.parametrize("name", ["a.csv", "a.yaml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_told_by_the_bytes(tmp_path: Path, name: str, encoding: str) -> None:
    text = CSV if name == "a.csv" else YAML
    found = read(tmp_path / name, text.encode(encoding))
    assert about(found) == ("3", "《按期》")
    told = [line for line in said(found) if "class" not in line]
    is_gb = encoding.startswith("gb")
    note = f"note {tmp_path / name}: the file is not encoded as UTF-8; it was read as GB18030 → save the file as UTF-8"
    assert told == [note] * is_gb


def test_utf16_of_the_other_order(tmp_path: Path) -> None:
    assert about(read(tmp_path / "a.csv", "\ufeff".encode("utf-16-be") + CSV.encode("utf-16-be"))) == ("3", "《按期》")


@pytest.mark.parametrize("name", ["gb18030", "GBK", "gb2312", "cp936", "EUC-CN"])
def test_declared(tmp_path: Path, name: str) -> None:
    found = read(tmp_path / "a.csv", CSV.encode("gbk"), name)
    assert (about(found), said(found)) == (("3", "《按期》"), [])


@pytest.mark.parametrize("name", ["Big5", "cp950", "utf-16-le", "UTF_16", "U8"])
def test_other_encodings_are_declared_only(tmp_path: Path, name: str) -> None:
    written = "unit,name,class,出庭\nu,鐵嶺縣,county,3\n"
    read_as = {"UTF_16": "utf-16", "U8": "utf-8"}.get(name, name)
    found = read(tmp_path / "a.csv", written.encode(read_as), name)
    assert (str(found.units[0].values["出庭"]), found.units[0].unit.name) == ("3", "鐵嶺縣")


@pytest.mark.parametrize("order", ["utf-32-le", "utf-32-be"])
def test_utf32_by_its_mark(tmp_path: Path, order: str) -> None:
    assert about(read(tmp_path / "a.csv", "\ufeff".encode(order) + CSV.encode(order))) == ("3", "《按期》")


def test_what_is_valid_in_both_is_utf8_unless_it_is_declared(tmp_path: Path) -> None:
    both = "unit,备注\nu,中国\n".encode()
    assert both.decode("gb18030")
    assert read(tmp_path / "a.csv", both).units[0].values["备注"] == "中国"
    found = load_submissions(RUBRIC, [tmp_path / "a.csv"], encoding="gb18030")
    assert any("is not known" in line for line in said(found))  # the header reads as other characters


def test_a_mark_goes_before_what_is_declared(tmp_path: Path) -> None:
    assert about(read(tmp_path / "a.csv", CSV.encode("utf-8-sig"), "gb18030")) == ("3", "《按期》")
    assert about(read(tmp_path / "a.csv", CSV.encode("utf-16"), "utf-8")) == ("3", "《按期》")


def test_a_byte_that_is_none_of_the_encoding_is_told_by_line_and_offset(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    content = CSV.encode("gbk").replace("铁".encode("gbk"), b"\xff\xff")
    at = content.index(b"\xff")
    found = read(path, content, "gbk")
    assert said(found) == [
        f"error {path}:2:3: the file was read as GB18030, but the byte at offset {at} is not of that encoding → check what --encoding says, or save the file as UTF-8"
    ]
    assert said(found, "zh") == [
        f"error {path}:2:3: 文件按 GB18030 编码读取，但此处的字节（偏移 {at}）不符合这种编码 → 请核对 --encoding 所写的编码，或以 UTF-8 编码另存此文件"
    ]


def test_a_damaged_gb18030_file_is_told_by_line_and_offset(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    content = (CSV + "v,铁岭县,county,3,按期报送的材料和佐证齐全\n" * 3).encode("gbk") + b"\xff\n"
    found = read(path, content)
    at = content.index(b"\xff")
    assert said(found) == [
        f"error {path}:6:1: the file was read as GB18030, but the byte at offset {at} is not of that encoding → save the file as UTF-8"
    ]


def test_a_damaged_utf8_file_is_no_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    content = CSV.encode() + b"v,\xe9\n"
    found = read(path, content)
    at = content.index(b"\xe9\n")
    assert said(found)[0] == (
        f"error {path}:3:3: the file is encoded as UTF-8, but the byte at offset {at} is damaged → save the file as UTF-8"
    )


@pytest.mark.parametrize(
    "name", ["utf-99", "rot13", "base64", "", "idna", "punycode", "latin-1", "charmap", "palmos", "unicode_escape"]
)
def test_no_encoding(tmp_path: Path, name: str) -> None:
    with pytest.raises(QuestionError) as error:
        read(tmp_path / "a.csv", CSV.encode(), name)
    assert error.value.problems[0].message("en") == f"data files are not read in an encoding named '{name}'"
    assert error.value.problems[0].message("zh") == f"数据文件不能按名为“{name}”的编码读取"


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubric = Path(__file__).parents[1] / "bad_data" / "rubric.yaml"
    (tmp_path / "a.csv").write_bytes(CSV.encode("gbk"))
    words = ["score", str(rubric), str(tmp_path / "a.csv"), "--lang", "en", "--encoding"]
    with pytest.raises(SystemExit) as left:
        build(words)([*words, "gbk"], standalone_mode=True)
    told = capsys.readouterr()
    assert left.value.code == 0
    assert "铁岭县" in told.out
    assert "GB18030" not in told.err
    with pytest.raises(SystemExit) as left:
        build(words)([*words, "gb99"], standalone_mode=True)
    assert left.value.code == 2
    assert capsys.readouterr().err == (
        "error data files are not read in an encoding named 'gb99'\nhint: it may be utf-8, utf-16, gb18030, gbk, gb2312 or big5\n"
    )
