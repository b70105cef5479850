"""A file that is written anew keeps its encoding, its byte order mark and its ends of lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.loading.files import decode_text, rewritten
from tests.support_cli import run

MARK = b"\xef\xbb\xbf"
SLIPPED = """\
lawscore: 1
calculation: 1
rubric: county
version: "2023.1"
status: draft
title: 考核细则
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 5
fields:
  迟报件数: {type：count, label: 迟报的件数}  # 由司法局填报
indicators:
  - {id: "1", title: 报送, points: 5, rules: [{id: r1, deduct: 1, each: 迟报件数, text: 迟报的，每件扣1分}]}
"""
MENDED = SLIPPED.replace("type：count", "type: count")
WAYS = {
    "plain": lambda text: text.encode(),
    "mark": lambda text: MARK + text.encode(),
    "gb18030": lambda text: text.encode("gb18030"),
    "crlf": lambda text: MARK + text.replace("\n", "\r\n").encode(),
    "gb18030 crlf": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
}


@pytest.mark.parametrize("way", WAYS)
def test_check_fix_changes_what_it_mends_and_nothing_else(tmp_path: Path, way: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(WAYS[way](SLIPPED))
    done = run("check", "--fix", str(path), lang="zh")
    assert "type: count" in done.stdout
    assert path.read_bytes() == WAYS[way](MENDED)


def test_new_lines_end_as_the_others_do(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\r\nb: 2\r\n")
    assert rewritten(path, "a: 1\r\nnew: 3\nb: 2\r\n") == b"a: 1\r\nnew: 3\r\nb: 2\r\n"
    path.write_bytes(b"a: 1\r\nb: 2\n")
    assert rewritten(path, "a: 1\r\nnew: 3\nb: 2\n") == b"a: 1\r\nnew: 3\nb: 2\n"


@given(text=st.text("ab考核：\n，", min_size=1), way=st.sampled_from(sorted(WAYS)))
def test_a_text_that_did_not_change_is_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, text: str, way: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "same.yaml"
    path.write_bytes(WAYS[way](f"考核细则\n{text}"))
    read, _ = decode_text(path.read_bytes(), "same.yaml")
    assert read is None or rewritten(path, read) == path.read_bytes()
