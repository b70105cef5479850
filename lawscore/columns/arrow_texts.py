"""Columns of texts as Arrow arrays: each distinct text stands once, and rows refer to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from lawscore.columns.codes import Codes, Flags, Grown, Integers

#: Where in a dictionary the text of each row stands, as Arrow and Parquet take it.
Indices: TypeAlias = npt.NDArray[np.int32]
#: The texts of some rows that have no code: each distinct one, and which of them each row has.
Own: TypeAlias = Callable[[Integers], tuple[list[str | None], Codes]]


class Texts:
    """What is told of the values of a list that grows: each distinct text under a number, and that of each value."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values  # held, so that no other list comes to have its identity
        self.numbers: dict[str | None, int] = {}
        self.codes = Grown()

    def extend(self, values: Sequence[Any], tell: Callable[[Any], str | None]) -> None:
        """Tell of those that are new."""
        for value in values[len(self.codes) :]:
            self.codes.append(self.numbers.setdefault(tell(value), len(self.numbers)))

    def column(self, codes: Codes, own: Own | None = None) -> Any:
        """What is told of the value of each row, as a column; `own` tells of the rows that have no code."""
        if own is None or not len(codes) or codes.min() >= 0:
            return column_of(self.numbers, self._indices(codes))
        rows = np.flatnonzero(codes < 0)
        more, at = own(rows)
        numbers = dict(self.numbers)
        places = np.array([numbers.setdefault(text, len(numbers)) for text in more], np.int32)
        indices = np.empty(len(codes), np.int32)
        coded = np.flatnonzero(codes >= 0)
        indices[coded] = self._indices(codes[coded])
        indices[rows] = places.take(at)
        return column_of(numbers, indices)

    def _indices(self, codes: Codes) -> Indices:
        if self.codes.is_straight:
            return codes.astype(np.int32)
        return self.codes.array.astype(np.int32).take(codes, mode="clip")


def same(text: str) -> Own:
    """All rows have this text."""
    return lambda rows: ([text], np.zeros(len(rows), np.int64))


def column_of(texts: Iterable[str | None], indices: Indices) -> Any:
    """A column that refers to texts; None among them is nothing."""
    import pyarrow as pa

    listed = list(texts)
    is_there = indices != listed.index(None) if None in listed else None
    words = pa.array(["" if text is None else text for text in listed], pa.string())
    return pa.DictionaryArray.from_arrays(_nullable(indices, is_there), words, safe=False)


def _nullable(indices: Indices, is_there: Flags | None) -> Any:
    """The same as an Arrow array, without being copied."""
    import pyarrow as pa

    missing = 0 if is_there is None else len(indices) - int(np.count_nonzero(is_there))
    bits = pa.py_buffer(np.packbits(is_there, bitorder="little")) if is_there is not None and missing else None
    whole = pa.py_buffer(np.ascontiguousarray(indices))
    return pa.Array.from_buffers(pa.int32(), len(indices), [bits, whole], missing)
