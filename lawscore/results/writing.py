"""The result as JSON: every score a text, the exact value beside it (its shape: `model`)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lawscore.assessing import Assessment
from lawscore.catalogue import Language
from lawscore.facts.card import Card, NodeResult, Owed, Standing
from lawscore.facts.items import Item
from lawscore.numbers import Rounding, exact_or_none, exact_text, written
from lawscore.results.adjustments import adjustment_part
from lawscore.results.problem_part import problem_told
from lawscore.results.provenance import facts_told, provenance_of
from lawscore.results.sentences import Say, Speaker, languages_of, speaking
from lawscore.rubric.bound import Rubric
from lawscore.version import __version__


def result_of(assessment: Assessment, language: Language) -> dict[str, Any]:
    """The result as a mapping that is ready for `json.dumps`."""
    document, others = assessment.rubric.document, assessment.rubric.others.values()
    facts, speaker = facts_told(assessment), Speaker(languages_of(language))
    say = speaker.say
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
            **({"others": [_other(other) for other in others]} if others else {}),
        },
        "provenance": provenance_of(assessment, facts),
        "period": period_text(assessment),
        "units": [{**_unit(card, assessment.rubric, say), "facts": facts[card.unit.id]} for card in assessment],
        "problems": [problem_told(problem, say) for problem in assessment.problems],
        "sentences": speaker.sentences(),  # the last: by then all is said
    }


def _other(rubric: Rubric) -> dict[str, str]:
    """A rubric that scored the units below."""
    return {"id": rubric.id, "version": rubric.version, "digest": rubric.digest}


def period_text(assessment: Assessment) -> str:
    """The period: a year where it is one, else its two dates."""
    period = assessment.rubric.document.period
    start, end = period.from_, period.to
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    return f"{start.isoformat()}/{end.isoformat()}"


def _unit(card: Card, rubric: Rubric, say: Say) -> dict[str, Any]:
    earned, of = card.so_far
    roundings: dict[str | None, Rounding] = {None: card.shown, **{node.id: node.shown for node in card.nodes}}
    return {
        "id": card.unit.id,
        "name": card.unit.name,
        "class": card.unit.unit_class,
        "state": card.state,
        **({"not_assessed": card.unit.not_assessed} if card.unit.not_assessed is not None else {}),
        "so_far": {"score": card.shown.text(earned), "of": written(of)},
        "start": exact_or_none(card.total.start) if card.score is not None else None,
        "score": _shown(card.score, card.shown),
        "exact": exact_or_none(card.score),
        "bounds": [_shown(bound, card.shown) for bound in card.bounds],
        "grade": card.grade,
        "rank": card.rank,
        "tied": card.tied,
        **_overall(card.standing),
        **({"notes": [say(note) for note in card.standing.notes]} if card.standing.notes else {}),
        "indicators": [_indicator(node, say) for node in card.nodes],
        "items": [item_told(item, roundings[item.indicator], say) for item in card.items],
        "also": [_also(result, rubric, say) for result in card.also],
        "owed": [owed_part(owed) for owed in card.owed],
        **({"adjustments": [adjustment_part(one, say) for one in card.adjustments]} if card.adjustments else {}),
    }


def owed_part(owed: Owed) -> dict[str, Any]:
    """What is owed as a mapping."""
    cause = owed.cause
    return {
        "kind": cause.kind, "name": cause.name, "record": cause.record, "detail": cause.detail,
        "indicators": list(owed.indicators), "vetoes": list(owed.vetoes),
    }  # fmt: skip


def _indicator(node: NodeResult, say: Say) -> dict[str, Any]:
    return {
        "id": node.id,
        "title": node.title,
        "parent": node.parent,
        "leaf": node.leaf,
        "points": written(node.points),
        "start": exact_or_none(node.start),
        "score": _shown(node.score, node.shown),
        "exact": exact_or_none(node.score),
        "state": node.state,
        "why": say(node.why) if node.why is not None else None,
        **(_standing(node.standing, say) if node.standing is not None else {}),
    }


def _also(result: NodeResult, rubric: Rubric, say: Say) -> dict[str, Any]:
    """A result beside the total. Its items are its own: they are no part of the unit's."""
    low, high = (
        (result.score, result.score) if result.score is not None else (result.interval.low, result.interval.high)
    )
    return {
        "id": result.id,
        "title": result.title,
        "state": result.state,
        "score": _shown(result.score, result.shown),
        "exact": exact_or_none(result.score),
        "bounds": [_shown(bound, result.shown) for bound in (low, high)],
        "members": [member.id for member in rubric.beside[result.id].node.children],
        "start": exact_or_none(result.start),
        "items": [item_told(item, result.shown, say) for item in result.items],
        **_standing(result.standing or Standing(), say),
    }


def _standing(standing: Standing, say: Say) -> dict[str, Any]:
    return {
        "grade": standing.grade,
        "rank": standing.rank,
        "tied": standing.tied,
        **_overall(standing),
        "notes": [say(note) for note in standing.notes],
    }


def _overall(standing: Standing) -> dict[str, Any]:
    """What not every ranking has: the rank among all units, and the ranges of ranks."""
    found = {
        "overall": standing.overall,
        "overall_tied": standing.overall_tied if standing.overall is not None else None,
        "rank_range": list(standing.range) if standing.range is not None else None,
        "overall_range": list(standing.overall_range) if standing.overall_range is not None else None,
    }
    return {key: value for key, value in found.items() if value is not None}


def item_part(item: Item, shown: Rounding, language: Language) -> dict[str, Any]:
    """An item as a mapping; `shown` is the rounding of its indicator."""
    return item_told(item, shown, speaking(language))


def item_told(item: Item, shown: Rounding, say: Say) -> dict[str, Any]:
    """The same, said by who takes down what it is in other languages."""
    return {
        "indicator": item.indicator,
        "rule": item.rule,
        "kind": item.kind,
        **({"cause": item.cause} if item.cause is not None else {}),
        "occasion": item.occasion,
        "quantity": None if item.quantity is None else written(item.quantity),
        "price": None if item.price is None else written(item.price),
        "points": shown.text(item.points),
        "exact": exact_text(item.points),
        "reason": say(item.reason),
        "records": list(item.records),
        "basis": list(item.basis),
    }


def _shown(value: Fraction | None, rounding: Rounding) -> str | None:
    return None if value is None else rounding.text(value)
