"""A quota in all groups where nothing is open, by counting; why it took a unit's grade is told when that is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags
from lawscore.columns.ranks.ladder import Ladder
from lawscore.columns.ranks.order import ordered
from lawscore.ranking.contenders import Contender
from lawscore.ranking.grading import Graded
from lawscore.ranking.order import Level
from lawscore.ranking.quotas import Cut, is_out, seats_of

#: Of a group of which nobody is dropped.
_NONE = -1


@dataclass(frozen=True, slots=True)
class Dropped:
    """Whom a quota took its grade, and what there is to say of it.

    Of each group: its size and its quota, the first level that is dropped, how many of the grade are ahead of that, and
    the last level that keeps the grade (-1: none does).
    """

    cut: Cut
    ladder: Ladder
    #: Places in the order of the ladder.
    places: Codes
    sizes: Codes
    most: Codes
    level: Codes
    ahead: Codes
    last: Codes

    def group(self, level: int) -> int:
        """The group of a level."""
        return int(self.ladder.group_of(np.array([level]))[0])

    def why(self, level: int, contender: Contender, kept: Level | None) -> tuple[Phrase, ...]:
        """Why the quota took the grade of a unit of a level; `kept` are the last that keep it."""
        group = self.group(level)
        size, most = int(self.sizes[group]), int(self.most[group])
        here = replace(self.cut, size=size, limits=(most, most))
        tied = level == self.level[group] and int(self.ahead[group]) < most
        return here.dropped(Graded(contender, self.cut.place, self.cut.place), kept, tied=tied).notes


def counted_out(cut: Cut, ladder: Ladder, mine: Codes, sizes: Codes, doubtful: Flags) -> Dropped | None:
    """Whom a quota takes its grade: levels have their places by how many are ahead of them. None where it takes nobody's.

    `mine` are the places in the order of the ladder that have the grade, `sizes` those of the groups.
    """
    most = _most(cut, sizes)
    first, end = np.searchsorted(mine, ladder.group_starts), np.searchsorted(mine, ladder.group_ends)
    over = np.flatnonzero((end - first > most) & ~doubtful)  # elsewhere all have a place
    if not len(over):
        return None
    # whoever stands where the places end is in the only level that may have some of them, and not all
    level = ladder.levels.take(mine.take(first[over] + most[over]))
    begin = np.searchsorted(mine, ladder.starts.take(level))
    beyond = np.searchsorted(mine, ladder.starts.take(level) + ladder.sizes.take(level))
    ahead = begin - first[over]
    is_dropped = is_out(ahead, 1 if cut.lets_in else beyond - begin, most[over])
    start = np.where(is_dropped, begin, beyond)
    last = np.where(start > first[over], ladder.levels.take(mine.take(start - 1, mode="clip")), _NONE)
    level = np.where(is_dropped, level, _NONE)

    def of_groups(values: Codes) -> Codes:
        found = np.full(len(sizes), _NONE, np.int64)
        found[over] = values
        return found

    places = mine.take(_ranges(start, end[over]))
    return Dropped(cut, ladder, places, sizes, most, of_groups(level), of_groups(ahead), of_groups(last))


def _ranges(starts: Codes, ends: Codes) -> Codes:
    """The whole numbers of several ranges."""
    sizes = ends - starts
    found: Codes = np.arange(int(sizes.sum())) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    return found


def _most(cut: Cut, sizes: Codes) -> Codes:
    """How many units of each group may have the grade."""
    at, rows = ordered(sizes)
    return np.array([*map(seats_of(cut.quota.spec), sizes.take(rows).tolist())], np.int64).take(at)
