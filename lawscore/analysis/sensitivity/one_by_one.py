"""All draws one at a time, by the engine itself: slow, for any rubric, and without numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from lawscore.analysis.sensitivity import exactly
from lawscore.analysis.sensitivity.axis import Threshold
from lawscore.analysis.sensitivity.draws import PARTS, Range, factors
from lawscore.analysis.sensitivity.frame import Frame, lost
from lawscore.analysis.sensitivity.standings import Place, places_of
from lawscore.analysis.sensitivity.tally import Counts
from lawscore.rubric.bound import BoundNode

#: Is told how many steps are done.
Progress = Callable[[int], None]


class OneByOne:
    """The way of the engine itself."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        #: The leaves that count, in the order of the document.
        self.leaves = Frame.of(frame.assessment).weighed

    def draw(self, spread: Range, seed: int, draws: int, progress: Progress) -> list[Counts]:
        """All draws, counted for each unit."""
        shown = self.frame.rubric.root.shown
        counts = [Counts() for _ in self.frame.bases]
        for draw in range(draws):
            totals = self.totals(list(factors(spread, seed, draw, len(self.frame.weighed))))
            for count, place, total in zip(counts, self.places(totals), totals, strict=True):
                count.add(place, None if total is None else shown.apply(total))
            progress(1)
        return counts

    def remove(self, progress: Progress) -> Iterable[Sequence[Place]]:
        """The places of all units without each of the weighed indicators."""
        for gone in range(len(self.frame.weighed)):
            yield self.places(self.totals([0 if place == gone else PARTS for place in range(len(self.frame.weighed))]))
            progress(1)

    def totals(self, weights: Sequence[int]) -> list[Fraction | None]:
        """The totals of all units in one draw."""
        return exactly.totals(self.frame, weights)

    def places(self, totals: Sequence[Fraction | None]) -> Sequence[Place]:
        """The places of all units in one draw."""
        return places_of(self.frame, totals)

    def sufficing(self, unit: int, threshold: Threshold) -> Iterable[tuple[BoundNode, Fraction]]:
        """The leaves that lift a unit over a threshold if they lose no points, and its total then."""
        base = self.frame.bases[unit]
        found = [(leaf, exactly.mended(self.frame, base, leaf)) for leaf in self.leaves if lost(base.results[leaf.id])]
        met = [(leaf, total) for leaf, total in found if total is not None and threshold.is_met(total)]
        return sorted(met, key=lambda pair: pair[1])
