"""Columns of whole numbers that lie close together: their codes are the numbers themselves, but for where they begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np

from lawscore.columns.codes import Codes, Directory, Integers, less, shortest

#: Whole numbers that lie within so few of each other are typed all at once, and are then codes but for where they begin.
_CLOSE: Final = 64
#: Those within so many are looked up by themselves.
NEAR: Final = 1 << 16
_BYTE: Final = 1 << 8

#: Says the codes of numbers that are new.
Enter: TypeAlias = Callable[[Integers], list[int]]


def numbers_in(array: Any, kind: Any) -> Codes:
    """The whole numbers of an Arrow array, read as this kind; where there is none, one of the others."""
    import pyarrow as pa

    if pa.types.is_boolean(array.type):  # eight stand in a byte
        skipped, within = divmod(array.offset, 8)
        written = np.frombuffer(array.buffers()[1], np.uint8)[skipped:]
        return np.unpackbits(written, count=within + len(array), bitorder="little")[within:]
    whole = array if array.type == kind else array.cast(kind)
    filled = whole.fill_null(whole.drop_null()[0]) if whole.null_count else whole
    found: Codes = filled.to_numpy(zero_copy_only=False)
    return found


def bits_of(numbers: Codes) -> int:
    """All numbers laid over each other: none is longer, and where one is below zero, this is; one look at each tells."""
    return int(np.bitwise_or.reduce(numbers))


class CloseNumbers:
    """The codes of whole numbers that lie close together, column after column."""

    def __init__(self) -> None:
        self._low = 0
        self._direct = Directory(0)
        #: Where all numbers of the range are codes but for where they begin: the code of the first.
        self._first: int | None = None

    def codes(self, numbers: Codes, bits: int, enter: Enter, room: Codes | None = None) -> Codes | None:
        """Their codes, `enter` saying those of numbers that are new; None where they are too far from each other.

        `bits` are all of them laid over each other. Codes of a byte are written into the `room`, where there is one.
        """
        if not len(numbers):
            return np.zeros(0, np.uint8)
        numbers = _short(numbers, bits, room)
        if not self._covers(bits) and not self._reaches(int(numbers.min()), int(numbers.max()), enter):
            return None
        if self._first is not None:
            return _less(numbers, self._low - self._first, shortest(self._first + len(self._direct)), room)
        keys = _less(numbers, self._low, shortest(len(self._direct)))
        return self._direct.find(keys, lambda new: enter(np.array(new) + self._low))

    def _covers(self, bits: int) -> bool:
        """Whether numbers of such bits lie in the range, whichever they are."""
        return self._low <= 0 <= bits and 1 << bits.bit_length() <= self._low + len(self._direct)

    def _reaches(self, low: int, high: int, enter: Enter) -> bool:
        """Make room for a range; whether it is narrow enough."""
        begins = not len(self._direct)
        if not begins and low >= self._low and high < self._low + len(self._direct):
            return True
        first, last = (low, high) if begins else (min(low, self._low), max(high, self._low + len(self._direct) - 1))
        if last - first >= NEAR or last >= 1 << 62 or first <= -(1 << 62):
            return False
        self._direct, self._low, self._first = self._direct.moved(self._low - first, last - first + 1), first, None
        if begins and last - first < _CLOSE:
            codes = enter(np.arange(first, last + 1))
            for key, code in enumerate(codes):
                self._direct.put(key, code)
            is_straight = codes[0] > 0 and codes == list(range(codes[0], codes[0] + len(codes)))  # 0 is what is absent
            self._first = codes[0] if is_straight else None
        return True


def _short(numbers: Codes, bits: int, room: Codes | None) -> Codes:
    """The same numbers in a byte or two each, where these hold them."""
    if numbers.itemsize == 1 or not 0 <= bits < NEAR:
        return numbers
    if bits >= _BYTE or room is None:
        return numbers.astype(shortest(bits + 1))
    np.copyto(room, numbers, casting="unsafe")  # a byte holds them
    return room


def _less(numbers: Codes, by: int, kind: Any, room: Codes | None = None) -> Codes:
    """Numbers less an amount, where this kind of integers holds what is left: what overflows on the way comes back."""
    if kind is np.uint8 and numbers.dtype == np.uint8:
        return np.subtract(numbers, kind(by % _BYTE), out=room)
    return less(numbers, by, kind)
