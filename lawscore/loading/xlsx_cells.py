"""One cell of a workbook: what it holds, exactly, and where it stands."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from lawscore.classes import dataclass
from lawscore.loading.xlsx_formats import GENERAL, Format

#: What a cell may hold; of an error its name is the text: #N/A.
Content: TypeAlias = Literal["text", "number", "yesno", "date", "error"]

#: A spreadsheet keeps and shows so many digits of a number; what stands behind them is the dust of binary fractions.
DIGITS: Final = 15

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PHANTOM: Final = 60  # 29 February 1900, which the calendar does not have
_LAST_DAY: Final = 2_958_465  # 31 December 9999
_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty: `text` as the file has it, of a formula the value that was last worked out."""

    row: int
    column: int
    content: Content
    text: str
    format: Format = GENERAL
    formula: str | None = None

    @property
    def lacks_value(self) -> bool:
        """Whether it is a formula that no spreadsheet has worked out yet."""
        return self.formula is not None and not self.text and self.content != "text"

    @property
    def number(self) -> Decimal:
        """The number with the digits that a spreadsheet shows: 0.1 where the file has 0.10000000000000001."""
        return Decimal(self.text).normalize(_SHOWN)

    def digits(self) -> str:
        """The number in digits; very large and very small ones with their power of ten."""
        number = self.number
        return format(number, "f") if -DIGITS <= number.adjusted() < 2 * DIGITS else str(number)


#: A spreadsheet keeps and shows so many digits of a number.
_SHOWN: Final = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


def moment(serial: Decimal, *, since_1904: bool) -> datetime | None:
    """The day and time of day that a number stands for; None where the calendar has none."""
    days, part = divmod(Fraction(serial), 1)
    if since_1904:
        start, known = date(1904, 1, 1), days >= 0
    else:
        start, known = date(1899, 12, 31) if days < _PHANTOM else date(1899, 12, 30), days > 0 and days != _PHANTOM
    if not known or days > _LAST_DAY - 1462 * since_1904:
        return None
    return datetime.combine(start, datetime.min.time()) + timedelta(days=days, seconds=round(part * _SECONDS))


@lru_cache(1 << 16)
def place(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference such as C17, from 1; None where it is none."""
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]), _column(found[1])) if found else None


@cache
def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


@cache
def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    told = ""
    while column:
        column, rest = divmod(column - 1, 26)
        told = chr(65 + rest) + told
    return told
