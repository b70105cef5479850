"""The ranks that provisional units can still have: what every completion of the missing figures comes to, and no more."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.analysis.standings import rank
from lawscore.assessing import Assessment
from tests.support import several

TWO = """
    points: 4
    classes: {{县: 县, 区: 区}}
    fields: {{分: number, 案: number}}
    indicators:
      - {{id: 甲, points: 2, rules: [{{award: 分}}]}}
      - {{id: 乙, points: 2, rules: [{{award: 案}}]}}
    ranking: {{within: {within}, using: exact, method: {method}, better: {better}, overall: {overall}, ties: [{ties}]}}
"""


def text(
    method: str = "competition", ties: str = "", better: str = "higher", within: str = "all", overall: str = "false"
) -> str:
    return TWO.format(method=method, ties=ties, better=better, within=within, overall=overall)


def ranges(found: Assessment) -> dict[str, tuple[int, int] | None]:
    return {card.unit.id: card.standing.range for card in rank(found, provisional=True).assessment}


def completions(units: dict[str, dict[str, Any]]) -> list[dict[str, dict[str, Any]]]:
    """The same units with every missing figure at its least, its most, and half way."""
    missing = [(unit, name) for unit, given in units.items() for name in ("分", "案") if name not in given]
    found = []
    for filled in product((0, 1, 2), repeat=len(missing)):
        whole = {unit: dict(given) for unit, given in units.items()}
        for (unit, name), value in zip(missing, filled, strict=True):
            whole[unit][name] = value
        found.append(whole)
    return found


#: Figures of a unit, of which some are owed; never more than four in all, so that all completions can be tried.
UNITS = st.lists(
    st.fixed_dictionaries({}, optional={"分": st.sampled_from((0, 1, 2)), "案": st.sampled_from((0, 1, 2))}),
    min_size=1,
    max_size=5,
).map(lambda listed: {f"u{place}": given for place, given in enumerate(listed)})


def ends(units: dict[str, dict[str, Any]], rubric: str) -> dict[str, tuple[int, int]]:
    """The best and the worst rank that each unit has in any completion."""
    seen: dict[str, list[int]] = {}
    for whole in completions(units):
        for card in several(rubric, whole):
            seen.setdefault(card.unit.id, []).append(card.rank or 0)
    return {unit: (min(found), max(found)) for unit, found in seen.items()}


def few(units: dict[str, dict[str, Any]]) -> bool:
    return sum(2 - len(given) for given in units.values()) <= 4


@settings(max_examples=60, deadline=None)
@given(UNITS.filter(few), st.sampled_from(("higher", "lower")))
def test_competition_ranges_are_exact(units: dict[str, dict[str, Any]], better: str):
    rubric = text(better=better)
    assert ranges(several(rubric, units)) == ends(units, rubric)


@settings(max_examples=60, deadline=None)
@given(
    UNITS.filter(few), st.sampled_from(("competition", "dense")), st.sampled_from(("", "{higher: 甲}", "{lower: id}"))
)
def test_ranges_enclose_every_completion(units: dict[str, dict[str, Any]], method: str, ties: str):
    rubric = text(method, ties)
    found = ranges(several(rubric, units))
    for unit, (best, worst) in ends(units, rubric).items():
        told = found[unit]
        assert told is not None
        assert told[0] <= best <= worst <= told[1]


def test_without_open_units_a_range_is_the_rank():
    units = {"a": {"分": 2, "案": 2}, "b": {"分": 1, "案": 2}, "c": {"分": 2, "案": 1}, "d": {"分": 0, "案": 0}}
    assert ranges(several(text(), units)) == {"a": (1, 1), "b": (2, 2), "c": (2, 2), "d": (4, 4)}
    assert ranges(several(text("dense"), units)) == {"a": (1, 1), "b": (2, 2), "c": (2, 2), "d": (3, 3)}


def test_an_open_unit_widens_the_ranges_of_those_within_its_bounds():
    units = {"a": {"分": 2, "案": 2}, "b": {"分": 1, "案": 1}, "c": {"分": 1}, "d": {"分": 0, "案": 0}}
    # c comes to 1 to 3: a stays first, b is second or third, d is last whatever comes
    assert ranges(several(text(), units)) == {"a": (1, 1), "b": (2, 3), "c": (2, 3), "d": (4, 4)}


def test_equal_at_the_end_of_the_bounds_shares_the_rank_without_a_chain():
    units = {"a": {"分": 2, "案": 1}, "c": {"分": 1}}
    assert ranges(several(text(), units)) == {"a": (1, 1), "c": (1, 2)}
    # with a chain, c may come before a at 3 points
    assert ranges(several(text(ties="{lower: id}"), units)) == {"a": (1, 2), "c": (1, 2)}


def test_dense_ranges_count_levels():
    units = {"a": {"分": 2, "案": 2}, "b": {"分": 2, "案": 2}, "c": {"分": 1}, "d": {"分": 1}, "e": {"分": 0, "案": 0}}
    # c and d may come together on one level or on two; e is behind both
    assert ranges(several(text("dense"), units)) == {"a": (1, 1), "b": (1, 1), "c": (2, 3), "d": (2, 3), "e": (3, 4)}


def test_a_score_without_a_limit_may_come_anywhere():
    rubric = text().replace("{id: 乙, points: 2,", "{id: 乙, points: 2, floor: none, ceiling: none,")
    units = {"a": {"分": 2, "案": 2}, "b": {"分": 2}, "c": {"分": 0, "案": -9}}
    assert ranges(several(rubric, units)) == {"a": (1, 2), "b": (1, 3), "c": (2, 3)}


def test_a_tie_that_waits_for_a_figure_is_a_range():
    rubric = text(ties="{higher: 报送}").replace("案: number", "案: number, 报送: count")
    units = {
        "a": {"分": 1, "案": 1, "报送": 3},
        "b": {"分": 1, "案": 1},
        "c": {"分": 2, "案": 2},
        "d": {"分": 0, "案": 0},
    }
    found = several(rubric, units)
    assert ranges(found) == {"a": (2, 3), "b": (2, 3), "c": (1, 1), "d": (4, 4)}


def test_a_unit_of_no_known_group_may_come_into_any_and_has_no_range_itself():
    units = {"a": {"分": 1, "案": 1}, "b": {"分": 0, "案": 0}, "c": {"分": 1, "案": 1}, "x": {"分": 1, "案": 0}}
    classes = {"a": "县", "b": "县", "c": "区"}
    found = several(text(within="class"), units, classes=classes)
    assert ranges(found) == {"a": (1, 1), "b": (2, 3), "c": (1, 1), "x": None}
    assert [(card.unit.id, why.key) for card, why in rank(found, provisional=True).unplaced] == [("x", "rank.no_group")]


def test_an_open_unit_of_no_known_group_has_no_range():
    units = {"a": {"分": 1, "案": 1}, "x": {"分": 1}}
    found = several(text(within="class", overall="true"), units, classes={"a": "县"})
    placed = rank(found, provisional=True)
    assert ranges(found) == {"a": (1, 2), "x": None}
    assert {card.unit.id: card.standing.overall_range for card in placed.assessment} == {"a": (1, 2), "x": (1, 2)}
    assert [why.key for _, why in placed.unplaced] == ["rank.provisional"]


VETO = """
    points: 10
    fields: {{分: number, 死亡: count}}
    indicators: [{{id: 甲, points: 10, rules: [{{award: 分}}]}}]
    vetoes: [{{id: v, when: 死亡 > 0, text: 发生死亡, effect: {{grade: 差}}}}]
    grades: {{using: shown, bands: [{{grade: 好, from: 6}}, {{grade: 差, else: true}}]}}
    ranking: {{within: all, using: exact, vetoed: {vetoed}}}
"""


@pytest.mark.parametrize(
    ("vetoed", "expected"),
    [
        ("ranked", {"a": (2, 2), "b": (1, 1), "c": (3, 3)}),
        ("last", {"a": (1, 2), "b": (1, 3), "c": (2, 3)}),
        ("out", {"a": (1, 2), "b": (1, 1), "c": (2, 3)}),
    ],
)
def test_an_open_veto_may_set_a_unit_back_or_take_it_out(vetoed: str, expected: dict[str, tuple[int, int]]):
    units = {"a": {"分": 8, "死亡": 0}, "b": {"分": 9}, "c": {"分": 7, "死亡": 0}}
    assert ranges(several(VETO.format(vetoed=vetoed), units)) == expected


def test_a_unit_that_is_out_has_neither_rank_nor_range():
    units = {"a": {"分": 8, "死亡": 1}, "b": {"分": 7, "死亡": 0}}
    found = several(VETO.format(vetoed="out"), units)
    assert ranges(found) == {"a": None, "b": (1, 1)}
    assert [(card.unit.id, why.key) for card, why in rank(found, provisional=True).unplaced] == [("a", "rank.out")]


def test_an_ordinal_range_counts_units():
    units = {"a": {"分": 2, "案": 2}, "b": {"分": 1}, "c": {"分": 1, "案": 1}}
    assert ranges(several(text("ordinal", "{lower: id}"), units)) == {"a": (1, 1), "b": (2, 3), "c": (2, 3)}
