"""Order keys: bytes for an exact rational, so that bytes compare as the numbers do and are equal where the numbers are.

No type of a table holds a ratio such as 1/3, so an engine that sorts tables cannot put exact scores in order by their values. A number
is written as its continued fraction a0 + 1/(a1 + 1/(a2 + …)), whose terms Euclid finds: a0 is any whole number, all others are
1 or more, the last one of several is 2 or more, so each rational has one such fraction and no other. Where two differ for the
first time, at the term i, the one with the larger term is the larger number if i is even, and the smaller one if i is odd; a
fraction that has ended stands there as one with a term beyond all numbers. So it is enough that

1. each term is written by a code that knows its own end, and compares as the terms do (`_whole`),
2. every second term is written with all its bits turned, which turns its order,
3. the end is written as a term above all others, turned like the terms of its place.

Two keys then differ for the first time inside the first term in which the numbers differ, and in their direction: no bound of the
denominators must be known, and none must be found first by going through all rows. No key is the beginning of another, so keys
may follow one another in one longer key (`joined`), be turned for a descending order (`turned`), be cut to the front (a prefix is
a coarser order) or be filled up with zeros to one width: the order stays. A score of two decimals takes some seven bytes,
one whose denominator has fifty digits about a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

#: Whole numbers below this are one byte.
_SMALL: Final = 64
_ZERO: Final = 0x80
#: Before a number of one byte or more: how many bytes follow.
_LONG: Final = _ZERO + _SMALL - 1
#: So many bytes are told by the first; above that, four bytes tell how many.
_MOST: Final = 0xF7 - _LONG
_LONGER: Final = 0xF8
#: The end of a fraction, as a term above all others.
_END: Final = b"\xff"
_TURN: Final = bytes(255 - byte for byte in range(256))

#: What is not there stands behind what is.
_THERE: Final = b"\x00"
_NOT_THERE: Final = b"\x01"


def key_of(number: Fraction) -> bytes:
    """The key of a number."""
    over, under = number.as_integer_ratio()
    parts: list[bytes] = []
    is_turned = False
    while under:
        term, rest = divmod(over, under)
        parts.append(turned(_whole(term)) if is_turned else _whole(term))
        over, under, is_turned = under, rest, not is_turned
    parts.append(turned(_END) if is_turned else _END)
    return b"".join(parts)


def turned(key: bytes) -> bytes:
    """The key that stands in the opposite order."""
    return key.translate(_TURN)


def key_of_text(text: str) -> bytes:
    """The key of a text, which compares as its characters do; it knows its own end, whatever stands in it."""
    return text.encode("utf-8", "surrogatepass").replace(b"\x00", b"\x00\xff") + b"\x00\x00"


def key_of_places(taken: Mapping[Fraction, int]) -> bytes:
    """The key of places that were taken, each so many times: more first places go before, then more second places.

    At the first place where two differ, the one that has taken it more often goes before; one that has not taken it comes to a
    later place there, or to the end.
    """
    return joined([*(key_of(place) + turned(key_of(Fraction(times))) for place, times in sorted(taken.items())), _END])


def behind(key: bytes | None) -> bytes:
    """The key of what may not be there: then it stands behind all others."""
    return _NOT_THERE if key is None else _THERE + key


def joined(keys: Iterable[bytes]) -> bytes:
    """The key of several things, the first of which counts most."""
    return b"".join(keys)


def _whole(number: int) -> bytes:
    """A whole number: it compares as the numbers do, and its first byte says how long it is."""
    if number < 0:
        return turned(_whole(-number))
    if number < _SMALL:
        return bytes((_ZERO + number,))
    size = (number.bit_length() + 7) // 8
    head = bytes((_LONG + size,)) if size <= _MOST else bytes((_LONGER,)) + size.to_bytes(4)
    return head + number.to_bytes(size)
