"""Cohorts: which units are compared with each other (`within`), and the value of an expression for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Final, Literal, Protocol, TypeAlias

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Run
from lawscore.expressions.looks import BELOW, COHORT, GROUP, NODE, PEER
from lawscore.expressions.values import Cause, Missing, NotApplicable, Value, unknown
from lawscore.facts.cohort import Cohort
from lawscore.facts.unit import Scope
from lawscore.problems import nearest
from lawscore.rules.binder import Binder
from lawscore.rules.groups import Group, Holders, Seat, Tally, lonely
from lawscore.texts import folded

#: What becomes of a figure over units, some of which still owe theirs.
IfMissing: TypeAlias = Literal["leave_out", "unscored"]

#: What a rule asks of its own unit in the group: nothing, its value, or who else has the value or owes it too.
Asks: TypeAlias = Literal["nothing", "value", "alike", "owing"]
Key: TypeAlias = "Callable[[Scope], Hashable | Missing]"


@dataclass(frozen=True, slots=True)
class Within:
    """The units that are compared: `of(scope)` is the group that a unit belongs to, `seen(scope)` the one it looks at.

    The two differ only where `within` names one class: then every unit looks at that class.
    """

    text: str
    of: Key
    seen: Key
    reads: frozenset[str] = frozenset()
    #: A unit whose group is unknown may belong to any of them; else it belongs to none, and a problem has said so.
    may_be_anywhere: bool = True


def bind_within(text: str, binder: Binder, *steps: str | int) -> Within:
    """Make `within` ready: `class`, `all`, `parent`, the id of a class, or a field that the units share."""
    text = folded(text)
    plain = _PLAIN.get(text)
    if plain is not None:
        return Within(text, plain, plain, may_be_anywhere=text != "class")
    classed = binder.names.find("unit_class")
    classes = (classed.kind.options or ()) if classed is not None else ()
    named = binder.names.find(text)
    if text in classes and named is None:
        return Within(text, _class_of, lambda _scope: text, may_be_anywhere=False)
    if named is not None and named.kind.name in ("text", "yesno", "number", "date"):
        return Within(text, _value_of(named.fetch), _value_of(named.fetch), named.reads)
    guess = nearest(text, [*_PLAIN, *classes, *binder.names.known()])
    hint = phrase("hint.nearest", name=guess) if guess else phrase("hint.within")
    binder.refuse("within_unknown", *steps, hint=hint, name=text)
    return Within(text, _everybody, _everybody)


def of_peers(*reads: frozenset[str]) -> frozenset[str]:
    """What a figure over a group reads: what its expressions read, in other units too."""
    every = frozenset[str]().union(*reads)
    looked = {PEER + read.partition(":")[2] for read in every if read.startswith((NODE, BELOW))}
    return every | {COHORT} | looked


def of_figures(*figures: Figure) -> frozenset[str]:
    """What figures over groups read, with the marks of the figures."""
    marks = frozenset(figure.mark for figure in figures)
    return of_peers(*(one for figure in figures for one in (figure.reads, figure.within.reads))) | marks


def of_units_below(*reads: frozenset[str]) -> frozenset[str]:
    """What a figure over the units below reads of this rubric: results of theirs, and those that they compare."""
    every = frozenset[str]().union(*reads)
    looked = {BELOW + read.removeprefix(NODE) for read in every if read.startswith(NODE)}
    return frozenset({COHORT}) | looked | {read for read in every if read.startswith((PEER, BELOW))}


def _everybody(_: Scope) -> Hashable | Missing:
    return ""


def _class_of(scope: Scope) -> Hashable | Missing:
    return scope.unit.unit_class if scope.unit.unit_class is not None else unknown("value", "unit_class")


def _parent_of(scope: Scope) -> Hashable | Missing:
    return scope.unit.parent if scope.unit.parent is not None else NotApplicable((Cause("value", "parent"),))


def _value_of(fetch: Run) -> Key:
    def value(scope: Scope) -> Hashable | Missing:
        return fetch(scope)

    return value


_PLAIN: Final[Mapping[str, Key]] = {"all": _everybody, "class": _class_of, "parent": _parent_of}


@dataclass(frozen=True, slots=True)
class Figure:
    """An expression of which a rule asks the values in a whole group of units."""

    #: Where it stands in the rubric.
    path: tuple[str | int, ...]
    #: What marks it among the things that a program reads; it stays where indicators are moved.
    mark: str
    within: Within
    run: Callable[[Scope], Value] = field(repr=False, compare=False)
    #: What `run` reads of each unit.
    reads: frozenset[str]
    #: The texts of its expressions.
    texts: tuple[str, ...] = ()
    asks: Asks = "value"
    #: The indicator of which `run` asks whether it is there; and whether its result is what `run` gives.
    there: str = ""
    is_result: bool = False
    #: A rule asks where the own value stands in the order of all: nothing of it can be told without knowing the value.
    in_order: bool = False

    def seat(self, scope: Scope) -> Seat | Missing:
        """The group that the unit of a scope looks at, and its seat there."""
        cohort = scope.cohort
        assert cohort is not None  # a rubric that looks at other units is scored with all of them
        seating: Seating = cohort.once((GROUP, self.mark), lambda: _seated(cohort, self))
        return seating.seat(scope)


def figure_of(
    binder: Binder,
    within: Within,
    run: Callable[[Scope], Value],
    *reads: frozenset[str],
    part: str = "of",
    texts: tuple[str, ...] = (),
    asks: Asks = "value",
    there: str = "",
    in_order: bool = False,
) -> Figure:
    """Make a figure ready, and enter it among those of the rubric."""
    own = frozenset[str]().union(*reads)
    figure = Figure(
        binder.path,
        mark_of(binder.indicator, binder.path, part),
        within,
        run,
        own,
        texts,
        asks,
        there,
        in_order=in_order,
    )
    binder.figures[figure.mark] = figure
    return figure


def mark_of(indicator: str, path: tuple[str | int, ...], part: str) -> str:
    """The mark of a figure. Inside an indicator it is told by the indicator, wherever that stands."""
    steps = list(path)
    while indicator and steps[:1] == ["indicators"]:
        del steps[:2]
    return GROUP + "/".join(map(str, (indicator, *steps, part)))


def mark_of_mean(indicator: str) -> str:
    """The mark of the scores of an indicator that stands at their mean where it does not apply."""
    return mark_of(indicator, ("applies",), "mean")


class Seating(Protocol):
    """The groups of one figure."""

    @property
    def figure(self) -> Figure:
        """The figure."""

    @property
    def groups(self) -> Mapping[Hashable, Group]:
        """Each by its key."""

    def seat(self, scope: Scope) -> Seat | Missing:
        """The seat of the unit of a scope."""

    def unit(self, place: int) -> str:
        """The id of the unit at a place."""


@dataclass(frozen=True, slots=True)
class _Seated:
    """Groups of units that are all at hand."""

    figure: Figure
    groups: Mapping[Hashable, Group]
    ids: tuple[str, ...]
    #: Of each unit the key of its group, its value and its place.
    known: Mapping[str, tuple[Hashable | Missing, Value, int]]

    def seat(self, scope: Scope) -> Seat | Missing:
        """The seat of the unit of a scope."""
        seen = self.figure.within.seen(scope.base)
        if isinstance(seen, Missing):
            return seen
        own = self.known.get(scope.unit.id)
        return seat_in(self.groups, seen, *own) if own is not None else Seat(group_in(self.groups, seen))

    def unit(self, place: int) -> str:
        """The id of the unit at a place."""
        return self.ids[place]


def group_in(groups: Mapping[Hashable, Group], key: Hashable) -> Group:
    """The group with a key; where nobody is known to be in it, the one of nobody."""
    return groups.get(key, groups[None])


def seat_in(
    groups: Mapping[Hashable, Group], seen: Hashable, key: Hashable | Missing, value: Value, place: int
) -> Seat:
    """The seat of a unit with a value in the group that it looks at, which need not be its own."""
    group = group_in(groups, seen)
    if key != seen or isinstance(value, NotApplicable):
        return Seat(group)
    return Seat(group, value, place=place) if isinstance(value, Fraction) else Seat(group, owes=True, place=place)


def _seated(cohort: Cohort, figure: Figure) -> _Seated:
    tally = Tally(figure.within.may_be_anywhere)
    known: dict[str, tuple[Hashable | Missing, Value, int]] = {}
    scopes = list(cohort.scopes.values())
    for place, scope in enumerate(scopes):
        key, value = figure.within.of(scope), figure.run(scope)
        tally.add(key, value, Holders(1, (place,)))
        known[scope.unit.id] = key, value, place
    groups = tally.groups(lambda place: scopes[place].unit.name)
    return _Seated(figure, groups, tuple(cohort.scopes), known)


def alone(cohort: Cohort) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The figures over a group that has one unit only: where each stands, and the unit."""
    asked: list[Seating] = [seating for _, seating in cohort.found(GROUP)]
    for seating in sorted(asked, key=lambda one: order_of_paths(one.figure.path)):
        for place in lonely(seating.groups):
            yield seating.figure.path, seating.unit(place)


def order_of_paths(path: tuple[str | int, ...]) -> tuple[tuple[bool, str | int], ...]:
    """Where paths stand among others: numbers before names."""
    return tuple([(isinstance(step, str), step) for step in path])
