"""Working days: which days are worked, as far as the calendars that were given go. Beyond that nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from lawscore.classes import dataclass
from lawscore.expressions.values import Unknown, unknown

_ONE: Final = timedelta(days=1)
#: Saturday and Sunday, as `date.weekday` counts.
WEEKEND: Final = frozenset({5, 6})


@dataclass(frozen=True, slots=True, repr=False)
class Calendar:
    """For each day that is covered, whether it is a working day. A day that is not covered is unknown."""

    days: Mapping[date, bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        first: date,
        last: date,
        *,
        holidays: Iterable[date] = (),
        workdays: Iterable[date] = (),
        weekend: frozenset[int] = WEEKEND,
    ) -> Calendar:
        """The calendar of a span of days: weekends and holidays are free, save the days that make up for holidays."""
        span = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
        named = {**dict.fromkeys(holidays, False), **dict.fromkeys(workdays, True)}
        return cls({day: named.get(day, day.weekday() not in weekend) for day in span})

    def __repr__(self) -> str:
        return f"<Calendar of {len(self.days)} days>"

    def between(self, start: date, end: date) -> Fraction | Unknown:
        """The working days after `start` up to and with `end`; negative where `end` is earlier."""
        if end < start:
            found = self.between(end, start)
            return -found if isinstance(found, Fraction) else found
        worked = 0
        for number in range(start.toordinal() + 1, end.toordinal() + 1):
            day = date.fromordinal(number)
            if day not in self.days:
                return not_covered(day)
            worked += self.days[day]
        return Fraction(worked)

    def on_or_after(self, day: date) -> date | Unknown:
        """The day itself where it is worked, else the next working day."""
        worked = self.days.get(day)
        if worked is None:
            return not_covered(day)
        return day if worked else self.moved(day, 1)

    def moved(self, day: date, count: int) -> date | Unknown:
        """The day that is so many working days later, or earlier where `count` is negative."""
        step = _ONE if count > 0 else -_ONE
        left = abs(count)
        while left:
            try:
                day += step
            except OverflowError:
                return not_covered(day)
            if day not in self.days:
                return not_covered(day)
            left -= self.days[day]
        return day


#: What is known where no calendar was given: of no day whether it is worked.
NONE_GIVEN: Final = Calendar()


def not_covered(day: date) -> Unknown:
    """The value of what a calendar would have to tell about a day that none covers."""
    return unknown("no_calendar", day.isoformat())


class Joined(NamedTuple):
    """Several calendars as one, and the days on which they contradict each other: these are then not covered."""

    calendar: Calendar
    #: Each such day, and the numbers of the first calendar that has it and of the one that contradicts.
    contradictions: Mapping[date, tuple[int, int]]


def join(calendars: Iterable[Calendar]) -> Joined:
    """Put calendars together."""
    days: dict[date, bool] = {}
    first: dict[date, int] = {}
    against: dict[date, tuple[int, int]] = {}
    for number, calendar in enumerate(calendars):
        for day, worked in calendar.days.items():
            if days.setdefault(day, worked) is not worked:
                against.setdefault(day, (first[day], number))
            first.setdefault(day, number)
    return Joined(Calendar({day: worked for day, worked in days.items() if day not in against}), against)
