"""A rubric that is ready to score: names resolved, kinds checked, every rule a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.looks import COHORT, NODE, UNITS
from lawscore.facts.card import NodeResult
from lawscore.facts.outcome import Outcome
from lawscore.facts.unit import Question, Scope
from lawscore.models import Text
from lawscore.numbers import ZERO, Rounding
from lawscore.problems import Problem
from lawscore.rubric.aggregates import Aggregate, AtLeast
from lawscore.rubric.also import Also
from lawscore.rubric.document import Document, Veto
from lawscore.rubric.fields import FieldSpec
from lawscore.rubric.grades import GradeRule, Grades, Quota
from lawscore.rubric.group_names import GroupNames
from lawscore.rubric.ranks import Ranking, Tie
from lawscore.rubric.resting import rest_of
from lawscore.rubric.tree import Applies, Node
from lawscore.rules.amounts import BoundAmount
from lawscore.rules.basis import cite
from lawscore.rules.binder import RecordList, Vocabulary
from lawscore.rules.charging import BoundRule
from lawscore.rules.cohort import Figure, Within
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
    #: An unscored part is left out, rather than leaving the branch unscored.
    leaves_missing_out: bool = False
    at_least: AtLeast | None = None
    scaled_to: Fraction | None = None
    weight: Fraction | None = None
    only_for: frozenset[str] | None = None
    applies: Program | None = None
    applies_spec: Applies | None = None
    #: Where it does not apply, it stands at the mean of these units.
    mean_within: Within | None = None
    uncounted: bool = False
    rules: tuple[AnyRule, ...] = ()
    once: Once | None = None
    children: tuple[BoundNode, ...] = ()
    is_leaf: bool = True
    spec: Node | None = field(default=None, repr=False)
    path: tuple[str | int, ...] = ()
    reads: frozenset[str] = frozenset()
    #: Made ready, since every unit asks for it: what it rests on, as texts; what its rules come to, where what each charges
    #: is no matter of what the others charge; and what a leaf comes to where nothing happens under its rules.
    basis: tuple[str, ...] = field(init=False, repr=False, compare=False)
    alone: Callable[[Scope], tuple[Outcome, ...]] | None = field(init=False, repr=False, compare=False)
    rest: NodeResult | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "basis", cite(self.spec.basis) if self.spec is not None else ())
        alone = self.once is None and all(rule.stands_alone for rule in self.rules)
        object.__setattr__(self, "alone", _each([rule.alone for rule in self.rules]) if alone else None)
        object.__setattr__(self, "rest", rest_of(self))

    def walk(self) -> Iterator[BoundNode]:
        """This node and all below it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()

    def every_rule(self) -> Iterator[AnyRule]:
        """Its rules and combinations, a combination before what stands in it."""
        return _every(self.rules)

    def is_for(self, unit_class: str | None) -> bool:
        """Whether it is there for the units of a class."""
        return self.only_for is None or unit_class in self.only_for

    def points_for(self, unit_class: str | None) -> Fraction:
        """Its points for the units of a class."""
        states_points = self.spec is not None and self.spec.points is not None
        if self.is_leaf or self.scaled_to is not None or self.aggregate != "sum" or states_points:
            return self.points
        there = (child for child in self.children if not child.uncounted and child.is_for(unit_class))
        return sum((child.points_for(unit_class) for child in there), ZERO)


def _each(rules: Sequence[Callable[[Scope], Outcome]]) -> Callable[[Scope], tuple[Outcome, ...]]:
    """What rules come to, one after the other; most leaves have one or two."""
    if len(rules) == 1:
        (only,) = rules
        return lambda scope: (only(scope),)
    if len(rules) == 2:
        first, second = rules
        return lambda scope: (first(scope), second(scope))
    return lambda scope: tuple([rule(scope) for rule in rules])


def _every(rules: Iterable[AnyRule]) -> Iterator[AnyRule]:
    for rule in rules:
        yield rule
        if isinstance(rule, BoundCombination):
            yield from _every(rule.parts)


@dataclass(frozen=True, slots=True)
class BoundAlso:
    """A result beside the total that is ready: a formula, or the nodes that its `node` groups again."""

    spec: Also
    #: Its limits and roundings; its children are the members.
    node: BoundNode
    formula: BoundAmount | None = None
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BoundTie:
    """A step of the chain that breaks ties: which result, else which figure of the unit, decides."""

    spec: Tie
    indicator: str | None = None
    figure: Program | None = None
    #: The list whose records the figure is of, for a countback.
    records: RecordList | None = None


@dataclass(frozen=True, slots=True)
class BoundRanking:
    """A ranking that is ready."""

    spec: Ranking
    within: Within
    ties: tuple[BoundTie, ...] = ()
    #: All units, where they are ranked together too.
    overall: Within | None = None


@dataclass(frozen=True, slots=True)
class BoundGradeRule:
    """A grade rule that is ready; without a condition it takes all that is left."""

    spec: GradeRule
    when: Program | None = None


@dataclass(frozen=True, slots=True)
class BoundQuota:
    """A quota that is ready."""

    spec: Quota
    within: Within
    groups: GroupNames


@dataclass(frozen=True, slots=True)
class BoundGrades:
    """Grades that are ready."""

    spec: Grades
    rules: tuple[BoundGradeRule, ...] = ()
    quota: Mapping[str, BoundQuota] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoundStanding:
    """How the units stand to one another in one result: "" is the total, else an indicator or a result beside it."""

    id: str
    path: tuple[str | int, ...]
    ranking: BoundRanking | None = None
    grades: BoundGrades | None = None

    @property
    def reads(self) -> frozenset[str]:
        """What its groups, ties and grade rules read."""
        found: list[Program | Within | None] = []
        if self.ranking is not None:
            found += [self.ranking.within, *(tie.figure for tie in self.ranking.ties)]
        if self.grades is not None:
            found += [quota.within for quota in self.grades.quota.values()]
            found += [rule.when for rule in self.grades.rules]
        return frozenset[str]().union(*(one.reads for one in found if one is not None))


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
    #: Results beside the total, each after those it looks at.
    also: tuple[BoundAlso, ...] = ()
    #: Rankings and grades: of the total, of indicators, of results beside the total.
    standings: tuple[BoundStanding, ...] = ()
    #: The names that its expressions may use.
    names: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    #: The expressions whose values in whole groups of units are asked for, by their marks.
    figures: Mapping[str, Figure] = field(default_factory=dict)
    #: The rubrics, by `id@version`, that score the units below.
    others: Mapping[str, Rubric] = field(default_factory=dict)
    #: The indicators, each after those that it depends on.
    order: tuple[str, ...] = ()
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
    def read(self) -> frozenset[str]:
        """What its results read, all in all."""
        programs = (
            [veto.when for veto in self.vetoes],
            [veto.unless for veto in self.vetoes],
            [one.that for one in self.checks],
        )
        return frozenset[str]().union(
            *(node.reads for node in self.nodes.values()),
            *(also.reads for also in self.also),
            *(standing.reads for standing in self.standings),
            *(program.reads for part in programs for program in part if program is not None),
        )

    @cached_property
    def compares(self) -> bool:
        """Whether any result depends on other units, so that all of them must be at hand."""
        return COHORT in self.read

    @cached_property
    def looks(self) -> bool:
        """Whether any result depends on another, of the same unit or of others, so that there is an order to keep."""
        return self.compares or any(read.startswith(NODE) for read in self.read)

    @cached_property
    def looks_below(self) -> frozenset[str]:
        """The rubrics, by `id@version`, of the units below at which any result looks; "" is this rubric itself."""
        return frozenset(read.removeprefix(UNITS) for read in self.read if read.startswith(UNITS))

    @cached_property
    def looks_around(self) -> bool:
        """Whether any result or measure looks at other units: only then need the units know of one another."""
        return self.compares or any(COHORT in name.reads for name in self.names.names.values())

    @cached_property
    def beside(self) -> Mapping[str, BoundAlso]:
        """Results beside the total by id, in the order of the document."""
        found = {also.spec.id: also for also in self.also}
        return {also.id: found[also.id] for also in self.document.also}

    @cached_property
    def judged(self) -> frozenset[str]:
        """The indicators that declare `passes`, and those above them ("" is the whole): `failed()` counts there."""
        found: set[str] = set()
        for node in self.root.walk():
            if node.spec is not None and node.spec.passes is not None:
                above: str | None = node.id
                while above is not None:
                    found.add(above)
                    above = self.nodes[above].parent
        return frozenset({*found, self.root.id} if found else found)

    @cached_property
    def shares_matters(self) -> frozenset[str]:
        """The indicators of which each charges no matter that another has charged (`across`)."""
        return frozenset(indicator for once in self.document.once for indicator in once.across)

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
