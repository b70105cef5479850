"""Branches: where all parts are settled their columns are added; else the parts themselves are rolled up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from fractions import Fraction

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags, Grown, Integers
from lawscore.columns.combining import Combiner
from lawscore.columns.finding import Finder
from lawscore.columns.looking import Looked, Results
from lawscore.columns.paths import Along, Paths
from lawscore.columns.ratios import Ratios, constant, spread
from lawscore.columns.ratios_together import added
from lawscore.columns.sums import Sum
from lawscore.columns.tables import ResultColumn, ResultTable
from lawscore.columns.units import WIDE, CodedUnits
from lawscore.columns.wide import numbers_of, wide_of
from lawscore.facts.card import NodeResult, settled
from lawscore.numbers import ONE, ZERO
from lawscore.rubric.aggregates import LINEAR, shares
from lawscore.rubric.bound import BoundNode
from lawscore.scoring.passing import with_failed
from lawscore.scoring.rollup import roll_up


@dataclass
class Branch:
    """The results of one branch. `general` finds those that are no plain sum of settled parts."""

    node: BoundNode
    table: ResultTable
    general: Looked[NodeResult]
    #: Which units the branch and those above it apply to, without question; None where they apply to all.
    gate: Finder[bool] | None = None
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
        self._followed = Finder(self.general, numbers_of)
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
        scores, points = self.scores.codes(columns, count), self.points.codes(columns, count)
        failed: Codes = np.zeros(count, np.uint8)
        if self.judged:
            failed = self.failed.codes([one.codes for one in every], count)
        sizes = (len(self.scores), len(self.points), max(len(self.failed), 1))
        found = self._combiner.combine((scores, points, failed), sizes)
        for one in self._combiner.combinations[len(self._at) :]:
            self._at.append(self._entered(*one))
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

    def _entered(self, score: int, points: int, failed: int) -> int:
        """Enter the result of these sums; one that stays as its parts make it is told when somebody asks for it."""
        start, whole = self.scores.value(score), self.points.value(points)
        if not self._stays(start):
            count = self.failed.value(failed) if self.judged else ZERO
            return self.table.append(self._made(start, whole, count))
        return self.table.append_scored((start, whole, ZERO), lambda: self._made(start, whole, ZERO))

    def _stays(self, start: Fraction) -> bool:
        """Whether the branch is a sum of which nothing is made any more, and nothing is counted."""
        node, (over, under) = self.node, start.as_integer_ratio()
        if node.aggregate != "sum" or node.scaled_to is not None or node.round is not None or self.judged:
            return False
        low, high = node.floor, node.ceiling
        return (low is None or low.numerator * under <= over * low.denominator) and (
            high is None or high.numerator * under >= over * high.denominator
        )

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
