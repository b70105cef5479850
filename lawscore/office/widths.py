"""How wide the columns of the printed table are, and how high its rows must be for their text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

from lawscore.office.merging import spans
from lawscore.office.table import LEVEL, Printed

#: Shares of the page; a table without some of the columns spreads over all of it.
_WIDTHS: Final[Mapping[str, int]] = {
    "number": 5, LEVEL: 9, "content": 16, "points": 4, "sentences": 26, "basis": 17, "responsible": 10, "scored_by": 7,
    "evidence": 10, "sources": 10, "remarks": 9,
}  # fmt: skip
#: What an A4 page across holds in the unit of spreadsheets: a digit of the common font.
_PAGE: Final = 158
#: Points: a line of text, and what a cell has above and below.
_LINE: Final = 14
_MARGIN: Final = 5
#: A line never fills its cell to the last sign.
_SLACK: Final = 2


def width(column: str) -> int:
    """The share of a column."""
    return _WIDTHS[column.partition(".")[0]]


def sheet_widths(printed: Printed) -> list[float]:
    """The widths of the columns of a spreadsheet, together those of the page."""
    shares = [width(column) for column in printed.columns]
    return [round(_PAGE * share / sum(shares), 1) for share in shares]


def heights(printed: Printed) -> list[int]:
    """The heights of the rows in points; what is merged over several rows has room in all of them."""
    widths = sheet_widths(printed)
    cells = [[printed.cell(row, column) for column in printed.columns] for row in printed.rows]
    merged = {(span.top, span.left): span for span in spans(printed)}
    high = [span for span in merged.values() if span.bottom > span.top]
    tall = {(row, span.left) for span in high for row in range(span.top, span.bottom + 1)}
    found = [
        max(_height(text, widths[column:column + 1 + _more(merged.get((row, column)))])
            for column, text in enumerate(texts) if (row, column) not in tall)
        for row, texts in enumerate(cells)
    ]  # fmt: skip
    for span in high:
        lacking = _height(cells[span.top][span.left], widths[span.left : span.left + 1]) - sum(
            found[span.top : span.bottom + 1]
        )
        rows = span.bottom - span.top + 1
        for row in range(span.top, span.bottom + 1) if lacking > 0 else ():
            found[row] += ceil(lacking / rows)
    return found


def _more(span: object) -> int:
    return getattr(span, "right", 0) - getattr(span, "left", 0)


def _height(text: str, widths: Sequence[float]) -> int:
    room = max(sum(widths) - _SLACK, 1)
    return _MARGIN + _LINE * sum(_lines(line, room) for line in text.split("\n"))


def _lines(text: str, room: float) -> int:
    """How many lines a text takes: signs of Chinese are two digits wide."""
    from wcwidth import wcswidth

    return max(1, ceil(max(wcswidth(text), 0) / room))
