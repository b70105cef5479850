"""Counting what came out as published: exactly, or within a tolerance that the publisher's own digits allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lawscore.facts.card import Card
from lawscore.numbers import plain_text

#: How many mismatches are told; the count goes on.
_TOLD = 10


@dataclass
class Tally:
    """How many published values were compared, how many came out, and the first that did not."""

    matched: int = 0
    total: int = 0
    mismatches: list[str] = field(default_factory=list)

    def same(self, unit: str, name: str, found: object, published: object) -> None:
        """Compare a word or a whole number."""
        self._count(found == published, unit, name, found, published)

    def exact(self, unit: str, name: str, found: Fraction | None, published: str) -> None:
        """Compare with a published decimal, every digit of it."""
        self._count(found == Fraction(published), unit, name, found, published)

    def within(self, unit: str, name: str, found: Fraction | None, published: str, tolerance: Fraction) -> None:
        """Compare with a published figure that was itself computed in floating point, or printed short."""
        near = found is not None and abs(found - Fraction(published)) <= tolerance
        self._count(near, unit, name, found, published)

    def _count(self, matched: bool, unit: str, name: str, found: object, published: object) -> None:
        self.total += 1
        self.matched += matched
        if not matched and len(self.mismatches) < _TOLD:
            shown = plain_text(found) if isinstance(found, Fraction) else found
            self.mismatches.append(f"{unit}: {name} is {shown}, published {published}")

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.matched + other.matched, self.total + other.total, [*self.mismatches, *other.mismatches][:_TOLD]
        )


def scores_of(card: Card) -> Mapping[str, Fraction | None]:
    """The exact score of every indicator of a card, and of every result beside the total, by id."""
    return {node.id: node.score for node in (*card.nodes, *card.also)}
