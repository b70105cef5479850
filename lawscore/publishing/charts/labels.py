"""Labels in the room that they have: broken by a fixed measure, never by the fonts of the machine that draws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wcwidth import wcwidth

from lawscore.publishing.visible import visible

#: Widths in sizes of the font, on the safe side of the common ones.
_WIDE: Final = 1.0
_BROAD: Final = 0.95
_CAPITAL: Final = 0.74
_COMMON: Final = 0.6
_CUT: Final = "…"
#: A name in a sentence has at most so many Chinese signs.
_NAME: Final = 40
_BROAD_SIGNS: Final = frozenset("mwMW@%—…")


def clean(text: str) -> str:
    """The text on one line; what cannot be seen, or turns the direction of reading, is made visible."""
    return " ".join(visible(text).split())


def width(text: str) -> float:
    """How wide a text is at most, in sizes of its font."""
    return sum(map(_width, text))


def _width(sign: str) -> float:
    if sign in _BROAD_SIGNS:
        return _BROAD
    cells = wcwidth(sign)
    if cells <= 0:
        return 0.0
    if cells > 1 or ord(sign) > 0x2000:  # signs that a Chinese font draws full
        return _WIDE
    return _CAPITAL if sign.isupper() else _COMMON


def wrapped(text: str, room: float, lines: int) -> tuple[str, ...]:
    """The text on at most so many lines, each within `room` sizes of the font; an ellipsis where it had to be cut."""
    found: list[str] = []
    rest = clean(text)
    while rest and len(found) < lines:
        if width(rest) <= room:
            return (*found, rest)
        if len(found) == lines - 1:
            return (*found, _head(rest, room - width(_CUT)).rstrip() + _CUT)
        line = _line(rest, room)
        found.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return tuple(found)


def cut(text: str, room: float) -> str:
    """The text on one line."""
    return "".join(wrapped(text, room, 1))


def short(text: str) -> str:
    """A name in a sentence."""
    return cut(text, _NAME)


def _line(text: str, room: float) -> str:
    """What fits, up to the last blank where a word of letters would be broken; a sign at least."""
    head = _head(text, room) or text[:1]
    after = text[len(head)]
    if after.isascii() and not after.isspace() and head[-1].isascii() and " " in head.strip():
        return head[: head.rindex(" ") + 1]
    return head


def _head(text: str, room: float) -> str:
    return text[: max(_places(text, room), default=0)]


def _places(text: str, room: float) -> Iterator[int]:
    """The lengths that fit."""
    taken = 0.0
    for place, sign in enumerate(text, 1):
        taken += _width(sign)
        if taken > room:
            return
        yield place
