"""The printed table as a Word document: A4 across, headings on each page, fonts that Chinese offices have."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from lawscore.catalogue import phrase, say
from lawscore.numbers import plain_text
from lawscore.office.archives import settled
from lawscore.office.merging import Span, spans
from lawscore.office.table import LEVEL, NUMBER, POINTS, Printed, Section
from lawscore.office.widths import width

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import Table, _Cell

_LATIN: Final = "Times New Roman"
_FONT: Final = "宋体"
_HEADING: Final = "黑体"
#: Millimetres: the paper, its margins, what a row has beside them.
_ACROSS: Final = 297
_DOWN: Final = 210
_SIDE: Final = 12
_TOP: Final = 15
_SHADE: Final = "ECEFF3"


def docx(printed: Printed) -> bytes:
    """The document; the same bytes for the same rubric and language."""
    from docx import Document

    paper = Document()
    paper.core_properties.author = "lawscore"
    paper.core_properties.title = printed.title
    paper.core_properties.comments = ""
    _page(paper)
    _fonts(paper)
    _paragraph(paper, printed.title, size=18, font=_HEADING, centred=True)
    for line in printed.heading:
        _paragraph(paper, line, centred=True)
    _body(paper, printed)
    for section in printed.sections:
        _section(paper, section)
    _footer(paper, printed)
    made = io.BytesIO()
    paper.save(made)
    return settled(made.getvalue())


def _page(paper: Paper) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    page = paper.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(_ACROSS), Mm(_DOWN)
    page.left_margin = page.right_margin = Mm(_SIDE)
    page.top_margin = page.bottom_margin = Mm(_TOP)


def _fonts(paper: Paper) -> None:
    from docx.shared import Pt

    style: Any = paper.styles["Normal"]
    style.font.size = Pt(9)
    style.paragraph_format.space_after = Pt(0)
    _named(style, _FONT)


def _named(styled: Any, font: str) -> None:
    """A font for Chinese signs and one for Latin ones: a name alone does not reach the Chinese."""
    from docx.oxml.ns import qn

    styled.font.name = _LATIN
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _paragraph(paper: Paper, text: str, *, size: float = 9, font: str = _FONT, centred: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = paper.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _named(run, font)


def _body(paper: Paper, printed: Printed) -> None:
    rows = [[printed.cell(row, column) for column in printed.columns] for row in printed.rows]
    points = printed.columns.index(POINTS)
    total = ["" for _ in printed.columns]
    total[0], total[points] = printed.total_label, plain_text(printed.total)
    merged = [*spans(printed), Span(len(rows), 0, len(rows), points - 1)]
    aligned = [_alignment(column) for column in printed.columns]
    table = _table(paper, printed.headers, [*rows, total], aligned, merged)
    _widths(table, [width(column) for column in printed.columns])


def _alignment(column: str) -> str:
    if column == POINTS:
        return "RIGHT"
    return "CENTER" if column == NUMBER or column.startswith(f"{LEVEL}.") else "LEFT"


def _section(paper: Paper, section: Section) -> None:
    _paragraph(paper, "")
    _paragraph(paper, section.title, size=12, font=_HEADING)
    if section.rows:
        table = _table(paper, section.headers, section.rows, ["LEFT"] * len(section.headers), ())
        _widths(table, [5, 30, 15, 25])
    for line in section.lines:
        _paragraph(paper, line)


def _table(
    paper: Paper, headers: Sequence[str], rows: Sequence[Sequence[str]], aligned: Sequence[str], merged: Iterable[Span]
) -> Table:
    """A table with a heading row that every page repeats, and rows that no page splits."""
    table: Table = paper.add_table(rows=len(rows) + 1, cols=len(headers), style="Table Grid")
    table.autofit = False
    grid: list[list[_Cell | None]] = [list(row.cells) for row in table.rows]
    for span in merged:
        for row in range(span.top + 1, span.bottom + 2):
            covered = span.left + (row == span.top + 1)
            grid[row][covered : span.right + 1] = [None] * (span.right + 1 - covered)
        top, bottom = table.rows[span.top + 1], table.rows[span.bottom + 1]
        top.cells[span.left].merge(bottom.cells[span.right])
    for cells, texts in zip(grid, (headers, *rows), strict=True):
        for cell, text, where in zip(cells, texts, aligned, strict=True):
            if cell is not None:
                _fill(cell, text, "CENTER" if texts is headers else where)
    for cell in table.rows[0].cells:
        _shade(cell)
    for place, row in enumerate(table.rows):
        _mark(row, "w:cantSplit")
        if place == 0:
            _mark(row, "w:tblHeader")
    return table


def _fill(cell: _Cell, text: str, where: str) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for extra in cell.paragraphs[1:]:  # what merging left behind
        extra._element.getparent().remove(extra._element)  # noqa: SLF001 - python-docx has no other way
    paragraph = cell.paragraphs[0]
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.add_paragraph() if place else paragraph
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, where)
        paragraph.add_run(line)


def _shade(cell: _Cell) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{key}"), value)
    cell._element.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shades
    for run in cell.paragraphs[0].runs:
        _named(run, _HEADING)


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no such marks


def _widths(table: Table, sizes: Sequence[int]) -> None:
    from docx.shared import Mm

    across = _ACROSS - 2 * _SIDE
    widths = [Mm(across * size / sum(sizes)) for size in sizes]
    for column, size in zip(table.columns, widths, strict=True):
        column.width = size
    for row in table.rows:
        place = 0
        for cell in row._tr.tc_lst:  # noqa: SLF001 - merged cells count once here
            cell.width = Mm(sum(one.mm for one in widths[place : place + cell.grid_span]))
            place += cell.grid_span


def _footer(paper: Paper, printed: Printed) -> None:
    """The number of the page, as fields that Word fills."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = paper.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    text = say(phrase("printed.page", page="\0PAGE\0", pages="\0NUMPAGES\0"), printed.language)
    for place, part in enumerate(text.split("\0")):
        if place % 2:
            _field(paragraph, part)
        else:
            paragraph.add_run(part)


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
