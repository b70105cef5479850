"""The sheet of fields of a form for one unit: a row for each field, under the indicator that uses it."""

from __future__ import annotations

from lawscore.loading.xlsx_cells import letters
from lawscore.loading.xlsx_words import FIELD_COLUMNS, FIELD_ENTRIES, word
from lawscore.office.forms.drawing import ENTRY, FORMATS, GROUP, HEAD, HINT, PLAIN, SHUT, TEXT, Pen
from lawscore.office.forms.guidance import help_text
from lawscore.office.forms.heads import draw_head
from lawscore.office.forms.plan import Plan
from lawscore.office.forms.validation import Choices, choose, validate
from lawscore.rubric.fields import FieldSpec

_WIDTHS = {
    "field": 16, "label": 34, "measure": 9, "help": 32, "value": 18, "absent": 11, "reason": 22, "document": 22, "number": 15,
    "note": 18,
}  # fmt: skip
_COLUMN = {key: place for place, key in enumerate(FIELD_COLUMNS, 1)}


def draw_fields(pen: Pen, plan: Plan, choices: Choices) -> None:
    """Draw the sheet."""
    widths = [float(_WIDTHS[key]) for key in FIELD_COLUMNS]
    title = plan.say("form.title.fields", title=plan.rubric.document.title)
    head = draw_head(pen, plan, choices, title, plan.say("form.guide.fields"), widths)
    for key, column in _COLUMN.items():
        pen.put(head, column, word("column", key, plan.language), HEAD)
    row = head + 1
    rows: list[int] = []
    for group in plan.groups:
        pen.across(row, len(FIELD_COLUMNS), group.title, GROUP)
        row += 1
        for name, spec in group.fields.items():
            _row(pen, plan, choices, row, name, spec)
            rows.append(row)
            row += 1
    words = [plan.say(f"form.word.{one}") for one in ("none", "not_applicable", "unknown")]
    if rows:
        letter = letters(_COLUMN["absent"])
        choose(pen.sheet, f"{letter}{rows[0]}:{letter}{rows[-1]}", choices.formula(words))
    pen.sheet.freeze_panes = f"B{head + 1}"
    pen.page(plan.say("form.page", page="&P", pages="&N"), head)
    pen.protect()


def _row(pen: Pen, plan: Plan, choices: Choices, row: int, name: str, spec: FieldSpec) -> None:
    guide = help_text(plan, name, spec)
    label = spec.label or name
    pen.put(row, _COLUMN["field"], name, PLAIN)
    pen.put(row, _COLUMN["label"], label, PLAIN)
    pen.put(row, _COLUMN["measure"], spec.unit or "", PLAIN)
    pen.put(row, _COLUMN["help"], guide, HINT)
    for key in FIELD_ENTRIES:
        is_list = key == "value" and spec.type == "records"
        shown = FORMATS.get(spec.type, TEXT) if key == "value" else TEXT
        cell = pen.put(row, _COLUMN[key], "", SHUT if is_list else ENTRY, shown)
        if key == "value" and not is_list:
            validate(pen.sheet, cell.coordinate, plan, choices, name, spec)
    pen.height(row, (label, _WIDTHS["label"]), (guide, _WIDTHS["help"] * 1.1), (name, _WIDTHS["field"]))
