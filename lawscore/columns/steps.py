"""What is noted of a path: operations on numbers that stand on it, and comparisons with how they came out."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from lawscore import numbers
from lawscore.numbers import Rounding

Operation: TypeAlias = Literal["sum", "mul", "div", "round", "floor", "ceiling"]
Relation: TypeAlias = Literal["lt", "le", "eq", "short"]


class Lost(Exception):
    """What was looked at is no matter of operations and comparisons."""


class Place(NamedTuple):
    """Where a number stands on its path. It is never equal to a number."""

    at: int


class Step(NamedTuple):
    """One operation: its operands are the places of earlier numbers, or constants. A sum has a factor for each."""

    operation: Operation
    operands: tuple[Operand, ...]
    rounding: Rounding | None = None
    factors: tuple[Fraction, ...] = ()
    constant: Fraction = numbers.ZERO


class Guard(NamedTuple):
    """One comparison, and how it came out."""

    relation: Relation
    one: Operand
    other: Operand
    holds: bool


#: The place of a number on its path, or a constant.
Operand: TypeAlias = "Place | Fraction"
