"""The roll-up under other weights by the engine itself, one unit and one draw at a time: what the meaning is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from lawscore.analysis.sensitivity.draws import PARTS
from lawscore.analysis.sensitivity.frame import Base, Frame, weight_of, whole_points
from lawscore.classes import dataclass
from lawscore.facts.card import NodeResult, settled
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundNode
from lawscore.scoring.rollup import roll_up


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors by the id of the indicator, in thousandths, 0 leaves it out; and the leaf that has all its points."""

    factors: Mapping[str, int]
    mended: str | None = None

    def of(self, node: BoundNode) -> int:
        """The factor of a node."""
        return self.factors.get(node.id, PARTS)


def total(frame: Frame, base: Base, weights: Weights) -> Fraction | None:
    """The total of a unit after vetoes; None where nothing is left that it could be made of."""
    root = frame.rubric.root
    whole = whole_points(root, base.results[root.id])
    found = _rolled(replace(root, scaled_to=whole, at_least=None), base, weights)
    if found is None or found.score is None:
        return None
    return min(found.score, ZERO) if base.is_emptied else found.score


def totals(frame: Frame, factors: Sequence[int]) -> list[Fraction | None]:
    """The totals of all units in one draw."""
    weights = Weights(dict(zip(frame.places, factors, strict=True)))
    return [total(frame, base, weights) for base in frame.bases]


def mended(frame: Frame, base: Base, leaf: BoundNode) -> Fraction | None:
    """The total of a unit if one leaf had all its points."""
    return total(frame, base, Weights({}, leaf.id))


def _rolled(node: BoundNode, base: Base, weights: Weights) -> NodeResult | None:
    """What a node comes to; None where nothing of it is left."""
    result = base.results[node.id]
    if base.is_fixed(node):
        score = result.points if node.id == weights.mended else result.score
        return result._replace(score=score, interval=settled(score or ZERO, result.points))
    there = base.there(node)
    parts = [_weighed(node, child, there, base, weights) for child in there if weights.of(child)]
    found = roll_up(node, [part for part in parts if part is not None], result.outcomes, base.card.unit.unit_class)
    if found.state != "scored":
        return None
    if node.scaled_to is None and result.points and found.points != result.points:
        limited = _with_limits(node, found.points / result.points)
        found = roll_up(limited, [part for part in parts if part is not None], result.outcomes)
    return found


def _weighed(
    node: BoundNode, child: BoundNode, there: Sequence[BoundNode], base: Base, weights: Weights
) -> tuple[BoundNode, NodeResult] | None:
    """A part with its factor: in a sum on its score and points, in a mean on its weight."""
    found = _rolled(replace(child, at_least=None), base, weights)
    if found is None:
        return None
    factor = Fraction(weights.of(child), PARTS)
    if node.aggregate != "sum":
        weight = weight_of(child, there)
        return replace(child, weight=None if weight is None else weight * factor), found
    score, points = (found.score or ZERO) * factor, found.points * factor
    return child, found._replace(score=score, points=points, interval=settled(score, points))


def _with_limits(node: BoundNode, ratio: Fraction) -> BoundNode:
    """The branch with limits that keep their proportion to its points."""
    floor = None if node.floor is None else node.floor * ratio
    ceiling = None if node.ceiling is None else node.ceiling * ratio
    return replace(node, floor=floor, ceiling=ceiling)
