"""The check of dates: a window or a limit that lies nowhere near the period that is assessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from lawscore.catalogue import phrase
from lawscore.checking.findings import Path, finding
from lawscore.checking.reading import Reader
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode
from lawscore.rules.charging import BoundRule

#: A path and the two days of a window; None where it is open.
Window: TypeAlias = tuple[Path, date | None, date | None]


def period_dates(reader: Reader) -> Iterator[Problem]:
    """A limit more than a year before or after the period, or a window with no day in it, was probably left over."""
    period = reader.rubric.document.period
    around = (_years_on(period.from_, -1), _years_on(period.to, 1))
    for leaf, rule in reader.leaf_rules:
        looked = [("outside", window, (period.from_, period.to)) for window in _windows(rule)]
        looked += [("far", limit, around) for limit in _limits(rule, leaf, reader)]
        for how, (path, start, end), (first, last) in looked:
            if (end is not None and end < first) or (start is not None and start > last):
                facts: dict[str, object] = {"given": _said(start, end), "start": period.from_, "end": period.to}
                facts["how"] = phrase(f"check.period_dates.{how}")
                yield finding("period-dates", path, facts)


def _windows(rule: BoundRule) -> Iterator[Window]:
    window = rule.model.dated
    if window is not None:
        yield (*rule.path, "dated"), window.from_, window.to


def _limits(rule: BoundRule, leaf: BoundNode, reader: Reader) -> Iterator[Window]:
    """The dates from which the steps of a rule are counted."""
    if rule.model.per is None:
        return
    limits = ((*rule.path, "below"), (*rule.path, "above"))
    for placed in reader.expressions(rule, leaf):
        for literal in placed.program.tree.literals.values():
            if placed.path in limits and isinstance(literal.value, date):
                yield placed.path, literal.value, literal.value


def _said(start: date | None, end: date | None) -> str:
    return f"{start}" if start == end else f"{start or ''}—{end or ''}"


def _years_on(day: date, years: int) -> date:
    year = min(max(day.year + years, date.min.year), date.max.year)
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
