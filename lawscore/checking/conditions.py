"""Conditions on one name: for which of its values they hold."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from operator import and_, or_
from typing import Final

from lawscore.checking.axes import Axis
from lawscore.checking.regions import EVERYTHING, Region, between, point
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.numbers import ONE

#: The axis of a name; None where its values are not ordered or listed.
Axes = Callable[[str], Axis | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that looks at one name, and the values for which it holds."""

    name: str
    axis: Axis
    holds: Region


def condition_of(program: Program, axes: Axes) -> Condition | None:
    """What a condition says about a name; None where it looks at several, or compares with more than literals."""
    return _Reading(program, axes).read(program.tree.body)


def conditions_in(program: Program, axes: Axes) -> Iterator[Condition]:
    """What a condition demands of each name: all of these hold where it does."""
    reading = _Reading(program, axes)
    body = program.tree.body
    parts = body.values if isinstance(body, ast.BoolOp) and isinstance(body.op, ast.And) else [body]
    found: dict[str, Condition] = {}
    for part in parts:
        condition = reading.read(part)
        if condition is not None:
            before = found.get(condition.name, condition)
            found[condition.name] = Condition(condition.name, condition.axis, before.holds & condition.holds)
    yield from found.values()


@dataclass(frozen=True, slots=True)
class _Reading:
    program: Program
    axes: Axes

    def read(self, node: ast.expr) -> Condition | None:
        if isinstance(node, ast.Name):
            return self._of(node.id, point(ONE)) if self._is_yesno(node.id) else None
        if isinstance(node, ast.UnaryOp):
            return self._negated(node)
        if isinstance(node, ast.BoolOp):
            return self._joined(node)
        return self._compared(node) if isinstance(node, ast.Compare) else None

    def _is_yesno(self, name: str) -> bool:
        return self.program.names[name].kind.name == "yesno"

    def _of(self, name: str, region: Region) -> Condition | None:
        axis = self.axes(name)
        return None if axis is None else Condition(name, axis, axis.cut(region))

    def _negated(self, node: ast.UnaryOp) -> Condition | None:
        inner = self.read(node.operand) if isinstance(node.op, ast.Not) else None
        return None if inner is None else self._of(inner.name, ~inner.holds)

    def _joined(self, node: ast.BoolOp) -> Condition | None:
        parts = [self.read(value) for value in node.values]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts) or len({part.name for part in known}) != 1:
            return None
        join = and_ if isinstance(node.op, ast.And) else or_
        return self._of(known[0].name, reduce(join, [part.holds for part in known]))

    def _compared(self, node: ast.Compare) -> Condition | None:
        operands = [node.left, *node.comparators]
        found = [self._pair(op, *operands[place : place + 2]) for place, op in enumerate(node.ops)]
        known = [pair for pair in found if pair is not None]
        if len(known) < len(found) or len({name for name, _ in known}) != 1:
            return None
        return self._of(known[0][0], reduce(and_, [region for _, region in known]))

    def _pair(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> tuple[str, Region] | None:
        sign = type(op).__name__
        if isinstance(right, ast.Name):
            left, right, sign = right, left, TURNED.get(sign, sign)
        if not isinstance(left, ast.Name):
            return None
        axis, literal = self.axes(left.id), literal_of(self.program, right)
        value = axis.number(literal) if axis is not None and literal is not None else None
        return None if value is None else (left.id, HOLDS[sign](value))


def literal_of(program: Program, node: ast.expr) -> object | None:
    """The value of a literal, with its sign; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = literal_of(program, node.operand)
        return -inner if isinstance(inner, Fraction) else None
    return program.tree.literals[node.col_offset].value if isinstance(node, ast.Constant) else None


TURNED: Final[Mapping[str, str]] = {"Lt": "Gt", "LtE": "GtE", "Gt": "Lt", "GtE": "LtE"}
HOLDS: Final[Mapping[str, Callable[[Fraction], Region]]] = {
    "Eq": point,
    "NotEq": lambda value: EVERYTHING - point(value),
    "Lt": lambda value: between(None, value, high_in=False),
    "LtE": lambda value: between(None, value),
    "Gt": lambda value: between(value, None, low_in=False),
    "GtE": lambda value: between(value, None),
}
