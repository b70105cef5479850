"""A rubric that is ready to score: names resolved, kinds checked, every rule a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from lawscore.expressions.binding import Program
from lawscore.facts.unit import Question
from lawscore.models import Text
from lawscore.numbers import Rounding
from lawscore.problems import Problem
from lawscore.rubric.document import Document, Veto
from lawscore.rubric.fields import FieldSpec
from lawscore.rubric.tree import Aggregate, Applies, Node
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination
from lawscore.rules.records import Keep

AnyRule: TypeAlias = BoundRule | BoundCombination


@dataclass(frozen=True, slots=True)
class Once:
    """No matter twice: by which columns, and which of several stays."""

    columns: tuple[str, ...]
    keep: Keep


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundNode:
    """An indicator that is ready. `floor` and `ceiling` are None where there is no limit."""

    id: str
    title: str
    parent: str | None
    points: Fraction
    start: Fraction
    floor: Fraction | None
    ceiling: Fraction | None
    shown: Rounding
    round: Rounding | None = None
    aggregate: Aggregate = "sum"
    of_rates: bool = False
    scaled_to: Fraction | None = None
    weight: Fraction | None = None
    only_for: frozenset[str] | None = None
    applies: Program | None = None
    applies_spec: Applies | None = None
    uncounted: bool = False
    rules: tuple[AnyRule, ...] = ()
    once: Once | None = None
    children: tuple[BoundNode, ...] = ()
    is_leaf: bool = True
    spec: Node | None = field(default=None, repr=False)
    path: tuple[str | int, ...] = ()
    reads: frozenset[str] = frozenset()

    def walk(self) -> Iterator[BoundNode]:
        """This node and all below it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to assessors: where it stands, what it says, and which answers it takes."""

    question: Question
    text: str
    #: Records are asked about one by one.
    records: str | None = None
    #: The assessor enters a figure rather than yes or no.
    amount: object | None = None
    may_not_apply: bool = False
    optional: bool = False
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class BoundVeto:
    """A veto that is ready."""

    spec: Veto
    when: Program | None
    unless: Program | None


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """A consistency check that is ready."""

    id: str
    that: Program
    message: Text
    severity: str


@dataclass(frozen=True, repr=False)
class Rubric:
    """A loaded rubric. It is immutable and may be shared by many threads."""

    document: Document
    root: BoundNode
    vetoes: tuple[BoundVeto, ...]
    checks: tuple[BoundCheck, ...]
    questions: tuple[Asked, ...]
    fields: Mapping[str, FieldSpec]
    digest: str
    #: What is odd but does not forbid the use of the rubric.
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        return f"<Rubric {self.name} {self.digest[:19]}>"

    @property
    def id(self) -> str:
        """The rubric's id."""
        return self.document.rubric

    @property
    def version(self) -> str:
        """The rubric's version."""
        return self.document.version

    @property
    def name(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.version}"

    @cached_property
    def nodes(self) -> Mapping[str, BoundNode]:
        """All indicators by id, in the order of the document."""
        return {node.id: node for node in self.root.walk() if node is not self.root}

    @cached_property
    def leaves(self) -> tuple[BoundNode, ...]:
        """The indicators that carry rules."""
        return tuple(node for node in self.nodes.values() if node.is_leaf)

    @cached_property
    def question_index(self) -> Mapping[tuple[str, str, str], Asked]:
        """Questions by indicator, rule and what they are about."""
        return {
            (asked.question.indicator, asked.question.rule, asked.question.about): asked for asked in self.questions
        }
