"""The grades of all units as columns: each by itself, then quota after quota.

A group in which anything is open is handed to the quotas themselves, unit by unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np

from lawscore.catalogue import Phrase
from lawscore.columns.codes import Codes, Flags
from lawscore.columns.ranks.alone import OPEN, graded_alone, rules_of
from lawscore.columns.ranks.contest import Contest
from lawscore.columns.ranks.groups import STRAY, Groups
from lawscore.columns.ranks.ladder import Ladder
from lawscore.columns.ranks.quotas import Dropped, counted_out
from lawscore.columns.ranks.units import Column
from lawscore.expressions.values import Cause
from lawscore.problems import Problem
from lawscore.ranking.contenders import Contender
from lawscore.ranking.grading import Graded, fall, grade
from lawscore.ranking.order import Level
from lawscore.ranking.quotas import Cut, Done, cuts, held, without_group
from lawscore.rubric.bound import BoundGrades

#: What there is to say of a grade, and what it waits for.
Told: TypeAlias = tuple[tuple[Phrase, ...], tuple[Cause, ...]]
_NOTHING: Final[Told] = ((), ())


class Grading:
    """The grade of every unit, by its place in the order of grades (0 is best), and why."""

    def __init__(self, contest: Contest, grades: BoundGrades) -> None:
        self.contest, self.grades = contest, grades
        #: The place of each unit, and the best that it may still have.
        self.places, self.best = graded_alone(contest, grades)
        self.problems: list[Problem] = []
        #: What each quota took in groups where nothing is open, and which units.
        self._dropped: list[tuple[Dropped, Flags]] = []
        #: By row, for each quota, what it said of a unit of a group in which something is open.
        self._said: dict[int, list[tuple[int, Told]]] = {}
        self._lasts: dict[tuple[int, int], Level] = {}
        self._in_order: tuple[Ladder, Codes] | None = None
        bound = contest.bound
        for cut in cuts(grades, bound.ranking, bound.path):
            self._apply(cut)

    @property
    def names(self) -> Sequence[str]:
        """The grades in order, the best first."""
        return self.grades.spec.names

    @cached_property
    def is_given(self) -> Flags:
        """Which units have a grade."""
        entries = self.contest.entries
        found: Flags = (self.places >= 0) & entries.marked(entries.is_settled & ~entries.is_outside)
        return found

    @cached_property
    def rules(self) -> Column:
        """What the conditions of the rules come to for each unit."""
        return rules_of(self.contest, self.grades)

    def tells_apart(self) -> Iterator[Codes]:
        """Columns: quotas say the same of units that agree in all of them."""
        for dropped, rows in self._dropped:
            levels = np.full(len(rows), -1, np.int64)
            levels[dropped.ladder.rows.take(dropped.places)] = dropped.ladder.levels.take(dropped.places)
            yield levels
        if self._said:
            own = np.full(len(self.places), -1, np.int64)
            own[list(self._said)] = np.arange(len(self._said))
            yield own

    def told(self, row: int) -> Told:
        """What there is to say of a unit's grade, and what it waits for."""
        entries = self.contest.entries
        entry = int(entries.codes[row])
        if entries.is_outside[entry] or not entries.is_settled[entry]:
            return _NOTHING
        dropped = [one for one, rows in self._dropped if rows[row]]
        said = self._said.get(row, [])
        if not (dropped or said or self.grades.rules):
            return _NOTHING
        contender = self.contest.contender(row)
        found = grade(self.grades, contender)
        notes, causes = found.notes, found.causes
        told: list[tuple[int, Told]] = [(one.cut.place, (self._why(one, row, contender), ())) for one in dropped]
        for _, (more, waits) in sorted([*told, *said], key=lambda one: one[0]):
            notes, causes = (*notes, *more), (*causes, *waits)
        return notes, causes

    def _why(self, dropped: Dropped, row: int, contender: Contender) -> tuple[Phrase, ...]:
        """Why a quota took a unit's grade."""
        level = dropped.ladder.level_of(row)
        assert level is not None  # only units of a group are counted
        last = int(dropped.last[dropped.group(level)])
        return dropped.why(level, contender, self._kept(dropped, last) if last >= 0 else None)

    def _kept(self, dropped: Dropped, level: int) -> Level:
        """The last units that keep a grade."""
        key = (dropped.cut.place, level)
        if key not in self._lasts:
            rows = dropped.ladder.of_level(level)
            kept = rows[self.places.take(rows) == dropped.cut.place]
            self._lasts[key] = self.contest.level(kept, make=self.contest.rival)
        return self._lasts[key]

    # --- quotas ----------------------------------------------------------------------------------------------------------

    def _apply(self, cut: Cut) -> None:
        """One quota in all groups."""
        groups, entries = self.contest.groups(cut.quota.within), self.contest.entries
        inside = entries.marked(~entries.is_outside)
        lost = np.flatnonzero(inside & (groups.codes == STRAY)) if groups.strays is not None else np.zeros(0, np.int64)
        ladder = self.contest.ladder(cut.quota.within, cut.using, ranked=False)
        doubtful = self._doubtful(cut, groups, ladder, inside, lost)
        if len(ladder):
            self._count(cut, groups, ladder, inside, doubtful)
        if doubtful.any() or len(lost):
            self._one_by_one(cut, groups, inside, np.flatnonzero(doubtful), lost)

    def _doubtful(self, cut: Cut, groups: Groups, ladder: Ladder, inside: Flags, lost: Codes) -> Flags:
        """The groups that must be gone through unit by unit: someone may still come to take a place, or to give one back."""
        if len(lost):
            return np.ones(groups.size, np.bool_)
        entries, found = self.contest.entries, np.zeros(groups.size, np.bool_)
        late = (self.places == OPEN) & (self.best <= cut.place)
        late |= entries.marked(entries.may_leave)
        rows = np.flatnonzero(late)
        rows = rows[inside.take(rows) & (groups.codes.take(rows) >= 0)]
        found[groups.codes.take(rows)] = True
        found[ladder.group_of(np.array(list(ladder.open), np.int64))] = True
        return found

    def _count(self, cut: Cut, groups: Groups, ladder: Ladder, inside: Flags, doubtful: Flags) -> None:
        """The quota where nothing is open."""
        places = self._ordered(ladder)
        mine = np.flatnonzero(places == cut.place)
        dropped = counted_out(cut, ladder, mine, _sizes(groups, ladder, inside), doubtful)
        if dropped is None:
            return
        rows = ladder.rows.take(dropped.places)
        is_dropped = np.zeros(len(self.places), np.bool_)
        is_dropped[rows] = True
        self._dropped.append((dropped, is_dropped))
        places[dropped.places] = self.places[rows] = self.best[rows] = self._fallen(cut, rows)

    def _fallen(self, cut: Cut, rows: Codes) -> Codes:
        """To which grade some units fall."""
        entries = self.contest.entries
        falls = np.array([fall(cut.place, one, cut.names) for one in entries.of_kinds], np.int16)
        return falls[:1] if (falls == falls[0]).all() else falls.take(entries.kind_of.take(entries.codes.take(rows)))

    def _ordered(self, ladder: Ladder) -> Codes:
        """The grades in the order of a ladder; most quotas go by the same."""
        if self._in_order is None or self._in_order[0] is not ladder:
            self._in_order = ladder, self.places.take(ladder.rows)
        return self._in_order[1]

    # --- where something is open -----------------------------------------------------------------------------------------

    def _one_by_one(self, cut: Cut, groups: Groups, inside: Flags, doubtful: Codes, lost: Codes) -> None:
        joining = [self._graded(row) for row in lost.tolist()]
        done: list[Done] = []
        for rows in _divided(groups, inside, doubtful):
            if not (self.places.take(rows) == cut.place).any():
                continue
            group = [self._graded(row) for row in rows.tolist()]
            here = cut.within(groups.keys[int(groups.codes[rows[0]])], [one.contender for one in group], len(joining))
            done.append(here.apply(group, joining))
            self._enter(cut, dict(zip((one.contender for one in group), rows.tolist(), strict=True)), done[-1].changed)
        if groups.strays is not None and len(lost):
            why = {row: groups.strays.values[int(groups.strays.codes[row])] for row in lost.tolist()}
            waiting = {row: one for row, one in zip(lost.tolist(), joining, strict=True) if one.place == cut.place}
            found = [held(one, why[row], cut) for row, one in waiting.items()]
            self._enter(cut, {one.contender: row for row, one in waiting.items()}, found)
            done.append(Done(found, lost=found))
        self._in_order = None
        self.problems += [problem for each in done for problem in each.problems]
        self.problems += without_group(cut, [each for each in done if each.lost])

    def _graded(self, row: int) -> Graded:
        """A unit with its grade as it stands, and nothing said of it yet."""
        place = int(self.places[row])
        return Graded(self.contest.rival(row), None if place == OPEN else place, int(self.best[row]))

    def _enter(self, cut: Cut, rows: Mapping[Contender, int], changed: Sequence[Graded]) -> None:
        """Take down what a quota did to some units."""
        for one in changed:
            row = rows[one.contender]
            self.places[row] = OPEN if one.place is None else one.place
            self.best[row] = one.best
            self._said.setdefault(row, []).append((cut.place, (one.notes, one.causes)))


def _sizes(groups: Groups, ladder: Ladder, inside: Flags) -> Codes:
    """How many units each group has."""
    if len(ladder.rows) == len(groups.codes):
        return ladder.group_ends - ladder.group_starts
    is_whole = inside.all() and not groups.is_partial
    return np.bincount(groups.codes if is_whole else groups.codes[inside & (groups.codes >= 0)], minlength=groups.size)


def _divided(groups: Groups, inside: Flags, doubtful: Codes) -> Iterator[Codes]:
    """The units of each of some groups, the group whose first unit comes first first."""
    asked = np.zeros(groups.size, np.bool_)
    asked[doubtful] = True
    rows = np.flatnonzero(inside & (groups.codes >= 0))
    rows = rows[asked.take(groups.codes.take(rows))]
    order = np.argsort(groups.codes.take(rows), kind="stable")
    codes, rows = groups.codes.take(rows).take(order), rows.take(order)
    pieces = np.split(rows, np.flatnonzero(codes[1:] != codes[:-1]) + 1) if len(rows) else []
    yield from sorted(pieces, key=lambda piece: int(piece[0]))
