"""Sets of values: unions of intervals, with union, intersection, difference.

A region lies on one axis of numbers. An end of an interval is a cut between numbers: just before or just after one of
them, or beyond all. Over whole numbers every cut lies before a whole number, so that `<= 2` and `< 3` are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, TypeAlias

from lawscore.classes import dataclass
from lawscore.numbers import ONE, ZERO, ceiling, floor

#: Below everything (-1), at a number (0), above everything (1); the number; just before it (0) or just after it (1).
Cut: TypeAlias = tuple[int, Fraction, int]
Span: TypeAlias = tuple[Cut, Cut]

LOWEST: Final[Cut] = (-1, ZERO, 0)
HIGHEST: Final[Cut] = (1, ZERO, 0)


@dataclass(frozen=True, slots=True)
class Region:
    """A set of numbers: spans that do not touch, in order. It is false where it is empty."""

    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __or__(self, other: Region) -> Region:
        return Region(_merged((*self.spans, *other.spans)))

    def __and__(self, other: Region) -> Region:
        common = [(max(a[0], b[0]), min(a[1], b[1])) for a in self.spans for b in other.spans]
        return Region(_merged(common))

    def __invert__(self) -> Region:
        starts = [LOWEST, *(end for _, end in self.spans)]
        ends = [*(start for start, _ in self.spans), HIGHEST]
        return Region(_merged(zip(starts, ends, strict=True)))

    def __sub__(self, other: Region) -> Region:
        return self & ~other

    @property
    def whole(self) -> Region:
        """The whole numbers of the region."""
        return Region(_merged((_before_whole(start), _before_whole(end)) for start, end in self.spans))


EVERYTHING: Final = Region(((LOWEST, HIGHEST),))
NOTHING: Final = Region()


def between(low: Fraction | None, high: Fraction | None, *, low_in: bool = True, high_in: bool = True) -> Region:
    """The numbers between two limits; None is no limit."""
    start = LOWEST if low is None else (0, low, 0 if low_in else 1)
    end = HIGHEST if high is None else (0, high, 1 if high_in else 0)
    return Region(_merged([(start, end)]))


def point(value: Fraction) -> Region:
    """One number."""
    return between(value, value)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _before_whole(cut: Cut) -> Cut:
    """The cut before the first whole number that lies behind it."""
    beyond, value, after = cut
    if beyond:
        return cut
    return (0, floor(value) + ONE if after else ceiling(value), 0)
