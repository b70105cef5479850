"""A column of exact numbers: numerators over one denominator, or over one for each row; computed with as a whole.

Whole numbers of 64 bits are used as long as it is certain that nothing overflows; from there on, Python's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from lawscore.columns.codes import Codes, Flags, Integers
from lawscore.columns.numerators import LARGEST, Fractions
from lawscore.numbers import RAISED, ZERO, Rounding

#: Whole numbers of 64 bits (int64), or Python's own (object), which have no limit.
Whole: TypeAlias = npt.NDArray[Any]


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
            over, most = _with(np.add, left, right, left[1] + right[1])
            return Ratios(over, common, most, common)
        above, below = _product(one.whole, two.divisor), _product(two.whole, one.divisor)
        over, most = _with(np.add, above, below, above[1] + below[1])
        under, under_most = _product(one.divisor, two.divisor)
        return _ratios(over, under, most, under_most)

    def __sub__(self, other: Ratios) -> Ratios:
        return self + -other

    def __neg__(self) -> Ratios:
        return Ratios(-self.over, self.under, self.most, self.under_most)

    def __mul__(self, other: Ratios) -> Ratios:
        over, most = _product(self.whole, other.whole)
        under, under_most = _product(self.divisor, other.divisor)
        return _ratios(over, under, most, under_most)

    def __truediv__(self, other: Ratios) -> Ratios:
        """The quotient; where the divisor is zero, anything."""
        if len(other) == 1 and isinstance(other.under, int):
            return self.scaled(1 / other.at(0)) if other.over[0] else self
        one, two = self, other
        if isinstance(one.under, int) and isinstance(two.under, int):  # what both are divided by makes no difference
            common = lcm(one.under, two.under)
            above: _Factor = one.times(common // one.under)
            below: _Factor = two.times(common // two.under)
        else:
            above, below = _product(one.whole, two.divisor), _product(one.divisor, two.whole)
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
        under, under_most = _product(self.divisor, (factor.denominator, factor.denominator))
        return _ratios(over, under, most, under_most)

    # --- what is asked of it ---------------------------------------------------------------------------------------------

    def compared(self, relation: Callable[[Any, Any], Any], other: Ratios) -> Flags:
        """Whether a relation holds between the two, row by row."""
        if isinstance(self.under, int) and isinstance(other.under, int):
            if self.under == other.under:
                return _flags(relation(self.over, other.over))
            common = lcm(self.under, other.under)
            return _flags(relation(*_alike(self.times(common // self.under), other.times(common // other.under))))
        left, right = _product(self.whole, other.divisor), _product(other.whole, self.divisor)
        return _flags(relation(*_alike(left, right)))

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
        over, most = _product(self.whole, (factor, abs(factor)))
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
    return Ratios(over, under, _most(over), under if isinstance(under, int) else _most(under))


def constant(value: Fraction) -> Ratios:
    """One number, for every row of whatever it is computed with."""
    over, under = value.as_integer_ratio()
    return Ratios(np.array([over], _kind(over)), under, abs(over), under)


def of_codes(fractions: Fractions, codes: Codes) -> Ratios:
    """The numbers with these codes."""
    if fractions.denominator * max(fractions.most, 1) < LARGEST:
        over = fractions.over(fractions.denominator).take(codes)
        return Ratios(over, fractions.denominator, fractions.most * fractions.denominator, fractions.denominator)
    listed = [fractions.values[code].as_integer_ratio() for code in codes.tolist()]
    over, under = (np.array([one[at] for one in listed], object) for at in (0, 1))
    return column(_fitted(over), _fitted(under))


def spread(numbers: Ratios, count: int) -> Ratios:
    """The same, a row for each: of a constant, the same number in all of them."""
    if len(numbers) == count:
        return numbers
    numbers = Ratios(numbers.over[:1], numbers.under, numbers.most, numbers.under_most)
    under = numbers.under if isinstance(numbers.under, int) else np.broadcast_to(numbers.under, (count,))
    return Ratios(np.broadcast_to(numbers.over, (count,)), under, numbers.most, numbers.under_most)


def joined(count: int, parts: Sequence[tuple[Codes, Ratios]]) -> Ratios:
    """One column from those of some rows each; rows of which nothing is said hold anything."""
    whole = [part for part in parts if len(part[0])]
    if len(whole) == 1 and len(whole[0][0]) == count:
        return whole[0][1]
    if whole and all(part.is_same and part.at(0) == whole[0][1].at(0) for _, part in whole):
        return spread(whole[0][1], count)
    under: int | Whole = 1
    flat = [part.under for _, part in whole if isinstance(part.under, int)]
    if len(flat) == len(whole):
        under = lcm(1, *flat)
        scaled = [(rows, part.times(under // part.under)) for rows, part in whole if isinstance(part.under, int)]
        if under < LARGEST or all(over.dtype == object for _, (over, _) in scaled):
            over = _laid_out(count, [(rows, found) for rows, (found, _) in scaled], 0)
            return Ratios(over, under, max((most for _, (_, most) in scaled), default=0), under)
    over = _laid_out(count, [(rows, part.over) for rows, part in whole], 0)
    kinds = [
        (
            rows,
            np.broadcast_to(np.array(part.under, _kind(part.under)), (len(rows),))
            if isinstance(part.under, int)
            else part.under,
        )
        for rows, part in whole
    ]
    return column(over, _laid_out(count, kinds, 1))


def added(columns: Sequence[Ratios], more: Fraction = ZERO) -> Ratios:
    """The sum, row by row: those over one denominator first, then the others by halves, so that long numbers come late."""
    flat = [one for one in columns if isinstance(one.under, int)]
    listed = [one for one in columns if not isinstance(one.under, int)]
    if more or not columns:
        flat.append(constant(more))
    listed += [_flatly(flat)] if flat else []
    while len(listed) > 1:
        pairs = [one + other for one, other in zip(listed[::2], listed[1::2], strict=False)]
        listed = [*pairs, listed[-1]] if len(listed) % 2 else pairs
    return listed[0]


def _flatly(columns: Sequence[Ratios]) -> Ratios:
    """The sum of columns that have one denominator each."""
    total = columns[0]
    for one in columns[1:]:
        total = total + one
    return total


def _kind(number: int) -> Any:
    return np.int64 if abs(number) < LARGEST else object


def _laid_out(count: int, parts: Sequence[tuple[Codes, Whole]], otherwise: int) -> Whole:
    kind = object if any(part.dtype == object for _, part in parts) else np.int64
    found = np.full(count, otherwise, kind)
    for rows, part in parts:
        found[rows] = part
    return found


def _ratios(over: Whole | int, under: Whole | int, most: int, under_most: int) -> Ratios:
    assert not isinstance(over, int)  # at least one of the factors was a column
    if not isinstance(under, int) and len(over) != len(under):  # one of them is the same for all
        over, under = np.broadcast_arrays(over, under)
    return Ratios(over, under, most, under_most)


def _whole(over: Whole) -> Ratios:
    over = _fitted(over)
    return Ratios(over, 1, _most(over), 1)


def _most(numbers: Whole) -> int:
    if not len(numbers):
        return 0
    return max(abs(int(numbers.max())), abs(int(numbers.min())))


def _fitted(numbers: Whole) -> Whole:
    return numbers.astype(np.int64) if numbers.dtype == object and _most(numbers) < LARGEST else numbers


_Factor: TypeAlias = "tuple[Whole | int, int]"


def _product(one: _Factor, other: _Factor) -> tuple[Whole | int, int]:
    """The product of columns or numbers; in Python's own numbers where 64 bits might not hold it."""
    left, right, most = one[0], other[0], one[1] * other[1]
    if isinstance(left, int) and isinstance(right, int):
        return left * right, most
    if isinstance(left, int) and left == 1:
        return right, most
    if isinstance(right, int) and right == 1:
        return left, most
    if not (_is_own(left) or _is_own(right)) and (most >= LARGEST or _is_long(left) or _is_long(right)):
        most = _bound(left) * _bound(right)
        if most >= LARGEST or _is_long(left) or _is_long(right):
            left, right = _own(left), _own(right)
    return left * right, most


def _bound(numbers: Whole | int) -> int:
    return abs(numbers) if isinstance(numbers, int) else _most(numbers)


def _is_long(numbers: Whole | int) -> bool:
    """Whether it is a number that 64 bits do not hold."""
    return isinstance(numbers, int) and abs(numbers) >= LARGEST


def _is_own(numbers: Whole | int) -> bool:
    """Whether they are Python's own already."""
    return not isinstance(numbers, int) and numbers.dtype == object


def _own(numbers: Whole | int) -> Whole | int:
    return numbers if isinstance(numbers, int) else numbers.astype(object)


def _with(operation: Any, one: tuple[Any, int], other: tuple[Any, int], most: int) -> tuple[Whole, int]:
    left, right = one[0], other[0]
    if most >= LARGEST and not (_is_own(left) or _is_own(right)):
        most = _bound(left) + _bound(right)
        if most >= LARGEST:
            left, right = _own(left), _own(right)
    return operation(left, right), most


def _alike(one: tuple[Any, int], other: tuple[Any, int]) -> tuple[Any, Any]:
    return one[0], other[0]


def _flags(found: Any) -> Flags:
    return np.asarray(found, np.bool_)
