"""Binary fractions of 16 bits by their shortest decimal text, which no library here writes."""

from __future__ import annotations

import math
from struct import pack, unpack
from typing import Final

#: So many digits tell all of them apart.
_MOST_DIGITS: Final = 5


def of_16_bits(value: float) -> float:
    """The number with the fewest decimal digits that 16 bits hold as this one: 0.1 for 0.0999755859375. Whole ones stay."""
    if not math.isfinite(value) or value.is_integer():
        return value
    written = (float(f"{value:.{digits}g}") for digits in range(1, _MOST_DIGITS + 1))
    return next((one for one in written if _held(one) == value), value)


def _held(value: float) -> float | None:
    try:
        held: float = unpack("e", pack("e", value))[0]
    except OverflowError:
        return None
    return held
