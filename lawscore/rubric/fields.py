"""Fields: what a unit submits, what type it has, and what it means when it is absent."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, model_validator

from lawscore.expressions.values import COUNT, DATE, NUMBER, NUMBERS, PERCENT, RECORDS, TEXT, YESNO, Kind
from lawscore.models import Code, Identifier, Late, Number, ShortForm, Text, refuse
from lawscore.rules.basis import Bases
from lawscore.rules.columns import Computed
from lawscore.texts import folded

FieldType = Literal["count", "number", "amount", "percent", "yesno", "date", "choice", "text", "numbers", "records"]
Absent = Literal["unknown", "none", "not_applicable"]

_KINDS: dict[str, Kind] = {
    "count": COUNT, "number": NUMBER, "amount": NUMBER, "percent": PERCENT, "yesno": YESNO, "date": DATE, "text": TEXT,
    "numbers": NUMBERS, "records": RECORDS,
}  # fmt: skip


#: The types that may have a least and a greatest value.
_LIMITED = ("count", "number", "amount", "percent", "numbers")


class Column(ShortForm):
    """A typed value: a column of a list of records, or the common part of a field.

    Short forms: `文号: text`, `级别: {choice: [中央, 省, 市]}`.
    """

    type: FieldType = "choice"
    choice: Annotated[tuple[Code, ...], Field(min_length=1)] | None = None
    label: Text | None = None
    unit: Code | None = None
    help: Text | None = None
    source: Text | None = None
    column: Code | None = None
    absent: Absent = "unknown"
    codes: dict[Code, Absent] = Field(default_factory=dict)
    given_as: Literal["fraction", "percent"] | None = None
    min: Number | None = None
    max: Number | None = None
    basis: Bases | None = None
    accepts: dict[Code, Text] = Field(default_factory=dict)

    @classmethod
    def short_form_schema(cls) -> dict[str, Any]:
        """The name of a type."""
        return {"enum": [name for name in get_args(FieldType) if name != "choice"]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"type": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _fits(self) -> Column:
        if (self.type == "choice") != (self.choice is not None):
            raise refuse("choice_values_missing" if self.choice is None else "choice_values_of_type", type=self.type)
        if self.choice is not None and len(set(map(folded, self.choice))) < len(self.choice):
            raise refuse("choice_doubled")
        if self.given_as is not None and self.type != "percent":
            raise refuse("given_as_without_percent", type=self.type)
        if (self.min is not None or self.max is not None) and self.type not in _LIMITED:
            raise refuse("limits_without_number", type=self.type)
        if self.min is not None and self.max is not None and self.min > self.max:
            raise refuse("limits_crossed", low=self.min, high=self.max)
        return self

    @property
    def kind(self) -> Kind:
        """The static type for expressions."""
        if self.choice is not None:
            return Kind("text", options=tuple(map(folded, self.choice)))
        kind = _KINDS[self.type]
        return Kind(kind.name, kind.measure, kind.whole, low=self.min) if self.min is not None else kind


class RecordColumn(Column):
    """A column of a list of records."""

    @model_validator(mode="after")
    def _flat(self) -> RecordColumn:
        if self.type == "records":
            raise refuse("records_in_records")
        return self


class FieldSpec(Column):
    """A field. For `records`: `fields` are its columns, `key` the column that tells one record from another.

    `columns` are worked out from the others: `{均分: {mean: 评分, trim: 1}, 总分: 基础分 + 均分}`.
    """

    key: Identifier | None = None
    fields: dict[Identifier, Late[RecordColumn]] | None = None
    columns: dict[Identifier, Computed] | None = None

    @model_validator(mode="after")
    def _records(self) -> FieldSpec:
        if self.type == "records" and not self.fields:
            raise refuse("records_without_fields")
        if self.type != "records" and (self.fields, self.key, self.columns) != (None, None, None):
            raise refuse("fields_without_records", type=self.type)
        if self.key is not None and self.fields is not None and self.key not in self.fields:
            raise refuse("key_not_a_column", name=self.key, columns=tuple(self.fields))
        return self


class GivenSpec(Column):
    """A figure that is common to all units; its value comes with the data."""

    @model_validator(mode="after")
    def _flat(self) -> GivenSpec:
        if self.type == "records":
            raise refuse("records_in_givens")
        return self
