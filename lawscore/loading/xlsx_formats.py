"""What the number format of a cell makes of its number: a plain figure, a percentage, a date, a time of day, a scaled one.

Spreadsheets write the formats of dates in Chinese by number alone (27 to 36, 50 to 58): without them a date is 45291.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, TypeAlias

from lawscore.classes import dataclass

Kind: TypeAlias = Literal["number", "percent", "date", "time", "scaled"]

_DATES: Final = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_TIMES: Final = frozenset({18, 19, 20, 21, *range(32, 36), *range(45, 48), 55, 56})
_PERCENTAGES: Final = frozenset({9, 10})

#: What stands in a format as it is: quoted texts, single signs, room for a sign; and colours, conditions, languages.
_LITERAL: Final = re.compile(r'"[^"]*"|[\\!_*].')
_BRACKET: Final = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]")
_ELAPSED: Final = re.compile(r"\[[hms]+\]")
#: A comma behind the last digit shows thousands as ones.
_SCALED: Final = re.compile(r"[0#?],+(?![0#?,])")
_ZEROS: Final = re.compile(r"0+")


@dataclass(frozen=True, slots=True)
class Format:
    """A number format. `zeros` is how many digits a whole number is filled up to with zeros."""

    kind: Kind = "number"
    zeros: int = 0


GENERAL: Final = Format()


def format_of(number: int, codes: Mapping[int, str]) -> Format:
    """The format of a number in the list of formats; `codes` are those that the workbook declares itself."""
    if number in codes:
        return _read(codes[number])
    if number in _DATES:
        return Format("date")
    if number in _TIMES:
        return Format("time")
    return Format("percent") if number in _PERCENTAGES else GENERAL


@cache
def _read(code: str) -> Format:
    bare = _BRACKET.sub("", _LITERAL.sub("", code.casefold())).partition(";")[0].strip()
    if bare in ("general", "g/通用格式", "@", ""):
        return GENERAL
    if _ELAPSED.search(bare):
        return Format("time")
    if "%" in bare:
        return Format("percent")
    if any(sign in bare for sign in ("y", "d", "e", "b", "aaa")) or (
        "m" in bare and not any(sign in bare for sign in "hs")
    ):
        return GENERAL if "e+" in bare or "e-" in bare else Format("date")
    if any(sign in bare for sign in "hs"):
        return Format("time")
    if _SCALED.search(bare):
        return Format("scaled")
    return Format(zeros=len(bare)) if _ZEROS.fullmatch(bare) else GENERAL
