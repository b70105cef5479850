"""The distinct results that are ranked and graded, with what their standing depends on: a contender stands for many units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, Final, cast

import numpy as np

from lawscore.columns.codes import Codes, Flags
from lawscore.columns.numerators import LARGEST
from lawscore.columns.ranks_order import in_exact_order, ordered
from lawscore.columns.ranks_units import Column, Scores, Units
from lawscore.columns.ratios import Ratios, column, joined
from lawscore.facts.card import Card
from lawscore.facts.copies import copied
from lawscore.facts.unit import Scope, Unit
from lawscore.numbers import ZERO, Rounding
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
    #: Cards that differ in their state or in their vetoes, and which of them each unit has.
    kinds: Column
    #: The kind of each entry.
    kind_of: Codes
    #: The card of an entry, or its result where that is no total.
    find: Callable[[int], Any]
    #: The score of each; 0 where there is none.
    numbers: Ratios
    is_settled: Flags
    #: Which of them do not apply to their units.
    is_outside: Flags
    codes: Codes
    #: Every unit has its own entry, in the order of the units.
    is_each: bool = False
    _rounded: dict[Rounding, Values] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.kind_of)

    def of_units(self, values: Any) -> Any:
        """What each unit has of what each entry has."""
        return values if self.is_each else values.take(self.codes)

    def contender(self, entry: int, scope: Scope = NO_SCOPE) -> Contender:
        """Who stands for all units that have an entry."""
        ranking = self.bound.ranking.spec if self.bound.ranking is not None else None
        if not self.bound.id:
            return of_total(self.find(entry), scope, ranking)
        return of_result(self.kinds.values[int(self.kind_of[entry])], scope, self.find(entry), ranking)

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
            return [of_total(card, NO_SCOPE, spec) for card in self.kinds.values]
        return [of_result(card, NO_SCOPE, self.find(0), spec) for card in self.kinds.values]

    def _by_kind(self, asked: Callable[[Contender], bool]) -> Flags:
        found = np.array([asked(one) for one in self.of_kinds] if len(self) else [], np.bool_)
        return found.take(self.kind_of)

    # --- values ----------------------------------------------------------------------------------------------------------

    def values(self, using: Using) -> Values:
        """The values by which the entries count, exact or as they are shown."""
        shown = self.contender(0).shown if using == "shown" and len(self) else None
        return self._shown(shown) if shown is not None and not _is_round(self.numbers, shown) else self._exact

    @cached_property
    def _exact(self) -> Values:
        return Values(self.numbers, *in_exact_order(self.numbers))

    def _shown(self, shown: Rounding) -> Values:
        if shown not in self._rounded:
            numbers = self.numbers.rounded(shown)
            self._rounded[shown] = Values(numbers, *in_exact_order(numbers))
        return self._rounded[shown]


def _is_round(numbers: Ratios, shown: Rounding) -> bool:
    """Whether all have no more places than are shown."""
    under = numbers.under
    return isinstance(under, int) and (Fraction(1, under) / shown.unit).denominator == 1


@dataclass(frozen=True, eq=False)
class Values:
    """The values of entries: for each its place among the distinct ones, the smallest first."""

    numbers: Ratios
    places: Codes
    #: An entry that has each distinct one.
    entries: Codes

    def __len__(self) -> int:
        return len(self.entries)

    def among(self, limits: Iterable[Fraction]) -> tuple[Codes, int]:
        """Between which limits each entry is: entries of the same number are on the same side of all limits."""
        cuts = sorted({place for limit in limits for place in (self._first(limit), self._first(limit, beyond=True))})
        between = np.searchsorted(cuts, np.arange(len(self)), side="right").astype(np.int32)
        return between.take(self.places), len(cuts) + 1

    def _first(self, limit: Fraction, *, beyond: bool = False) -> int:
        """The place of the first value that is not below a limit, or is above it."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            value = self.numbers.at(int(self.entries[middle]))
            if value > limit or (value == limit and not beyond):
                high = middle
            else:
                low = middle + 1
        return low


def entries_of(bound: BoundStanding, units: Units) -> Entries:
    """What is ranked and graded of all units."""
    cards, (kinds, kind_of) = units.cards, units.kinds
    of_units = Column(kinds, kind_of.take(cards.codes))
    if not bound.id:
        settled = _marked(cards, lambda card: card.score is not None)
        outside = _marked(cards, lambda card: card.state == "not_assessed", own=False)
        found = _finder(cards, units.bare)
        return Entries(bound, of_units, kind_of, found, scores_of(cards), settled, outside, cards.codes, cards.is_each)
    results = units.results(bound.id)
    size = max(len(kinds), 1)
    keys = results.codes.astype(np.int64) * size + of_units.codes
    codes, rows = ordered(keys)
    pairs = keys.take(rows)
    at = pairs // size
    find = _finder(results, lambda row: units.result(row, bound.id))
    settled = _marked(results, lambda result: result.score is not None).take(at)
    outside = _marked(results, lambda result: result.state == "not_applicable", own=False).take(at)
    numbers = scores_of(results).take(at)
    return Entries(bound, of_units, pairs % size, lambda entry: find(int(at[entry])), numbers, settled, outside, codes)


def _finder(scores: Scores, own: Callable[[int], Any]) -> Callable[[int], Any]:
    def find(entry: int) -> Any:
        shared = len(scores.shared)
        return scores.shared[entry] if entry < shared else own(int(scores.rows[entry - shared]))

    return find


def _marked(scores: Scores, asked: Callable[[Any], bool], *, own: bool = True) -> Flags:
    """What is so of results; those of single units are settled."""
    shared = np.array([asked(one) for one in scores.shared], np.bool_)
    return np.concatenate((shared, np.full(len(scores.rows), own)))


def scores_of(scores: Scores) -> Ratios:
    """The score of each result; 0 where there is none."""
    shared = ratios_of([ZERO if one.score is None else one.score for one in scores.shared])
    count = len(scores.shared)
    if not len(scores.rows):
        return shared
    return joined(len(scores), [(np.arange(count), shared), (np.arange(count, len(scores)), scores.numbers)])


def ratios_of(values: Sequence[Fraction]) -> Ratios:
    """Numbers as a column of them."""
    pairs = [value.as_integer_ratio() for value in values]
    common = 1
    for under in {under for _, under in pairs}:
        common = lcm(common, under)
        if common >= LARGEST:
            return column(_whole([over for over, _ in pairs]), _whole([under for _, under in pairs]))
    return column(_whole([over * (common // under) for over, under in pairs]), common)


def _whole(numbers: list[int]) -> Any:
    fits = not numbers or -LARGEST < min(numbers) <= max(numbers) < LARGEST
    return np.array(numbers, np.int64 if fits else object)


def named(card: Card, number: int) -> Card:
    """A card of somebody who is told from others by a number."""
    return copied(card, unit=Unit(id=str(number), name=""))
