"""The levels of equals in which the units of all groups stand, and the ranks of the levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags
from lawscore.ranking.order import counts_levels
from lawscore.rubric.ranks import Method


@dataclass(frozen=True, eq=False)
class Ladder:
    """The rows of all groups in levels of equals, group by group, the best first."""

    rows: Codes
    #: Where in `rows` a level begins, as a mark for each; and where each group begins.
    begins: Flags
    group_starts: Codes
    #: What would tell apart the units of a level, if it were known of all of them.
    open: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def starts(self) -> Codes:
        """Where in `rows` each level begins."""
        return np.flatnonzero(self.begins)

    @cached_property
    def levels(self) -> Codes:
        """The level of each place in `rows`."""
        found: Codes = np.cumsum(self.begins)
        found -= 1
        return found

    @cached_property
    def group_ends(self) -> Codes:
        """Where in `rows` each group ends."""
        return np.append(self.group_starts[1:], len(self.rows))

    @cached_property
    def sizes(self) -> Codes:
        """How many units each level has."""
        found = np.empty_like(self.starts)
        np.subtract(self.starts[1:], self.starts[:-1], out=found[:-1])
        found[-1:] = len(self.rows) - self.starts[-1:]
        return found

    @cached_property
    def first_levels(self) -> Codes:
        """The first level of each group, and how many levels there are."""
        return np.append(np.searchsorted(self.starts, self.group_starts), len(self))

    def level_at(self, place: Codes) -> Codes:
        """The level that stands at a place in `rows`."""
        return np.searchsorted(self.starts, place, side="right") - 1

    def group_of(self, level: Codes) -> Codes:
        """The group of a level."""
        return np.searchsorted(self.first_levels[:-1], level, side="right") - 1

    def ranks(self, method: Method) -> Codes:
        """The rank of each level: how many units of its group, or how many levels, stand ahead of it, and one more."""
        first: Codes
        ahead, first = self.starts, self.group_starts
        if counts_levels(method):
            ahead, first = np.arange(len(self)), self.first_levels[:-1]
        found: Codes = ahead - np.repeat(first - 1, np.diff(self.first_levels))
        return found

    def spread(self, values: Codes, into: Codes) -> None:
        """Hand what each level has to its rows."""
        into[self.rows] = values.take(self.levels)

    def of_level(self, level: int) -> Codes:
        """The rows of a level."""
        first = int(self.starts[level])
        return self.rows[first : first + int(self.sizes[level])]

    def level_of(self, row: int) -> int | None:
        """The level of a row; None for one that is in no group."""
        level = int(self._level_of_rows[row]) if row < len(self._level_of_rows) else -1
        return level if level >= 0 else None

    @cached_property
    def _level_of_rows(self) -> Codes:
        found = np.full(int(self.rows.max()) + 1 if len(self.rows) else 0, -1, np.int32)
        found[self.rows] = self.levels
        return found

    def taken_apart(self, rows: Codes, begins: Flags, open_at: Mapping[int, str]) -> Ladder:
        """The same with levels that begin elsewhere, and rows in another order inside the old ones."""
        levels = (np.cumsum(begins) - 1).take(np.array(list(open_at), np.int64))
        return Ladder(rows, begins, self.group_starts, dict(zip(levels.tolist(), open_at.values(), strict=True)))
