"""Workbooks for the tests, made as offices make them, and what the command says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from lawscore.catalogue import Language
from lawscore.cli.app import build
from lawscore.loading.rubrics import find_rubric
from lawscore.office.lines import Table
from lawscore.office.reading import read_table
from lawscore.office.table import Printed
from lawscore.office.tabling import printed
from lawscore.office.workbook import read_workbook
from lawscore.rubric.bound import Rubric

ROOT = Path(__file__).parent.parent
TOWNSHIP = ROOT / "rubrics" / "township-government" / "2023.1.yaml"
TASKS = ROOT / "rubrics" / "department-tasks" / "2015.1.yaml"


def rubric_of(path: Path) -> Rubric:
    rubric = find_rubric(path).rubric
    assert rubric is not None
    return rubric


def paper(path: Path, language: Language = "zh") -> Printed:
    return printed(rubric_of(path), language)


def book(path: Path, rows: Sequence[Sequence[object]], merges: Iterable[str] = (), name: str = "Sheet1") -> Path:
    """A workbook of one sheet; None leaves a cell empty."""
    made = Workbook()
    sheet = made.active
    sheet.title = name
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.cell(row, column).value = value
    for merge in merges:
        sheet.merge_cells(merge)
    made.save(path)
    return path


def table(path: Path, sheet: str | None = None) -> Table:
    """The table of a workbook that has one."""
    found = read_table(read_workbook(path), sheet, path.name)
    assert isinstance(found, Table), [str(problem) for problem in found]
    return found


def run(capsys: pytest.CaptureFixture[str], *arguments: object, lang: str = "zh") -> tuple[int, str, str]:
    """The status of a command, what it prints, and what it says to stderr."""
    words = [*map(str, arguments), "--lang", lang]
    with pytest.raises(SystemExit) as left:
        build(words)(words, standalone_mode=True)
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


class Edited:
    """A printed workbook that somebody works on: cells by the number of the row and the heading of the column."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        self.sheet = self.book.worksheets[0]
        self.head = next(row for row in range(1, 10) if self.sheet.cell(row, 1).value in ("编号", "No."))
        self.columns = {cell.value: cell.column for cell in self.sheet[self.head]}

    @property
    def rows(self) -> dict[str, int]:
        last = self.sheet.max_row
        return {str(name): row for row in range(self.head + 1, last + 1) if (name := self.sheet.cell(row, 1).value)}

    def cell(self, name: str, column: str) -> Any:
        return self.sheet.cell(self.rows[name], self.columns[column])

    def unmerge(self) -> None:
        """As sorting and moving rows needs it: what was merged stands in each row."""
        for merge in [one for one in self.sheet.merged_cells.ranges if one.min_row > self.head]:
            value = self.sheet.cell(merge.min_row, merge.min_col).value
            self.sheet.unmerge_cells(str(merge))
            for row in range(merge.min_row, merge.max_row + 1) if merge.min_col == merge.max_col else ():
                self.sheet.cell(row, merge.min_col).value = value

    def arrange(self, order: Sequence[str], new: dict[str, dict[str, object]] | None = None) -> None:
        """Put the rows into an order, leave out those that it does not name, and add new ones by the cells they have."""
        self.unmerge()
        width = len(self.columns)
        kept = {name: [self.sheet.cell(row, at).value for at in range(1, width + 1)] for name, row in self.rows.items()}
        for row in range(self.head + 1, self.sheet.max_row + 1):
            for column in range(1, width + 1):
                self.sheet.cell(row, column).value = None
        for row, name in enumerate(order, self.head + 1):
            cells = kept.get(name)
            told = {self.columns[key]: value for key, value in (new or {}).get(name, {}).items()}
            for column in range(1, width + 1):
                self.sheet.cell(row, column).value = cells[column - 1] if cells else told.get(column)

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path
