"""One unit's facts as a rubric sees them: typed values, records, answers of assessors, and its place in the roster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date as Date  # noqa: N812 - a part of the facts is named `date`
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, TypeAlias

from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Missing, Unknown, Value
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.calendar import NONE_GIVEN, Calendar

if TYPE_CHECKING:
    from lawscore.facts.card import Card, NodeResult
    from lawscore.facts.cohort import Cohort

Layer = Literal["self_reported", "verified", "reviewed", "adjusted"]
LAYERS: tuple[Layer, ...] = ("self_reported", "verified", "reviewed", "adjusted")
#: The layers that submissions come in; what is adjusted comes of adjustments only.
SUBMITTED: tuple[Layer, ...] = LAYERS[:-1]


@dataclass(frozen=True, slots=True)
class Record:
    """One matter inside a list of records: its key in the list and the typed values of its columns."""

    key: str
    values: Mapping[str, Value]
    #: Columns that were said to be none ("it did not happen").
    nones: frozenset[str] = frozenset()
    #: The name of the unit that reports it, where another one is charged.
    reported_by: str = ""

    @property
    def mark(self) -> str:
        """What tells it from all others that its unit is charged with: other units may use the same keys."""
        return f"{self.key}\n{self.reported_by}" if self.reported_by else self.key


Records: TypeAlias = tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What an assessor is asked: which rule of which indicator (or which veto), about which record.

    `about` tells the rule's own occasion (`for`) and amount from its waiver (`unless`).
    """

    indicator: str
    rule: str
    record: str = ""
    about: Literal["for", "unless"] = "for"


#: The detail of a cause where there was an answer, but not one that the question takes.
REFUSED = "refused"


def unanswered(question: Question, *, refused: bool = False) -> Unknown:
    """The value of a question that nobody has answered, or whose answer could not be taken."""
    name = f"{question.indicator}/{question.rule}" if question.indicator else question.rule
    about = REFUSED if refused else "" if question.about == "for" else question.about
    return Unknown((Cause("answer", name, question.record, about, question.indicator),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An assessor's entry: yes, no or not applicable, or a figure in points; by whom and why."""

    verdict: Literal["yes", "no", "not_applicable"] | None = None
    points: Fraction | None = None
    assessor: str = ""
    reason: str = ""


#: How much of a hash is told: the name of the method and some twelve digits.
_HASH_TOLD: Final = 19


class Evidence(NamedTuple):
    """What a value rests on: the name of a document, its number, and a hash of its content."""

    name: str
    number: str = ""
    hash: str = ""

    def __str__(self) -> str:
        """For people: of a long hash only the beginning, which is enough to tell documents apart."""
        told = self.hash if len(self.hash) <= _HASH_TOLD else f"{self.hash[:_HASH_TOLD]}…"
        return " ".join(part for part in (self.name, self.number, told) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Where a value comes from: its layer, source, date, evidence, who assessed it, and what was written."""

    layer: Layer = "self_reported"
    source: str = ""
    date: Date | None = None
    evidence: tuple[Evidence, ...] = ()
    assessor: str = ""
    note: str = ""

    @property
    def cited(self) -> str:
        """The source and its date as a text."""
        return " ".join(part for part in (self.source, self.date.isoformat() if self.date else "") if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Who is assessed. `roles` gives the unit's role by indicator id; `not_assessed` why it is not, this year."""

    id: str
    name: str
    unit_class: str | None = None
    parent: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    not_assessed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """Everything that scoring one unit reads. `values` holds every declared field, absent ones as `Missing`.

    Of several layers the latest counts; `layers` keeps what each said, for the fields that somebody verified or reviewed.
    """

    unit: Unit
    values: Mapping[str, Value | Records]
    nones: frozenset[str] = frozenset()
    answers: Mapping[Question, Answer] = field(default_factory=dict)
    provenance: Mapping[str, Given] = field(default_factory=dict)
    layers: Mapping[str, Mapping[Layer, Value | Records]] = field(default_factory=dict)
    #: Where the value of each layer comes from, for the same fields.
    origins: Mapping[str, Mapping[Layer, Given]] = field(default_factory=dict)
    #: The same unit as it reported itself; None where nobody verified or reviewed anything.
    reported: UnitFacts | None = None
    #: The unit in earlier years, by how many years before the one that is assessed.
    history: Mapping[int, UnitFacts] = field(default_factory=dict)
    #: What an authority changed, by date.
    adjustments: tuple[Adjustment, ...] = ()


def unrecorded(name: str, years: str) -> Unknown:
    """A figure of so many years before that nobody gave."""
    return Unknown((Cause("no_history", name, "", years),))


class Scorer(Protocol):
    """Works out the results of a unit, and keeps them in its scope."""

    def node(self, scope: Scope, indicator: str) -> NodeResult:
        """The result of one indicator."""

    def card(self, scope: Scope) -> Card:
        """The scorecard of the unit."""

    def total(self, scope: Scope) -> NodeResult:
        """The whole of the unit as it counts, after vetoes."""

    def is_there(self, scope: Scope, indicator: str) -> Value:
        """Whether an indicator is there for the unit, as far as that is known."""


class Scope:
    """Where expressions of one unit run: its facts, the figures common to all, and the record at hand.

    Measures and results are worked out once and kept; a scope belongs to one assessment and is not shared. `cohort`
    holds the scopes of the other units, where the rubric looks at them; `scorer` works out the result of an indicator.
    """

    __slots__ = (
        "answers", "cache", "calendar", "cohort", "elsewhere", "facts", "givens", "outer", "record", "results",
        "scorer", "unit", "values", "views", "whole", "years",
    )  # fmt: skip

    def __init__(
        self,
        facts: UnitFacts,
        givens: Mapping[str, Value],
        *,
        calendar: Calendar | None = None,
        scorer: Scorer | None = None,
    ) -> None:
        self.facts, self.givens, self.scorer = facts, givens, scorer
        self.calendar = calendar if calendar is not None else NONE_GIVEN
        self.unit, self.values, self.answers = facts.unit, facts.values, facts.answers
        self.cache: dict[str, Value] = {}
        self.results: dict[str, NodeResult] = {}
        self.whole: Card | None = None
        #: For each indicator and rule, the records that another indicator charges; worked out by the scorer.
        self.elsewhere: Mapping[str, Mapping[str, frozenset[str] | Missing]] | None = None
        self.record: Record | None = None
        self.cohort: Cohort | None = None
        self.outer: Scope | None = None
        #: The same unit seen otherwise: as it reported itself ("reported"), and so many years before.
        self.views: dict[str | int, Scope] = {}
        #: How many years before the assessed year this is, and the scope of that year; None for that year itself.
        self.years: tuple[int, Scope] | None = None

    def within(self, record: Record) -> Scope:
        """The same scope, looking at one record."""
        inner = Scope.__new__(Scope)
        inner.facts, inner.givens, inner.calendar, inner.scorer = self.facts, self.givens, self.calendar, self.scorer
        inner.unit, inner.values, inner.cache = self.unit, self.values, self.cache
        inner.cohort, inner.answers, inner.outer, inner.record = self.cohort, self.answers, self.base, record
        return inner

    @property
    def base(self) -> Scope:
        """The scope of the unit itself, without a record."""
        return self if self.outer is None else self.outer

    def node(self, indicator: str) -> NodeResult:
        """The result of an indicator of this unit ("" is the whole), worked out when it is first asked for."""
        found = self.base.results.get(indicator)
        if found is None:
            assert self.scorer is not None  # whoever scores hands itself over
            found = self.scorer.node(self.base, indicator)
        return found

    def is_there(self, indicator: str) -> Value:
        """Whether an indicator is there for this unit, as far as that is known."""
        assert self.scorer is not None  # whoever scores hands itself over
        return self.scorer.is_there(self.base, indicator)

    def total(self) -> NodeResult:
        """The whole of this unit as it counts, after vetoes."""
        assert self.scorer is not None  # whoever scores hands itself over
        return self.scorer.total(self.base)

    def card(self) -> Card:
        """The scorecard of this unit, worked out when it is first asked for."""
        base = self.base
        if base.whole is None:
            assert self.scorer is not None  # as above
            base.whole = self.scorer.card(base)
        return base.whole

    def is_verified(self, names: Iterable[str]) -> bool:
        """Whether somebody has verified or reviewed one of the fields."""
        return any(name in self.facts.layers for name in names)

    def as_reported(self) -> Scope:
        """The same unit as it reported itself."""
        base, facts = self.base, self.facts.reported
        if facts is None:
            return self
        if "reported" not in base.views:
            base.views["reported"] = Scope(facts, self.givens, calendar=self.calendar)
        view = base.views["reported"]
        return view if self.record is None else view.within(self.record)

    def before(self, years: int) -> Scope:
        """The same unit so many years earlier. What is not known of that year is unknown there."""
        back, now = self.base.years or (0, self.base)
        if years and back + years not in now.views:
            now.views[back + years] = self._before(now, back + years)
        return now.views[back + years] if years else self.base

    @staticmethod
    def _before(now: Scope, years: int) -> Scope:
        ago = str(years)
        facts = now.facts.history.get(years)
        if facts is None:
            facts = UnitFacts(unit=now.unit, values={name: unrecorded(name, ago) for name in now.values})
        view = Scope(facts, {name: unrecorded(name, ago) for name in now.givens}, calendar=now.calendar)
        view.years = (years, now)
        return view

    def records(self, name: str) -> Records | Missing:
        """The records of a list, or why there are none to look at."""
        return self.values[name]  # type: ignore[return-value]
