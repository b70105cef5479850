"""A CSV text as a table of texts: one header, rows of the same width, each with the line on which it begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.loading.characters import UNSEEN, unseen
from lawscore.loading.lines import Lines
from lawscore.problems import Problem, Where

_OTHER_SEPARATORS: Final = {"\t": "Tab", ";": ";", "；": "；", "，": "，", "|": "|"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `is_ragged`: it has more or fewer cells than the header, so nobody knows which cell belongs where.

    It is so too where a cell cannot be read that says what the row is about.
    """

    line: int
    cells: tuple[str, ...]
    is_ragged: bool = False
    #: The cells, by index, that the reader could not take and has reported.
    refused: frozenset[int] = frozenset()
    #: What is no text, by index: of a table that has types, a list that stands in a cell.
    others: Mapping[int, object] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it; rows without any text are left out."""

    name: str
    line: int
    header: tuple[str, ...]
    rows: Iterable[Row]

    def where(self, line: int, column: int = 0) -> Where:
        """The place of a cell, by its line and its index in the row: the column counts cells from 1."""
        return Where(file=self.name, line=line, column=column + 1)

    def inside(self, where: Where, path: tuple[str | int, ...]) -> Where:  # noqa: ARG002 - tables that have types look at it
        """The place of a part of what stands in a cell; that of the cell, where no list stands in one."""
        return where


def read_table(text: str, name: str) -> tuple[Table | None, list[Problem]]:
    """Read a CSV text. Returns no table where the text is no CSV, or has no header."""
    text = text.removeprefix("\ufeff")
    problems = list(unseen(Lines(name, text)))
    rows: list[Row] = []
    for row in _rows(UNSEEN.sub("", text), name):
        if isinstance(row, Problem):
            return None, [*problems, row]
        rows.append(row)
    if not rows:
        return None, [*problems, Problem(code="nothing_inside", where=Where(file=name, line=1, column=1))]
    table = _table(name, rows[0], rows[1:])
    problems += _ragged(table)
    return table, problems


#: What the reader of the standard library says → our code.
_SAYINGS: Final = (("unexpected end", "csv_quote_unclosed"), ("expected after", "csv_text_after_quote"))


def _rows(text: str, name: str) -> Iterator[Row | Problem]:
    """The rows that have some text; a problem, and nothing after it, where the text is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = next((code for saying, code in _SAYINGS if saying in str(error)), "csv_broken")
            facts = {"problem": str(error)} if code == "csv_broken" else {}
            where = Where(file=name, line=line, column=1)
            yield Problem(code=code, where=where, facts=facts, hint=phrase("hint.csv_quotes"))
            return
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            yield Row(line, stripped)


def _table(name: str, header: Row, rows: list[Row]) -> Table:
    """Cut what is blank to the right of the header, and mark the rows that do not fit it."""
    names = header.cells
    used = max((index for row in rows for index, cell in enumerate(row.cells) if cell), default=-1)
    while names and not names[-1] and len(names) - 1 > used:
        names = names[:-1]
    width = len(names)
    fitted = [_fitted(row, width, len(header.cells)) for row in rows]
    return Table(name, header.line, names, tuple(fitted))


def _fitted(row: Row, width: int, written: int) -> Row:
    blank_beyond = not any(row.cells[width:])
    if len(row.cells) == written or (len(row.cells) >= width and blank_beyond):
        return Row(row.line, row.cells[:width])
    return Row(row.line, row.cells, is_ragged=True)


def _ragged(table: Table) -> Iterator[Problem]:
    width = len(table.header)
    for row in table.rows:
        if row.is_ragged:
            facts = {"cells": len(row.cells), "width": width}
            hint = phrase("hint.csv_cells_more" if len(row.cells) > width else "hint.csv_cells_fewer")
            where = table.where(row.line, min(len(row.cells), width))
            yield Problem(code="csv_row_ragged", where=where, facts=facts, hint=hint)


def separator_hint(table: Table) -> Phrase | None:
    """What to say where a table has one column only because its cells are separated by something else."""
    if len(table.header) > 1:
        return None
    for sign, shown in _OTHER_SEPARATORS.items():
        if sign in table.header[0]:
            return phrase("hint.csv_separator", sign=shown)
    return None
