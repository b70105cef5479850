"""Weighted sums of columns of fractions, in whole numbers of the shortest kind in which none overflows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import numpy as np

from lawscore.columns.codes import Codes, IntegerCoder, Integers, shortest, taken
from lawscore.columns.numerators import Fractions, common
from lawscore.numbers import ZERO

#: A table of so many sums stays next to the processor.
_ROOM: Final = 1 << 13


class Together(NamedTuple):
    """Columns with few codes, which are looked up together: a table of all their sums, the first column counting most."""

    table: Integers
    places: tuple[int, ...]
    sizes: tuple[int, ...]

    def take(self, columns: Sequence[Codes]) -> Codes:
        """What the columns come to in each row."""
        first, *others = self.places
        keys, kind = columns[first], shortest(len(self.table))
        for place, size in zip(others, self.sizes[1:], strict=True):
            keys = np.multiply(keys, kind(size), dtype=kind, casting="unsafe")  # there are so few of them
            np.add(keys, columns[place], out=keys, casting="unsafe")
        return taken(self.table, keys)


class Sum:
    """A weighted sum of columns of fractions, each distinct one under a code."""

    def __init__(self, weights: Sequence[Fraction]) -> None:
        self.weights = weights
        self._coder, self._denominator = IntegerCoder(), 1
        #: How many values the parts had when it was last asked whether they fit, and whether they did.
        self._asked: tuple[list[int], bool] = [], False
        #: What all parts that are the same for all come to, how the others are looked up, and whether that gives keys.
        self._fixed, self._told, self._is_near = 0, list[Together](), False

    def __len__(self) -> int:
        return len(self._coder.values)

    def value(self, code: int) -> Fraction:
        """The sum with a code."""
        return Fraction(self._coder.values[code], self._denominator)

    def fits(self, parts: Sequence[Fractions]) -> bool:
        """Whether the sum is exact in whole numbers of 64 bits; then it is made ready for them."""
        sizes = [len(part.values) for part in parts]
        if sizes != self._asked[0]:
            self._asked = sizes, self._made_ready(parts)
        return self._asked[1]

    def codes(self, columns: Sequence[Codes], count: int) -> Codes:
        """The code of the sum of each row, by the codes of parts that fit."""
        if not self._told:
            return np.full(count, self._coder.code(self._fixed), shortest(len(self)))
        first, *others = self._told
        found = first.take(columns)
        for one in others:
            np.add(found, one.take(columns), out=found)
        return self._coder.by_keys(found) if self._is_near else self._coder.encode(found)

    def _made_ready(self, parts: Sequence[Fractions]) -> bool:
        found = common((*parts, _over(self._denominator)), (*self.weights, ZERO))
        if found is None:
            return False
        denominator, _ = found
        if denominator != self._denominator:
            factor, before = denominator // self._denominator, self._coder
            self._coder, self._denominator = IntegerCoder(), denominator
            for value in before.values:
                self._coder.code(value * factor)
        tables = [self._numerators(part, weight) for part, weight in zip(parts, self.weights, strict=True)]
        self._fixed = sum(int(table[0]) for part, table in zip(parts, tables, strict=True) if part.is_constant)
        self._told = self._laid_out({at: tables[at] for at, part in enumerate(parts) if not part.is_constant})
        return True

    def _numerators(self, part: Fractions, weight: Fraction) -> Integers:
        """What each value of a part adds, by its code; with no weight nothing, however large it is."""
        if not weight:
            return np.zeros(len(part.values), np.int64)
        return part.over(self._denominator // weight.denominator) * weight.numerator

    def _laid_out(self, tables: dict[int, Integers]) -> list[Together]:
        """How columns are looked up. Where no sum is far from another, each is told from where the coder begins: as its key."""
        if not tables:
            return []
        lows = {at: int(table.min()) for at, table in tables.items()}
        low = self._fixed + sum(lows.values())
        self._is_near = self._coder.reaches(low, low + sum(int(table.max()) - lows[at] for at, table in tables.items()))
        begins, kind = self._fixed, np.dtype(np.int64)
        if self._is_near:
            begins, kind = low - self._coder.low, np.dtype(shortest(self._coder.room))
            tables = {at: table - lows[at] for at, table in tables.items()}
        return list(_together(tables, begins, kind))


def _together(tables: dict[int, Integers], begins: int, kind: Any) -> Iterator[Together]:
    """The tables, those of few codes put together; what the sums begin with is in the first."""
    waiting: list[int] = []
    sums = np.array([begins], np.int64)
    for at, table in tables.items():
        if waiting and len(sums) * len(table) > _ROOM:
            yield Together(sums.astype(kind), tuple(waiting), tuple(len(tables[one]) for one in waiting))
            waiting, sums = [], np.zeros(1, np.int64)
        waiting, sums = [*waiting, at], np.add.outer(sums, table).ravel()
    yield Together(sums.astype(kind), tuple(waiting), tuple(len(tables[one]) for one in waiting))


def _over(denominator: int) -> Fractions:
    """A column that asks for a denominator."""
    column = Fractions()
    column.append(Fraction(1, denominator))
    return column
