"""The check of dates: a window or a limit that lies nowhere near the period that is assessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from lawscore.checking.findings import Path, finding
from lawscore.checking.reading import Reader
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import charging_rules

#: A path and the two days of a window; None where it is open.
Window: TypeAlias = tuple[Path, date | None, date | None]


def period_dates(rubric: Rubric) -> Iterator[Problem]:
    """A date more than a year before or after the period was probably left over from another year."""
    reader, period = Reader(rubric), rubric.document.period
    first, last = _years_on(period.from_, -1), _years_on(period.to, 1)
    for leaf in rubric.leaves:
        for rule in charging_rules(leaf.rules):
            for path, start, end in (*_windows(rule), *_limits(rule, leaf, reader)):
                if (end is not None and end < first) or (start is not None and start > last):
                    facts: dict[str, object] = {"given": _said(start, end), "start": period.from_, "end": period.to}
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
