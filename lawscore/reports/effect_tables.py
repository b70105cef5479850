"""The tables of an effect: who crosses a grade, each unit, how changes are spread, what each indicator does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lawscore.analysis.effect import Effect, IndicatorEffect, Spread, UnitEffect
from lawscore.analysis.effect.spread import PERCENTILES
from lawscore.catalogue import Language, phrase, say
from lawscore.numbers import Rounding
from lawscore.reports.effect_words import (
    because_text,
    part_title,
    score_text,
    unit_notes,
    why_text,
)
from lawscore.reports.signs import from_to, signed
from lawscore.reports.standings import rank_text
from lawscore.reports.tables import Table, headers

_SCORES: Final = ("effect_before", "effect_after", "effect_change")
_CROSSINGS: Final = ("unit", "name", "class", "effect_grade", "effect_why")
_UNITS: Final = ("unit", "name", "class", *_SCORES, "effect_rank", "effect_grade", "note")
_COUNTS: Final = ("effect_units", "effect_rise", "effect_fall", "effect_stay")
_PERCENTILES: Final = tuple(f"effect_{name}" for name in PERCENTILES)
_SPREAD: Final = ("class", *_COUNTS, *_PERCENTILES, "effect_mean")
_INDICATORS: Final = (
    "indicator", "effect_rise", "effect_fall", "effect_min", "effect_max", "effect_mean", "effect_because",
)  # fmt: skip
_RIGHT: Final = frozenset({*_SCORES, *_COUNTS, *_PERCENTILES, "effect_mean"})
_OPTIONAL: Final = frozenset({"class", "effect_rank", "effect_grade", "note", "effect_because"})
#: So many indicators are listed unless all are asked for.
_MOST_INDICATORS: Final = 10


def crossings_table(effect: Effect, language: Language) -> Table:
    """The units that get another grade, and because of what."""
    rows = [
        [*_names(effect, one), from_to(one.before.grade, one.after.grade), why_text(effect, one, language)]
        for one in effect.crossings
    ]
    return Table(_CROSSINGS, headers(_CROSSINGS, language), rows, frozenset(), _OPTIONAL)


def _names(effect: Effect, one: UnitEffect) -> list[str]:
    name = one.unit.unit_class or ""
    return [one.unit.id, one.unit.name, effect.after.rubric.document.classes.get(name, name)]


def units_table(effect: Effect, language: Language, units: Sequence[UnitEffect] | None = None) -> Table:
    """One row for each unit: score, rank and grade before and after."""
    rows = [_unit_row(effect, one, language) for one in (effect.units if units is None else units)]
    return Table(_UNITS, headers(_UNITS, language), rows, _RIGHT, _OPTIONAL)


def _unit_row(effect: Effect, one: UnitEffect, language: Language) -> list[str]:
    ranks = [rank_text(card.standing, language) for card in (one.before, one.after)]
    return [
        *_names(effect, one),
        *(score_text(card) for card in (one.before, one.after)),
        "" if one.change is None else signed(one.change, one.after.shown),
        from_to(*ranks),
        from_to(one.before.grade, one.after.grade),
        unit_notes(effect, one, language),
    ]


def spread_table(effect: Effect, language: Language) -> Table:
    """The spread over all units, and over each class where there are several."""
    shown = effect.after.rubric.root.shown
    classes = effect.after.rubric.document.classes
    by_class = effect.spread_by_class
    rows = [[say(phrase("effect.everybody"), language), *_spread_row(effect.spread, shown)]]
    if len(by_class) > 1:
        none = say(phrase("effect.no_class"), language)
        rows += [[classes.get(name, name) or none, *_spread_row(spread, shown)] for name, spread in by_class.items()]
    return Table(_SPREAD, headers(_SPREAD, language), rows, _RIGHT)


def _spread_row(spread: Spread, shown: Rounding) -> list[str]:
    counts = [str(one) for one in (spread.units, spread.rise, spread.fall, spread.stay)]
    figures = [*(spread.percentiles[name] for name in PERCENTILES), spread.mean]
    return [*counts, *("" if one is None else signed(one, shown) for one in figures)]


def indicators_table(effect: Effect, language: Language, *, all_: bool) -> tuple[Table, int]:
    """What each indicator does to the units, those that move most first; and how many are not listed."""
    found = effect.by_indicator
    told = [one for one in found if effect.because(one.part) or not one.part.ids]
    listed = found if all_ else told[:_MOST_INDICATORS]
    rows = [_indicator_row(effect, one, language) for one in listed]
    return Table(_INDICATORS, headers(_INDICATORS, language), rows, _RIGHT, _OPTIONAL), len(found) - len(listed)


def _indicator_row(effect: Effect, one: IndicatorEffect, language: Language) -> list[str]:
    shown, spread = effect.after.rubric.root.shown, one.spread
    figures = (spread.percentiles["min"], spread.percentiles["max"], spread.mean)
    return [
        part_title(one.part, language),
        str(spread.rise),
        str(spread.fall),
        *("" if figure is None else signed(figure, shown) for figure in figures),
        because_text(effect, one.part, language),
    ]
