"""Sums of names with factors, and between which numbers an expression must lie."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, TypeAlias

from lawscore.checking.axes import Axis
from lawscore.checking.conditions import literal_of
from lawscore.checking.regions import HIGHEST, LOWEST, Region, between
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.numbers import ONE, ZERO

#: The least and the greatest value; None is without a limit.
Interval: TypeAlias = tuple[Fraction | None, Fraction | None]
OPEN: Final[Interval] = (None, None)


@dataclass(frozen=True, slots=True)
class Linear:
    """`2 * a - b + 3`: names (or texts of parts that are no such sum) with their factors, and what is added."""

    terms: Mapping[str, Fraction]
    constant: Fraction = ZERO

    def plus(self, other: Linear, factor: Fraction = ONE) -> Linear:
        """The sum of this and so many times another; terms that cancel out are gone."""
        names = {*self.terms, *other.terms}
        sums = {name: self.terms.get(name, ZERO) + factor * other.terms.get(name, ZERO) for name in names}
        terms = {name: value for name, value in sums.items() if value}
        return Linear(terms, self.constant + factor * other.constant)

    def times(self, factor: Fraction) -> Linear:
        """So many times this."""
        return Linear({}).plus(self, factor)


@dataclass(frozen=True, slots=True)
class Sums:
    """Reads the expressions of one program as sums; `bounds` collects where the parts lie that are no sums."""

    program: Program
    axes: Callable[[str], Axis | None]
    reach: Callable[[Axis], Region]
    bounds: dict[str, Region]

    def read(self, node: ast.expr) -> Linear | None:
        """The sum that a node is; None where it is no number and no date."""
        if isinstance(node, ast.Name):
            return Linear({node.id: ONE}) if self._is_measured(node.id) else None
        if isinstance(node, ast.Constant | ast.UnaryOp) and (value := self._literal(node)) is not None:
            return Linear({}, value)
        if isinstance(node, ast.UnaryOp):
            inner = self.read(node.operand) if isinstance(node.op, ast.USub | ast.UAdd) else None
            return None if inner is None else inner.times(-ONE if isinstance(node.op, ast.USub) else ONE)
        if isinstance(node, ast.BinOp):
            return self._joined(node)
        return self._part(node) if isinstance(node, ast.Call | ast.IfExp) else None

    def _is_measured(self, name: str) -> bool:
        return self.program.names[name].kind.name in ("number", "date") and self.axes(name) is not None

    def _literal(self, node: ast.expr) -> Fraction | None:
        value = literal_of(self.program, node)
        if isinstance(value, Fraction):
            return value
        ordinal = getattr(value, "toordinal", None)
        return Fraction(ordinal()) if ordinal is not None else None

    def _joined(self, node: ast.BinOp) -> Linear | None:
        left, right = self.read(node.left), self.read(node.right)
        if left is None or right is None:
            return None
        if isinstance(node.op, ast.Add | ast.Sub):
            return left.plus(right, ONE if isinstance(node.op, ast.Add) else -ONE)
        if isinstance(node.op, ast.Mult) and not left.terms:
            return right.times(left.constant)
        if isinstance(node.op, ast.Mult) and not right.terms:
            return left.times(right.constant)
        if isinstance(node.op, ast.Div) and not right.terms and right.constant:
            return left.times(1 / right.constant)
        return self._part(node)

    def _part(self, node: ast.expr) -> Linear:
        """A part that is no sum: one term, which lies in its interval."""
        text = self.program.tree.segment(node)
        low, high = self.interval(node)
        self.bounds[text] = between(low, high)
        return Linear({text: ONE})

    def interval(self, node: ast.expr) -> Interval:
        """Between which numbers a node lies wherever it has a value."""
        if isinstance(node, ast.Name):
            axis = self.axes(node.id) if self._is_measured(node.id) else None
            return OPEN if axis is None else hull(self.reach(axis))
        value = self._literal(node)
        if value is not None:
            return value, value
        if isinstance(node, ast.UnaryOp):
            return _negative(self.interval(node.operand)) if isinstance(node.op, ast.USub) else OPEN
        if isinstance(node, ast.BinOp):
            return _OPERATIONS[type(node.op)](self.interval(node.left), self.interval(node.right))
        if isinstance(node, ast.IfExp):
            return _either(self.interval(node.body), self.interval(node.orelse))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS and node.args:
            return _FUNCTIONS[node.func.id]([self.interval(argument) for argument in node.args])
        return OPEN


def hull(region: Region) -> Interval:
    """From the least to the greatest number of a region, its gaps filled."""
    if not region:
        return OPEN
    start, end = region.spans[0][0], region.spans[-1][1]
    return (None if start == LOWEST else start[1]), (None if end == HIGHEST else end[1])


def _negative(one: Interval) -> Interval:
    low, high = one
    return (None if high is None else -high), (None if low is None else -low)


def _sum(one: Interval, other: Interval) -> Interval:
    low, high = ((None if a is None or b is None else a + b) for a, b in zip(one, other, strict=True))
    return low, high


def _product(one: Interval, other: Interval) -> Interval:
    if None not in one and None not in other:
        products = [a * b for a in one for b in other if a is not None and b is not None]
        return min(products), max(products)
    least, most = one[0], other[0]
    if least is None or most is None or least < 0 or most < 0:
        return OPEN
    return least * most, None


def _quotient(one: Interval, other: Interval) -> Interval:
    low, high = other
    if low is None or low < 0:
        return OPEN
    if low == 0:  # where it is zero there is no value
        return (ZERO, None) if one[0] is not None and one[0] >= 0 else OPEN
    return _product(one, (ZERO if high is None else 1 / high, 1 / low))


def _either(one: Interval, other: Interval) -> Interval:
    lows, highs = zip(one, other, strict=True)
    low = None if None in lows else min(value for value in lows if value is not None)
    high = None if None in highs else max(value for value in highs if value is not None)
    return low, high


def _least(parts: list[Interval]) -> Interval:
    lows = [low for low, _ in parts]
    highs = [high for _, high in parts if high is not None]
    low = None if None in lows else min(value for value in lows if value is not None)
    return low, min(highs, default=None)


def _greatest(parts: list[Interval]) -> Interval:
    return _negative(_least([_negative(part) for part in parts]))


def _magnitude(parts: list[Interval]) -> Interval:
    low, high = parts[0]
    if low is not None and low >= 0:
        return low, high
    return ZERO, None if low is None or high is None else max(-low, high)


_OPERATIONS: Final[Mapping[type[ast.operator], Callable[[Interval, Interval], Interval]]] = {
    ast.Add: _sum,
    ast.Sub: lambda one, other: _sum(one, _negative(other)),
    ast.Mult: _product,
    ast.Div: _quotient,
}
_FUNCTIONS: Final[Mapping[str, Callable[[list[Interval]], Interval]]] = {
    "min": _least,
    "max": _greatest,
    "abs": _magnitude,
}
