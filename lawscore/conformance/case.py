"""A file of the kit as it is written: cases, each a rubric, data, and what must come of them."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from lawscore.facts.unit import Layer
from lawscore.models import Code, Model, Text, Whole, refuse
from lawscore.submission.trees import Documents, Tree

#: The version of the format of the cases.
KIT_FORMAT: Final = 1
#: How an expectation writes that the result has null.
NOTHING: Final = "none"


def _known(value: Any) -> int:
    if str(value) != str(KIT_FORMAT):
        raise refuse("format_unknown", given=str(value), known=str(KIT_FORMAT))
    return KIT_FORMAT


class Title(Model):
    """A title in both languages."""

    zh: Text
    en: Text


Truth = Literal["true", "false"]
#: Records are compared as a set: no order of theirs is promised.
Sorted = Annotated[tuple[Code, ...], AfterValidator(lambda keys: tuple(sorted(keys)))]


class ExpectedItem(Model):
    """An item of a scorecard. `points` is its exact text; `shown` the rounded one."""

    indicator: Code | None = None
    rule: Code | None = None
    kind: Literal["deduction", "award", "cut", "adjustment", "veto"]
    points: Code
    shown: Code | None = None
    quantity: Code | None = None
    price: Code | None = None
    records: Sorted | None = None


class ExpectedNode(Model):
    """An indicator. `score` is its exact text; `shown` the rounded one."""

    state: Literal["scored", "not_applicable", "unscored"] | None = None
    score: Code | None = None
    shown: Code | None = None
    points: Code | None = None
    start: Code | None = None
    grade: Code | None = None
    rank: Code | None = None
    tied: Truth | None = None
    overall: Code | None = None
    overall_tied: Truth | None = None


class ExpectedOwed(Model):
    """A value or an answer that is still owed."""

    kind: Code
    name: Code | None = None
    record: Code | None = None
    detail: Code | None = None
    indicators: tuple[Code, ...] | None = None
    vetoes: tuple[Code, ...] | None = None


class ExpectedAlso(Model):
    """A result beside the total."""

    state: Literal["scored", "not_applicable", "unscored"] | None = None
    score: Code | None = None
    shown: Code | None = None
    bounds: tuple[Code, Code] | None = None
    grade: Code | None = None
    rank: Code | None = None
    tied: Truth | None = None
    overall: Code | None = None
    overall_tied: Truth | None = None


class ExpectedAdjustment(Model):
    """An adjustment, and what came of it."""

    id: Code | None = None
    effect: Literal["value", "void", "restored", "points", "waiver"] | None = None
    state: Literal["applied", "superseded", "waiting", "without_effect", "expired"]
    field: Code | None = None
    record: Code | None = None
    column: Code | None = None
    indicator: Code | None = None
    rule: Code | None = None
    points: Code | None = None


class ExpectedUnit(Model):
    """One unit's scorecard. Keys that are not stated are not compared; of a stated list, all is compared."""

    state: Literal["final", "provisional", "not_assessed"] | None = None
    score: Code | None = None
    shown: Code | None = None
    so_far: tuple[Code, Code] | None = None
    bounds: tuple[Code, Code] | None = None
    grade: Code | None = None
    rank: Code | None = None
    tied: Truth | None = None
    overall: Code | None = None
    overall_tied: Truth | None = None
    rank_range: tuple[Code, Code] | Literal["none"] | None = None
    overall_range: tuple[Code, Code] | Literal["none"] | None = None
    indicators: dict[Code, ExpectedNode] = Field(default_factory=dict)
    items: tuple[ExpectedItem, ...] | None = None
    owed: tuple[ExpectedOwed, ...] | None = None
    adjustments: tuple[ExpectedAdjustment, ...] | None = None
    also: dict[Code, ExpectedAlso] = Field(default_factory=dict)


class Expect(Model):
    """What must come of a case: the rubric is refused for these reasons, or the units come to these results.

    `problems` are the codes of what is wrong with the data (none where it is left out), `check` codes that the check of
    the rubric must report among others.
    """

    refused: Annotated[tuple[Code, ...], Field(min_length=1)] | None = None
    problems: tuple[Code, ...] = ()
    check: tuple[Code, ...] = ()
    units: dict[Code, ExpectedUnit] = Field(default_factory=dict)

    @property
    def asks_for_ranges(self) -> bool:
        """Whether provisional units are to be ranked."""
        return any({"rank_range", "overall_range"} & unit.model_fields_set for unit in self.units.values())


class Case(Model):
    """One case. `rubric` is added to the base; `rubric_text` is the raw text of one, read after the base's.

    `values` is short for submissions: `{unit: {field: value}}`; `data` is one data document or several. `layer` is the last
    one that counts.
    """

    id: Code
    title: Title
    rubric: Tree | None = None
    rubric_text: str | None = None
    rubrics: dict[Code, Tree] = Field(default_factory=dict)
    values: dict[Code, Tree] | None = None
    data: Documents = ()
    data_text: str | None = None
    layer: Layer | None = None
    expect: Expect


class KitFile(Model):
    """A file of cases of one form, or on one topic. Its `rubric` is that of the cases that have none of their own."""

    conformance: Annotated[int, BeforeValidator(_known)]
    form: Whole | None = None
    topic: Code = ""
    title: Title
    rubric: Tree | None = None
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]

    @property
    def about(self) -> str:
        """The form's number, or the topic."""
        return str(self.form) if self.form is not None else self.topic
