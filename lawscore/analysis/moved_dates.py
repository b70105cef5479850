"""Days and dates so many years later: what a new version of a rubric moved on with its period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from lawscore.rubric.document import Period

DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
#: Keys under which dates decide nothing: they are told.
TOLD: Final = frozenset({"id", "title", "text", "message", "label", "help", "notes", "basis", "evidence", "source"})


def years_between(old: Period, new: Period) -> int:
    """By how many years a period is the other one moved on; 0 where it is not."""
    years = new.from_.year - old.from_.year
    moved = (years_on(old.from_, years), years_on(old.to, years))
    return years if moved == (new.from_, new.to) else 0


def years_on(day: date, years: int) -> date | None:
    """The same day so many years later, 28 February for a 29th that is not; None beyond the calendar."""
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return None
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day and not _is_leap(year) else day.replace(year=year)


def dates_in(part: Any) -> frozenset[str]:
    """The dates that decide something in a part of a document."""
    if isinstance(part, BaseModel):
        return frozenset().union(*(dates_in(value) for key, value in part if key not in TOLD))
    if isinstance(part, Mapping):
        return frozenset().union(*(dates_in(value) for value in part.values()))
    if isinstance(part, list | tuple):
        return frozenset().union(*map(dates_in, part))
    if isinstance(part, date):
        return frozenset({part.isoformat()})
    return frozenset(DATE.findall(part)) if isinstance(part, str) else frozenset()


def moved_on(before: Any, after: Any, years: int) -> bool:
    """Whether a text is another one with all its dates so many years later."""
    if not years or not isinstance(before, str) or not isinstance(after, str) or before == after:
        return False
    return DATE.sub(lambda found: date_on(found[0], years), before) == after


def date_on(text: str, years: int) -> str:
    """A date written in a text so many years later."""
    try:
        later = years_on(date.fromisoformat(text), years)
    except ValueError:  # a text that only looks like a date
        return text
    return text if later is None else later.isoformat()


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
