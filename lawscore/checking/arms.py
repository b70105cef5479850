"""Checks of conditions that meet in one indicator: arms that never come, rules that overlap, values left out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import combinations as pairs
from operator import or_

from lawscore.catalogue import phrase
from lawscore.checking.conditions import Condition
from lawscore.checking.findings import finding
from lawscore.checking.reading import Reader, combinations
from lawscore.checking.regions import NOTHING, Region, between, point
from lawscore.numbers import ONE
from lawscore.problems import Problem
from lawscore.rubric.bound import AnyRule, BoundNode
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import charging_rules


def first_of_order(reader: Reader) -> Iterator[Problem]:
    """In `first_of` a wide condition must not stand before a narrower one on the same name."""
    for leaf in reader.rubric.leaves:
        for combination in combinations(leaf.rules):
            if combination.key == "first_of":
                yield from _hidden_arms(combination.parts, leaf, reader)


def exclusive_unsaid(reader: Reader) -> Iterator[Problem]:
    """Two conditions that can hold together must say whether one or both count."""
    for leaf in reader.rubric.leaves:
        plain = [rule for rule in leaf.rules if isinstance(rule, BoundRule) and not rule.amount.takes_all]
        conditions = [(rule, reader.condition(rule, leaf)) for rule in plain if _only_when(rule)]
        for (first, one), (second, other) in pairs(conditions, 2):
            if first.sign == second.sign and _together(one, other):
                facts = {"first": first.model.when, "second": second.model.when}
                yield finding("exclusive-unsaid", (*second.path, "when"), facts, phrase("hint.exclusive"))


def equals_misses_more(reader: Reader) -> Iterator[Problem]:
    """`n == 2` on a count says nothing of 3: another rule must."""
    for leaf, rule in reader.leaf_rules:
        condition = reader.condition(rule, leaf)
        missed = _missed(rule, condition, leaf, reader) if condition is not None else NOTHING
        if condition is not None and missed:
            facts = {"given": rule.model.when, "missed": condition.axis.say(condition.name, missed)}
            hint = phrase("hint.write_instead", instead=f"{condition.name} >= {_equals(condition)}")
            yield finding("equals-misses-more", (*rule.path, "when"), facts, hint)


def _hidden_arms(arms: tuple[AnyRule, ...], leaf: BoundNode, reader: Reader) -> Iterator[Problem]:
    taken: dict[str, tuple[Region, str]] = {}
    for arm in arms:
        condition = reader.condition(arm, leaf) if isinstance(arm, BoundRule) else None
        if condition is None or not isinstance(arm, BoundRule):
            continue
        before, earlier = taken.get(condition.name, (NOTHING, ""))
        if earlier and not condition.holds - before:
            facts = {"given": arm.model.when, "earlier": earlier}
            yield finding("first-of-order", (*arm.path, "when"), facts, phrase("hint.first_of_order"))
        elif _always_counts(arm):
            said = f"{earlier}、{arm.model.when}" if earlier else arm.model.when
            taken[condition.name] = (before | condition.holds, said)


def _only_when(rule: BoundRule) -> bool:
    """Whether the condition alone decides that the rule charges."""
    model = rule.model
    others = (model.for_, model.each, model.per, model.in_proportion_to, model.unless)
    return model.when is not None and all(key is None for key in others)


def _always_counts(rule: BoundRule) -> bool:
    return _only_when(rule) and (rule.amount.constant is not None or rule.amount.takes_all)


def _together(one: Condition | None, other: Condition | None) -> bool:
    return one is not None and other is not None and one.name == other.name and bool(one.holds & other.holds)


def _equals(condition: Condition) -> Fraction | None:
    """The count that a condition asks for, where it asks for just one above zero."""
    if not condition.axis.is_count or len(condition.holds.spans) != 1:
        return None
    (_, value, _), (beyond, after, _) = condition.holds.spans[0]
    return value if not beyond and after - value == 1 and value > 0 else None


def _missed(rule: BoundRule, condition: Condition, leaf: BoundNode, reader: Reader) -> Region:
    """The values above the one that is asked for, where no rule of the leaf speaks of the next one."""
    count = _equals(condition)
    if count is None:
        return NOTHING
    others = [other for other in charging_rules(leaf.rules) if other is not rule]
    if any(_looks_otherwise(other, condition.name, leaf, reader) for other in others):
        return NOTHING
    known = [reader.condition(other, leaf) for other in others]
    taken = reduce(or_, (one.holds for one in known if one is not None and one.name == condition.name), NOTHING)
    missed = condition.axis.cut(between(count + ONE, None) - taken)
    return missed if missed & point(count + ONE) else NOTHING


def _looks_otherwise(rule: BoundRule, name: str, leaf: BoundNode, reader: Reader) -> bool:
    """Whether a rule reads the name in another way than by a plain condition on it."""
    condition = reader.condition(rule, leaf)
    plain = (*rule.path, "when") if condition is not None else None
    return any(name in placed.program.names and placed.path != plain for placed in reader.expressions(rule, leaf))
