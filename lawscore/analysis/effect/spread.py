"""How changes are spread over units: how many rise and fall, least, percentiles, most, mean.

A percentile is one of the changes themselves (nearest rank): of n changes in order, the p-th is the ⌈p·n/100⌉-th.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from lawscore.classes import dataclass
from lawscore.numbers import ZERO

#: What is told: the least, the tenth percentile, and so on.
PERCENTILES: Final[Mapping[str, int]] = {"min": 0, "p10": 10, "p25": 25, "median": 50, "p75": 75, "p90": 90, "max": 100}


@dataclass(frozen=True, slots=True)
class Spread:
    """The changes of some units. `percentiles` and `mean` are empty where there is no unit."""

    units: int
    rise: int
    fall: int
    stay: int
    percentiles: Mapping[str, Fraction]
    mean: Fraction | None


def spread_of(changes: Iterable[Fraction]) -> Spread:
    """The spread of some changes."""
    ordered = sorted(changes)
    count = len(ordered)
    return Spread(
        units=count,
        rise=sum(one > 0 for one in ordered),
        fall=sum(one < 0 for one in ordered),
        stay=sum(one == 0 for one in ordered),
        percentiles={name: nearest_rank(ordered, percent) for name, percent in PERCENTILES.items()} if ordered else {},
        mean=sum(ordered, ZERO) / count if ordered else None,
    )


def nearest_rank(ordered: list[Fraction], percent: int) -> Fraction:
    """The percentile of values in order, which is one of them."""
    place = -(-percent * len(ordered) // 100)
    return ordered[max(place, 1) - 1]
