"""The printed table as a workbook: a sheet to print and edit, one of notes, and a hidden one that says what was printed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from lawscore.catalogue import phrase, say
from lawscore.numbers import terminating_places, written
from lawscore.office import marks
from lawscore.office.archives import settled
from lawscore.office.merging import spans
from lawscore.office.table import LEVEL, NUMBER, POINTS, Printed, Section
from lawscore.office.widths import heights, sheet_widths

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: A figure of so many digits is a number of a spreadsheet without loss; a longer one is text.
_DIGITS: Final = 15
_FONT: Final = "宋体"
_HEADING: Final = "黑体"
_TEXT: Final = "@"
_FORMATS: Final = {"plain": "General", "bonus": '"+"General', "penalty": "General"}


def xlsx(printed: Printed) -> bytes:
    """The workbook; the same bytes for the same rubric and language."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "lawscore"
    book.properties.title = printed.title
    sheet = book.active
    sheet.title = _say(printed, "sheet")
    _Sheet(sheet, printed).write()
    if printed.sections:
        _Notes(book.create_sheet(_say(printed, "notes_sheet")), printed).write()
    hidden = book.create_sheet(marks.SHEET)
    hidden.sheet_state = "veryHidden"
    for row, cells in enumerate(marks.written(printed), 1):
        for column, text in enumerate(cells, 1):
            _put_text(hidden.cell(row, column), text)
    made = io.BytesIO()
    book.save(made)
    return settled(made.getvalue())


class _Sheet:
    """The sheet of the table: title, facts, headings, rows, total."""

    def __init__(self, sheet: Worksheet, printed: Printed) -> None:
        self.sheet, self.printed = sheet, printed
        self.last = len(printed.columns)
        #: The row of the headings, from 1.
        self.head = len(printed.heading) + 2

    def write(self) -> None:
        self.title()
        self.headings()
        self.body()
        self.total()
        self.page()

    def title(self) -> None:
        for row, text in enumerate((self.printed.title, *self.printed.heading), 1):
            cell = self.sheet.cell(row, 1)
            _put_text(cell, text)
            cell.font = _font(_HEADING, 18) if row == 1 else _font(_FONT, 10)
            cell.alignment = _aligned("center")
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=self.last)
        self.sheet.row_dimensions[1].height = 36

    def headings(self) -> None:
        for column, text in enumerate(self.printed.headers, 1):
            _put_text(cell := self.sheet.cell(self.head, column), text)
            _heading(cell)
            self.sheet.column_dimensions[cell.column_letter].width = sheet_widths(self.printed)[column - 1]

    def body(self) -> None:
        for place, row in enumerate(self.printed.rows, self.head + 1):
            for column, name in enumerate(self.printed.columns, 1):
                cell = self.sheet.cell(place, column)
                if name == POINTS:
                    _put_points(cell, row.points)
                    cell.number_format = _FORMATS[row.kind]
                else:
                    _put_text(cell, self.printed.cell(row, name))
                _dress(cell, name)
        top = self.head + 1
        for place, height in enumerate(heights(self.printed), top):
            self.sheet.row_dimensions[place].height = height
        for span in spans(self.printed):
            self.sheet.merge_cells(
                start_row=top + span.top, end_row=top + span.bottom,
                start_column=1 + span.left, end_column=1 + span.right,
            )  # fmt: skip

    def total(self) -> None:
        row, points = self.head + len(self.printed.rows) + 1, self.printed.columns.index(POINTS) + 1
        for column in range(1, self.last + 1):
            _heading(self.sheet.cell(row, column))
        _put_text(self.sheet.cell(row, 1), self.printed.total_label)
        _put_points(self.sheet.cell(row, points), self.printed.total)
        self.sheet.cell(row, points).alignment = _aligned("right")
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=points - 1)

    def page(self) -> None:
        _landscape(self.sheet, self.printed)
        self.sheet.freeze_panes = self.sheet.cell(self.head + 1, 2)
        self.sheet.print_title_rows = f"{self.head}:{self.head}"


class _Notes:
    """The sheet of what stands below the table."""

    def __init__(self, sheet: Worksheet, printed: Printed) -> None:
        self.sheet, self.printed = sheet, printed
        self.row = 1
        self.last = max([1, *(len(section.headers) for section in printed.sections)])

    def write(self) -> None:
        for place, size in zip("ABCD"[: self.last], (10, 60, 30, 50), strict=False):
            self.sheet.column_dimensions[place].width = size
        for section in self.printed.sections:
            self.section(section)
        _landscape(self.sheet, self.printed)

    def section(self, section: Section) -> None:
        self.line(section.title, _font(_HEADING, 12))
        for cells in (section.headers, *section.rows) if section.rows else ():
            self.cells(cells, is_head=cells is section.headers)
        for line in section.lines:
            self.line(line, _font(_FONT, 10))
        self.row += 1

    def cells(self, cells: Sequence[str], *, is_head: bool) -> None:
        for column, text in enumerate(cells, 1):
            _put_text(cell := self.sheet.cell(self.row, column), text)
            _heading(cell) if is_head else _dress(cell, "basis")
        self.row += 1

    def line(self, text: str, font: Any) -> None:
        _put_text(cell := self.sheet.cell(self.row, 1), text)
        cell.font, cell.alignment = font, _aligned("left")
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self.last)
        self.row += 1


def _say(printed: Printed, key: str) -> str:
    return say(phrase(f"printed.{key}"), printed.language)


def _put_text(cell: Any, text: str) -> None:
    """Text, whatever it begins with: never a formula, and not one either once somebody edits it."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@'"


def _put_points(cell: Any, points: Fraction) -> None:
    """The figure as a number, unless a spreadsheet would not keep all its digits."""
    text = written(points)
    exact = terminating_places(points) is not None and len(text.strip("-").replace(".", "")) <= _DIGITS
    if not exact:
        _put_text(cell, text)
        return
    cell.value = int(points) if points.denominator == 1 else float(text)


def _dress(cell: Any, column: str) -> None:
    cell.font = _font(_FONT, 10)
    cell.border = _border()
    centred = column == NUMBER or column.startswith(f"{LEVEL}.")
    cell.alignment = _aligned("right" if column == POINTS else "center" if centred else "left")
    if column == NUMBER:
        cell.number_format = _TEXT


def _heading(cell: Any) -> None:
    from openpyxl.styles import PatternFill

    cell.font = _font(_HEADING, 10)
    cell.border = _border()
    cell.alignment = _aligned("center")
    cell.fill = PatternFill("solid", fgColor="ECEFF3")


def _font(name: str, size: int) -> Any:
    from openpyxl.styles import Font

    return Font(name=name, size=size)


def _aligned(where: str) -> Any:
    from openpyxl.styles import Alignment

    return Alignment(horizontal=where, vertical="center", wrap_text=True, indent=1 if where == "right" else 0)


def _border() -> Any:
    from openpyxl.styles import Border, Side

    line = Side(style="thin", color="808080")
    return Border(left=line, right=line, top=line, bottom=line)


def _landscape(sheet: Worksheet, printed: Printed) -> None:
    """A4 across, as wide as the page, with the number of the page below."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.6, 0.8, 0.4
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = say(phrase("printed.page", page="&P", pages="&N"), printed.language)
