"""What was found as plain values, for JSON: exact numbers and shares as texts, no sentence of any language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lawscore.analysis.sensitivity.draws import GENERATOR
from lawscore.analysis.sensitivity.result import Change, Decisive, Drawn, Sensitivity, UnitSensitivity
from lawscore.facts.card import Card
from lawscore.numbers import exact_text, percent_text
from lawscore.results.naming import rubric_part
from lawscore.version import __version__


def to_dict(found: Sensitivity, units: Sequence[UnitSensitivity]) -> dict[str, Any]:
    """What was asked, some of the units, and who was left out."""
    asked, rubric = found.question, found.rubric
    return {
        "lawscore": __version__,
        "calculation": rubric.document.calculation,
        "rubric": rubric_part(rubric),
        "within": percent_text(asked.within),
        "draws": asked.draws,
        "seed": asked.seed,
        "generator": GENERATOR,
        "level": asked.level,
        "indicators": [node.id for node in found.weighed],
        "keeps_rules": found.keeps_rules,
        "units": [_unit(one) for one in units],
        "left_out": [{"id": card.unit.id, "name": card.unit.name, "state": card.state} for card in found.left_out],
    }


def _unit(one: UnitSensitivity) -> dict[str, Any]:
    card = one.card
    assert card.score is not None  # only units with a final score are looked at
    return {
        "id": card.unit.id,
        "name": card.unit.name,
        "class": card.unit.unit_class,
        "score": card.shown.text(card.score),
        "exact": exact_text(card.score),
        "rank": one.rank,
        "grade": one.grade,
        "drawn": None if one.drawn is None else _drawn(one.drawn, card),
        "removed": [_removed(gone) for gone in one.removed],
        "decides": None if one.decisive is None else _removed(one.decisive),
        "next_rank": None if one.next_rank is None else _change(one.next_rank),
        "next_grade": None if one.next_grade is None else _change(one.next_grade),
    }


def _drawn(drawn: Drawn, card: Card) -> dict[str, Any]:
    return {
        "ranks": None if drawn.ranks is None else list(drawn.ranks),
        "held": exact_text(drawn.held),
        "scores": None if drawn.scores is None else [card.shown.text(score) for score in drawn.scores],
        "grades": {name: exact_text(share) for name, share in drawn.grades.items()},
        "open": exact_text(drawn.open_share),
    }


def _removed(gone: Decisive) -> dict[str, Any]:
    return {"indicator": gone.indicator.id, "rank": gone.rank, "grade": gone.grade}


def _change(change: Change) -> dict[str, Any]:
    return {
        "to": change.to,
        "points": None if change.points is None else exact_text(change.points),
        "beyond": change.beyond,
        "obstacle": change.obstacle,
        "rival": None if change.rival is None else change.rival.unit.id,
        "passes": change.passes,
        "quota": change.quota,
        "mendings": [
            {"indicator": one.indicator.id, "lost": exact_text(one.lost), "rise": exact_text(one.rise)}
            for one in change.mendings
        ],
    }
