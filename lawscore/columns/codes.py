"""Codes in place of values: a column as small integers, and several columns as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

#: A small integer for each row: where in a list its value stands.
Codes: TypeAlias = npt.NDArray[np.integer]
Integers: TypeAlias = npt.NDArray[np.int64]
#: Yes or no for each row.
Flags: TypeAlias = npt.NDArray[np.bool_]
Combination: TypeAlias = tuple[int, ...]

#: Up to so many bits a table is looked up by its keys directly; above that the keys that are present are searched.
_DIRECT_BITS: Final = 16
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


class Combiner:
    """One code for each combination of codes that was seen, in the order in which they came.

    Kept from batch to batch: `combinations` grows, and a code once given stays.
    """

    def __init__(self, width: int) -> None:
        self.combinations: list[Combination] = []
        self._bits = [0] * width
        self._known: dict[int, int] = {}
        #: None where the keys are too long for it.
        self._direct: Directory | None = Directory(1)
        #: Every combination so far is its own key: of several columns only one has more than one code.
        self._is_plain = True
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
        if bits != self._bits:
            self._bits = bits
            self._lay_out()
        return True

    def _lay_out(self) -> None:
        self._known = {_key(one, self._bits): code for code, one in enumerate(self.combinations)}
        self._is_plain = all(key == code for key, code in self._known.items())
        total = sum(self._bits)
        self._direct = Directory(1 << total) if total <= _DIRECT_BITS else None
        if self._direct is not None:
            for key, code in self._known.items():
                self._direct.put(key, code)

    def _by_keys(self, keys: Codes) -> Codes:
        if self._direct is None:
            return self._searched(keys)
        if self._is_plain and len(keys) and keys.max() < len(self.combinations):
            return keys
        return self._direct.find(keys, lambda new: map(self._enter, new))

    def _searched(self, keys: Codes) -> Codes:
        present, at = distinct(keys)
        known = self._known
        found = [known[key] if key in known else self._enter(key) for key in present.tolist()]
        return np.array(found, np.int32).take(at)

    def _enter(self, key: int) -> int:
        code = self._known[key] = len(self.combinations)
        self._is_plain = self._is_plain and key == code
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
        self._direct = Directory(0)

    def encode(self, integers: Codes) -> Codes:
        """The code of each integer."""
        if not len(integers):
            return np.zeros(0, np.uint8)
        low, high = int(integers.min()), int(integers.max())
        if self._reaches(low, high):
            keys = np.subtract(integers, self._low, dtype=np.int64)
            return self._direct.find(keys, lambda new: [self.code(key + self._low) for key in new])
        present, at = distinct(integers)
        return np.array([self.code(value) for value in present.tolist()], np.int32).take(at)

    def _reaches(self, low: int, high: int) -> bool:
        """Whether the integers are close enough together to be looked up by themselves; then there is room for them."""
        if len(self._direct) and low >= self._low and high < self._low + len(self._direct):
            return True
        if len(self._direct):
            low, high = min(low, self._low), max(high, self._low + len(self._direct) - 1)
        if high - low >= 1 << _DIRECT_BITS + 2:
            return False
        margin = max(16, high - low)
        self._low, self._direct = low - margin, Directory(high - low + 1 + 2 * margin)
        for value, code in self._known.items():
            if self._low <= value < self._low + len(self._direct):
                self._direct.put(value - self._low, code)
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
    return np.frombuffer(at.tobytes().translate(table), np.uint8)


def _bits(size: int) -> int:
    return (size - 1).bit_length()


def _shifted(columns: Sequence[Codes], bits: Sequence[int]) -> Codes:
    """The codes of a row side by side in one integer; of a column with one code there is nothing to see."""
    kind, keys = shortest(1 << sum(bits)), None
    for column, width in zip(columns, bits, strict=True):
        if not width:
            continue
        own = column.astype(kind, copy=False)
        if keys is not None:
            keys = np.multiply(keys, kind(1 << width))  # far faster than a shift of bytes
            np.bitwise_or(keys, own, out=keys)
        else:
            keys = own
    return keys if keys is not None else np.zeros(len(columns[0]), kind)


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
