"""Exact means of a group, of its totals and of each indicator: always of the units whose total stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction

from lawscore.classes import dataclass
from lawscore.numbers import ZERO
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.headings import Heading


@dataclass(frozen=True, slots=True)
class Means:
    """The means of one group, and among how many units each was found; None where no unit is scored.

    A provisional unit counts in none of them: one paper must not compare with two sets of units.
    """

    total: Fraction | None
    count: int
    indicators: Mapping[str, Fraction | None] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def of_total(self) -> Fraction | None:
        """The mean total to compare a unit with; None where one alone is scored: it would be compared with itself."""
        return self.total if self.count > 1 else None

    def of(self, indicator: str) -> Fraction | None:
        """The mean of an indicator to compare a unit with, by the same rule."""
        return self.indicators.get(indicator) if self.counts.get(indicator, 0) > 1 else None


def means_of(cards: Iterable[UnitCard], headings: Sequence[Heading]) -> Mapping[str, Means]:
    """The means of every group by its id."""
    groups: dict[str, list[UnitCard]] = {}
    for card in cards:
        groups.setdefault(card.group, []).append(card)
    return {group: _means(members, headings) for group, members in groups.items()}


def _means(cards: Sequence[UnitCard], headings: Sequence[Heading]) -> Means:
    final = [card for card in cards if card.score is not None]
    totals = [card.score for card in final if card.score is not None]
    scores = {heading.id: _scores(heading.id, final) for heading in headings}
    return Means(
        total=mean(totals),
        count=len(totals),
        indicators={one: mean(found) for one, found in scores.items()},
        counts={one: len(found) for one, found in scores.items()},
    )


def _scores(indicator: str, cards: Sequence[UnitCard]) -> list[Fraction]:
    found = (card.lines.get(indicator) for card in cards)
    return [line.score for line in found if line is not None and line.score is not None]


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """The exact mean; None of nothing."""
    return sum(values, ZERO) / len(values) if values else None
