"""Exact sums, products, quotients and comparisons: what `Fraction` says of two ordinary fractions, in a third of the time.

Any other number answers for itself, by its own operators.
"""

# `Fraction` keeps its two whole numbers in slots of these names; a law of the tests says that this is so.
# ruff: noqa: SLF001
# mypy: disable-error-code="attr-defined"

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

_blank = object.__new__


def lowest(over: int, under: int) -> Fraction:
    """The quotient of whole numbers that have no common divisor; `under` is above zero."""
    made: Any = _blank(Fraction)
    made._numerator = over
    made._denominator = under
    found: Fraction = made
    return found


def ratio(over: int, under: int) -> Fraction:
    """The quotient of any whole numbers; `under` is above zero."""
    common = gcd(over, under)
    return lowest(over, under) if common == 1 else lowest(over // common, under // common)


def add(one: Any, other: Any) -> Any:
    """The sum of two numbers."""
    if one.__class__ is not Fraction or other.__class__ is not Fraction:
        return one + other
    under, beside = one._denominator, other._denominator
    if under == beside == 1:
        return lowest(one._numerator + other._numerator, 1)
    return ratio(one._numerator * beside + other._numerator * under, under * beside)


def subtract(one: Any, other: Any) -> Any:
    """The difference of two numbers."""
    if one.__class__ is not Fraction or other.__class__ is not Fraction:
        return one - other
    under, beside = one._denominator, other._denominator
    if under == beside == 1:
        return lowest(one._numerator - other._numerator, 1)
    return ratio(one._numerator * beside - other._numerator * under, under * beside)


def multiply(one: Any, other: Any) -> Any:
    """The product of two numbers."""
    if one.__class__ is not Fraction or other.__class__ is not Fraction:
        return one * other
    return ratio(one._numerator * other._numerator, one._denominator * other._denominator)


def divide(one: Any, other: Any) -> Any:
    """The quotient of two numbers; the divisor is not zero."""
    if one.__class__ is not Fraction or other.__class__ is not Fraction:
        return one / other
    over, under = one._numerator * other._denominator, one._denominator * other._numerator
    return ratio(over, under) if under > 0 else ratio(-over, -under)


def total(numbers: Sequence[Any]) -> Fraction:
    """The sum of some numbers, brought to lowest terms once, at the end."""
    over, under = 0, 1
    for number in numbers:
        if number.__class__ is not Fraction:
            return sum(numbers, Fraction())
        beside = number._denominator
        if beside == under:
            over += number._numerator
        else:
            common = lcm(beside, under)
            over = over * (common // under) + number._numerator * (common // beside)
            under = common
    return ratio(over, under)


def negative(number: Any) -> Any:
    """The number with the other sign."""
    return lowest(-number._numerator, number._denominator) if number.__class__ is Fraction else -number


def related(relation: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """One of the six comparisons of `operator`, for numbers and for all else that it compares."""

    def compare(one: Any, other: Any) -> bool:
        if one.__class__ is Fraction and other.__class__ is Fraction:
            return relation(one._numerator * other._denominator, other._numerator * one._denominator)
        return relation(one, other)

    return compare


def is_above(one: Any, other: Any) -> bool:
    """Whether a number is greater than another."""
    if one.__class__ is Fraction and other.__class__ is Fraction:
        return bool(one._numerator * other._denominator > other._numerator * one._denominator)
    return bool(one > other)


def is_one(number: Any) -> bool:
    """Whether a number is one."""
    return bool(number._numerator == number._denominator if number.__class__ is Fraction else number == 1)


def is_shorter(number: Any, most: int) -> bool:
    """Whether both whole numbers of an ordinary fraction are smaller than this."""
    return bool(-most < number._numerator < most > number._denominator)


def is_zero(number: Any) -> bool:
    """Whether a number is zero."""
    return not (number._numerator if number.__class__ is Fraction else number)


def is_positive(number: Any) -> bool:
    """Whether a number is above zero."""
    return bool(number._numerator > 0 if number.__class__ is Fraction else number > 0)


def is_negative(number: Any) -> bool:
    """Whether a number is below zero."""
    return bool(number._numerator < 0 if number.__class__ is Fraction else number < 0)
