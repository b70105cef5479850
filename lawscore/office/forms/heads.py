"""The head of each sheet of a form: its title, for whom it is, how it is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.loading.xlsx_words import word
from lawscore.office.forms.drawing import ENTRY, FACT, GUIDE, STATED, TITLE, Pen
from lawscore.office.forms.plan import Plan
from lawscore.office.forms.validation import Choices, choose

_TITLE_HEIGHT = 34


def draw_head(
    pen: Pen, plan: Plan, choices: Choices, title: str, guide: str, widths: list[float], listed: str = ""
) -> int:
    """Draw the head; returns the row below it. Only the first sheet asks who the unit is, where nobody said yet."""
    last = len(widths)
    pen.widths(widths)
    pen.across(1, last, title, TITLE)
    pen.sheet.row_dimensions[1].height = _TITLE_HEIGHT
    for place, (fact, text, is_open) in enumerate(_facts(plan, listed)):
        column = 1 + 2 * place
        pen.put(2, column, word("fact", fact, plan.language), FACT)
        cell = pen.put(2, column + 1, text, ENTRY if is_open else STATED)
        labels = list(plan.rubric.document.classes.values())
        if is_open and fact == "class" and labels:
            choose(pen.sheet, cell.coordinate, choices.formula(labels))
    pen.sheet.row_dimensions[2].height = 24
    pen.across(3, last, guide, GUIDE)
    pen.height(3, (guide, sum(widths)))
    return 4


def _facts(plan: Plan, listed: str) -> Iterator[tuple[str, str, bool]]:
    """The facts of a head: what each states, and whether it is still open."""
    if listed:
        yield "records", listed, False
    if plan.sort == "unit":
        unit = plan.units[0] if plan.units else None
        if unit is not None or not listed:
            yield "unit", unit.id if unit is not None else "", unit is None
        if not listed:
            classes = plan.rubric.document.classes
            of_unit = classes.get(unit.unit_class or "", unit.unit_class or "") if unit is not None else ""
            named = unit.name if unit is not None else ""
            yield "name", named, not named
            if classes:
                yield "class", of_unit, not of_unit
    if not listed:
        yield "layer", plan.say(f"form.word.layer.{plan.layer}"), False
