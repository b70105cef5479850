"""A file of cases as it is written: `<version>.cases.yaml` beside the rubric."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from lawscore.facts.items import CutCause, ItemKind
from lawscore.models import Code, Model, ShortForm, Text, refuse, shorten, to_fraction, to_text
from lawscore.rubric.document import Format
from lawscore.submission.trees import Documents, Tree

#: How an expectation writes that there is none: no score, no grade, no rank.
NOTHING: Final = "none"

#: The roles of a unit by indicator, as in a roster; `none` takes back a role that is given.
Roles = dict[Code, Code]


def to_score(value: object) -> Fraction | None:
    """A number that is expected, exactly: `3.8`, `19/5`; None for `none`."""
    text = to_text(value).strip()
    if text == NOTHING:
        return None
    try:
        return Fraction(text) if "/" in text else to_fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise refuse("not_a_number", given=shorten(text)) from error


def _checked(value: object) -> str:
    to_score(value)
    return to_text(value).strip()


#: A score or points that are expected.
Score = Annotated[Code, BeforeValidator(_checked), WithJsonSchema({"type": ["number", "string"]})]
State = Literal["scored", "not_applicable", "unscored"]


class ExpectedIndicator(ShortForm):
    """What an indicator comes to: `"4.2": 3.8`, `"4.2": unscored`, or in full."""

    score: Score | None = None
    state: State | None = None
    points: Score | None = None
    start: Score | None = None
    grade: Code | None = None
    rank: Code | None = None

    @classmethod
    def short_form_schema(cls) -> dict[str, Any]:
        """A score, `none`, or a state."""
        return {"type": ["number", "string"]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, dict | ExpectedIndicator):
            return value
        return {"state" if value in ("not_applicable", "unscored", "scored") else "score": value}


class ExpectedItem(Model):
    """An item that must be there. What is not stated may be anything."""

    indicator: Code | None = None
    rule: Code | None = None
    kind: ItemKind | None = None
    cause: CutCause | None = None
    points: Score | None = None
    records: tuple[Code, ...] | None = None


class ExpectedUnit(Model):
    """What one unit comes to. What is not stated is not compared.

    `items` must be there among others; `idle` names rules (`"4.2/rate"`) that take and give nothing; `vetoes`, `owed` and
    `checks` are all that strike, are owed, and fail.
    """

    state: Literal["final", "provisional", "not_assessed"] | None = None
    total: Score | None = None
    grade: Code | None = None
    rank: Code | None = None
    bounds: tuple[Score, Score] | None = None
    indicators: dict[Code, ExpectedIndicator] = Field(default_factory=dict)
    also: dict[Code, ExpectedIndicator] = Field(default_factory=dict)
    items: tuple[ExpectedItem, ...] = ()
    idle: tuple[Code, ...] = ()
    vetoes: tuple[Code, ...] | None = None
    owed: tuple[Code, ...] | None = None
    checks: tuple[Code, ...] | None = None


class Expect(ExpectedUnit):
    """What must come of a case: of its one unit, or of several under `units`; `problems` are codes of the data's mistakes."""

    problems: tuple[Code, ...] = ()
    units: dict[Code, ExpectedUnit] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _something(self) -> Expect:
        if not self.model_fields_set:
            raise refuse("case_expects_nothing")
        return self


class CaseUnit(Model):
    """One of several units of a case: what differs from what is given and from what the case says of all of them."""

    unit_class: Code | None = Field(default=None, alias="class")
    roles: Roles = Field(default_factory=dict)
    values: Tree = Field(default_factory=dict)
    answers: tuple[Tree, ...] = ()


class CaseSpec(Model):
    """One case: the values of one unit, or of several `units`, or whole data documents, and what is expected of them.

    An answer that is `unknown` leaves a question open that is answered in what is given.
    """

    case: Text
    unit_class: Code | None = Field(default=None, alias="class")
    roles: Roles = Field(default_factory=dict)
    values: Tree = Field(default_factory=dict)
    answers: tuple[Tree, ...] = ()
    givens: Tree = Field(default_factory=dict)
    units: dict[Code, CaseUnit] = Field(default_factory=dict)
    data: Documents = ()
    expect: Expect

    @model_validator(mode="after")
    def _one_way(self) -> CaseSpec:
        own = (self.unit_class, self.roles, self.values, self.answers, self.givens, self.units)
        if self.data and any(own):
            raise refuse("case_data_and_values")
        if self.expect.units and not (self.data or self.units):
            raise refuse("case_units_without_data")
        return self


class Given(Model):
    """What holds in every case that gives values of one unit and does not say otherwise."""

    unit_class: Code | None = Field(default=None, alias="class")
    roles: Roles = Field(default_factory=dict)
    values: Tree = Field(default_factory=dict)
    answers: tuple[Tree, ...] = ()
    givens: Tree = Field(default_factory=dict)


class CasesDocument(Model):
    """The whole file. `not_reached` argues, by its name, each part of the rubric that no case reaches."""

    lawscore: Format
    rubric: Code | None = None
    given: Given = Field(default_factory=Given)
    cases: Annotated[tuple[CaseSpec, ...], Field(min_length=1)]
    not_reached: dict[Code, Text] = Field(default_factory=dict)
