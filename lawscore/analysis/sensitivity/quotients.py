"""Exact fractions in columns: a table of units and draws, each place one whole number over another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np

from lawscore.analysis.sensitivity.whole import Flags, Ints, even, ints, narrow, plus, scaled, size, times, wide
from lawscore.classes import dataclass
from lawscore.numbers import Mode, Rounding


@dataclass(frozen=True, slots=True)
class Quotients:
    """`over` ÷ `under`; both broadcast to the same table, and what is under the line is above zero."""

    over: Ints
    under: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[Fraction]]) -> Quotients:
        """A table of fractions, with one denominator for all where that is short, else one for each row."""
        ratios = [[value.as_integer_ratio() for value in row] for row in rows]
        under = [lcm(*[below for _, below in row]) for row in ratios]
        common = lcm(*under)
        whole = ints([[common]] if common.bit_length() <= _SHORT else [[below] for below in under])
        over, below = (
            ints([[over for over, _ in row] for row in ratios]),
            ints([[one for _, one in row] for row in ratios]),
        )
        return cls(
            times(over, wide(whole) // wide(below) if object in (whole.dtype, below.dtype) else whole // below), whole
        )

    @classmethod
    def column(cls, values: Sequence[Fraction]) -> Quotients:
        """A fraction for each unit, the same in all draws."""
        return cls.of([[value] for value in values])

    def __add__(self, other: Quotients) -> Quotients:
        if self.under is other.under or _same(self.under, other.under):
            return Quotients(plus(self.over, other.over), self.under)
        shared = np.gcd(self.under, other.under)
        left, right = other.under // shared, self.under // shared
        return Quotients(plus(times(self.over, left), times(other.over, right)), times(self.under, left))

    def __sub__(self, other: Quotients) -> Quotients:
        return self + Quotients(-other.over, other.under)

    def __mul__(self, other: Quotients) -> Quotients:
        return Quotients(times(self.over, other.over), times(self.under, other.under))

    def __truediv__(self, other: Quotients) -> Quotients:
        """The quotient, where `other` is above zero; 0 where it is zero. It is never negative."""
        nothing = other.over == 0
        over = np.where(nothing, 0, times(self.over, other.under)) if nothing.any() else times(self.over, other.under)
        under = np.where(nothing, 1, other.over) if nothing.any() else other.over
        return Quotients(over, times(self.under, even(under)))

    def exceeds(self, other: Quotients) -> Flags:
        """Where these are greater than the others."""
        if self.under is other.under or _same(self.under, other.under):
            return np.asarray(self.over > other.over, dtype=bool)
        found: Ints = times(self.over, other.under) > times(other.over, self.under)
        return found.astype(bool)

    def row(self, unit: int) -> Quotients:
        """Those of one unit."""
        place = unit % len(self.under)
        return Quotients(self.over[unit : unit + 1], self.under[place : place + 1])

    def at(self, unit: int, draw: int) -> Fraction:
        """One of the fractions."""
        under = self.under[unit % len(self.under), draw % self.under.shape[1]]
        return Fraction(int(self.over[unit, draw]), int(under))

    def rounded(self, rounding: Rounding) -> Quotients:
        """Each rounded as scores are."""
        unit = rounding.unit
        over, under = scaled(self.over, unit.denominator), scaled(self.under, unit.numerator)
        found = scaled(_rounded(over, under, rounding.mode), unit.numerator)
        return Quotients(found, ints([[unit.denominator]]))

    def keys(self) -> Ints:
        """Whole numbers that stand in the same order, and are equal where the fractions are."""
        if len(self.under) == 1 and self.under.shape[1] == 1:
            return self.over
        longest = size(self.under)
        # two fractions that differ are at least 1 ÷ longest² apart, so that they differ in this fixed point too
        return narrow(scaled(wide(self.over), longest * longest) // wide(self.under))

    def keys_within_draws(self) -> Ints:
        """The same, for comparisons of the units of one draw."""
        return self.over if len(self.under) == 1 else self.keys()


#: Denominators up to so many bits are made one for all units.
_SHORT: Final = 24


def choose(where: Flags, these: Quotients, others: Quotients) -> Quotients:
    """These where it holds, else the others."""
    if not where.any():
        return others
    if where.all():
        return these
    if _same(these.under, others.under):
        return Quotients(np.where(where, these.over, others.over), these.under)
    under = np.where(where, these.under, others.under)
    return Quotients(np.where(where, these.over, others.over), even(under))


def _same(one: Ints, other: Ints) -> bool:
    return one is other or (one.shape == other.shape and bool((one == other).all()))


def _rounded(over: Ints, under: Ints, mode: Mode) -> Ints:
    """Rounded to whole numbers, halves as the mode says."""
    if object in (over.dtype, under.dtype):
        over, under = wide(over), wide(under)
    size_of = np.abs(over)
    whole = size_of // under
    rest = size_of - whole * under
    away = _AWAY[mode](over, whole, scaled(rest, 2), under) & (rest != 0)
    found: Ints = np.where(over < 0, -1, 1) * (whole + away.astype(np.int64))
    return found


_AWAY: Final[Mapping[Mode, Callable[[Ints, Ints, Ints, Ints], Flags]]] = {
    "up": lambda over, _whole, _twice, _under: np.ones(over.shape, dtype=bool),
    "down": lambda over, _whole, _twice, _under: np.zeros(over.shape, dtype=bool),
    "ceiling": lambda over, _whole, _twice, _under: over > 0,
    "floor": lambda over, _whole, _twice, _under: over < 0,
    "half_up": lambda _over, _whole, twice, under: twice >= under,
    "half_down": lambda _over, _whole, twice, under: twice > under,
    "half_even": lambda _over, whole, twice, under: (twice > under) | ((twice == under) & (whole % 2 == 1)),
}
