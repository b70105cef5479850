"""The sheet of a list of records in a form: a row for each record."""

from __future__ import annotations

from lawscore.loading.source import Path
from lawscore.loading.xlsx_form_draft import VALUES, FormDraft, Line
from lawscore.loading.xlsx_form_sheets import FormSheet


def read_records(draft: FormDraft, one: FormSheet) -> None:
    """Read the sheet into the draft. Where a cell cannot be read, the list is not known: no record is quietly dropped."""
    name, spec = one.listed, draft.rubric.fields[one.listed]
    columns = spec.fields or {}
    head = one.sheet.where(one.header.top, 1)
    draft.lists.add(name)
    draft.odd_columns(one, columns)
    missing = [column for column in columns if column not in one.columns]
    for column in missing:
        draft.report("form_column_missing", head, name=column, records=name)
    rows, is_sound = _rows(draft, one)
    if missing or not is_sound:
        draft.spoil(name, head)
    elif rows and name in draft.stated:
        stated = draft.stated[name]
        draft.report(
            "form_none_with_records", stated.where, given=stated.text, sheet=one.sheet.title, count=str(len(rows))
        )
        draft.spoil(name, head)
    elif rows and name in draft.values:
        draft.spoil(name, head)
    elif rows:
        draft.values[name] = {"value": rows}
        draft.lines[(*VALUES, name)] = Line(one.sheet.title, one.header.top, {}, 1)


def _rows(draft: FormDraft, one: FormSheet) -> tuple[list[dict[str, str]], bool]:
    """The records, and whether all of their cells could be read."""
    columns = draft.rubric.fields[one.listed].fields or {}
    first = min(one.columns.values())
    rows: list[dict[str, str]] = []
    is_sound = True
    for line in one.lines():
        read = {key: draft.read(one, line, place, columns[key]) for key, place in one.columns.items()}
        is_sound = is_sound and not any(cell.refused for cell in read.values())
        record = {key: cell.text for key, cell in read.items() if cell.text}
        if record:
            path: Path = (*VALUES, one.listed, "value", len(rows))
            draft.lines[path] = Line(one.sheet.title, line, one.columns, first)
            rows.append(record)
    return rows, is_sound
