"""An office's table as it was read: its indicators line by line, each part with its place on the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from lawscore.classes import dataclass
from lawscore.office.marks import Marks
from lawscore.office.points import Points
from lawscore.office.workbook import Sheet
from lawscore.problems import Problem, Where


@dataclass(frozen=True, slots=True)
class Head:
    """A cell that names a branch, and the points that stand in a column for it."""

    text: str
    row: int
    column: int
    points: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An indicator of the table: what stands in its cells, by role."""

    row: int
    id: str
    heads: tuple[Head, ...]
    title: str
    points: Points | None
    cells: Mapping[str, str]
    #: The column of each role on the sheet.
    columns: Mapping[str, int]

    def text(self, role: str) -> str:
        """What stands in a cell; nothing where there is no such column."""
        return self.cells.get(role, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What was read of a sheet."""

    sheet: Sheet
    title: str
    lines: tuple[Line, ...]
    #: Rows of vetoes: their sentences.
    vetoes: tuple[Line, ...] = ()
    #: The row of the total, and what it says.
    total: tuple[Where, Points] | None = None
    marks: Marks | None = None
    #: The roles that have a column.
    roles: frozenset[str] = frozenset()
    problems: Sequence[Problem] = field(default=())

    def where(self, line: Line, role: str) -> Where:
        """The place of a cell."""
        return self.sheet.where(line.row, line.columns.get(role, 1))
