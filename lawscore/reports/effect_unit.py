"""What another rubric does to one unit, indicator by indicator."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from lawscore.analysis.change import Change
from lawscore.analysis.differing import IndicatorChange, Pairs, Triple, changes
from lawscore.analysis.effect import Effect, ScorePart, UnitEffect
from lawscore.catalogue import Language, phrase, say
from lawscore.numbers import ZERO, short_text
from lawscore.reports.effect_words import because_text, part_title, score_text
from lawscore.reports.signs import from_to, signed
from lawscore.reports.tables import Table, headers
from lawscore.rubric.bound import BoundNode

_COLUMNS: Final = (
    "indicator", "effect_points", "effect_before", "effect_after", "effect_change", "effect_part", "effect_because",
)  # fmt: skip
_RIGHT: Final = frozenset({"effect_before", "effect_after", "effect_change", "effect_part"})
_OPTIONAL: Final = frozenset({"effect_points", "effect_because"})


def unit_table(effect: Effect, one: UnitEffect, language: Language, *, all_: bool) -> Table:
    """The indicators of one unit: points and scores before and after, its part of the change, and the changes behind."""
    pairs = Pairs.of(effect.diff.before, effect.after.rubric, effect.diff.migration)
    parts = {(part.old, part.new): part for part in one.parts}
    rows = [
        _row(effect, one, change, parts.get((change.old, change.new)), language)
        for change in changes(pairs, Triple(one.before, one.after, one.after))
        if all_ or (change.old, change.new) in parts or change.states.before != change.states.after
    ]
    rows += [*_of_the_whole(effect, one, language), _total(one, language)]
    return Table(_COLUMNS, headers(_COLUMNS, language), rows, _RIGHT, _OPTIONAL)


def _row(
    effect: Effect, one: UnitEffect, change: IndicatorChange, part: ScorePart | None, language: Language
) -> list[str]:
    shown = _node(effect, change).shown
    called = ScorePart("indicator", change.old, change.new, "、".join(change.titles), ZERO)
    before, after = _ends(change.score, change)
    return [
        part_title(called, language),
        from_to(*("" if figure is None else short_text(figure) for figure in _ends(change.points, change))),
        *("" if figure is None else shown.text(figure) for figure in (before, after)),
        "" if change.score.whole is None else signed(change.score.whole, shown),
        "" if part is None else signed(part.points, one.after.shown),
        because_text(effect, called, language, one),
    ]


def _node(effect: Effect, change: IndicatorChange) -> BoundNode:
    return effect.after.rubric.nodes[change.new[0]] if change.new else effect.diff.before.nodes[change.old[0]]


def _ends(figures: Change, change: IndicatorChange) -> Iterator[Fraction | None]:
    """The figure before and after; none where the version does not have the indicator."""
    for figure, state in ((figures.before, change.states.before), (figures.after, change.states.after)):
        yield None if state == "absent" else figure


def _of_the_whole(effect: Effect, one: UnitEffect, language: Language) -> Iterator[list[str]]:
    """What other points, limits and vetoes of the whole make."""
    for part in one.parts:
        if not part.ids:
            made = signed(part.points, one.after.shown)
            yield [part_title(part, language), "", "", "", "", made, because_text(effect, part, language)]


def _total(one: UnitEffect, language: Language) -> list[str]:
    change = "" if one.change is None else signed(one.change, one.after.shown)
    return [say(phrase("word.total"), language), "", score_text(one.before), score_text(one.after), change, change, ""]
