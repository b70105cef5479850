"""Whom a save moved: the units whose score, rank, grade or state is another than before."""

from __future__ import annotations

from fractions import Fraction

from lawscore.assessing import Assessment
from lawscore.classes import dataclass
from lawscore.facts.card import Card


@dataclass(frozen=True, slots=True)
class Move:
    """One unit before and after; `before` is None where it was not there."""

    before: Card | None
    after: Card

    @property
    def graded(self) -> bool:
        """Whether the grade is another."""
        return self.before is not None and self.before.grade != self.after.grade

    @property
    def ranked(self) -> bool:
        """Whether the rank is another."""
        return self.before is not None and self.before.rank != self.after.rank

    @property
    def scored(self) -> bool:
        """Whether the score is another, or there is one now, or none any more."""
        old, new = self.before, self.after
        return old is not None and (old.state, old.score, old.bounds) != (new.state, new.score, new.bounds)

    @property
    def weight(self) -> tuple[bool, Fraction, int]:
        """How much there is to say: a new grade before all, then by how much the score and the rank moved."""
        old, new = self.before, self.after
        if old is None:
            return True, Fraction(), 0
        points = abs(new.score - old.score) if new.score is not None and old.score is not None else Fraction()
        places = abs(new.rank - old.rank) if new.rank is not None and old.rank is not None else 0
        return self.graded, points, places


@dataclass(frozen=True, slots=True)
class Moves:
    """Everybody who moved, in the order of the roster; `left` are units that are there no more."""

    moved: tuple[Move, ...] = ()
    left: int = 0

    def __bool__(self) -> bool:
        return bool(self.moved or self.left)

    @property
    def counts(self) -> dict[str, str]:
        """How many have another score, rank, grade; how many are new, and how many are there no more."""
        found = {key: sum(getattr(one, key) for one in self.moved) for key in ("scored", "ranked", "graded")}
        found |= {"joined": sum(one.before is None for one in self.moved), "left": self.left}
        return {key: str(count) for key, count in found.items()}


def moves(before: Assessment | None, after: Assessment) -> Moves:
    """Whom the change moved; nobody where there was nothing before."""
    if before is None or before is after:
        return Moves()
    old = {card.unit.id: card for card in before}
    pairs = (Move(old.get(card.unit.id), card) for card in after)
    there = {card.unit.id for card in after}
    return Moves(tuple(one for one in pairs if _is_moved(one)), len(old.keys() - there))


def _is_moved(one: Move) -> bool:
    if one.before is one.after:
        return False
    return one.before is None or one.scored or one.ranked or one.graded
