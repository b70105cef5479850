"""Branches: where all parts are settled their columns are added; else the parts themselves are rolled up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import numpy as np

from lawscore.columns.codes import Codes, Combiner, Flags, Grown, IntegerCoder, Integers, shortest
from lawscore.columns.looking import Looked, Results
from lawscore.columns.numerators import Fractions, common, summed
from lawscore.columns.paths import Along, Paths
from lawscore.columns.ratios import Ratios, added, constant, spread
from lawscore.columns.tables import ResultColumn, ResultTable
from lawscore.columns.units import WIDE, CodedUnits
from lawscore.columns.wide import Followed, numbers_of, wide_of
from lawscore.facts.card import NodeResult, settled
from lawscore.numbers import ONE, ZERO
from lawscore.rubric.aggregates import LINEAR, shares
from lawscore.rubric.bound import BoundNode
from lawscore.scoring.passing import with_failed
from lawscore.scoring.rollup import roll_up

#: The kinds of integers in which sums are added, the shortest first.
_KINDS: Final = (np.int16, np.int32, np.int64)


class Sum:
    """A weighted sum of columns of fractions, each distinct one under a code."""

    def __init__(self, weights: Sequence[Fraction]) -> None:
        self.weights = weights
        self._coder, self._denominator = IntegerCoder(), 1
        #: The shortest integers in which no sum, nor part of one, overflows.
        self._kind: Any = np.int64
        #: How many values the parts had when it was last asked whether they fit, and whether they did.
        self._asked: tuple[list[int], bool] = [], False

    def __len__(self) -> int:
        return len(self._coder.values)

    def value(self, code: int) -> Fraction:
        """The sum with a code."""
        return Fraction(self._coder.values[code], self._denominator)

    def fits(self, parts: Sequence[Fractions]) -> bool:
        """Whether the sum is exact in whole numbers of 64 bits; then they are made ready for it."""
        sizes = [len(part.values) for part in parts]
        if sizes != self._asked[0]:
            self._asked = sizes, self._made_ready(parts)
        return self._asked[1]

    def _made_ready(self, parts: Sequence[Fractions]) -> bool:
        found = common((*parts, _over(self._denominator)), (*self.weights, ZERO))
        if found is None:
            return False
        denominator, most = found
        if denominator != self._denominator:
            factor, before = denominator // self._denominator, self._coder
            self._coder, self._denominator = IntegerCoder(), denominator
            for value in before.values:
                self._coder.code(value * factor)
        self._kind = next(kind for kind in _KINDS if most <= np.iinfo(kind).max)
        return True

    def codes(self, parts: Sequence[Fractions], columns: Sequence[Codes], count: int) -> Codes:
        """The code of the sum of each row."""
        tables = [self._numerators(part, weight) for part, weight in zip(parts, self.weights, strict=True)]
        fixed = sum(int(table[0]) for part, table in zip(parts, tables, strict=True) if part.is_constant)
        if all(part.is_constant for part in parts):
            return np.full(count, self._coder.code(fixed), shortest(len(self)))
        told = [place for place, part in enumerate(parts) if not part.is_constant]
        start = np.full(count, fixed, self._kind)
        return self._coder.encode(summed([tables[at] for at in told], [columns[at] for at in told], start))

    def _numerators(self, part: Fractions, weight: Fraction) -> Integers:
        """What each value of a part adds, by its code; the kind of integers holds it, and whatever it is added to."""
        return (part.over(self._denominator // weight.denominator) * weight.numerator).astype(self._kind)


def _over(denominator: int) -> Fractions:
    """A column that asks for a denominator."""
    column = Fractions()
    column.append(Fraction(1, denominator))
    return column


@dataclass
class Branch:
    """The results of one branch. `general` finds those that are no plain sum of settled parts."""

    node: BoundNode
    table: ResultTable
    general: Looked[NodeResult]
    #: Which units the branch and those above it apply to, without question; None where they apply to all.
    gate: Followed[bool] | None = None
    #: The results count what does not pass.
    judged: bool = False
    #: Units that were added up, and those that were rolled up one by one.
    added: int = 0
    rolled_up: int = 0
    _at: Grown = field(default_factory=Grown)

    def __post_init__(self) -> None:
        node = self.node
        self.counted = [child for child in node.children if not child.uncounted]
        weights = shares(node.aggregate, [child.weight for child in self.counted])
        plain = node.aggregate in LINEAR and not node.of_rates and node.at_least is None and not node.rules
        self.is_linear = plain and any(weights)
        self.scores, self.points = Sum(weights), Sum(weights)
        self.failed = Sum([ONE] * len(node.children))
        self._combiner = Combiner(3)
        self._followed = Followed(self.general, numbers_of)
        #: By the points, and how many do not pass, where they are the same for all.
        self._paths: dict[tuple[Fraction | None, Fraction | None], Paths[NodeResult]] = {}

    @property
    def evaluations(self) -> int:
        """How often the branch was worked out."""
        return len(self._at) + sum(map(len, self._paths.values())) + self._followed.evaluations

    def column(self, units: CodedUnits, results: Results) -> ResultColumn:
        """Each unit's result."""
        parts = [results[child.id] for child in self.counted]
        every = [results[child.id] for child in self.node.children]
        if any(one.wide is not None for one in every) or self._followed.is_asked(units, results):
            return self._wide(units, parts, every, results)
        return ResultColumn(self.table, self._codes(units, parts, every, results))

    def _codes(
        self, units: CodedUnits, parts: Sequence[ResultColumn], every: Sequence[ResultColumn], results: Results
    ) -> Codes:
        """The code of each unit's result."""
        settled_ = self._settled(units, parts, every, results)
        if settled_ is None:
            self.added += units.count
            return self._sums(units.count, parts, every)
        found = np.empty(units.count, np.int32)
        rows, others = np.flatnonzero(settled_), np.flatnonzero(~settled_)
        self.added += len(rows)
        self.rolled_up += len(others)
        if len(rows):
            found[rows] = self._sums(len(rows), _rows_of(parts, rows), _rows_of(every, rows))
        if len(others):
            found[others] = self.general.codes(units, results, others)
        return found

    def _settled(
        self, units: CodedUnits, parts: Sequence[ResultColumn], every: Sequence[ResultColumn], results: Results
    ) -> Flags | None:
        """The units whose parts can be added as they are; None where all can."""
        if not (self.is_linear and self._fits(parts, every)):
            return np.zeros(units.count, np.bool_)
        return self._asked(units, parts, every, results)

    def _asked(
        self, units: CodedUnits, parts: Sequence[ResultColumn], every: Sequence[ResultColumn], results: Results
    ) -> Flags | None:
        asked = [part.marked(part.table.closed) for part in parts if not part.table.closed.all]
        if self.judged:
            asked += [part.marked(part.table.closed) for part in every if not part.table.closed.all]
        if self.node.aggregate == "sum":
            asked += _some_there(parts)
        else:
            asked += [part.marked(part.table.there) for part in parts if not part.table.there.all]
        if self.gate is not None:
            asked.append(self.gate.codes(units, results).astype(np.bool_))
        if not asked:
            return None
        found = np.logical_and.reduce(asked)
        return None if found.all() else found

    def _fits(self, parts: Sequence[ResultColumn], every: Sequence[ResultColumn]) -> bool:
        return (
            self.scores.fits([part.table.scores for part in parts])
            and self.points.fits([part.table.points for part in parts])
            and (not self.judged or self.failed.fits([part.table.failed for part in every]))
        )

    def _sums(self, count: int, parts: Sequence[ResultColumn], every: Sequence[ResultColumn]) -> Codes:
        columns = [part.codes for part in parts]
        scores = self.scores.codes([part.table.scores for part in parts], columns, count)
        points = self.points.codes([part.table.points for part in parts], columns, count)
        failed: Codes = np.zeros(count, np.uint8)
        if self.judged:
            failed = self.failed.codes([one.table.failed for one in every], [one.codes for one in every], count)
        sizes = (len(self.scores), len(self.points), max(len(self.failed), 1))
        found = self._combiner.combine((scores, points, failed), sizes)
        for one in self._combiner.combinations[len(self._at) :]:
            self._at.append(self.table.append(self._made_of(*one)))
        return self._at.take(found)

    # --- columns of numbers ----------------------------------------------------------------------------------------------

    def _wide(
        self, units: CodedUnits, parts: Sequence[ResultColumn], every: Sequence[ResultColumn], results: Results
    ) -> ResultColumn:
        """The results where those of parts have their own numbers."""
        codes, along = np.full(units.count, WIDE, np.int32), list[Along]()
        asked = self._asked(units, parts, every, results) if self.is_linear else np.zeros(units.count, np.bool_)
        rows = np.arange(units.count) if asked is None else np.flatnonzero(asked)
        inputs = self._added([one.take(rows) for one in parts], [one.take(rows) for one in every], len(rows))
        if len(rows):
            along, alone = self._followed_sums(inputs, len(rows))
            for row in alone.tolist():
                codes[rows[row]] = self.table.append(self._made(*(one.at(row) for one in inputs)))
            for one in along:
                codes[rows[one.rows]] = one.code
            along = [one._replace(rows=rows[one.rows]) for one in along]
        others = np.flatnonzero(~asked) if asked is not None else np.zeros(0, np.int64)
        if len(others):
            codes[others], further = self._followed.find(units, results, others)
            along += [one._replace(rows=others[one.rows]) for one in further]
        self.added += len(rows)
        self.rolled_up += len(others)
        if not any(one.code < 0 for one in along):
            return ResultColumn(self.table, codes)
        is_added = np.ones(units.count, np.bool_)
        is_added[others] = False

        def again(row: int) -> NodeResult:
            if not is_added[row]:
                return self._followed.again(units, results, row)
            at = int(np.searchsorted(rows, row))
            return self._made(*(one.at(at) for one in inputs))

        return ResultColumn(self.table, codes, wide_of(along, units.count, again))

    def _followed_sums(self, inputs: Sequence[Ratios], count: int) -> tuple[list[Along], Integers]:
        """The paths of the sums; points are the same for nearly all, and are then no column."""
        score, *others = inputs
        points, failed = (one.at(0) if one.is_same else None for one in others)
        key = points, failed
        if key not in self._paths:

            def find(numbers: Sequence[Fraction]) -> NodeResult:
                given = iter(numbers)
                start = next(given)
                return self._made(start, *(one if one is not None else next(given) for one in key))

            self._paths[key] = Paths(find, numbers_of, self.table.append)
        return self._paths[key].follow([score, *(one for one in others if not one.is_same)], count)

    def _added(self, parts: Sequence[ResultColumn], every: Sequence[ResultColumn], count: int) -> list[Ratios]:
        """What the parts come to: scores, points, and how many do not pass."""
        scores = added([one.scores.scaled(weight) for one, weight in zip(parts, self.scores.weights, strict=True)])
        points = added([_points(one).scaled(weight) for one, weight in zip(parts, self.points.weights, strict=True)])
        failed = added([one.failed for one in every]) if self.judged else constant(ZERO)
        return [spread(one, count) for one in (scores, points, failed)]

    def _made_of(self, score: int, points: int, failed: int) -> NodeResult:
        count = self.failed.value(failed) if self.judged else ZERO
        return self._made(self.scores.value(score), self.points.value(points), count)

    def _made(self, start: Fraction, whole: Fraction, failed: Fraction) -> NodeResult:
        """The result of the branch where one part came to what all of them come to together."""
        part = NodeResult(
            id="", title="", parent=None, leaf=True, points=whole, state="scored", shown=self.node.shown, score=start,
            interval=settled(start, whole), failed=failed,
        )  # fmt: skip
        child = BoundNode(
            id="", title="", parent=None, points=whole, start=ZERO, floor=None, ceiling=None, shown=self.node.shown,
            weight=ONE,
        )  # fmt: skip
        result = roll_up(self.node, [(child, part)])
        return with_failed(self.node, result, [part]) if self.judged else result


def _rows_of(columns: Sequence[ResultColumn], rows: Integers) -> list[ResultColumn]:
    return [column.take(rows) for column in columns]


def _points(part: ResultColumn) -> Ratios:
    points = part.table.points
    return constant(points.values[0]) if part.wide is None and points.is_constant and points.values else part.points


def _some_there(parts: Sequence[ResultColumn]) -> list[Flags]:
    """For which units any of the parts is there; nothing where one of them always is."""
    if any(part.table.there.all for part in parts):
        return []
    return [np.logical_or.reduce([part.marked(part.table.there) for part in parts])]
