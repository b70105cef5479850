"""Cohorts: which units are compared with each other (`within`), and the value of an expression for all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Final, Literal, TypeAlias

from lawscore import irrational
from lawscore.catalogue import phrase
from lawscore.expressions.binding import Run
from lawscore.expressions.looks import BELOW, COHORT, NODE, PEER
from lawscore.expressions.values import Cause, Missing, NotApplicable, Unknown, Value, unknown
from lawscore.facts.cohort import Cohort
from lawscore.facts.unit import Scope
from lawscore.problems import nearest
from lawscore.rules.binder import Binder
from lawscore.texts import folded

#: What becomes of a figure over units, some of which still owe theirs.
IfMissing: TypeAlias = Literal["leave_out", "unscored"]

#: The kind of what a cohort keeps for groups.
GROUP: Final = "group"
#: So many units are named that a figure waits for; the others are counted.
MOST_NAMED: Final = 5

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


@dataclass(frozen=True)
class Group:
    """The exact values of one expression for the units of a group. Units to which it does not apply are outside.

    `open` are the units, by id, whose value is still owed: with their names, for the sentence that says so.
    """

    values: Mapping[str, Fraction]
    open: Mapping[str, str]

    @cached_property
    def ordered(self) -> tuple[Fraction, ...]:
        """All values, the smallest first."""
        return tuple(sorted(self.values.values()))

    @cached_property
    def total(self) -> Fraction:
        """The exact sum."""
        return exact_sum(self.values.values())

    @cached_property
    def mean(self) -> Fraction:
        """The arithmetic mean; there must be somebody."""
        return self.total / len(self.values)

    @cached_property
    def squares(self) -> Fraction:
        """The sum of the squared distances from the mean: what a standard deviation is made of."""
        return exact_sum((value - self.mean) ** 2 for value in self.values.values())

    @cached_property
    def deviation(self) -> Fraction:
        """The standard deviation of all there are, to 34 digits."""
        return irrational.sqrt(self.squares / len(self.values))

    @cached_property
    def sample_deviation(self) -> Fraction:
        """The standard deviation of those of whom these are a sample; there must be two."""
        return irrational.sqrt(self.squares / (len(self.values) - 1))

    def below(self, value: Fraction) -> int:
        """How many values are smaller."""
        return bisect_left(self.ordered, value)

    def equal(self, value: Fraction) -> int:
        """How many values are the same."""
        return bisect_right(self.ordered, value) - self.below(value)

    def waits(self, measure: str, apart: str = "") -> Unknown | None:
        """Why a figure over the group cannot be told yet: the units that owe a value, but for one."""
        names = list(islice((name for unit, name in self.open.items() if unit != apart), MOST_NAMED + 1))
        if not names:
            return None
        more = "…" if len(names) > MOST_NAMED else ""
        return Unknown((Cause("peers", measure, detail="、".join(names[:MOST_NAMED]) + more),))


NOBODY: Final = Group({}, {})


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """The exact sum of some numbers: halves are added first, so that long denominators are made late."""
    listed = list(values)
    while len(listed) > 1:
        pairs = [one + other for one, other in zip(listed[::2], listed[1::2], strict=False)]
        listed = [*pairs, listed[-1]] if len(listed) % 2 else pairs
    (total,) = listed
    return total


def group_of(
    scope: Scope, within: Within, path: tuple[str | int, ...], run: Callable[[Scope], Value], part: str = "of"
) -> Group | Missing:
    """The values of an expression for all units that the unit of the scope looks at.

    `path` and `part` say where the expression stands, and tell it from all others.
    """
    cohort = scope.cohort
    assert cohort is not None  # a rubric that looks at other units is scored with all of them
    seen = within.seen(scope.base)
    if isinstance(seen, Missing):
        return seen
    groups = cohort.once((GROUP, (path, part)), lambda: _groups(cohort.scopes.values(), within, run))
    return groups.get(seen, groups[None])


def alone(cohort: Cohort) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The figures over a group that has one unit only: where each stands, and the unit."""
    for (path, _), groups in cohort.found(GROUP):
        for group in groups.values():
            if len(group.values) == 1 and not group.open:
                yield path, next(iter(group.values))


def _groups(scopes: Iterable[Scope], within: Within, run: Callable[[Scope], Value]) -> dict[Hashable, Group]:
    values: dict[Hashable, dict[str, Fraction]] = {}
    open_: dict[Hashable, dict[str, str]] = {}
    strays: dict[str, str] = {}
    for scope in scopes:
        key, unit = within.of(scope), scope.unit
        value = run(scope)
        if isinstance(value, NotApplicable) or isinstance(key, NotApplicable):
            continue
        if isinstance(key, Unknown):
            if within.may_be_anywhere:
                strays[unit.id] = unit.name
            continue
        if isinstance(value, Fraction):
            values.setdefault(key, {})[unit.id] = value
        else:
            open_.setdefault(key, {})[unit.id] = unit.name
    found: dict[Hashable, Group] = {
        key: Group(values.get(key, {}), {**open_.get(key, {}), **strays}) for key in dict.fromkeys((*values, *open_))
    }
    return {**found, None: Group({}, strays)}  # a group that nobody is known to be in may have those in it
