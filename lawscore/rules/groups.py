"""The values of one expression in a group of units: how many units have each, and how one of the units stands among them.

A group is made from counts alone, so that counts of parts of the units can be put together: `Tally.merge`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import lcm
from typing import Final, NamedTuple

from lawscore import irrational
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Missing, NotApplicable, Unknown, Value

#: So many units are named that a figure waits for; the others are counted.
MOST_NAMED: Final = 5
#: Of the units that have a value, or owe one, so many are known: those that are named, and one that may be passed over.
FIRST: Final = MOST_NAMED + 1
#: The place of a unit that is not among the first.
LATER: Final = -1
#: Denominators whose common multiple is longer are not made one.
_LONG: Final = 1 << 256


class Holders(NamedTuple):
    """Some units: how many they are, and the first of them, by their places among all units."""

    number: int = 0
    first: tuple[int, ...] = ()

    def joined(self, other: Holders) -> Holders:
        """These and others."""
        return Holders(self.number + other.number, tuple(sorted((*self.first, *other.first))[:FIRST]))

    def followed(self, other: Holders) -> Holders:
        """These, and then others, wherever they stand."""
        return Holders(self.number + other.number, (*self.first, *other.first)[:FIRST])


_NONE: Final = Holders()


@dataclass(frozen=True)
class Group:
    """The exact values of one expression for the units of a group. Units to which it does not apply are outside."""

    values: Mapping[Fraction, Holders]
    #: The units whose value is still owed.
    owed: Holders
    #: The name of the unit at a place.
    name: Callable[[int], str] = field(repr=False, compare=False)

    @cached_property
    def count(self) -> int:
        """How many units have a value."""
        return sum(holders.number for holders in self.values.values())

    @cached_property
    def distinct(self) -> tuple[Fraction, ...]:
        """The values that occur, the smallest first."""
        common = _common(value.denominator for value in self.values)
        if common is None:
            return tuple(sorted(self.values))
        return tuple(sorted(self.values, key=lambda value: value.numerator * (common // value.denominator)))

    @cached_property
    def _before(self) -> tuple[int, ...]:
        """For each of them how many units have a smaller one; and at last how many there are."""
        return tuple(accumulate((self.values[value].number for value in self.distinct), initial=0))

    def at(self, place: int) -> Fraction:
        """The value at a place, counted from 0, among those of all units in order."""
        return self.distinct[bisect_left(self._before, place + 1) - 1]

    @property
    def median(self) -> Fraction:
        """The middle value; of an even number of values the mean of the two in the middle. There must be somebody."""
        low, high = self.at((self.count - 1) // 2), self.at(self.count // 2)
        return low if low is high else (low + high) / 2

    @property
    def least(self) -> Fraction:
        """The smallest value; there must be somebody."""
        return self.distinct[0]

    @property
    def greatest(self) -> Fraction:
        """The greatest value; there must be somebody."""
        return self.distinct[-1]

    @cached_property
    def total(self) -> Fraction:
        """The exact sum."""
        return _sum((value, holders.number) for value, holders in self.values.items())

    @cached_property
    def mean(self) -> Fraction:
        """The arithmetic mean; there must be somebody."""
        return self.total / self.count

    @cached_property
    def squares(self) -> Fraction:
        """The sum of the squared distances from the mean: what a standard deviation is made of."""
        squared = _sum((value * value, holders.number) for value, holders in self.values.items())
        return squared - self.total * self.mean

    @cached_property
    def deviation(self) -> Fraction:
        """The standard deviation of all there are, to 34 digits."""
        return irrational.sqrt(self.squares / self.count)

    @cached_property
    def sample_deviation(self) -> Fraction:
        """The standard deviation of those of whom these are a sample; there must be two."""
        return irrational.sqrt(self.squares / (self.count - 1))

    @cached_property
    def _places(self) -> Mapping[Fraction, int]:
        return dict(zip(self.distinct, self._before, strict=False))

    def below(self, value: Fraction) -> int:
        """How many values are smaller than one that occurs."""
        return self._places[value]

    def equal(self, value: Fraction) -> int:
        """How many values are the same."""
        return self.values[value].number

    def waits(self, measure: str, apart: int | None = None) -> Unknown | None:
        """Why a figure over the group cannot be told yet: the units that owe a value, but for the one at a place."""
        owing = self.owed.number - (apart is not None)
        if not owing:
            return None
        names = [self.name(place) for place in self.owed.first if place != apart][:MOST_NAMED]
        more = "…" if owing > MOST_NAMED else ""
        return Unknown((Cause("peers", measure, detail="、".join(names) + more),))

    @property
    def only(self) -> int | None:
        """The place of the one unit that is in the group; None where there are more, or none."""
        if self.owed.number or self.count != 1:
            return None
        (holders,) = self.values.values()
        return holders.first[0]


@dataclass(frozen=True, slots=True)
class Seat:
    """The group that a unit looks at, and how the unit itself stands in it."""

    group: Group
    #: Its value, where that is among those of the group.
    own: Fraction | None = None
    #: Its value is among those that are still owed.
    owes: bool = False
    #: Its place among all units, where it is one of the first that have its value or owe one.
    place: int = LATER

    def waits(self, measure: str) -> Unknown | None:
        """Why a figure over the others cannot be told yet."""
        return self.group.waits(measure, self.place if self.owes else None)

    @property
    def others(self) -> int:
        """How many others have a value."""
        return self.group.count - (self.own is not None)

    def alike(self, most: int) -> tuple[str, ...]:
        """The names of the first others that have its value."""
        if self.own is None:
            return ()
        first = self.group.values[self.own].first
        return tuple([self.group.name(place) for place in first if place != self.place][:most])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units of each group have each value, and which are the first: what groups are made of."""

    #: A unit whose group is unknown may belong to any of them; else it belongs to none.
    may_be_anywhere: bool = True
    held: dict[Hashable, dict[Fraction, Holders]] = field(default_factory=dict)
    open: dict[Hashable, Holders] = field(default_factory=dict)
    #: Those of which nobody knows the group.
    strays: list[Holders] = field(default_factory=list)

    def add(self, key: Hashable | Missing, value: Value, units: Holders) -> None:
        """Enter units of a group that have a value, or a reason why there is none."""
        if isinstance(value, NotApplicable) or isinstance(key, NotApplicable):
            return
        if isinstance(key, Unknown):
            if self.may_be_anywhere:
                self.strays.append(units)
        elif isinstance(value, Fraction):
            _join(self.held.setdefault(key, {}), value, units)
        else:
            _join(self.open, key, units)

    def merge(self, other: Tally) -> None:
        """Enter what was counted of other units."""
        for key, values in other.held.items():
            own = self.held.setdefault(key, {})
            for value, units in values.items():
                _join(own, value, units)
        for key, units in other.open.items():
            _join(self.open, key, units)
        self.strays.extend(other.strays)

    def groups(self, name: Callable[[int], str]) -> dict[Hashable, Group]:
        """The groups by their keys; under None, which is no key, what a group is in which nobody is known to be."""
        strays = _NONE
        for units in self.strays:
            strays = strays.joined(units)
        keys = dict.fromkeys((*self.held, *self.open))
        found: dict[Hashable, Group] = {
            key: Group(self.held.get(key, {}), self.open.get(key, _NONE).followed(strays), name) for key in keys
        }
        return {**found, None: Group({}, strays, name)}


def lonely(groups: Mapping[Hashable, Group]) -> Iterator[int]:
    """The places of the units that are alone in their groups."""
    yield from sorted(group.only for group in groups.values() if group.only is not None)


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """The exact sum of some numbers: halves are added first, so that long denominators are made late."""
    listed = list(values)
    while len(listed) > 1:
        pairs = [one + other for one, other in zip(listed[::2], listed[1::2], strict=False)]
        listed = [*pairs, listed[-1]] if len(listed) % 2 else pairs
    (total,) = listed or (Fraction(),)
    return total


def _sum(weighed: Iterable[tuple[Fraction, int]]) -> Fraction:
    """The exact sum of numbers, each so many times: those over one denominator are added as whole numbers."""
    over: dict[int, int] = {}
    for value, times in weighed:
        over[value.denominator] = over.get(value.denominator, 0) + value.numerator * times
    return exact_sum(Fraction(numerator, denominator) for denominator, numerator in over.items())


def _common(denominators: Iterable[int]) -> int | None:
    """A denominator over which all are whole numbers; None where it would be long."""
    found = 1
    for one in set(denominators):
        found = lcm(found, one)
        if found >= _LONG:
            return None
    return found


def _join(found: dict[Hashable, Holders] | dict[Fraction, Holders], key: Hashable, units: Holders) -> None:
    before = found.get(key)  # type: ignore[call-overload]
    found[key] = units if before is None else before.joined(units)  # type: ignore[index]
