"""How all units stand in one result: arrays of ranks and grades, and a standing in words for each unit that is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final, overload

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags
from lawscore.columns.ranks.contest import Contest
from lawscore.columns.ranks.grades import Grading
from lawscore.columns.ranks.ladder import Ladder
from lawscore.facts.card import Standing
from lawscore.facts.copies import copied
from lawscore.problems import Problem
from lawscore.ranking.order import Level
from lawscore.ranking.placing import among_all, in_group, set_back, undecided
from lawscore.rubric.bound import BoundRanking, BoundStanding
from lawscore.rules.cohort import Within

#: The rank of a unit that has none.
NO_RANK: Final = 0
_NOTHING: Final = Standing()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A rank for each unit (0 where it has none), and whether others share it."""

    ranks: Codes
    tied: Flags

    def column(self) -> Any:
        """The ranks as an Arrow array; null where there is none."""
        import pyarrow as pa

        has_none = self.ranks == NO_RANK
        return pa.array(self.ranks, mask=has_none if has_none.any() else None)


@dataclass(frozen=True, eq=False)
class Stood(Sequence[Standing]):
    """How all units stand in one result: as columns, and one by one as they are asked for."""

    contest: Contest

    @property
    def bound(self) -> BoundStanding:
        """What is declared."""
        return self.contest.bound

    def __len__(self) -> int:
        return len(self.contest.units)

    @overload
    def __getitem__(self, place: int) -> Standing: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Standing]: ...
    def __getitem__(self, place: int | slice) -> Standing | Sequence[Standing]:
        if isinstance(place, slice):
            return [self.of(one) for one in range(*place.indices(len(self)))]
        return self.of(range(len(self))[place])

    def of(self, place: int) -> Standing:
        """The standing of one unit, in words."""
        standing, ranking = _NOTHING, self.bound.ranking
        if ranking is not None:
            standing = self._placed(ranking, place)
        if self.grading is None or not self.may_be_graded[place]:
            return standing
        notes, causes = self.grading.told(place)
        grade = self.grading.names[self.grading.places[place]] if self.grading.is_given[place] else None
        return copied(standing, grade=grade, notes=(*standing.notes, *notes), causes=causes)

    # --- as columns ------------------------------------------------------------------------------------------------------

    def columns(self) -> dict[str, Any]:
        """Ranks and grades as Arrow arrays; null where there is none."""
        import pyarrow as pa

        placed, among = self.in_group, self.among_all
        none = pa.nulls(len(self), pa.int32())
        return {
            "rank": placed.column() if placed is not None else none,
            "tied": pa.array(placed.tied if placed is not None else np.zeros(len(self), np.bool_)),
            "overall": among.column() if among is not None else none,
            "grade": self._grades(),
        }

    def _grades(self) -> Any:
        import pyarrow as pa

        if self.grading is None:
            return pa.nulls(len(self), pa.string()).dictionary_encode()
        is_given = self.grading.is_given
        places = pa.array(self.grading.places.astype(np.int32), mask=None if is_given.all() else ~is_given)
        return pa.DictionaryArray.from_arrays(places, pa.array(self.grading.names, pa.string()))

    @cached_property
    def in_group(self) -> Ranked | None:
        """The rank of each unit in its group; None where nothing is ranked."""
        ranking = self.bound.ranking
        return self._ranked(ranking, ranking.within) if ranking is not None else None

    @cached_property
    def among_all(self) -> Ranked | None:
        """The rank of each unit among all; None where it is not asked for."""
        ranking = self.bound.ranking
        return self._ranked(ranking, ranking.overall) if ranking is not None and ranking.overall is not None else None

    @cached_property
    def grading(self) -> Grading | None:
        """The grade of each unit; None where nothing is graded."""
        return Grading(self.contest, self.bound.grades) if self.bound.grades is not None else None

    @cached_property
    def problems(self) -> list[Problem]:
        """What could not be settled."""
        found: list[Problem] = []
        if self.bound.ranking is not None:
            found += self._undecided(self.bound.ranking)
        return [*found, *(self.grading.problems if self.grading is not None else ())]

    def _ranked(self, ranking: BoundRanking, within: Within) -> Ranked:
        ladder = self._ladder(ranking, within)
        of_levels = ladder.ranks(ranking.spec.method)
        of_levels <<= 1  # one way through the rows for rank and tie
        of_levels |= ladder.sizes > 1
        both = np.zeros(len(self), np.int32)
        ladder.spread(of_levels.astype(np.int32), both)
        return Ranked(both >> 1, (both & 1).astype(np.bool_))

    def _ladder(self, ranking: BoundRanking, within: Within) -> Ladder:
        return self.contest.ladder(within, ranking.spec.using, ranked=True)

    @cached_property
    def may_be_graded(self) -> Flags:
        """The units whose result is there and settled."""
        entries = self.contest.entries
        return entries.marked(entries.is_settled & ~entries.is_outside)

    # --- in words --------------------------------------------------------------------------------------------------------

    def _placed(self, ranking: BoundRanking, place: int) -> Standing:
        entries = self.contest.entries
        standing = _NOTHING
        if entries.is_behind[entries.codes[place]]:
            standing = replace(standing, notes=set_back(ranking, self.contest.face(place)))
        for within, enter, ranked in (
            (ranking.within, in_group, self.in_group),
            (ranking.overall, among_all, self.among_all),
        ):
            if within is not None and ranked is not None and ranked.ranks[place] != NO_RANK:
                ladder = self._ladder(ranking, within)
                by = ladder.open.get(ladder.level_of(place) or 0, "") if ladder.open else ""
                standing = enter(standing, int(ranked.ranks[place]), tied=bool(ranked.tied[place]), open_=by)
        return standing

    def _undecided(self, ranking: BoundRanking) -> Iterator[Problem]:
        """Ties that wait for a figure, and those that are left where there should be none."""
        told: set[frozenset[str]] = set()
        for within in (ranking.within, ranking.overall):
            if within is not None:
                levels = self._telling(ranking, within)
                yield from undecided(ranking, levels, (*self.bound.path, "ranking"), told)

    def _telling(self, ranking: BoundRanking, within: Within) -> Iterator[tuple[int, Level]]:
        """The levels of which there is something to say: group by group as their first units come."""
        ladder = self._ladder(ranking, within)
        telling = np.zeros(len(ladder), np.bool_)
        telling[list(ladder.open)] = True
        if ranking.spec.method == "ordinal":
            telling |= ladder.sizes > 1
        levels = np.flatnonzero(telling)
        if len(levels):
            first = self._firsts(within)
            for at in levels[np.argsort(first.take(ladder.group_of(levels)), kind="stable")].tolist():
                yield NO_RANK, self.contest.level(ladder.of_level(at), ladder.open.get(at, ""))

    def _firsts(self, within: Within) -> Codes:
        """The first unit of each group that is in the ranking."""
        entries, groups = self.contest.entries, self.contest.groups(within)
        is_in = (~entries.is_outside | entries.is_aside) & ~entries.is_out
        rows = np.flatnonzero(is_in.take(entries.codes) & (groups.codes >= 0))[::-1]
        found = np.full(groups.size, len(self), np.int64)
        found[groups.codes.take(rows)] = rows  # the last to be written is the first
        return found
