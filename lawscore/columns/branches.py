"""Branches: where all parts are settled their columns are added; else the parts themselves are rolled up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from lawscore.columns.codes import Codes, Combiner, Grown, IntegerCoder, Integers
from lawscore.columns.looking import Looked, Results
from lawscore.columns.numerators import Fractions, common
from lawscore.columns.tables import Flags, ResultColumn, ResultTable
from lawscore.columns.units import CodedUnits
from lawscore.facts.card import NodeResult, settled
from lawscore.numbers import ONE, ZERO
from lawscore.rubric.aggregates import LINEAR, shares
from lawscore.rubric.bound import BoundNode
from lawscore.scoring.passing import with_failed
from lawscore.scoring.rollup import roll_up


class Sum:
    """A weighted sum of columns of fractions, each distinct one under a code."""

    def __init__(self, weights: Sequence[Fraction]) -> None:
        self.weights = weights
        self._coder, self._denominator = IntegerCoder(), 1
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
        denominator = common((*parts, _over(self._denominator)), (*self.weights, ZERO))
        if denominator is None:
            return False
        if denominator != self._denominator:
            factor, before = denominator // self._denominator, self._coder
            self._coder, self._denominator = IntegerCoder(), denominator
            for value in before.values:
                self._coder.code(value * factor)
        return True

    def codes(self, parts: Sequence[Fractions], columns: Sequence[Codes], count: int) -> Codes:
        """The code of the sum of each row."""
        fixed, total = 0, None
        for part, weight, codes in zip(parts, self.weights, columns, strict=True):
            numerators = part.over(self._denominator // weight.denominator) * weight.numerator
            if part.is_constant:
                fixed += int(numerators[0])
            elif total is None:
                total = numerators.take(codes, mode="clip")
            else:
                total += numerators.take(codes, mode="clip")
        if total is None:
            return np.full(count, self._coder.code(fixed), np.int32)
        return self._coder.encode(total + fixed if fixed else total)


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
    gate: Looked[bool] | None = None
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

    @property
    def evaluations(self) -> int:
        """How often the branch was worked out."""
        return len(self._at) + self.general.evaluations

    def codes(self, units: CodedUnits, results: Results) -> Codes:
        """The code of each unit's result."""
        parts = [results[child.id] for child in self.counted]
        every = [results[child.id] for child in self.node.children]
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
        asked = [part.table.closed.take(part.codes) for part in parts if not part.table.closed.all]
        if self.judged:
            asked += [part.table.closed.take(part.codes) for part in every if not part.table.closed.all]
        if self.node.aggregate == "sum":
            asked += _some_there(parts)
        else:
            asked += [part.table.there.take(part.codes) for part in parts if not part.table.there.all]
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
        failed: Codes = np.zeros(count, np.int32)
        if self.judged:
            failed = self.failed.codes([one.table.failed for one in every], [one.codes for one in every], count)
        sizes = (len(self.scores), len(self.points), max(len(self.failed), 1))
        found = self._combiner.combine((scores, points, failed), sizes)
        for one in self._combiner.combinations[len(self._at) :]:
            self._at.append(self.table.append(self._made(*one)))
        return self._at.array.take(found)

    def _made(self, score: int, points: int, failed: int) -> NodeResult:
        """The result of the branch where one part came to what all of them come to together."""
        start, whole = self.scores.value(score), self.points.value(points)
        part = NodeResult(
            id="", title="", parent=None, leaf=True, points=whole, state="scored", shown=self.node.shown, score=start,
            interval=settled(start, whole), failed=self.failed.value(failed) if self.judged else ZERO,
        )  # fmt: skip
        child = BoundNode(
            id="", title="", parent=None, points=whole, start=ZERO, floor=None, ceiling=None, shown=self.node.shown,
            weight=ONE,
        )  # fmt: skip
        result = roll_up(self.node, [(child, part)])
        return with_failed(self.node, result, [part]) if self.judged else result


def _rows_of(columns: Sequence[ResultColumn], rows: Integers) -> list[ResultColumn]:
    return [ResultColumn(column.table, column.codes.take(rows)) for column in columns]


def _some_there(parts: Sequence[ResultColumn]) -> list[Flags]:
    """For which units any of the parts is there; nothing where one of them always is."""
    if any(part.table.there.all for part in parts):
        return []
    return [np.logical_or.reduce([part.table.there.take(part.codes) for part in parts])]
