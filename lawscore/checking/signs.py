"""The check for wrong signs: a deduction that is computed, and can come out below zero."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.checking.conditions import conditions_in, literal_of
from lawscore.checking.findings import finding
from lawscore.checking.reading import Reader
from lawscore.checking.regions import EVERYTHING, Region, between
from lawscore.expressions.binding import Program
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.amounts import ALL
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import charging_rules


def wrong_sign(rubric: Rubric) -> Iterator[Problem]:
    """`deduct: n - 3` is negative for a smaller `n`: a deduction may not be."""
    reader = Reader(rubric)
    for leaf in rubric.leaves:
        for rule in charging_rules(leaf.rules):
            if rule.sign < 0 and isinstance(rule.model.amount, str) and rule.model.amount.strip() != ALL:
                yield from _negative(rule, leaf, reader)


def _negative(rule: BoundRule, leaf: BoundNode, reader: Reader) -> Iterator[Problem]:
    program = next(binder.program(amount) for amount, binder in reader.amounts(rule, leaf))
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
    program = reader.at(leaf).condition(rule.model.when)
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
