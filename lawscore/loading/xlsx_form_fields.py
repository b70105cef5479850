"""The sheet of fields of a form: a row for each field, with its value or why there is none, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lawscore.loading.csv_headers import meanings
from lawscore.loading.xlsx_form_draft import TEXT, VALUES, FormDraft, Line, Stated
from lawscore.loading.xlsx_form_sheets import FormSheet
from lawscore.loading.xlsx_texts import told
from lawscore.loading.xlsx_words import FIELD_COLUMNS, FIELD_ENTRIES
from lawscore.models import shorten
from lawscore.submission.words import fold, suggest

#: The parts of an entry that stand in columns of another name.
_INSIDE: Final[Mapping[str, str]] = {"evidence": "document", "name": "document"}


def read_fields(draft: FormDraft, one: FormSheet) -> None:
    """Read the sheet into the draft."""
    draft.odd_columns(one, FIELD_COLUMNS)
    columns = {key: one.columns[key] for key in FIELD_ENTRIES if key in one.columns}
    inside = {**columns, **{step: columns[key] for step, key in _INSIDE.items() if key in columns}}
    for line in one.lines():
        name = _field(draft, one, line, columns)
        if name is not None:
            draft.lines.setdefault((*VALUES, name), Line(one.sheet.title, line, inside, columns["value"]))
            _entry(draft, one, line, name, columns)


def _field(draft: FormDraft, one: FormSheet, line: int, columns: Mapping[str, int]) -> str | None:
    """The field that a row is about; a row in which nothing was entered need not be about any."""
    written = told(one.sheet, one.sheet.rows[line].get(one.columns["field"])).text
    if written in draft.rubric.fields:
        return written
    found = meanings(written, (), draft.rubric.fields) if written else ()
    if len(found) == 1:
        return found[0]
    if any(column in one.sheet.rows[line] for column in columns.values()):
        where = one.sheet.where(line, one.columns["field"])
        hint = suggest(fold(written), draft.rubric.fields)
        code = "field_unknown" if written else "form_row_without_field"
        draft.report(code, where, name=shorten(written), hint=hint)
    return None


def _entry(draft: FormDraft, one: FormSheet, line: int, name: str, columns: Mapping[str, int]) -> None:
    spec = draft.rubric.fields[name]
    place = one.sheet.where(line, columns["value"])
    read = {key: draft.read(one, line, column, spec if key == "value" else TEXT) for key, column in columns.items()}
    texts = {key: cell.text for key, cell in read.items() if cell.text}
    draft.rows.add(name)
    if any(cell.refused for cell in read.values()):
        draft.spoil(name, place)
    elif "value" in texts and "absent" in texts:
        draft.report("form_value_and_absent", one.sheet.where(line, columns["absent"]), name=name)
        draft.spoil(name, place)
    elif texts and name in draft.values:
        draft.report("form_row_twice", place, name=name)
        draft.spoil(name, place)
    elif texts:
        _state(draft, one, line, name, texts, columns)


def _state(
    draft: FormDraft, one: FormSheet, line: int, name: str, texts: dict[str, str], columns: Mapping[str, int]
) -> None:
    """Enter what a row says, each part at its cell."""
    if "value" not in texts and "absent" not in texts:
        where = one.sheet.where(line, columns["value"])
        draft.report("form_entry_without_value", where, "warning", name=name)
        texts["absent"] = "unknown"
    draft.values[name] = _tree(texts)
    if draft.rubric.fields[name].type == "records":
        key = "absent" if "absent" in texts else "value"
        draft.stated[name] = Stated(one.sheet.where(line, columns[key]), texts[key])


def _tree(texts: Mapping[str, str]) -> dict[str, Any]:
    """The long form of a value; evidence that has a number only is called by it."""
    entry: dict[str, Any] = {key: texts[key] for key in ("value", "absent", "reason", "note") if key in texts}
    name, number = texts.get("document"), texts.get("number")
    if name or number:
        entry["evidence"] = [{"name": name or number, **({"number": number} if name and number else {})}]
    return entry
