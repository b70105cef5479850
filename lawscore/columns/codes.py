"""Codes in place of values: a column as small integers, looked up in tables of their own size."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

#: A small integer for each row: where in a list its value stands.
Codes: TypeAlias = npt.NDArray[np.integer]
Integers: TypeAlias = npt.NDArray[np.int64]
#: Yes or no for each row.
Flags: TypeAlias = npt.NDArray[np.bool_]

#: Up to so many bits a table is looked up by its keys directly; above that the keys that are present are searched.
DIRECT_BITS: Final = 16
_BYTES: Final = 1 << 8
#: The kinds of integers that hold codes, and how many.
_KINDS: Final = ((np.uint8, 1 << 8), (np.uint16, 1 << 16), (np.int32, 1 << 31))


class Grown:
    """Whole numbers in an array that grows."""

    def __init__(self) -> None:
        self._room = np.zeros(64, np.int64)
        self._count = 0
        #: Every number so far is the place where it stands.
        self.is_straight = True

    def append(self, number: int) -> None:
        """Enter one more."""
        if self._count == len(self._room):
            self._room = np.concatenate((self._room, np.zeros_like(self._room)))
        self._room[self._count] = number
        self.is_straight = self.is_straight and number == self._count
        self._count += 1

    def __len__(self) -> int:
        return self._count

    @property
    def array(self) -> Integers:
        """All of them."""
        return self._room[: self._count]

    def take(self, places: Codes) -> Codes:
        """Those that stand at some places."""
        return places if self.is_straight else taken(self.array, places)


class Directory:
    """Codes under keys from 0 up to a bound, in the shortest integers that hold them."""

    def __init__(self, size: int) -> None:
        #: Stands where a key has no code yet: the highest of its kind, so that one maximum tells of all rows at once.
        self._new = _BYTES - 1
        self._codes: Codes = np.full(size, self._new, np.uint8)

    def __len__(self) -> int:
        return len(self._codes)

    def find(self, keys: Codes, enter: Callable[[list[int]], Iterable[int]]) -> Codes:
        """The code of each key; `enter` says the codes of keys that are new, which come in their order."""
        found = taken(self._codes, keys)
        if not len(found) or found.max() < self._new:
            return found
        is_new = np.zeros(len(self), np.bool_)
        is_new[keys[found == self._new]] = True
        new = np.flatnonzero(is_new).tolist()
        for key, code in zip(new, enter(new), strict=True):
            self.put(key, code)
        return taken(self._codes, keys)

    def put(self, key: int, code: int) -> None:
        """Enter one more."""
        if code >= self._new:
            is_new, self._codes = self._codes == self._new, self._codes.astype(shortest(code + 2))
            self._new = int(np.iinfo(self._codes.dtype).max)
            self._codes[is_new] = self._new
        self._codes[key] = code

    def moved(self, by: int, size: int) -> Directory:
        """The same codes under keys that are so much higher, up to another bound."""
        found = Directory(0)
        found._new, found._codes = self._new, np.full(size, self._new, self._codes.dtype)
        found._codes[by : by + len(self)] = self._codes
        return found


class IntegerCoder:
    """One code for each integer that was seen, of whatever size."""

    def __init__(self) -> None:
        self.values: list[int] = []
        self._known: dict[int, int] = {}
        #: The integer of the first key.
        self.low = 0
        self._direct = Directory(0)

    @property
    def room(self) -> int:
        """How many keys there are."""
        return len(self._direct)

    def by_keys(self, keys: Codes) -> Codes:
        """The code of each integer, told from where the keys begin; all of them are within reach."""
        return self._direct.find(keys, lambda new: [self.code(key + self.low) for key in new])

    def encode(self, integers: Codes) -> Codes:
        """The code of each integer."""
        if not len(integers):
            return np.zeros(0, np.uint8)
        low, high = int(integers.min()), int(integers.max())
        if self.reaches(low, high):
            return self.by_keys(less(integers, self.low, shortest(self.room)))
        present, at = distinct(integers)
        return np.array([self.code(value) for value in present.tolist()], np.int32).take(at)

    def reaches(self, low: int, high: int) -> bool:
        """Whether the integers are close enough together to be looked up by themselves; then there is room for them."""
        if len(self._direct) and low >= self.low and high < self.low + len(self._direct):
            return True
        if len(self._direct):
            low, high = min(low, self.low), max(high, self.low + len(self._direct) - 1)
        if high - low >= 1 << DIRECT_BITS + 2:
            return False
        margin = max(16, high - low)
        self.low, self._direct = low - margin, Directory(high - low + 1 + 2 * margin)
        for value, code in self._known.items():
            if self.low <= value < self.low + len(self._direct):
                self._direct.put(value - self.low, code)
        return True

    def code(self, value: int) -> int:
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = len(self.values)
            self.values.append(value)
        return found


def distinct(integers: Codes) -> tuple[Integers, Integers]:
    """The integers that are present, and for each row which of them it has."""
    import pyarrow as pa

    encoded = pa.array(integers).dictionary_encode()
    return encoded.dictionary.to_numpy(zero_copy_only=False), encoded.indices.to_numpy(zero_copy_only=False)


def shortest(size: int) -> Any:
    """The kind of integers that holds so many codes in the least room."""
    return next((kind for kind, most in _KINDS if size <= most), np.int64)


def taken(values: npt.NDArray[Any], at: Codes) -> npt.NDArray[Any]:
    """What stands in a table at each of these places, all of which are in it."""
    if at.dtype != np.uint8 or values.dtype != np.uint8:
        return values.take(at, mode="clip")  # nothing is clipped; it is the way that asks least
    table = values[:_BYTES].tobytes().ljust(_BYTES, b"\0")  # from bytes to bytes nothing need become longer on the way
    return np.frombuffer(bytearray(at).translate(table), np.uint8)  # bytes would look whether anything changes


def rooms_for(columns: int, count: int) -> npt.NDArray[np.uint8]:
    """Room for so many columns of codes of a byte, in one piece: a system hands out many small pieces far more slowly."""
    return np.empty((columns, count), np.uint8)


def less(numbers: Codes, by: int, kind: Any) -> Codes:
    """Numbers less an amount, where this kind of integers holds what is left: what overflows on the way comes back."""
    found = numbers.astype(kind)
    left = by % (1 << 8 * found.itemsize)
    return np.subtract(found, np.int64(left).astype(kind), out=found) if left else found
