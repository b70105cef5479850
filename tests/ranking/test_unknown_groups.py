"""Quotas and units of which it is not known in which group they are: what they could take away is not given out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.assessing import Assessment
from lawscore.catalogue import say
from tests.support import several

TEXT = """
    points: 100
    classes: {县: 县, 区: 区}
    fields: {分: number, 片: text, 次序: count}
    indicators: [{id: 甲, points: 100, rules: [{award: 分}]}]
    ranking: {within: all, using: exact, ties: [%s]}
    grades:
      using: exact
      bands: [{grade: 优秀, from: 90}, {grade: 良好, from: 80}, {grade: 合格, else: true}]
      quota: {%s}
"""


def quota(grade: str = "优秀", **keys: str) -> str:
    return f"{grade}: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}"


def graded(text: str, scores: Mapping[str, int], classes: Mapping[str, str], ties: str = "") -> Assessment:
    """Units with these scores; a unit that `classes` does not name has none."""
    return several(TEXT % (ties, text), {unit: {"分": value} for unit, value in scores.items()}, classes=classes)


def grades(found: Assessment) -> str:
    return "".join((card.grade or ".")[0] for card in found)


ONE_PLACE = quota(at_most="1", tie_at_cut="leave_out")
COUNTIES = {"a": "县", "b": "县", "c": "区", "d": "区"}


def test_a_unit_without_a_group_neither_keeps_a_limited_grade_nor_leaves_it_to_others():
    found = graded(ONE_PLACE, {"a": 95, "b": 92, "c": 99, "x": 97}, COUNTIES)
    assert grades(found) == ".良优."  # c is ahead of x, whichever group x is in
    assert [say(note, "en") for note in found["x"].standing.notes] == [
        "the grade is open: the places of '优秀' go by groups ('class'), and the group of this unit is not known"
    ]
    assert [say(note, "en") for note in found["a"].standing.notes] == [
        "the grade is open: '优秀' has 1 place (2 units), and units whose group is not known may be in this one: x"
    ]
    assert [problem.message("en") for problem in found.problems] == [
        "the places of '优秀' (县) are not settled: a, x still without a grade; the group ('class') is not known of x"
    ]
    assert [cause.name for cause in found["x"].standing.causes] == ["unit_class"]


def test_a_grade_without_a_quota_needs_no_group():
    assert grades(graded(ONE_PLACE, {"a": 95, "b": 85, "x": 85}, COUNTIES)) == "优良良"


def test_a_unit_that_may_join_changes_the_size_of_a_group():
    """30% of three is none, of four one; 50% rounded down goes from one to two."""
    third = quota(at_most="30%", fraction="down", tie_at_cut="leave_out")
    scores = {"a": 95, "b": 92, "e": 91}
    counties = dict.fromkeys("abef", "县")
    assert grades(graded(third, scores, counties)) == "良良良"
    assert grades(graded(third, {**scores, "x": 10}, counties)) == ".良良合"
    assert grades(graded(third, {**scores, "f": 10}, counties)) == "优良良合"


def test_a_small_class_may_turn_out_not_to_be_small():
    small = quota(at_most="1", tie_at_cut="leave_out", small_class="{under: 3, at_most: 2}")
    assert grades(graded(small, {"a": 95, "b": 92}, COUNTIES)) == "优优"
    assert grades(graded(small, {"a": 95, "b": 92, "x": 10}, COUNTIES)) == "优.合"


@pytest.mark.parametrize(("most", "expected"), [("0", "良.良合"), ("1", "优.良合"), ("2", "优..合"), ("3", "优.优合")])
def test_the_group_may_be_a_field(most: str, expected: str):
    """b competes with the others, or with nobody; it is behind a and before c."""
    units = {"a": {"分": 95, "片": "东"}, "b": {"分": 94}, "c": {"分": 91, "片": "东"}, "d": {"分": 10, "片": "东"}}
    text = TEXT % ("", quota(at_most=most, within="片", tie_at_cut="leave_out"))
    assert grades(several(text, units)) == expected


def test_a_unit_without_a_parent_is_outside_every_group():
    text = TEXT % ("", quota(at_most="1", within="parent", tie_at_cut="leave_out"))
    units = {"a": {"分": 95}, "b": {"分": 94}, "c": {"分": 99}}
    found = several(text, units, parents={"a": "市", "b": "市"}, classes=dict.fromkeys(units, "县"))
    assert grades(found) == "优良优"
    assert found.problems == ()


def test_the_group_may_be_one_class():
    within = quota(at_most="1", within="县", tie_at_cut="leave_out")
    assert grades(graded(within, {"a": 95, "c": 99, "d": 98, "x": 97}, COUNTIES)) == ".优优."
    assert grades(graded(within, {"c": 99, "d": 98, "x": 97}, COUNTIES)) == "优优."


def test_a_unit_that_is_late_and_has_no_group_is_both():
    classes = {"a": "县", "b": "县"}
    found = several(TEXT % ("", ONE_PLACE), {"a": {"分": 95}, "b": {"分": 60}, "x": {}}, classes=classes)
    assert grades(found) == ".合."


def test_who_is_held_back_may_still_take_a_place_of_the_next_grade():
    both = f"{ONE_PLACE}, {quota('良好', at_most='1', tie_at_cut='leave_out')}"
    assert grades(graded(both, {"a": 95, "b": 85, "x": 97}, COUNTIES)) == "..."
    assert grades(graded(both, {"b": 85, "x": 81}, COUNTIES)) == "良."


def test_equal_units_that_a_missing_figure_would_tell_apart_wait_at_the_cut():
    """There is a place for one of two: who is first is not known, and they may come apart though ties are let in."""
    classes = dict.fromkeys("abex", "县")
    units = {"a": {"分": 92, "次序": 1}, "b": {"分": 92}, "x": {}}
    two = quota(at_most="2", tie_at_cut="let_in")
    assert grades(several(TEXT % ("{lower: 次序}", two), units, classes=classes)) == "..."
    half = quota(at_most="50%", fraction="up", tie_at_cut="leave_out")
    units = {"a": {"分": 92, "次序": 1}, "b": {"分": 92}, "e": {"分": 95}, "x": {"分": 10}}
    # three units have two places, four of them too; one of a and b may come to be second
    assert grades(several(TEXT % ("{lower: 次序}", half), units, classes=dict.fromkeys("abe", "县"))) == "..优合"


# --- the law -------------------------------------------------------------------------------------------------------------

SCORES = st.sampled_from([70, 80, 85, 85, 90, 90, 92])
PLACES = st.sampled_from(
    [
        {"at_most": "0"},
        {"at_most": "1"},
        {"at_most": "2"},
        {"at_most": "30%", "fraction": "half_up"},
        {"at_most": "50%", "fraction": "down"},
        {"at_most": "1", "small_class": "{under: 3, at_most: 2}"},
    ]
)
CUTS = st.sampled_from(["leave_out", "let_in"])
WITHIN = st.sampled_from(["class", "县"])
TIES = st.sampled_from(["", "{lower: id}", "{lower: 次序}"])


@given(
    st.lists(
        st.tuples(SCORES, st.sampled_from(["县", "区"]), st.integers(1, 2), st.tuples(*[st.booleans()] * 3)),
        min_size=1,
        max_size=6,
    ),
    PLACES,
    PLACES,
    CUTS,
    WITHIN,
    TIES,
)
def test_a_grade_that_is_given_is_never_taken_away(
    units: list[tuple[int, str, int, tuple[bool, bool, bool]]],
    first: dict[str, str],
    second: dict[str, str],
    cut: str,
    within: str,
    ties: str,
):
    """Whatever scores, groups and tie-breaks turn out to be, whoever has a grade keeps it."""
    text = TEXT % (
        ties,
        f"{quota(**first, within=within, tie_at_cut=cut)}, {quota('良好', **second, tie_at_cut=cut)}",
    )
    named = {chr(97 + place): unit for place, unit in enumerate(units)}
    known = {
        name: {key: value for key, value, late in (("分", score, owed[0]), ("次序", order, owed[2])) if not late}
        for name, (score, _, order, owed) in named.items()
    }
    early = several(text, known, classes={name: group for name, (_, group, _, owed) in named.items() if not owed[1]})
    complete = several(
        text,
        {name: {"分": score, "次序": order} for name, (score, _, order, _) in named.items()},
        classes={name: group for name, (_, group, _, _) in named.items()},
    )
    for card in early:
        assert card.grade in (None, complete[card.unit.id].grade)
    assert all(card.grade is not None for card in complete)
