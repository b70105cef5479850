"""Whom a change of the rubric moves: scores, ranks and grades on the same facts, and which change decides."""

from lawscore.analysis.effect.effecting import effect_of
from lawscore.analysis.effect.parts import ScorePart
from lawscore.analysis.effect.result import Effect, IndicatorEffect, UnitEffect
from lawscore.analysis.effect.spread import Spread

__all__ = ["Effect", "IndicatorEffect", "ScorePart", "Spread", "UnitEffect", "effect_of"]
