"""The units that are ranked and graded: whatever a standing may depend on, as columns; and each unit by itself where it must be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

import numpy as np

from lawscore.catalogue import phrase
from lawscore.columns.codes import Codes
from lawscore.columns.footprint import Footprint
from lawscore.columns.looking import Looked
from lawscore.columns.parts import Part
from lawscore.columns.ratios import Ratios, column, joined
from lawscore.columns.roster import some_of
from lawscore.columns.tables import ResultColumn, ResultTable
from lawscore.columns.units import CodedUnits
from lawscore.columns.who import OfTable
from lawscore.columns.wide import Followed
from lawscore.expressions.values import Missing, Unknown
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.unit import Scope, Unit, UnitFacts
from lawscore.rubric.bound import Rubric
from lawscore.rules.cohort import Within
from lawscore.scoring.leaf import left_out

#: The code of a unit that is in no group, and of one whose group is not known.
NOWHERE: Final = -1
STRAY: Final = -2


@dataclass(frozen=True, slots=True)
class Column:
    """One thing of every unit: the values that there are, and which of them each unit has."""

    values: Sequence[Any]
    codes: Codes


@dataclass(frozen=True, slots=True)
class Scores:
    """Results of all units: first those that units share, then those that one unit has for itself, as numbers only."""

    shared: Sequence[Any]
    numbers: Ratios
    #: Of which unit each of those is, counted as the parts come.
    rows: Codes
    #: Which of them each unit has.
    codes: Codes

    #: Every unit has one for itself, in the order of the units.
    is_each: bool = False

    def __len__(self) -> int:
        return len(self.shared) + len(self.rows)


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of every unit by its code, and how many groups there are."""

    codes: Codes
    size: int
    #: Why the group of a unit is not known, by its row.
    strays: Column | None = None
    #: Some units are in no group.
    is_partial: bool = True


@dataclass(frozen=True, eq=False)
class Units:
    """All units of a table, in their order."""

    rubric: Rubric
    parts: Sequence[Part]
    #: The order of the units, where it is not that of the parts.
    order: Codes | None

    def __len__(self) -> int:
        return self._starts[-1]

    # --- one by one ------------------------------------------------------------------------------------------------------

    def unit(self, place: int) -> Unit:
        """Who the unit at a place is."""
        part, at = self._at(place)
        return part.who.unit(at)

    def card(self, place: int) -> Card:
        """Its card, without ranks and grades. Indicators that were let go, since no rank or grade asks for them, are blank."""
        part, at = self._at(place)
        kept = part.scored.results.keys()
        nodes = [node for name, node in self.rubric.nodes.items() if name not in kept]
        also = [one.node for name, one in self.rubric.beside.items() if name not in kept]
        if not nodes and not also:
            return part.scored.card(at, self.rubric, part.who.unit(at))
        blank = ResultTable([left_out(node, phrase("why.nothing_applies")) for node in (*nodes, *also)])
        gone = {
            one.id: ResultColumn(blank, np.broadcast_to(np.int32(code), (at + 1,)))
            for code, one in enumerate((*nodes, *also))
        }
        return replace(part.scored, results={**part.scored.results, **gone}).card(at, self.rubric, part.who.unit(at))

    def bare(self, row: int) -> Card:
        """The card of a unit, counted as the parts come, without indicators and without who it is."""
        number = bisect_right(self._starts, row) - 1
        return self.parts[number].scored.bare(row - self._starts[number])

    def result(self, row: int, name: str) -> NodeResult:
        """One of its results."""
        number = bisect_right(self._starts, row) - 1
        return self.parts[number].scored.results[name].of(row - self._starts[number])

    def scope(self, place: int, card: Card) -> Scope:
        """Its scope, with what ranks and grades read of it."""
        part, at = self._at(place)
        if part.scopes:
            return part.scopes[at]
        names = tuple(part.fields)
        codes = tuple(int(part.fields[name][at]) for name in names)
        made = part.representatives.scope(Footprint(names), codes, {})
        found = _Found(part, at)
        return Scope(replace(made.facts, unit=card.unit), made.givens, calendar=made.calendar, scorer=found)

    @cached_property
    def ids(self) -> Any:
        """The ids of all units, as an Arrow array."""
        import pyarrow as pa

        found = [_ids(part) for part in self.parts]
        every = pa.concat_arrays(found) if found else pa.array([], pa.string())
        return every if self.order is None else every.take(pa.array(self.order))

    def _at(self, place: int) -> tuple[Part, int]:
        """The part that has a unit, and its place there."""
        flat = place if self.order is None else int(self.order[place])
        number = bisect_right(self._starts, flat) - 1
        return self.parts[number], flat - self._starts[number]

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(part) for part in self.parts), initial=0))

    # --- as columns ------------------------------------------------------------------------------------------------------

    def column(self, read: Callable[[Part], tuple[Sequence[Any], Codes]]) -> Column:
        """What is read of each part, as one column; a list of values that several parts share stands in it once."""
        found = [read(part) for part in self.parts]
        values, firsts = _lists(listed for listed, _ in found)
        pieces = [codes + np.int32(first) if (first := firsts[id(listed)]) else codes for listed, codes in found]
        return Column(values, self._in_order(_together(pieces)))

    @cached_property
    def cards(self) -> Scores:
        """The cards, without indicators and without who the unit is."""

        def read(part: Part) -> tuple[Sequence[Card], Codes, Ratios | None]:
            wide = part.scored.wide
            return part.scored.cards, part.scored.card_codes, wide.score if wide is not None else None

        return self._numbered(read)

    def results(self, name: str) -> Scores:
        """The results of an indicator, or of one beside the total."""

        def read(part: Part) -> tuple[Sequence[NodeResult], Codes, Ratios | None]:
            column = part.scored.results[name]
            return column.table.results, column.codes, column.wide.score if column.wide is not None else None

        return self._numbered(read)

    @cached_property
    def kinds(self) -> tuple[list[Card], Codes]:
        """Cards that differ in their state or in their vetoes, and which of them each of `cards` is like."""
        known: dict[Any, int] = {}
        kinds: list[Card] = []
        found: list[int] = []
        for card in self.cards.shared:
            kind = known.setdefault((card.state, id(card.vetoes) if card.vetoes else None), len(kinds))
            if kind == len(kinds):
                kinds.append(card)
            found.append(kind)
        of_own = np.zeros(len(self.cards.rows), np.int64)
        for part, first, rows in self._own_cards():
            assert part.scored.wide is not None  # those are asked for
            vetoes = part.scored.wide.vetoes.take(rows)
            for veto in np.flatnonzero(np.bincount(vetoes)).tolist():
                at = np.flatnonzero(vetoes == veto)
                of_own[first + at] = len(kinds)
                kinds.append(part.scored.bare(int(rows[at[0]])))
        return kinds, np.concatenate((np.array(found, np.int64), of_own))

    def _own_cards(self) -> Iterator[tuple[Part, int, Codes]]:
        """The parts that have cards of single units: the number of the first of these among all, and their rows."""
        first = 0
        for part in self.parts:
            if part.scored.wide is not None:
                rows = np.flatnonzero(part.scored.card_codes < 0)
                yield part, first, rows
                first += len(rows)

    def _numbered(self, read: Callable[[Part], tuple[Sequence[Any], Codes, Ratios | None]]) -> Scores:
        found = [read(part) for part in self.parts]
        shared, firsts = _lists(listed for listed, _, _ in found)
        own: list[tuple[Codes, Ratios]] = []
        rows: list[Codes] = []
        pieces: list[Codes] = []
        count = 0
        for start, (listed, codes, numbers) in zip(self._starts, found, strict=False):
            made = codes + np.int32(firsts[id(listed)]) if firsts[id(listed)] else codes
            if numbers is not None:
                at = np.flatnonzero(codes < 0)
                made = made.astype(np.int32)
                made[at] = len(shared) + count + np.arange(len(at))
                own.append((np.arange(count, count + len(at)), numbers.take(at)))
                rows.append(at + start)
                count += len(at)
            pieces.append(made)
        codes, is_each = self._in_order(_together(pieces)), count == len(self) and not shared and self.order is None
        return Scores(shared, _one_after_the_other(count, own), _together(rows), codes, is_each)

    def _in_order(self, codes: Codes) -> Codes:
        return codes if self.order is None else codes.take(self.order)

    def scopes(self, footprint: Footprint) -> Column:
        """A scope for all units that agree in what a footprint names."""
        known: dict[int, tuple[list[Scope], Looked[Scope]]] = {}

        def read(part: Part) -> tuple[Sequence[Scope], Codes]:
            if part.scopes:
                return part.scopes, np.arange(len(part), dtype=np.int32)
            of = part.representatives
            if id(of) not in known:
                kept: list[Scope] = []
                known[id(of)] = kept, Looked(footprint, of, lambda scope: scope, _keeping(kept))
            scopes, looked = known[id(of)]
            results = {name: _coded(part.scored.results[name]) for name in footprint.results}
            return scopes, looked.codes(_units_of(part), results)

        return self.column(read)

    def found(self, footprint: Footprint, find: Callable[[Scope], Any]) -> Column:
        """What is found in the scope of each unit, which is no number, once for all that agree in what a footprint names."""
        known: dict[int, tuple[list[Any], Followed[Any]]] = {}

        def read(part: Part) -> tuple[Sequence[Any], Codes]:
            if part.scopes:
                return [find(scope) for scope in part.scopes], np.arange(len(part), dtype=np.int32)
            of = part.representatives
            if id(of) not in known:
                kept: list[Any] = []
                known[id(of)] = kept, Followed(Looked(footprint, of, find, _keeping(kept)))
            values, followed = known[id(of)]
            return values, followed.codes(_units_of(part), part.scored.results)

        return self.column(read)

    def groups(self, within: Within) -> Groups:
        """The group of each unit; units that are compared with nobody are in none."""
        column = self._divided(within)
        known: dict[Any, int] = {}
        codes = np.empty(len(column.values), np.int32)
        why: list[Unknown | None] = []
        for place, scope in enumerate(column.values):
            key = within.of(scope)
            why.append(key if isinstance(key, Unknown) else None)
            if isinstance(key, Missing):
                codes[place] = STRAY if isinstance(key, Unknown) else NOWHERE
            else:
                codes[place] = known.setdefault(key, len(known)) if key == within.seen(scope) else NOWHERE
        strays = Column(why, column.codes) if any(why) else None
        return Groups(codes.take(column.codes), max(len(known), 1), strays, bool((codes < 0).any()))

    def _by_class(self) -> Column:
        known: dict[int, list[Scope]] = {}

        def read(part: Part) -> tuple[Sequence[Scope], Codes]:
            if not isinstance(part.who, OfTable):
                found = _classed(part.who.unit(row).unit_class for row in range(len(part)))
                return found, np.arange(len(part), dtype=np.int32)
            survey = part.who.survey
            if id(survey) not in known:
                known[id(survey)] = _classed(survey.classes if survey.lists else [None])
            return known[id(survey)], _units_of(part).classes

        return self.column(read)

    def _divided(self, within: Within) -> Column:
        """Scopes that tell which group a unit is in."""
        if within.text == "all":
            return self.scopes(Footprint(()))
        if within.text == "parent":
            return self.column(_by_parent)
        if not within.reads:
            return self._by_class()
        return self.scopes(Footprint(tuple(name for name in self.rubric.fields if name in within.reads)))


def _lists(every: Iterable[Sequence[Any]]) -> tuple[list[Any], dict[int, int]]:
    """Lists one after the other, each of them once, and where each begins by its identity."""
    values: list[Any] = []
    firsts: dict[int, int] = {}
    for listed in every:
        if id(listed) not in firsts:
            firsts[id(listed)] = len(values)
            values += listed
    return values, firsts


def _one_after_the_other(count: int, own: Sequence[tuple[Codes, Ratios]]) -> Ratios:
    under = own[0][1].under if own else 1
    if isinstance(under, int) and all(isinstance(one.under, int) and one.under == under for _, one in own):
        return column(np.concatenate([one.over for _, one in own]) if own else np.zeros(0, np.int64), under)
    return joined(count, own)


def _together(pieces: Sequence[Codes]) -> Codes:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces) if pieces else np.zeros(0, np.int32)


def _classed(classes: Iterable[str | None]) -> list[Scope]:
    """A scope for all units of each class."""
    return [Scope(UnitFacts(unit=Unit(id="", name="", unit_class=one), values={}), {}) for one in classes]


def _keeping(kept: list[Any]) -> Callable[[Any], int]:
    def enter(value: Any) -> int:
        kept.append(value)
        return len(kept) - 1

    return enter


def _coded(column: ResultColumn) -> ResultColumn:
    return column if column.wide is None else ResultColumn(column.table, column.coded())


def _units_of(part: Part) -> CodedUnits:
    """The units of a part with what ranks and grades read of them."""
    classes: Codes = np.zeros(len(part), np.int32)
    if isinstance(part.who, OfTable) and part.who.survey.lists:
        classes = part.who.survey.class_codes.take(part.rows)
    return CodedUnits(len(part), part.fields, classes)


def _ids(part: Part) -> Any:
    who = part.who
    return some_of(who.survey.ids, part.rows) if isinstance(who, OfTable) else who.columns()["unit"]


def _by_parent(part: Part) -> tuple[Sequence[Scope], Codes]:
    """A scope for all units under the same parent."""
    rows: Sequence[int] = range(len(part))
    codes: Codes = np.arange(len(part), dtype=np.int32)
    if isinstance(part.who, OfTable):
        codes, rows = _parents(part, part.who)
    return [Scope(UnitFacts(unit=part.who.unit(row), values={}), {}) for row in rows], codes


def _parents(part: Part, who: OfTable) -> tuple[Codes, Sequence[int]]:
    """The parent of each unit under a code, and for each code one of its units."""
    if not who.survey.lists or who.survey.parents is None:
        return np.zeros(len(part), np.int32), range(min(len(part), 1))
    encoded = some_of(who.survey.parents, part.rows).dictionary_encode(null_encoding="encode")
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return codes, np.unique(codes, return_index=True)[1].tolist()


@dataclass(frozen=True, slots=True)
class _Found:
    """Hands out results that are there already."""

    part: Part
    at: int

    def node(self, _scope: Scope, indicator: str) -> NodeResult:
        return self.part.scored.results[indicator].of(self.at)

    def card(self, _scope: Scope) -> Card:
        raise NotImplementedError  # ranks and grades are handed the cards

    def total(self, _scope: Scope) -> NodeResult:
        raise NotImplementedError  # nobody looks at other units here

    def is_there(self, _scope: Scope, _indicator: str) -> bool:
        raise NotImplementedError  # as above
