"""Files in, text or one sentence out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lawscore.loading.files import read_text

CHINESE = "标题: 法治政府建设考核细则\n说明: 由司法局解释\n"


def said(path: Path, **limits: int) -> tuple[str, str]:
    """The one sentence, in Chinese and English."""
    text, problems = read_text(path, **limits)
    assert text is None
    assert len(problems) == 1
    assert str(problems[0].where).startswith(str(path))
    return problems[0].message("zh"), problems[0].message("en")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rubric.yaml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_with_and_without_a_mark(file: Path, encoding: str) -> None:
    file.write_bytes(CHINESE.encode(encoding))
    assert read_text(file) == (CHINESE, [])


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
def test_gb18030_is_read_with_a_note(file: Path, encoding: str) -> None:
    file.write_bytes(CHINESE.encode(encoding))
    text, problems = read_text(str(file))
    assert text == CHINESE
    assert [problem.severity for problem in problems] == ["note"]
    assert problems[0].message("zh") == "文件不是 UTF-8 编码，已按 GB18030 读取"
    assert problems[0].hint_text("zh") == "请以 UTF-8 编码另存此文件"


def test_missing(file: Path) -> None:
    assert said(file) == ("找不到此文件", "there is no such file")


def test_a_file_where_a_folder_should_be(file: Path) -> None:
    file.write_text("x")
    assert said(file / "inner.yaml") == ("找不到此文件", "there is no such file")


def test_directory(tmp_path: Path) -> None:
    assert said(tmp_path) == ("这是一个文件夹，此处应为文件", "this is a folder; a file was expected")


@pytest.mark.parametrize("content", [b"", b"\n \t\r\n", b"\xef\xbb\xbf"])
def test_empty(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert said(file) == ("文件是空的", "the file is empty")


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x00\x00", b"a: \x00", bytes(range(128, 256)) * 3, b"\xff\x81\x20\xfe"]
)
def test_binary(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert said(file) == ("这不是文本文件", "this is not a text file")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf16(file: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    file.write_bytes((mark + CHINESE).encode(encoding))
    assert said(file) == ("文件是 UTF-16 编码，应为 UTF-8", "the file is encoded as UTF-16; UTF-8 was expected")


def test_damaged_utf8_is_not_taken_for_gb18030(file: Path) -> None:
    content = CHINESE.encode()
    file.write_bytes(content[:-5] + b"\xe8\n")
    text, problems = read_text(file)
    assert text is None
    assert str(problems[0].where) == f"{file}:2:9"
    assert problems[0].message("zh") == "文件是 UTF-8 编码，但此处的字节（偏移 59）已损坏"


def test_too_large(file: Path) -> None:
    file.write_text("a: 1\n" * 10)
    assert said(file, largest=20) == ("文件过大，上限为 20 B", "the file is too large; the limit is 20 B")
    with file.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024 + 1)
    assert said(file)[0] == "文件过大，上限为 64 MiB"


def test_a_line_too_long(file: Path) -> None:
    file.write_text("a: 1\r\nb: " + "x" * 1_000_000)
    zh, en = said(file)
    assert zh == "此行超过 1000000 个字符，不像是人工编写的文件"
    assert en == "this line has more than 1000000 characters, which no one writes by hand"
    assert str(read_text(file)[1][0].where) == f"{file}:2:1"
    text, problems = read_text(file, longest_line=None)
    assert text is not None
    assert problems == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission(file: Path) -> None:
    file.write_text("a: 1")
    file.chmod(0)
    assert said(file) == ("没有读取此文件的权限", "no permission to read this file")


def test_permission_denied_by_the_system(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert said(file) == ("没有读取此文件的权限", "no permission to read this file")


def test_other_failures_of_the_system(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    assert said(loop)[1] == "this file cannot be read: Too many levels of symbolic links"
    text, problems = read_text("a\0b")
    assert text is None
    assert problems[0].code == "file_unreadable"
