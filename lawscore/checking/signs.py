"""The checks for wrong signs: a deduction or an award that is computed, and can come out below zero."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.checking.conditions import conditions_in, literal_of
from lawscore.checking.findings import finding
from lawscore.checking.reading import Reader
from lawscore.checking.regions import EVERYTHING, LOWEST, Region, between
from lawscore.expressions.binding import Program
from lawscore.expressions.values import Unknown, Value
from lawscore.facts.unit import Record, Scope, Unit, UnitFacts
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode
from lawscore.rules.amounts import ALL
from lawscore.rules.charging import BoundRule


def wrong_sign(reader: Reader) -> Iterator[Problem]:
    """`deduct: n - 3` is negative for a smaller `n`: a deduction may not be."""
    for leaf, rule in reader.leaf_rules:
        if rule.sign < 0 and isinstance(rule.model.amount, str) and rule.model.amount.strip() != ALL:
            yield from _negative(rule, leaf, reader)


def award_below_zero(reader: Reader) -> Iterator[Problem]:
    """`award: (n - 3) * (0 - 2)` gives points for what is missing, and takes them for what is there."""
    for leaf, rule in reader.leaf_rules:
        if rule.sign > 0 and isinstance(getattr(rule.model, "amount", None), str):
            yield from _taking(rule, leaf, reader)


def _taking(rule: BoundRule, leaf: BoundNode, reader: Reader) -> Iterator[Problem]:
    program = next(spot.program(amount) for amount, spot in reader.amounts(rule, leaf))
    name = next(iter(program.names), "")
    line = _line(program, name) if len(program.names) == 1 and not program.looks else None
    axis = reader.axis_for(name, rule, leaf)
    if line is None or axis is None or not line[0] or axis.certain.spans[0][0] == LOWEST:
        return  # a number that may itself be negative is taken as it comes
    slope, start = line
    zero = -start / slope
    below = between(None, zero, high_in=False) if slope > 0 else between(zero, None, low_in=False)
    wrong = axis.cut(below & axis.usual & _demanded(rule, name, leaf, reader))
    if wrong:
        facts = {"given": program.text, "case": axis.say(name, wrong)}
        yield finding("award-below-zero", (*rule.path, rule.model.key), facts, phrase("hint.wrong_sign"))


def _line(program: Program, name: str) -> tuple[Fraction, Fraction] | None:
    """The slope and the value at zero of a straight line over one number; None where it is none."""
    if program.names[name].kind.name != "number":
        return None
    at = [program.run(_at(name, Fraction(value))) for value in (0, 1, 2, 1000)]
    zero, one, two, thousand = at
    if not all(isinstance(value, Fraction) for value in at):
        return None
    slope = one - zero  # type: ignore[operator]
    straight = two == zero + 2 * slope and thousand == zero + 1000 * slope  # type: ignore[operator]
    return (slope, zero) if straight else None  # type: ignore[return-value]


def _at(name: str, value: Fraction) -> Scope:
    """Where one name has a value, of the unit or of a record, and nothing else is known."""
    values: Mapping[str, Value] = defaultdict(lambda: Unknown(()), {name: value})
    scope = Scope(UnitFacts(unit=Unit(id="", name=""), values=values), values)
    scope.cache.update(values)
    return scope.within(Record("", values))


def _negative(rule: BoundRule, leaf: BoundNode, reader: Reader) -> Iterator[Problem]:
    program = next(spot.program(amount) for amount, spot in reader.amounts(rule, leaf))
    for name, below in _differences(program, program.tree.body):
        axis = reader.axis(name, leaf)
        if axis is None:
            continue
        wrong = axis.cut(below & _demanded(rule, name, leaf, reader))
        if wrong:
            facts = {"given": program.text, "case": axis.say(name, wrong)}
            yield finding("wrong-sign", (*rule.path, "deduct"), facts, phrase("hint.wrong_sign"))
            return


def _demanded(rule: BoundRule, name: str, leaf: BoundNode, reader: Reader) -> Region:
    """The values that the rule's own `when` lets through."""
    if rule.model.when is None:
        return EVERYTHING
    program = reader.at(leaf).program(rule.model.when)
    found = conditions_in(program, lambda one: reader.axis(one, leaf))
    return next((condition.holds for condition in found if condition.name == name), EVERYTHING)


def _differences(program: Program, node: ast.expr) -> Iterator[tuple[str, Region]]:
    """Differences of a name and a number, each with the values of the name that make it negative."""
    if isinstance(node, ast.Call | ast.IfExp):
        return  # max(n - 3, 0), and a case for each: the author has thought of it
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        left, right = literal_of(program, node.left), literal_of(program, node.right)
        if isinstance(node.left, ast.Name) and isinstance(right, Fraction):
            yield node.left.id, between(None, right, high_in=False)
        if isinstance(node.right, ast.Name) and isinstance(left, Fraction):
            yield node.right.id, between(left, None, low_in=False)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _differences(program, child)
