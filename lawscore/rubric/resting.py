"""What a node comes to once its score is settled, and what a leaf stands at where nothing happens under its rules."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from lawscore.facts.card import NodeResult, settled
from lawscore.facts.items import Item
from lawscore.facts.outcome import Outcome

if TYPE_CHECKING:
    from lawscore.rubric.bound import BoundNode


def settled_result(
    node: BoundNode, score: Fraction, points: Fraction, items: tuple[Item, ...] = (), outcomes: tuple[Outcome, ...] = ()
) -> NodeResult:
    """The result of a node whose score is settled."""
    return NodeResult(
        id=node.id, title=node.title, parent=node.parent, leaf=node.is_leaf, points=points, state="scored",
        shown=node.shown, uncounted=node.uncounted, start=node.start, score=score, items=items, outcomes=outcomes,
        interval=settled(score, points), so_far=(score, points),
    )  # fmt: skip


def rest_of(node: BoundNode) -> NodeResult | None:
    """The result of a leaf all of whose rules are idle: it stands at its start. None where a limit or a rounding moves that."""
    if not node.is_leaf or _is_moved(node):
        return None
    return settled_result(node, node.start, node.points, outcomes=tuple(rule.idle for rule in node.rules))


def _is_moved(node: BoundNode) -> bool:
    start, low, high = node.start, node.floor, node.ceiling
    outside = (low is not None and start < low) or (high is not None and start > high)
    return outside or (node.round is not None and node.round.apply(start) != start)
