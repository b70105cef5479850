"""The grades of all units as columns: what one unit's grade depends on is looked at once, quotas are cut by counting.

A group in which anything is open is handed to the quotas themselves, unit by unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np

from lawscore.catalogue import Phrase
from lawscore.columns.codes import Codes, Combiner, Flags
from lawscore.columns.footprint import Footprints
from lawscore.columns.ranks_ladder import Contest
from lawscore.columns.ranks_order import Ladder, ordered
from lawscore.columns.ranks_units import STRAY, Column, Groups
from lawscore.expressions.values import Cause
from lawscore.problems import Problem
from lawscore.ranking.contenders import Contender
from lawscore.ranking.grading import Graded, fall, grade, grade_by, rules_in
from lawscore.ranking.order import Level
from lawscore.ranking.quotas import Cut, Done, cuts, held, is_out, limits_of, most_of, without_group
from lawscore.rubric.bound import BoundGrades

#: The place of a grade that is open.
OPEN: Final = -1
#: What there is to say of a grade, and what it waits for.
Told: TypeAlias = tuple[tuple[Phrase, ...], tuple[Cause, ...]]
_NOTHING: Final[Told] = ((), ())


@dataclass(frozen=True, slots=True)
class _Dropped:
    """What a quota took in groups where nothing is open; why is told when it is asked for.

    Of each group: its size and its quota, the first level that is dropped, how many of the grade are ahead of that, and
    the last level that keeps the grade (-1: none does).
    """

    cut: Cut
    ladder: Ladder
    sizes: Codes
    most: Codes
    level: Codes
    ahead: Codes
    last: Codes
    #: Which units.
    rows: Flags


class Grading:
    """The grade of every unit, by its place in the order of grades (0 is best), and why."""

    def __init__(self, contest: Contest, grades: BoundGrades) -> None:
        self.contest, self.grades = contest, grades
        #: The place of each unit, and the best that it may still have.
        self.places, self.best = self._before_quotas()
        self.problems: list[Problem] = []
        self._dropped: list[_Dropped] = []
        #: By row, for each quota, what it said of a unit of a group in which something is open.
        self._said: dict[int, list[tuple[int, Told]]] = {}
        self._lasts: dict[tuple[int, int], Level] = {}
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
        found: Flags = (self.places >= 0) & entries.of_units(entries.is_settled & ~entries.is_outside)
        return found

    def told(self, row: int) -> Told:
        """What there is to say of a unit's grade, and what it waits for."""
        entries = self.contest.entries
        entry = int(entries.codes[row])
        if entries.is_outside[entry] or not entries.is_settled[entry]:
            return _NOTHING
        dropped = [one for one in self._dropped if one.rows[row]]
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

    # --- before quotas ---------------------------------------------------------------------------------------------------

    def _before_quotas(self) -> tuple[Codes, Codes]:
        """The place of each unit, and the best that it may still have, by everything that its own grade depends on."""
        entries = self.contest.entries
        alike, of_entry = self._alike()
        if not self.grades.rules:
            found = [grade(self.grades, entries.contender(entry)) for entry in alike.tolist()]
            places, best = _places(found)
            return entries.of_units(places.take(of_entry)), entries.of_units(best.take(of_entry))
        rules = self._rules()
        pairs = Combiner(2)
        codes = pairs.combine(
            (entries.of_units(of_entry), rules.codes), (max(len(alike), 1), max(len(rules.values), 1))
        )
        found = [
            grade_by(rules.values[rule], self.grades, entries.contender(int(alike[one])))
            for one, rule in pairs.combinations
        ]
        places, best = _places(found)
        return places.take(codes), best.take(codes)

    def _alike(self) -> tuple[Codes, Codes]:
        """Entries of which each stands for all that bands and vetoes grade alike, and for each entry which of those it is."""
        entries, spec = self.contest.entries, self.grades.spec
        limits = {
            limit for band in spec.bands for limit in (band.from_, band.above, band.to, band.below) if limit is not None
        }
        if not len(entries):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        between, count = entries.values(spec.using).among(limits)
        keys = between + count * entries.kind_of.astype(np.int32)
        open_ = np.flatnonzero(~entries.is_settled)
        keys[open_] = -1 - np.arange(len(open_))  # what it may still come to is its own
        found, first = ordered(keys)
        return first, found

    def _rules(self) -> Column:
        """What the conditions of the rules come to, each that differs once."""
        programs = [rule.when for rule in self.grades.rules if rule.when is not None]
        reads = frozenset[str]().union(*(program.reads for program in programs))
        footprint = Footprints(self.contest.units.rubric).reading(reads, *(program.text for program in programs))
        found = self.contest.units.found(footprint, lambda scope: rules_in(self.grades, scope))
        known: dict[object, int] = {}
        codes = np.array([known.setdefault(one, len(known)) for one in found.values], np.int32)
        return Column(list(known), codes.take(found.codes))

    # --- quotas ----------------------------------------------------------------------------------------------------------

    def _apply(self, cut: Cut) -> None:
        """One quota in all groups."""
        groups = self.contest.groups(cut.quota.within)
        inside = ~self._rows(self.contest.entries.is_outside)
        lost = np.flatnonzero(inside & (groups.codes == STRAY)) if groups.strays is not None else np.zeros(0, np.int64)
        ladder = self.contest.ladder(cut.quota.within, cut.using, ranked=False)
        doubtful = self._doubtful(cut, groups, ladder, inside, lost)
        self._cut(cut, groups, ladder, inside, doubtful)
        if doubtful.any() or len(lost):
            self._one_by_one(cut, groups, inside, np.flatnonzero(doubtful), lost)

    def _rows(self, of_entries: Flags) -> Flags:
        """What is so of entries, for each unit."""
        entries = self.contest.entries
        return entries.of_units(of_entries) if of_entries.any() else np.zeros(len(entries.codes), np.bool_)

    def _doubtful(self, cut: Cut, groups: Groups, ladder: Ladder, inside: Flags, lost: Codes) -> Flags:
        """The groups that must be gone through unit by unit: someone may still come to take a place, or to give one back."""
        if len(lost):
            return np.ones(groups.size, np.bool_)
        found = np.zeros(groups.size, np.bool_)
        late = (self.places == OPEN) & (self.best <= cut.place)
        late |= self._rows(self.contest.entries.may_leave)
        rows = np.flatnonzero(late & inside & (groups.codes >= 0))
        found[groups.codes.take(rows)] = True
        found[ladder.group_of(np.array(list(ladder.open), np.int64))] = True
        return found

    def _cut(self, cut: Cut, groups: Groups, ladder: Ladder, inside: Flags, doubtful: Flags) -> None:
        """The quota where nothing is open: levels have their places by how many are ahead of them."""
        if not len(ladder):
            return
        members = groups.codes if inside.all() and not groups.is_partial else groups.codes[inside & (groups.codes >= 0)]
        sizes = np.bincount(members, minlength=groups.size)
        most = _most(cut, sizes)
        mine = np.flatnonzero(
            self.places.take(ladder.rows) == cut.place
        )  # places in the order, of those with the grade
        first, end = np.searchsorted(mine, ladder.group_starts), np.searchsorted(mine, ladder.group_ends)
        over = np.flatnonzero(
            (end - first > most) & ~doubtful
        )  # else all have a place: a level is out only beyond the last
        if not len(over):
            return
        # whoever stands where the places end is in the only level that may have some of them, and not all
        level = ladder.level_at(mine.take(first[over] + most[over]))
        begin = np.searchsorted(mine, ladder.starts.take(level))
        beyond = np.searchsorted(mine, ladder.starts.take(level) + ladder.sizes.take(level))
        ahead = begin - first[over]
        is_dropped = is_out(ahead, 1 if cut.lets_in else beyond - begin, most[over])
        start = np.where(is_dropped, begin, beyond)
        last = np.where(start > first[over], ladder.level_at(mine.take(start - 1, mode="clip")), -1)
        level = np.where(is_dropped, level, -1)
        rows = ladder.rows.take(mine.take(_ranges(start, end[over])))
        dropped = np.zeros(len(self.places), np.bool_)
        dropped[rows] = True

        def of_groups(values: Codes) -> Codes:
            found = np.full(groups.size, -1, np.int64)
            found[over] = values
            return found

        self._dropped.append(
            _Dropped(cut, ladder, sizes, most, of_groups(level), of_groups(ahead), of_groups(last), dropped)
        )
        falls = np.array([fall(cut.place, one, cut.names) for one in self.contest.entries.of_kinds], np.int16)
        self.places[rows] = self.best[rows] = falls.take(self.contest.entries.kinds.codes.take(rows))

    def _why(self, dropped: _Dropped, row: int, contender: Contender) -> tuple[Phrase, ...]:
        """Why a quota took a unit's grade."""
        cut, ladder = dropped.cut, dropped.ladder
        level = ladder.level_of(row)
        assert level is not None  # only units of a group are counted
        group = int(ladder.group_of(np.array([level]))[0])
        last, is_first = int(dropped.last[group]), level == dropped.level[group]
        size, most = int(dropped.sizes[group]), int(dropped.most[group])
        here = replace(cut, size=size, limits=(most, most))
        kept = self._kept(dropped, last) if last >= 0 else None
        before = Graded(contender, cut.place, cut.place)
        return here.dropped(before, kept, tied=bool(is_first) and int(dropped.ahead[group]) < most).notes

    def _kept(self, dropped: _Dropped, level: int) -> Level:
        """The last units that keep a grade."""
        key = (dropped.cut.place, level)
        if key not in self._lasts:
            rows = dropped.ladder.of_level(level)
            kept = rows[self.places.take(rows) == dropped.cut.place]
            self._lasts[key] = self.contest.level(kept, make=self.contest.rival)
        return self._lasts[key]

    # --- where something is open -----------------------------------------------------------------------------------------

    def _one_by_one(self, cut: Cut, groups: Groups, inside: Flags, doubtful: Codes, lost: Codes) -> None:
        joining = [self._graded(row) for row in lost.tolist()]
        done: list[Done] = []
        for rows in self._divided(groups, inside, doubtful):
            if not (self.places.take(rows) == cut.place).any():
                continue
            group = [self._graded(row) for row in rows.tolist()]
            leaving = sum(one.contender.may_leave for one in group)
            limits = limits_of(cut.quota.spec, len(group), leaving, len(joining))
            done.append(replace(cut, size=len(group), limits=limits).apply(group, joining))
            self._enter(cut, dict(zip((one.contender for one in group), rows.tolist(), strict=True)), done[-1].changed)
        if groups.strays is not None and len(lost):
            why = {row: groups.strays.values[int(groups.strays.codes[row])] for row in lost.tolist()}
            waiting = {row: one for row, one in zip(lost.tolist(), joining, strict=True) if one.place == cut.place}
            found = [held(one, why[row], cut) for row, one in waiting.items()]
            self._enter(cut, {one.contender: row for row, one in waiting.items()}, found)
            done.append(Done(found, (), found))
        self.problems += [problem for each in done for problem in each.problems]
        self.problems += without_group(cut, [each for each in done if each.lost])

    def _graded(self, row: int) -> Graded:
        """A unit with its grade as it stands, and nothing said of it yet."""
        place = int(self.places[row])
        return Graded(self.contest.rival(row), None if place == OPEN else place, int(self.best[row]))

    @staticmethod
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

    def _enter(self, cut: Cut, rows: Mapping[Contender, int], changed: Sequence[Graded]) -> None:
        """Take down what a quota did to some units."""
        for one in changed:
            row = rows[one.contender]
            self.places[row] = OPEN if one.place is None else one.place
            self.best[row] = one.best
            self._said.setdefault(row, []).append((cut.place, (one.notes, one.causes)))


def _places(found: Sequence[Graded]) -> tuple[Codes, Codes]:
    """The places of some grades, and the best that they may still have."""
    places = [OPEN if one.place is None else one.place for one in found]
    return np.array(places, np.int16), np.array([one.best for one in found], np.int16)


def _ranges(starts: Codes, ends: Codes) -> Codes:
    """The whole numbers of several ranges."""
    sizes = ends - starts
    found: Codes = np.arange(int(sizes.sum())) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    return found


def _most(cut: Cut, sizes: Codes) -> Codes:
    """How many units of each group may have the grade."""
    at, rows = ordered(sizes)
    present = sizes.take(rows)
    return np.array([most_of(cut.quota.spec, size) for size in present.tolist()], np.int64).take(at)
