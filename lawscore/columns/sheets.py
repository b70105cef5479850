"""Where the rows of several tables that follow each other stand: in which file, row group and row, or on which line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import accumulate
from typing import Final

from lawscore.classes import dataclass
from lawscore.loading.csv_table import Row, Table
from lawscore.loading.table_stream import StreamTable
from lawscore.problems import Problem, Where
from lawscore.submission.places import Path

#: No column, but all of a row or table: as tables that have types say it.
_WHOLE: Final = -1
_NO_ROWS: Final[Mapping[int, Row]] = {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the tables as the ordinary reader sees it, and how many rows it has."""

    table: Table
    count: int
    #: Of a text, the line on which each row begins; else rows are counted from 1.
    lines: Sequence[int] | None = None
    #: Rows that do not fit the header, by their number from 0.
    ragged: Mapping[int, Row] = field(default_factory=lambda: _NO_ROWS)
    #: What its reader said of the whole of it.
    problems: tuple[Problem, ...] = ()

    def line(self, row: int) -> int:
        """What the ordinary reader calls a row that is counted from 0."""
        return row + 1 if self.lines is None else self.lines[row]


@dataclass(frozen=True, slots=True)
class Sheets(StreamTable):
    """Tables that follow each other as one: its rows are counted from 1 through all of them."""

    sheets: tuple[Sheet, ...]
    starts: tuple[int, ...]

    def where(self, line: int, column: int = _WHOLE) -> Where:
        if line == self.line:
            return self.sheets[0].table.where(self.sheets[0].table.line)
        sheet, row = self.at(line)
        number = sheet.line(row)
        return sheet.table.where(number) if column == _WHOLE else sheet.table.where(number, column)

    def inside(self, where: Where, path: Path) -> Where:
        own = next((one.table for one in self.sheets if one.table.name == where.file), self.sheets[0].table)
        return own.inside(where, path)

    def at(self, line: int) -> tuple[Sheet, int]:
        """The table that has a row, and the row there, from 0."""
        number = bisect_right(self.starts, line - 1) - 1
        return self.sheets[number], line - 1 - self.starts[number]

    def all_ragged(self) -> list[int]:
        """The rows that do not fit the header, from 0."""
        return [start + row for start, sheet in zip(self.starts, self.sheets, strict=True) for row in sheet.ragged]

    def ragged(self, line: int) -> Row | None:
        """A row that does not fit the header."""
        sheet, row = self.at(line)
        found = sheet.ragged.get(row)
        return None if found is None else replace(found, line=line)


def sheets_of(name: str, header: tuple[str, ...], sheets: Sequence[Sheet]) -> Sheets:
    """Several tables of the same columns as one."""
    starts = accumulate((sheet.count for sheet in sheets[:-1]), initial=0)
    return Sheets(name, 0, header, (), [], tuple(map(_fresh, sheets)), tuple(starts))


def _fresh(sheet: Sheet) -> Sheet:
    """A table of which no row group is known yet."""
    return replace(sheet, table=replace(sheet.table, groups=[])) if isinstance(sheet.table, StreamTable) else sheet


def each_table(table: StreamTable, rows: Sequence[Row]) -> Iterator[Table]:
    """The tables as the ordinary reader sees them, each with those of its rows that are among these, in their order."""
    if not isinstance(table, Sheets):
        yield replace(table, rows=rows)
        return
    apart: list[list[Row]] = [[] for _ in table.sheets]
    for row in rows:
        number = bisect_right(table.starts, row.line - 1) - 1
        line = table.sheets[number].line(row.line - 1 - table.starts[number])
        apart[number].append(replace(row, line=line))
    for sheet, own in zip(table.sheets, apart, strict=True):
        yield replace(sheet.table, rows=own)


def note_group(table: StreamTable, line: int, group: int | None) -> None:
    """Take down that the row group of a file begins with this row, where it does."""
    if group is None:
        return
    if isinstance(table, Sheets):
        sheet, row = table.at(line)
        if isinstance(sheet.table, StreamTable):
            note_group(sheet.table, row + 1, group)
    elif not table.groups or table.groups[-1][1] != group:
        table.groups.append((line, group))
