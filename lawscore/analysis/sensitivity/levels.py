"""The order of the units of a group in many draws at a time: levels of units that stand equal, and their ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lawscore.analysis.sensitivity.whole import LIMIT, Flags, Ints, size
from lawscore.classes import dataclass
from lawscore.numbers import ZERO
from lawscore.ranking.contenders import Contender
from lawscore.ranking.order import in_order
from lawscore.rubric.bound import BoundRanking
from lawscore.rubric.ranks import Method


def tie_places(group: Sequence[Contender], ranking: BoundRanking | None) -> list[int] | None:
    """The place of each unit by the chain alone, as if all were tied; None where the chain is open for one of them.

    The chain looks at what was assessed, so that it says the same of any of them in every draw.
    """
    tied = [replace(one, score=ZERO) for one in group]
    places: dict[str, int] = {}
    for place, level in enumerate(in_order(tied, ranking, "exact")):
        if level.open:
            return None
        places.update({one.id: place for one in level.units})
    return [places[one.id] for one in group]


@dataclass(frozen=True, slots=True)
class Levels:
    """A group in order, draws × positions: who stands there, and where his level begins."""

    order: Ints
    starts: Ints
    begins: Flags

    @classmethod
    def of(cls, keys: Ints, ties: Ints, behind: Flags, there: Flags) -> Levels:
        """`keys`, draws × units, the greater goes first; then `ties`, the smaller first.

        Those who are `behind` come after all others, and those who are not `there` last.
        """
        back = 2 * ~there + behind
        whole = _in_one(keys, ties, back)
        if whole is not None:
            order = np.argsort(whole, axis=1)
            ordered = np.take_along_axis(whole, order, axis=1)
            return cls._begun(order, ordered[:, 1:] != ordered[:, :-1])
        first = np.argsort(ties, kind="stable")
        order = first[np.argsort(-keys[:, first], axis=1, kind="stable")]
        if back.any():
            moved = np.argsort(np.take_along_axis(back, order, axis=1), axis=1, kind="stable")
            order = np.take_along_axis(order, moved, axis=1)
        sorted_keys, sorted_back = np.take_along_axis(keys, order, axis=1), np.take_along_axis(back, order, axis=1)
        sorted_ties = ties[order]
        differs = (
            (sorted_keys[:, 1:] != sorted_keys[:, :-1]).astype(bool)
            | (sorted_ties[:, 1:] != sorted_ties[:, :-1])
            | (sorted_back[:, 1:] != sorted_back[:, :-1])
        )
        return cls._begun(order, differs)

    @classmethod
    def _begun(cls, order: Ints, differs: Flags) -> Levels:
        """From the order, and where one differs from the one before."""
        begins = np.ones(order.shape, dtype=bool)
        begins[:, 1:] = differs
        starts = np.maximum.accumulate(np.where(begins, np.arange(order.shape[1]), 0), axis=1)
        return cls(order, starts, begins)

    def ranks(self, method: Method) -> Ints:
        """The ranks, draws × units."""
        found = np.cumsum(self.begins, axis=1) if method == "dense" else self.starts + 1
        return self.back(found)

    def back(self, sorted_: Ints) -> Ints:
        """What stands by position, by unit again."""
        found = np.empty_like(sorted_)
        np.put_along_axis(found, self.order, sorted_, axis=1)
        return found

    def ahead_and_beside(self, chosen: Flags) -> tuple[Ints, Ints]:
        """For each unit, how many of those chosen stand on better levels, and how many on its own; draws × units."""
        mine = np.take_along_axis(chosen, self.order, axis=1).astype(np.int64)
        until = np.cumsum(mine, axis=1)
        before = until - mine
        ahead = np.take_along_axis(before, self.starts, axis=1)
        last = np.ones_like(self.begins)
        last[:, :-1] = self.begins[:, 1:]
        size = self.begins.shape[1]
        ends = np.where(last, np.arange(size), size)
        ends = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
        beside = np.take_along_axis(until, ends, axis=1) - ahead
        return self.back(ahead), self.back(beside)


def _in_one(keys: Ints, ties: Ints, back: Ints) -> Ints | None:
    """Key, tie and block as one number, the smaller goes first; None where it could overflow."""
    ways = int(ties.max(initial=0)) + 1
    span = (2 * size(keys) + 1) * ways
    if keys.dtype == object or 3 * span >= LIMIT:
        return None
    found: Ints = back * span - keys * ways + ties
    return found
