"""The places that quotas give, group by group, over counts of units that agree in all that a quota looks at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any, Final, NamedTuple, TypeAlias

from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.numbers import Rounding, parse_exact
from lawscore.ranking.quotas import Cut, Kept, cuts, is_out, limits_of, names_of, why_missed
from lawscore.ranking.ties import name_of
from lawscore.rubric.bound import BoundStanding
from lawscore.rules.groups import FIRST
from lawscore.spark.order import joined

#: The place of a grade that is open.
_OPEN: Final = None
#: The id of a unit, and its name.
IdAndName: TypeAlias = tuple[str, str]


class Quoted(NamedTuple):
    """What one unit brings to the quotas of a standing; all of it as texts and numbers that travel."""

    #: The place of its grade among all grades before any quota, None where it is open; and the best it may still have.
    place: int | None
    best: int
    #: The key of its value as it is graded, and of each step of the chain; the value, and how it is shown.
    at: str
    steps: Sequence[str]
    value: str
    shown: tuple[int, str]
    #: For each grade the one that it falls to.
    falls: Sequence[int]
    #: The result may turn out not to apply; a step of the chain cannot be told; a group is not known.
    may_leave: bool
    is_open: bool
    is_stray: bool
    #: Its group in each quota; None where it is in none.
    groups: Sequence[str | None]

    @property
    def text(self) -> str:
        """The same as a text: units that agree have the same."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))

    @property
    def in_groups(self) -> Sequence[tuple[int, str]]:
        """The groups that it is in, each with the number of the quota."""
        return [(number, group) for number, group in enumerate(self.groups) if group is not None]

    @property
    def key(self) -> bytes:
        """The key of the level: a smaller one is ahead."""
        return joined([bytes.fromhex(one) for one in (self.at, *self.steps)])

    @property
    def is_behind(self) -> bool:
        """The ranking sets it back."""
        return not self.at.startswith("00")


@dataclass(slots=True)
class Equal:
    """So many units that agree, the names of the first, and their grade as it stands."""

    all: Quoted
    units: int
    #: The first by their ids.
    first: Sequence[IdAndName]
    place: int | None = None
    best: int = 0

    def __post_init__(self) -> None:
        self.place, self.best = self.all.place, self.all.best


class Line(NamedTuple):
    """Where the places of a grade end in a group: whoever has the grade from a level on falls."""

    start: bytes
    #: Units of the first such level are equal where the places end.
    is_tied: bool
    size: int
    most: int
    #: Of the last units that keep the grade: what they agree in, the first of them, and how many they are.
    kept: tuple[Quoted, Sequence[IdAndName], int] | None


#: For each quota the lines by group.
Lines: TypeAlias = Sequence[Mapping[str, Line]]
#: A group in one of the quotas.
_Group: TypeAlias = tuple[int, str]


class Lined(NamedTuple):
    """Where the places of each quota end; and the groups in which that rests on what is open, with all groups that hang on them."""

    lines: Lines
    open: frozenset[_Group]

    def is_open(self, one: Quoted) -> bool:
        """Whether a unit is in such a group, or may be in any."""
        return one.is_stray or not self.open.isdisjoint(one.in_groups)


def read(text: str) -> Quoted:
    """What was written as a text."""
    return Quoted(*json.loads(text))


def cut_all(bound: BoundStanding, equals: Sequence[Equal]) -> Lined:
    """Cut in all groups in which nothing matters that is open: others are told, and left as they are."""
    assert bound.grades is not None  # it has quotas
    every = list(cuts(bound.grades, bound.ranking, bound.path))
    open_: frozenset[_Group] = frozenset()
    if any(one.all.is_stray for one in equals):  # who may be in any group keeps all of them waiting
        open_ = frozenset(group for one in equals for group in one.all.in_groups)
    while True:
        settled = [Equal(one.all, one.units, one.first) for one in equals if open_.isdisjoint(one.all.in_groups)]
        lines: list[Mapping[str, Line]] = []
        found: set[_Group] = set()
        for number, cut in enumerate(every):
            groups = _grouped(number, settled)
            found |= {(number, group) for group, members in groups.items() if _is_doubtful(cut, members)}
            lines.append({group: line for group, members in groups.items() if (line := _cut(cut, members)) is not None})
        if not found:
            return Lined(lines, open_)
        open_ = _hanging_on(open_ | found, equals)


def _grouped(number: int, equals: Iterable[Equal]) -> Mapping[str, list[Equal]]:
    """The units by their groups in one of the quotas."""
    found: dict[str, list[Equal]] = {}
    for one in equals:
        group = one.all.groups[number]
        if group is not None:
            found.setdefault(group, []).append(one)
    return found


def _hanging_on(groups: Iterable[_Group], equals: Sequence[Equal]) -> frozenset[_Group]:
    """These groups, and all of which somebody is also in one of them."""
    found, size = set(groups), 0
    while size != len(found):
        size = len(found)
        for one in equals:
            if not found.isdisjoint(one.all.in_groups):
                found.update(one.all.in_groups)
    return frozenset(found)


def _is_doubtful(cut: Cut, members: Sequence[Equal]) -> bool:
    """Whether places are too few for all who have the grade, or may still come to have it, and any of them is open."""
    mine = [one for one in members if one.place == cut.place]
    late = [one for one in members if one.place is _OPEN and one.best <= cut.place]
    leaving = sum(one.units for one in members if one.all.may_leave)
    least, _ = limits_of(cut.quota.spec, _count(members), leaving, 0)
    return bool(mine and (late or leaving or any(one.all.is_open for one in mine))) and _count([*mine, *late]) > least


def _cut(cut: Cut, members: Sequence[Equal]) -> Line | None:
    """Take the grade from those who come too late; None where all keep it."""
    size = _count(members)
    most = limits_of(cut.quota.spec, size, 0, 0)[0]
    ahead, kept, line = 0, None, None
    mine = sorted((one for one in members if one.place == cut.place), key=lambda one: one.all.key)
    for key, several in groupby(mine, lambda one: one.all.key):
        level = list(several)
        if line is None and is_out(ahead, 1 if cut.lets_in else _count(level), most):
            line = Line(key, ahead < most, size, most, kept)
        if line is not None:
            for one in level:
                one.place = one.best = one.all.falls[cut.place]
        kept = level[0].all, sorted(unit for one in level for unit in one.first)[:FIRST], _count(level)
        ahead += _count(level)
    return line


def _count(units: Iterable[Equal]) -> int:
    return sum(one.units for one in units)


# --- what becomes of one unit -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Falling:
    """Tells units what quotas made of their grades."""

    bound: BoundStanding
    lines: Lines

    def of(self, one: Quoted) -> tuple[int | None, list[Phrase]]:
        """The place of the grade of a unit after all quotas, and why it is not the one before."""
        assert self.bound.grades is not None  # it has quotas
        place, notes = one.place, []
        for cut, lines, group in zip(self._cuts(), self.lines, one.groups, strict=True):
            line = lines.get(group) if group is not None else None
            if place == cut.place and line is not None and one.key >= line.start:
                notes.append(self._why(cut, line, one))
                place = one.falls[cut.place]
        return place, notes

    def _cuts(self) -> Iterator[Cut]:
        assert self.bound.grades is not None  # as above
        return cuts(self.bound.grades, self.bound.ranking, self.bound.path)

    def _why(self, cut: Cut, line: Line, one: Quoted) -> Phrase:
        places, mode = one.shown
        shown: Any = Rounding(places, mode)  # type: ignore[arg-type]  # as it was told
        facts = {"grade": cut.name, "most": str(line.most), "size": str(line.size)}

        def tell(value: Fraction) -> object:
            return shown.text(value) if cut.using == "shown" else value

        kept = self._kept(line, one) if line.kept is not None else None
        is_tied = line.is_tied and one.key == line.start
        return why_missed(parse_exact(one.value), kept, facts, tell, is_behind=one.is_behind, tied=is_tied)

    def _kept(self, line: Line, one: Quoted) -> Kept:
        assert line.kept is not None  # it was asked
        other, first, count = line.kept
        ties = self.bound.ranking.ties if self.bound.ranking is not None else ()
        apart = [tie for tie, own, its in zip(ties, one.steps, other.steps, strict=True) if own != its]
        by = name_of(apart[0]) if apart and one.value == other.value else ""
        return Kept(other.is_behind, parse_exact(other.value), by, names_of([name for _, name in first], count))
