"""The distinct results that are ranked and graded, with what their standing depends on: a contender stands for many units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, Final, cast

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags, Integers
from lawscore.columns.ranks.order import in_exact_order, ordered
from lawscore.columns.ranks.scores import Scores
from lawscore.columns.ranks.units import Units
from lawscore.columns.ranks.values import Values, is_round, numbers_of, values_of
from lawscore.columns.ratios import Ratios
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.unit import Scope
from lawscore.numbers import Rounding
from lawscore.ranking.blocks import FRONT, OUT
from lawscore.ranking.contenders import Contender, of_result, of_total
from lawscore.rubric.bound import BoundStanding
from lawscore.rubric.ranks import Using

#: Where nothing is asked of a scope.
NO_SCOPE: Final = cast("Scope", None)


@dataclass(frozen=True, eq=False)
class Entries:
    """What there is to rank, each distinct result once, and which of them each unit has."""

    bound: BoundStanding
    #: Cards that differ in their state or in their vetoes, and of which kind each entry is.
    kinds: Sequence[Card]
    kind_of: Codes
    #: The card of an entry, or its result where that is no total.
    find: Callable[[int], Any]
    #: The score of each; 0 where there is none.
    numbers: Ratios
    is_settled: Flags
    #: Which of them do not apply to their units.
    is_outside: Flags
    #: Which of them each unit has.
    codes: Codes
    _rounded: dict[Rounding, Values] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.kind_of)

    def marked(self, of_entries: Flags) -> Flags:
        """The units whose entries are marked."""
        if of_entries.all() or not of_entries.any():
            return np.full(len(self.codes), len(of_entries) > 0 and of_entries[0])
        return of_entries.take(self.codes)

    def contender(self, entry: int, scope: Scope = NO_SCOPE) -> Contender:
        """Who stands for all units that have an entry."""
        ranking = self.bound.ranking.spec if self.bound.ranking is not None else None
        if not self.bound.id:
            return of_total(self.find(entry), scope, ranking)
        return of_result(self.kinds[int(self.kind_of[entry])], scope, self.find(entry), ranking)

    @cached_property
    def is_aside(self) -> Flags:
        """Which are of units that are not assessed."""
        return self._by_kind(lambda one: one.is_aside)

    @cached_property
    def may_leave(self) -> Flags:
        """Which may turn out not to apply."""
        found = np.zeros(len(self), np.bool_)
        for entry in np.flatnonzero(~self.is_settled).tolist() if self.bound.id else ():
            found[entry] = self.contender(entry).may_leave
        return found

    @cached_property
    def is_out(self) -> Flags:
        """Which leave the ranking."""
        return self._by_kind(lambda one: one.blocks[0] == OUT)

    @cached_property
    def is_behind(self) -> Flags:
        """Which are set behind those that are ranked by their scores, or leave the ranking."""
        return self._by_kind(lambda one: one.blocks[0] != FRONT)

    @cached_property
    def of_kinds(self) -> Sequence[Contender]:
        """Somebody of each kind, of whom only the vetoes are looked at."""
        spec = self.bound.ranking.spec if self.bound.ranking is not None else None
        if not self.bound.id:
            return [of_total(card, NO_SCOPE, spec) for card in self.kinds]
        return [of_result(card, NO_SCOPE, self.find(0), spec) for card in self.kinds]

    def _by_kind(self, asked: Callable[[Contender], bool]) -> Flags:
        found = np.array([asked(one) for one in self.of_kinds] if len(self) else [], np.bool_)
        return found.take(self.kind_of)

    def values(self, using: Using) -> Values:
        """The values by which the entries count, exact or as they are shown."""
        shown = self.contender(0).shown if using == "shown" and len(self) else None
        return self._shown(shown) if shown is not None and not is_round(self.numbers, shown) else self._exact

    @cached_property
    def _exact(self) -> Values:
        return values_of(self.numbers)

    def _shown(self, shown: Rounding) -> Values:
        if shown not in self._rounded:
            self._rounded[shown] = values_of(self.numbers.rounded(shown))
        return self._rounded[shown]


def entries_of(bound: BoundStanding, units: Units) -> Entries:
    """What is ranked and graded of all units."""
    return _of_results(bound, units) if bound.id else _of_totals(bound, units)


def _of_totals(bound: BoundStanding, units: Units) -> Entries:
    """Cards that units share are there already; those of single units are told from each other by score and kind."""
    cards, (kinds, kind_of) = units.cards, units.kinds
    shared = len(cards.shared)
    places, firsts = _alike(cards.numbers, kind_of[shared:], len(kinds))
    at = np.append(np.arange(shared), firsts + shared)
    codes = places if cards.is_each else np.append(np.arange(shared), places + shared).take(cards.codes)
    settled = _marked(cards, lambda card: card.score is not None).take(at)
    outside = _marked(cards, lambda card: card.state == "not_assessed", own=False).take(at)
    numbers = numbers_of(cards, cards.numbers.take(firsts))

    def find(entry: int) -> Card:
        found: Card = cards.find(int(at[entry]), units.bare)
        return found

    return Entries(bound, kinds, kind_of.take(at), find, numbers, settled, outside, codes)


def _alike(numbers: Ratios, kinds: Codes, size: int) -> tuple[Integers, Integers]:
    """For each card its place among those that differ in number or kind, and of each of these a card that has it."""
    if not isinstance(numbers.under, int) or numbers.over.dtype == object:
        return np.arange(len(numbers)), np.arange(len(numbers))  # numbers so long hardly come twice
    places, firsts = in_exact_order(numbers)
    return (places, firsts) if size == 1 else ordered(places * size + kinds)


def _of_results(bound: BoundStanding, units: Units) -> Entries:
    """Results of an indicator, told from each other by their kind too."""
    cards, (kinds, kind_of) = units.cards, units.kinds
    results, size = units.results(bound.id), max(len(kinds), 1)
    keys = results.codes.astype(np.int64) * size + kind_of.take(cards.codes)
    codes, rows = ordered(keys)
    pairs = keys.take(rows)
    at = pairs // size
    settled = _marked(results, lambda result: result.score is not None).take(at)
    outside = _marked(results, lambda result: result.state == "not_applicable", own=False).take(at)
    numbers = numbers_of(results).take(at)

    def find(entry: int) -> NodeResult:
        found: NodeResult = results.find(int(at[entry]), lambda row: units.result(row, bound.id))
        return found

    return Entries(bound, kinds, pairs % size, find, numbers, settled, outside, codes)


def _marked(scores: Scores, asked: Callable[[Any], bool], *, own: bool = True) -> Flags:
    """What is so of results; those of single units are settled."""
    shared = np.array([asked(one) for one in scores.shared], np.bool_)
    return np.append(shared, np.full(len(scores.rows), own))
