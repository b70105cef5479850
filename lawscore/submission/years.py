"""Of which year a submission is: the year that is assessed, or so many years before it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from lawscore.models import refuse, shorten, to_whole
from lawscore.rubric.document import Period
from lawscore.submission.words import fold

_ENDINGS: Final = ("年度", "年")


def to_year(value: object) -> int:
    """A year: 2022, 2022年, 2022年度."""
    text = fold(str(value)) if not isinstance(value, bool) else ""
    for ending in _ENDINGS:
        text = text.removesuffix(ending).strip()
    try:
        year = to_whole(text)
    except PydanticCustomError:
        year = 0
    if not 1900 <= year <= 2999:
        raise refuse("not_a_year", given=shorten(value))
    return year


Year: TypeAlias = Annotated[
    int,
    BeforeValidator(to_year),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d{4} ?(年|年度)?$"}]}),
]


def assessed_year(period: Period) -> int:
    """The year that a rubric assesses: the one in which its period ends."""
    return period.to.year


def is_other_year(value: object, period: Period) -> bool:
    """Whether a year is written, and is not the one that is assessed."""
    try:
        return value is not None and to_year(value) != assessed_year(period)
    except PydanticCustomError:
        return False


def years_before(earlier: Period, period: Period) -> int:
    """How many years a period lies before another that it does not reach into: at least one."""
    start, then = period.from_, earlier.from_
    return max(1, start.year - then.year - ((start.month, start.day) < (then.month, then.day)))


def same_days(earlier: Period, period: Period, years: int) -> bool:
    """Whether a period begins and ends on the same days as another, so many years before."""
    return _day(earlier.from_, years) == _day(period.from_, 0) and _day(earlier.to, years) == _day(period.to, 0)


def _day(day: date, years: int) -> tuple[int, int, int]:
    """The day so many years later; the last day of February is the same in every year."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.year + years, day.month, 28 if is_leap_day else day.day
