"""All units step by step: each unit after those below it, whatever the order in which they are given."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.facts.unit import Scope, Unit, UnitFacts
from lawscore.scoring.steps import from_below
from tests.support import several


def ordered(parents: dict[str, str | None]) -> list[str]:
    scopes = [
        Scope(UnitFacts(unit=Unit(id=unit, name=unit, parent=above), values={}), {}) for unit, above in parents.items()
    ]
    return [scope.unit.id for scope in from_below(scopes)]


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({}, []),
        ({"a": None, "b": None}, ["a", "b"]),
        ({"a": None, "b": "a", "c": "b"}, ["c", "b", "a"]),
        ({"a": None, "b": "a", "c": "a"}, ["b", "c", "a"]),
        ({"a": "elsewhere", "b": "a"}, ["b", "a"]),
        ({"a": None, "b": "ａ "}, ["b", "a"]),
        ({"a": "b", "b": "a"}, ["a", "b"]),
        ({"a": "a", "b": "a", "c": "b"}, ["c", "b", "a"]),  # who stands above itself comes last, after those below it
    ],
)
def test_each_unit_comes_after_those_below_it(parents: dict[str, str | None], expected: list[str]):
    assert ordered(parents) == expected


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=10), st.randoms(use_true_random=False))
def test_every_unit_comes_once_and_units_below_come_first(above: list[int | None], shuffled: random.Random):
    parents = [(str(unit), None if parent is None else str(parent)) for unit, parent in enumerate(above)]
    shuffled.shuffle(parents)
    found = ordered(dict(parents))
    assert sorted(found) == sorted(unit for unit, _ in parents)
    place = {unit: at for at, unit in enumerate(found)}
    known = dict(parents)
    for unit, parent in parents:
        if parent in known and not _in_ring(unit, known) and not _in_ring(parent, known):
            assert place[unit] < place[parent]


def _in_ring(unit: str, parents: dict[str, str | None]) -> bool:
    above = parents.get(unit)
    for _ in parents:
        if above == unit:
            return True
        above = parents.get(above) if above is not None else None
    return False


def test_a_deep_tree_of_results_that_look_at_results_needs_no_depth():
    """A branch, and an indicator that looks at it, by turns from unit to unit: as deep as all of them together."""
    text = """
        points: 30
        fields: {值: number}
        measures: {下级: {units: sum, of: score('c'), below: this}}
        indicators:
          - {id: c, points: 10, ceiling: none, rules: [{award: score('b')}]}
          - id: b
            indicators:
              - {id: own, points: 10, rules: [{award: 值}]}
              - {id: below, points: 10, ceiling: none, rules: [{award: 下级}]}
    """
    units = [f"{place:04}" for place in range(1500)]
    above = dict(zip(units, [None, *units], strict=False))
    found = several(text, {unit: {"值": 1} for unit in units}, parents=above)
    assert str(found["1499"].node("c").score) == "1"
    assert str(found["0000"].node("c").score) == "1500"
