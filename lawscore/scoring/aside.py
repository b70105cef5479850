"""The scorecard of a unit that is not assessed: nothing of it is scored, and nothing is owed."""

from __future__ import annotations

from lawscore.catalogue import Phrase, phrase
from lawscore.facts.card import Card
from lawscore.facts.unit import Unit
from lawscore.rubric.bound import Rubric
from lawscore.scoring.leaf import left_out


def why_aside(unit: Unit) -> Phrase:
    """Why a unit is not assessed."""
    return phrase("why.not_assessed", reason=unit.not_assessed or "")


def card_aside(rubric: Rubric, unit: Unit) -> Card:
    """Every indicator and every result beside the total is left out, with the reason."""
    why = why_aside(unit)
    return Card(
        unit=unit,
        state="not_assessed",
        total=left_out(rubric.root, why),
        nodes=tuple(left_out(node, why) for node in rubric.nodes.values()),
        score=None,
        bounds=(None, None),
        items=(),
        also=tuple(left_out(also.node, why) for also in rubric.beside.values()),
        shown=rubric.root.shown,
    )
