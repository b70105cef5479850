"""Exact fractions as whole numbers over one denominator, so that whole columns of them can be added."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from lawscore.columns.codes import Grown, Integers

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
        self._scaled, self._over = Grown(), 1

    def append(self, value: Fraction) -> None:
        """Enter one more."""
        values, (over, under) = self.values, value.as_integer_ratio()
        values.append(value)
        if self.is_constant and value is not values[0]:
            self.is_constant = (over, under) == values[0].as_integer_ratio()
        if (
            self.denominator < LARGEST and self.denominator % under
        ):  # beyond that it serves nobody, and would grow for ever
            self.denominator = lcm(self.denominator, under)
        self.most = max(self.most, -(-abs(over) // under))

    def over(self, denominator: int) -> Integers:
        """The numerators over a multiple of the common denominator. Raises OverflowError where 64 bits do not hold them."""
        if denominator != self._over:
            self._scaled, self._over = Grown(), denominator
        for value in self.values[len(self._scaled) :]:
            factor, rest = divmod(denominator, value.denominator)
            if rest:
                raise OverflowError(denominator)
            self._scaled.append(value.numerator * factor)
        return self._scaled.array


def common(parts: Sequence[Fractions], shares: Sequence[Fraction]) -> int | None:
    """A denominator over which a weighted sum of columns is exact in 64 bits; None where there is none."""
    found, most = 1, Fraction(0)
    for part, share in zip(parts, shares, strict=True):
        found = lcm(found, part.denominator * share.denominator)
        most += abs(share) * part.most
        if found >= LARGEST:
            return None
    return found if most * found < LARGEST else None
