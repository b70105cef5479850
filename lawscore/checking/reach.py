"""How high and how low a rule, an indicator and the whole can come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from lawscore.numbers import ZERO, NotANumber, parse_number
from lawscore.rubric.aggregates import Aggregate, aggregated, linear, shares
from lawscore.rubric.bound import AnyRule, BoundNode
from lawscore.rules.amounts import ALL, Assessed, BandList, Escalation, OneOf, PriceList
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination, charging_rules
from lawscore.rules.place import Place

#: A class of units; None where the rubric has no classes.
Class: TypeAlias = str | None
#: The most that a leaf can come to; None where nothing limits it.
OfLeaf: TypeAlias = Callable[[BoundNode], "Fraction | None"]


def by_limits(leaf: BoundNode) -> Fraction | None:
    """The most of a leaf as its limits allow it, however its rules may add up."""
    return None if any(rule.sign > 0 for rule in charging_rules(leaf.rules)) else leaf.start


def by_rules(leaf: BoundNode) -> Fraction | None:
    """The most of a leaf as its rules can bring it."""
    awards = most_together(rule for rule in leaf.rules if rule.sign > 0)
    return None if awards is None else leaf.start + awards


def highest(node: BoundNode, unit_class: Class, of_leaf: OfLeaf = by_limits) -> Fraction | None:
    """The most that a node can come to; None where nothing limits it."""
    high = of_leaf(node) if node.is_leaf else _highest_branch(node, unit_class, of_leaf)
    if node.ceiling is None:
        return high
    return node.ceiling if high is None else min(high, node.ceiling)


def lowest(node: BoundNode, unit_class: Class) -> Fraction | None:
    """The least that a node can come to; None where nothing limits it."""
    low = _lowest_leaf(node) if node.is_leaf else _lowest_branch(node, unit_class)
    if node.floor is None:
        return low
    return node.floor if low is None else max(low, node.floor)


def most_together(rules: Iterable[AnyRule]) -> Fraction | None:
    """The most that some rules can bring together; None where that is open."""
    return _all_of([most_of(rule) for rule in rules])


def most_of(rule: AnyRule) -> Fraction | None:
    """The most points that a rule can take or give; None where that is open."""
    cap = constant(rule.model.at_most)
    most = _most_of_parts(rule) if isinstance(rule, BoundCombination) else _most_alone(rule)
    return cap if most is None else most if cap is None else min(most, cap)


def constant(text: str | None) -> Fraction | None:
    """The value of a text that is a number."""
    try:
        return parse_number(text or "")
    except NotANumber:
        return None


def dearest(amount: Any) -> Fraction | None:
    """The greatest price of one occurrence; None where it is not fixed."""
    if isinstance(amount, str):
        return None if amount.strip() == ALL else constant(amount)
    if isinstance(amount, Assessed):
        return amount.up_to
    if isinstance(amount, OneOf):
        return max(amount.one_of)
    if isinstance(amount, Escalation):
        return max(amount.first, amount.then)
    if isinstance(amount, Place):
        return amount.top if amount.top is not None else max(amount.listed)
    if isinstance(amount, BandList):
        return _dearest([*(band.points for band in amount.bands), amount.else_ or "0"])
    if isinstance(amount, PriceList):
        return _dearest([*_entries(amount.prices), amount.else_ or "0"])
    return None


def parts_for(node: BoundNode, unit_class: Class) -> Fraction:
    """The points of the parts of a node."""
    return sum((child.points_for(unit_class) for child in counted(node, unit_class)), ZERO)


def counted(node: BoundNode, unit_class: Class) -> list[BoundNode]:
    """The parts of a node that count for a class."""
    return [child for child in node.children if not child.uncounted and child.is_for(unit_class)]


def _entries(prices: Mapping[str, Any]) -> Iterable[Any]:
    for entry in prices.values():
        yield from _entries(entry) if isinstance(entry, dict) else (entry,)


def _dearest(amounts: Iterable[Any]) -> Fraction | None:
    found = [dearest(amount) for amount in amounts]
    return None if None in found else max(price for price in found if price is not None)


def _all_of(found: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in found if value is not None]
    return sum(known, ZERO) if len(known) == len(found) else None


def _most_of_parts(rule: BoundCombination) -> Fraction | None:
    found = [most_of(part) for part in rule.parts]
    if rule.key == "sum_of":
        return _all_of(found)
    return None if None in found else max(value for value in found if value is not None)


def _most_alone(rule: BoundRule) -> Fraction | None:
    """Its price as often as it can come; open where the price or its number is."""
    model, price = rule.model, dearest(rule.model.amount)
    changed = model.times or model.plus or model.averaged_over is not None or model.round is not None
    if price is None or changed or getattr(model, "out_of", None) is not None:
        return None
    if model.each is None and model.per is None:
        return price
    best = getattr(model, "best", None)
    return price * best if best is not None else (ZERO if not price else None)


def _lowest_leaf(leaf: BoundNode) -> Fraction | None:
    falls = [rule for rule in leaf.rules if rule.sign < 0]
    if any(rule.sign > 0 and rule.amount.measured for rule in charging_rules(leaf.rules)):
        return None  # what is measured may be below zero
    taken = most_together(falls)
    return None if taken is None else leaf.start - taken


def _lowest_branch(node: BoundNode, unit_class: Class) -> Fraction | None:
    """The least of a plain sum; what is scaled or averaged, or leaves parts out, is left open."""
    if node.aggregate != "sum" or node.scaled_to is not None:
        return None
    return _all_of([_least_part(child, unit_class) for child in counted(node, unit_class)])


def _least_part(child: BoundNode, unit_class: Class) -> Fraction | None:
    """The least that a part brings; nothing, where it may not apply."""
    low = lowest(child, unit_class)
    return None if low is None else min(low, ZERO)


def _highest_branch(node: BoundNode, unit_class: Class, of_leaf: OfLeaf) -> Fraction | None:
    parts = counted(node, unit_class)
    found = [_part(node, child, unit_class, of_leaf) for child in parts]
    known = [high for high in found if high is not None]
    if len(known) < len(found):
        return None
    if not parts:
        return ZERO
    weights = shares(node.aggregate, [child.weight for child in parts])
    total = _most(node.aggregate, weights, known)
    points = node.points if node.of_rates else linear(weights, [child.points_for(unit_class) for child in parts])
    return node.scaled_to * total / points if node.scaled_to is not None and points else total


def _most(aggregate: Aggregate, weights: Sequence[Fraction], found: Sequence[Fraction]) -> Fraction:
    """What the parts come to at most; where that has no value, their greatest, which no mean passes."""
    try:
        return aggregated(aggregate, weights, found)
    except ArithmeticError:
        return max(found)


def _part(node: BoundNode, child: BoundNode, unit_class: Class, of_leaf: OfLeaf) -> Fraction | None:
    """What a part brings to the aggregate at most."""
    high = highest(child, unit_class, of_leaf)
    if high is None or not node.of_rates:
        return high
    return high / child.points * node.points if child.points else ZERO
