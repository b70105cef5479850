"""The laws of sensitivity: what is worked out in columns is what the engine itself says draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.analysis.sensitivity import Question, Sensitivity, UnitSensitivity, sensitivity
from lawscore.analysis.sensitivity.draws import PARTS, Range, factor_rows, factors
from lawscore.analysis.sensitivity.frame import Frame
from lawscore.analysis.sensitivity.standings import grade_names, places_of
from lawscore.analysis.sensitivity.whole import dot, ints
from lawscore.assessing import Assessment, assess_facts
from lawscore.numbers import Rounding
from tests.property.strategies import Chance, made_up, seeds
from tests.support import several

FIFTH = Fraction(1, 5)


def brief(found: Sensitivity) -> Sequence[object]:
    return [(one.card.unit.id, one.rank, one.grade, one.drawn, one.removed, one.decisive, one.next_rank, one.next_grade)
            for one in found.units]  # fmt: skip


def both_ways_agree(assessment: Assessment, question: Question) -> Sensitivity:
    found = sensitivity(assessment, question)
    assert brief(found) == brief(sensitivity(assessment, question, columns=False))
    return found


@settings(max_examples=60, deadline=None)
@given(
    chance=seeds(), compares=st.booleans(), level=st.sampled_from([None, 1, 2]), within=st.sampled_from(["0.2", "1"])
)
def test_both_ways_agree_under_made_up_rubrics(chance: Chance, compares: bool, level: int | None, within: str):
    case = made_up(chance, units=5, gaps=200, compares=compares)
    assessment = assess_facts(case.rubric, case.facts, case.givens)
    both_ways_agree(assessment, Question(within=Fraction(within), draws=4, seed=7, level=level))


# --- many units, ties, quotas, set back by vetoes -------------------------------------------------------------------------


def graded(chance: Random) -> Assessment:
    """A county of towns: bonus, penalty, a capped branch, a mean, two classes, a chain of ties, quotas, vetoes."""
    using = chance.choice(["shown", "exact"])
    cut = chance.choice(["leave_out", "let_in"])
    fragment = f"""
    fields: {{a: number, b: number, c: number, d: number, e: count, f: count, g: number, bad: yesno, worse: yesno}}
    classes: {{town: 镇, village: 村}}
    points: 60
    indicators:
      - {{id: "1", points: 10, rules: [{{award: a}}]}}
      - id: "2"
        {chance.choice(["", "ceiling: 16", "round: {places: 1}", "scaled_to: 20", "floor: 5"])}
        indicators:
          - {{id: "2.1", points: 10, rules: [{{award: b}}]}}
          - {{id: "2.2", points: 10, applies: {{when: c > 2, otherwise: leave_out}}, rules: [{{award: c}}]}}
      - id: "3"
        aggregate: {chance.choice(["mean", "weighted_mean"])}
        of: {chance.choice(["scores", "rates"])}
        points: 30
        indicators:
          - {{id: "3.1", points: 30, weight: 40%, rules: [{{award: 3 * d}}]}}
          - {{id: "3.2", points: 30, weight: 40%, only_for: [town], rules: [{{award: 30 * g / 7}}]}}
          - {{id: "3.3", points: 15, weight: 20%, only_for: [town], rules: [{{award: a}}]}}
      - {{id: "4", points: 0, ceiling: 5, rules: [{{award: 1, each: e, up_to: 3}}]}}
      - {{id: "5", points: 0, floor: -8, rules: [{{deduct: 2, each: f}}]}}
    vetoes:
      - {{id: v1, when: bad, text: 一票否决, effect: {chance.choice(["zero_total", "{grade_at_most: 中}", "{ineligible_for: 优}"])}}}
      - {{id: v2, when: worse, text: 降等, effect: {{grade: 差}}}}
    ranking:
      within: {chance.choice(["class", "all"])}
      using: {using}
      method: {chance.choice(["competition", "dense"])}
      vetoed: {chance.choice(["ranked", "last", "out"])}
      ties: [{chance.choice(['{higher: "1"}', "{lower: f}", "{fewer: vetoes}"])}]
    grades:
      using: {using}
      bands: [{{grade: 优, from: 45}}, {{grade: 良, above: 38}}, {{grade: 中, from: 30}}, {{grade: 差, else: true}}]
      quota:
        优: {{at_most: {chance.choice(["30%", "1", "0"])}, within: all, fraction: down, tie_at_cut: {cut}}}
        良: {{at_most: 40%, fraction: up, tie_at_cut: {cut}}}
    """.replace("up_to: 3", "at_most: 3")
    if "weighted_mean" not in fragment:
        fragment = fragment.replace("weight: 40%, ", "").replace("weight: 40%, ", "").replace("weight: 20%, ", "")
    units = {f"u{unit}": values(chance) for unit in range(12)}
    return several(fragment, units, classes={unit: chance.choice(["town", "village"]) for unit in units})


def values(chance: Random) -> dict[str, Any]:
    numbers = {name: str(chance.choice([4, 6, 7, "7.5", 8, 9, 10])) for name in "abcdg"}
    return {**numbers, "g": str(chance.choice([4, 5, 6, 7])), "c": str(chance.choice([1, 8, 10])),
            "e": chance.choice([0, 1, 2]), "f": chance.choice([0, 0, 1, 5]),
            "bad": chance.random() < 0.15, "worse": chance.random() < 0.1}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(number=st.integers(0, 10_000), level=st.sampled_from([None, 1]))
def test_both_ways_agree_with_ties_quotas_and_vetoes(number: int, level: int | None):
    assessment = graded(Random(number))
    both_ways_agree(assessment, Question(within=FIFTH, draws=5, seed=number, level=level))


@settings(max_examples=40, deadline=None)
@given(number=st.integers(0, 10_000))
def test_a_range_of_nothing_leaves_all_as_it_is(number: int):
    assessment = graded(Random(number))
    for one in sensitivity(assessment, Question(within=Fraction(0), draws=2, seed=1)).units:
        assert (one.rank, one.grade) == (one.card.rank, one.card.grade)
        assert one.drawn is not None
        assert one.drawn.held == 1
        assert one.card.score is not None
        assert one.drawn.scores == (one.card.shown.apply(one.card.score),) * 2


# --- smallest changes: they do it, and less does not ----------------------------------------------------------------------


def place_with(assessment: Assessment, unit: str, score: Fraction) -> tuple[int | None, int | None]:
    """Rank and grade of a unit that has another total."""
    frame = Frame.of(assessment)
    totals = [score if base.card.unit.id == unit else base.card.score for base in frame.bases]
    place = places_of(frame, totals)[[base.card.unit.id for base in frame.bases].index(unit)]
    return place.rank, place.grade


def check_change(assessment: Assessment, one: UnitSensitivity) -> None:
    tiny = Fraction(1, 10**9)
    names = grade_names(Frame.of(assessment))
    before = one.card.score
    assert before is not None
    for which, change in enumerate((one.next_rank, one.next_grade)):
        now = (one.rank, None if one.grade is None else names.index(one.grade))[which]
        if change is None or change.points is None or now is None:
            continue
        enough = before + change.points + (tiny if change.beyond else 0)
        reached = place_with(assessment, one.card.unit.id, enough)[which]
        assert reached is not None
        assert reached < now
        if which == 1:
            assert names[reached] == change.to
        short = place_with(assessment, one.card.unit.id, before + change.points - (0 if change.beyond else tiny))[which]
        assert short is not None
        assert short >= now


@settings(max_examples=60, deadline=None)
@given(number=st.integers(0, 10_000))
def test_the_smallest_change_does_it_and_less_does_not(number: int):
    assessment = graded(Random(number))
    for one in sensitivity(assessment, Question(within=FIFTH, draws=0, seed=1)).units:
        check_change(assessment, one)


# --- numbers ------------------------------------------------------------------------------------------------------------


@given(seed=st.integers(-5, 2**70), count=st.integers(1, 9), first=st.integers(0, 50), within=st.integers(0, PARTS))
def test_the_draws_are_the_same_one_at_a_time_and_many(seed: int, count: int, first: int, within: int):
    spread = Range(Fraction(within, PARTS))
    rows = factor_rows(spread, seed, range(first, first + 3), count)
    assert rows.tolist() == [list(factors(spread, seed, draw, count)) for draw in range(first, first + 3)]
    assert all(PARTS - within <= factor <= PARTS + within for row in rows.tolist() for factor in row)


@given(
    rows=st.lists(st.lists(st.integers(-(10**40), 10**40), min_size=3, max_size=3), min_size=1, max_size=4),
    columns=st.lists(st.lists(st.integers(0, 2 * PARTS), min_size=2, max_size=2), min_size=3, max_size=3),
)
def test_sums_of_long_numbers_are_exact(rows: list[list[int]], columns: list[list[int]]):
    expected = [
        [sum(one * column[place] for one, column in zip(row, columns, strict=True)) for place in range(2)]
        for row in rows
    ]
    assert dot(ints(rows), ints(columns)).tolist() == expected


@given(
    over=st.integers(-(10**25), 10**25),
    under=st.integers(1, 10**12),
    places=st.integers(-3, 6),
    mode=st.sampled_from(["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor"]),
)
def test_rounding_in_columns_is_rounding(over: int, under: int, places: int, mode: Any):
    from lawscore.analysis.sensitivity.quotients import Quotients

    rounding = Rounding(places, mode)
    value = Fraction(over, under)
    assert Quotients.column([value]).rounded(rounding).at(0, 0) == rounding.apply(value)
