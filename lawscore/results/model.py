"""The shape of the result: the models from which its JSON Schema is made, and by which a result is read back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A part of the result; unknown keys are refused, so that the schema tells the whole."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class OtherPart(Part):
    """A rubric that scored the units below."""

    id: str
    version: str
    digest: str


class RubricPart(Part):
    """Which rubric made the result.

    The digest is of its meaning: blanks and comments do not change it, but the rubrics that it names (`with`) do.
    """

    id: str
    version: str
    digest: str
    title: str
    status: Literal["draft", "published"]
    others: list[OtherPart] = Field(default_factory=list, description="the rubrics that scored the units below")


class SoFar(Part):
    """Points earned, of points possible, among what is already scored."""

    score: str
    of: str


class IndicatorPart(Part):
    """One indicator. `start` + the exact points of its items = `score`, exactly, for every scored one."""

    id: str
    title: str
    parent: str | None
    leaf: bool
    points: str
    start: str | None
    score: str | None
    exact: str | None
    state: Literal["scored", "not_applicable", "unscored"]
    why: str | None = Field(description="why it does not apply, or stands without being scored")
    grade: str | None = Field(default=None, description="only where the rubric ranks or grades this indicator")
    rank: int | None = None
    tied: bool = False
    notes: list[str] = Field(default_factory=list)


class ItemPart(Part):
    """One applied deduction, award, cut, adjustment or veto; `indicator` is null for items of the total."""

    indicator: str | None
    rule: str | None
    kind: Literal["deduction", "award", "cut", "adjustment", "veto"]
    occasion: str
    quantity: str | None
    price: str | None
    points: str
    exact: str
    reason: str
    records: list[str]
    basis: list[str]


class AlsoPart(Part):
    """A result beside the total. `start` + the exact points of its items = `score`, where it is scored."""

    id: str
    title: str
    state: Literal["scored", "not_applicable", "unscored"]
    score: str | None
    exact: str | None
    bounds: tuple[str | None, str | None]
    members: list[str] = Field(description="the nodes that are grouped again; none where a formula makes the result")
    start: str | None
    items: list[ItemPart]
    grade: str | None
    rank: int | None
    tied: bool
    notes: list[str]


class OwedPart(Part):
    """A value or an answer that is still owed, or that cannot be worked out."""

    kind: str
    name: str
    record: str
    detail: str
    indicators: list[str]
    vetoes: list[str]


class UnitPart(Part):
    """One unit's scorecard. On a provisional card start, score, exact, grade and rank are null.

    `start`, which the aggregate makes of the top level, + the exact points of the items of no indicator = `exact`.
    """

    id: str
    name: str
    class_: str | None = Field(alias="class")
    state: Literal["final", "provisional"]
    so_far: SoFar
    start: str | None
    score: str | None
    exact: str | None
    bounds: tuple[str | None, str | None]
    grade: str | None
    rank: int | None
    tied: bool
    notes: list[str] = Field(
        default_factory=list, description="why the grade or the rank is not what the score alone would make it"
    )
    indicators: list[IndicatorPart]
    items: list[ItemPart]
    also: list[AlsoPart]
    owed: list[OwedPart]


class ProblemPart(Part):
    """A problem of the input, at its place."""

    code: str
    severity: Literal["error", "warning", "note"]
    where: str
    message: str
    hint: str


class Result(Part):
    """The whole result. Scores are texts: exact decimals as they are shown; `exact` is an integer or `n/d`."""

    lawscore: str
    calculation: int
    language: Literal["zh", "en"] = Field(description="the language of reasons and messages")
    rubric: RubricPart
    period: str
    units: list[UnitPart]
    problems: list[ProblemPart]
