"""Several columns of codes as one: a code for each combination that was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from lawscore.columns.codes import DIRECT_BITS, Codes, Directory, distinct, shortest

Combination: TypeAlias = tuple[int, ...]


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
        if len(bits) > 2 and sum(bits) > DIRECT_BITS:  # of two, the keys are short enough to be searched
            return False
        if bits != self._bits:
            self._bits = bits
            self._lay_out()
        return True

    def _lay_out(self) -> None:
        self._known = {_key(one, self._bits): code for code, one in enumerate(self.combinations)}
        self._is_plain = all(key == code for key, code in self._known.items())
        total = sum(self._bits)
        self._direct = Directory(1 << total) if total <= DIRECT_BITS else None
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
