"""Counts over draws: what becomes of each unit, whichever way the draws are worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING

from lawscore.analysis.sensitivity.result import Drawn
from lawscore.analysis.sensitivity.standings import Place
from lawscore.classes import dataclass

if TYPE_CHECKING:
    from lawscore.analysis.sensitivity.whole import Ints


@dataclass(slots=True)
class Counts:
    """What one unit was in how many draws. Ranks and grades that there are not are None."""

    ranks: Counter[int | None] = field(default_factory=Counter)
    grades: Counter[int | None] = field(default_factory=Counter)
    least: Fraction | None = None
    greatest: Fraction | None = None

    def add(self, place: Place, shown: Fraction | None) -> None:
        """One more draw, with the total as it is shown."""
        self.ranks[place.rank] += 1
        self.grades[place.grade] += 1
        if shown is not None:
            self.widen(shown, shown)

    def add_many(self, ranks: Ints, grades: Ints) -> None:
        """Many draws at once: ranks from 1 and grades from 0."""
        import numpy as np

        for counter, row, none in ((self.ranks, ranks, 0), (self.grades, grades, -1)):
            values, times = np.unique(row, return_counts=True)
            for value, count in zip(values.tolist(), times.tolist(), strict=True):
                counter[None if value == none else value] += count

    def widen(self, least: Fraction, greatest: Fraction) -> None:
        """Totals, as they are shown, from the least to the greatest."""
        self.least = least if self.least is None else min(self.least, least)
        self.greatest = greatest if self.greatest is None else max(self.greatest, greatest)

    def drawn(self, now: Place, names: Sequence[str]) -> Drawn:
        """The counts as shares of all draws."""
        whole = sum(self.ranks.values())
        ranks = [rank for rank in self.ranks if rank is not None]
        return Drawn(
            ranks=(min(ranks), max(ranks)) if ranks else None,
            held=Fraction(self.ranks[now.rank], whole),
            scores=None if self.least is None or self.greatest is None else (self.least, self.greatest),
            grades={
                name: Fraction(self.grades[place], whole) for place, name in enumerate(names) if self.grades[place]
            },
            open_share=Fraction(self.grades[None], whole) if names else Fraction(0),
        )
