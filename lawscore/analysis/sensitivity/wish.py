"""What a unit must reach for its next rank or grade."""

from __future__ import annotations

from lawscore.analysis.sensitivity.axis import Goal
from lawscore.analysis.sensitivity.result import Obstacle
from lawscore.classes import dataclass
from lawscore.facts.card import Card


@dataclass(frozen=True, slots=True)
class Wish:
    """The next rank or grade, and the value to be reached; or what stands in the way."""

    to: str
    goal: Goal | None = None
    obstacle: Obstacle | None = None
    rival: Card | None = None
    quota: str | None = None
