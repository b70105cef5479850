"""Functions that need a calendar: which days are worked is no arithmetic, it must be given with the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, Protocol

from lawscore.expressions.operations import Function
from lawscore.expressions.values import DATE, DAYS, Kind, Value, absorb


class WorkingDays(Protocol):
    """A calendar, as far as functions need it. A day that it does not cover is unknown."""

    def between(self, start: date, end: date) -> Value:
        """The working days after one day up to and with another."""

    def on_or_after(self, day: date) -> Value:
        """The day itself where it is worked, else the next working day."""

    def moved(self, day: date, count: int) -> Value:
        """The day that is so many working days later."""


class Dated(Protocol):
    """Where programs run, as far as working days go."""

    @property
    def calendar(self) -> WorkingDays:
        """The calendar that was given with the data."""


def apply(function: Function, scope: Dated, arguments: Sequence[Value]) -> Value:
    """A function of this table on values; a missing one makes the result missing."""
    return absorb(arguments) or function.run(scope.calendar, *arguments)


def _between(calendar: WorkingDays, start: date, end: date) -> Value:
    return calendar.between(start, end)


def _on_or_after(calendar: WorkingDays, day: date) -> Value:
    return calendar.on_or_after(day)


def _moved(calendar: WorkingDays, day: date, count: Fraction) -> Value:
    return calendar.moved(day, int(count))


def _gives(kind: Kind) -> Callable[[Sequence[Kind]], Kind]:
    return lambda _: kind


#: `whole` among what they take is a whole number. The calendar comes before the arguments.
CALENDAR_FUNCTIONS: Final[Mapping[str, Function]] = {
    function.name: function
    for function in (
        Function("working_days", ("date", "date"), _gives(DAYS), _between),
        Function("next_working_day", ("date",), _gives(DATE), _on_or_after),
        Function("add_working_days", ("date", "whole"), _gives(DATE), _moved),
    )
}
