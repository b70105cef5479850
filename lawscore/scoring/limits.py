"""Floor, ceiling and rounding: what becomes of a score, and of what a node can still come to."""

from __future__ import annotations

from fractions import Fraction

from lawscore.rubric.bound import BoundNode


def inside(node: BoundNode, score: Fraction) -> Fraction:
    """A score inside the node's floor and ceiling; where points that went off took the ceiling below it, at the floor."""
    floor, ceiling = node.floor, node.ceiling
    if ceiling is not None and score is not ceiling and score > ceiling:
        score = ceiling
    if floor is not None and score is not floor and score < floor:
        return floor
    return score


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
