"""The ledger of one node: every change of its score is an item; the result is what it comes to."""

from __future__ import annotations

from fractions import Fraction

from lawscore.arithmetic import add
from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.card import NodeResult
from lawscore.facts.items import CutCause, Item
from lawscore.facts.outcome import Outcome
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundNode
from lawscore.rubric.resting import settled_result
from lawscore.rules.telling import tell_rounding
from lawscore.scoring.adjusting import NONE, Adjustments, told_change
from lawscore.scoring.limits import inside, rounded
from lawscore.scoring.telling import (
    item_of_adjustment,
    item_of_all,
    item_of_cut,
    items_of_outcome,
    limit_that_held,
    question_of,
)


@dataclass(slots=True)
class Ledger:
    """Adds up a node: every change is an item, so that start + items = score by construction."""

    node: BoundNode
    total: Fraction
    items: list[Item]

    def take(self, outcome: Outcome) -> None:
        """What a rule takes or gives, and its limits."""
        if outcome.state == "idle" and not (outcome.notes or outcome.cuts or outcome.parts):
            return
        for item in items_of_outcome(self.node, outcome):
            self.add(item)

    def take_all(self, outcome: Outcome) -> None:
        """`deduct: all` takes what is above zero and never raises."""
        self.add(item_of_all(self.node, outcome, max(self.total, ZERO)))

    def empty(self, rule: str) -> None:
        """An essential element is missing: nothing above zero is left."""
        reason = phrase("cut.essential", question=question_of(self.node, rule))
        self.add(item_of_cut(self.node, "essential", -max(self.total, ZERO), reason))

    def limit(self) -> None:
        """Floor and ceiling."""
        limit = inside(self.node, self.total)
        if limit is not self.total and limit != self.total:
            cause, reason = limit_that_held(limit, self.total)
            self.become(cause, limit, reason)

    def round(self) -> None:
        """The rounding of the node."""
        if self.node.round is not None:
            self.become("round", rounded(self.node, self.total), tell_rounding(self.node.round))

    def become(self, cause: CutCause, to: Fraction, reason: Phrase) -> None:
        """Another score, and why."""
        if to != self.total:
            self.add(item_of_cut(self.node, cause, to - self.total, reason))

    def close(self, points: Fraction, outcomes: tuple[Outcome, ...], changes: Adjustments = NONE) -> NodeResult:
        """The leaf's result, after its limits and its rounding, which hold again after changes in points."""
        self.limit()
        self.round()
        for change in changes:
            self.change(change)
        if changes:
            self.limit()
            self.round()
        return settled_result(self.node, self.total, points, tuple(self.items), outcomes)

    def change(self, change: Adjustment) -> None:
        """A change in points by an authority."""
        told = told_change(change, self.node.rules)
        self.add(item_of_adjustment(self.node.id, change.id, change.points or ZERO, told))

    def add(self, item: Item) -> None:
        """One item."""
        self.total = add(self.total, item.points)
        self.items.append(item)
