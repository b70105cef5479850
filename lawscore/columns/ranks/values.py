"""The values of what is ranked and graded, in exact order; and which of them are on the same side of limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes
from lawscore.columns.numerators import LARGEST
from lawscore.columns.ranks.order import in_exact_order
from lawscore.columns.ranks.scores import Scores
from lawscore.columns.ratios import Ratios, column
from lawscore.columns.ratios_together import joined
from lawscore.numbers import ZERO, Rounding


@dataclass(frozen=True, eq=False)
class Values:
    """The values of entries: for each its place among the distinct ones, the smallest first."""

    numbers: Ratios
    places: Codes
    #: An entry that has each distinct one.
    entries: Codes

    def __len__(self) -> int:
        return len(self.entries)

    def among(self, limits: Iterable[Fraction]) -> tuple[Codes, int]:
        """Between which limits each entry is: entries of the same number are on the same side of all limits."""
        cuts = sorted({place for limit in limits for place in (self._first(limit), self._first(limit, beyond=True))})
        between = np.searchsorted(cuts, np.arange(len(self)), side="right").astype(np.int32)
        return between.take(self.places), len(cuts) + 1

    def _first(self, limit: Fraction, *, beyond: bool = False) -> int:
        """The place of the first value that is not below a limit, or is above it."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            value = self.numbers.at(int(self.entries[middle]))
            if value > limit or (value == limit and not beyond):
                high = middle
            else:
                low = middle + 1
        return low


def values_of(numbers: Ratios) -> Values:
    """Numbers as values in order."""
    return Values(numbers, *in_exact_order(numbers))


def is_round(numbers: Ratios, shown: Rounding) -> bool:
    """Whether it is plain to see that all have no more places than are shown."""
    under = numbers.under
    return isinstance(under, int) and (Fraction(1, under) / shown.unit).denominator == 1


def numbers_of(scores: Scores, own: Ratios | None = None) -> Ratios:
    """The score of each result, 0 where there is none: first those that units share, then those of their own, or these."""
    own = scores.numbers if own is None else own
    shared = ratios_of([ZERO if one.score is None else one.score for one in scores.shared])
    if not len(own) or not len(shared):
        return own if len(own) else shared
    count = len(shared) + len(own)
    return joined(count, [(np.arange(len(shared)), shared), (np.arange(len(shared), count), own)])


def ratios_of(values: Sequence[Fraction]) -> Ratios:
    """Numbers as a column of them."""
    pairs = [value.as_integer_ratio() for value in values]
    common = 1
    for under in {under for _, under in pairs}:
        common = lcm(common, under)
        if common >= LARGEST:
            return column(_whole([over for over, _ in pairs]), _whole([under for _, under in pairs]))
    return column(_whole([over * (common // under) for over, under in pairs]), common)


def _whole(numbers: list[int]) -> Any:
    fits = not numbers or -LARGEST < min(numbers) <= max(numbers) < LARGEST
    return np.array(numbers, np.int64 if fits else object)
