"""Many draws at a time, with numpy, exactly: what can be worked out in columns is, the rest goes draw by draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Final

import numpy as np

from lawscore.analysis.sensitivity import columns
from lawscore.analysis.sensitivity.axis import Threshold
from lawscore.analysis.sensitivity.columns import Columns, Sheet
from lawscore.analysis.sensitivity.draws import PARTS, Range, factor_rows
from lawscore.analysis.sensitivity.frame import Frame
from lawscore.analysis.sensitivity.one_by_one import OneByOne, Progress
from lawscore.analysis.sensitivity.placing import NotInColumns, Placing, Values
from lawscore.analysis.sensitivity.quotients import Quotients
from lawscore.analysis.sensitivity.standings import Place
from lawscore.analysis.sensitivity.tally import Counts
from lawscore.analysis.sensitivity.whole import Flags, Ints
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundNode

#: How many totals are held at a time.
_AT_A_TIME: Final = 400_000
#: How many draws are rolled up one by one before they are placed.
_FEW: Final = 20


class Many(OneByOne):
    """The way in columns; it takes the other way for what does not fit."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.columns = Columns(frame) if columns.fits(frame) else None
        self.placing = _placing(frame)

    def draw(self, spread: Range, seed: int, draws: int, progress: Progress) -> list[Counts]:
        """All draws, counted for each unit."""
        counts = [Counts() for _ in self.frame.bases]
        for some in self._portions(draws):
            weights = factor_rows(spread, seed, some, len(self.frame.weighed)).T
            self._count(counts, *self._standing(weights, progress))
        return counts

    def remove(self, progress: Progress) -> Iterable[Sequence[Place]]:
        """The places of all units without each of the weighed indicators."""
        count = len(self.frame.weighed)
        for some in self._portions(count):
            weights = np.full((count, len(some)), PARTS, dtype=np.int64)
            weights[np.array(some), np.arange(len(some))] = 0
            _, ranks, grades = self._standing(weights, progress)
            for both in zip(ranks.T.tolist(), grades.T.tolist(), strict=True):
                yield [Place(rank or None, None if grade < 0 else grade) for rank, grade in zip(*both, strict=True)]

    def sufficing(self, unit: int, threshold: Threshold) -> Iterable[tuple[BoundNode, Fraction]]:
        """The leaves that lift a unit over a threshold if they lose no points, and its total then."""
        if self._mended is None:
            yield from super().sufficing(unit, threshold)
            return
        found, there = self._mended
        row, limit = found.row(unit), Quotients.column([threshold.score])
        above, below = row.exceeds(limit), limit.exceeds(row)
        passed, short = (above, below) if threshold.sign > 0 else (below, above)
        met = np.flatnonzero((passed if threshold.beyond else ~short)[0] & there[unit])
        for place in met[np.argsort(row.keys()[0][met], kind="stable")].tolist():
            yield self.leaves[place], found.at(unit, place)

    @cached_property
    def _mended(self) -> tuple[Quotients, Flags] | None:
        """The totals if one leaf had all its points, units × leaves."""
        if self.frame.level is None:
            return self.columns.mended() if self.columns is not None else None
        whole = Frame.of(self.frame.assessment)
        return Columns(whole).mended() if columns.fits(whole) else None

    def _portions(self, count: int) -> Iterator[range]:
        """Draws in portions that fit into memory; few at a time where they go one by one."""
        size = max(1, _AT_A_TIME // max(len(self.frame.bases), 1)) if self.columns is not None else _FEW
        for first in range(0, count, size):
            yield range(first, min(first + size, count))

    def _standing(self, weights: Ints, progress: Progress) -> tuple[Values, Ints, Ints]:
        """Totals, ranks (0: none) and grades (-1: none), units × draws."""
        values = self._values(weights, progress if self.columns is None else _nobody)
        if self.placing is None:
            return values, *self._placed(values, progress if self.columns is not None else _nobody)
        found = values, self.placing.ranks(values), self.placing.grade_places(values)
        if self.columns is not None:
            progress(weights.shape[1])
        return found

    def _values(self, weights: Ints, progress: Progress) -> Values:
        if self.columns is not None:
            exact, there = self.columns.totals(Sheet(weights))
        else:
            exact, there = self._rolled(weights, progress)
        return Values(exact, exact.rounded(self.frame.rubric.root.shown), there)

    def _rolled(self, weights: Ints, progress: Progress) -> tuple[Quotients, Flags]:
        """The totals of trees that do not fit into columns: draw by draw."""
        draws = []
        for column in weights.T.tolist():
            draws.append(self.totals(column))
            progress(1)
        rows = list(zip(*draws, strict=True))
        there = np.array([[total is not None for total in row] for row in rows], dtype=bool)
        return Quotients.of([[total or ZERO for total in row] for row in rows]), there

    def _placed(self, values: Values, progress: Progress) -> tuple[Ints, Ints]:
        """Ranks and grades where something is open that the engine has to look at: draw by draw."""
        ranks, grades = np.zeros_like(values.there, dtype=np.int64), np.zeros_like(values.there, dtype=np.int64)
        for draw in range(values.there.shape[1]):
            there = values.there[:, draw].tolist()
            places = self.places([values.exact.at(unit, draw) if one else None for unit, one in enumerate(there)])
            ranks[:, draw] = [place.rank or 0 for place in places]
            grades[:, draw] = [-1 if place.grade is None else place.grade for place in places]
            progress(1)
        return ranks, grades

    @staticmethod
    def _count(counts: Sequence[Counts], values: Values, ranks: Ints, grades: Ints) -> None:
        """Count what became of each unit; totals by their extremes."""
        shown, under = values.shown.over, int(values.shown.under[0, 0])
        for unit, count in enumerate(counts):
            count.add_many(ranks[unit], grades[unit])
            there = values.there[unit]
            scores = shown[unit] if there.all() else shown[unit][there]
            if len(scores):
                count.widen(Fraction(int(scores.min()), under), Fraction(int(scores.max()), under))


def _placing(frame: Frame) -> Placing | None:
    try:
        return Placing(frame)
    except NotInColumns:
        return None


def _nobody(_: int) -> None:
    """Nobody is told."""
