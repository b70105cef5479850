"""The roll-up under other weights in columns: all units and many draws at a time, exactly.

It means what `exactly` means, for trees of sums and means; others are left to that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import numpy as np

from lawscore.analysis.sensitivity.draws import PARTS
from lawscore.analysis.sensitivity.frame import Frame, lost, whole_points
from lawscore.analysis.sensitivity.quotients import Quotients, choose
from lawscore.analysis.sensitivity.whole import Flags, Ints, dot, even, ints, scaled
from lawscore.classes import dataclass
from lawscore.facts.card import NodeResult
from lawscore.numbers import ONE, ZERO
from lawscore.rubric.aggregates import LINEAR
from lawscore.rubric.bound import BoundNode

T = TypeVar("T")


def fits(frame: Frame) -> bool:
    """Whether the tree is one of sums and means, as far down as it is weighed."""
    return _is_linear(frame.rubric.root, frozenset(frame.places))


def _is_linear(node: BoundNode, stops: frozenset[str]) -> bool:
    if node.is_leaf or node.id in stops:
        return True
    parts = [child for child in node.children if not child.uncounted]
    mixed = node.aggregate != "sum" and len({child.weight is None for child in parts}) > 1
    return node.aggregate in LINEAR and not mixed and all(_is_linear(child, stops) for child in parts)


@dataclass(frozen=True, slots=True)
class Part:
    """What a node comes to: score and applicable points, and where there is anything of it at all."""

    score: Quotients
    points: Quotients
    there: Flags

    def masked(self) -> Part:
        """The same, with nothing where nothing is left."""
        if self.there.all():
            return self
        return Part(choose(self.there, self.score, _NOTHING), choose(self.there, self.points, _NOTHING), self.there)


_NOTHING = Quotients(ints([[0]]), ints([[1]]))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked: the factors, a row for each weighed indicator and a column for each draw.

    With `mended`, the columns are no draws: in each, the leaf of that place has all its points.
    """

    factors: Ints
    mended: bool = False

    @property
    def draws(self) -> int:
        """How many columns there are."""
        return int(self.factors.shape[1])


class Columns:
    """The tree of a rubric over all units of a frame; made once, asked for many draws."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.places = frame.places
        self.root = _Branch(self, frame.rubric.root, frozenset(frame.places))
        self.emptied = np.array([[base.is_emptied] for base in frame.bases], dtype=bool)

    def totals(self, sheet: Sheet) -> tuple[Quotients, Flags]:
        """The totals after vetoes, units × draws, and where there is one."""
        found = self.root.part(sheet)
        score = choose(self.emptied & found.score.exceeds(_NOTHING), _NOTHING, found.score)
        shape = (len(self.frame.bases), sheet.draws)
        return Quotients(np.broadcast_to(score.over, shape), score.under), np.broadcast_to(found.there, shape)

    def mended(self) -> tuple[Quotients, Flags]:
        """The totals if one leaf had all its points, units × leaves; for frames in which the leaves are weighed."""
        even_weights = np.full((len(self.places), len(self.places)), PARTS, dtype=np.int64)
        return self.totals(Sheet(even_weights, mended=True))

    def factors(self, node: BoundNode, sheet: Sheet) -> Ints:
        """The factors of a node in all draws: one row."""
        place = self.places.get(node.id)
        return np.full((1, sheet.draws), PARTS, dtype=np.int64) if place is None else sheet.factors[place : place + 1]


def _evened(found: Quotients) -> Quotients:
    """With one row, where all units have the same."""
    return Quotients(even(found.over), found.under)


class _Branch:
    """A branch: its fixed parts as tables, its other parts as branches of their own, its limits."""

    def __init__(self, columns: Columns, node: BoundNode, stops: frozenset[str]) -> None:
        self.columns, self.node, self.bases = columns, node, columns.frame.bases
        parts = [child for child in node.children if not child.uncounted]
        self.fixed: list[BoundNode] = []
        self.open: list[_Branch] = []
        for child in parts:
            if child.is_leaf or child.id in stops:
                self.fixed.append(child)
                continue
            branch = _Branch(columns, child, stops)
            if self.is_plain and branch.merges:
                self.fixed += branch.fixed
                self.open += branch.open
            else:
                self.open.append(branch)
        self.stands = np.array([[base.is_fixed(node)] for base in self.bases], dtype=bool)
        self.is_there = np.array([[base.results[node.id].state == "scored"] for base in self.bases], dtype=bool)

    @property
    def merges(self) -> bool:
        """Whether it is nothing but a sum for every unit, so that its parts are as good as those of the sum above."""
        node = self.node
        limits = (node.floor, node.ceiling, node.round, node.scaled_to)
        bare = self.is_plain and limits == (None,) * len(limits) and not self.takes_all.any()
        return bare and bool(self.is_there.all()) and not self.stands.any()

    def part(self, sheet: Sheet) -> Part:
        """What the branch comes to in all draws."""
        found = self.summed(sheet) if self.node.aggregate == "sum" else self.averaged(sheet)
        return self.standing(self.finished(found)).masked()

    # --- the parts that are fixed, as tables of units and parts ---------------------------------------------------------

    @cached_property
    def results(self) -> Sequence[Sequence[NodeResult]]:
        """The results of the fixed parts, unit by unit."""
        ids = [child.id for child in self.fixed]
        return [[base.results[part] for part in ids] for base in self.bases]

    @property
    def is_plain(self) -> bool:
        """Whether what a part contributes is just its score."""
        return self.node.aggregate == "sum"

    def table(self, figure: Callable[[BoundNode, NodeResult], Fraction]) -> Quotients:
        """A figure of each unit for each fixed part; nothing where the part is not there."""
        rows = [
            [
                figure(child, result) if result.state == "scored" else ZERO
                for child, result in zip(self.fixed, row, strict=True)
            ]
            for row in self.results
        ]
        return _evened(Quotients.of(rows))

    def weight(self, child: BoundNode) -> Fraction:
        """How much a part counts before its factor."""
        return ONE if self.node.aggregate == "sum" or child.weight is None else child.weight

    def value(self, score: Fraction, points: Fraction) -> Fraction:
        """What counts of a part: its score, or its rate of the branch's points."""
        if not self.node.of_rates:
            return score
        return score / points * self.node.points if points else ZERO

    def score_of(self, child: BoundNode, result: NodeResult) -> Fraction:
        """What a part contributes before its factor."""
        return self.weight(child) * self.value(result.score or ZERO, result.points)

    def gain_of(self, child: BoundNode, result: NodeResult) -> Fraction:
        """What it would contribute more if it had all its points."""
        return self.weight(child) * self.value(lost(result), result.points)

    @cached_property
    def scores(self) -> Quotients:
        if not self.is_plain:
            return self.table(self.score_of)
        return _evened(Quotients.of([[result.score or ZERO for result in row] for row in self.results]))

    @cached_property
    def points(self) -> Quotients:
        if not self.is_plain:
            return self.table(lambda child, result: self.weight(child) * result.points)
        rows = [[result.points if result.state == "scored" else ZERO for result in row] for row in self.results]
        return _evened(Quotients.of(rows))

    @cached_property
    def weights(self) -> Quotients:
        if not self.is_plain:
            return self.table(lambda child, _: self.weight(child))
        there = [[result.state == "scored" for result in row] for row in self.results]
        return _evened(Quotients(ints(there), ints([[1]])))

    @cached_property
    def gains(self) -> Quotients:
        if not self.is_plain:
            return self.table(self.gain_of)
        found = self.points - self.scores
        applies = ints([[result.why is None for result in row] for row in self.results]).astype(bool)
        return Quotients(np.where(applies & (found.over > 0), found.over, 0), found.under)

    # --- what the parts come to -----------------------------------------------------------------------------------------

    def dotted(self, table: Quotients, sheet: Sheet) -> Quotients:
        """The sum over the fixed parts, each times its factor."""
        rows = [self.columns.factors(child, sheet) for child in self.fixed]
        factors = np.concatenate(rows) if rows else np.zeros((0, sheet.draws), dtype=np.int64)
        return Quotients(dot(table.over, factors), scaled(table.under, PARTS))

    def contributed(self, sheet: Sheet) -> Quotients:
        """The scores of the fixed parts; in the column of a leaf that is mended, with what it would gain."""
        found = self.dotted(self.scores, sheet)
        return found + self.gained(sheet) if sheet.mended and self.fixed else found

    def gained(self, sheet: Sheet) -> Quotients:
        gains = self.gains
        over = np.zeros((len(gains.over), sheet.draws), dtype=gains.over.dtype)
        for place, child in enumerate(self.fixed):
            over[:, self.columns.places[child.id]] = gains.over[:, place]
        return Quotients(over, gains.under)

    def summed(self, sheet: Sheet) -> Part:
        """The parts of a sum: each score, and its points, times its factor."""
        score, points = self.contributed(sheet), self.dotted(self.points, sheet)
        there = self.dotted(self.weights, sheet).over > 0
        for branch in self.open:
            part = branch.part(sheet)
            score, points, there = score + part.score, points + part.points, there | part.there
        return Part(score, points, there)

    def averaged(self, sheet: Sheet) -> Part:
        """The parts of a mean: each times its weight and factor, made whole again at once."""
        score, points = self.contributed(sheet), self.dotted(self.points, sheet)
        weights = self.dotted(self.weights, sheet)
        for branch in self.open:
            part = branch.part(sheet)
            weight = Quotients.column([self.weight(branch.node)])
            value = self.rated(part)
            score, points = score + value * weight, points + part.points * weight
            weights = weights + weight * Quotients(part.there.astype(np.int64), ints([[1]]))
        weights = Quotients(even(weights.over), weights.under)
        whole = Quotients.column([self.node.points]) if self.node.of_rates else points / weights
        return Part(score / weights, whole, weights.over > 0)

    def rated(self, part: Part) -> Quotients:
        """What counts of a part: its score, or its rate of the branch's points."""
        return part.score / part.points * Quotients.column([self.node.points]) if self.node.of_rates else part.score

    # --- made whole, limits, rounding -----------------------------------------------------------------------------------

    def finished(self, part: Part) -> Part:
        """Points made whole, `deduct: all`, ceiling and floor, rounding."""
        part = self.made_whole(part)
        score = part.score
        if self.takes_all.any():
            score = choose(self.takes_all & score.exceeds(_NOTHING), _NOTHING, score)
        score = self.inside(score, part.points)
        if self.node.round is not None:
            score = self.inside(score.rounded(self.node.round), part.points)
        return Part(score, part.points, part.there)

    def made_whole(self, part: Part) -> Part:
        """A branch with `scaled_to` to that, the document to the points that it has in the assessment."""
        scales, whole = self.wholes
        if not scales.any():
            return part
        points = Quotients(even(part.points.over), part.points.under)
        score = choose(scales, part.score / points * whole, part.score)
        return Part(score, choose(scales, whole, points), part.there & ~(scales & (points.over == 0)))

    @cached_property
    def takes_all(self) -> Flags:
        """Where a rule of the branch takes what is above zero."""
        outcomes = (base.results[self.node.id].outcomes for base in self.bases)
        return np.array([[any(one.takes_all for one in row)] for row in outcomes], dtype=bool)

    @cached_property
    def wholes(self) -> tuple[Flags, Quotients]:
        """Where the branch is made whole, and to how many points."""
        node = self.node
        is_root = node is self.columns.frame.rubric.root
        wholes = [whole_points(node, base.results[node.id]) if is_root else node.scaled_to for base in self.bases]
        scales = np.array([[whole is not None] for whole in wholes], dtype=bool)
        return scales, _evened(Quotients.column([one or ZERO for one in wholes]))

    def inside(self, score: Quotients, points: Quotients) -> Quotients:
        """A score inside the limits, which keep their proportion to the points."""
        node = self.node
        if node.ceiling is not None:
            limit = self.limit(node.ceiling, points)
            score = choose(score.exceeds(limit), limit, score)
        if node.floor is not None:
            limit = self.limit(node.floor, points)
            score = choose(limit.exceeds(score), limit, score)
        return score

    def limit(self, limit: Fraction, points: Quotients) -> Quotients:
        if not limit or self.node.scaled_to is not None or self.node is self.columns.frame.rubric.root:
            return Quotients.column([limit])
        before = [base.results[self.node.id].points for base in self.bases]
        ratio = Quotients.column([limit / one if one else ZERO for one in before])
        pointless = np.array([[not one] for one in before], dtype=bool)
        return choose(pointless, Quotients.column([limit]), points * ratio)

    def standing(self, part: Part) -> Part:
        """Where the branch stands as it is, that; where it is not there at all, nothing."""
        if self.stands.any():
            results = [base.results[self.node.id] for base in self.bases]
            score = Quotients.column([result.score or ZERO for result in results])
            points = Quotients.column([result.points for result in results])
            part = Part(
                choose(self.stands, score, part.score),
                choose(self.stands, points, part.points),
                part.there | self.stands,
            )
        return Part(part.score, part.points, part.there & self.is_there)
