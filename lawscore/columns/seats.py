"""The figures over groups as columns: each unit's group and value to be counted, and then the seat of each in its group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any, Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Grown, Integers
from lawscore.columns.cohorts import PARENT, Cohorts, Groups, Handed, Key, scope_under
from lawscore.columns.combining import Combiner
from lawscore.columns.finding import Finder
from lawscore.columns.footprint import Footprint, Footprints
from lawscore.columns.looking import Looked
from lawscore.columns.paths import Along
from lawscore.columns.ratios import spread
from lawscore.columns.representatives import Representatives
from lawscore.columns.tables import ResultColumn, ResultTable
from lawscore.columns.units import CodedUnits
from lawscore.expressions.looks import missing
from lawscore.expressions.values import Missing, NotApplicable, Unknown, Value
from lawscore.facts.unit import Scope
from lawscore.numbers import ZERO
from lawscore.rules.cohort import Figure
from lawscore.rules.groups import FIRST, MOST_NAMED, Holders
from lawscore.rules.place import MOST_NAMED as MOST_ALIKE
from lawscore.scoring.leaf import is_there

#: So many of the first that have a value, or owe one, are told from each other and from the rest.
_TOLD: Final[Mapping[str, int]] = {"alike": MOST_ALIKE, "owing": MOST_NAMED}
_NOBODY: Final = np.iinfo(np.int64).max


class SeatTable(ResultTable):
    """The distinct seats of one figure, by code, where results look for results."""

    def enter(self, seat: Handed | None) -> int:
        """Enter a seat; returns its code."""
        self.results.append(seat)  # type: ignore[arg-type]  # it is handed to whoever looks at it, like a result
        for numbers in (self.scores, self.points, self.failed):
            numbers.append(ZERO)
        self.closed.append(False)
        self.there.append(False)
        return len(self.results) - 1


@dataclass
class _Interned:
    """Things that were found, under a code each time, and which of them are the same."""

    values: list[Any] = field(default_factory=list)
    _known: dict[Any, int] = field(default_factory=dict)
    _same: Grown = field(default_factory=Grown)

    def enter(self, value: Any) -> int:
        """Enter a thing; returns its code."""
        key = (type(value), value)
        if key not in self._known:
            self._known[key] = len(self.values)
            self.values.append(value)
        self._same.append(self._known[key])
        return len(self._same) - 1

    def same(self, codes: Codes) -> Codes:
        """Which of the values the things with these codes are; below zero for what has no code."""
        found = codes.astype(np.int64)
        coded = codes >= 0
        found[coded] = self._same.array[codes[coded]]
        return found


def _number(value: Value) -> tuple[Fraction] | None:
    return (value,) if isinstance(value, Fraction) else None


@dataclass
class FigureColumns:
    """One figure for batches of units."""

    figure: Figure
    cohorts: Cohorts
    representatives: Representatives
    footprints: Footprints
    table: SeatTable = field(default_factory=SeatTable)
    _combiner: Combiner = field(default_factory=lambda: Combiner(2))

    def __post_init__(self) -> None:
        self.table.enter(None)  # of units that look at a group which is not made yet, because they never ask for it
        self._keys, self._values, self._there = _Interned(), _Interned(), _Interned()
        figure, within = self.figure, self.figure.within
        if within.text == "parent":
            where = Footprint((PARENT,))
        elif within.reads:
            where = self.footprints.reading(within.reads, within.text)
        else:
            where = Footprint((), by_class=within.text != "all")
        self._key = self._followed(where, self._found_key, self._keys)
        if figure.is_result:
            node = self.footprints.rubric.nodes[figure.there]
            there = self.footprints.there((node,))
            self._is_there = self._followed(there, lambda scope: is_there(node, scope), self._there)
            self._value = self._followed(Footprint((), (node.id,)), self._scored, self._values)
        else:
            self._value = self._followed(self.footprints.figure(figure), figure.run, self._values)

    @property
    def evaluations(self) -> int:
        """How often the figure of a unit was worked out."""
        return self._value.evaluations

    def column(self, units: CodedUnits, results: Mapping[str, ResultColumn]) -> ResultColumn:
        """The seat of each unit."""
        groups = self.cohorts.groups.get(self.figure.mark)
        if groups is None:
            return ResultColumn(self.table, np.zeros(units.count, np.int32))
        keys = self._keys.same(self._key.codes(units, results))
        positions, sizes = np.zeros(units.count, np.int64), (len(self._keys.values), FIRST)
        if self.figure.asks in _TOLD:
            positions = self._positions(units, results, keys, groups)
        found = self._combiner.combine((keys, positions), sizes)
        for at, position in self._combiner.combinations[len(self.table) - 1 :]:
            key = self._keys.values[at]
            self.table.enter(Handed(key.seen, key.of == key.seen, position))
        return ResultColumn(self.table, found + 1)

    def count(self, units: CodedUnits, results: Mapping[str, ResultColumn], found: Callable[[CodedUnits], Any]) -> None:
        """Count the values of some units; `found` are the results of some of them that a figure is made of."""
        keys = self._keys.same(self._key.codes(units, results))
        if not self.figure.is_result:
            self._counted(keys, units.places, *self._value.find(units, results))
            return
        there = self._there.same(self._is_there.codes(units, results))
        for code, value in enumerate(self._there.values):
            rows = np.flatnonzero(there == code)
            if value is True and len(rows):
                some = units.take(rows)
                self._counted(keys[rows], some.places, *self._value.find(some, found(some)))
            elif len(rows):
                why = value if isinstance(value, Unknown) else NotApplicable(())
                codes = np.full(len(rows), self._values.enter(why), np.int32)
                self._counted(keys[rows], units.places[rows], codes, [])

    # --- counting --------------------------------------------------------------------------------------------------------

    def _counted(self, keys: Codes, places: Integers, codes: Codes, along: Iterable[Along]) -> None:
        tally = self.cohorts.tallies[self.figure.mark]
        for key, value, rows in self._cells(keys, codes, along):
            first = tuple(sorted(places[rows[:FIRST]].tolist()))
            tally.add(key.of, value, Holders(len(rows), first))

    def _cells(self, keys: Codes, codes: Codes, along: Iterable[Along]) -> Iterator[tuple[Key, Value, Integers]]:
        """The rows that agree in group and value, in their order."""
        codes = self._values.same(codes)
        for rows, values, at in _coded(codes, self._values.values, along):
            for key, value, some in _alike(keys[rows], at):
                yield self._keys.values[key], values[value], rows[some]

    # --- seats -----------------------------------------------------------------------------------------------------------

    def _positions(
        self, units: CodedUnits, results: Mapping[str, ResultColumn], keys: Codes, groups: Groups
    ) -> Integers:
        """How many of the first that have the same value, or owe one, stand before each unit."""
        told = _TOLD[self.figure.asks]
        positions = np.zeros(units.count, np.int64)
        for key, value, rows in self._cells(keys, *self._value.find(units, results)):
            first = self._first(groups, key, value)[:told]
            if len(first) > 1:
                positions[rows] = _position(first, self.cohorts.standing(self.figure, units.places[rows]))
        return positions

    def _first(self, groups: Groups, key: Key, value: Value) -> tuple[int, ...]:
        group = groups.get(key.of) if not isinstance(key.of, Missing) and key.of == key.seen else None
        if group is None or isinstance(value, NotApplicable):
            return ()
        if isinstance(value, Fraction):
            return group.values[value].first if self.figure.asks == "alike" else ()
        return group.owed.first if self.figure.asks == "owing" else ()

    # --- what is worked out for each -------------------------------------------------------------------------------------

    def _followed(self, footprint: Footprint, find: Callable[[Scope], Any], into: _Interned) -> Finder[Any]:
        looked = Looked(footprint, self.representatives, self.cohorts.asking(self.figure, find), into.enter)
        return Finder(looked, _number if into is self._values else lambda _: None)

    def _found_key(self, scope: Scope) -> Key:
        within = self.figure.within
        if within.text == "parent":
            scope = scope_under(scope.values[PARENT] or None)  # type: ignore[arg-type]  # an id, or nothing
        return Key(within.of(scope), within.seen(scope))

    def _scored(self, scope: Scope) -> Value:
        result = scope.results[self.figure.there]
        return result.score if result.score is not None else missing(result)


def _coded(
    codes: Codes, values: Sequence[Value], along: Iterable[Along]
) -> Iterator[tuple[Integers, Sequence[Value], Codes]]:
    """Some rows at a time, values, and which of the values each of the rows has."""
    rows = np.flatnonzero(codes >= 0)
    if len(rows):
        yield rows, values, codes[rows]
    for one in along:
        numbers = spread(one.numbers[0], len(one.rows))
        if isinstance(numbers.under, int):
            over, at = np.unique(numbers.over, return_inverse=True)
            yield one.rows, [Fraction(number, numbers.under) for number in over.tolist()], at
        else:
            known: dict[Fraction, int] = {}
            told = [known.setdefault(numbers.at(row), len(known)) for row in range(len(one.rows))]
            yield one.rows, list(known), np.array(told, np.int64)


def _alike(keys: Codes, codes: Codes) -> Iterator[tuple[int, int, Integers]]:
    """The rows that agree in both, in their order, and the two codes."""
    order = np.lexsort((codes, keys))
    one, other = keys[order], codes[order]
    starts = np.flatnonzero(np.r_[True, (one[1:] != one[:-1]) | (other[1:] != other[:-1])])
    ends = [*starts[1:].tolist(), len(order)]
    for start, end in zip(starts.tolist(), ends, strict=True):
        yield int(one[start]), int(other[start]), order[start:end]


def _position(first: Sequence[int], places: Integers) -> Integers:
    """Where places stand among the first; behind them where they are none of them."""
    found = np.full(len(places), len(first), np.int64)
    for position, place in enumerate(first):
        found[places == place] = position
    return found


def figures_of(
    cohorts: Cohorts | None, representatives: Representatives, footprints: Footprints
) -> Mapping[str, FigureColumns]:
    """All figures, by their marks."""
    figures = cohorts.plan.figures if cohorts is not None else {}
    return {
        mark: FigureColumns(figure, cohorts, representatives, footprints)
        for mark, figure in figures.items()
        if cohorts is not None
    }


class Beside(dict[str, ResultColumn]):
    """The results of some units as they are found, and beside them the seats of the units, when they are asked for."""

    def __init__(self, units: CodedUnits, figures: Mapping[str, FigureColumns]) -> None:
        super().__init__()
        self._units, self._figures = units, figures
        self._seats: dict[str, ResultColumn] = {}

    def __missing__(self, name: str) -> ResultColumn:
        if name not in self._seats:
            self._seats[name] = self._figures[name].column(self._units, self)
        return self._seats[name]
