"""What is drawn about: the units that are final, the indicators whose weights change, and the tree of each unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from lawscore.assessing import Assessment
from lawscore.classes import dataclass
from lawscore.facts.card import Card, NodeResult
from lawscore.numbers import ONE, ZERO
from lawscore.rubric.bound import BoundNode, BoundStanding, Rubric


@dataclass(frozen=True, slots=True)
class Base:
    """One unit as it was assessed: what its leaves scored stays, whatever they weigh."""

    card: Card
    results: Mapping[str, NodeResult]
    #: A veto takes the total.
    is_emptied: bool

    @classmethod
    def of(cls, card: Card, root: BoundNode) -> Base:
        """The unit of a final card."""
        results = {root.id: card.total, **{result.id: result for result in card.nodes}}
        return cls(card, results, any(veto.struck and veto.zero_total for veto in card.vetoes))

    def there(self, node: BoundNode) -> Sequence[BoundNode]:
        """The parts of a branch that make it: counted, and scored for this unit."""
        return [child for child in node.children if not child.uncounted and self.results[child.id].state == "scored"]

    def is_fixed(self, node: BoundNode) -> bool:
        """Whether a node is not made of its parts: a leaf, or a branch that stands where it does not apply."""
        return node.is_leaf or not self.there(node)


@dataclass(frozen=True, slots=True)
class Frame:
    """The final units of an assessment, and the indicators that are weighed: leaves, or nodes at a level."""

    assessment: Assessment
    bases: tuple[Base, ...]
    weighed: tuple[BoundNode, ...]
    level: int | None

    @classmethod
    def of(cls, assessment: Assessment, level: int | None = None) -> Frame:
        """`level` 1 weighs the top level, 2 the next, and leaves that stand above it; None weighs the leaves."""
        root = assessment.rubric.root
        bases = tuple(Base.of(card, root) for card in assessment if card.state == "final")
        return cls(assessment, bases, tuple(_weighed(root, level, 1)), level)

    @property
    def rubric(self) -> Rubric:
        """The rubric of the assessment."""
        return self.assessment.rubric

    @property
    def left_out(self) -> tuple[Card, ...]:
        """The units that have no score yet, and those that are not assessed."""
        return tuple(card for card in self.assessment if card.state != "final")

    @property
    def standing(self) -> BoundStanding:
        """How the totals are ranked and graded; with neither where the rubric does not say so."""
        found = (standing for standing in self.rubric.standings if standing.id == "")
        return next(found, BoundStanding("", ()))

    @property
    def places(self) -> Mapping[str, int]:
        """The place of each weighed indicator among them, by its id."""
        return {node.id: place for place, node in enumerate(self.weighed)}


def _weighed(node: BoundNode, level: int | None, depth: int) -> Iterator[BoundNode]:
    for child in node.children:
        if child.uncounted:
            continue
        if child.is_leaf or depth == level:
            yield child
        else:
            yield from _weighed(child, level, depth + 1)


def whole_points(node: BoundNode, result: NodeResult) -> Fraction | None:
    """The points to which the document is made up again: those it has in the assessment; None where it has none."""
    return node.scaled_to or result.points or None


def lost(result: NodeResult) -> Fraction:
    """How many points a leaf lost that applies to its unit; 0 where it has them all."""
    if result.state != "scored" or result.why is not None or result.score is None:
        return ZERO
    found = result.points - result.score
    return found if found.numerator > 0 else ZERO


def weight_of(node: BoundNode, there: Sequence[BoundNode]) -> Fraction | None:
    """The weight of a part beside its siblings; where nothing is said of any, all weigh the same."""
    return ONE if all(one.weight is None for one in there) else node.weight
