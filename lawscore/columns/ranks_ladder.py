"""The order of the units of one standing: by group, by value, and step by step down the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import takewhile

import numpy as np

from lawscore.columns.codes import Codes, Flags
from lawscore.columns.footprint import Footprints
from lawscore.columns.ranks_entries import NO_SCOPE, Entries, entries_of, named, scores_of
from lawscore.columns.ranks_order import Digit, Ladder, begun, in_exact_order, sorted_by
from lawscore.columns.ranks_units import Column, Groups, Units
from lawscore.expressions.values import Unknown
from lawscore.facts.card import Card
from lawscore.facts.copies import copied
from lawscore.facts.unit import Scope
from lawscore.ranking.contenders import Contender, of_total
from lawscore.ranking.order import Level, in_step, split
from lawscore.ranking.standing import contender_in
from lawscore.ranking.ties import by_score, is_descending, kind_of
from lawscore.rubric.bound import BoundStanding, BoundTie
from lawscore.rubric.ranks import Using
from lawscore.rules.cohort import Within


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of the chain: the place of each unit in it, and for whom it cannot be told."""

    digit: Digit
    unknown: Flags | None


@dataclass(frozen=True, eq=False)
class Contest:
    """All units with one result by which they are ranked and graded."""

    units: Units
    bound: BoundStanding
    _ladders: dict[tuple[str, Using, bool], Ladder] = field(default_factory=dict)
    _groups: dict[str, Groups] = field(default_factory=dict)

    @cached_property
    def entries(self) -> Entries:
        """What is ranked and graded."""
        return entries_of(self.bound, self.units)

    def groups(self, within: Within) -> Groups:
        """The group of each unit."""
        if within.text not in self._groups:
            self._groups[within.text] = self.units.groups(within)
        return self._groups[within.text]

    @cached_property
    def contender_of(self) -> Callable[[Card, Scope], Contender]:
        """Makes a contender of a unit's card."""
        return contender_in(self.units.rubric, self.bound)

    def contender(self, row: int) -> Contender:
        """One unit by itself, with everything that may be looked at."""
        card = self.units.card(row)
        return self.contender_of(card, self.units.scope(row, card))

    def rival(self, row: int) -> Contender:
        """One unit by itself, with what an order looks at."""
        if any(kind_of(tie) in ("result", "figure") for tie in self.ties):
            return self.contender(row)
        return self.face(row)

    def face(self, row: int) -> Contender:
        """One unit by itself, with its score and its vetoes only."""
        known = self.entries.contender(int(self.entries.codes[row]))
        return copied(known, card=copied(known.card, unit=self.units.unit(row)))

    @property
    def ties(self) -> Sequence[BoundTie]:
        """The steps of the chain."""
        return self.bound.ranking.ties if self.bound.ranking is not None else ()

    # --- order -----------------------------------------------------------------------------------------------------------

    def ladder(self, within: Within, using: Using, *, ranked: bool) -> Ladder:
        """The units of every group in levels: those that are ranked, else all that are graded."""
        ranked = ranked and bool(self.entries.is_out.any() or self.entries.is_aside.any())  # else it is the same
        key = (within.text, using, ranked)
        if key not in self._ladders:
            self._ladders[key] = self._made(within, using, ranked=ranked)
        return self._ladders[key]

    def _made(self, within: Within, using: Using, *, ranked: bool) -> Ladder:
        entries, groups = self.entries, self.groups(within)
        places, size = self._goodness(using)
        is_in = entries.is_settled & ~entries.is_outside
        if ranked:
            is_in = (is_in | entries.is_aside) & ~entries.is_out
        rows = self._members(is_in, groups.codes)
        digits = [Digit(groups.codes, groups.size), Digit(entries.of_units(places), size)]
        steps = self._steps
        digits += [step.digit for step in steps]
        if rows is not None:
            digits = [Digit(digit.codes.take(rows), digit.size) for digit in digits]
        at, starts = sorted_by(digits)
        sizes = np.bincount(digits[0].codes, minlength=groups.size)
        ladder = Ladder(at if rows is None else rows.take(at), starts, np.cumsum(sizes) - sizes)
        if any(step.unknown is not None for step in steps):
            ladder = self._with_open(ladder, places, [step.unknown for step in steps if step.unknown is not None])
        return self._by_id(ladder)

    def _members(self, is_in: Flags, groups: Codes) -> Codes | None:
        """The rows that are in order; None where all are."""
        flags = groups >= 0
        if not is_in.all():
            flags &= self.entries.of_units(is_in)
        return None if flags.all() else np.flatnonzero(flags)

    def _goodness(self, using: Using) -> tuple[Codes, int]:
        """For each entry how far behind its value stands: those set back come after all others, those not assessed last."""
        entries = self.entries
        values = entries.values(using)
        size = max(len(values), 1)
        low_is_good = self.bound.ranking is not None and self.bound.ranking.spec.better == "lower"
        places = values.places if low_is_good else size - 1 - values.places
        places = places + size * entries.is_behind
        places[entries.is_aside] = 2 * size
        return places, 2 * size + 1

    # --- the chain -------------------------------------------------------------------------------------------------------

    @cached_property
    def _steps(self) -> list[_Step]:
        """The steps of the chain as columns."""
        return [self._step(tie) for tie in self._chain] if len(self.units) else []

    @property
    def _chain(self) -> list[BoundTie]:
        """The chain up to the id of the unit, which tells all of them apart."""
        return list(takewhile(lambda tie: kind_of(tie) != "unit", self.ties))

    def _step(self, tie: BoundTie) -> _Step:
        if tie.indicator is not None:
            return self._by_result(tie, tie.indicator)
        column = self._looked_at(tie)
        places = in_step(tie, column.values)
        behind = max((place for place in places if place is not None), default=0) + 1
        codes = np.array([behind if place is None else place for place in places], np.int64)
        unknown = np.array([place is None for place in places], np.bool_)
        return self._as_step(codes, behind, unknown, column.codes)

    def _by_result(self, tie: BoundTie, indicator: str) -> _Step:
        """A step that looks at the score of an indicator: one to which it does not apply goes behind."""
        scores = self.units.results(indicator)
        values = [by_score(result) for result in scores.shared]
        there, unknown = np.ones(len(scores), np.bool_), np.zeros(len(scores), np.bool_)
        there[: len(values)] = [isinstance(value, Fraction) for value in values]
        unknown[: len(values)] = [isinstance(value, Unknown) for value in values]
        places, distinct = in_exact_order(scores_of(scores))
        places = len(distinct) - 1 - places if is_descending(tie) else places
        return self._as_step(np.where(there, places, len(distinct)), len(distinct), unknown, scores.codes)

    def _as_step(self, places: Codes, behind: int, unknown: Flags, codes: Codes) -> _Step:
        found, missing = places.take(codes), unknown.take(codes) if unknown.any() else None
        if self.entries.is_aside.any():  # nothing tells apart those that are not assessed
            aside = self.entries.is_aside.take(self.entries.codes)
            found[aside] = 0
            missing = missing & ~aside if missing is not None else None
        return _Step(Digit(found, behind + 1), missing)

    def _looked_at(self, tie: BoundTie) -> Column:
        """Contenders that differ in what a step looks at."""
        if kind_of(tie) == "vetoes":
            kinds = self.entries.kinds
            return Column([of_total(named(card, at), NO_SCOPE) for at, card in enumerate(kinds.values)], kinds.codes)
        blank = self.units.bare(0)
        assert tie.figure is not None  # the last kind there is
        lists = (tie.records.name,) if tie.records is not None else ()
        footprint = Footprints(self.units.rubric).reading(tie.figure.reads, repr(tie.spec), fields=lists)
        scopes = self.units.scopes(footprint)
        found = [of_total(named(blank, at), scope) for at, scope in enumerate(scopes.values)]
        return Column(found, scopes.codes)

    def _with_open(self, ladder: Ladder, places: Codes, unknown: Sequence[Flags]) -> Ladder:
        """Where a step cannot be told for somebody of several that are equal so far, the chain is gone through unit by unit."""
        rows, begins = ladder.rows.copy(), ladder.begins()
        open_at: dict[int, str] = {}
        for start, end in self._doubtful(ladder, places, unknown):
            equal = self._equal(rows[start:end])
            begins[start:end] = False
            at = start
            for level in split([Level(tuple(equal))], self._chain):
                begins[at] = True
                if level.open:
                    open_at[at] = level.open
                for one in level.units:
                    rows[at] = equal[one]
                    at += 1
        return ladder.taken_apart(rows, begins, open_at)

    def _equal(self, rows: Codes) -> Mapping[Contender, int]:
        """Units by themselves, by their ids."""
        found = {self.contender(row): row for row in rows.tolist()}
        return dict(sorted(found.items(), key=lambda one: one[0].id))

    def _doubtful(self, ladder: Ladder, places: Codes, unknown: Sequence[Flags]) -> Iterator[tuple[int, int]]:
        """From where to where units of a group have the same value, and a step of the chain is not known of one of them."""
        values = places.take(self.entries.codes.take(ladder.rows))
        if not len(values):
            return
        groups = np.repeat(np.arange(len(ladder.group_starts)), ladder.group_ends - ladder.group_starts)
        starts = begun(values + groups * (int(values.max()) + 1))
        ends = np.append(starts[1:], len(values))
        missing = np.logical_or.reduce(unknown).take(ladder.rows)
        found = np.logical_or.reduceat(missing, starts) & (ends - starts > 1)
        yield from zip(starts[found].tolist(), ends[found].tolist(), strict=True)

    def _by_id(self, ladder: Ladder) -> Ladder:
        """Levels that are left taken apart by the ids of their units, where the chain comes to that."""
        tie = next((tie for tie in self.ties if kind_of(tie) == "unit"), None)
        if tie is None:
            return ladder
        import pyarrow as pa
        import pyarrow.compute as pc

        together = ladder.sizes > 1
        together[list(ladder.open)] = False
        together[self._aside_levels(ladder)] = False
        at = np.flatnonzero(np.repeat(together, ladder.sizes))
        if not len(at):
            return ladder
        levels = np.repeat(np.arange(len(ladder)), ladder.sizes).take(at)
        ids = self.units.ids.take(pa.array(ladder.rows.take(at)))
        way = "descending" if is_descending(tie) else "ascending"
        order = pc.sort_indices(pa.table({"level": levels, "id": ids}), sort_keys=[("level", "ascending"), ("id", way)])
        rows, begins = ladder.rows.copy(), ladder.begins()
        rows[at] = ladder.rows.take(at.take(order.to_numpy()))
        begins[at] = True
        open_at = {int(ladder.starts[level]): by for level, by in ladder.open.items()}
        return ladder.taken_apart(rows, begins, open_at)

    def _aside_levels(self, ladder: Ladder) -> Codes:
        """The levels of units that are not assessed: nothing tells them apart."""
        return np.flatnonzero(self.entries.is_aside.take(self.entries.codes.take(ladder.rows.take(ladder.starts))))

    # --- units of a level ------------------------------------------------------------------------------------------------

    def level(self, rows: Codes, open_: str = "", make: Callable[[int], Contender] | None = None) -> Level:
        """Units that stand equal."""
        found = [(make or self.face)(row) for row in rows.tolist()]
        return Level(tuple(sorted(found, key=lambda one: one.id)), open_)
