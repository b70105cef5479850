"""The values that an expression can have: between which limits they lie, whether they are whole, whether all of them come."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from lawscore.checking.axes import Axis, axis_of
from lawscore.checking.conditions import literal_of
from lawscore.checking.linear import OPEN, Interval, Sums
from lawscore.checking.regions import Region, between
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.operations import FUNCTIONS
from lawscore.numbers import ONE, ZERO, plain_text

Axes = Callable[[str], Axis | None]


@dataclass(frozen=True, slots=True)
class Range:
    """The axis of an expression; `is_sure` where every value on it can come."""

    axis: Axis
    is_sure: bool


def range_of(program: Program, axes: Axes) -> Range | None:
    """What an expression can be worth; one name as it is declared. None for a free text and for records."""
    body = program.tree.body
    axis = axes(body.id) if isinstance(body, ast.Name) else axis_of(program.kind)
    if axis is None or isinstance(body, ast.Name) or program.kind.name != "number":
        return None if axis is None else Range(axis, is_sure=isinstance(body, ast.Name))
    reading = _Reading(program, axes)
    whole = reading.is_whole(body)
    certain = axis.certain & reading.lies(body, lambda one: one.certain)
    usual = axis.usual & reading.lies(body, lambda one: one.usual)
    if whole or reading.is_parted(body):  # floor(分 / 10) and 分 / 10 are no shares of a whole
        axis = replace(axis, write=plain_text)
    found = replace(axis, certain=certain, usual=usual & certain, whole=whole, is_count=whole)
    return Range(found, reading.takes_all(body))


@dataclass(frozen=True, slots=True)
class _Reading:
    program: Program
    axes: Axes

    def lies(self, node: ast.expr, reach: Callable[[Axis], Region]) -> Region:
        """Between which limits a node lies."""
        return between(*self._interval(node, Sums(self.program, self.axes, reach, {})))

    def _interval(self, node: ast.expr, sums: Sums) -> Interval:
        name = _called(node)
        if isinstance(node, ast.Call) and name in _CALENDAR:
            return _CALENDAR[name]
        if isinstance(node, ast.Call) and name in _ROUNDED:
            places = [literal_of(self.program, one) for one in node.args[1:]]
            low, high = self._interval(node.args[0], sums)
            return OPEN if None in places else (_rounded(name, low, places), _rounded(name, high, places))
        return sums.interval(node)

    def is_whole(self, node: ast.expr) -> bool:
        """Whether only whole numbers come, and surely so."""
        if isinstance(node, ast.Name):
            axis = self.axes(node.id)
            return axis is not None and axis.is_count
        if isinstance(node, ast.Constant):
            value = self.program.tree.literals[node.col_offset].value
            return isinstance(value, Fraction) and value.denominator == 1
        if isinstance(node, ast.UnaryOp):
            return self.is_whole(node.operand)
        if isinstance(node, ast.BinOp):
            return not isinstance(node.op, ast.Div) and self.is_whole(node.left) and self.is_whole(node.right)
        if isinstance(node, ast.IfExp):
            return self.is_whole(node.body) and self.is_whole(node.orelse)
        name = _called(node)
        if not isinstance(node, ast.Call) or name in ("min", "max", "abs"):
            return isinstance(node, ast.Call) and all(map(self.is_whole, node.args))
        return name in _WHOLE or (name == "round" and len(node.args) == 1)

    def is_parted(self, node: ast.expr) -> bool:
        """Whether a node is so many times a number: 分 / 10."""
        return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.right, ast.Constant)

    def takes_all(self, node: ast.expr) -> bool:
        """Whether every value between the limits of a node surely comes: false where that is not known."""
        if isinstance(node, ast.Name):
            axis = self.axes(node.id)
            return axis is not None and len(axis.certain.spans) == 1
        if isinstance(node, ast.BinOp):
            return self._takes_all_of(node)
        name = _called(node)
        if not isinstance(node, ast.Call) or not all(map(self._is_read, node.args)):
            return False
        if name in _CALENDAR:
            return name != "year" and isinstance(node.args[0], ast.Name)
        if name in _ROUNDED:
            return len(node.args) == 1 and self.takes_all(node.args[0])
        return name in ("min", "max") and self._is_cut(node.args)

    def _is_read(self, node: ast.expr) -> bool:
        return not isinstance(node, ast.Call)

    def _is_cut(self, parts: list[ast.expr]) -> bool:
        """`min(件, 5)`: one name, cut off at literals of its own sort."""
        names = [part for part in parts if not isinstance(part, ast.Constant)]
        if len(names) != 1 or not self.takes_all(names[0]):
            return False
        whole = self.is_whole(names[0])
        return not whole or all(map(self.is_whole, parts))

    def _takes_all_of(self, node: ast.BinOp) -> bool:
        """A number parted by a literal, and the quotient of two names that have no upper limit."""
        left, right = node.left, node.right
        if not isinstance(node.op, ast.Div) or not isinstance(left, ast.Name):
            return False
        one, other = self.axes(left.id), self.axes(right.id) if isinstance(right, ast.Name) else None
        if one is None or not self.takes_all(left):
            return False
        if isinstance(right, ast.Constant):
            return not one.whole
        if other is None or not isinstance(right, ast.Name) or left.id == right.id:
            return False
        return one.certain == other.certain == between(ZERO, None) and one.whole is other.whole


def _called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _rounded(name: str, limit: Fraction | None, places: Sequence[object]) -> Fraction | None:
    found = None if limit is None else FUNCTIONS[name].run(limit, *places)
    return found if isinstance(found, Fraction) else None


_ROUNDED: Final = frozenset({"round", "floor", "ceiling"})
_CALENDAR: Final[Mapping[str, Interval]] = {
    "month": (ONE, Fraction(12)), "day": (ONE, Fraction(31)), "year": (ONE, Fraction(9999)),
}  # fmt: skip
_WHOLE: Final = frozenset({"floor", "ceiling", "days", "working_days", "year", "month", "day", "failed"})
