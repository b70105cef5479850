"""Exact fractions as whole numbers over one denominator, so that whole columns of them can be added."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import Final

import numpy as np

from lawscore.columns.codes import Integers

#: No sum of numerators may reach this: beyond, whole numbers of 64 bits would no longer be exact.
LARGEST: Final = 1 << 62


class Fractions:
    """Fractions by their codes, over a common denominator that grows with them."""

    def __init__(self) -> None:
        self.values: list[Fraction] = []
        self.denominator = 1
        #: A whole number that no magnitude passes.
        self.most = 0
        self.is_constant = True
        #: The numerators over the denominator that was last asked for: one column, and no more.
        self._scaled: Integers = np.zeros(0, np.int64)
        self._over = 1

    def append(self, value: Fraction) -> None:
        """Enter one more."""
        values = self.values
        values.append(value)
        if value is values[0] and len(values) > 1:  # most that are the same are one and the same
            return
        over, under = value.as_integer_ratio()
        if self.is_constant and value is not values[0]:
            self.is_constant = (over, under) == values[0].as_integer_ratio()
        if (
            self.denominator < LARGEST and self.denominator % under
        ):  # beyond that it serves nobody, and would grow for ever
            self.denominator = lcm(self.denominator, under)
        self.most = max(self.most, -(-abs(over) // under))

    def over(self, denominator: int) -> Integers:
        """The numerators over a multiple of the common denominator. Raises OverflowError where 64 bits do not hold them."""
        known = self._scaled if denominator == self._over else np.zeros(0, np.int64)
        if len(known) < len(self.values):
            new = [_scaled(value, denominator) for value in self.values[len(known) :]]
            known = np.concatenate((known, np.array(new, np.int64)))
        self._scaled, self._over = known, denominator
        return known


def _scaled(value: Fraction, denominator: int) -> int:
    over, under = value.as_integer_ratio()
    factor, rest = divmod(denominator, under)
    if rest:
        raise OverflowError(denominator)
    return over * factor


def common(parts: Sequence[Fractions], shares: Sequence[Fraction]) -> tuple[int, int] | None:
    """A denominator over which a weighted sum of columns is exact in 64 bits; None where there is none.

    Beside it what the magnitude of no numerator passes, nor that of any sum of some of them.
    """
    found, most = 1, Fraction(0)
    for part, share in zip(parts, shares, strict=True):
        found = lcm(found, part.denominator * share.denominator)
        most += abs(share) * part.most
        if found >= LARGEST:
            return None
    bound = ceil(most * found)
    return (found, bound) if bound < LARGEST else None
