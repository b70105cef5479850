"""Calendars as they are written in data: what they cover, the holidays, and the days that make up for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from pydantic import Field, model_validator

from lawscore.facts.calendar import Calendar, join
from lawscore.models import Date, Model, ShortForm, Text, refuse
from lawscore.problems import Problem
from lawscore.rubric.document import Period
from lawscore.rules.basis import Basis

if TYPE_CHECKING:
    from lawscore.submission.places import Located

_LONGEST_YEARS: Final = 30

Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAYS: Final = get_args(Weekday)


class Holiday(ShortForm):
    """`{from: 2024-02-10, to: 2024-02-17, name: 春节}`: days off, both included. A bare date is one day."""

    from_: Date = Field(alias="from")
    to: Date | None = None
    name: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return value if isinstance(value, dict | Holiday) else {"from": value}

    @model_validator(mode="after")
    def _forwards(self) -> Holiday:
        if self.to is not None and self.from_ > self.to:
            raise refuse("window_empty", start=self.from_, end=self.to)
        return self

    @property
    def days(self) -> Iterator[date]:
        """Each of its days."""
        last = self.to if self.to is not None else self.from_
        return (self.from_ + timedelta(days=number) for number in range((last - self.from_).days + 1))


class CalendarSpec(Model):
    """Which days are worked from the first to the last day that it covers: all but weekends and holidays, and `workdays`."""

    covers: Period
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")
    holidays: tuple[Holiday, ...] = ()
    workdays: tuple[Date, ...] = ()
    source: Basis | None = None

    @model_validator(mode="after")
    def _sound(self) -> CalendarSpec:
        if self.covers.to.year - self.covers.from_.year >= _LONGEST_YEARS:
            raise refuse("calendar_too_long", most=_LONGEST_YEARS)
        ends = [day for holiday in self.holidays for day in (holiday.from_, holiday.to or holiday.from_)]
        for day in (*ends, *self.workdays):
            if not self.covers.from_ <= day <= self.covers.to:
                raise refuse("calendar_day_outside", day=day, start=self.covers.from_, end=self.covers.to)
        free = {day for holiday in self.holidays for day in holiday.days}
        for day in self.workdays:
            if day in free:
                raise refuse("calendar_day_twice", day=day)
        return self

    @property
    def calendar(self) -> Calendar:
        """The calendar that this describes."""
        free = [day for holiday in self.holidays for day in holiday.days]
        weekend = frozenset(_WEEKDAYS.index(name) for name in self.weekend)
        return Calendar.of(self.covers.from_, self.covers.to, holidays=free, workdays=self.workdays, weekend=weekend)


def read_calendar(documents: Sequence[Located], problems: list[Problem]) -> Calendar | None:
    """The calendar of all documents; None where none has one. A day on which they contradict each other is not covered."""
    stated = [(document, document.document.calendar) for document in documents]
    given = [(document, spec) for document, spec in stated if spec is not None]
    if not given:
        return None
    joined = join(spec.calendar for _, spec in given)
    told: set[tuple[int, int]] = set()
    for day, (first, other) in sorted(joined.contradictions.items()):
        if (first, other) in told:
            continue
        told.add((first, other))
        where = given[other][0].at("calendar").where(key=True)
        facts = {"day": day, "other": str(given[first][0].at("calendar").where(key=True))}
        problems.append(Problem(code="calendar_differs", where=where, facts=facts))
    return joined.calendar
