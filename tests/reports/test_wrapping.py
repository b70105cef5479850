"""Lines of a terminal: a text and a width in, lines out."""

from __future__ import annotations

import pytest

from lawscore.reports.wrapping import width_of, wrapped


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("   ", []),
        ("正好十个汉字二十栏宽", ["正好十个汉字二十栏宽"]),
        ("正好十个汉字二十栏宽啊", ["正好十个汉字二十栏宽", "啊"]),
        ("一个标点符号不在行首，对", ["一个标点符号不在行", "首，对"]),
        ("一个开始的括号不在行（末）", ["一个开始的括号不在行", "（末）"]),
        ("words stay together here", ["words stay together", "here"]),
        ("出庭率 is 89.473684…%", ["出庭率 is", "89.473684…%"]),
        ("x" * 45, ["x" * 20, "x" * 20, "x" * 5]),
    ],
)
def test_lines_of_twenty_columns(text, lines):
    assert wrapped(text, 20) == lines


def test_what_stands_before_the_lines_is_within_the_width():
    found = wrapped("每低1个百分点扣0.5分，按比例计算：满意率为 93%", 30, "    ", "      ")
    assert found == ["    每低1个百分点扣0.5分，按比", "      例计算：满意率为 93%"]
    assert all(width_of(line) <= 30 for line in found)
