"""Writes forms that counties filled in: as `lawscore template` makes them, the figures those of `make_counties`.

A few are filled in through openpyxl; the others are copies of these for further counties, each with its own id and name,
since filling thousands in would take longer than what is measured. Run it with a folder and a number of units:

    python benchmarks/make_workbooks.py out/workbooks 3000
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from make_counties import RUBRIC, counties
from openpyxl import load_workbook

import lawscore
from lawscore.facts.unit import Unit
from lawscore.office.forms.book import form
from lawscore.office.forms.plan import Plan, plan_of
from lawscore.office.forms.records_sheet import FIRST
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column

#: So many are filled in; the rest are copies with another id.
FILLED: Final = 12
_ID: Final = "county-{:05}"
_FIRST_ROW: Final = 5


def write(folder: Path, count: int) -> list[Path]:
    """One workbook for each county; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    rubric = lawscore.load_rubric(RUBRIC)
    made = [_filled(rubric, number, one) for number, one in enumerate(counties(min(count, FILLED)))]
    paths = [folder / f"{_ID.format(number)}.xlsx" for number in range(count)]
    for number, path in enumerate(paths):
        original = number % len(made)
        path.write_bytes(_copied(made[original], _ID.format(original), _ID.format(number)))
    return paths


def _filled(rubric: Rubric, number: int, county: Mapping[str, Any]) -> bytes:
    unit = _ID.format(number)
    plan = plan_of(rubric, [Unit(id=unit, name=unit, unit_class="county")])
    book = load_workbook(io.BytesIO(form(plan)))
    _fill(plan, book, county["values"])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _fill(plan: Plan, book: Any, values: Mapping[str, Any]) -> None:
    sheet = book[plan.titles["fields"]]
    rows = {sheet.cell(row, 1).value: row for row in range(_FIRST_ROW, sheet.max_row + 1)}
    column = next(cell.column for cell in sheet[_FIRST_ROW - 1] if cell.value == "填报值")
    for name, value in values.items():
        spec = plan.rubric.fields[name]
        if not isinstance(value, list):
            _put(sheet.cell(rows[name], column + (value == "不适用")), spec, value)
            continue
        for row, record in enumerate(value, FIRST):
            for place, (inner, about) in enumerate((spec.fields or {}).items(), 1):
                if inner in record:
                    _put(book[plan.titles[name]].cell(row, place), about, record[inner])


def _put(cell: Any, spec: Column, text: str) -> None:
    """Type a value in, as a spreadsheet keeps it."""
    if spec.type == "percent" and text.endswith("%"):
        cell.value = float(text[:-1]) / 100
    elif spec.type in ("count", "number", "amount") and text.replace(".", "", 1).isdigit():
        cell.value = float(text) if "." in text else int(text)
    else:
        cell.value = text


def _copied(content: bytes, old: str, new: str) -> bytes:
    """The workbook of another county: the same, wherever it says which one it is."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as book, ZipFile(made, "w", ZIP_DEFLATED) as copy:
        for part in book.infolist():
            copy.writestr(part, book.read(part).replace(old.encode(), new.encode()))
    return made.getvalue()


if __name__ == "__main__":
    print(len(write(Path(sys.argv[1]), int(sys.argv[2]))))
