"""How the cells of forms look: heads, guides, cells to be filled in and cells that are locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import field
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from wcwidth import wcswidth

from lawscore.classes import dataclass
from lawscore.loading.xlsx_cells import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FONTS: Final = {"zh": "宋体", "en": "Calibri"}
_ENTRY: Final = "FFFBE6"
_HEAD: Final = "DCE6F1"
_GROUP: Final = "F2F2F2"
_SHUT: Final = "E7E6E6"
_FORMULAS: Final = "=+-@'"
#: A line of text in points, and what a cell has above and below it.
_LINE: Final = 14.5
_MARGIN: Final = 6
#: Who fills in may widen columns, filter and sort, but not change what is asked.
_ALLOWED: Final = ("formatColumns", "formatRows", "formatCells", "autoFilter")

NumberFormat = str
TEXT: Final[NumberFormat] = "@"
FORMATS: Final[Mapping[str, NumberFormat]] = {
    "count": "0", "number": "General", "amount": "General", "percent": "0.00%", "date": "yyyy-mm-dd",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """One of the looks of a cell."""

    bold: bool = False
    size: int = 10
    fill: str = ""
    align: str = "left"
    border: bool = True
    grey: bool = False
    unlocked: bool = False


TITLE: Final = Look(bold=True, size=16, align="center", border=False)
FACT: Final = Look(bold=True, align="right", border=False)
STATED: Final = Look(border=True)
GUIDE: Final = Look(border=False)
HEAD: Final = Look(bold=True, fill=_HEAD, align="center")
GROUP: Final = Look(bold=True, fill=_GROUP)
PLAIN: Final = Look()
HINT: Final = Look(grey=True, size=9)
SHUT: Final = Look(fill=_SHUT)
ENTRY: Final = Look(fill=_ENTRY, unlocked=True)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes into the cells of one sheet."""

    sheet: Worksheet
    language: str
    #: Cells that look alike share their style: to put one together takes long.
    _dressed: dict[tuple[Look, NumberFormat, bool], Any] = field(default_factory=dict)

    def put(self, row: int, column: int, text: str, look: Look, number_format: NumberFormat = TEXT) -> Any:
        """A text, whatever it begins with: never a formula, and not one either once somebody edits it."""
        cell = self.sheet.cell(row, column)
        if text:
            cell.value = text
            cell.data_type = "s"
        is_guarded = bool(text) and text[0] in _FORMULAS
        dressed = self._dressed.get((look, number_format, is_guarded))
        if dressed is None:
            _dress(cell, look, self.language, number_format)
            cell.quotePrefix = is_guarded
            self._dressed[look, number_format, is_guarded] = copy(cell._style)  # noqa: SLF001 - as openpyxl's manual copies styles
        else:
            cell._style = copy(dressed)  # noqa: SLF001
        return cell

    def across(self, row: int, last: int, text: str, look: Look) -> None:
        """A text over the whole width."""
        self.put(row, 1, text, look)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)

    def widths(self, widths: Sequence[float]) -> None:
        """The widths of the columns, in digits."""
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[letters(column)].width = width

    def height(self, row: int, *texts: tuple[str, float]) -> None:
        """Make a row high enough for texts in columns of a width."""
        lines = max(_lines(text, width) for text, width in texts)
        self.sheet.row_dimensions[row].height = _MARGIN + _LINE * lines

    def page(self, footer: str, head: int, first_columns: str = "") -> None:
        """A4 across, as wide as the page, the head repeated; with `first_columns` over several pages, these repeated."""
        setup = self.sheet.page_setup
        setup.paperSize, setup.orientation = self.sheet.PAPERSIZE_A4, self.sheet.ORIENTATION_LANDSCAPE
        setup.fitToWidth, setup.fitToHeight = 0 if first_columns else 1, 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = not first_columns
        if first_columns:
            self.sheet.print_title_cols = first_columns
        self.sheet.print_title_rows = f"{head}:{head}"
        self.sheet.oddFooter.center.text = footer
        self.sheet.page_margins.left = self.sheet.page_margins.right = 0.4

    def protect(self) -> None:
        """Lock what is not to be filled in; there is no password, so that an office can unlock its own forms."""
        protection = self.sheet.protection
        protection.sheet = True
        for one in _ALLOWED:
            setattr(protection, one, False)  # in the file, what is not locked is allowed


def _dress(cell: Any, look: Look, language: str, number_format: NumberFormat) -> None:
    """Give a cell its look, part by part."""
    font, fill, alignment, border, protection = _styles(look, language)
    cell.font, cell.alignment, cell.number_format = font, alignment, number_format
    if fill is not None:
        cell.fill = fill
    if border is not None:
        cell.border = border
    if protection is not None:
        cell.protection = protection


@cache
def _styles(look: Look, language: str) -> tuple[Any, Any, Any, Any, Any]:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    line = Side(style="thin", color="A6A6A6")
    return (
        Font(name=_FONTS[language], size=look.size, bold=look.bold, color="7F7F7F" if look.grey else "000000"),
        PatternFill("solid", fgColor=look.fill) if look.fill else None,
        Alignment(horizontal=look.align, vertical="center", wrap_text=True),
        Border(left=line, right=line, top=line, bottom=line) if look.border else None,
        Protection(locked=False) if look.unlocked else None,
    )


def _lines(text: str, width: float) -> int:
    """How many lines a text takes: signs of Chinese are two digits wide."""
    room = max(width - 2, 1)
    return sum(max(1, ceil(max(wcswidth(line), 0) / room)) for line in text.split("\n"))
