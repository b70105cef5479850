"""Figures of the page besides those of all papers: changes with their sign, places in an order, the ends of an axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from lawscore.numbers import ZERO, Rounding
from lawscore.publishing.figures import NONE
from lawscore.reports.signs import minus_sign, signed


def change(value: Fraction | None, shown: Rounding) -> str:
    """A change with its sign; what rounds to nothing has none."""
    return NONE if value is None else minus_sign(signed(value, shown))


def sign(value: Fraction | None) -> int:
    """-1, 0 or 1; 0 where there is no figure."""
    return 0 if value is None else (value.numerator > 0) - (value.numerator < 0)


def places(values: Sequence[Fraction | int | None]) -> list[int]:
    """The place of each value in the order of all, from 0, equals together; -1 where there is none."""
    order = {value: place for place, value in enumerate(sorted({one for one in values if one is not None}))}
    return [-1 if value is None else order[value] for value in values]


def ends(values: Iterable[Fraction | None]) -> tuple[Fraction, Fraction]:
    """An axis that has zero and all values on it, longer than nothing."""
    found = [ZERO, *(value for value in values if value is not None)]
    low, high = min(found), max(found)
    return low, high if high > low else low + 1
