"""Checks of limits: a bonus that never counts, an award without room, a cap that is never reached."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.checking.reading import Reader, combinations
from lawscore.numbers import NotANumber, parse_number
from lawscore.problems import Problem
from lawscore.rubric.bound import AnyRule, BoundNode
from lawscore.rules.combining import charging_rules


def bonus_without_ceiling(reader: Reader) -> Iterator[Problem]:
    """A bonus has no points of its own: without a ceiling nothing of it counts."""
    for leaf in reader.rubric.leaves:
        if _is_dead_bonus(leaf):
            yield finding(
                "bonus-without-ceiling", (*leaf.path, "points"), {"id": leaf.id}, phrase("hint.bonus_ceiling")
            )


def penalty_without_floor(reader: Reader) -> Iterator[Problem]:
    """A penalty has no points of its own: without a floor below zero nothing of it is ever taken."""
    for leaf in reader.rubric.leaves:
        stated = leaf.spec is not None and leaf.spec.floor is not None
        if leaf.points == 0 and not stated and leaf.start <= 0 and _signs(leaf) == {-1}:
            facts = {"id": leaf.id}
            yield finding("penalty-without-floor", (*leaf.path, "points"), facts, phrase("hint.penalty_floor"))


def award_cannot_count(reader: Reader) -> Iterator[Problem]:
    """In a leaf that starts at its ceiling an award needs a deduction that makes room for it."""
    for leaf in reader.rubric.leaves:
        full = leaf.ceiling is not None and leaf.start >= leaf.ceiling
        rules = list(charging_rules(leaf.rules))
        elements = any(rule.model.essential for rule in rules)
        if full and _signs(leaf) == {1} and not elements and not _is_dead_bonus(leaf):
            facts = {"id": leaf.id, "start": leaf.start, "ceiling": leaf.ceiling}
            yield finding("award-cannot-count", (*leaf.path, "start"), facts, phrase("hint.start_zero"))


def cap_above_points(reader: Reader) -> Iterator[Problem]:
    """A cap that the limits of the leaf always forestall.

    The ceiling and floor of a leaf are not asked about: what an authority adds or takes is held by them, whatever the rules do.
    """
    for leaf in reader.rubric.leaves:
        yield from _caps(leaf)


def _caps(leaf: BoundNode) -> Iterator[Problem]:
    rules: list[AnyRule] = [*charging_rules(leaf.rules), *combinations(leaf.rules)]
    for rule in rules:
        most, room = _constant_cap(rule), _room(leaf, rule.sign)
        if most is not None and room is not None and 0 < room < most:
            limit = phrase("check.cap", id=leaf.id, most=most, room=room)
            yield finding("cap-above-points", (*rule.path, "at_most"), {"limit": limit})


def _signs(leaf: BoundNode) -> set[int]:
    return {rule.sign for rule in charging_rules(leaf.rules)}


def _is_dead_bonus(leaf: BoundNode) -> bool:
    stated = leaf.spec is not None and leaf.spec.ceiling is not None
    return leaf.points == 0 and not stated and leaf.start >= 0 and _signs(leaf) == {1}


def _constant_cap(rule: AnyRule) -> Fraction | None:
    try:
        return parse_number(rule.model.at_most or "")
    except NotANumber:
        return None


def _room(leaf: BoundNode, sign: int) -> Fraction | None:
    """How far the rules of one sign can move the score; None where a limit is open."""
    limits = {1: leaf.ceiling, -1: leaf.floor}
    ahead = limits[sign]
    behind = limits[-sign] if len(_signs(leaf)) > 1 else leaf.start
    return None if ahead is None or behind is None else abs(ahead - behind)
