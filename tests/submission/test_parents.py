"""Rosters that say which unit is above which: circles are a mistake, units above that nobody knows are worth a warning."""

from __future__ import annotations

import pytest

from lawscore.submission.gathering import gather
from tests.support import rubric_of
from tests.support_data import assessed, document, gathered, said

PLAIN = rubric_of("{points: 10, fields: {自得: number}, rules: [{award: 自得}]}")
BELOW = rubric_of("""
    points: 10
    fields: {自得: number}
    measures: {下级: {units: sum, of: 自得, below: this}}
    rules: [{award: 下级}]
""")
UNUSED = rubric_of("""
    points: 10
    fields: {自得: number}
    measures: {下级: {units: sum, of: 自得, below: this}}
    rules: [{award: 自得}]
""")
VALUES = "submissions: [{unit: a, values: {自得: 1}}, {unit: b, values: {自得: 2}}, {unit: c, values: {自得: 3}}]\n"


def units(*lines: str) -> str:
    return f"units: [{', '.join(f'{{{line}}}' for line in lines)}]\n"


def test_units_in_a_circle_are_an_error_and_stay_unscored_where_it_matters():
    found = assessed(BELOW, units("id: a, parent: b", "id: b, parent: a", "id: c, parent: a") + VALUES)
    assert [(problem.code, problem.severity) for problem in found.problems] == [("parent_circle", "error")]
    assert {card.unit.id: None if card.score is None else str(card.score) for card in found} == {
        "a": None,
        "b": None,
        "c": None,  # nobody is below it
    }
    assert {cause.kind for unit in "ab" for cause in found[unit].causes} == {"circle"}


def test_a_circle_is_told_where_its_first_unit_says_who_is_above_it():
    listed = units("id: a, parent: b", "id: b, parent: c", "id: c, parent: ｂ")
    assert said(gathered(listed + VALUES, rubric=PLAIN)) == [
        "a.yaml:2:45 the units above go in a circle: b → c → b; what these units have from the units below stays unscored"
    ]


def test_who_is_above_may_be_said_by_another_file():
    found = gathered(units("id: a", "id: b", "id: c"), units("id: a, parent: a") + VALUES, rubric=PLAIN)
    assert [str(problem.where) for problem in found.problems] == ["b.yaml:2:25"]


def test_a_unit_that_only_a_table_describes_may_stand_above_itself_too():
    found = gathered("submissions: [{unit: a, values: {自得: 1}}]\n" + units("id: a, parent: a"), rubric=PLAIN)
    assert [problem.code for problem in found.problems] == ["parent_circle"]


@pytest.mark.parametrize(("rubric", "codes"), [(BELOW, ["parent_unknown"]), (PLAIN, []), (UNUSED, [])])
def test_a_unit_above_that_nobody_knows_matters_only_where_somebody_looks_at_it(rubric: object, codes: list[str]):
    found = gathered(units("id: a", "id: b, parent: aa", "id: c, parent: aa") + VALUES, rubric=rubric)  # type: ignore[arg-type]
    assert [problem.code for problem in found.problems] == codes


def test_a_unit_above_that_nobody_knows_is_told_once():
    found = gathered(units("id: tieling", "id: b, parent: teiling", "id: c, parent: teiling"), rubric=BELOW)
    unknown = next(problem for problem in found.problems if problem.code == "parent_unknown")
    assert (unknown.severity, str(unknown.where)) == ("warning", "a.yaml:2:40")
    assert unknown.message("en") == "'teiling' is no assessed unit, so that the units below it count for nobody: b, c"
    assert unknown.hint_text("en") == "did you mean 'tieling'?"
    assert unknown.message("zh") == "没有“teiling”这个被考核单位，以它为上级的单位不计入任何单位：b、c"


def test_a_unit_that_submits_without_a_roster_line_is_known():
    text = "submissions: [{unit: a, values: {自得: 1}}]\n"
    assert [
        one.code for one in gathered(text, units("id: b, parent: ａ"), rubric=BELOW).problems if "parent" in one.code
    ] == []


HEAD = "lawscore: 1\nrubric: %s\n"
TOWNSHIP = rubric_of("{rubric: town, version: '1', points: 10, fields: {自得: number}, rules: [{award: 自得}]}")
NESTED = rubric_of("""
    rubric: town
    version: "1"
    points: 10
    fields: {自得: number}
    measures: {下级: {units: count, below: this}}
    rules: [{award: 下级}]
""")
COUNTY = """
    rubric: county
    version: "1"
    points: 10
    measures: {下级: {units: sum, of: score, below: this, with: town@1}}
    rules: [{award: 下级}]
"""


@pytest.mark.parametrize("town", [TOWNSHIP, NESTED])
def test_the_units_above_may_be_in_the_roster_of_another_rubric(town: object):
    county = rubric_of(COUNTY, {"town@1": town})  # type: ignore[dict-item]
    documents = [
        document(HEAD % "county" + units("id: x, parent: province"), "a.yaml"),
        document(HEAD % "town" + units("id: s, parent: x", "id: t, parent: s", "id: u, parent: y"), "b.yaml"),
    ]
    found = [one for one in gather(county, documents).problems if one.code == "parent_unknown"]
    assert [(str(one.where), one.facts["parent"]) for one in found] == [("b.yaml:3:65", "y")]
