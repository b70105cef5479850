"""Exact figures of many values: how many lie in each step of a scale, and where the quarters of them lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from lawscore.classes import dataclass
from lawscore.numbers import ONE, ZERO, ceiling, floor
from lawscore.publishing.charts.scale import Scale, scale_over
from lawscore.publishing.means import mean

#: About so many bins.
_BINS: Final = 14
#: Totals out of fewer points than this are told apart by less than a point.
_FEW_POINTS: Final = 20


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values are at least `begin` and below `end`."""

    begin: Fraction
    end: Fraction
    count: int


def scale_of_bins(values: Sequence[Fraction], points: Fraction) -> Scale | None:
    """A scale whose steps are the bins: of whole points where there are many, and one more where a value is its end."""
    scale = scale_over(values, _BINS, ONE if points >= _FEW_POINTS else ZERO)
    if scale is None or max(values) < scale.high:
        return scale
    return Scale(scale.low, scale.high + scale.step, scale.step)


def bins(values: Sequence[Fraction], scale: Scale) -> Iterator[Bin]:
    """Every step of the scale, those without a value too."""
    counts: dict[int, int] = {}
    for value in values:
        place = int(floor((value - scale.low) / scale.step))
        counts[place] = counts.get(place, 0) + 1
    for place, begin in enumerate(scale.ticks[:-1]):
        yield Bin(begin, begin + scale.step, counts.get(place, 0))


@dataclass(frozen=True, slots=True)
class Spread:
    """Of some values: the least, those below or at which a quarter, half and three quarters lie, the largest, the mean."""

    low: Fraction
    first: Fraction
    median: Fraction
    third: Fraction
    high: Fraction
    mean: Fraction


def spread(values: Sequence[Fraction]) -> Spread | None:
    """The spread; None of nothing. The quarters are values that are there, none between two."""
    middle = mean(values)
    if middle is None:
        return None
    ordered = sorted(values)

    def at(share: Fraction) -> Fraction:
        return ordered[int(ceiling(len(ordered) * share)) - 1]

    quarter = Fraction(1, 4)
    return Spread(ordered[0], at(quarter), at(quarter * 2), at(quarter * 3), ordered[-1], middle)
