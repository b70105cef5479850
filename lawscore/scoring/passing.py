"""Which nodes do not pass (`passes`), counted up the tree: what `failed('控制')` looks at."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lawscore.expressions.values import Unknown, Value, together
from lawscore.facts.card import NodeResult
from lawscore.numbers import ONE, ZERO
from lawscore.rubric.bound import BoundNode


def with_failed(node: BoundNode, result: NodeResult, parts: Iterable[NodeResult]) -> NodeResult:
    """The result with the number of nodes at or below it that do not pass."""
    below = _added([part.failed for part in parts])
    open_ = result.state == "unscored" and (node.applies is not None or node.only_for is not None)
    if open_ and below != ZERO:
        below = Unknown(result.causes)  # it may turn out not to apply, and then nothing below it counts
    return result._replace(failed=_added([_own(node, result), below]))


def _added(counts: Iterable[Value]) -> Value:
    """The sum of counts; unknown where one of them is."""
    listed = list(counts)
    open_ = [count for count in listed if isinstance(count, Unknown)]
    known = [count for count in listed if isinstance(count, Fraction)]
    return Unknown(together(*open_)) if open_ else sum(known, ZERO)


def _own(node: BoundNode, result: NodeResult) -> Value:
    """1 where the node itself does not pass; 0 where it passes, does not apply, or need not pass."""
    passes = node.spec.passes if node.spec is not None else None
    if passes is None or result.state == "not_applicable":
        return ZERO
    if result.score is None:
        return Unknown(result.causes)
    return ZERO if passes.passed(result.score, result.points) else ONE
