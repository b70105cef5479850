"""The result as JSON: every score a text, the exact value beside it; the shape is a model, and its schema is published."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, say
from lawscore.expressions.values import Cause
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.items import Item
from lawscore.numbers import Rounding, exact_text, plain_text
from lawscore.problems import Problem
from lawscore.version import __version__


class Part(BaseModel):
    """A part of the result; unknown keys are refused, so that the schema tells the whole."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class RubricPart(Part):
    """Which rubric made the result. The digest is of its meaning: blanks and comments do not change it."""

    id: str
    version: str
    digest: str
    title: str
    status: Literal["draft", "published"]


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


class OwedPart(Part):
    """A value or an answer that is still owed, or that cannot be worked out."""

    kind: str
    name: str
    record: str
    detail: str
    indicators: list[str]


class UnitPart(Part):
    """One unit's scorecard. On a provisional card score, exact, grade and rank are null."""

    id: str
    name: str
    class_: str | None = Field(alias="class")
    state: Literal["final", "provisional"]
    so_far: SoFar
    score: str | None
    exact: str | None
    bounds: tuple[str | None, str | None]
    grade: str | None
    rank: int | None
    tied: bool
    indicators: list[IndicatorPart]
    items: list[ItemPart]
    also: list[dict[str, Any]]
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


def result_of(assessment: Assessment, language: Language) -> dict[str, Any]:
    """The result as a mapping that is ready for `json.dumps`."""
    document = assessment.rubric.document
    return {
        "lawscore": __version__,
        "calculation": document.calculation,
        "language": language,
        "rubric": {
            "id": document.rubric,
            "version": document.version,
            "digest": assessment.rubric.digest,
            "title": document.title,
            "status": document.status,
        },
        "period": period_text(assessment),
        "units": [_unit(card, language) for card in assessment],
        "problems": [problem_part(problem, language) for problem in assessment.problems],
    }


def period_text(assessment: Assessment) -> str:
    """The period: a year where it is one, else its two dates."""
    period = assessment.rubric.document.period
    start, end = period.from_, period.to
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    return f"{start.isoformat()}/{end.isoformat()}"


def problem_part(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem as a mapping."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "where": str(problem.where),
        "message": problem.message(language),
        "hint": problem.hint_text(language),
    }


def _unit(card: Card, language: Language) -> dict[str, Any]:
    earned, of = card.so_far
    return {
        "id": card.unit.id,
        "name": card.unit.name,
        "class": card.unit.unit_class,
        "state": card.state,
        "so_far": {"score": card.shown.text(earned), "of": plain_text(of)},
        "score": _shown(card.score, card.shown),
        "exact": _exact(card.score),
        "bounds": [_shown(bound, card.shown) for bound in card.bounds],
        "grade": card.grade,
        "rank": card.rank,
        "tied": card.tied,
        "indicators": [_indicator(node, language) for node in card.nodes],
        "items": [_item(item, card, language) for item in card.items],
        "also": [],
        "owed": [_owed(cause, indicators) for cause, indicators in owed_by(card)],
    }


def owed_by(card: Card) -> list[tuple[Cause, list[str]]]:
    """Each missing value once, with the leaves that wait for it."""
    waiting: dict[Cause, list[str]] = {}
    for node in card.nodes:
        if node.leaf and node.state == "unscored":
            for cause in node.causes:
                waiting.setdefault(cause, []).append(node.id)
    for veto in card.vetoes:
        for cause in veto.causes:
            waiting.setdefault(cause, []).append(f"veto {veto.id}")
    return list(waiting.items())


def _owed(cause: Cause, indicators: Iterable[str]) -> dict[str, Any]:
    return {
        "kind": cause.kind, "name": cause.name, "record": cause.record, "detail": cause.detail, "indicators": list(indicators),
    }  # fmt: skip


def _indicator(node: NodeResult, language: Language) -> dict[str, Any]:
    return {
        "id": node.id,
        "title": node.title,
        "parent": node.parent,
        "leaf": node.leaf,
        "points": plain_text(node.points),
        "start": None if node.start is None else exact_text(node.start),
        "score": _shown(node.score, node.shown),
        "exact": _exact(node.score),
        "state": node.state,
        "why": say(node.why, language) if node.why is not None else None,
    }


def _item(item: Item, card: Card, language: Language) -> dict[str, Any]:
    shown = card.shown if item.indicator is None else card.node(item.indicator).shown
    return {
        "indicator": item.indicator,
        "rule": item.rule,
        "kind": item.kind,
        "occasion": item.occasion,
        "quantity": None if item.quantity is None else plain_text(item.quantity),
        "price": None if item.price is None else plain_text(item.price),
        "points": shown.text(item.points),
        "exact": exact_text(item.points),
        "reason": say(item.reason, language),
        "records": list(item.records),
        "basis": list(item.basis),
    }


def _shown(value: Fraction | None, rounding: Rounding) -> str | None:
    return None if value is None else rounding.text(value)


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def result_schema() -> dict[str, Any]:
    """The JSON Schema of the result."""
    return Result.model_json_schema(by_alias=True)
