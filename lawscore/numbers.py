"""The one door for numbers: exact rationals in, decimal text out, never a float.

Every number inside the engine is a `fractions.Fraction`. Text becomes a number here and nowhere else, and a number
becomes text here and nowhere else. What looks into the digits of a number, such as rounding, is asked of it by what stands
here; a number that stands for many (`Manifold`) then answers for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Literal

from lawscore.arithmetic import is_shorter
from lawscore.classes import dataclass
from lawscore.texts import folded

Mode = Literal["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor"]

ZERO: Final = Fraction(0)
ONE: Final = Fraction(1)


class Manifold(Fraction):
    """A number that stands for many: whoever computes with it computes with all of them at once.

    Arithmetic and comparisons are its own; these are what else the engine asks of the digits of a number.
    """

    __slots__ = ()

    def rounded(self, rounding: Rounding) -> Fraction:
        """What the rounding makes of it."""
        raise NotImplementedError

    def floor(self) -> Fraction:
        """The largest whole number that is not above it."""
        raise NotImplementedError

    def ceiling(self) -> Fraction:
        """The smallest whole number that is not below it."""
        raise NotImplementedError

    def is_too_long(self) -> bool:
        """Whether it has more digits than anybody means."""
        raise NotImplementedError


#: Longest numeral accepted, in characters, and the largest power of ten: more is a slip or an attack, not a figure.
LONGEST_NUMERAL: Final = 60
LARGEST_EXPONENT: Final = 100

#: To how many decimals, and to how many places before the point, a number may be rounded.
MOST_PLACES: Final = 30

_NUMERAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_TERMINATING_PLACES: Final = 12
_SHORTENED_PLACES: Final = 6
_NARROW_PLACES: Final = 3


class NotANumber(ValueError):
    """A text that does not write a number; `reason` is a key of the catalogue that says why."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r}: {reason}")
        self.text = text
        self.reason = reason


def parse_number(text: str) -> Fraction:
    """Read a decimal numeral (`4.10`, `-3`, `9.8e-05`, full-width `４．５`) as the exact rational it writes.

    Raises `NotANumber` for anything else: a percent sign, a thousands separator, infinity, a text.
    """
    plain = _plain(text).replace("−", "-")
    if len(plain) > LONGEST_NUMERAL:
        raise NotANumber(text[:LONGEST_NUMERAL] + "…", "number_too_long")
    if not _NUMERAL.fullmatch(plain):
        raise NotANumber(text, _why_not(plain))
    _, marker, exponent = plain.lower().partition("e")
    if marker and abs(int(exponent)) > LARGEST_EXPONENT:
        raise NotANumber(text, "number_too_long")
    return Fraction(plain)


def parse_percent(text: str) -> Fraction:
    """Read `92.02%` (or full-width `９２．０２％`) as 4601/5000. A bare `92.02` raises `NotANumber`."""
    plain = _plain(text)
    if not plain.endswith("%"):
        reason = "percent_sign_missing" if _NUMERAL.fullmatch(plain) else "not_a_percent"
        raise NotANumber(text, reason)
    try:
        return parse_number(plain[:-1]) / 100
    except NotANumber as error:
        amiss = error.reason in ("not_a_number", "percent_not_expected")
        raise NotANumber(text, "not_a_percent" if amiss else error.reason) from None


def _plain(text: str) -> str:
    """The text with full-width signs made plain. Signs that only hold a digit (`²`, `①`) stay: 3² is not 32."""
    if any(sign.isnumeric() and not sign.isdecimal() for sign in text):
        return text.strip()
    return folded(text)


def _why_not(plain: str) -> str:
    if plain.endswith("%"):
        return "percent_not_expected"
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        return "thousands_separator"
    if plain.lower().lstrip("+-") in {"nan", "inf", "infinity", ".nan", ".inf"}:
        return "not_finite"
    return "not_a_number"


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimal places and a mode. `half_up` rounds halves away from zero, as Chinese offices do.

    Places below zero round to tens, hundreds and so on: -2 makes 1250 to 1300.
    """

    places: int
    mode: Mode = "half_up"

    def apply(self, value: Fraction) -> Fraction:
        """Return the multiple of 10**-places that the mode picks for `value`, exactly."""
        if value.__class__ is not Fraction and isinstance(value, Manifold):
            return value.rounded(self)
        over, under = self._step()
        return Fraction(over * _round_integer(value.numerator * under, value.denominator * over, self.mode), under)

    @property
    def unit(self) -> Fraction:
        """The number of which every rounded value is a multiple: 1/100 for two places, 100 for -2."""
        return Fraction(*self._step())

    def _step(self) -> tuple[int, int]:
        return 10 ** max(-self.places, 0), 10 ** max(self.places, 0)

    def text(self, value: Fraction) -> str:
        """Write `value` with exactly `places` decimals: 88.525 → '88.53' with half_up; whole where there are none."""
        return decimal_text(self.apply(value), max(self.places, 0))


def _round_integer(numerator: int, denominator: int, mode: Mode) -> int:
    """Round numerator/denominator (denominator > 0) to an integer."""
    whole, rest = divmod(numerator, denominator)
    return whole + RAISED[mode](whole, rest, denominator) if rest else whole


#: Whether a number between `whole` and the next integer, `rest` above it of so many, is raised to that: one number, or a
#: column of them.
RAISED: Final[Mapping[Mode, Callable[[Any, Any, Any], Any]]] = {
    "half_up": lambda whole, rest, of: 2 * rest + (whole >= 0) > of,
    "half_even": lambda whole, rest, of: 2 * rest + whole % 2 > of,
    "half_down": lambda whole, rest, of: 2 * rest + (whole < 0) > of,
    "up": lambda whole, _rest, _of: whole >= 0,
    "down": lambda whole, _rest, _of: whole < 0,
    "ceiling": lambda _whole, _rest, _of: True,
    "floor": lambda _whole, _rest, _of: False,
}

#: A common denominator of more binary digits than this (some 1,000 decimals) is refused: the rubric must round before.
LONGEST_BITS: Final = 3_400
_TOO_LARGE: Final = 1 << LONGEST_BITS


def too_long(value: Fraction) -> bool:
    """Whether a number has more digits than anybody means: numerator or denominator beyond some 1,000."""
    if value.__class__ is not Fraction and isinstance(value, Manifold):
        return value.is_too_long()
    return not is_shorter(value, _TOO_LARGE)


def floor(value: Fraction) -> Fraction:
    """The largest whole number that is not above `value`."""
    return value.floor() if isinstance(value, Manifold) else Fraction(value.numerator // value.denominator)


def ceiling(value: Fraction) -> Fraction:
    """The smallest whole number that is not below `value`."""
    return value.ceiling() if isinstance(value, Manifold) else Fraction(-(-value.numerator // value.denominator))


def decimal_text(value: Fraction, places: int) -> str:
    """Write a value that has at most `places` decimals with exactly that many."""
    over, under = value.as_integer_ratio()
    whole, rest = divmod(abs(over) * 10**places, under)
    if rest:
        msg = f"{value} has more than {places} decimals; round it first"
        raise ValueError(msg)
    digits = str(whole).rjust(places + 1, "0")
    sign = "-" if over < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def exact_text(value: Fraction) -> str:
    """Write the exact value: an integer, or `n/d` in lowest terms."""
    return str(value)


def exact_or_none(value: Fraction | None) -> str | None:
    """The exact value, where there is one."""
    return None if value is None else exact_text(value)


def parse_exact(text: str) -> Fraction:
    """Read what `exact_text` or `written` wrote."""
    if "." in text:
        return Fraction(text)
    over, slash, under = text.partition("/")  # many thousands are read with a result: the way through a pattern is slow
    return Fraction(int(over), int(under)) if slash else Fraction(int(over))


def terminating_places(value: Fraction) -> int | None:
    """How many decimals write `value` exactly; None where no finite number of them does."""
    return _places(value.denominator)


@lru_cache(maxsize=1024)
def _places(denominator: int) -> int | None:
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def written(value: Fraction) -> str:
    """Write the exact value for a program to read: all its decimals where they end, else `n/d`."""
    if value.denominator == 1:
        return str(value.numerator)
    places = terminating_places(value)
    return exact_text(value) if places is None else decimal_text(value, places)


def plain_text(value: Fraction) -> str:
    """Write a value for a sentence: all its decimals where they end soon, else six and an ellipsis (0.105263…)."""
    over, under = value.as_integer_ratio()
    if under == 1:
        return str(over)
    places = _places(under)
    if places is not None and places <= _TERMINATING_PLACES:
        return decimal_text(value, places)
    return decimal_text(Rounding(_SHORTENED_PLACES, "down").apply(value), _SHORTENED_PLACES) + "…"


def short_text(value: Fraction) -> str:
    """Write a value for a narrow column: at most three decimals, and an ellipsis where there are more."""
    places = terminating_places(value)
    if places is not None and places <= _NARROW_PLACES:
        return decimal_text(value, places)
    return decimal_text(Rounding(_NARROW_PLACES, "down").apply(value), _NARROW_PLACES) + "…"


def percent_text(value: Fraction) -> str:
    """Write a share as a percentage for a sentence: 4601/5000 → '92.02%'."""
    return plain_text(value * 100) + "%"
