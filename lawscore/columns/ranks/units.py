"""The units that are ranked and graded: whatever a standing may depend on, as columns; and each unit by itself where it must be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.columns.codes import Codes
from lawscore.columns.deferred import Deferred
from lawscore.columns.footprint import Footprint
from lawscore.columns.parts import Part
from lawscore.columns.ranks.scores import Read, Scores, kinds_of, listed, scores_of, together
from lawscore.columns.roster import some_of
from lawscore.columns.tables import ResultColumn, ResultTable
from lawscore.columns.who import OfTable
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.unit import Scope, Unit
from lawscore.rubric.bound import Rubric
from lawscore.scoring.leaf import left_out


@dataclass(frozen=True, slots=True)
class Column:
    """One thing of every unit: the values that there are, and which of them each unit has."""

    values: Sequence[Any]
    codes: Codes


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
        blank = ResultTable(Deferred(left_out(node, phrase("why.nothing_applies")) for node in (*nodes, *also)))
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
        values, firsts = listed(values for values, _ in found)
        codes = together([codes + np.int32(first) if (first := firsts[id(of)]) else codes for of, codes in found])
        return Column(values, codes if self.order is None else codes.take(self.order))

    @cached_property
    def cards(self) -> Scores:
        """The cards, without indicators and without who the unit is."""

        def read(part: Part) -> Read:
            wide = part.scored.wide
            return part.scored.cards, part.scored.card_codes, wide.score if wide is not None else None

        return scores_of([read(part) for part in self.parts], self.order)

    def results(self, name: str) -> Scores:
        """The results of an indicator, or of one beside the total."""

        def read(part: Part) -> Read:
            column = part.scored.results[name]
            return column.table.results, column.codes, column.wide.score if column.wide is not None else None

        return scores_of([read(part) for part in self.parts], self.order)

    @cached_property
    def kinds(self) -> tuple[list[Card], Codes]:
        """Cards that differ in their state or in their vetoes, and which of them each of `cards` is like."""
        return kinds_of(self.cards, self.parts)


def _ids(part: Part) -> Any:
    who = part.who
    return some_of(who.survey.ids, part.rows) if isinstance(who, OfTable) else who.columns()["unit"]


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
