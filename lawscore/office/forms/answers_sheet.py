"""The sheet for assessors: a row for each question, several where each record is judged."""

from __future__ import annotations

from lawscore.loading.xlsx_form_answers import code_of
from lawscore.loading.xlsx_words import ANSWER_COLUMNS, ANSWER_ENTRIES, word
from lawscore.office.forms.drawing import ENTRY, HEAD, HINT, PLAIN, SHUT, TEXT, Pen
from lawscore.office.forms.guidance import answers_text, question_text, question_title
from lawscore.office.forms.heads import draw_head
from lawscore.office.forms.plan import Plan
from lawscore.office.forms.validation import Choices, choose
from lawscore.rubric.bound import Asked

_WIDTHS = {
    "question": 15, "title": 26, "asked": 42, "answers": 20, "record": 15, "answer": 11, "points": 11, "assessor": 14,
    "reason": 34,
}  # fmt: skip
_COLUMN = {key: place for place, key in enumerate(ANSWER_COLUMNS, 1)}
#: Rows for a question that is asked of each record.
_PER_RECORD = 10


def draw_answers(pen: Pen, plan: Plan, choices: Choices) -> None:
    """Draw the sheet."""
    widths = [float(_WIDTHS[key]) for key in ANSWER_COLUMNS]
    title = plan.say("form.title.answers", title=plan.rubric.document.title)
    head = draw_head(pen, plan, choices, title, plan.say("form.guide.answers"), widths)
    for key, column in _COLUMN.items():
        pen.put(head, column, word("answer", key, plan.language), HEAD)
    row = head + 1
    for asked in plan.asked:
        for _ in range(_PER_RECORD if asked.records else 1):
            _row(pen, plan, choices, row, asked)
            row += 1
    pen.sheet.freeze_panes = f"B{head + 1}"
    pen.page(plan.say("form.page", page="&P", pages="&N"), head)
    pen.protect()


def _row(pen: Pen, plan: Plan, choices: Choices, row: int, asked: Asked) -> None:
    title, text = question_title(plan, asked), question_text(plan, asked)
    pen.put(row, _COLUMN["question"], code_of(asked.question), PLAIN)
    pen.put(row, _COLUMN["title"], title, PLAIN)
    pen.put(row, _COLUMN["asked"], text, PLAIN)
    pen.put(row, _COLUMN["answers"], answers_text(plan, asked), HINT)
    shut = {"record"} if asked.records is None else set()
    if asked.amount is None:
        shut |= {"points"}
    for key in ANSWER_ENTRIES:
        look, shown = (SHUT if key in shut else ENTRY), ("General" if key == "points" else TEXT)
        pen.put(row, _COLUMN[key], "", look, shown)
    words = ["yes", "no", *(["not_applicable"] if asked.may_not_apply else [])]
    cell = pen.sheet.cell(row, _COLUMN["answer"])
    choose(pen.sheet, cell.coordinate, choices.formula([plan.say(f"form.word.{one}") for one in words]))
    pen.height(row, (title, _WIDTHS["title"]), (text, _WIDTHS["asked"]))
