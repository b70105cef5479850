"""The sheet of a list of records: its columns with their types, and rows that are ready."""

from __future__ import annotations

from collections.abc import Mapping

from lawscore.loading.xlsx_cells import letters
from lawscore.loading.xlsx_words import word
from lawscore.office.forms.drawing import ENTRY, FORMATS, HEAD, HINT, TEXT, Pen
from lawscore.office.forms.guidance import help_text
from lawscore.office.forms.heads import draw_head
from lawscore.office.forms.plan import Plan
from lawscore.office.forms.validation import Choices, choose, validate
from lawscore.rubric.fields import Column, FieldSpec
from lawscore.texts import folded

#: So many rows are ready; who needs more goes on below.
READY = 200
_WIDTH = 22.0
_LEAST = 4
#: The row of the first record: title, facts, guide, what each column asks, header.
FIRST = 6


def draw_records(pen: Pen, plan: Plan, choices: Choices, name: str, spec: FieldSpec) -> None:
    """Draw the sheet. In a form for all units the first column names the unit."""
    columns = spec.fields or {}
    headers = column_headers(columns)
    own = [word("fact", "unit", plan.language)] if plan.sort == "all" else []
    widths = [_WIDTH] * max(len(own) + len(headers), _LEAST)
    guide = plan.say(f"form.guide.records.{plan.sort}", sheet=plan.titles["fields"])
    keyed = plan.say("form.guide.keyed", column=headers[spec.key]) if spec.key is not None else ""
    title = plan.say("form.title.records", label=spec.label or name)
    below = draw_head(pen, plan, choices, title, guide + keyed, widths, name)
    for place, (column, inner) in enumerate(columns.items(), len(own) + 1):
        told = help_text(plan, column, inner)
        measured = f"{told}（{inner.unit}）" if inner.unit and plan.language == "zh" else f"{told} ({inner.unit})"
        pen.put(below, place, measured if inner.unit else told, HINT)
    pen.height(below, *((help_text(plan, column, inner), _WIDTH) for column, inner in columns.items()))
    for place, text in enumerate([*own, *headers.values()], 1):
        pen.put(below + 1, place, text, HEAD)
    for place, typed in enumerate((*[None] * len(own), *columns.values()), 1):
        for row in range(FIRST, FIRST + READY):
            pen.put(row, place, "", ENTRY, FORMATS.get(typed.type, TEXT) if typed is not None else TEXT)
    _rules(pen, plan, choices, columns, len(own))
    pen.sheet.freeze_panes = f"A{FIRST}"
    pen.page(plan.say("form.page", page="&P", pages="&N"), below + 1)
    pen.protect()


def column_headers(columns: Mapping[str, Column]) -> dict[str, str]:
    """What stands above each column: its label, or its name where two have the same label."""
    labels = [folded(spec.label or name) for name, spec in columns.items()]
    names = {folded(name) for name in columns}
    return {
        name: spec.label
        if spec.label and labels.count(folded(spec.label)) == 1 and folded(spec.label) not in names - {folded(name)}
        else name
        for name, spec in columns.items()
    }


def _rules(pen: Pen, plan: Plan, choices: Choices, columns: Mapping[str, Column], before: int) -> None:
    for place, (name, spec) in enumerate(columns.items(), before + 1):
        validate(pen.sheet, _rows(place), plan, choices, name, spec)
    if before and plan.units:
        choose(pen.sheet, _rows(1), choices.formula([unit.id for unit in plan.units]))


def _rows(column: int) -> str:
    return f"{letters(column)}{FIRST}:{letters(column)}{FIRST + READY - 1}"
