"""The coverage of a rubric as its tree: each part with whether, and by which cases, it is reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal, TypeAlias

from lawscore.cases.coverage import Coverage
from lawscore.cases.parts import Part, PartKind, groups_of, parts_of_node, parts_of_rule
from lawscore.classes import dataclass
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rules.combining import BoundCombination

Standing: TypeAlias = Literal["reached", "argued", "open"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A part, by which cases it is reached, and why it need not be."""

    part: Part
    cases: Sequence[str] = ()
    why: str = ""

    @property
    def standing(self) -> Standing:
        """Whether it is reached, argued, or neither."""
        return "reached" if self.cases else "argued" if self.why else "open"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many parts are reached, argued, and neither."""

    reached: int = 0
    argued: int = 0
    open: int = 0

    @classmethod
    def of(cls, marks: Iterable[Marked]) -> Counts:
        """The counts of parts."""
        found = [mark.standing for mark in marks]
        return cls(found.count("reached"), found.count("argued"), found.count("open"))

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return self.reached + self.argued + self.open

    @property
    def standing(self) -> Standing:
        """`open` while anything is; `argued` where only arguments are left."""
        return "open" if self.open else "argued" if self.argued and not self.reached else "reached"


@dataclass(frozen=True, slots=True)
class RuleCovered:
    """A rule or a combination. A combination has no mark of its own, but those of its limits."""

    rule: AnyRule
    own: Marked | None
    limits: tuple[Marked, ...]
    parts: tuple[RuleCovered, ...]

    def marks(self) -> Iterator[Marked]:
        """All marks of it, those of the rules inside too."""
        if self.own is not None:
            yield self.own
        yield from self.limits
        for part in self.parts:
            yield from part.marks()


@dataclass(frozen=True)
class NodeCovered:
    """An indicator with its rules, what is said of the indicator itself, and the indicators below it."""

    node: BoundNode
    rules: tuple[RuleCovered, ...]
    own: tuple[Marked, ...]
    children: tuple[NodeCovered, ...]

    def marks(self) -> Iterator[Marked]:
        """All marks at and below it."""
        for rule in self.rules:
            yield from rule.marks()
        yield from self.own
        for child in self.children:
            yield from child.marks()

    @cached_property
    def counts(self) -> Counts:
        """How many parts at and below it are reached."""
        return Counts.of(self.marks())


@dataclass(frozen=True, slots=True)
class GroupCovered:
    """What stands outside the tree: vetoes, checks, grades, quotas."""

    kind: PartKind
    marks: tuple[Marked, ...]

    @property
    def counts(self) -> Counts:
        """How many of them are reached."""
        return Counts.of(self.marks)


@dataclass(frozen=True, slots=True)
class RubricCovered:
    """A whole rubric: its indicators, and what stands outside the tree."""

    rubric: Rubric
    nodes: tuple[NodeCovered, ...]
    groups: tuple[GroupCovered, ...]

    @classmethod
    def of(cls, rubric: Rubric, coverage: Coverage) -> RubricCovered:
        """The tree of a rubric with its coverage."""
        marking = _Marking(coverage)
        groups = (GroupCovered(kind, marking.all(parts)) for kind, parts in groups_of(rubric).items())
        return cls(rubric, tuple(map(marking.node, rubric.root.children)), tuple(groups))

    def marks(self) -> Iterator[Marked]:
        """All of them, in the order of the document."""
        for node in self.nodes:
            yield from node.marks()
        for group in self.groups:
            yield from group.marks


@dataclass(frozen=True, slots=True)
class _Marking:
    coverage: Coverage

    def node(self, node: BoundNode) -> NodeCovered:
        return NodeCovered(
            node,
            tuple(self.rule(node, rule) for rule in node.rules),
            self.all(parts_of_node(node)),
            tuple(map(self.node, node.children)),
        )

    def rule(self, node: BoundNode, rule: AnyRule) -> RuleCovered:
        marks = self.all(parts_of_rule(node, rule))
        if isinstance(rule, BoundCombination):
            return RuleCovered(rule, None, marks, tuple(self.rule(node, part) for part in rule.parts))
        return RuleCovered(rule, marks[0], marks[1:], ())

    def all(self, parts: Iterable[Part]) -> tuple[Marked, ...]:
        reached, argued = self.coverage.reached, self.coverage.argued
        return tuple(Marked(part, reached.get(part.name, ()), argued.get(part.name, "")) for part in parts)
