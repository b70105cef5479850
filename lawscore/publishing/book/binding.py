"""The workbook bound together: its sheets in their order, and the same bytes for the same report."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lawscore.office.archives import Filling, filled
from lawscore.publishing.book.drawing import Drawing
from lawscore.publishing.book.facts import facts, records
from lawscore.publishing.book.items import items
from lawscore.publishing.book.lists import adjustments, owed, problems
from lawscore.publishing.book.looks import Styles
from lawscore.publishing.book.matrix import matrices
from lawscore.publishing.book.methods import methods
from lawscore.publishing.book.overview import Listed, overview
from lawscore.publishing.book.parameters import parameters
from lawscore.publishing.book.sheet import Sheet
from lawscore.publishing.book.standings import standings
from lawscore.publishing.book.tabs import MOST_ROWS, Tab, tabs_of
from lawscore.publishing.report import Report
from lawscore.publishing.visible import visible

if TYPE_CHECKING:
    from openpyxl import Workbook


def workbook(report: Report, *, room: int = MOST_ROWS) -> bytes:
    """The workbook; the same bytes for the same report. No sheet has more rows than there is `room` for."""
    book, tabs = _book(report), _tabs(report, room)
    styles = Styles(book, report.language)
    drawings = [Drawing(tab, styles) for tab in tabs]
    titles = {tab.title for tab in tabs}
    for place, drawing in enumerate(drawings):
        sheet = book.worksheets[0] if place == 0 else book.create_sheet()
        sheet.title = drawing.tab.title
        drawing.frame(sheet)
        _link(sheet, drawing.tab, titles)
    return _filled(book, drawings)


def _book(report: Report) -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "lawscore"
    book.properties.title = visible(report.title)
    return book


def _sheets(report: Report) -> Iterator[Sheet]:
    """The lists, in their order; those without a row only where this says something."""
    yield standings(report)
    yield from matrices(report)
    yield items(report)
    yield facts(report)
    for sheet in (records(report), owed(report), adjustments(report)):
        if sheet.count:
            yield sheet
    yield parameters(report)
    yield problems(report)


def _tabs(report: Report, room: int) -> list[Tab]:
    """The tabs: the overview first, which leads to the others; the methods last."""
    sheets = list(_sheets(report))
    last = methods(report, [sheet.key for sheet in sheets])
    first = report.say("book.sheet.overview")
    tabs = tabs_of([*sheets, last], taken=[first], room=room)
    listed = [Listed(tab.title, tab.sheet.key, tab.count) for tab in tabs]
    return [*tabs_of([overview(report, listed)], room=room), *tabs]


def _link(sheet: Any, tab: Tab, titles: set[str]) -> None:
    """Cells that lead to other tabs; there are no links to anywhere else."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    for (row, column), title in tab.sheet.links.items():
        if title in titles:
            quoted = title.replace("'", "''")
            cell = sheet.cell(row, column)
            cell.value = 0  # what stands there is written with the rows
            cell.hyperlink = Hyperlink(ref="", location=f"'{quoted}'!A1")


def _filled(book: Workbook, drawings: list[Drawing]) -> bytes:
    """The archive: the frames of the library with the cells in them, and the styles once all are known."""
    made = io.BytesIO()
    book.save(made)
    fillings: dict[str, Filling] = {
        f"xl/worksheets/sheet{number}.xml": drawing.fill for number, drawing in enumerate(drawings, 1)
    }
    return filled(made.getvalue(), {**fillings, "xl/styles.xml": lambda _: _styles(book)})


def _styles(book: Workbook) -> Iterator[bytes]:
    from openpyxl.styles.stylesheet import write_stylesheet
    from openpyxl.xml.functions import tostring

    yield tostring(write_stylesheet(book))
