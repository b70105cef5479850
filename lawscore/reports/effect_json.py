"""The effect of another rubric as JSON: every figure as an exact text, null where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lawscore.analysis.effect import Effect, ScorePart, Spread, UnitEffect
from lawscore.analysis.effect.crossing import Crossing
from lawscore.catalogue import Language, say
from lawscore.facts.card import Card
from lawscore.numbers import exact_or_none, exact_text
from lawscore.reports.diff import diff_dict


def effect_dict(effect: Effect, language: Language, units: Iterable[UnitEffect] | None = None) -> dict[str, Any]:
    """The differences of the rubrics, and what they do to all units or to some."""
    return {
        **diff_dict(effect.diff, language),
        "effect": {
            "spread": _spread(effect.spread),
            "by_class": {name: _spread(one) for name, one in effect.spread_by_class.items()},
            "indicators": [{**_part(one.part, effect), "spread": _spread(one.spread)} for one in effect.by_indicator],
            "units": [_unit(one, effect, language) for one in (effect.units if units is None else units)],
            "unknown_fields": list(effect.carried.unknown),
            "left_fields": list(effect.carried.left.fields),
            "left_answers": list(effect.carried.left.answers),
            "left_adjustments": list(effect.carried.left.adjustments),
        },
    }


def _unit(one: UnitEffect, effect: Effect, language: Language) -> dict[str, Any]:
    return {
        "id": one.unit.id,
        "name": one.unit.name,
        "class": one.unit.unit_class,
        "before": _card(one.before),
        "after": _card(one.after),
        "change": exact_or_none(one.change),
        "parts": [_part(part, effect) for part in one.parts],
        "crossing": None if one.crossing is None else _crossing(one.crossing, effect, language),
    }


def _card(card: Card) -> dict[str, Any]:
    return {
        "state": card.state,
        "score": None if card.score is None else card.shown.text(card.score),
        "exact": exact_or_none(card.score),
        "bounds": [exact_or_none(bound) for bound in card.bounds],
        "rank": card.rank,
        "grade": card.grade,
        "vetoes": [veto.id for veto in card.vetoes if veto.struck],
    }


def _part(part: ScorePart, effect: Effect) -> dict[str, Any]:
    """A part of a change, and the addresses of what was changed in the rubric."""
    return {
        "kind": part.kind,
        "old": list(part.old),
        "new": list(part.new),
        "points": exact_text(part.points),
        "changes": [one.address for one in effect.because(part)],
    }


def _crossing(crossing: Crossing, effect: Effect, language: Language) -> dict[str, Any]:
    return {
        "before": crossing.before,
        "after": crossing.after,
        "better": crossing.better,
        "reasons": list(crossing.reasons),
        "deciding": [_part(part, effect) for part in crossing.deciding],
        "notes": [say(note, language) for note in crossing.notes],
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "units": spread.units,
        "rise": spread.rise,
        "fall": spread.fall,
        "stay": spread.stay,
        **{name: exact_text(value) for name, value in spread.percentiles.items()},
        "mean": exact_or_none(spread.mean),
    }
