"""All units step by step: where results look at results, whatever one looks at is worked out before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from lawscore.facts.card import Card
from lawscore.facts.unit import Scope
from lawscore.rubric.bound import Rubric
from lawscore.texts import folded


def score_units(rubric: Rubric, scopes: Mapping[str, Scope]) -> list[Card]:
    """The scorecards of all units, in their order."""
    if rubric.looks:
        ordered = from_below(scopes.values())
        for indicator in rubric.order:
            for scope in ordered:
                scope.node(indicator)
        for scope in ordered:
            scope.total()
        for also in rubric.also:
            for scope in ordered:
                scope.node(also.spec.id)
    return [scope.card() for scope in scopes.values()]


def from_below(scopes: Iterable[Scope]) -> list[Scope]:
    """All units, each after those below it; those that stand above themselves come last."""
    by_id = {folded(scope.unit.id): scope for scope in scopes}
    above = {unit: folded(scope.unit.parent) for unit, scope in by_id.items() if scope.unit.parent is not None}
    waiting = Counter(above.values())
    ready = [unit for unit in by_id if not waiting[unit]]
    for unit in ready:  # grows while it is gone through
        parent = above.get(unit)
        if parent in by_id:
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    return [by_id[unit] for unit in dict.fromkeys([*ready, *by_id])]
