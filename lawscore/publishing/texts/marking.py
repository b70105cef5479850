"""Markdown: any text as a text, and tables whose columns stand below one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wcwidth import wcwidth

from lawscore.publishing.visible import visible

_ESCAPED: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", **{sign: f"\\{sign}" for sign in "\\`*_[]|~#$"}}
)
#: What makes a list of a line that begins with it: a dash or a plus, a number with a point.
_LISTED: Final = re.compile(r"^(?:(?=[-+])|\d{1,9}(?=[.)](?:\s|$)))")
#: Cells are filled up to this width; a longer one stands out, and does not make all others as long.
_WIDEST: Final = 40


def escaped(text: str) -> str:
    """A text on one line that shows as it is: no heading, link, picture or HTML comes of it."""
    return " ".join(visible(text).split()).translate(_ESCAPED)


def heading(level: int, text: str) -> str:
    """A heading."""
    return f"{'#' * level} {escaped(text)}"


def bullet(text: str) -> str:
    """A line of a list, and no list within it."""
    return "- " + _LISTED.sub(r"\g<0>\\", escaped(text))


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> Iterator[str]:
    """A table; `right` are the places of columns whose figures stand to the right. Nothing without rows."""
    if not rows:
        return
    cells = [[escaped(cell) for cell in row] for row in (headers, *rows)]
    widths = [min(_WIDEST, max(3, *map(_width, column))) for column in zip(*cells, strict=True)]
    marks = ["-" * (width - 1) + ":" if place in right else "-" * width for place, width in enumerate(widths)]
    for row in (cells[0], marks, *cells[1:]):
        filled = (
            _filled(cell, width, place in right) for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"| {' | '.join(filled)} |"


def _width(text: str) -> int:
    return sum(max(wcwidth(sign), 0) for sign in text)


def _filled(text: str, width: int, right: bool) -> str:  # noqa: FBT001
    blanks = " " * max(0, width - _width(text))
    return blanks + text if right else text + blanks
