"""The steps of the chain that breaks ties, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import takewhile

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags
from lawscore.columns.footprint import Footprints
from lawscore.columns.ranks.entries import NO_SCOPE, Entries
from lawscore.columns.ranks.looks import scopes
from lawscore.columns.ranks.order import Digit, in_exact_order
from lawscore.columns.ranks.units import Column, Units
from lawscore.columns.ranks.values import numbers_of
from lawscore.expressions.values import Unknown
from lawscore.facts.card import Card
from lawscore.facts.copies import copied
from lawscore.facts.unit import Unit
from lawscore.ranking.contenders import of_total
from lawscore.ranking.order import in_step
from lawscore.ranking.ties import by_score, is_descending, kind_of
from lawscore.rubric.bound import BoundTie


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the chain: the place of each unit in it, and for whom it cannot be told."""

    digit: Digit
    unknown: Flags | None


@dataclass(frozen=True, eq=False)
class Chain:
    """What breaks the ties of a ranking."""

    units: Units
    entries: Entries

    @property
    def ties(self) -> Sequence[BoundTie]:
        """All steps."""
        ranking = self.entries.bound.ranking
        return ranking.ties if ranking is not None else ()

    @property
    def before_id(self) -> list[BoundTie]:
        """Those up to the id of the unit, which tells all of them apart."""
        return list(takewhile(lambda tie: kind_of(tie) != "unit", self.ties))

    @property
    def by_id(self) -> BoundTie | None:
        """The step that goes by the id of the unit."""
        return next((tie for tie in self.ties if kind_of(tie) == "unit"), None)

    @cached_property
    def steps(self) -> list[Step]:
        """The steps before that as columns."""
        return [self._step(tie) for tie in self.before_id] if len(self.units) else []

    def _step(self, tie: BoundTie) -> Step:
        if tie.indicator is not None:
            return self._by_result(tie, tie.indicator)
        column = self._looked_at(tie)
        places = in_step(tie, column.values)
        behind = max((place for place in places if place is not None), default=0) + 1
        codes = np.array([behind if place is None else place for place in places], np.int64)
        unknown = np.array([place is None for place in places], np.bool_)
        return self._as_step(codes.take(column.codes), behind, unknown, column.codes)

    def _by_result(self, tie: BoundTie, indicator: str) -> Step:
        """A step that looks at the score of an indicator: one to which it does not apply goes behind."""
        scores = self.units.results(indicator)
        values = [by_score(result) for result in scores.shared]
        places, distinct = in_exact_order(numbers_of(scores))
        places = len(distinct) - 1 - places if is_descending(tie) else places
        places[[at for at, value in enumerate(values) if not isinstance(value, Fraction)]] = len(distinct)
        unknown = np.zeros(len(scores), np.bool_)
        unknown[: len(values)] = [isinstance(value, Unknown) for value in values]
        found = places if scores.is_each else places.take(scores.codes)
        return self._as_step(found, len(distinct), unknown, scores.codes)

    def _as_step(self, places: Codes, behind: int, unknown: Flags, codes: Codes) -> Step:
        missing = unknown.take(codes) if unknown.any() else None
        if self.entries.is_aside.any():  # nothing tells apart those that are not assessed
            aside = self.entries.marked(self.entries.is_aside)
            places[aside] = 0
            missing = missing & ~aside if missing is not None else None
        return Step(Digit(places, behind + 1), missing)

    def _looked_at(self, tie: BoundTie) -> Column:
        """Contenders that differ in what a step looks at."""
        if kind_of(tie) == "vetoes":
            found = [of_total(_named(card, at), NO_SCOPE) for at, card in enumerate(self.entries.kinds)]
            return Column(found, self.entries.kind_of.take(self.entries.codes))
        blank = self.units.bare(0)
        assert tie.figure is not None  # the last kind there is
        lists = (tie.records.name,) if tie.records is not None else ()
        footprint = Footprints(self.units.rubric).reading(tie.figure.reads, repr(tie.spec), fields=lists)
        column = scopes(self.units, footprint)
        return Column([of_total(_named(blank, at), scope) for at, scope in enumerate(column.values)], column.codes)


def _named(card: Card, number: int) -> Card:
    """A card of somebody who is told from others by a number."""
    return copied(card, unit=Unit(id=str(number), name=""))
