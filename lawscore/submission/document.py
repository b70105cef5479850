"""The data document, as it is written: a roster, common figures, what each unit submits in each layer, adjustments.

Values and answers stay as they were written: their types are the rubric's to say (see `typing` and `answers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic_core import CoreSchema

from lawscore.classes import dataclass
from lawscore.facts.unit import Layer
from lawscore.models import Code, Date, Late, Model, Text, YesNo, refuse, shorten
from lawscore.rubric.document import Format, Period
from lawscore.rubric.fields import Absent
from lawscore.rules.basis import Basis
from lawscore.submission.calendars import CalendarSpec
from lawscore.submission.words import ABSENT_WORDS, LAYER_WORDS, VERDICT_WORDS, layer_hint, word
from lawscore.submission.years import Year


def _words(words: Mapping[str, str]) -> tuple[BeforeValidator, WithJsonSchema]:
    return BeforeValidator(lambda value: word(words, value)), WithJsonSchema({"enum": list(words)})


def _to_layer(value: Any) -> Any:
    layer = word(LAYER_WORDS, value)
    if isinstance(layer, str) and layer not in LAYER_WORDS.values():
        hint = layer_hint(layer)
        raise refuse("layer_unknown", hint=hint, given=shorten(layer), layers=tuple(LAYER_WORDS))
    return layer


LayerWord: TypeAlias = Annotated[Layer, BeforeValidator(_to_layer), WithJsonSchema({"enum": list(LAYER_WORDS)})]
AbsentWord: TypeAlias = Annotated[Absent, *_words(ABSENT_WORDS)]

_SCALAR: Final[dict[str, Any]] = {"type": ["string", "number", "boolean", "null"]}
_ANSWER: Final[dict[str, Any]] = {"anyOf": [{"type": "boolean"}, {"enum": list(VERDICT_WORDS)}]}


@dataclass(frozen=True, slots=True)
class _OrText:
    """The JSON Schema of a model that may be written as a bare text, `listed` also as a list: made when it is asked for."""

    model: type[Model]
    listed: bool = False

    def __get_pydantic_json_schema__(self, _: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        one = [{"type": "string"}, self.model.model_json_schema()]
        return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}}] if self.listed else one}


#: A document that figures were read in: a bare text is its name.
Source: TypeAlias = Annotated[
    Basis,
    BeforeValidator(lambda value: {"document": value} if isinstance(value, str) else value),
    _OrText(Basis),
]


class Evidence(Model):
    """`{name: 会议纪要, number: 辽府办1号, hash: sha256:…}`: what a value rests on. A bare text is its name."""

    name: Text
    number: Code | None = None
    hash: Code | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


Evidences: TypeAlias = Annotated[tuple[Evidence, ...], BeforeValidator(_as_list), _OrText(Evidence, listed=True)]


class ValueEntry(Model):
    """One value: short (`16`, or a list of records), or long with where it comes from and what it rests on.

    `absent` says outright that there is none, and `reason` why; an entry has a value or is absent, never both.
    """

    value: Annotated[Any, WithJsonSchema({"anyOf": [_SCALAR, {"type": "array"}]})] = None
    absent: AbsentWord | None = None
    reason: Text | None = None
    part: Text | None = None
    source: Source | None = None
    date: Date | None = None
    assessor: Text | None = None
    note: Text | None = None
    evidence: Evidences = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return value if isinstance(value, dict | ValueEntry) else {"value": value}

    @model_validator(mode="after")
    def _value_or_absent(self) -> ValueEntry:
        given = {"value", "absent"} & self.model_fields_set
        if len(given) != 1:
            raise refuse("value_and_absent" if given else "value_or_absent")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Both forms, for editors."""
        return {"anyOf": [_SCALAR, {"type": "array"}, handler(schema)]}


class AnswerEntry(Model):
    """An assessor's entry: the question (a rule of an indicator, or a veto), the answer or the figure."""

    indicator: Code | None = None
    rule: Code | None = None
    veto: Code | None = None
    record: Code | None = None
    about: Literal["for", "unless"] = "for"
    answer: Annotated[Any, WithJsonSchema(_ANSWER)] = None
    points: Annotated[Any, WithJsonSchema({"type": ["string", "number"]})] = None
    assessor: Text | None = None
    reason: Text | None = None
    layer: LayerWord | None = None


class AdjustmentEntry(Model):
    """What an authority changes for one unit: by whom, when, why, and one effect.

    The effect is a corrected `value` of a field (or of one column of one `record`), `void` for a record, a change in
    `points` of an indicator, or `waive` for a rule that takes points, `until` a day.
    """

    id: Code | None = None
    unit: Code
    authority: Text
    date: Date
    remark: Text
    field: Code | None = None
    record: Code | None = None
    column: Code | None = None
    value: Annotated[Any, WithJsonSchema({"anyOf": [_SCALAR, {"type": "array"}]})] = None
    void: YesNo | None = None
    indicator: Code | None = None
    rule: Code | None = None
    points: Annotated[Any, WithJsonSchema({"type": ["string", "number"]})] = None
    waive: YesNo | None = None
    until: Date | None = None
    evidence: Evidences = ()


class RosterUnit(Model):
    """One unit of the roster. `class` is one of the rubric's; `roles` gives the unit's role by indicator.

    `not_assessed` is the reason why the unit is not assessed this year.
    """

    id: Code
    name: Text | None = None
    unit_class: Code | None = Field(default=None, alias="class")
    parent: Code | None = None
    roles: dict[Code, Code] = Field(default_factory=dict)
    not_assessed: Text | None = None


class Submission(Model):
    """What one unit submits in one layer, with the entries of its assessors; `year` where it is of an earlier one."""

    unit: Code
    layer: LayerWord = "self_reported"
    year: Year | None = None
    source: Source | None = None
    values: dict[Code, ValueEntry] = Field(default_factory=dict)
    answers: tuple[AnswerEntry, ...] = ()


class DataDocument(Model):
    """A whole file of data. `rubric` and `period` are checked where given; `source` is the default for values.

    `calendar` says which days are worked; a file may hold nothing else.
    """

    lawscore: Format
    rubric: Code | None = None
    period: Period | None = None
    source: Source | None = None
    calendar: Late[CalendarSpec] | None = None
    units: tuple[RosterUnit, ...] = ()
    givens: dict[Code, ValueEntry] = Field(default_factory=dict)
    submissions: tuple[Submission, ...] = ()
    adjustments: tuple[Late[AdjustmentEntry], ...] = ()
