"""Ranks: the three methods, the chain that breaks ties, and who is in no ranking."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.assessing import Assessment
from lawscore.catalogue import say
from lawscore.expressions.values import NotApplicable
from tests.support import NONE, bind, several

ONE = """
    points: 100
    fields: {{分: number, 案: number, 日期: {{type: date, absent: none}}, 编号: text}}
    indicators:
      - {{id: 甲, points: 90, rules: [{{award: 分}}]}}
      - {{id: 乙, points: 10, rules: [{{award: 案}}]}}
    ranking: {{within: all, using: {using}, method: {method}, better: {better}, ties: [{ties}]}}
"""


def text(method: str = "competition", ties: str = "", using: str = "exact", better: str = "higher") -> str:
    return ONE.format(method=method, ties=ties, using=using, better=better)


def ranks(found: Assessment) -> dict[str, str]:
    """Ranks by unit; a shared one is marked with `=`."""
    return {card.unit.id: "-" if card.rank is None else f"{card.rank}{'=' if card.tied else ''}" for card in found}


def told(found: Assessment) -> list[str]:
    return [problem.message("en") for problem in found.problems]


def _january(day: int) -> date:
    return date(2024, 1, day)


FOUR = {"a": {"分": 50, "案": 5}, "b": {"分": 48, "案": 2}, "c": {"分": 45, "案": 5}, "d": {"分": 40, "案": 5}}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("competition", {"a": "1", "b": "2=", "c": "2=", "d": "4"}),
        ("dense", {"a": "1", "b": "2=", "c": "2=", "d": "3"}),
    ],
)
def test_form_44_a_tie_shares_the_rank(method: str, expected: dict[str, str]):
    assert ranks(several(text(method), FOUR)) == expected


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("{higher: 甲}", {"a": "1", "b": "2", "c": "3", "d": "4"}),
        ("{lower: 甲}", {"a": "1", "b": "3", "c": "2", "d": "4"}),
        ("{higher: 分}", {"a": "1", "b": "2", "c": "3", "d": "4"}),
        ("{fewer: vetoes}, {higher: 乙}", {"a": "1", "b": "3", "c": "2", "d": "4"}),
        ("{lower: id}", {"a": "1", "b": "2", "c": "3", "d": "4"}),
        ("{higher: id}", {"a": "1", "b": "3", "c": "2", "d": "4"}),
    ],
)
def test_form_44_a_chain_breaks_the_tie(ties: str, expected: dict[str, str]):
    assert ranks(several(text(ties=ties), FOUR)) == expected


def test_lower_is_better_where_the_ranking_says_so():
    found = several(text(better="lower"), FOUR)
    assert ranks(found) == {"a": "4", "b": "2=", "c": "2=", "d": "1"}


def test_shown_and_exact_values_rank_differently():
    near = {"a": {"分": "40.004", "案": 0}, "b": {"分": "40.001", "案": 0}}
    assert ranks(several(text(using="exact"), near)) == {"a": "1", "b": "2"}
    assert ranks(several(text(using="shown"), near)) == {"a": "1=", "b": "1="}


def test_a_unit_to_which_a_date_does_not_apply_goes_behind():
    units = {
        "a": {"分": 9, "案": 1, "日期": NONE},
        "b": {"分": 9, "案": 1, "日期": _january(3)},
        "c": {"分": 9, "案": 1, "日期": _january(2)},
    }
    assert ranks(several(text(ties="{lower: 日期}"), units)) == {"a": "3", "b": "2", "c": "1"}


def test_a_tie_that_waits_for_a_figure_is_shared_and_said():
    units = {"a": {"分": 9, "案": 1, "日期": _january(2)}, "b": {"分": 9, "案": 1}, "c": {"分": 8, "案": 1}}
    found = several(text(ties="{lower: 日期}, {lower: id}"), units)
    assert ranks(found) == {"a": "1=", "b": "1=", "c": "3"}
    assert told(found) == ["equal, while '日期', which would decide, is not known for all of them: a, b"]
    assert [say(note, "en") for note in found["a"].standing.notes] == [
        "equal with others, and '日期', which would decide, is missing: the rank is shared for now"
    ]


def test_ordinal_ranks_are_not_shared_where_the_field_differs():
    units = {name: {"分": 9, "案": 1, "编号": number} for name, number in (("a", "03"), ("b", "01"), ("c", "02"))}
    found = several(text("ordinal", "{higher: 乙}, {lower: 编号}"), units)
    assert (ranks(found), told(found)) == ({"a": "3", "b": "1", "c": "2"}, [])


def test_an_ordinal_tie_that_is_left_is_shared_and_said():
    units = {name: {"分": 9, "案": 1, "编号": number} for name, number in (("a", "01"), ("b", "01"), ("c", "02"))}
    found = several(text("ordinal", "{lower: 编号}"), units)
    assert ranks(found) == {"a": "1=", "b": "1=", "c": "3"}
    assert told(found) == ["still equal at the end of the chain, so that they share the rank: a, b"]


COUNTBACK = """
    points: 100
    fields: {分: number, 结果: {type: records, absent: none, fields: {名次: {type: count, absent: none}}}}
    indicators: [{id: 甲, points: 100, rules: [{award: 分}]}]
    ranking: {within: all, using: shown, ties: [{countback: 结果, of: 名次}]}
"""


def _places(*places: int) -> dict[str, object]:
    return {"分": 30, "结果": [{"名次": place} for place in places]}


def test_form_44_countback_goes_by_first_places_then_second_places():
    units = {
        "a": _places(1, 3, 3), "b": _places(2, 1, 2), "c": _places(2, 2, 2), "d": _places(1, 3, 3),
        "e": {"分": 30, "结果": NONE}, "f": _places(1, 1), "g": _places(1, 3, 3, 7),
    }  # fmt: skip
    assert ranks(several(COUNTBACK, units)) == {"f": "1", "b": "2", "g": "3", "a": "4=", "d": "4=", "c": "6", "e": "7"}


def test_countback_waits_for_a_place_that_is_owed():
    units = {"a": _places(1), "b": {"分": 30, "结果": [{}]}, "c": {"分": 20, "结果": NONE}}
    found = several(COUNTBACK, units)
    assert ranks(found) == {"a": "1=", "b": "1=", "c": "3"}
    assert [problem.code for problem in found.problems] == ["tie_open"]


def test_records_that_do_not_apply_go_behind():
    text = COUNTBACK.replace("type: records, absent: none,", "type: records, absent: not_applicable,")
    units = {"a": {"分": 30, "结果": NotApplicable(())}, "b": _places(9)}
    found = several(text, units)
    assert ranks(found) == {"a": "2", "b": "1"}


@pytest.mark.parametrize(
    ("ties", "code"),
    [
        ("{countback: 名册, of: 名次}", "records_unknown"),
        ("{countback: 结果, of: 没有}", "column_unknown"),
        ("{countback: 结果, of: 地点}", "expected_number"),
    ],
)
def test_a_countback_needs_a_column_of_numbers(ties: str, code: str):
    text = COUNTBACK.replace("{名次:", "{地点: text, 名次:").replace("{countback: 结果, of: 名次}", ties)
    assert [problem.code for problem in bind(text)[1]] == [code]


def test_a_tie_by_an_indicator_that_does_not_apply_or_is_not_scored():
    text = """
        points: 10
        fields: {分: number, 乙: number, 有: yesno}
        indicators:
          - {id: 甲, points: 10, rules: [{award: 分}]}
          - {id: 附, points: 5, uncounted: true, applies: {when: 有, otherwise: leave_out}, rules: [{award: 乙}]}
        ranking: {within: all, using: shown, ties: [{lower: 附}]}
    """
    three = {"a": {"分": 9, "有": False}, "b": {"分": 9, "有": True, "乙": 3}, "c": {"分": 9, "有": True, "乙": 2}}
    assert ranks(several(text, three)) == {"a": "3", "b": "2", "c": "1"}
    assert ranks(several(text, {**three, "d": {"分": 9, "有": True}})) == dict.fromkeys("abcd", "1=")


CLASSED = """
    points: 100
    classes: {县: 县, 区: 区}
    fields: {分: number, 片: text}
    indicators: [{id: 甲, points: 100, rules: [{award: 分}]}]
    ranking: {within: %s, using: shown}
"""


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("class", {"a": "1", "b": "2", "c": "1", "d": "-", "e": "-"}),
        ("all", {"a": "1", "b": "3", "c": "2", "d": "4", "e": "-"}),
        ("片", {"a": "1", "b": "1", "c": "2", "d": "2", "e": "-"}),
        ("县", {"a": "1", "b": "2", "c": "-", "d": "-", "e": "-"}),
    ],
)
def test_groups_and_those_who_are_in_none(within: str, expected: dict[str, str]):
    units = {
        "a": {"分": 90, "片": "东"}, "b": {"分": 70, "片": "西"}, "c": {"分": 80, "片": "东"}, "d": {"分": 60, "片": "西"},
        "e": {"片": "东"},
    }  # fmt: skip
    classes = {"a": "县", "b": "县", "c": "区", "e": "县"}
    assert ranks(several(CLASSED % within, units, classes=classes)) == expected


# --- laws ----------------------------------------------------------------------------------------------------------------

SCORES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=9)


@given(SCORES, st.sampled_from(["competition", "dense", "ordinal"]), st.randoms(use_true_random=False))
def test_ranks_agree_with_counting(scores: list[tuple[int, int]], method: str, shuffled: random.Random):
    """However many are equal: a rank is one more than the number of units (or of different values) ahead."""
    units = {
        f"u{place}": {"分": first, "案": second, "编号": f"{place:03}"} for place, (first, second) in enumerate(scores)
    }
    ties = "{lower: 编号}" if method == "ordinal" else ""
    value = {f"u{place}": (-first - second, place if ties else 0) for place, (first, second) in enumerate(scores)}
    ahead = {unit: [other for other in value.values() if other < value[unit]] for unit in value}
    expected = {unit: 1 + len(set(found) if method == "dense" else found) for unit, found in ahead.items()}
    order = list(units)
    shuffled.shuffle(order)
    found = several(text(method, ties), {unit: units[unit] for unit in order})
    assert {card.unit.id: card.rank for card in found} == expected
    assert all(card.tied == (list(value.values()).count(value[card.unit.id]) > 1) for card in found)


def test_ranks_are_exact():
    thirds = {"a": {"分": "1/3", "案": 0}, "b": {"分": "0.3333333333333333333333333333333333333", "案": 0}}
    assert ranks(several(text(), {unit: {**given, "分": Fraction(given["分"])} for unit, given in thirds.items()})) == {
        "a": "1", "b": "2",
    }  # fmt: skip


def test_a_ranking_within_a_figure_over_others_compares():
    text = """
        fields: {分: number}
        measures: {均: {peers: mean, of: 分, within: all, include_self: yes}, 档: 分 > 均}
        points: 9
        rules: [{award: 1, when: 分 > 0}]
        ranking: {within: 档, using: exact}
    """
    rubric, problems = bind(text)
    assert problems == []
    assert rubric is not None
    assert rubric.compares
    found = several(text, {"a": {"分": 1}, "b": {"分": 2}, "c": {"分": 6}, "d": {"分": 7}})
    assert ranks(found) == {"a": "1=", "b": "1=", "c": "1=", "d": "1="}


def test_a_countback_may_go_by_a_column_that_is_worked_out():
    text = """
        fields: {分: number, 赛: {type: records, fields: {名次: number}, columns: {次: 名次 + 1}}}
        points: 9
        rules: [{award: 分}]
        ranking: {within: all, using: exact, ties: [{countback: 赛, of: 次}]}
    """
    rows = {"a": {"分": 1, "赛": [{"名次": 2}]}, "b": {"分": 1, "赛": [{"名次": 1}]}}
    assert ranks(several(text, rows)) == {"a": "2", "b": "1"}
