"""The laws of scoring hold under any adjustments, whose order never counts; a waiver never costs its leaf a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import event, given, settings

from lawscore.assessing import Assessment, assess_facts, assess_gathered
from lawscore.catalogue import say
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.card import Card
from lawscore.facts.unit import UnitFacts
from lawscore.loading.plain_values import from_values
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import charging_rules
from tests.property.strategies import Case, Chance, case_of, made_up, rubrics_of_the_repository, seeds, written
from tests.property.test_laws import adds_up, bounds_enclose, digits, nothing_is_quietly_zero, stays_inside
from tests.support import rubric_of, score_unit


def adjusted(case: Case) -> Case:
    """The same case with adjustments of every unit."""
    return replace(case, facts=tuple(with_adjustments(case, facts) for facts in case.facts))


def with_adjustments(case: Case, facts: UnitFacts) -> UnitFacts:
    some = case.chance.some([one for node in case.rubric.leaves for one in possible(case, node)], least=1)
    return replace(facts, adjustments=tuple(replace(one, id=f"a{place}") for place, one in enumerate(some)))


def possible(case: Case, node: BoundNode) -> Iterator[Adjustment]:
    """A change in points of a leaf, one of what a rule charged, and a waiver of a rule that takes points."""
    first = case.rubric.document.period.to
    plain = Adjustment(
        id="", authority="司法局", date=first + timedelta(case.chance.number(1, 3)), remark="申诉成立", effect="points",
        indicator=node.id,
    )  # fmt: skip
    yield replace(plain, points=Fraction(case.chance.number(-30, 30), case.chance.one(1, 3, 10)))
    for rule in charging_rules(node.rules):
        yield replace(plain, rule=rule.id, points=Fraction(case.chance.number(-5, 5), 2))
        if rule.sign < 0:
            record = case.chance.one("", "", "1", "文1", "文2") if rule.occasion.records is not None else ""
            until = first + timedelta(case.chance.number(-300, 300))
            if until >= first or dated(rule):
                yield replace(plain, effect="waiver", rule=rule.id, record=record, until=until)


def dated(rule: BoundRule) -> bool:
    return rule.occasion.filter is not None and rule.occasion.filter.dated is not None


def order_does_not_count(case: Case) -> None:
    """Adjustments in another order give the same digits."""
    turned = [replace(one, adjustments=tuple(case.chance.shuffled(one.adjustments))) for one in case.facts]
    found, other = (assess_facts(case.rubric, facts, case.givens).cards for facts in (case.facts, turned))
    assert digits(case.rubric, found) == digits(case.rubric, other)


def waivers_never_cost(case: Case) -> None:
    """A leaf never comes to less with waivers than without, and what they give back is never negative."""
    for facts in case.facts:
        waivers = tuple(one for one in facts.adjustments if one.effect == "waiver")
        bare = score_unit(case.rubric, replace(facts, adjustments=()), case.givens)
        card = score_unit(case.rubric, replace(facts, adjustments=waivers), case.givens)
        assert all(item.points >= 0 for item in card.items if item.kind == "adjustment")
        for node in case.rubric.leaves:
            before, after = bare.node(node.id), card.node(node.id)
            if any(item.kind == "adjustment" for item in after.items) and not looks(node):
                event("waived")
                assert before.score is not None
                assert after.score is not None
                assert after.score >= before.score


def looks(node: BoundNode) -> bool:
    """Whether a leaf looks at results of others, which waivers may change."""
    return any(":" in read for read in node.reads)


def each_is_accounted_for(case: Case) -> None:
    """An adjustment counts exactly where it has an item, and what has no item says why."""
    for card in assess_facts(case.rubric, case.facts, case.givens):
        with_item = {item.rule for item in card.items if item.kind == "adjustment"}
        assert with_item == {one.id for one in card.adjustments if one.state == "applied"}
        for one in card.adjustments:
            event(one.state)
            assert (one.state == "waiting") == (card.node(one.indicator).state == "unscored")


LAWS: Sequence[Callable[[Case], None]] = [
    adds_up, stays_inside, bounds_enclose, nothing_is_quietly_zero, order_does_not_count, waivers_never_cost,
    each_is_accounted_for,
]  # fmt: skip
EVERY_LAW = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)


@EVERY_LAW
@settings(max_examples=100)
@given(chance=seeds())
def test_made_up_rubrics(law: Callable[[Case], None], chance: Chance) -> None:
    law(adjusted(made_up(chance, chance.number(1, 2))))


@EVERY_LAW
@pytest.mark.parametrize("name", sorted(rubrics_of_the_repository()))
@settings(max_examples=2)
@given(chance=seeds())
def test_rubrics_of_the_repository(name: str, law: Callable[[Case], None], chance: Chance) -> None:
    rubric: Rubric = rubrics_of_the_repository()[name]
    law(adjusted(case_of(written(rubric), rubric, chance, 2)))


# --- as they are written -------------------------------------------------------------------------------------------------

WRITTEN = rubric_of("""
points: 10
fields:
  n: count
  r: {type: records, key: 号, absent: none, fields: {号: text, 级: {choice: [省, 市]}, 日: {type: date, absent: none}}}
indicators:
  - {id: a, points: 5, rules: [{id: each, deduct: 1, each: n, at_most: 4}]}
  - {id: b, points: 5, rules: [{id: dated, deduct: {by: 级, prices: {省: 2, 市: 1}}, each: r, dated: {by: 日, from: 2023-01-01}}]}
""")
VALUES = {"n": 3, "r": [{"号": key, "级": "省", "日": f"2023-0{day}-01"} for day, key in enumerate("甲乙丙", 1)]}
EFFECTS: Sequence[dict[str, object]] = [
    *({"field": "n", "value": value} for value in (0, 1, 9, "unknown", "x")),
    {"field": "r", "value": [{"号": "甲", "级": "市", "日": "2023-05-01"}]},
    *({"field": "r", "record": key, "void": void} for key in "甲乙丁" for void in (True, False)),
    *({"field": "r", "record": key, "column": "级", "value": value} for key in "甲丙" for value in ("省", "市", "县")),
    *({"indicator": leaf, "points": points} for leaf in ("a", "b", "z") for points in ("+0.5", -7, "y")),
    *({"indicator": "b", "rule": "dated", "record": key, "points": 1} for key in "甲丁"),
    *({"indicator": "a", "rule": "each", "waive": True, "until": day} for day in ("2023-12-30", "2024-01-01")),
    *({"indicator": "b", "rule": "dated", "waive": True, "until": f"2023-0{month}-01"} for month in (1, 2, 9)),
    {"indicator": "b", "rule": "dated", "record": "乙", "waive": True, "until": "2024-12-31"},
    {"indicator": "a"},
    {"field": "n", "value": 1, "points": 2},
]


@settings(max_examples=150)
@given(chance=seeds())
def test_the_order_in_which_they_are_written_never_counts(chance: Chance) -> None:
    entries = [
        {
            "unit": "u",
            "authority": "司法局",
            "date": f"2024-01-0{chance.number(1, 3)}",
            "remark": "一",
            **chance.one(*EFFECTS),
        }
        for _ in range(chance.number(1, 6))
    ]
    found, other = (_assessed(each) for each in (entries, chance.shuffled(entries)))
    assert digits(WRITTEN, found.cards) == digits(WRITTEN, other.cards)
    assert [_told(card) for card in found] == [_told(card) for card in other]
    assert sorted(problem.code for problem in found.problems) == sorted(problem.code for problem in other.problems)
    taken = {one.remark for card in found for one in card.adjustments}
    assert taken or found.problems


def _assessed(entries: Sequence[dict[str, object]]) -> Assessment:
    data = {"submissions": [{"unit": "u", "values": VALUES}], "adjustments": entries}
    return assess_gathered(WRITTEN, from_values(WRITTEN, data))


def _told(card: Card) -> list[tuple[str, str, str | None, str | None]]:
    """What is said of each adjustment."""
    return [
        (one.id, one.state, *(say(text, "zh") if text is not None else None for text in (one.was, one.now)))
        for one in card.adjustments
    ]
