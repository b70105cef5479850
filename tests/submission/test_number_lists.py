"""Lists of numbers as they are submitted: in YAML and JSON, in a cell, in a record."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lawscore.expressions.values import Cause, NotApplicable, Numbers, Unknown
from lawscore.loading.plain_values import from_values
from lawscore.loading.rubrics import load_mapping
from lawscore.loading.submissions import load_submissions
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.submission.gathering import Gathered
from lawscore.submission.number_lists import read_numbers
from tests.support import document_of

MARKS = Column(type="numbers", min=Fraction(0), max=Fraction(10))
CAUSE = Cause("value", "评分")


def value(raw: Any, spec: Column = MARKS) -> Any:
    typed = read_numbers(spec, raw, CAUSE).typed
    return None if typed is None else typed.value


def said(raw: Any, spec: Column = MARKS) -> list[tuple[Any, str]]:
    return [(path, problem.message("en")) for path, problem in read_numbers(spec, raw, CAUSE).problems]


def numbers(*values: str) -> Numbers:
    return Numbers(tuple(Fraction(one) for one in values))


@pytest.mark.parametrize(
    "raw",
    [
        ["8", "9.5", "7"],
        [8, 9.5, Decimal(7)],
        "8; 9.5; 7",
        "8；9.5；7",
        "8、9.5、7",
        "8，9.5，7",
        " ８;９.５ ; 7 ",
    ],
)
def test_several_numbers(raw: Any):
    assert value(raw) == numbers("8", "9.5", "7")


@pytest.mark.parametrize("raw", ["8", 8, Decimal("8.0"), ["8"]])
def test_one_number_alone(raw: Any):
    assert value(raw) == numbers("8")


@pytest.mark.parametrize(
    ("raw", "expected"), [([], Numbers(())), ("", None), ("  ", None), (None, None), ("无", Numbers(()))]
)
def test_none_and_not_given_are_two_things(raw: Any, expected: Any):
    assert value(raw) == expected


@pytest.mark.parametrize(("raw", "kind"), [("未知", Unknown), ("不适用", NotApplicable)])
def test_words_of_absence(raw: str, kind: type):
    assert isinstance(value(raw), kind)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (["8", "九", "7"], [((1,), "expected a number, got '九'")]),
        (["8", "九", "11"], [((1,), "expected a number, got '九'"), ((2,), "the value '11' is above the limit 10")]),
        ("8; 九; -1", [((), "expected a number, got '九'"), ((), "the value '-1' is below the limit 0")]),
        ("8;;7", [((), "expected a number, got ''")]),
        (["8", None], [((1,), "expected a number, got ''")]),
        (["8", "无"], [((1,), "expected a number, got '无'")]),
        (["8", ["7"]], [((1,), "expected a single value, got a list")]),
        ({"a": 1}, [((), "expected a single value, got a mapping")]),
    ],
)
def test_each_bad_number_is_a_problem_of_its_own(raw: Any, expected: Any):
    assert said(raw) == expected
    assert value(raw) == Unknown((CAUSE,))


def test_commas_between_numbers_are_told():
    ((_, problem),) = read_numbers(MARKS, "8, 9.5, 7", CAUSE).problems
    assert problem.hint_text("en") == "separate several numbers by semicolons: 8; 9.5; 7"


RUBRIC_TEXT = """
    fields:
      评分: numbers
      比赛: {type: records, key: 号, fields: {号: text, 评分表: numbers}, columns: {均分: {mean: 评分表}}}
    points: 20
    rules: [{award: {mean: 评分}}, {award: 均分, each: 比赛}]
"""


def rubric() -> Rubric:
    loaded = load_mapping(document_of(RUBRIC_TEXT))
    assert loaded.rubric is not None, [problem.message("en") for problem in loaded.problems]
    return loaded.rubric


def gathered(folder: Path, name: str, text: str) -> Gathered:
    (folder / name).write_text(text, encoding="utf-8")
    return load_submissions(rubric(), [folder / name])


def placed(found: Gathered) -> list[str]:
    return [
        f"{one.where.line}:{one.where.column} {one.message('en')}" for one in found.problems if one.severity == "error"
    ]


def test_in_yaml(tmp_path: Path):
    text = (
        "lawscore: 1\nsubmissions:\n  - unit: u\n    values:\n      评分: [8, 九, 7]\n"
        "      比赛: [{号: 一, 评分表: [8, 9]}, {号: 二, 评分表: [8, 十, 7]}]\n"
    )
    found = gathered(tmp_path, "a.yaml", text)
    assert placed(found) == ["5:15 expected a number, got '九'", "6:49 expected a number, got '十'"]
    one, two = found.units[0].values["比赛"]  # type: ignore[misc]
    assert one.values["评分表"] == numbers("8", "9")
    assert isinstance(two.values["评分表"], Unknown)
    assert isinstance(found.units[0].values["评分"], Unknown)


def test_in_a_table(tmp_path: Path):
    found = gathered(tmp_path, "a.csv", "unit,评分\nu,8; 9.5\nv,8、九\n")
    assert found.units[0].values["评分"] == numbers("8", "9.5")
    assert placed(found) == ["3:2 expected a number, got '九'"]


def test_a_computed_column_is_not_submitted(tmp_path: Path):
    text = "lawscore: 1\nsubmissions: [{unit: u, values: {比赛: [{号: 一, 评分表: 8, 均分: 8}]}}]\n"
    (problem,) = gathered(tmp_path, "a.yaml", text).problems
    assert problem.message("en") == "the records '比赛' have no column '均分'; the columns are: 号, 评分表"
    assert problem.hint_text("en") == "'均分' is computed by the rubric and is not submitted"


def test_from_python():
    found = from_values(rubric(), {"u": {"评分": [8, 9.5], "比赛": [{"号": "一", "评分表": (8, 9)}]}})
    assert found.problems == ()
    assert found.units[0].values["评分"] == numbers("8", "9.5")
