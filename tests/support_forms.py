"""Forms filled in as an officer would: typed cells through openpyxl, each value where its field stands."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from lawscore.facts.unit import Unit
from lawscore.loading.xlsx_words import ANSWER_COLUMNS, FIELD_COLUMNS
from lawscore.office.forms.book import form
from lawscore.office.forms.plan import Plan, plan_of
from lawscore.office.forms.records_sheet import FIRST
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.submission.document import AnswerEntry, Submission, ValueEntry

FIELD = {key: place for place, key in enumerate(FIELD_COLUMNS, 1)}
ANSWER = {key: place for place, key in enumerate(ANSWER_COLUMNS, 1)}


def blank(rubric: Rubric, unit: Unit | None = None, **options: Any) -> tuple[Plan, Any]:
    """A form and its workbook."""
    plan = plan_of(rubric, [unit] if unit is not None else [], **options)
    return plan, load_workbook(io.BytesIO(form(plan)))


def saved(book: Any, path: Path) -> Path:
    book.save(path)
    return path


def row_of(sheet: Any, text: str, column: int = 1) -> int:
    """The row in which a column says something."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == text)


def fill(plan: Plan, book: Any, submission: Submission) -> None:
    """Fill a form in with what a submission says."""
    sheet = book[plan.titles["fields"]]
    rows = {sheet.cell(row, 1).value: row for row in range(5, sheet.max_row + 1)}
    for name, entry in submission.values.items():
        spec = plan.rubric.fields[name]
        fill_entry(sheet, rows[name], spec, entry)
        if isinstance(entry.value, list):
            fill_records(book[plan.titles[name]], spec.fields or {}, entry.value)
    if submission.answers:
        fill_answers(book[plan.titles["answers"]], submission.answers)


def fill_entry(sheet: Any, row: int, spec: Column, entry: ValueEntry) -> None:
    if entry.value is not None and not isinstance(entry.value, list):
        put(sheet.cell(row, FIELD["value"]), spec, entry.value)
    words = {"none": "无", "not_applicable": "不适用", "unknown": "未知"}
    absent = "none" if entry.value == [] else entry.absent or ""
    for key, text in (("absent", words.get(absent)), ("reason", entry.reason), ("note", entry.note)):
        if text:
            sheet.cell(row, FIELD[key]).value = text
    for proof in entry.evidence[:1]:
        sheet.cell(row, FIELD["document"]).value = proof.name
        sheet.cell(row, FIELD["number"]).value = proof.number


def fill_records(sheet: Any, columns: Mapping[str, Column], records: list[Mapping[str, Any]]) -> None:
    for row, record in enumerate(records, FIRST):
        for place, (name, spec) in enumerate(columns.items(), 1):
            if name in record and record[name] is not None:
                put(sheet.cell(row, place), spec, record[name])


def fill_answers(sheet: Any, answers: tuple[AnswerEntry, ...]) -> None:
    taken: set[int] = set()
    for entry in answers:
        code = f"veto/{entry.veto}" if entry.veto else f"{entry.indicator}/{entry.rule}"
        code += "/unless" if entry.about == "unless" else ""
        rows = (row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == code and row not in taken)
        row = next(rows)
        taken.add(row)
        given = {"record": entry.record, "answer": entry.answer, "assessor": entry.assessor, "reason": entry.reason}
        for key, text in given.items():
            if text is not None:
                sheet.cell(row, ANSWER[key]).value = text
        if entry.points is not None:
            sheet.cell(row, ANSWER["points"]).value = float(entry.points)


def put(cell: Any, spec: Column, value: object) -> None:
    """Type a value in, as a spreadsheet keeps it; the cell keeps the format that the form gave it."""
    text, shown = str(value).strip(), cell.number_format
    if spec.type == "percent" and text.endswith("%"):
        cell.value = float(text[:-1]) / 100
    elif spec.type in ("count", "number", "amount") and _is_number(text):
        cell.value = float(text) if "." in text else int(text)
    elif spec.type == "date" and len(text) == 10 and text[4] == "-":
        cell.value = date.fromisoformat(text)
    elif spec.type == "yesno" and text in ("yes", "no", "true", "false"):
        cell.value = "是" if text in ("yes", "true") else "否"
    else:
        cell.value = text
        cell.data_type = "s"
    cell.number_format = shown


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
