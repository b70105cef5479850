"""Which part of a change of the total comes from which indicator: exactly, so that the parts add up to the change.

An indicator's part is the change of what it takes from full points, or adds to them; where another number of points was
given to it, full marks before and full marks after are no change. What the points of the whole add, and what limits and
roundings of a branch and vetoes make, are parts of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Literal

from lawscore.analysis.differing import Pairs
from lawscore.classes import dataclass
from lawscore.facts.card import Card, NodeResult
from lawscore.numbers import ONE, ZERO
from lawscore.rubric.aggregates import LINEAR, linear
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.scoring.enclosing import shares_of

Kind = Literal["indicator", "limit", "points"]


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What one indicator adds to the change of the total.

    `limit` is what limits, roundings and vetoes of a branch or of the whole make; `points` what other points of the whole
    make. `old` and `new` are the ids in the two versions; both are empty for the whole.
    """

    kind: Kind
    old: tuple[str, ...]
    new: tuple[str, ...]
    title: str
    points: Fraction

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the new version, else those of the old one."""
        return self.new or self.old


@dataclass(slots=True)
class _Taken:
    """What each node takes from the points of the whole, or adds to them; all together are the total."""

    by_node: dict[str, Fraction] = field(default_factory=dict)
    points: Fraction = ZERO

    def of(self, ids: tuple[str, ...]) -> Fraction:
        """What some nodes take together."""
        return sum((self.by_node.get(one, ZERO) for one in ids), ZERO)


def score_parts(pairs: Pairs, before: tuple[Rubric, Card], after: tuple[Rubric, Card]) -> tuple[ScorePart, ...]:
    """The parts of the change from one total to the other that are not zero, in the order of the indicators.

    Both cards must have a score.
    """
    old, new = _taken(*before), _taken(*after)
    leaves = {one.id: one for rubric, _ in (before, after) for one in rubric.nodes.values()}
    found = [
        ScorePart(
            _kind(leaves[(pair.new or pair.old)[0]]), pair.old, pair.new, _title(leaves, pair.new or pair.old), made
        )
        for pair in pairs.pairs
        if (made := new.of(pair.new) - old.of(pair.old))
    ]
    whole: tuple[tuple[Kind, Fraction], ...] = (
        ("limit", new.of(("",)) - old.of(("",))),
        ("points", new.points - old.points),
    )
    return (*found, *(ScorePart(kind, (), (), "", made) for kind, made in whole if made))


def _kind(node: BoundNode) -> Kind:
    return "indicator" if node.is_leaf or node.aggregate not in LINEAR else "limit"


def _title(nodes: Mapping[str, BoundNode], ids: tuple[str, ...]) -> str:
    return "、".join(dict.fromkeys(nodes[one].title for one in ids))


def _taken(rubric: Rubric, card: Card) -> _Taken:
    taken = _Taken()
    results = {node.id: node for node in card.nodes}
    _visit(rubric.root, card.counted, ONE, results, taken)
    return taken


def _visit(
    node: BoundNode, result: NodeResult, weight: Fraction, results: Mapping[str, NodeResult], taken: _Taken
) -> None:
    """A node whose score counts `weight` times in the total."""
    if result.state != "scored" or result.score is None:
        return
    if node.is_leaf or node.aggregate not in LINEAR:
        taken.by_node[node.id] = weight * (result.score - result.points)
        taken.points += weight * result.points
        return
    own = result.score
    for child, part, counted in _counted(node, results):
        own -= counted * (part.score or ZERO)
        _visit(child, part, weight * counted, results, taken)
    taken.by_node[node.id] = weight * own


def _counted(node: BoundNode, results: Mapping[str, NodeResult]) -> list[tuple[BoundNode, NodeResult, Fraction]]:
    """The parts of a branch that are scored, and how often the score of each counts in that of the branch."""
    there = [(child, results[child.id]) for child in node.children if not child.uncounted]
    there = [(child, part) for child, part in there if part.state == "scored"]
    shares = shares_of(node, there)
    scale = ONE
    if node.scaled_to is not None:
        whole = node.points if node.of_rates else linear(shares, [part.points for _, part in there])
        scale = node.scaled_to / whole if whole else ZERO
    return [
        (child, part, scale * share * _rate(node, part)) for (child, part), share in zip(there, shares, strict=True)
    ]


def _rate(node: BoundNode, part: NodeResult) -> Fraction:
    """In a mean of rates a part counts by its rate of the branch's points."""
    if not node.of_rates:
        return ONE
    return node.points / part.points if part.points else ZERO
