"""Exact means of a group: of its totals, and of each indicator among the units that were scored in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lawscore.numbers import ZERO
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.headings import Heading


@dataclass(frozen=True, slots=True)
class Means:
    """The means of one group, and among how many units each was found; None where no unit is scored."""

    total: Fraction | None
    count: int
    indicators: Mapping[str, Fraction | None] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


def means_of(cards: Iterable[UnitCard], headings: Sequence[Heading]) -> Mapping[str, Means]:
    """The means of every group by its id."""
    groups: dict[str, list[UnitCard]] = {}
    for card in cards:
        groups.setdefault(card.group, []).append(card)
    return {group: _means(members, headings) for group, members in groups.items()}


def _means(cards: Sequence[UnitCard], headings: Sequence[Heading]) -> Means:
    totals = [card.score for card in cards if card.score is not None]
    scores = {heading.id: _scores(heading.id, cards) for heading in headings}
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
