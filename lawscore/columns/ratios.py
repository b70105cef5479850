"""A column of exact numbers: numerators over one denominator, or over one for each row; computed with as a whole.

Whole numbers of 64 bits are used as long as it is certain that nothing overflows; from there on, Python's own.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.bounded import Bounded, Whole, fitted, kind_of, most_of, product, total
from lawscore.columns.codes import Codes, Flags, Integers
from lawscore.columns.numerators import LARGEST, Fractions
from lawscore.numbers import RAISED, Rounding


@dataclass(frozen=True, slots=True)
class Ratios:
    """`over` / `under`, row by row. `most` and `under_most` are numbers that no magnitude of theirs passes."""

    over: Whole
    under: Whole | int
    most: int
    under_most: int

    def __len__(self) -> int:
        return len(self.over)

    def at(self, row: int) -> Fraction:
        """The number of one row."""
        return Fraction(int(self.over[row]), self.under if isinstance(self.under, int) else int(self.under[row]))

    def take(self, rows: Integers | Flags) -> Ratios:
        """Those of some rows."""
        if self.is_same:
            return spread(self, len(np.flatnonzero(rows)) if rows.dtype == np.bool_ else len(rows))
        under = self.under if isinstance(self.under, int) else self.under[rows]
        return Ratios(self.over[rows], under, self.most, self.under_most)

    # --- arithmetic ------------------------------------------------------------------------------------------------------

    def __add__(self, other: Ratios) -> Ratios:
        one, two = self, other
        if isinstance(one.under, int) and isinstance(two.under, int):
            common = lcm(one.under, two.under)
            left, right = one.times(common // one.under), two.times(common // two.under)
            over, most = total(left, right)
            return Ratios(over, common, most, common)
        above, below = product(one.whole, two.divisor), product(two.whole, one.divisor)
        over, most = total(above, below)
        under, under_most = product(one.divisor, two.divisor)
        return _ratios(over, under, most, under_most)

    def __sub__(self, other: Ratios) -> Ratios:
        return self + -other

    def __neg__(self) -> Ratios:
        return Ratios(-self.over, self.under, self.most, self.under_most)

    def __mul__(self, other: Ratios) -> Ratios:
        over, most = product(self.whole, other.whole)
        under, under_most = product(self.divisor, other.divisor)
        return _ratios(over, under, most, under_most)

    def __truediv__(self, other: Ratios) -> Ratios:
        """The quotient; where the divisor is zero, anything."""
        if len(other) == 1 and isinstance(other.under, int):
            return self.scaled(1 / other.at(0)) if other.over[0] else self
        one, two = self, other
        if isinstance(one.under, int) and isinstance(two.under, int):  # what both are divided by makes no difference
            common = lcm(one.under, two.under)
            above: Bounded = one.times(common // one.under)
            below: Bounded = two.times(common // two.under)
        else:
            above, below = product(one.whole, two.divisor), product(one.divisor, two.whole)
        (over, most), (under, under_most) = above, below
        assert not isinstance(over, int)  # both are columns
        assert not isinstance(under, int)
        if (under <= 0).any():
            over = np.where(under < 0, -over, over)
            under = np.where(under == 0, 1, np.abs(under))
        return _ratios(over, under, most, max(under_most, 1))

    def scaled(self, factor: Fraction) -> Ratios:
        """Each times a number."""
        over, most = self.times(factor.numerator)
        under, under_most = product(self.divisor, (factor.denominator, factor.denominator))
        return _ratios(over, under, most, under_most)

    # --- what is asked of it ---------------------------------------------------------------------------------------------

    def compared(self, relation: Callable[[Any, Any], Any], other: Ratios) -> Flags:
        """Whether a relation holds between the two, row by row."""
        if isinstance(self.under, int) and isinstance(other.under, int):
            if self.under == other.under:
                return _flags(relation(self.over, other.over))
            common = lcm(self.under, other.under)
            return _flags(relation(self.times(common // self.under)[0], other.times(common // other.under)[0]))
        left, right = product(self.whole, other.divisor), product(other.whole, self.divisor)
        return _flags(relation(left[0], right[0]))

    def rounded(self, rounding: Rounding) -> Ratios:
        """What a rounding makes of each."""
        step = rounding.unit
        whole = self.scaled(1 / step)
        found, rest, under = whole.divided()
        raised = RAISED[rounding.mode](found, rest, under) & (rest != 0)
        return _whole(found + raised).scaled(step)

    def floor(self) -> Ratios:
        """The largest whole numbers that are not above."""
        return _whole(self.divided()[0])

    def ceiling(self) -> Ratios:
        """The smallest whole numbers that are not below."""
        return -(-self).floor()

    def exceeds(self, bits: int) -> Flags:
        """Which of them have more binary digits than so many, above or below, in lowest terms."""
        if max(self.most, self.under_most).bit_length() <= bits:
            return np.zeros(len(self), np.bool_)
        numbers = (self.at(row) for row in range(len(self)))
        return np.array([max(abs(one.numerator), one.denominator).bit_length() > bits for one in numbers], np.bool_)

    # --- inside ----------------------------------------------------------------------------------------------------------

    @property
    def is_same(self) -> bool:
        """Whether it is plain to see that all rows have the same number."""
        return isinstance(self.under, int) and (len(self.over) == 1 or self.over.strides == (0,))

    @property
    def whole(self) -> tuple[Whole, int]:
        """The numerators, and what they do not pass."""
        return self.over, self.most

    @property
    def divisor(self) -> tuple[Whole | int, int]:
        """The denominators, and what they do not pass."""
        return self.under, self.under_most

    def times(self, factor: int) -> tuple[Whole, int]:
        """The numerators times a whole number, and what these do not pass."""
        over, most = product(self.whole, (factor, abs(factor)))
        assert not isinstance(over, int)  # a column times a number
        return over, most

    def divided(self) -> tuple[Whole, Whole, Whole | int]:
        """The whole numbers below, what is left above them, and of how much."""
        under = self.under
        if isinstance(under, int) and under >= LARGEST:
            over = self.over.astype(object)
            return over // under, over % under, under
        found = np.floor_divide(self.over, under)
        return found, self.over - found * under, under


def column(over: Whole, under: int | Whole) -> Ratios:
    """A column of numbers from numerators and denominators."""
    return Ratios(over, under, most_of(over), under if isinstance(under, int) else most_of(under))


def constant(value: Fraction) -> Ratios:
    """One number, for every row of whatever it is computed with."""
    over, under = value.as_integer_ratio()
    return Ratios(np.array([over], kind_of(over)), under, abs(over), under)


def of_codes(fractions: Fractions, codes: Codes) -> Ratios:
    """The numbers with these codes."""
    if fractions.denominator * max(fractions.most, 1) < LARGEST:
        over = fractions.over(fractions.denominator).take(codes)
        return Ratios(over, fractions.denominator, fractions.most * fractions.denominator, fractions.denominator)
    listed = [fractions.values[code].as_integer_ratio() for code in codes.tolist()]
    over, under = (np.array([one[at] for one in listed], object) for at in (0, 1))
    return column(fitted(over), fitted(under))


def spread(numbers: Ratios, count: int) -> Ratios:
    """The same, a row for each: of a constant, the same number in all of them."""
    if len(numbers) == count:
        return numbers
    numbers = Ratios(numbers.over[:1], numbers.under, numbers.most, numbers.under_most)
    under = numbers.under if isinstance(numbers.under, int) else np.broadcast_to(numbers.under, (count,))
    return Ratios(np.broadcast_to(numbers.over, (count,)), under, numbers.most, numbers.under_most)


def _ratios(over: Whole | int, under: Whole | int, most: int, under_most: int) -> Ratios:
    assert not isinstance(over, int)  # at least one of the factors was a column
    if not isinstance(under, int) and len(over) != len(under):  # one of them is the same for all
        over, under = np.broadcast_arrays(over, under)
    return Ratios(over, under, most, under_most)


def _whole(over: Whole) -> Ratios:
    over = fitted(over)
    return Ratios(over, 1, most_of(over), 1)


def _flags(found: Any) -> Flags:
    return np.asarray(found, np.bool_)
