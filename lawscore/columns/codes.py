"""Codes in place of values: a column as small integers, and several columns as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

#: A small integer for each row: where in a list its value stands.
Codes: TypeAlias = npt.NDArray[np.integer]
Integers: TypeAlias = npt.NDArray[np.int64]
Combination: TypeAlias = tuple[int, ...]

#: Up to so many bits a table is looked up by its keys directly; above that the keys that are present are searched.
_DIRECT_BITS: Final = 16
_UNSEEN: Final = -1


class Grown:
    """Whole numbers in an array that grows."""

    def __init__(self) -> None:
        self._room = np.zeros(64, np.int64)
        self._count = 0

    def append(self, number: int) -> None:
        """Enter one more."""
        if self._count == len(self._room):
            self._room = np.concatenate((self._room, np.zeros_like(self._room)))
        self._room[self._count] = number
        self._count += 1

    def __len__(self) -> int:
        return self._count

    @property
    def array(self) -> Integers:
        """All of them."""
        return self._room[: self._count]


class Combiner:
    """One code for each combination of codes that was seen, in the order in which they came.

    Kept from batch to batch: `combinations` grows, and a code once given stays.
    """

    def __init__(self, width: int) -> None:
        self.combinations: list[Combination] = []
        self._bits = [1] * width
        self._known: dict[int, int] = {}
        self._direct = np.full(0, _UNSEEN, np.int32)
        #: Of many columns, the two halves, each of which is made one column first, and what then combines the two.
        self._halves: tuple[Combiner, Combiner, Combiner] | None = None

    def __len__(self) -> int:
        return len(self.combinations)

    def combine(self, columns: Sequence[Codes], sizes: Sequence[int]) -> Codes:
        """The code of each row; `sizes` say how many codes each column knows."""
        assert len(columns) == len(self._bits)
        if self._halves is None and self._fits(sizes):
            return self._by_keys(_shifted(columns, self._bits))
        return self._in_halves(columns, sizes)

    def _fits(self, sizes: Sequence[int]) -> bool:
        """Make room for as many codes as there are; whether the keys then stay short."""
        bits = [max(known, _bits(size)) for known, size in zip(self._bits, sizes, strict=True)]
        if len(bits) > 2 and sum(bits) > _DIRECT_BITS:  # of two, the keys are short enough to be searched
            return False
        if bits != self._bits or not len(self._direct):
            self._bits = bits
            self._lay_out()
        return True

    def _lay_out(self) -> None:
        self._known = {_key(one, self._bits): code for code, one in enumerate(self.combinations)}
        total = sum(self._bits)
        self._direct = np.full(1 << total if total <= _DIRECT_BITS else 0, _UNSEEN, np.int32)
        for key, code in self._known.items():
            if len(self._direct):
                self._direct[key] = code

    def _by_keys(self, keys: Integers) -> Codes:
        return self._looked_up(keys) if len(self._direct) else self._searched(keys)

    def _looked_up(self, keys: Integers) -> Codes:
        codes = self._direct.take(keys, mode="clip")
        if len(codes) and codes.min() < 0:
            for key in np.unique(keys[codes < 0]).tolist():
                self._direct[key] = self._enter(key)
            codes = self._direct.take(keys, mode="clip")
        return codes

    def _searched(self, keys: Integers) -> Codes:
        present, at = distinct(keys)
        known = self._known
        found = [known[key] if key in known else self._enter(key) for key in present.tolist()]
        return np.array(found, np.int32).take(at)

    def _enter(self, key: int) -> int:
        code = self._known[key] = len(self.combinations)
        self.combinations.append(_parts(key, self._bits))
        return code

    def _in_halves(self, columns: Sequence[Codes], sizes: Sequence[int]) -> Codes:
        middle = len(columns) // 2
        if self._halves is None:
            self._split(middle)
        assert self._halves is not None  # they were just made
        left, right, both = self._halves
        one, other = left.combine(columns[:middle], sizes[:middle]), right.combine(columns[middle:], sizes[middle:])
        codes = both.combine((one, other), (len(left), len(right)))
        for a, b in both.combinations[len(self.combinations) :]:
            self.combinations.append((*left.combinations[a], *right.combinations[b]))
        return codes

    def _split(self, middle: int) -> None:
        """Begin anew in halves; the combinations that are known already keep their codes."""
        known, width = self.combinations, len(self._bits)
        self._halves, self.combinations = (Combiner(middle), Combiner(width - middle), Combiner(2)), []
        for one in known:
            self._in_halves([np.array([code]) for code in one], [code + 1 for code in one])


class IntegerCoder:
    """One code for each integer that was seen, of whatever size."""

    def __init__(self) -> None:
        self.values: list[int] = []
        self._known: dict[int, int] = {}
        self._low = 0
        self._direct = np.full(0, _UNSEEN, np.int32)

    def encode(self, integers: Integers) -> Codes:
        """The code of each integer."""
        if not len(integers):
            return np.zeros(0, np.int32)
        low, high = int(integers.min()), int(integers.max())
        if self._reaches(low, high):
            return self._looked_up(integers)
        present, at = distinct(integers)
        return np.array([self.code(value) for value in present.tolist()], np.int32).take(at)

    def _reaches(self, low: int, high: int) -> bool:
        """Whether the integers are close enough together to be looked up by themselves; then there is room for them."""
        if self._direct.size and low >= self._low and high < self._low + len(self._direct):
            return True
        if self._direct.size:
            low, high = min(low, self._low), max(high, self._low + len(self._direct) - 1)
        if high - low >= 1 << _DIRECT_BITS + 2:
            return False
        margin = max(16, high - low)
        self._low, self._direct = low - margin, np.full(high - low + 1 + 2 * margin, _UNSEEN, np.int32)
        for value, code in self._known.items():
            if self._low <= value < self._low + len(self._direct):
                self._direct[value - self._low] = code
        return True

    def _looked_up(self, integers: Integers) -> Codes:
        keys = integers - self._low
        codes = self._direct.take(keys, mode="clip")
        if codes.min() < 0:
            for value in np.unique(integers[codes < 0]).tolist():
                self._direct[value - self._low] = self.code(value)
            codes = self._direct.take(keys, mode="clip")
        return codes

    def code(self, value: int) -> int:
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = len(self.values)
            self.values.append(value)
        return found


def distinct(integers: Integers) -> tuple[Integers, Integers]:
    """The integers that are present, and for each row which of them it has."""
    import pyarrow as pa

    encoded = pa.array(integers).dictionary_encode()
    return encoded.dictionary.to_numpy(zero_copy_only=False), encoded.indices.to_numpy(zero_copy_only=False)


def _bits(size: int) -> int:
    return max(1, (size - 1).bit_length())


def _shifted(columns: Sequence[Codes], bits: Sequence[int]) -> Integers:
    """The codes of a row side by side in one integer."""
    keys = columns[0].astype(np.int64)
    for column, width in zip(columns[1:], bits[1:], strict=True):
        np.left_shift(keys, width, out=keys)
        np.bitwise_or(keys, column, out=keys)
    return keys


def _key(combination: Combination, bits: Sequence[int]) -> int:
    key = combination[0]
    for code, width in zip(combination[1:], bits[1:], strict=True):
        key = key << width | code
    return key


def _parts(key: int, bits: Sequence[int]) -> Combination:
    parts: list[int] = []
    for width in reversed(bits[1:]):
        parts.append(key & ((1 << width) - 1))
        key >>= width
    return (key, *reversed(parts))
