"""The effect of another rubric, or of other values of some units: the same facts are scored under both."""

from __future__ import annotations

from collections.abc import Callable

from lawscore.analysis.carrying import carry
from lawscore.analysis.diff import RubricDiff
from lawscore.analysis.differing import Pairs
from lawscore.analysis.effect.crossing import Grader
from lawscore.analysis.effect.parts import score_parts
from lawscore.analysis.effect.result import Effect, UnitEffect
from lawscore.assessing import Assessment, assess_gathered
from lawscore.facts.card import Card
from lawscore.submission.gathering import NOTHING_MORE, Gathered, Origin


def effect_of(
    diff: RubricDiff,
    gathered: Gathered,
    further: Origin = NOTHING_MORE,
    revise: Callable[[Gathered], Gathered] = lambda found: found,
) -> Effect:
    """What the new rubric does to units that were gathered under the old one.

    `further` is what only the new rubric asks for, as it was read; `revise` may change what units report.
    """
    before = assess_gathered(diff.before, gathered)
    carried = carry(gathered, diff.before, diff.after, diff.migration, further, revise)
    after = carried.assessment
    pairs = Pairs.of(diff.before, after.rubric, diff.migration)
    grader = Grader(before, after)
    old = {card.unit.id: card for card in before}
    units = tuple(_unit(pairs, before, after, old[card.unit.id], card, grader) for card in after if card.unit.id in old)
    return Effect(diff=diff, before=before, carried=carried, units=units)


def _unit(pairs: Pairs, before: Assessment, after: Assessment, old: Card, new: Card, grader: Grader) -> UnitEffect:
    if old.score is None or new.score is None:
        return UnitEffect(before=old, after=new)
    parts = score_parts(pairs, (before.rubric, old), (after.rubric, new))
    return UnitEffect(before=old, after=new, parts=parts, crossing=grader.crossing(old, new, parts))
