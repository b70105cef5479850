"""How a tab is drawn: its frame by the library of workbooks (widths, panes, filters, print), its cells row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wcwidth import wcswidth

from lawscore.classes import dataclass
from lawscore.loading.xlsx_cells import letters
from lawscore.publishing.book.cells import Cell, Number, Row, Value
from lawscore.publishing.book.columns import WIDEST, Column
from lawscore.publishing.book.looks import GUIDE, HEAD, HEAD_DEEP, HEAD_TOP, TITLE, Styles
from lawscore.publishing.book.rows import LINE, MARGIN, Writer, lines_of
from lawscore.publishing.book.tabs import ABOVE, Tab
from lawscore.publishing.visible import visible
from lawscore.results.naming import mark_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_CELLS: Final = re.compile(rb"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
_EXTENT: Final = re.compile(rb'<dimension ref="[^"]*"\s*/>')
_TITLE_HEIGHT: Final = 30
#: A guide spreads over columns up to this width together; a heading breaks into lines of this width at least.
_GUIDE_WIDTH: Final = 130
_HEADING: Final = 9
_NARROWEST: Final = 6
#: The button of a filter covers some digits of a heading.
_BUTTON: Final = 3
_BAR: Final = "9DC3E6"
_WIDE_SCALE: Final = 60
_LONGEST_HEADER: Final = 80
#: In longer lists blank cells have no lines around them: they would be a third of the file.
_RULED: Final = 20_000
#: So much XML is put together before it is packed.
_PIECE: Final = 400


@dataclass(frozen=True)
class Drawing:
    """A tab while it is drawn."""

    tab: Tab
    styles: Styles

    def frame(self, sheet: Worksheet) -> None:
        """All but the cells."""
        self._columns(sheet)
        self._panes(sheet)
        self._page(sheet)
        if self.tab.sheet.bar is not None and self.tab.count:
            self._bars(sheet, *self.tab.sheet.bar)

    def fill(self, frame: bytes) -> Iterator[bytes]:
        """The XML of the sheet with its cells, piece by piece."""
        extent = f'<dimension ref="A1:{letters(len(self._all))}{self.tab.last + len(self.tab.sheet.foot)}"/>'
        frame = _EXTENT.sub(extent.encode(), frame, count=1)
        place = _CELLS.search(frame)
        assert place is not None  # the library writes it
        yield frame[: place.start()] + b"<sheetData>"
        piece: list[str] = []
        for row in self._rows():
            piece.append(row)
            if len(piece) == _PIECE:
                yield "".join(piece).encode()
                piece.clear()
        yield "".join(piece).encode() + b"</sheetData>" + frame[place.end() :]

    def _rows(self) -> Iterator[str]:
        sheet, tab = self.tab.sheet, self.tab
        looks = [column.look for column in self._all]
        writer = Writer(self.styles, looks, self._widths, self._cut)
        ruled = Writer(self.styles, looks, self._widths, self._cut, ruled=sheet.listed and tab.count <= _RULED)
        yield writer.row(1, [Cell(self._title, TITLE)], _TITLE_HEIGHT)
        yield writer.row(ABOVE, [Cell(self._guide, GUIDE)], self._guide_height)
        for number, cells in enumerate(sheet.heads, ABOVE + 1):
            yield writer.row(number, cells)
        if sheet.listed:
            yield writer.row(tab.head, self._headings, self._head_height)
        for number, cells in enumerate(tab.drawn(), tab.head + 1):
            yield ruled.row(number, cells)
        for number, cells in enumerate(sheet.foot, tab.last + 1):
            yield writer.row(number, cells)

    @property
    def _all(self) -> Sequence[Column[object]]:
        return self.tab.sheet.columns

    @property
    def _title(self) -> str:
        report = self.tab.sheet.report
        parts = {"title": report.title, "sheet": self.tab.title, "draft": mark_of(report.rubric, report.language)}
        return report.say("book.title", **parts)

    @cached_property
    def _guide(self) -> str:
        sheet, tab = self.tab.sheet, self.tab
        told = [sheet.report.say(f"book.guide.{sheet.key}"), *sheet.guide]
        if len(tab.titles) > 1:
            told.append(sheet.report.say("book.guide.parts", count=str(sheet.count), sheets=tuple(tab.titles)))
        return sheet.report.say("book.sentences").join(told)

    def _cut(self, length: int) -> str:
        return self.tab.sheet.report.say("book.cut", count=str(length))

    @cached_property
    def _headings(self) -> Row:
        sheet = self.tab.sheet
        return [Cell(sheet.heading(column), HEAD_DEEP if column.level else HEAD) for column in self._all]

    @cached_property
    def _widths(self) -> list[float]:
        return [self._width(place, column) for place, column in enumerate(self._all)]

    def _width(self, place: int, column: Column[object]) -> float:
        """As wide as what stands in the first rows, within limits; a heading may break into several lines."""
        if column.free and column.width is not None:
            return column.width
        heading = wide(self.tab.sheet.heading(column))
        rows = [*self.tab.sample, *self.tab.sheet.heads]
        widest = max((wide(row[place]) for row in rows if place < len(row) and not _is_over(row[place])), default=0)
        least = min(heading, _HEADING) + _BUTTON
        return float(min(max(widest + 2, least, _NARROWEST), column.width or WIDEST[column.kind]))

    @property
    def _head_height(self) -> float:
        pairs = zip(self._all, self._widths, strict=True)
        lines = max((lines_of(self.tab.sheet.heading(column), width - _BUTTON) for column, width in pairs), default=1)
        return MARGIN + LINE * lines

    @cached_property
    def _guide_columns(self) -> int:
        """Over how many columns the guide spreads."""
        total = 0.0
        for place, width in enumerate(self._widths, 1):
            total += width
            if total >= _GUIDE_WIDTH:
                return place
        return len(self._widths)

    @property
    def _guide_height(self) -> float:
        return MARGIN + LINE * lines_of(self._guide, sum(self._widths[: self._guide_columns]) * 1.05)

    def _columns(self, sheet: Worksheet) -> None:
        for place, (column, width) in enumerate(zip(self._all, self._widths, strict=True), 1):
            dimension = sheet.column_dimensions[letters(place)]
            dimension.width, dimension.outlineLevel = width, column.level
        sheet.sheet_properties.outlinePr.summaryRight = False
        if self._guide_columns > 1:
            sheet.merged_cells.add(f"A{ABOVE}:{letters(self._guide_columns)}{ABOVE}")
        for merge in self.tab.sheet.merges:
            sheet.merged_cells.add(f"{letters(merge.first)}{merge.row}:{letters(merge.last)}{merge.row}")

    def _panes(self, sheet: Worksheet) -> None:
        tab = self.tab
        if tab.sheet.listed:
            sheet.freeze_panes = f"{letters(tab.sheet.frozen + 1)}{tab.head + 1}"
            sheet.auto_filter.ref = f"A{tab.head}:{letters(len(self._all))}{tab.last}"
            sheet.print_title_rows = f"{ABOVE + 1}:{tab.head}"
        sheet.sheet_view.showGridLines = False

    def _page(self, sheet: Worksheet) -> None:
        """A4 across, as wide as the page, or page beside page with the columns that stay in sight."""
        report, is_wide = self.tab.sheet.report, self.tab.sheet.wide
        setup = sheet.page_setup
        setup.paperSize, setup.orientation = sheet.PAPERSIZE_A4, sheet.ORIENTATION_LANDSCAPE
        setup.fitToWidth, setup.fitToHeight = 0 if is_wide else 1, 0
        setup.pageOrder = "overThenDown" if is_wide else "downThenOver"
        sheet.sheet_properties.pageSetUpPr.fitToPage = not is_wide
        if is_wide:
            setup.scale = _WIDE_SCALE
            sheet.print_title_cols = f"A:{letters(self.tab.sheet.frozen)}"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.6, 0.3, 0.3
        sheet.oddHeader.right.text = _plain(report.name)
        sheet.oddFooter.left.text = _plain(self.tab.title)
        sheet.oddFooter.center.text = report.say("printed.page", page="&P", pages="&N")

    def _bars(self, sheet: Worksheet, column: int, most: str) -> None:
        from openpyxl.formatting.rule import DataBarRule

        letter = letters(column)
        rule = DataBarRule(
            start_type="num", start_value="0", end_type="num", end_value=most, color=_BAR, minLength=0, maxLength=100
        )
        sheet.conditional_formatting.add(f"{letter}{self.tab.head + 1}:{letter}{self.tab.last}", rule)


def wide(cell: Value | Cell) -> int:
    """How wide a cell is, in digits: signs of Chinese are two."""
    value = cell.value if isinstance(cell, Cell) else cell
    if value is None:
        return 0
    if isinstance(value, Number):
        return max(len(value.digits) + ("+" in value.shown) + value.shown.endswith("%"), _dated(value.shown))
    return max(_cells(line) for line in value[:_GUIDE_WIDTH].split("\n"))


def _dated(shown: str) -> int:
    """How wide a day is; nothing of what is none."""
    return len(shown) if "yy" in shown else 0


def _is_over(cell: Value | Cell) -> bool:
    """Whether a cell is a heading that spreads over others."""
    return isinstance(cell, Cell) and cell.look is HEAD_TOP


def _cells(text: str) -> int:
    return max(wcswidth(text), 0) or len(text)


def _plain(text: str) -> str:
    """A text of a page's head or foot, where `&` begins a command."""
    return " ".join(visible(text)[:_LONGEST_HEADER].split()).replace("&", "&&")
