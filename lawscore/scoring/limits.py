"""Floor, ceiling and rounding: what becomes of a score, and of what a node can still come to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lawscore.arithmetic import is_above, is_negative
from lawscore.facts.card import Interval
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundNode


def inside(node: BoundNode, score: Fraction) -> Fraction:
    """A score inside the node's floor and ceiling; where points that went off took the ceiling below it, at the floor."""
    floor, ceiling = node.floor, node.ceiling
    if ceiling is not None and score is not ceiling and is_above(score, ceiling):
        score = ceiling
    if floor is None or score is floor:
        return score
    below = is_negative(score) if floor is ZERO else is_above(floor, score)
    return floor if below else score  # of equal ones the score itself


def rounded(node: BoundNode, score: Fraction) -> Fraction:
    """A score inside the limits, rounded as the node says; to the limit itself where the next place lies beyond it."""
    return score if node.round is None else inside(node, node.round.apply(score))


def held(node: BoundNode, score: Fraction) -> Fraction:
    """What the limits and the rounding make of a score. Of two scores the higher never becomes the lower."""
    return rounded(node, inside(node, score))


def bound(node: BoundNode, limit: Fraction | None, default: Fraction | None) -> Fraction | None:
    """What the limits and the rounding make of a bound; where there is none, the node's own limit is left."""
    limit = default if limit is None else limit
    return None if limit is None else held(node, limit)


def either(possible: Sequence[Interval], *, may_vanish: bool) -> Interval:
    """What a node can come to where it is open which of several ways it goes."""
    if not possible:
        return Interval(ZERO, ZERO, may_vanish=may_vanish)
    lows, highs = [one.low for one in possible], [one.high for one in possible]
    low_rates, high_rates = [one.rate[0] for one in possible], [one.rate[1] for one in possible]
    return Interval(
        None if None in lows else min(limit for limit in lows if limit is not None),
        None if None in highs else max(limit for limit in highs if limit is not None),
        min(one.points_low for one in possible),
        max(one.points_high for one in possible),
        may_vanish,
        (
            None if None in low_rates else min(rate for rate in low_rates if rate is not None),
            None if None in high_rates else max(rate for rate in high_rates if rate is not None),
        ),
    )
