"""The score at each layer as JSON: what changed in each indicator, and because of which values."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from lawscore.analysis.layers import AnswerChange, IndicatorChange, Layers, Stated, Step, UnitLayers, ValueChange
from lawscore.catalogue import Language
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.unit import Answer
from lawscore.numbers import Rounding, exact_or_none, exact_text, written
from lawscore.results.facts import origin_of, value_of
from lawscore.results.naming import rubric_part
from lawscore.results.writing import item_part
from lawscore.rubric.bound import Rubric
from lawscore.version import __version__


def layers_part(layers: Layers, units: Iterable[UnitLayers], language: Language) -> dict[str, Any]:
    """Units at every layer as a mapping that is ready for `json.dumps`; scores are texts, exact values beside them."""
    rubric = layers.rubric
    return {
        "lawscore": __version__,
        "language": language,
        "rubric": rubric_part(rubric),
        "layers": list(layers.assessments),
        "units": [_unit(one, rubric, language) for one in units],
    }


def _unit(one: UnitLayers, rubric: Rubric, language: Language) -> dict[str, Any]:
    return {
        "id": one.unit.id,
        "name": one.unit.name,
        "class": one.unit.unit_class,
        "totals": [{"layer": layer, **_total(card)} for layer, card in one.cards.items()],
        "steps": [_step(step, rubric, language) for step in one.steps],
    }


def _total(card: Card) -> dict[str, Any]:
    return {"state": card.state, **_scored(card.score, card.shown), "grade": card.grade, "rank": card.rank}


def _scored(score: Fraction | None, shown: Rounding) -> dict[str, str | None]:
    return {"score": None, "exact": None} if score is None else {"score": shown.text(score), "exact": exact_text(score)}


def _step(step: Step, rubric: Rubric, language: Language) -> dict[str, Any]:
    return {
        "from": step.before,
        "to": step.after,
        "difference": exact_or_none(step.difference),
        "indicators": [_indicator(change, rubric, language) for change in step.indicators],
        "without_effect": [_value(value, rubric) for value in step.idle],
        "answers_without_effect": [_answer(answer) for answer in step.idle_answers],
    }


def _indicator(change: IndicatorChange, rubric: Rubric, language: Language) -> dict[str, Any]:
    """What changed in an indicator; of the whole, the indicator is null."""
    after = change.after
    return {
        "indicator": after.id or None,
        "title": after.title if after.id else None,
        "before": _node(change.before),
        "after": _node(after),
        "difference": exact_or_none(change.difference),
        "values": [_value(value, rubric) for value in change.values],
        "answers": [_answer(answer) for answer in change.answers],
        "gone": [item_part(item, change.before.shown, language) for item in change.gone],
        "new": [item_part(item, after.shown, language) for item in change.new],
    }


def _node(node: NodeResult) -> dict[str, Any]:
    return {"state": node.state, **_scored(node.score, node.shown)}


def _value(change: ValueChange, rubric: Rubric) -> dict[str, Any]:
    spec = rubric.fields[change.field]

    def stated(one: Stated) -> dict[str, Any] | None:
        if one.given is None:
            return None
        return {"value": value_of(one.value, spec, is_none=one.is_none), **origin_of(one.given)}

    return {"field": change.field, "before": stated(change.before), "after": stated(change.after)}


def _answer(change: AnswerChange) -> dict[str, Any]:
    question = change.question
    return {
        "rule": question.rule,
        "record": question.record,
        "about": question.about,
        "before": _answered(change.before),
        "after": _answered(change.after),
    }


def _answered(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    points = None if answer.points is None else written(answer.points)
    return {"answer": answer.verdict, "points": points, "assessor": answer.assessor, "reason": answer.reason}
