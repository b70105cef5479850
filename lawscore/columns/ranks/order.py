"""Rows put in order as columns: groups, values and steps of the chain are one whole number each; rows are sorted by it once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags, Integers
from lawscore.columns.ratios import Ratios

#: Keys stay below this; one bit is the sign.
_ROOM: Final = 1 << 62
#: Numbers that are so close together, for how many they are, are not sorted but laid out.
_CLOSE: Final = 2
_FEW: Final = 1 << 16
_NOBODY: Final = -1


def in_exact_order(numbers: Ratios) -> tuple[Integers, Integers]:
    """For each number its place among the distinct ones, the smallest first; and a row that has each distinct one."""
    keys = numbers.over if isinstance(numbers.under, int) else _as_keys(numbers)
    if keys.dtype != object:
        return ordered(keys)
    found: dict[int, int] = {}
    for row, key in enumerate(keys.tolist()):
        found.setdefault(key, row)
    known = {key: place for place, key in enumerate(sorted(found))}
    return np.array([known[key] for key in keys.tolist()], np.int64), np.array([found[key] for key in known], np.int64)


def ordered(keys: Codes) -> tuple[Integers, Integers]:
    """The same of whole numbers of 64 bits."""
    if not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low, high = int(keys.min()), int(keys.max())
    if high - low > _CLOSE * len(keys) + _FEW:
        return _sorted_out(Digit(keys - low, high - low + 1))
    there, at = np.full(high - low + 1, _NOBODY, np.int32), keys - low if low else keys
    there[at] = np.arange(len(keys), dtype=np.int32)  # whoever comes last has it
    is_there = there != _NOBODY
    return (np.cumsum(is_there) - 1).take(at), there[is_there].astype(np.int64)


def begun(keys: Codes) -> Flags:
    """Where in a sorted column another value begins, as a mark for each row."""
    found = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=found[1:])
    return found


@dataclass(frozen=True, slots=True)
class Digit:
    """One thing by which rows are put in order: a code for each row, below a size."""

    codes: Codes
    size: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """Rows in order, those that are equal in every digit as they came; and where in that order the levels of equals begin."""

    rows: Codes
    begins: Flags
    keys: Codes
    #: How many keys there are for each code of the first digit; 0 where keys do not tell that code.
    width: int

    def first_of(self, digit: Digit) -> Codes:
        """Where in the order the rows of each code of the first digit begin."""
        if self.width:
            return np.searchsorted(self.keys, np.arange(digit.size) * self.width)
        sizes = np.bincount(digit.codes, minlength=digit.size)
        return np.cumsum(sizes) - sizes


def sorted_by(digits: Sequence[Digit]) -> Sorted:
    """The rows in order of the first digit, those that are equal there in that of the second, and so on."""
    keys, size, width = _keys(digits)
    bits = len(keys).bit_length()
    if size << bits < 2 * _ROOM:  # the row stands in the key: numbers are sorted much faster than places
        keys <<= bits
        keys |= np.arange(len(keys))
        keys.sort()
        rows = keys & ((1 << bits) - 1)
        keys >>= bits
    else:
        rows = np.argsort(keys, kind="stable")
        keys = keys.take(rows)
    return Sorted(rows, begun(keys), keys, width)


def _sorted_out(digit: Digit) -> tuple[Integers, Integers]:
    """For each code its place among the distinct ones, and a row that has each distinct one, by sorting them."""
    order = sorted_by([digit])
    places = np.empty(len(order.rows), np.int64)
    places[order.rows] = np.cumsum(order.begins) - 1
    return places, order.rows[order.begins].astype(np.int64)


def _keys(digits: Sequence[Digit]) -> tuple[Codes, int, int]:
    """A number for each row, what all are below, and how many there are for each code of the first digit."""
    keys: Codes
    keys, size, width = digits[0].codes.astype(np.int64), max(digits[0].size, 1), 1  # a copy, which is worked on
    for digit in digits[1:]:
        codes, own = digit.codes, max(digit.size, 1)
        if size * own >= _ROOM:  # of both, only what occurs
            (keys, some), (codes, others) = ordered(keys), ordered(codes)
            size, own, width = len(some), max(len(others), 1), 0
        keys *= own
        keys += codes
        size, width = size * own, width * own
    return keys, size, width


def _as_keys(numbers: Ratios) -> Codes:
    """Whole numbers in the same order, equal where the ratios are.

    Two ratios whose denominators are below B are at least 1/B² apart: so many times as large, they differ by one or more.
    """
    under = numbers.under
    assert not isinstance(under, int)  # those need no keys
    shift = 2 * int(under.max()).bit_length() if len(under) else 0
    return (numbers.over.astype(object) << shift) // under
