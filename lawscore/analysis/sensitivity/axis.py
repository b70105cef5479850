"""Scores and what they count as: the least score from which a value, exact or shown, is reached or passed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lawscore.classes import dataclass
from lawscore.numbers import Rounding
from lawscore.ranking.contenders import Contender
from lawscore.ranking.order import in_order
from lawscore.rubric.bound import BoundNode, BoundRanking
from lawscore.rubric.ranks import Using


@dataclass(frozen=True, slots=True, order=True)
class Goal:
    """A value to be reached, or (`beyond`) passed; better goals are greater: `good` is the value, or what it lacks."""

    good: Fraction
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A score to be reached, or (`beyond`) passed: upwards (`sign` 1) or downwards (-1)."""

    score: Fraction
    beyond: bool
    sign: int

    def is_met(self, score: Fraction) -> bool:
        """Whether a score does."""
        over = self.sign * (score - self.score)
        return over > 0 if self.beyond else over >= 0


@dataclass(frozen=True, slots=True)
class Axis:
    """The scores of one result, better upwards (`sign` 1) or downwards (-1)."""

    using: Using
    shown: Rounding
    node: BoundNode
    sign: int = 1

    def good(self, score: Fraction) -> Fraction:
        """How good a score counts."""
        return self.sign * (self.shown.apply(score) if self.using == "shown" else score)

    def score_for(self, goal: Goal) -> tuple[Fraction, bool]:
        """The score that reaches a goal, and whether it takes more than that (however little)."""
        found, beyond = (goal.good, goal.beyond) if self.using == "exact" else self._seen(goal)
        score, beyond = self._carried(self.sign * found, beyond=beyond)
        return score, beyond

    def is_within(self, score: Fraction) -> bool:
        """Whether the limits of the result leave room for a score."""
        limit = self.node.ceiling if self.sign > 0 else self.node.floor
        return limit is None or self.sign * score <= self.sign * limit

    def _seen(self, goal: Goal) -> tuple[Fraction, bool]:
        """The least that is shown so: where rounding leaps, a whole step or half of one below, there or just after it."""
        unit = self.shown.unit
        step = goal.good / unit
        value = (step.numerator // step.denominator) * unit
        while value < goal.good or (goal.beyond and value == goal.good):
            value += unit
        for found in (value - unit, value - unit / 2, value):
            if self.good(self.sign * (found + unit / 1000)) >= value:
                return found, self.good(self.sign * found) < value
        raise AssertionError(value)  # a value that is shown is shown as itself

    def _carried(self, score: Fraction, *, beyond: bool) -> tuple[Fraction, bool]:
        """The next score that there is, where the result is rounded and the rounded score counts."""
        if self.node.round is None:
            return score, beyond
        unit = self.node.round.unit
        steps = self.sign * score / unit
        whole = -(-steps.numerator // steps.denominator)
        return self.sign * unit * (whole + (beyond and whole == steps)), False


def passing(
    one: Contender, other: Contender, ranking: BoundRanking | None, axis: Axis, *, sharing: bool, settled: bool = False
) -> Goal:
    """What lifts a unit ahead of another, or (`sharing`) at least beside it: the chain of ties decides at its value.

    With `settled` it is not enough to stand beside it because the chain cannot tell the two apart.
    """
    assert one.score is not None  # the units of a frame have their totals
    assert other.score is not None  # as above
    good = axis.good(other.score)
    if good <= axis.good(one.score):
        return Goal(good, beyond=True)
    first = in_order([replace(one, score=other.score), other], ranking, axis.using)[0]
    shares = sharing and not (settled and first.open)
    reached = one.id in {unit.id for unit in first.units} and (shares or len(first.units) == 1)
    return Goal(good, beyond=not reached)
