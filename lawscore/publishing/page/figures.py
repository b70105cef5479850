"""Figures of the page: signs that people read, shares as whole per mille, places in an order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from lawscore.numbers import ZERO, Rounding, decimal_text
from lawscore.reports.signs import minus_sign

#: Where there is no figure.
NONE = "—"


def figure(value: Fraction | None, shown: Rounding) -> str:
    """A figure as it is shown, with the sign that type has for less than nothing."""
    return NONE if value is None else minus_sign(shown.text(value))


def change(value: Fraction | None, shown: Rounding) -> str:
    """A change with its sign; what rounds to nothing has none."""
    if value is None:
        return NONE
    rounded = shown.apply(value)
    text = decimal_text(rounded, max(shown.places, 0))
    return f"+{text}" if rounded.numerator > 0 else minus_sign(text)


def sign(value: Fraction | None) -> int:
    """-1, 0 or 1; 0 where there is no figure."""
    return 0 if value is None else (value.numerator > 0) - (value.numerator < 0)


def per_mille(value: Fraction, of: Fraction) -> int:
    """A share in whole per mille, towards zero: only what is whole reads 1000."""
    over, under = 1000 * value.numerator * of.denominator, value.denominator * of.numerator
    return over // under if (over < 0) == (under < 0) else -(-over // under)


def share_of(value: Fraction | None, of: Fraction) -> int | None:
    """The share of points; None where there is no score, or where there are no points to have a share of."""
    return None if value is None or of == ZERO else per_mille(value, of)


def places(values: Sequence[Fraction | int | None]) -> list[int]:
    """The place of each value in the order of all, from 0, equals together; -1 where there is none."""
    order = {value: place for place, value in enumerate(sorted({one for one in values if one is not None}))}
    return [-1 if value is None else order[value] for value in values]


def ends(values: Iterable[Fraction | None]) -> tuple[Fraction, Fraction]:
    """An axis that has zero and all values on it, longer than nothing."""
    found = [ZERO, *(value for value in values if value is not None)]
    low, high = min(found), max(found)
    return low, high if high > low else low + 1
