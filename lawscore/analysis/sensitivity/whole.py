"""Whole numbers in columns, exact at any size: in 64 bits as long as nothing can overflow, else as Python's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[Any]
Flags: TypeAlias = NDArray[np.bool_]

#: What is below this in size fits into 64 bits, and so does the sum of two such numbers.
LIMIT: Final = 1 << 62


def ints(values: Sequence[Sequence[int]]) -> Ints:
    """Numbers as a table; in 64 bits where they fit."""
    shape = (len(values), len(values[0]) if values else 0)
    try:
        found = np.array(values, dtype=np.int64).reshape(shape)
    except OverflowError:
        return np.array(values, dtype=object).reshape(shape)
    return found if size(found) < LIMIT else found.astype(object)


def narrow(numbers: Ints) -> Ints:
    """In 64 bits, where all fit."""
    return numbers.astype(np.int64) if numbers.dtype == object and size(numbers) < LIMIT else numbers


def size(numbers: Ints) -> int:
    """The greatest absolute value."""
    return max(abs(int(numbers.max())), abs(int(numbers.min()))) if numbers.size else 0


def wide(numbers: Ints) -> Ints:
    """As Python's own numbers, which have no end."""
    return numbers if numbers.dtype == object else numbers.astype(object)


def times(one: Ints, other: Ints) -> Ints:
    """Products, place by place."""
    if object not in (one.dtype, other.dtype) and size(one) * size(other) < LIMIT:
        return one * other
    return wide(one) * wide(other)


def plus(one: Ints, other: Ints) -> Ints:
    """Sums, place by place."""
    if object not in (one.dtype, other.dtype) and size(one) + size(other) < LIMIT:
        return one + other
    return wide(one) + wide(other)


def scaled(numbers: Ints, factor: int) -> Ints:
    """Each number so many times."""
    return times(numbers, ints([[factor]]))


def dot(rows: Ints, columns: Ints) -> Ints:
    """The sum of products of each row with each column. Long numbers are taken apart into pieces that cannot overflow."""
    terms = size(columns) * max(rows.shape[1], 1)
    if rows.dtype != object and size(rows) * terms < LIMIT:
        return rows @ columns
    bits = LIMIT.bit_length() - 1 - terms.bit_length()
    signs, rest = np.where(rows < 0, -1, 1).astype(np.int64), np.abs(wide(rows))
    found: Ints = np.zeros((rows.shape[0], columns.shape[1]), dtype=object)
    shift = 0
    while rest.any():
        piece = (rest % (1 << bits)).astype(np.int64) * signs
        found = found + wide(piece @ columns) * (1 << shift)
        rest, shift = rest >> bits, shift + bits
    return found


def even(numbers: Ints) -> Ints:
    """One row, where all rows are the same."""
    return numbers[:1] if len(numbers) > 1 and bool((numbers == numbers[:1]).all()) else numbers
