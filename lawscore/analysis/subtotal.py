"""What the rubric and the facts made of the indicators whose change can be split, where that of the total cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from lawscore.analysis.differing import IndicatorChange
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundNode, Rubric


class Parts(NamedTuple):
    """The two parts of a change."""

    by_rubric: Fraction
    by_facts: Fraction


def subtotal(changes: Iterable[IndicatorChange], before: Rubric, after: Rubric) -> Parts | None:
    """The sum over the leaves that are simply added up and can be split, each counted once; None where there is none."""
    found = list(_counted(changes, before, after))
    if not found:
        return None
    return Parts(*(sum(parts, ZERO) for parts in zip(*found, strict=True)))


def _counted(changes: Iterable[IndicatorChange], before: Rubric, after: Rubric) -> Iterator[Parts]:
    """A leaf of either version counts for all that is below it in the other."""
    old, new = _Side(before), _Side(after)
    for change in changes:
        if not (old.are_leaves(change.old) or new.are_leaves(change.new)) or old.has(change.old) or new.has(change.new):
            continue
        old.taken.update(change.old)
        new.taken.update(change.new)
        parts = change.score.by_rubric, change.score.by_facts
        if parts[0] is not None and parts[1] is not None and old.adds_up(change.old) and new.adds_up(change.new):
            yield Parts(parts[0], parts[1])


class _Side:
    """One of the versions, and which of its indicators are taken already."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric, self.taken = rubric, set[str]()

    def are_leaves(self, indicators: tuple[str, ...]) -> bool:
        return bool(indicators) and all(self.rubric.nodes[one].is_leaf for one in indicators)

    def has(self, indicators: tuple[str, ...]) -> bool:
        """Whether one of them stands below one that is taken."""
        return any(above.id in self.taken for one in indicators for above in self._above(one))

    def adds_up(self, indicators: tuple[str, ...]) -> bool:
        """Whether they count, and all above them up to the total are plain sums."""
        nodes = [self.rubric.nodes[one] for one in indicators]
        above = [node for one in indicators for node in self._above(one)]
        sums = all(node.aggregate == "sum" and node.scaled_to is None for node in (*above, self.rubric.root))
        return sums and not any(node.uncounted for node in (*nodes, *above))

    def _above(self, indicator: str) -> Iterator[BoundNode]:
        node = self.rubric.nodes[indicator]
        while node.parent:
            node = self.rubric.nodes[node.parent]
            yield node
