"""The workbook of a form: its sheets in order, and the hidden one that says what it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from lawscore.loading.xlsx_words import HIDDEN
from lawscore.office.archives import settled
from lawscore.office.forms.all_units import draw_units
from lawscore.office.forms.answers_sheet import draw_answers
from lawscore.office.forms.drawing import Pen
from lawscore.office.forms.fields_sheet import draw_fields
from lawscore.office.forms.plan import Plan
from lawscore.office.forms.records_sheet import draw_records
from lawscore.office.forms.validation import Choices

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Where lists to choose from stand on the hidden sheet: beside its own rows.
_CHOICES = 6


def form(plan: Plan) -> bytes:
    """The workbook of a form; the same bytes for the same rubric, units and language."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "lawscore"
    book.properties.title = plan.rubric.document.title
    first = book.active
    hidden = book.create_sheet(HIDDEN)
    choices = Choices(hidden, _CHOICES)
    _mark(hidden, plan)
    titled = {key: _sheet(book, first, key, title) for key, title in plan.titles.items()}
    draw = draw_fields if plan.sort == "unit" else draw_units
    draw(Pen(titled["fields"], plan.language), plan, choices)
    for name, spec in plan.lists.items():
        draw_records(Pen(titled[name], plan.language), plan, choices, name, spec)
    if plan.asked:
        draw_answers(Pen(titled["answers"], plan.language), plan, choices)
    book.move_sheet(hidden, len(book.sheetnames))
    hidden.sheet_state = "veryHidden"
    made = io.BytesIO()
    book.save(made)
    return settled(made.getvalue())


def _sheet(book: Any, first: Worksheet, key: str, title: str) -> Worksheet:
    """The first sheet is that of fields; the others come behind it."""
    sheet = first if key == "fields" else book.create_sheet(title)
    sheet.title = title
    return sheet


def _mark(hidden: Worksheet, plan: Plan) -> None:
    for row, texts in enumerate(plan.marks.rows(), 1):
        for column, text in enumerate(texts, 1):
            cell = hidden.cell(row, column)
            cell.value = text or None
            if text:
                cell.data_type = "s"
