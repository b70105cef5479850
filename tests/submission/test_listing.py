"""What is odd about a roster: a unit twice, a class of one, units that are not assessed."""

from __future__ import annotations

from typing import Any

import pytest

import lawscore
from lawscore.loading.csv_reader import read_csv
from lawscore.submission.gathering import gather
from tests.support import rubric_of

RUBRIC = rubric_of("""
    points: 10
    classes: {县: 县, 区: 区}
    fields: {分: number}
    indicators: [{id: a, points: 10, rules: [{award: 分}]}]
    ranking: {within: class, using: exact}
""")
UNRANKED = rubric_of("""
    points: 10
    classes: {县: 县, 区: 区}
    fields: {分: number}
    rules: [{award: 分}]
""")


def roster(*units: dict[str, Any], submitting: str = "") -> list[dict[str, Any]]:
    return [{"units": list(units), "submissions": [{"unit": unit, "values": {"分": 5}} for unit in submitting]}]


def told(data: list[dict[str, Any]], rubric: Any = RUBRIC) -> list[str]:
    found = lawscore.assess(rubric, data)
    return [f"{problem.where} {problem.severity}: {problem.message('en')}" for problem in found.problems]


A, B, C = {"id": "a", "class": "县"}, {"id": "b", "class": "县"}, {"id": "c", "class": "区"}


def test_a_unit_listed_twice_is_told_at_the_second_line_and_scored_once():
    data = roster(A, B, dict(A), submitting="ab")
    assert told(data) == ["0.units.2.id warning: unit 'a' is listed twice in this roster, before at 0.units.0.id"]
    assert [card.unit.id for card in lawscore.assess(RUBRIC, data)] == ["a", "b"]


def test_ids_that_differ_by_width_only_are_one_unit():
    assert told(roster(A, B, {"id": "ａ", "class": "县"}, submitting="ab")) == [
        "0.units.2.id warning: unit 'a' is listed twice in this roster, before at 0.units.0.id"
    ]


def test_several_rosters_complete_each_other():
    data = [*roster({"id": "a"}, B, submitting="ab"), {"units": [A]}]
    assert told(data) == []


def test_a_class_of_one_is_noted_where_the_class_stands():
    data = roster(A, B, C, submitting="abc")
    assert told(data) == [
        "0.units.2.class note: c is the only unit of the class '区' that is assessed: it is compared with nobody there"
    ]
    assert told(data, UNRANKED) == []


def test_one_unit_by_itself_is_no_class_of_one():
    assert told(roster(C, submitting="c")) == []


def test_a_class_of_which_only_one_is_assessed_is_a_class_of_one():
    other = {"id": "d", "class": "区", "not_assessed": "撤销"}
    assert told(roster(A, B, C, other, submitting="abc")) == [
        "0.units.2.class note: c is the only unit of the class '区' that is assessed: it is compared with nobody there"
    ]


def test_a_unit_in_no_class_is_told_and_scored():
    data = roster(A, B, {"id": "x"}, submitting="abx")
    assert told(data) == ["0.units.2 warning: unit 'x' has no class; the classes are: 县, 区"]
    card = lawscore.assess(RUBRIC, data)["x"]
    assert (card.score, card.rank) == (5, None)


def test_a_unit_that_is_not_assessed_needs_neither_class_nor_data():
    data = roster(A, B, {"id": "x", "not_assessed": "11 月新设立"}, submitting="ab")
    assert told(data) == []
    found = lawscore.assess(RUBRIC, data)
    assert [card.state for card in found] == ["final", "final", "not_assessed"]
    assert found.to_dict()["units"][2]["not_assessed"] == "11 月新设立"


def test_its_data_are_not_scored_and_this_is_said():
    data = roster(A, B, {"id": "x", "not_assessed": "撤销"}, submitting="abx")
    assert told(data) == [
        "0.submissions.2.unit warning: unit 'x' is not assessed (撤销): what it submits is not scored"
    ]
    assert lawscore.assess(RUBRIC, data)["x"].score is None


def test_reasons_that_differ_are_told_and_the_unit_is_not_assessed():
    data = roster(A, B, {"id": "x", "not_assessed": "撤销"}, submitting="ab")
    data.append({"units": [{"id": "x", "not_assessed": "合并"}]})
    found = lawscore.assess(RUBRIC, data)
    assert [problem.code for problem in found.problems] == ["unit_facts_differ"]
    assert found["x"].state == "not_assessed"


@pytest.mark.parametrize(("word", "state"), [("no", "provisional"), ("否", "provisional"), ("yes", "not_assessed")])
def test_yes_and_no_are_no_reason(word: str, state: str):
    found = lawscore.assess(RUBRIC, roster(A, B, {"id": "x", "class": "县", "not_assessed": word}, submitting="ab"))
    assert [problem.code for problem in found.problems if problem.severity == "error"] == ["not_assessed_reason"]
    assert found["x"].state == state


@pytest.mark.parametrize("header", ["not_assessed", "不参加考核"])
def test_a_roster_in_csv_says_it_in_a_column(header: str):
    located, problems = read_csv(f"id,name,class,{header}\na,甲,县,\nb,乙,县,11 月新设立\n", "roster.csv", RUBRIC)
    assert located is not None
    assert problems == []
    units = gather(RUBRIC, [located]).units
    assert [(facts.unit.id, facts.unit.not_assessed) for facts in units] == [("a", None), ("b", "11 月新设立")]
