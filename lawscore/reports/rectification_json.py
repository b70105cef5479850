"""The rectification list as JSON: every figure as an exact text, every state and kind as a word that is no language's."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from lawscore.analysis.losses import Loss
from lawscore.analysis.mending import Measured, Mended
from lawscore.analysis.rectification import Departments, Owing, Rectification, ToMend
from lawscore.catalogue import Language, say
from lawscore.numbers import exact_text
from lawscore.results.naming import rubric_part
from lawscore.results.writing import owed_part
from lawscore.version import __version__


def rectification_part(found: Rectification, language: Language) -> dict[str, Any]:
    """The list as a mapping that is ready for `json.dumps`; only reasons and titles are in a language."""
    rubric = found.rubric
    lines: dict[str, list[dict[str, Any]]] = {unit.id: [] for unit in found.units}
    owed: dict[str, list[dict[str, Any]]] = {unit.id: [] for unit in found.units}
    for line in found.lines:
        lines[line.unit.id].append(_line(line, language))
    for one in found.owing:
        owed[one.unit.id].append(_owing(one, is_followed=bool(found.since)))
    return {
        "lawscore": __version__,
        "language": language,
        "rubric": rubric_part(rubric),
        "since": found.since or None,
        "lost": exact_text(found.lost),
        "states": dict(found.counts()),
        "units": [
            {
                "id": unit.id,
                "name": unit.name,
                "class": unit.unit_class,
                "lines": lines[unit.id],
                "owed": owed[unit.id],
            }
            for unit in found.units
        ],
    }


def _line(line: ToMend, language: Language) -> dict[str, Any]:
    """A line: what it was last year and is now; without last year's list only `now`. Of a veto, the indicator is null."""
    loss, mended = line.loss, line.mended
    return {
        "indicator": loss.indicator or None,
        "title": loss.title,
        "rule": loss.rule,
        "kind": loss.kind,
        "of": exact_text(loss.of),
        "state": None if mended is None else mended.state,
        "why": None if mended is None else mended.why or None,
        "became": [] if mended is None else list(mended.became),
        "last": None if mended is None else _last(mended, language),
        "now": _side(loss.points, (loss,), language) if mended is None else _now(mended, language),
        "compared": None if mended is None or mended.measured is None else _measured(mended.measured),
        "basis": list(loss.basis),
        "responsible": _departments(line.departments),
    }


def _last(mended: Mended, language: Language) -> dict[str, Any] | None:
    """What last year's list says; nothing of a line that is new."""
    return None if mended.before is None else _side(mended.before, (mended.loss,), language)


def _now(mended: Mended, language: Language) -> dict[str, Any] | None:
    """What takes points this year; nothing where that cannot be told."""
    return None if mended.now is None else _side(mended.now, mended.losses, language)


def _side(points: Fraction, losses: Iterable[Loss], language: Language) -> dict[str, Any]:
    """The points of one year, why they were taken, and for which records."""
    every = tuple(losses)
    return {
        "points": exact_text(points),
        "reasons": list(dict.fromkeys(say(one, language) for loss in every for one in loss.reasons)),
        "records": list(dict.fromkeys(record for loss in every for record in loss.records)),
    }


def _measured(measured: Measured) -> dict[str, str]:
    """By what the two years are compared: `asked` before limits, the `quantity`, or the `share` of all points."""
    return {"by": measured.by, "last": exact_text(measured.before), "now": exact_text(measured.now)}


def _departments(departments: Departments) -> dict[str, Any]:
    return {"lead": departments.lead or None, "support": list(departments.support)}


def _owing(one: Owing, *, is_followed: bool) -> dict[str, Any]:
    """Something owed: without last year's list it has no state."""
    told = {"state": one.state if is_followed else None, "why": one.why or None}
    return {**owed_part(one.owed), **told, "responsible": _departments(one.departments)}
