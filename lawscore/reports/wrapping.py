"""Text in lines of a terminal: Chinese breaks anywhere but before a closing mark, other words only between them."""

from __future__ import annotations

import re
from typing import Final

from wcwidth import wcswidth

_OPENING: Final = "（“‘《〈【「『"
_CLOSING: Final = "，。；：、！？）”’》〉】」』"
#: What stays together: a run of ASCII or one other character, with the marks that belong to it; or blanks.
_PIECE: Final = re.compile(rf"\s+|[{_OPENING}]*(?:[!-~…]+|\S)[{_CLOSING}]*")
#: Lines are never narrower than this, whatever the terminal.
_LEAST: Final = 20


def width_of(text: str) -> int:
    """How many columns a text takes."""
    return max(wcswidth(text), 0)


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The lines of a text, each of at most `width` columns; `first` and `rest` stand before the first and the others."""
    width = max(width, _LEAST)
    lines, line, begun = list[str](), first, False
    for piece in _pieces(text, width - width_of(rest)):
        if begun and width_of(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, begun = rest, False
        if begun or not piece.isspace():
            line, begun = line + piece, True
    return [*lines, line.rstrip()] if begun else lines


def _pieces(text: str, width: int) -> list[str]:
    """What is longer than a line is broken anywhere."""
    found: list[str] = []
    for piece in _PIECE.findall(text):
        found += list(piece) if width_of(piece) > width else [piece]
    return found
