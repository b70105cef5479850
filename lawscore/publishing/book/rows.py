"""Rows as the XML of a sheet: every text stands as text, every number with the digits of the result.

Written here and not by a library: openpyxl needs minutes and gigabytes for the millions of cells of a large result, and
XlsxWriter makes a float of every number and markup of every text that begins with `<r>` and ends with `</r>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import cache
from math import ceil
from typing import Final, NamedTuple

from lawscore.classes import dataclass
from lawscore.loading.xlsx_cells import letters
from lawscore.publishing.book.cells import Cell, Number, Row, Value
from lawscore.publishing.book.looks import Look, Styles
from lawscore.publishing.visible import visible

#: What a cell holds at most, counted as spreadsheets do: in units of UTF-16.
LONGEST: Final = 32_767
#: A line of text in points, what a cell has above and below it, and the highest that a row can be.
LINE: Final = 13.5
MARGIN: Final = 4.5
_HIGHEST: Final = 409.0
#: A text that begins so would be a formula once somebody edits its cell.
_FORMULA: Final = frozenset("=+-@'＝＋－＠\t")
#: What XML or spreadsheets would take for something else; `_x0041_` would be read as A.
_SPECIAL: Final = re.compile(r"[&<>]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}

#: So many cells of a column are remembered.
_REMEMBERED: Final = 20_000

#: Says that a text was cut, given how many signs it had.
Cut = Callable[[int], str]


class Written(NamedTuple):
    """What is written of a cell, and how many lines it takes."""

    text: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the rows of one sheet. `looks` are those of its columns, `widths` too, in digits."""

    styles: Styles
    looks: Sequence[Look]
    widths: Sequence[float]
    cut: Cut
    #: Whether blank cells have lines around them too.
    ruled: bool = False
    #: By column, what was written of a cell before: most say what another said.
    _known: list[dict[Value | Cell, Written]] = field(init=False, default_factory=list, repr=False)

    def row(self, number: int, cells: Row, height: float | None = None) -> str:
        """A row, high enough for the texts in it that break into lines, unless a height is given."""
        self._known.extend({} for _ in range(len(self._known), len(cells)))
        written, lines = [f'<row r="{number}"', ""], 1
        for place, (cell, known) in enumerate(zip(cells, self._known, strict=False)):
            found = known.get(cell) or self._keep(place, cell, known)
            if found.text:
                written.append(f'<c r="{_letters(place)}{number}" s="{found.text}')
                lines = max(lines, found.lines)
        # not every program breaks lines and fits rows by itself
        high = height if height is not None else min(MARGIN + LINE * lines, _HIGHEST) if lines > 1 else 0
        written[1] = f' ht="{high:g}" customHeight="1">' if high else ">"
        return "".join([*written, "</row>"])

    def _keep(self, place: int, cell: Value | Cell, known: dict[Value | Cell, Written]) -> Written:
        if len(known) >= _REMEMBERED:
            known.clear()
        found = known[cell] = self._written(place, cell)
        return found

    def _written(self, place: int, cell: Value | Cell) -> Written:
        """A cell without its place: the number of its style, what stands in it; and how many lines that takes."""
        value, look = cell if isinstance(cell, Cell) else (cell, self.looks[place])
        if isinstance(value, Number):
            return Written(f'{self.styles.number(look, value.shown)}"><v>{value.digits}</v></c>')
        if value:
            guarded, text = _inline(value) if len(value) <= LONGEST // 2 else _long(value, self.cut)
            style = self.styles.number(look, guarded=guarded)
            lines = lines_of(value, self.widths[place]) if look.wrap else 1
            return Written(f'{style}" t="inlineStr"><is>{text}</is></c>', lines)
        is_drawn = self.ruled or isinstance(cell, Cell)
        return Written(f'{self.styles.number(look)}"/>' if is_drawn else "")


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column: signs of Chinese are two digits wide, and three bytes long."""
    room = max(width - 1.5, 1)
    return sum(max(1, ceil((len(line) + len(line.encode(errors="replace"))) / 2 / room)) for line in text.split("\n"))


def _inline(text: str) -> tuple[bool, str]:
    """Whether a text looks like a formula, and what stands in its cell."""
    seen = visible(text)
    kept = ' xml:space="preserve"' if seen != seen.strip() or "\n" in seen else ""
    return seen[0] in _FORMULA, f"<t{kept}>{_SPECIAL.sub(lambda found: _WRITTEN[found.group()], seen)}</t>"


def _long(text: str, cut: Cut) -> tuple[bool, str]:
    """A text cut to what a cell holds, with a note that says so."""
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units <= LONGEST:
        return _inline(text)
    note = cut(len(text))
    room = (LONGEST - len(note.encode("utf-16-le")) // 2) * 2
    return _inline(text.encode("utf-16-le", "surrogatepass")[:room].decode("utf-16-le", "ignore") + note)


@cache
def _letters(place: int) -> str:
    return letters(place + 1)
