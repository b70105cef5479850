"""Exact fractions as whole numbers over one denominator, so that whole columns of them can be added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import Final

import numpy as np

from lawscore.columns.codes import Codes, Grown, Integers, shortest, taken

#: No sum of numerators may reach this: beyond, whole numbers of 64 bits would no longer be exact.
LARGEST: Final = 1 << 62
#: A table of so many sums stays next to the processor.
_ROOM: Final = 1 << 13


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


def summed(tables: Sequence[Integers], columns: Sequence[Codes], start: Integers) -> Integers:
    """What each row has in these columns, looked up in a table for each, added to what is there already.

    Columns with few codes are looked up together, in a table of all their sums.
    """
    for table, keys in _together(tables, columns):
        np.add(start, taken(table, keys), out=start)
    return start


def _together(tables: Sequence[Integers], columns: Sequence[Codes]) -> Iterator[tuple[Integers, Codes]]:
    table, keys = None, None
    for own, codes in zip(tables, columns, strict=True):
        size = len(own) * (len(table) if table is not None else _ROOM)
        if table is None or keys is None or size > _ROOM:
            if table is not None and keys is not None:
                yield table, keys
            table, keys = own, codes
            continue
        kind = shortest(size)
        keys = keys.astype(kind) * kind(len(own))
        np.add(keys, codes.astype(kind, copy=False), out=keys)
        table = np.add.outer(table, own).ravel()
    if table is not None and keys is not None:
        yield table, keys


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
