"""Units put in order as columns: groups, values and steps of the chain are one whole number each; rows are sorted by it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from lawscore.columns.codes import Codes, Flags
from lawscore.columns.ratios import Ratios
from lawscore.ranking.order import rank_of
from lawscore.rubric.ranks import Method

#: Keys stay below this; one bit is the sign.
_ROOM: Final = 1 << 62
#: Numbers that are so close together, for how many they are, are not sorted but laid out.
_CLOSE: Final = 2
_FEW: Final = 1 << 16
_NOBODY: Final = -1


def in_exact_order(numbers: Ratios) -> tuple[Codes, Codes]:
    """For each number its place among the distinct ones, the smallest first; and a row that has each distinct one."""
    keys = numbers.over if isinstance(numbers.under, int) else _as_keys(numbers)
    if keys.dtype != object:
        return ordered(keys)
    found: dict[int, int] = {}
    for row, key in enumerate(keys.tolist()):
        found.setdefault(key, row)
    known = {key: place for place, key in enumerate(sorted(found))}
    return np.array([known[key] for key in keys.tolist()], np.int64), np.array([found[key] for key in known], np.int64)


def ordered(keys: Codes) -> tuple[Codes, Codes]:
    """The same of whole numbers of 64 bits."""
    if not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low, high = int(keys.min()), int(keys.max())
    if high - low > _CLOSE * len(keys) + _FEW:
        rows, starts = sorted_by([Digit(keys - low, high - low + 1)])
        places = np.empty(len(keys), np.int32)
        places[rows] = np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(np.append(starts, len(rows))))
        return places, rows.take(starts)
    there, at = np.full(high - low + 1, _NOBODY, np.int32), keys - low if low else keys
    there[at] = np.arange(len(keys), dtype=np.int32)  # whoever comes last has it
    rows = there[there != _NOBODY]
    places = np.cumsum(there != _NOBODY, dtype=np.int32) - 1
    return places.take(at), rows


def _as_keys(numbers: Ratios) -> Codes:
    """Whole numbers in the same order, equal where the ratios are.

    Two ratios whose denominators are below B are at least 1/B² apart: so many times as large, they differ by one or more.
    """
    under = numbers.under
    assert not isinstance(under, int)  # those need no keys
    shift = 2 * int(under.max()).bit_length() if len(under) else 0
    return (numbers.over.astype(object) << shift) // under


@dataclass(frozen=True, slots=True)
class Digit:
    """One thing by which rows are put in order: a code for each row, below a size."""

    codes: Codes
    size: int


def sorted_by(digits: Sequence[Digit]) -> tuple[Codes, Codes]:
    """The rows in order, those that are equal in every digit as they came; and where in that order the levels of equals begin."""
    keys, size = _keys(digits)
    count = len(keys)
    bits = count.bit_length()
    if size << bits < 2 * _ROOM:  # the row stands in the key: numbers are sorted much faster than places
        keys <<= bits
        keys |= np.arange(count)
        keys.sort()
        rows = keys & ((1 << bits) - 1)
        keys >>= bits
    else:
        rows = np.argsort(keys, kind="stable")
        keys = keys.take(rows)
    return rows, begun(keys)


def begun(keys: Codes) -> Codes:
    """Where in a sorted column another value begins."""
    if not len(keys):
        return np.zeros(0, np.int64)
    return np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))


def _keys(digits: Sequence[Digit]) -> tuple[Codes, int]:
    keys: Codes
    keys, size = digits[0].codes.astype(np.int64), max(digits[0].size, 1)  # a copy, which is worked on
    for digit in digits[1:]:
        codes, width = digit.codes, max(digit.size, 1)
        if size * width >= _ROOM:  # of both, only what occurs
            (keys, some), (codes, others) = ordered(keys), ordered(codes)
            keys, size, width = keys.astype(np.int64), len(some), max(len(others), 1)
        keys *= width
        keys += codes
        size *= width
    return keys, size


@dataclass(frozen=True, eq=False)
class Ladder:
    """The rows of all groups in levels of equals, group by group, the best first."""

    rows: Codes
    #: Where in `rows` each level begins, and each group.
    starts: Codes
    group_starts: Codes
    #: What would tell apart the units of a level, if it were known of all of them.
    open: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def group_ends(self) -> Codes:
        """Where in `rows` each group ends."""
        return np.append(self.group_starts[1:], len(self.rows))

    @cached_property
    def sizes(self) -> Codes:
        """How many units each level has."""
        return np.diff(self.starts, append=len(self.rows))

    @cached_property
    def first_levels(self) -> Codes:
        """The first level of each group, and how many levels there are."""
        return np.append(np.searchsorted(self.starts, self.group_starts), len(self))

    def level_at(self, place: Codes) -> Codes:
        """The level that stands at a place in `rows`."""
        return np.searchsorted(self.starts, place, side="right") - 1

    def group_of(self, level: Codes) -> Codes:
        """The group of a level."""
        return np.searchsorted(self.first_levels[:-1], level, side="right") - 1

    def ranks(self, method: Method) -> Codes:
        """The rank of each level."""
        many = np.diff(self.first_levels)
        units = self.starts - np.repeat(self.group_starts, many)
        levels = np.arange(len(self)) - np.repeat(self.first_levels[:-1], many)
        return rank_of(method, units, levels)

    def spread(self, values: Codes, into: Codes) -> None:
        """Hand what each level has to its rows."""
        into[self.rows] = np.repeat(values, self.sizes)

    def of_level(self, level: int) -> Codes:
        """The rows of a level."""
        first = int(self.starts[level])
        return self.rows[first : first + int(self.sizes[level])]

    def level_of(self, row: int) -> int | None:
        """The level of a row; None for one that is in no group."""
        level = int(self._levels[row]) if row < len(self._levels) else -1
        return level if level >= 0 else None

    @cached_property
    def _levels(self) -> Codes:
        found = np.full(int(self.rows.max()) + 1 if len(self.rows) else 0, -1, np.int32)
        self.spread(np.arange(len(self), dtype=np.int32), found)
        return found

    def taken_apart(self, rows: Codes, begins: Flags, open_at: Mapping[int, str]) -> Ladder:
        """The same with levels that begin elsewhere, and rows in another order inside the old ones."""
        starts = np.flatnonzero(begins)
        found = dict(zip(np.searchsorted(starts, list(open_at)).tolist(), open_at.values(), strict=True))
        return Ladder(rows, starts, self.group_starts, found)

    def begins(self) -> Flags:
        """Where a level begins, as a mark for each row in order."""
        found = np.zeros(len(self.rows), np.bool_)
        found[self.starts] = True
        return found
