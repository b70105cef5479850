"""Figures over groups of units in two passes: first each unit's value is counted, then the groups are handed to whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Final, NamedTuple, cast

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Integers
from lawscore.columns.groups import GroupPlan
from lawscore.columns.made import Made
from lawscore.columns.roster import Survey
from lawscore.columns.units import FieldValues
from lawscore.expressions.looks import GROUP
from lawscore.expressions.values import Missing, NotApplicable
from lawscore.facts.cohort import Cohort
from lawscore.facts.unit import Scope, Unit, UnitFacts
from lawscore.problems import Problem, Where
from lawscore.rules.cohort import Figure, group_in, order_of_paths, seat_in
from lawscore.rules.groups import LATER, Group, Holders, Seat, Tally, lonely
from lawscore.texts import folded

Groups = Mapping[Hashable, Group]
#: The name under which the unit above stands among the values of a unit; no field is called so.
PARENT: Final = "parent:"


class Handed(NamedTuple):
    """What tells the seat of a unit in a group, beside its own value: the group that it looks at, and whether it is in it.

    `position` counts the units before it, among the first that have its value or owe one.
    """

    seen: Hashable | Missing
    is_in: bool
    position: int


class Key(NamedTuple):
    """The group that a unit belongs to, and the one it looks at."""

    of: Hashable | Missing
    seen: Hashable | Missing


@dataclass
class Cohorts:
    """The groups of all figures of one table, as far as they are made; and which of them were asked for."""

    plan: GroupPlan
    survey: Survey
    groups: dict[str, Groups] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    #: The figures that results asked for, and those that figures asked for to be made.
    asked: set[str] = field(default_factory=set)
    asked_by: dict[str, set[str]] = field(default_factory=dict)
    #: The units that are scored one by one, and the place of each among all.
    single: Mapping[str, Scope] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    #: Groups that were made elsewhere, of units that are not all here.
    made: Mapping[str, Made] = field(default_factory=dict, repr=False)
    parents: Parents = field(init=False, repr=False)
    kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.parents = Parents(self.survey)
        self.groups.update((mark, made.groups) for mark, made in self.made.items())
        for figure in self.plan.figures.values():
            self.tallies[figure.mark] = Tally(figure.within.may_be_anywhere)
            self.asked_by[figure.mark] = set()

    @property
    def levels(self) -> Iterator[Sequence[Figure]]:
        """The levels of figures of which the groups are still to be made."""
        return (level for level in self.plan.levels if not all(figure.mark in self.groups for figure in level))

    def take(self, single: Mapping[str, Scope], places: Mapping[str, int]) -> None:
        """Take the units that are scored one by one: they are among the units of every group."""
        self.single, self.places = single, places
        cohort = _Single(single, {}, self.kept, cohorts=self)
        for scope in single.values():
            scope.cohort = cohort

    def close(self, level: Iterable[Figure]) -> None:
        """All other units are counted: make the groups."""
        for figure in level:
            self.groups[figure.mark] = self.counted(figure).groups(self.name)

    def counted(self, figure: Figure, but: Container[str] = ()) -> Tally:
        """What was counted of a figure, with the units that are scored one by one; some of these may be left out."""
        tally = self.tallies.pop(figure.mark)
        for unit, scope in self.single.items():
            if unit not in but:
                tally.add(figure.within.of(scope), figure.run(scope), Holders(1, (self.places[unit],)))
        return tally

    def standing(self, figure: Figure, rows: Integers) -> Integers:
        """The places of units, by their rows, as the groups of a figure know them."""
        if figure.mark not in self.made:
            return rows
        who = self.made[figure.mark].who
        if who not in self.kept:
            self.kept[who] = who.places(self.survey.ids)
        return cast("Integers", self.kept[who])[rows]

    def place(self, figure: Figure, unit: str) -> int:
        """The same of a unit that is scored one by one."""
        return self.made[figure.mark].who.place(unit) if figure.mark in self.made else self.places[unit]

    def name(self, place: int) -> str:
        """The name of the unit at a place."""
        return self.unit(place).name

    def unit(self, place: int) -> Unit:
        """The unit at a place."""
        if place in self._by_place:
            return self.single[self._by_place[place]].unit
        return self.survey.unit(place)

    @property
    def _by_place(self) -> Mapping[int, str]:
        if "places" not in self.kept:
            self.kept["places"] = {place: unit for unit, place in self.places.items()}
        found: Mapping[int, str] = self.kept["places"]
        return found

    def handing(self, scope: Scope, results: Mapping[str, Any]) -> Mapping[str, Any]:
        """Hand its seats to a unit that stands for many; what is left are its results."""
        seats = {name: one for name, one in results.items() if name.startswith(GROUP)}
        scope.cohort = _Many({}, {}, self.kept, cohorts=self, seats=seats, asked=self.asked)
        return {name: one for name, one in results.items() if name not in seats} if seats else results

    def asking(self, figure: Figure, run: Callable[[Scope], Any]) -> Callable[[Scope], Any]:
        """The same, but what is asked for is asked for by the figure."""

        def found(scope: Scope) -> Any:
            scope.cohort = replace(cast("_Many", scope.cohort), asked=self.asked_by[figure.mark])
            return run(scope)

        return found

    def problems(self) -> Iterator[Problem]:
        """The units that are alone in a group with which something compares them; of groups made elsewhere that is said there."""
        if not self.made:
            yield from said_of_lonely(self.plan.figures, self.groups, self.asked, self.asked_by)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked(Cohort):
    """Units that are handed groups which are made already."""

    cohorts: Cohorts = field(kw_only=True)
    asked: set[str] | None = field(default=None, kw_only=True)

    def once(self, key: Hashable, find: Callable[[], Any]) -> Any:
        """The figure with this key; of a group the seats that are handed out."""
        if not (isinstance(key, tuple) and key[0] == GROUP):
            return Cohort.once(self, key, find)
        (self.asked if self.asked is not None else self.cohorts.asked).add(key[1])
        return self.seating(self.cohorts.plan.figures[key[1]], self.cohorts.groups[key[1]])

    def seating(self, figure: Figure, groups: Groups) -> Any:
        """Who says the seat of a unit."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class _Single(_Asked):
    """Units that are known one by one."""

    def seating(self, figure: Figure, groups: Groups) -> Any:
        """Who says the seat of a unit."""
        return _OfOne(figure, groups, self.cohorts.place)


@dataclass(frozen=True, slots=True, eq=False)
class _Many(_Asked):
    """A unit that stands for many."""

    seats: Mapping[str, Handed] = field(kw_only=True)

    def seating(self, figure: Figure, groups: Groups) -> Any:
        """Who says the seat of a unit."""
        return _OfMany(figure, groups, self.seats[figure.mark])


@dataclass(frozen=True, slots=True)
class _OfOne:
    figure: Figure
    groups: Groups
    place: Callable[[Figure, str], int]

    def seat(self, scope: Scope) -> Seat | Missing:
        """The seat of a unit that is known."""
        base = scope.base
        seen = self.figure.within.seen(base)
        if isinstance(seen, Missing):
            return seen
        if self.figure.asks == "nothing":
            return Seat(group_in(self.groups, seen))
        key, value = self.figure.within.of(base), self.figure.run(base)
        return seat_in(self.groups, seen, key, value, self.place(self.figure, base.unit.id))


@dataclass(frozen=True, slots=True)
class _OfMany:
    figure: Figure
    groups: Groups
    handed: Handed

    def seat(self, scope: Scope) -> Seat | Missing:
        """The seat of each of the units."""
        seen, is_in, position = self.handed
        if isinstance(seen, Missing):
            return seen
        group = group_in(self.groups, seen)
        if self.figure.asks == "nothing" or not is_in:
            return Seat(group)
        value = self.figure.run(scope.base)
        if isinstance(value, NotApplicable):
            return Seat(group)
        if isinstance(value, Missing):
            return Seat(group, owes=True, place=_placed(group.owed.first, position))
        first = group.values[value].first if self.figure.asks == "alike" else ()  # type: ignore[index]  # a number
        return Seat(group, value, place=_placed(first, position))  # type: ignore[arg-type]


class Parents:
    """The units above as a column: the id of each, blank where there is none."""

    def __init__(self, survey: Survey) -> None:
        self.values = FieldValues()
        self._codes: Codes | None = None
        if survey.lists and survey.parents is not None:
            encoded = survey.parents.combine_chunks().dictionary_encode()
            known: dict[str, int] = {}
            at = []
            for text in encoded.dictionary.to_pylist():
                parent = folded(text) if text else ""
                if parent not in known:
                    known[parent] = self.values.append(parent, none=False)
                at.append(known[parent])
            self._codes = np.array(at, np.int64).take(encoded.indices.to_numpy(zero_copy_only=False))
        else:
            self.values.append("", none=False)

    def codes(self, rows: Integers) -> Codes:
        """The code of that of each row."""
        return np.zeros(len(rows), np.int64) if self._codes is None else self._codes[rows]


def said_of_lonely(
    figures: Mapping[str, Figure],
    groups: Mapping[str, Groups],
    asked: Iterable[str],
    asked_by: Mapping[str, Collection[str]],
) -> Iterator[Problem]:
    """What is said of the units that are alone in groups of figures that were asked for, or that such figures asked for."""
    every, waiting = set(asked), list(asked)
    while waiting:
        new = set(asked_by[waiting.pop()]) - every
        every |= new
        waiting.extend(new)
    for figure in sorted((figures[mark] for mark in every), key=lambda one: (order_of_paths(one.path), one.mark)):
        name = groups[figure.mark][None].name
        for place in lonely(groups[figure.mark]):
            facts: dict[str, object] = {"unit": name(place)}
            yield Problem(code="compared_with_nobody", severity="note", where=Where(path=figure.path), facts=facts)


def _placed(first: Sequence[int], position: int) -> int:
    return first[position] if 0 <= position < len(first) else LATER


def scope_under(parent: str | None) -> Scope:
    """Of a unit nothing but the unit above it."""
    return Scope(UnitFacts(unit=Unit(id="", name="", parent=parent), values={}), {})
