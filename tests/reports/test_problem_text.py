"""A problem as people see it."""

from __future__ import annotations

import pytest
from wcwidth import wcswidth

from lawscore.catalogue import Language, phrase
from lawscore.problems import Problem, Spot, Where
from lawscore.reports.problem_text import render


def problem(source: str | None, column: int = 1, hint: bool = False) -> Problem:
    where = Where(file="a.yaml", line=3, column=column, source=source)
    return Problem(
        code="not_a_number", where=where, facts={"given": "x"}, hint=phrase("hint.save_utf8") if hint else None
    )


def test_sentence_line_caret_and_hint() -> None:
    assert render(problem("points: x", 9, hint=True), "zh") == (
        "a.yaml:3:9: 此处应为数字，现为“x”\n  points: x\n          ^\n提示：请以 UTF-8 编码另存此文件"
    )
    assert render(problem("points: x", 9, hint=True), "en") == (
        "a.yaml:3:9: expected a number, got 'x'\n  points: x\n          ^\nhint: save the file as UTF-8"
    )


def test_the_caret_stands_under_a_character_behind_chinese_ones() -> None:
    _, line, caret = render(problem("  标题（一）: x", 10), "zh").splitlines()
    before = line[: line.index("x")]
    assert caret == " " * wcswidth(before) + "^"


@pytest.mark.parametrize(
    ("where", "first"),
    [
        (Where(), "此处应为数字，现为“x”"),
        (Where(file="a.csv"), "a.csv: 此处应为数字，现为“x”"),
        (Where(file="a.xlsx", cell="表!C7"), "a.xlsx!表!C7: 此处应为数字，现为“x”"),
        (Where(path=("fields", "人口")), "fields.人口: 此处应为数字，现为“x”"),
    ],
)
def test_without_a_source_line_there_is_one_line(where: Where, first: str) -> None:
    assert render(Problem(code="not_a_number", where=where, facts={"given": "x"}), "zh") == first


@pytest.mark.parametrize("source", ["", "   "])
def test_a_blank_line_is_not_shown(source: str) -> None:
    assert render(problem(source), "zh").count("\n") == 0


def test_a_column_behind_the_end() -> None:
    assert render(problem("a: 1", 99), "zh").splitlines()[-1] == "      ^"


def test_tabs_and_control_characters_take_one_cell() -> None:
    _, line, caret = render(problem("\ta\x1b[31m: x", 9), "zh").splitlines()
    assert line == "   a\ufffd[31m: x"
    assert caret == "          ^"


@pytest.mark.parametrize("column", [1, 50, 5_000, 9_990, 10_001])
@pytest.mark.parametrize("letter", ["a", "字"])
def test_a_long_line_is_cut_to_a_window(column: int, letter: str) -> None:
    source = letter * (column - 1) + "Ｘ" + letter * (10_000 - column)
    _, line, caret = render(problem(source, column), "zh").splitlines()
    assert wcswidth(line) <= 110
    assert wcswidth(line[: line.index("Ｘ")]) == len(caret) - 1
    assert line.startswith("  …") == (column > 60 or (column, letter) == (50, "字"))
    assert line.endswith("…") == (column < 9_900)


def test_combining_marks_take_no_cell() -> None:
    _, line, caret = render(problem("e\u0301: x", 5), "zh").splitlines()
    assert wcswidth(line[: line.index("x")]) == len(caret) - 1


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "a.parquet：第 7 行（第 1 行组）、“出庭”列：此处应为数字，现为“x”"),
        ("en", "a.parquet: row 7 (row group 1), column 出庭: expected a number, got 'x'"),
    ],
)
def test_a_place_in_words_is_followed_by_the_colon_of_its_language(language: Language, line: str) -> None:
    where = Where(file="a.parquet", line=7, spot=Spot(column="出庭", group=1))
    assert render(Problem(code="not_a_number", where=where, facts={"given": "x"}), language) == line


def test_a_problem_tells_its_place_as_its_text_does() -> None:
    where = Where(file="a.parquet", line=7, spot=Spot())
    assert (
        str(Problem(code="not_a_number", where=where, facts={"given": "x"}))
        == "a.parquet：第 7 行：此处应为数字，现为“x”"
    )
