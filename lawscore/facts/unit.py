"""One unit's facts as a rubric sees them: typed values, records, answers of assessors, and its place in the roster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from lawscore.expressions.values import Cause, Missing, Unknown, Value

Layer = Literal["self_reported", "verified", "reviewed"]
LAYERS: tuple[Layer, ...] = ("self_reported", "verified", "reviewed")


@dataclass(frozen=True, slots=True)
class Record:
    """One matter inside a list of records: its key in the list and the typed values of its columns."""

    key: str
    values: Mapping[str, Value]
    #: Columns that were said to be none ("it did not happen").
    nones: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Where a value comes from: its layer, source, evidence, and what was written."""

    layer: Layer = "self_reported"
    source: str = ""
    evidence: tuple[str, ...] = ()
    assessor: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Who is assessed. `roles` gives the unit's role by indicator id."""

    id: str
    name: str
    unit_class: str | None = None
    parent: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """Everything that scoring one unit reads. `values` holds every declared field, absent ones as `Missing`."""

    unit: Unit
    values: Mapping[str, Value | Records]
    nones: frozenset[str] = frozenset()
    answers: Mapping[Question, Answer] = field(default_factory=dict)
    provenance: Mapping[str, Given] = field(default_factory=dict)


class Scope:
    """Where expressions of one unit run: its facts, the figures common to all, and the record at hand.

    Measures are computed once and kept in `cache`; a scope belongs to one scoring of one unit and is not shared.
    """

    __slots__ = ("answers", "cache", "facts", "givens", "record", "unit", "values")

    def __init__(self, facts: UnitFacts, givens: Mapping[str, Value]) -> None:
        self.facts, self.givens = facts, givens
        self.unit, self.values, self.answers = facts.unit, facts.values, facts.answers
        self.cache: dict[str, Value] = {}
        self.record: Record | None = None

    def within(self, record: Record) -> Scope:
        """The same scope, looking at one record."""
        inner = Scope.__new__(Scope)
        inner.facts, inner.givens, inner.unit = self.facts, self.givens, self.unit
        inner.values, inner.answers, inner.cache = self.values, self.answers, self.cache
        inner.record = record
        return inner

    def records(self, name: str) -> Records | Missing:
        """The records of a list, or why there are none to look at."""
        return self.values[name]  # type: ignore[return-value]
