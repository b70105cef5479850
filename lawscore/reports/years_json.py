"""A comparison of two assessments as JSON: every figure as an exact text, null where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lawscore.analysis.change import Change
from lawscore.analysis.differing import IndicatorChange
from lawscore.analysis.years import Comparison, UnitChange
from lawscore.catalogue import Language
from lawscore.numbers import exact_or_none
from lawscore.reports.years import note_of, notes, split_part
from lawscore.rubric.bound import Rubric


def comparison_dict(comparison: Comparison, units: Iterable[UnitChange], language: Language) -> dict[str, Any]:
    """Everything, for programs: figures are exact texts, null where there is none."""
    return {
        "before": _version(comparison.before),
        "after": _version(comparison.after),
        "same_rubric": comparison.same_rubric,
        "notes": notes(comparison, language),
        "units": [_unit_dict(one, comparison, language) for one in units],
    }


def _version(rubric: Rubric) -> dict[str, str]:
    period = rubric.document.period
    return {
        "rubric": rubric.name, "digest": rubric.digest, "status": rubric.document.status,
        "from": period.from_.isoformat(), "to": period.to.isoformat(),
    }  # fmt: skip


def _unit_dict(one: UnitChange, comparison: Comparison, language: Language) -> dict[str, Any]:
    before, after = one.standings
    part = split_part(one, comparison)
    return {
        "id": one.unit.id,
        "name": one.unit.name,
        "class": one.unit.unit_class,
        "states": {"before": one.before.state if one.before else None, "after": one.after.state if one.after else None},
        "rank": {"before": before.rank, "after": after.rank},
        "grade": {"before": before.grade, "after": after.grade},
        "total": None if one.total is None else _indicator_dict(one.total, comparison, language),
        "subtotal": None if part is None else {key: exact_or_none(value) for key, value in part._asdict().items()},
        "indicators": [_indicator_dict(change, comparison, language) for change in one.indicators],
    }


def _indicator_dict(change: IndicatorChange, comparison: Comparison, language: Language) -> dict[str, Any]:
    return {
        "old": [one for one in change.old if one],
        "new": [one for one in change.new if one],
        "titles": list(change.titles),
        "leaf": change.leaf,
        "states": change.states._asdict(),
        "points": {"before": exact_or_none(change.points.before), "after": exact_or_none(change.points.after)},
        "score": _change_dict(change.score),
        "note": note_of(change, comparison, language),
        "rules": [{"rule": one.rule, "kind": one.kind, **_change_dict(one.points)} for one in change.rules],
    }


def _change_dict(change: Change) -> dict[str, str | None]:
    return {
        "before": exact_or_none(change.before),
        "between": exact_or_none(change.between),
        "after": exact_or_none(change.after),
        "change": exact_or_none(change.whole),
        "by_rubric": exact_or_none(change.by_rubric),
        "by_facts": exact_or_none(change.by_facts),
    }
