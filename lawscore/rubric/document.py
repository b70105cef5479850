"""The rubric document: one versioned YAML file, as it is written."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from lawscore.models import (
    Asked,
    Code,
    Date,
    Formula,
    Identifier,
    Late,
    Model,
    NotNegative,
    Positive,
    RoundingSpec,
    Text,
    refuse,
    to_whole,
)
from lawscore.rubric.aggregates import Aggregate
from lawscore.rubric.also import Also
from lawscore.rubric.extending import Without
from lawscore.rubric.fields import FieldSpec, GivenSpec
from lawscore.rubric.grades import Grades
from lawscore.rubric.ranks import Ranking
from lawscore.rubric.tree import AtLeastKey, Limit, Node
from lawscore.rules.basis import Bases
from lawscore.rules.charging import Waived
from lawscore.rules.measures import Measure
from lawscore.rules.records import Keep
from lawscore.version import CALCULATIONS, FORMAT


def _known_format(value: object) -> int:
    number = to_whole(value)
    if number != FORMAT:
        raise refuse("format_unknown", given=str(number), known=str(FORMAT))
    return number


def _known_calculation(value: object) -> int:
    number = to_whole(value)
    if number not in CALCULATIONS:
        raise refuse("calculation_unknown", given=str(number), known=tuple(str(one) for one in CALCULATIONS))
    return number


_VERSION_SCHEMA = WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]})
Format = Annotated[int, BeforeValidator(_known_format), _VERSION_SCHEMA]
Calculation = Annotated[int, BeforeValidator(_known_calculation), _VERSION_SCHEMA]


class Issued(Model):
    """Who issued the rubric and when; `note` says what else a reader must know."""

    by: Text | None = None
    on: Date | None = None
    number: Text | None = None
    note: Text | None = None


class Period(Model):
    """The time that is assessed, both days included."""

    from_: Date = Field(alias="from")
    to: Date

    @model_validator(mode="after")
    def _forwards(self) -> Period:
        if self.from_ > self.to:
            raise refuse("window_empty", start=self.from_, end=self.to)
        return self


class Check(Model):
    """A consistency check on what is submitted: reported where it is false, never scored."""

    id: Code
    that: Formula
    message: Text
    severity: Literal["warning", "note"] = "warning"
    basis: Bases | None = None
    accepts: dict[Code, Text] = Field(default_factory=dict)


class Effect(Model):
    """What a veto does besides `zero_total`: one of the three."""

    grade: Code | None = None
    grade_at_most: Code | None = None
    ineligible_for: Code | None = None

    @model_validator(mode="after")
    def _one(self) -> Effect:
        if sum(value is not None for value in (self.grade, self.grade_at_most, self.ineligible_for)) != 1:
            raise refuse("effect_one")
        return self


def _to_effect(value: Any) -> Any:
    if isinstance(value, str) and value != "zero_total":
        raise refuse("effect_one")
    return value


class Veto(Model):
    """`{id: v1, for: 发生重大违法行政行为, unless: {for: …}, effect: {grade_at_most: 合格}}`."""

    id: Code
    when: Formula | None = None
    for_: Asked | None = Field(default=None, alias="for")
    unless: Formula | Waived | None = None
    effect: Annotated[Literal["zero_total"] | Effect, BeforeValidator(_to_effect)]
    text: Text | None = None
    basis: Bases | None = None
    accepts: dict[Code, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_occasion(self) -> Veto:
        if (self.when is None) == (self.for_ is None):
            raise refuse("veto_occasion")
        if self.when is not None and self.text is None:
            raise refuse("veto_without_text", id=self.id)
        return self


class OnceAcross(Model):
    """No matter is charged twice: `{once_per: 文号, across: ["3.1", "5.2"], keep: highest}`."""

    once_per: Identifier | tuple[Identifier, ...]
    across: Annotated[tuple[Code, ...], Field(min_length=2)]
    keep: Keep


def _list_of_once(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _less_where_extending(schema: dict[str, Any]) -> None:
    """An extending rubric may leave to the other what it need not state itself: for editors, which see one file."""
    left = ["points", "indicators"]
    schema["required"] = [key for key in schema["required"] if key not in left]
    schema |= {"if": {"required": ["extends"]}, "else": {"required": left}}


class Document(Model):
    """A rubric as it is written; where it extends another, with that one's parts. `points` is the sum of the top level."""

    model_config = ConfigDict(json_schema_extra=_less_where_extending)

    lawscore: Format
    calculation: Calculation
    rubric: Annotated[Code, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Code
    status: Literal["draft", "published"]
    title: Text
    issued: Issued
    supersedes: Code | None = None
    extends: Code | None = None
    without: Late[Without] | None = None
    period: Period
    points: NotNegative
    floor: Limit | None = None
    ceiling: Limit | None = None
    scaled_to: Positive | None = None
    aggregate: Aggregate = "sum"
    of: Literal["scores", "rates"] | None = None
    missing: Literal["unscored", "leave_out"] | None = None
    at_least: AtLeastKey | None = None
    round: RoundingSpec | None = None
    shown: RoundingSpec = RoundingSpec.model_construct(places=2)  # made without building its model at import
    classes: dict[Identifier, Text] = Field(default_factory=dict)
    roles: dict[Identifier, Text] = Field(default_factory=dict)
    givens: dict[Identifier, Late[GivenSpec]] = Field(default_factory=dict)
    fields: dict[Identifier, Late[FieldSpec]] = Field(default_factory=dict)
    measures: dict[Identifier, Measure] = Field(default_factory=dict)
    checks: tuple[Late[Check], ...] = ()
    indicators: Annotated[tuple[Node, ...], Field(min_length=1)]
    once: Annotated[
        tuple[Late[OnceAcross], ...],
        BeforeValidator(_list_of_once, json_schema_input_type=OnceAcross | tuple[OnceAcross, ...]),
    ] = ()
    vetoes: tuple[Late[Veto], ...] = ()
    ranking: Late[Ranking] | None = None
    grades: Late[Grades] | None = None
    also: tuple[Late[Also], ...] = ()
    basis: Bases | None = None
    notes: Text | None = None
    accepts: dict[Code, Text] = Field(default_factory=dict)
