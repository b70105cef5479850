"""What each result of a rubric rests on, but for the facts: what is declared for it, and what is read to come to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from lawscore.classes import dataclass
from lawscore.expressions.looks import BELOW, NODE, PEER
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rubric.tree import Node
from lawscore.scoring.leaf import full_points

#: Parts of an indicator that its own result does not rest on: its parts are looked at as results, standings come later.
_ELSEWHERE: Final = frozenset({"indicators", "every", "ranking", "grades"})
_OWN: Final = tuple(name for name in Node.model_fields if name not in _ELSEWHERE)
#: What a bound indicator has from the whole of its document.
FACE: Final = (
    "id", "title", "parent", "points", "start", "floor", "ceiling", "shown", "round", "aggregate", "of_rates",
    "leaves_missing_out", "at_least", "scaled_to", "weight", "only_for", "uncounted", "is_leaf",
)  # fmt: skip

Reads = frozenset[str]
NOTHING: Final[Reads] = frozenset()


@dataclass(frozen=True)
class Footing:
    """What each result of a rubric rests on, but for the facts: two rubrics that agree in it give it the same result."""

    rubric: Rubric

    @cached_property
    def own(self) -> Mapping[str, object]:
        """For each indicator ("" is the whole), what its result rests on beside what it reads."""
        found = {node.id: self._own(node) for node in self.rubric.root.walk()}
        for group in self.together:
            shared = [once for once in self.rubric.document.once if group & set(once.across)]
            both = (shared, [found[name] for name in sorted(group)])
            found.update(dict.fromkeys(group, both))
        return found

    @cached_property
    def reads(self) -> Mapping[str, Reads]:
        """For each indicator, what is read to come to its result, and to know whether it is there."""
        found = {node.id: node.reads.union(*(_standing_reads(one) for one in self._above(node))) for node in self._all}
        for group in self.together:
            both = NOTHING.union(*(found[name] for name in group))
            found.update(dict.fromkeys(group, both))
        return found

    @cached_property
    def together(self) -> tuple[frozenset[str], ...]:
        """Indicators that share matters, which are charged once: what moves one may move all."""
        groups: list[frozenset[str]] = []
        for once in self.rubric.document.once:
            group = frozenset(once.across).union(*(one for one in groups if one & set(once.across)))
            groups = [one for one in groups if not one & group] + [group]
        return tuple(groups)

    @cached_property
    def looks(self) -> Mapping[str, Reads]:
        """For each indicator, the results that it looks at, of any unit."""
        return {name: NOTHING.union(_results_among(reads)) for name, reads in self.reads.items()}

    @property
    def _all(self) -> Iterable[BoundNode]:
        return self.rubric.root.walk()

    def _above(self, node: BoundNode) -> Iterator[BoundNode]:
        above = node.parent
        while above is not None:
            yield self.rubric.nodes[above]
            above = self.rubric.nodes[above].parent

    def _own(self, node: BoundNode) -> object:
        spec = tuple(getattr(node.spec, name) for name in _OWN) if node.spec is not None else None
        below = [face(one) if one.parent == (node.id or None) else _points(one) for one in node.walk()]
        above = tuple((one.id, one.uncounted, _standing(one)) for one in self._above(node))
        return face(node), spec, below, above, node.id in self.rubric.judged


def face(node: BoundNode) -> tuple[object, ...]:
    """What others see of an indicator."""
    return tuple([getattr(node, name) for name in FACE])


def _points(node: BoundNode) -> tuple[object, ...]:
    """What the points of a branch further up may rest on."""
    return tuple([getattr(node, name) for name in FACE if name != "title"])


def _standing(node: BoundNode) -> object:
    """What decides whether an indicator is there, and what is said where it is not."""
    if node.applies is None and node.only_for is None:
        return None
    return node.only_for, node.applies_spec, len(full_points(node, None)) > 1


def _standing_reads(node: BoundNode) -> Reads:
    if node.applies is None:
        return NOTHING
    return node.reads if node.mean_within is not None else node.applies.reads


def _results_among(reads: Iterable[str]) -> Iterator[str]:
    for read in reads:
        for marker in (NODE, PEER, BELOW):
            if read.startswith(marker):
                yield read.removeprefix(marker)
