"""The sheets of a workbook as tables of texts: what stands where, what is merged, what nobody sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path

from lawscore.classes import dataclass
from lawscore.loading.xlsx_cells import letters
from lawscore.loading.xlsx_sheets import Range, read_book
from lawscore.loading.xlsx_sheets import Sheet as Source
from lawscore.loading.xlsx_texts import told
from lawscore.problems import Problem, Where


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it; `problems` say why its text cannot be used, or what was left out of it."""

    row: int
    column: int
    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells by row and column, what is merged, which rows nobody sees."""

    file: str
    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: Sequence[Range] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False

    def where(self, row: int, column: int) -> Where:
        """The place of a cell, as people call it: `book.xlsx!Sheet1!C17`."""
        return Where(file=self.file, cell=f"{self.name}!{letters(max(column, 1))}{row}")

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows in which something stands."""
        return tuple(sorted({row for row, _ in self.cells}))

    def merge_at(self, row: int, column: int) -> Range | None:
        """The merged cells to which a place belongs."""
        return next((m for m in self._by_column.get(column, ()) if m.top <= row <= m.bottom), None)

    @cached_property
    def _by_column(self) -> Mapping[int, Sequence[Range]]:
        last = max((column for _, column in self.cells), default=0)
        found: dict[int, list[Range]] = {}
        for merge in self.merges:
            for column in range(merge.left, min(merge.right, last) + 1):
                found.setdefault(column, []).append(merge)
        return found


@dataclass(frozen=True, slots=True)
class Book:
    """What became of a workbook file: its sheets, or what is wrong with it."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def read_workbook(path: Path) -> Book:
    """Read a workbook. Whatever the file holds, the answer is sheets or a problem."""
    book = read_book(path)
    if isinstance(book, Problem):
        return Book(problems=(book,))
    return Book(tuple(_sheet(sheet) for sheet in book.sheets))


def _sheet(source: Source) -> Sheet:
    cells = {(cell.row, cell.column): cell for cell in _cells(source)}
    return Sheet(source.file, source.title, cells, source.merged, source.hidden_rows, source.is_hidden)


def _cells(source: Source) -> Iterator[Cell]:
    for row, columns in source.rows.items():
        for column, cell in columns.items():
            found = told(source, cell)
            lines = found.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            text = "\n".join(line.strip() for line in lines).strip()
            if text or found.problems:
                placed = tuple(replace(problem, where=source.where(row, column)) for problem in found.problems)
                yield Cell(row, column, text, placed)
