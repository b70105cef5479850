"""Ranks and grades in columns: all units and many draws at a time; it means what `standings` means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

import numpy as np

from lawscore.analysis.sensitivity.frame import Frame
from lawscore.analysis.sensitivity.levels import Levels, tie_places
from lawscore.analysis.sensitivity.quotients import Quotients
from lawscore.analysis.sensitivity.standings import band_places, contenders_of
from lawscore.analysis.sensitivity.whole import Flags, Ints
from lawscore.classes import dataclass
from lawscore.ranking.blocks import OUT
from lawscore.ranking.contenders import Contender, by_group, strays
from lawscore.ranking.grading import fall
from lawscore.ranking.quotas import most_of
from lawscore.rubric.bound import BoundGrades, BoundQuota
from lawscore.rubric.grades import GradeBand
from lawscore.rubric.ranks import Using
from lawscore.rules.cohort import Within


class NotInColumns(Exception):
    """Something is open that the engine itself has to look at in every draw."""


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """The totals, units × draws, as they count, and where there is one."""

    exact: Quotients
    shown: Quotients
    there: Flags
    _keys: dict[Using, Ints] = field(default_factory=dict, repr=False)
    _levels: dict[tuple[bytes, Using, bool], Levels] = field(default_factory=dict, repr=False)

    def by(self, using: Using) -> Quotients:
        """Exact, or as they are shown."""
        return self.shown if using == "shown" else self.exact

    def keys(self, using: Using) -> Ints:
        """Whole numbers in the order of the values of each draw; worked out once."""
        if using not in self._keys:
            self._keys[using] = self.by(using).keys_within_draws()
        return self._keys[using]

    def levels(self, group: _Group, using: Using, *, low_is_good: bool) -> Levels:
        """A group in order, in every draw; worked out once for ranks and quotas of the same units."""
        asked = group.units.tobytes(), using, low_is_good
        if asked not in self._levels:
            keys = self.keys(using)[group.units].T
            there = self.there[group.units].T
            self._levels[asked] = Levels.of(-keys if low_is_good else keys, group.ties, group.behind, there)
        return self._levels[asked]


@dataclass(frozen=True, slots=True)
class _Group:
    """The units of a group by their places in the frame, their places by the chain of ties, and who is set back."""

    units: Ints
    ties: Ints
    behind: Flags


class Placing:
    """How the units of a frame stand, given their totals. Raises `NotInColumns` where that takes the engine itself."""

    def __init__(self, frame: Frame) -> None:
        self.contenders = contenders_of(frame)
        self.ranking, self.grades = frame.standing.ranking, frame.standing.grades
        ranked = [one for one in self.contenders if one.blocks[0] != OUT]
        self.groups = self.grouped(ranked, self.ranking.within) if self.ranking is not None else []
        self.graded = _Graded(self, self.grades) if self.grades is not None else None

    def grouped(self, contenders: Sequence[Contender], within: Within) -> list[_Group]:
        """The groups of units that are compared."""
        at = {one.id: place for place, one in enumerate(self.contenders)}
        found = []
        for group in by_group(contenders, within).values():
            ties = tie_places(group, self.ranking)
            if ties is None:
                raise NotInColumns
            units = np.array([at[one.id] for one in group])
            found.append(_Group(units, np.array(ties), np.array([one.is_behind for one in group])))
        return found

    def ranks(self, values: Values) -> Ints:
        """The ranks, units × draws; 0 where there is none."""
        found = np.zeros(values.there.shape, dtype=np.int64)
        if self.ranking is not None:
            spec = self.ranking.spec
            for group in self.groups:
                levels = values.levels(group, spec.using, low_is_good=spec.better == "lower")
                found[group.units] = levels.ranks(spec.method).T
        return np.where(values.there, found, 0)

    def grade_places(self, values: Values) -> Ints:
        """The grades by their place in the order of grades, units × draws; -1 where there is none."""
        if self.graded is None:
            return np.full(values.there.shape, -1, dtype=np.int64)
        return np.where(values.there, self.graded.places(values), -1)


class _Graded:
    """The grades: what each unit has in each band, and what quotas leave of it."""

    def __init__(self, placing: Placing, grades: BoundGrades) -> None:
        self.grades, self.ranking, self.names = grades, placing.ranking, grades.spec.names
        contenders = placing.contenders
        self.by_band = np.array(band_places(grades, contenders))
        self.quotas = [
            (place, grades.quota[name], _quota_groups(placing, grades.quota[name]))
            for place, name in enumerate(self.names)
            if name in grades.quota
        ]
        if self.quotas and (self.by_band[:, : max(len(grades.spec.bands), 1)] < 0).any():
            raise NotInColumns
        last = range(len(self.names))
        self.falls = np.array([[fall(place, one, self.names) for place in last] for one in contenders])

    def places(self, values: Values) -> Ints:
        """The grades of all units, after quotas."""
        found: Ints = np.take_along_axis(self.by_band, self.bands(values), axis=1)
        for place, quota, groups in self.quotas:
            for group in groups:
                self.cut(found, place, quota, group, values)
        return found

    def bands(self, values: Values) -> Ints:
        """Which band each total falls in; the last column where none does, or there are no bands."""
        value = values.by(self.grades.spec.using)
        bands = self.grades.spec.bands
        found = np.full(values.there.shape, self.by_band.shape[1] - 1, dtype=np.int64)
        for place in reversed(range(len(bands))):
            found[_fits(bands[place], value, values.there.shape)] = place
        return found

    def cut(self, found: Ints, place: int, quota: BoundQuota, group: _Group, values: Values) -> None:
        """A quota in a group: those who do not have the grade fall to the next."""
        chosen = ((found[group.units] == place) & values.there[group.units]).T
        if not chosen.any():
            return
        spec = self.ranking.spec if self.ranking is not None else None
        low_is_good = spec is not None and spec.better == "lower"
        ahead, beside = values.levels(group, self.grades.spec.using, low_is_good=low_is_good).ahead_and_beside(chosen)
        sizes = values.there[group.units].sum(axis=0)
        most = {int(size): most_of(quota.spec, int(size)) for size in np.unique(sizes)}
        limit = np.array([most[int(size)] for size in sizes])[:, None]
        stays = ahead < limit if quota.spec.tie_at_cut == "let_in" else ahead + beside <= limit
        fallen = (chosen & ~stays).T
        rows = found[group.units]
        found[group.units] = np.where(fallen, self.falls[group.units, place][:, None], rows)


def _quota_groups(placing: Placing, quota: BoundQuota) -> list[_Group]:
    if strays(placing.contenders, quota.within):
        raise NotInColumns
    return placing.grouped(placing.contenders, quota.within)


def _fits(band: GradeBand, value: Quotients, shape: tuple[int, ...]) -> Flags:
    """Where values are inside a band."""
    found = np.ones(shape, dtype=bool)
    if band.from_ is not None:
        found &= ~Quotients.column([band.from_]).exceeds(value)
    if band.above is not None:
        found &= value.exceeds(Quotients.column([band.above]))
    if band.to is not None:
        found &= ~value.exceeds(Quotients.column([band.to]))
    if band.below is not None:
        found &= Quotients.column([band.below]).exceeds(value)
    return found
