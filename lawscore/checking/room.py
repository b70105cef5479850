"""Checks of amounts against the points of their indicator: too large to count whole, too small to fill it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.checking.reach import constant, dearest, most_together
from lawscore.checking.reading import Reader
from lawscore.numbers import ZERO
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import charging_rules


def amount_above_points(reader: Reader) -> Iterator[Problem]:
    """One single occasion takes or gives more than the indicator has: what is beyond is lost."""
    for node, rule in reader.leaf_rules:
        price, room = dearest(rule.model.amount), _room(node, rule)
        cap = constant(rule.model.at_most)
        if price is not None and room is not None and 0 < room < price and (cap is None or cap > room):
            facts = {"rule": rule.id, "id": node.id, "price": price, "room": room}
            key = "check.takes_all" if rule.sign < 0 else "check.gives_all"
            hint = phrase("hint.amount_above_points") if rule.sign < 0 else None
            how = phrase(key, **facts)
            yield finding("amount-above-points", (*rule.path, rule.model.key), {**facts, "how": how}, hint)


def award_never_full(reader: Reader) -> Iterator[Problem]:
    """The awards of an indicator that starts from nothing do not add up to its points, or (a bonus) to its ceiling."""
    for leaf in reader.rubric.leaves:
        most = most_together(rule for rule in leaf.rules if rule.sign > 0)
        if leaf.ceiling is None or most is None or leaf.start > 0 or not _awards(leaf):
            continue
        if leaf.start + most < leaf.ceiling:
            facts = {"id": leaf.id, "most": leaf.start + most, "ceiling": leaf.ceiling}
            stated = leaf.spec is not None and leaf.spec.ceiling is not None
            path = (*leaf.path, "ceiling" if stated else "points")
            problem = finding("award-never-full", path, facts, phrase("hint.award_never_full"))
            yield problem if leaf.points else replace(problem, severity="note")


def amount_zero(reader: Reader) -> Iterator[Problem]:
    """A rule that takes or gives nothing, whatever happens."""
    for _, rule in reader.rules:
        if dearest(rule.model.amount) == ZERO:
            yield finding("amount-zero", (*rule.path, rule.model.key), {"rule": rule.id})


def _awards(leaf: BoundNode) -> bool:
    return any(rule.sign > 0 for rule in charging_rules(leaf.rules))


def _room(leaf: BoundNode, rule: BoundRule) -> Fraction | None:
    """How far the indicator reaches, from its ceiling to its floor; None where a limit is open."""
    if leaf.ceiling is None or leaf.floor is None:
        return None
    both = {one.sign for one in charging_rules(leaf.rules)} == {1, -1}
    if both:
        return leaf.ceiling - leaf.floor
    return leaf.start - leaf.floor if rule.sign < 0 else leaf.ceiling - leaf.start
