"""The sheet of a form for all units: a row for each unit, a column for each field."""

from __future__ import annotations

from lawscore.loading.xlsx_cells import letters
from lawscore.loading.xlsx_words import word
from lawscore.office.forms.drawing import ENTRY, FORMATS, GROUP, HEAD, HINT, PLAIN, TEXT, Pen
from lawscore.office.forms.guidance import help_text
from lawscore.office.forms.heads import draw_head
from lawscore.office.forms.plan import Plan
from lawscore.office.forms.records_sheet import column_headers
from lawscore.office.forms.validation import Choices, validate

_OWN = ("unit", "name", "class")
_WIDTH = 18.0
_HINT_HEIGHT = 80


def draw_units(pen: Pen, plan: Plan, choices: Choices) -> None:
    """Draw the sheet: above the header what belongs together, and what each column asks."""
    fields = plan.fields
    headers = column_headers(dict(fields))
    title = plan.say("form.title.fields", title=plan.rubric.document.title)
    widths = [14.0, 18.0, 14.0, *[_WIDTH] * max(len(fields), 3)]
    group = draw_head(pen, plan, choices, title, plan.say("form.guide.all"), widths[:10])
    pen.widths(widths)
    _groups(pen, plan, group)
    for place, (name, spec) in enumerate(fields.items(), len(_OWN) + 1):
        told = help_text(plan, name, spec)
        pen.put(group + 1, place, f"{spec.unit}{plan.say('form.help.joiner')}{told}" if spec.unit else told, HINT)
        pen.put(group + 2, place, headers[name], HEAD)
    pen.sheet.row_dimensions[group + 1].height = _HINT_HEIGHT
    for place, fact in enumerate(_OWN, 1):
        pen.put(group + 2, place, word("fact", fact, plan.language), HEAD)
    pen.height(group + 2, *((header, _WIDTH) for header in headers.values()))
    _rows(pen, plan, choices, group + 3)
    pen.sheet.freeze_panes = f"{letters(len(_OWN))}{group + 3}"
    pen.page(plan.say("form.page", page="&P", pages="&N"), group + 2, f"A:{letters(len(_OWN))}")
    pen.protect()


def _groups(pen: Pen, plan: Plan, row: int) -> None:
    column = len(_OWN) + 1
    for one in plan.groups:
        pen.put(row, column, one.title, GROUP)
        last = column + len(one.fields) - 1
        if last > column:
            pen.sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=last)
        column = last + 1
    pen.sheet.row_dimensions[row].height = 30


def _rows(pen: Pen, plan: Plan, choices: Choices, first: int) -> None:
    """A row for each unit, with the rules of each column over all of them."""
    classes = plan.rubric.document.classes
    for row, unit in enumerate(plan.units, first):
        about = (unit.id, unit.name, unit.unit_class if unit.unit_class in classes or not classes else "")
        for place, text in enumerate(about, 1):
            pen.put(row, place, text or "", PLAIN if text else ENTRY)
        for place, spec in enumerate(plan.fields.values(), len(_OWN) + 1):
            pen.put(row, place, "", ENTRY, FORMATS.get(spec.type, TEXT))
    words = [plan.say(f"form.word.{one}") for one in ("none", "not_applicable", "unknown")]
    for place, (name, spec) in enumerate(plan.fields.items(), len(_OWN) + 1):
        letter = letters(place)
        where = f"{letter}{first}:{letter}{first + max(len(plan.units), 1) - 1}"
        validate(pen.sheet, where, plan, choices, name, spec, words)
