"""The shape of the result: the models from which its JSON Schema is made, and by which a result is read back."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from lawscore.catalogue import Language
from lawscore.expressions.values import CauseKind
from lawscore.facts.items import CutCause, ItemKind
from lawscore.results.digits import Amount, Exact, Shown, Whole, YesNo

LayerName: TypeAlias = Literal["self_reported", "verified", "reviewed", "adjusted"]


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

    score: Shown
    of: Amount


class IndicatorPart(Part):
    """One indicator. `start` + the exact points of its items = `score`, exactly, for every scored one."""

    id: str
    title: str
    parent: str | None
    leaf: YesNo
    points: Amount
    start: Exact | None
    score: Shown | None
    exact: Exact | None
    state: Literal["scored", "not_applicable", "unscored"]
    why: str | None = Field(description="why it does not apply, or stands without being scored")
    grade: str | None = Field(default=None, description="only where the rubric ranks or grades this indicator")
    rank: Whole | None = None
    tied: YesNo = False
    overall: Whole | None = Field(default=None, description="the rank among all units; only where there is one")
    overall_tied: YesNo = False
    notes: list[str] = Field(default_factory=list)


class ItemPart(Part):
    """One applied deduction, award, cut, adjustment or veto; `indicator` is null for items of the total.

    `cause` stands in cuts, and in vetoes that were waived; results that were written before it was kept have none.
    """

    indicator: str | None
    rule: str | None
    kind: ItemKind
    cause: CutCause | None = None
    occasion: str
    quantity: Amount | None
    price: Amount | None
    points: Shown
    exact: Exact
    reason: str
    records: list[str]
    basis: list[str]


class AlsoPart(Part):
    """A result beside the total. `start` + the exact points of its items = `score`, where it is scored."""

    id: str
    title: str
    state: Literal["scored", "not_applicable", "unscored"]
    score: Shown | None
    exact: Exact | None
    bounds: tuple[Shown | None, Shown | None]
    members: list[str] = Field(description="the nodes that are grouped again; none where a formula makes the result")
    start: Exact | None
    items: list[ItemPart]
    grade: str | None
    rank: Whole | None
    tied: YesNo
    overall: Whole | None = Field(default=None, description="the rank among all units; only where there is one")
    overall_tied: YesNo = False
    notes: list[str]


class OwedPart(Part):
    """A value or an answer that is still owed, or that cannot be worked out."""

    kind: CauseKind
    name: str
    record: str
    detail: str
    indicators: list[str]
    vetoes: list[str]


class EvidencePart(Part):
    """What a value rests on: the name of a document, its number, and a hash of its content."""

    name: str
    number: str = ""
    hash: str = ""


class FactPart(Part):
    """The value of a field that counts, from the latest layer that states one; what is not said of it is left out.

    A value is written as a submission could state it: `17`, `92.02%`, `yes`, `2023-12-31`, a list of records;
    `none` where it did not happen, `not_applicable`, and null where it was given and is not known.
    """

    field: str
    value: str | list[str] | list[dict[str, str | list[str] | None]] | None
    layer: LayerName
    source: str = ""
    date: str | None = None
    evidence: list[EvidencePart] = Field(default_factory=list)
    assessor: str = ""
    note: str = ""


class AdjustmentPart(Part):
    """What an authority changed, and what came of it; what does not belong to its effect is left out.

    `was` and `now` are texts for people. A change in points, or a waiver that gave something back, has an item of kind
    `adjustment` whose rule is its `id`.
    """

    id: str
    authority: str
    date: str
    remark: str
    effect: Literal["value", "void", "restored", "points", "waiver"]
    state: Literal["applied", "superseded", "waiting", "without_effect", "expired"]
    field: str = ""
    record: str = ""
    column: str = ""
    indicator: str = ""
    rule: str = ""
    points: Amount | None = None
    was: str = ""
    now: str = ""
    until: str | None = None
    evidence: list[EvidencePart] = Field(default_factory=list)


class UnitPart(Part):
    """One unit's scorecard. On a provisional card start, score, exact, grade and rank are null.

    `start`, which the aggregate makes of the top level, + the exact points of the items of no indicator = `exact`.
    """

    id: str
    name: str
    class_: str | None = Field(alias="class")
    state: Literal["final", "provisional", "not_assessed"]
    not_assessed: str | None = Field(default=None, description="why the unit is not assessed; only where it is not")
    so_far: SoFar
    start: Exact | None
    score: Shown | None
    exact: Exact | None
    bounds: tuple[Shown | None, Shown | None]
    grade: str | None
    rank: Whole | None
    tied: YesNo
    overall: Whole | None = Field(default=None, description="the rank among all units; only where there is one")
    overall_tied: YesNo = False
    rank_range: tuple[Whole, Whole] | None = Field(
        default=None, description="the best and the worst rank that bounds allow; only where it is asked for"
    )
    overall_range: tuple[Whole, Whole] | None = Field(default=None, description="the same among all units")
    notes: list[str] = Field(
        default_factory=list, description="why the grade or the rank is not what the score alone would make it"
    )
    indicators: list[IndicatorPart]
    items: list[ItemPart]
    also: list[AlsoPart]
    owed: list[OwedPart]
    adjustments: list[AdjustmentPart] = Field(default_factory=list, description="only where there are any")
    facts: list[FactPart] = Field(default_factory=list, description="the values that count, of every field given")


class ProblemPart(Part):
    """A problem of the input, at its place."""

    code: str
    severity: Literal["error", "warning", "note"]
    where: str
    message: str
    hint: str


class RankedPart(Part):
    """How the totals were ranked, otherwise than the rubric alone says: the groups, and with provisional units or not."""

    within: str | None = Field(description="the groups that were asked for; null where they are those of the rubric")
    provisional: YesNo


class ProvenancePart(Part):
    """What the result was made of: digests of the meaning of the data, not of their files or of their order.

    `layer` is the last one that was asked to count; null where each value is the latest that anybody stated.
    """

    submissions: str
    calendar: str | None
    layer: LayerName | None
    ranked: RankedPart | None = Field(
        default=None, description="only where other groups or provisional units were asked for"
    )


class Result(Part):
    """The whole result. Scores are texts: exact decimals as they are shown; `exact` is an integer or `n/d`."""

    lawscore: str
    calculation: Whole
    language: Language = Field(description="the language of reasons and messages")
    rubric: RubricPart
    provenance: ProvenancePart | None = Field(
        default=None, description="missing in results that were written before it was kept"
    )
    period: str
    units: list[UnitPart]
    problems: list[ProblemPart]
    sentences: dict[Language, dict[str, str | list[str]]] | None = Field(
        default=None,
        description="the sentences in the other language; missing in results that were written before they were kept",
    )
