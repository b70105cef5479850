"""The rows that are not scored by columns: gathered and scored as any submission is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from typing import Any

from lawscore.classes import dataclass
from lawscore.columns.encoding import UNREAD
from lawscore.columns.headers import Layout
from lawscore.columns.sheets import Sheets, each_table
from lawscore.loading.arrow_columns import cells_of
from lawscore.loading.csv_reader import read_rows
from lawscore.loading.csv_table import Row
from lawscore.loading.table_cells import Cell
from lawscore.loading.table_stream import row_of
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather
from lawscore.submission.places import Located
from lawscore.submission.words import suggest


@dataclass
class Aside:
    """Collects such rows of a table while it is read."""

    layout: Layout
    rubric: Rubric
    problems: list[Problem] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, batch: Any, rows: Sequence[int], first: int) -> None:
        """Take some rows of a batch whose first row has this number."""
        if not rows:
            return
        read, untold = self.layout.read, [UNREAD] * len(rows)
        columns = [_cells(batch.column(place), rows) if place in read else untold for place in self.layout.kept]
        for row, cells in zip(rows, zip(*columns, strict=True), strict=True):
            if any(cells):
                self.rows.append(self._ragged(first + row) or row_of(first + row, cells, self._tell))

    def gathered(self, beside: Iterable[Located], before: Iterable[Problem], ids: Iterable[str]) -> Gathered:
        """What is gathered from these rows; `ids` are those of the roster."""
        rows = sorted(self.rows, key=lambda row: row.line)
        read = [read_rows(table, self.rubric, self.problems) for table in each_table(self.layout.table, rows)]
        documents = [*beside, *(located for located in read if located is not None)]
        found = gather(self.rubric, documents, problems=(*before, *self.problems))
        return replace(found, problems=tuple(_nearest(found.problems, ids)))

    def _ragged(self, number: int) -> Row | None:
        """The row as it stands, where it does not fit the header."""
        table = self.layout.table
        return table.ragged(number) if isinstance(table, Sheets) else None

    def _tell(self, problem: Problem, number: int, place: int) -> None:
        self.problems.append(problem.at(self.layout.table.where(number, place)))


def _cells(column: Any, rows: Sequence[int]) -> Sequence[Cell]:
    """What some rows of a column say."""
    import pyarrow as pa

    try:
        return cells_of(column.take(pa.array(rows)))
    except pa.ArrowNotImplementedError:  # a type of which Arrow takes no rows
        return [cells_of(column.slice(row, 1))[0] for row in rows]


def _nearest(problems: Iterable[Problem], ids: Iterable[str]) -> Iterator[Problem]:
    """A unit that is not listed is told the nearest of all that are, not only of those that are gathered here."""
    pool: list[str] | None = None
    for problem in problems:
        if problem.code == "unit_not_listed":
            pool = list(ids) if pool is None else pool
            yield replace(problem, hint=suggest(str(problem.facts["id"]), pool))
        else:
            yield problem
