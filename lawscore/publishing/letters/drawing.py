"""Draws the shipped letterheads from their drafts: the look of Chinese official papers (GB/T 9704), A4.

`python -m lawscore.publishing.letters.drawing` says whether the shipped files are these; `--write` makes them so.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lawscore.catalogue import LANGUAGES, Language
from lawscore.office.archives import settled
from lawscore.publishing.letters.drafts.blocks import Draft, Grid, Para, Wide
from lawscore.publishing.letters.styling import cell_margins, page_number, prepare, shade

if TYPE_CHECKING:
    from docx.document import Document as Paper

TEMPLATES: Final = Path(__file__).parent / "templates"
LETTERS: Final = ("notice", "bulletin")
#: What the office writes itself.
_FILL: Final = re.compile(r"(〔[^〕]*〕)")
_FILL_SHADE: Final = "E7E6E6"
_HEAD_SHADE: Final = "EDEDED"
_ROW_SHADE: Final = "F6F6F6"


def drawn(letter: str, language: Language) -> bytes:
    """The letterhead as a document; always the same bytes."""
    from docx import Document

    draft: Draft = import_module(f"lawscore.publishing.letters.drafts.{language}_{letter}").DRAFT
    paper = Document()
    prepare(paper, language)
    for block in draft.blocks:
        if isinstance(block, Para):
            _write(paper.add_paragraph(style=block.style), block.text)
        else:
            _grid(paper, block)
    _around(paper, draft)
    made = io.BytesIO()
    paper.save(made)
    return settled(made.getvalue())


def _around(paper: Paper, draft: Draft) -> None:
    """What stands at the head and the foot of each page; the number is outside on both sides of a sheet."""
    section = paper.sections[0]
    paper.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].style = paper.styles["running"]
        _write(header.paragraphs[0], draft.header)
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        footer.is_linked_to_previous = False
        footer.paragraphs[0].style = paper.styles["page"]
        page_number(footer.paragraphs[0], side)


def _write(paragraph: Any, text: str) -> None:
    """The text in runs: what the office writes itself has a shade; line breaks stay inside the paragraph."""
    for place, part in enumerate(_FILL.split(text)):
        for number, line in enumerate(part.split("\n")):
            if number:
                paragraph.add_run().add_break()
            if line:
                run = paragraph.add_run(line)
                if place % 2:
                    shade(run._r.get_or_add_rPr(), _FILL_SHADE)  # noqa: SLF001 - python-docx has no shades


def _grid(paper: Paper, block: Grid) -> None:
    from docx.shared import Mm

    table = paper.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.autofit = False
    cell_margins(table._tbl.tblPr)  # noqa: SLF001 - python-docx has no margins of cells
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Mm(width)
    for row in _rows(block):
        line = table.add_row()
        cells = line.cells
        for cell, width in zip(cells, block.widths, strict=True):
            cell.width = Mm(width)
        if isinstance(row, Wide):
            _wide(cells, row)
            continue
        _mark(line, "w:cantSplit")
        for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
            _fill(cell, text, centred=place in block.centred or row is block.head)
            if row is block.head:
                shade(cell._tc.get_or_add_tcPr(), _HEAD_SHADE)  # noqa: SLF001
    _mark(table.rows[0], "w:tblHeader")


def _rows(block: Grid) -> Iterator[tuple[str, ...] | Wide]:
    yield block.head
    yield from block.rows


def _wide(cells: Any, row: Wide) -> None:
    cell = cells[0].merge(cells[-1])
    for extra in cell.paragraphs[1:]:
        extra._element.getparent().remove(extra._element)  # noqa: SLF001 - what merging left behind
    _fill(cell, row.text, centred=False)
    if row.heading:
        shade(cell._tc.get_or_add_tcPr(), _ROW_SHADE)  # noqa: SLF001
        for run in cell.paragraphs[0].runs:
            run.font.bold = True
        _write(cell.paragraphs[0], row.detail)
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _fill(cell: Any, text: str, *, centred: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if centred:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for place, part in enumerate(text.split("\n\n")):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        paragraph.style = "table"
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(paragraph, part)


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no such marks


def main() -> int:
    """Compare or write the shipped letterheads."""
    stale = []
    for language in LANGUAGES:
        for letter in LETTERS:
            path, content = TEMPLATES / f"{language}_{letter}.docx", drawn(letter, language)
            if not path.exists() or path.read_bytes() != content:
                stale.append(path.name)
                if "--write" in sys.argv:
                    path.write_bytes(content)
    if stale:
        print("written:" if "--write" in sys.argv else "out of date:", *stale)
    return int(bool(stale) and "--write" not in sys.argv)


if __name__ == "__main__":
    raise SystemExit(main())
