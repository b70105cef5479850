"""Columns of whole numbers, and what none of them passes: 64 bits as long as nothing can overflow, then Python's own."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from lawscore.columns.numerators import LARGEST

#: Whole numbers of 64 bits (int64), or Python's own (object), which have no limit.
Whole: TypeAlias = npt.NDArray[Any]
#: A column, or one number for all of its rows; and what no magnitude of it passes.
Bounded: TypeAlias = "tuple[Whole | int, int]"


def product(one: Bounded, other: Bounded) -> Bounded:
    """The product of columns or numbers; in Python's own numbers where 64 bits might not hold it."""
    left, right, most = one[0], other[0], one[1] * other[1]
    if isinstance(left, int) and isinstance(right, int):
        return left * right, most
    if isinstance(left, int) and left == 1:
        return right, most
    if isinstance(right, int) and right == 1:
        return left, most
    if not (_is_own(left) or _is_own(right)) and (most >= LARGEST or _is_long(left) or _is_long(right)):
        most = _bound(left) * _bound(right)
        if most >= LARGEST or _is_long(left) or _is_long(right):
            left, right = _own(left), _own(right)
    return left * right, most


def total(one: Bounded, other: Bounded) -> tuple[Whole, int]:
    """The sum of a column and another, or a number; in Python's own numbers where 64 bits might not hold it."""
    left, right, most = one[0], other[0], one[1] + other[1]
    if most >= LARGEST and not (_is_own(left) or _is_own(right)):
        most = _bound(left) + _bound(right)
        if most >= LARGEST:
            left, right = _own(left), _own(right)
    return np.add(left, right), most


def most_of(numbers: Whole) -> int:
    """The largest magnitude."""
    if not len(numbers):
        return 0
    return max(abs(int(numbers.max())), abs(int(numbers.min())))


def fitted(numbers: Whole) -> Whole:
    """The same in 64 bits, where these hold them."""
    return numbers.astype(np.int64) if numbers.dtype == object and most_of(numbers) < LARGEST else numbers


def kind_of(number: int) -> Any:
    """The kind of a column that begins with this number."""
    return np.int64 if abs(number) < LARGEST else object


def _bound(numbers: Whole | int) -> int:
    return abs(numbers) if isinstance(numbers, int) else most_of(numbers)


def _is_long(numbers: Whole | int) -> bool:
    """Whether it is a number that 64 bits do not hold."""
    return isinstance(numbers, int) and abs(numbers) >= LARGEST


def _is_own(numbers: Whole | int) -> bool:
    """Whether they are Python's own already."""
    return not isinstance(numbers, int) and numbers.dtype == object


def _own(numbers: Whole | int) -> Whole | int:
    return numbers if isinstance(numbers, int) else numbers.astype(object)
