"""All units with one result by which they are ranked and graded: their order by group, by value, and down the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags
from lawscore.columns.ranks.chain import Chain
from lawscore.columns.ranks.entries import Entries, entries_of
from lawscore.columns.ranks.groups import Groups, groups_of
from lawscore.columns.ranks.ladder import Ladder
from lawscore.columns.ranks.order import Digit, begun, sorted_by
from lawscore.columns.ranks.units import Units
from lawscore.facts.card import Card
from lawscore.facts.copies import copied
from lawscore.facts.unit import Scope
from lawscore.ranking.contenders import Contender
from lawscore.ranking.order import Level, split
from lawscore.ranking.standing import contender_in
from lawscore.ranking.ties import is_descending, kind_of
from lawscore.rubric.bound import BoundStanding
from lawscore.rubric.ranks import Using
from lawscore.rules.cohort import Within


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

    @cached_property
    def chain(self) -> Chain:
        """What breaks ties."""
        return Chain(self.units, self.entries)

    def groups(self, within: Within) -> Groups:
        """The group of each unit."""
        if within.text not in self._groups:
            self._groups[within.text] = groups_of(self.units, within)
        return self._groups[within.text]

    # --- units by themselves ---------------------------------------------------------------------------------------------

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
        if any(kind_of(tie) in ("result", "figure") for tie in self.chain.ties):
            return self.contender(row)
        return self.face(row)

    def face(self, row: int) -> Contender:
        """One unit by itself, with its score and its vetoes only."""
        known = self.entries.contender(int(self.entries.codes[row]))
        return copied(known, card=copied(known.card, unit=self.units.unit(row)))

    def level(self, rows: Codes, open_: str = "", make: Callable[[int], Contender] | None = None) -> Level:
        """Units that stand equal."""
        found = [(make or self.face)(row) for row in rows.tolist()]
        return Level(tuple(sorted(found, key=lambda one: one.id)), open_)

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
        rows = self._members(is_in, groups)
        digits = [Digit(groups.codes, groups.size), Digit(places.take(entries.codes), size)]
        steps = self.chain.steps
        digits += [step.digit for step in steps]
        if rows is not None:
            digits = [Digit(digit.codes.take(rows), digit.size) for digit in digits]
        order = sorted_by(digits)
        at = order.rows if rows is None else rows.take(order.rows)
        ladder = Ladder(at, order.begins, order.first_of(digits[0]))
        if any(step.unknown is not None for step in steps):
            ladder = self._with_open(ladder, places, [step.unknown for step in steps if step.unknown is not None])
        return self._by_id(ladder)

    def _members(self, is_in: Flags, groups: Groups) -> Codes | None:
        """The rows that are in order; None where all are."""
        if is_in.all() and not groups.is_partial:
            return None
        return np.flatnonzero(self.entries.marked(is_in) & (groups.codes >= 0))

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

    def _with_open(self, ladder: Ladder, places: Codes, unknown: Sequence[Flags]) -> Ladder:
        """Where a step cannot be told for somebody of several that are equal so far, the chain is gone through unit by unit."""
        rows, begins = ladder.rows.copy(), ladder.begins.copy()
        open_at: dict[int, str] = {}
        for start, end in self._doubtful(ladder, places, unknown):
            equal = self._equal(rows[start:end])
            begins[start:end] = False
            at = start
            for level in split([Level(tuple(equal))], self.chain.before_id):
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
        starts = np.flatnonzero(begun(values + groups * (int(values.max()) + 1)))
        ends = np.append(starts[1:], len(values))
        missing = np.logical_or.reduce(unknown).take(ladder.rows)
        found = np.logical_or.reduceat(missing, starts) & (ends - starts > 1)
        yield from zip(starts[found].tolist(), ends[found].tolist(), strict=True)

    def _by_id(self, ladder: Ladder) -> Ladder:
        """Levels that are left taken apart by the ids of their units, where the chain comes to that."""
        tie = self.chain.by_id
        if tie is None:
            return ladder
        import pyarrow as pa
        import pyarrow.compute as pc

        together = ladder.sizes > 1
        together[list(ladder.open)] = False
        together[self._aside_levels(ladder)] = False
        at = np.flatnonzero(together.take(ladder.levels))
        if not len(at):
            return ladder
        ids = self.units.ids.take(pa.array(ladder.rows.take(at)))
        table = pa.table({"level": ladder.levels.take(at), "id": ids})
        way = "descending" if is_descending(tie) else "ascending"
        order = pc.sort_indices(table, sort_keys=[("level", "ascending"), ("id", way)])
        rows, begins = ladder.rows.copy(), ladder.begins.copy()
        rows[at] = ladder.rows.take(at.take(order.to_numpy()))
        begins[at] = True
        open_at = {int(ladder.starts[level]): by for level, by in ladder.open.items()}
        return ladder.taken_apart(rows, begins, open_at)

    def _aside_levels(self, ladder: Ladder) -> Codes:
        """The levels of units that are not assessed: nothing tells them apart."""
        return np.flatnonzero(self.entries.is_aside.take(self.entries.codes.take(ladder.rows.take(ladder.starts))))
