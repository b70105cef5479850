"""The result as JSON: every score a text, the exact value beside it (its shape: `result_model`)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, say
from lawscore.facts.card import Card, NodeResult, Owed
from lawscore.facts.items import Item
from lawscore.numbers import Rounding, exact_text, written
from lawscore.problems import Problem
from lawscore.version import __version__


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
    roundings: dict[str | None, Rounding] = {None: card.shown, **{node.id: node.shown for node in card.nodes}}
    return {
        "id": card.unit.id,
        "name": card.unit.name,
        "class": card.unit.unit_class,
        "state": card.state,
        "so_far": {"score": card.shown.text(earned), "of": written(of)},
        "score": _shown(card.score, card.shown),
        "exact": _exact(card.score),
        "bounds": [_shown(bound, card.shown) for bound in card.bounds],
        "grade": card.grade,
        "rank": card.rank,
        "tied": card.tied,
        "indicators": [_indicator(node, language) for node in card.nodes],
        "items": [_item(item, roundings[item.indicator], language) for item in card.items],
        "also": [],
        "owed": [_owed(owed) for owed in card.owed],
    }


def _owed(owed: Owed) -> dict[str, Any]:
    cause = owed.cause
    return {
        "kind": cause.kind, "name": cause.name, "record": cause.record, "detail": cause.detail,
        "indicators": list(owed.indicators), "vetoes": list(owed.vetoes),
    }  # fmt: skip


def _indicator(node: NodeResult, language: Language) -> dict[str, Any]:
    return {
        "id": node.id,
        "title": node.title,
        "parent": node.parent,
        "leaf": node.leaf,
        "points": written(node.points),
        "start": None if node.start is None else exact_text(node.start),
        "score": _shown(node.score, node.shown),
        "exact": _exact(node.score),
        "state": node.state,
        "why": say(node.why, language) if node.why is not None else None,
    }


def _item(item: Item, shown: Rounding, language: Language) -> dict[str, Any]:
    return {
        "indicator": item.indicator,
        "rule": item.rule,
        "kind": item.kind,
        "occasion": item.occasion,
        "quantity": None if item.quantity is None else written(item.quantity),
        "price": None if item.price is None else written(item.price),
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
