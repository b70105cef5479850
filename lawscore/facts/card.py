"""A unit's scorecard: every node of the tree with its score, state and items, the total, the bounds, the vetoes."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from lawscore.arithmetic import divide, is_zero
from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Value
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.items import Item
from lawscore.facts.outcome import Outcome
from lawscore.facts.unit import Unit
from lawscore.numbers import ONE, ZERO, Rounding

NodeState = Literal["scored", "not_applicable", "unscored"]
CardState = Literal["final", "provisional", "not_assessed"]


class Interval(NamedTuple):
    """What a node can still come to: its score and its applicable points; None where no limit is declared.

    `may_vanish`: the node may turn out not to apply, and would then be left out.
    """

    low: Fraction | None
    high: Fraction | None
    points_low: Fraction = ZERO
    points_high: Fraction = ZERO
    may_vanish: bool = False
    #: Score per applicable point, wherever the node applies at all; None where that has no limit or no points.
    rate: tuple[Fraction | None, Fraction | None] = (None, None)


def settled(score: Fraction, points: Fraction) -> Interval:
    """The interval of a node that is scored: it has closed."""
    if is_zero(points):
        return Interval(score, score, points, points)
    if score is points:
        return Interval(score, score, points, points, False, _WHOLE)
    rate = ZERO if is_zero(score) else divide(score, points)
    return Interval(score, score, points, points, False, (rate, rate))


_WHOLE: Final = (ONE, ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a result stands among the units: its rank and its grade, and what there is to say about them."""

    rank: int | None = None
    tied: bool = False
    #: The rank among the units of all groups, where the rubric ranks them so too.
    overall: int | None = None
    overall_tied: bool = False
    #: The best and the worst rank that bounds allow, where it was asked for; and the same among all units.
    range: tuple[int, int] | None = None
    overall_range: tuple[int, int] | None = None
    grade: str | None = None
    #: The rule that gave the grade, the quota that took one, or why there is none.
    notes: tuple[Phrase, ...] = ()
    #: What a grade rule waits for.
    causes: tuple[Cause, ...] = ()


class NodeResult(NamedTuple):
    """One indicator of one unit. For every scored node: `start` + the points of its items = `score`, exactly.

    For a branch, `start` is what its aggregate makes of the children. `points` are the applicable points.
    """

    id: str
    title: str
    parent: str | None
    leaf: bool
    points: Fraction
    state: NodeState
    shown: Rounding
    start: Fraction | None = None
    score: Fraction | None = None
    items: tuple[Item, ...] = ()
    causes: tuple[Cause, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    interval: Interval = Interval(ZERO, ZERO)
    #: Points earned and points possible among the parts that are already scored.
    so_far: tuple[Fraction, Fraction] = (ZERO, ZERO)
    uncounted: bool = False
    #: Why a node is not applicable, or stands at full marks or zero without being scored.
    why: Phrase | None = None
    #: How many nodes at or below it do not pass (`passes`), or why that is not known.
    failed: Value = ZERO
    #: Its rank and grade, where the rubric ranks or grades it; None where it does not.
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoResult:
    """A veto that struck, that was waived, or that cannot be decided yet."""

    id: str
    struck: bool
    waived: bool = False
    effect: Phrase
    reason: Phrase
    zero_total: bool = False
    grade: str | None = None
    grade_at_most: str | None = None
    ineligible_for: str | None = None
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """A value or an answer that is missing, the leaves that wait for it, and the vetoes."""

    cause: Cause
    indicators: tuple[str, ...]
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One unit's result. On a provisional card score, grade and rank are None and `bounds` enclose what can still come.

    A unit that is not assessed (`unit.not_assessed` says why) has no score, no bounds, and owes nothing.
    """

    unit: Unit
    state: CardState
    total: NodeResult
    nodes: tuple[NodeResult, ...]
    score: Fraction | None
    bounds: tuple[Fraction | None, Fraction | None]
    items: tuple[Item, ...]
    vetoes: tuple[VetoResult, ...] = ()
    causes: tuple[Cause, ...] = ()
    #: Results beside the total, in the order of the document.
    also: tuple[NodeResult, ...] = ()
    standing: Standing = field(default_factory=Standing)
    shown: Rounding
    #: What an authority changed, by date, and what came of it.
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def grade(self) -> str | None:
        """The grade of the total, where there is one."""
        return self.standing.grade

    @property
    def rank(self) -> int | None:
        """The rank by the total, where there is one."""
        return self.standing.rank

    @property
    def tied(self) -> bool:
        """Whether other units share the rank."""
        return self.standing.tied

    @property
    def counted(self) -> NodeResult:
        """The whole as it counts, after vetoes: their items stand beside those of the total."""
        items = tuple(item for item in self.items if item.indicator is None)
        state: NodeState = "scored" if self.score is not None else "unscored"
        return self.total._replace(state=state, score=self.score, items=items, causes=self.causes)

    @property
    def so_far(self) -> tuple[Fraction, Fraction]:
        """Points earned and points possible among what is already scored."""
        return self.total.so_far

    @property
    def owed(self) -> tuple[Owed, ...]:
        """Each missing value or answer once, with the leaves and vetoes that wait for it."""
        leaves: dict[Cause, list[str]] = {}
        vetoes: dict[Cause, list[str]] = {}
        for node in sorted(self.nodes, key=lambda node: not node.leaf):
            for cause in node.causes if node.state == "unscored" else ():
                if node.leaf or cause not in leaves:  # a branch repeats what its leaves wait for
                    leaves.setdefault(cause, []).append(node.id)
        for veto in self.vetoes:
            for cause in veto.causes:
                vetoes.setdefault(cause, []).append(veto.id)
        waiting = dict.fromkeys((*leaves, *vetoes, *self.causes, *self._beside))
        return tuple(Owed(cause, tuple(leaves.get(cause, ())), tuple(vetoes.get(cause, ()))) for cause in waiting)

    @property
    def _beside(self) -> tuple[Cause, ...]:
        """What results beside the total wait for, and what grade rules do."""
        open_ = [result for result in self.also if result.state == "unscored"]
        standings = [result.standing for result in (*self.nodes, *self.also) if result.standing is not None]
        waiting = (*self.standing.causes, *(cause for standing in standings for cause in standing.causes))
        return (*waiting, *(cause for result in open_ for cause in result.causes))

    def node(self, indicator: str) -> NodeResult:
        """The result of one indicator, or of one beside the total."""
        for node in (*self.nodes, *self.also):
            if node.id == indicator:
                return node
        raise KeyError(indicator)
