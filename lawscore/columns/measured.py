"""Arrow columns of decimals, floats, integers and numerals as exact numbers, all rows at once.

A row is read here only where it is plain to see that the ordinary reader reads the same number; all others are left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Flags, Integers
from lawscore.columns.numerators import LARGEST
from lawscore.columns.ratios import Ratios, column, constant
from lawscore.numbers import NotANumber, parse_number
from lawscore.rubric.fields import FieldSpec
from lawscore.texts import folded

#: The types of fields whose values are numbers.
MEASURED: Final = ("number", "amount", "count", "percent")
#: Floats are read up to so many decimals, and up to so many digits in all: a float of 64 bits holds 15, one of 32 bits 6.
_MOST_PLACES: Final = 6
_DIGITS: Final = {"double": 15, "float": 6}
#: From so many the places are guessed that all have.
_SAMPLE: Final = 256
#: Numerals that are read all at once.
_NUMERAL: Final = r"^-?[0-9]{1,11}(\.[0-9]{1,6})?$"
_PERCENT: Final = r"^-?[0-9]{1,11}(\.[0-9]{1,6})?%$"


@dataclass(frozen=True, slots=True)
class Measured:
    """The numbers of a column, and which rows have one."""

    numbers: Ratios
    there: Flags


def measured(array: Any, spec: FieldSpec) -> Measured | None:
    """The numbers of an Arrow array as its field takes them; None where it holds none that are read so."""
    if spec.type not in MEASURED:
        return None
    is_bare = spec.type != "percent" or spec.given_as is not None
    for test, read in _READERS.items():
        if getattr(_types(), f"is_{test}")(array.type):
            found = read(array, "%" if test in _TEXTS and not is_bare else "") if is_bare or test in _TEXTS else None
            return None if found is None else _taken(found, spec, is_share=not is_bare)
    return None


def _types() -> Any:
    from pyarrow import types

    return types


def _taken(found: Measured, spec: FieldSpec, *, is_share: bool) -> Measured:
    """The numbers as values of the field, without the rows of which there is something to say."""
    numbers, there = found.numbers, found.there.copy()
    for code in _codes(spec, "%" if is_share else ""):
        there &= ~_equal(numbers, code)
    if spec.type == "percent" and (is_share or spec.given_as == "percent"):
        numbers = numbers.scaled(Fraction(1, 100))
    if spec.type == "count":
        assert isinstance(numbers.under, int)  # all readers give one denominator
        there &= (numbers.over % numbers.under == 0) & (numbers.over >= 0)
    for limit, relation in ((spec.min, np.greater_equal), (spec.max, np.less_equal)):
        if limit is not None:
            there &= _against(numbers, limit, relation)
    return Measured(numbers, there)


def _codes(spec: FieldSpec, sign: str) -> Iterator[Fraction]:
    """The codes of absence that are numbers with this sign behind them."""
    for code in spec.codes:
        plain = folded(code)
        try:
            yield parse_number(plain.removesuffix(sign) if plain.endswith(sign) else plain)
        except NotANumber:
            continue


def _equal(numbers: Ratios, value: Fraction) -> Flags:
    return _against(numbers, value, np.equal)


def _against(numbers: Ratios, value: Fraction, relation: Callable[[Any, Any], Any]) -> Flags:
    return numbers.compared(relation, constant(value))


# --- readers -------------------------------------------------------------------------------------------------------------


def _decimals(array: Any, _: str) -> Measured | None:
    import pyarrow as pa

    scale = array.type.scale
    if not 0 <= scale <= 18:
        return None
    if not pa.types.is_decimal128(array.type):
        try:
            array = array.cast(pa.decimal128(38, scale))
        except pa.ArrowInvalid:
            return None
    words = np.frombuffer(array.buffers()[1], np.int64)[2 * array.offset : 2 * (array.offset + len(array))]
    low, high = words[::2], words[1::2]
    there = _valid(array) & (high == low >> 63) & (np.abs(low) < LARGEST) & (low != np.iinfo(np.int64).min)
    return Measured(column(np.where(there, low, 0), 10**scale), there)


def _floats(array: Any, _: str) -> Measured | None:
    kind = str(array.type)
    if kind not in _DIGITS:
        return None
    valid = _valid(array)
    values = array.fill_null(0).to_numpy(zero_copy_only=False)
    wide = values.astype(np.float64)
    least = next(
        (places for places in range(_MOST_PLACES) if _whole(wide[:_SAMPLE], places, kind)[1].all()), _MOST_PLACES
    )
    for places in range(least, _MOST_PLACES + 1):
        over, fits = _whole(wide, places, kind)
        if fits.all() or places == _MOST_PLACES:
            return Measured(column(over, 10**places), fits & valid)
    return None


def _whole(values: Any, places: int, kind: str) -> tuple[Integers, Flags]:
    """The numerators of floats over a power of ten, and which rows have one.

    A decimal of so few digits is told apart from all others by the float that is nearest to it: it is then the one that
    the shortest text of the float writes.
    """
    power = 10.0**places
    with np.errstate(all="ignore"):
        scaled = np.rint(values * power)
        back = scaled / power
        same = (back if kind == "double" else back.astype(np.float32)) == values
        fits = same & (np.abs(scaled) < 10.0 ** _DIGITS[kind])
    return np.where(fits, scaled, 0).astype(np.int64), fits


def _integers(array: Any, _: str) -> Measured | None:
    import pyarrow as pa

    if pa.types.is_uint64(array.type):
        return None
    numbers = array.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    there = _valid(array) & (numbers < LARGEST) & (numbers > -LARGEST)
    return Measured(column(np.where(there, numbers, 0), 1), there)


def _numerals(array: Any, sign: str) -> Measured | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.match_substring_regex(array, _PERCENT if sign else _NUMERAL).fill_null(False)
    if not pc.any(plain, min_count=0).as_py():
        return None
    texts = pc.if_else(plain, array, "0" + sign)
    if sign:
        texts = pc.utf8_slice_codeunits(texts, 0, -1)
    found = _decimals(texts.cast(pa.decimal128(18, _MOST_PLACES)), "")
    if found is None:
        return None
    return Measured(_least(found.numbers.over), found.there & plain.to_numpy(zero_copy_only=False))


def _least(over: Integers) -> Ratios:
    """Millionths over as few places as they need: small numerators keep sums within 64 bits."""
    places = _MOST_PLACES
    while places and not (over % 10).any():
        over, places = over // 10, places - 1
    return column(over, 10**places)


def _valid(array: Any) -> Flags:
    found: Flags = array.is_valid().to_numpy(zero_copy_only=False)
    return found


_READERS: Final[dict[str, Callable[[Any, str], Measured | None]]] = {
    "decimal": _decimals,
    "floating": _floats,
    "integer": _integers,
    "string": _numerals,
    "large_string": _numerals,
}
_TEXTS: Final = ("string", "large_string")
