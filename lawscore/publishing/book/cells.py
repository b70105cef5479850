"""What the cells of the workbook hold: texts, and numbers as their decimal digits with the format that shows them.

No number goes through binary arithmetic: its digits are written as they stand in the result. A spreadsheet keeps fifteen
of them; a number with more is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from lawscore.numbers import parse_exact, parse_percent, terminating_places, written
from lawscore.publishing.book.looks import Look

#: So many digits of a number are kept by every spreadsheet.
DIGITS: Final = 15
#: The day before the first one that spreadsheets and calendars count alike (they hold 1900 for a leap year).
_FIRST_DAY: Final = date(1900, 3, 1)
_DAY_ZERO: Final = date(1899, 12, 30)
_DATE: Final = "yyyy-mm-dd"


class Number(NamedTuple):
    """A number: its digits, and how they are shown."""

    digits: str
    shown: str


Value: TypeAlias = str | Number | None


class Cell(NamedTuple):
    """A value with a look of its own, where it has not that of its column."""

    value: Value
    look: Look


#: The cells of a row, from the left.
Row: TypeAlias = Sequence[Value | Cell]


@lru_cache(maxsize=65536)
def figure(text: str | None, *, signed: bool = False) -> Value:
    """A decimal as it is shown, `87.50`: a number with just these decimals, or text where a spreadsheet cannot keep it."""
    if text is None:
        return None
    if _significant(text) > DIGITS:
        return text
    whole, _, rest = text.partition(".")
    digits = whole if whole.strip("-") else f"{whole}0"
    return Number(f"{digits}.{rest}" if rest else digits, _format(len(rest), signed=signed))


@lru_cache(maxsize=65536)
def amount(text: str | None, *, signed: bool = False) -> Value:
    """An amount of the result, `0.5` or `1/3`: a number where its decimals end, else text."""
    return text if text is None or "/" in text else figure(text, signed=signed)


@lru_cache(maxsize=65536)
def exact(text: str | None) -> str | None:
    """An exact value as text: all its decimals where they end, else `n/d`."""
    return None if text is None else written(parse_exact(text))


def exactly(value: Fraction | None) -> str | None:
    """The same of a number."""
    return None if value is None else written(value)


def whole(number: int | None) -> Value:
    """A count or a rank."""
    return None if number is None else Number(str(number), "0")


def fraction(value: Fraction | None, *, signed: bool = False) -> Value:
    """A number with all its decimals; text where they do not end."""
    return None if value is None else amount(written(value), signed=signed)


@lru_cache(maxsize=65536)
def percent(text: str) -> Value:
    """`92.02%` as the number 0.9202 shown so; text where it is too long."""
    share = parse_percent(text)
    places = terminating_places(share)
    digits = written(share)
    if places is None or _significant(digits) > DIGITS:
        return text
    shown = len(text.strip().rstrip("%％").partition(".")[2])
    return Number(digits, f"{_plain(shown)}%")


def day(text: str) -> Value:
    """`2023-12-31` as a day of the spreadsheet; text where it is before those that they count rightly."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return Number(str((found - _DAY_ZERO).days), _DATE) if found >= _FIRST_DAY else text


@lru_cache(maxsize=65536)
def rounded(shown: str | None, exact_: str | None) -> bool:
    """Whether a score is shown as another than it is."""
    return shown is not None and exact_ is not None and Fraction(shown) != parse_exact(exact_)


def _significant(text: str) -> int:
    return len(text.lstrip("-").replace(".", "").lstrip("0"))


@lru_cache(maxsize=128)
def _format(places: int, *, signed: bool) -> str:
    plain = _plain(places)
    return f"+{plain};-{plain};{plain}" if signed else plain


def _plain(places: int) -> str:
    return f"0.{'0' * places}" if places else "0"
