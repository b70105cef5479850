"""A table that has types, read batch by batch, whatever library holds it: its rows are read as those of a CSV table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Final

from lawscore.classes import dataclass
from lawscore.loading.csv_reader import read_rows
from lawscore.loading.csv_table import Row, Table
from lawscore.loading.table_cells import Cell, Other, Refused
from lawscore.models import shorten
from lawscore.problems import Problem, Spot, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.places import Located, Path

#: So many rows are held at a time.
BATCH: Final = 10_000
#: Where problems of no row stand: before the first.
_HEADER: Final = 0
#: No column, but all of a row or table.
_WHOLE: Final = -1
#: Columns that programs write beside the data: the numbers of the rows.
_NUMBERING: Final = re.compile(r"__index_level_\d+__")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows, by column: what each cell says. `group` is the row group of the file, where it has several."""

    columns: Sequence[Sequence[Cell]]
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A table: the names of its columns, and its rows, which can be read once.

    `named` may be the name of the list whose records stand there; `errors` are what reading on may raise, where the rest
    cannot be had.
    """

    name: str
    header: tuple[str, ...]
    batches: Iterable[Batch]
    named: str = ""
    problems: tuple[Problem, ...] = ()
    errors: tuple[type[Exception], ...] = (OSError,)


def column_place(name: str, header: Sequence[str], at: int) -> Where:
    """The place of a column as a whole."""
    return Where(file=name, column=at + 1, spot=Spot(column=header[at]))


def read_stream(stream: Stream, rubric: Rubric) -> tuple[Located | None, list[Problem]]:
    """Read a table as a table of units, of values, of records or a roster; problems come with their rows."""
    problems = list(stream.problems)
    rows = _Rows(stream, problems)
    table = StreamTable(stream.name, _HEADER, rows.header, rows, rows.groups)
    rows.table = table
    if not rows.header:
        return None, [*problems, Problem(code="table_empty", where=Where(file=stream.name))]
    return read_rows(table, rubric, problems, stream.named), problems


@dataclass(frozen=True, slots=True)
class StreamTable(Table):
    """A table whose places are rows and columns by name. `groups` are the row groups by their first rows."""

    groups: list[tuple[int, int]]

    def where(self, line: int, column: int = _WHOLE) -> Where:
        name = "" if column == _WHOLE else self.header[column]
        if line == _HEADER:
            return Where(file=self.name, column=column + 1, spot=Spot(column=name))
        at = bisect_right(self.groups, (line, 1 << 62)) - 1
        spot = Spot(column=name, group=self.groups[at][1] if at >= 0 else None)
        return Where(file=self.name, line=line, column=column + 1, spot=spot)

    def inside(self, where: Where, path: Path) -> Where:
        """A record of a list that stands in a cell, and its column."""
        if where.spot is None or not path or not isinstance(path[0], int):
            return where
        steps = (where.spot.column, *(step for step in path[1:] if isinstance(step, str)))
        spot = Spot(column=".".join(steps), group=where.spot.group, record=path[0] + 1)
        return Where(file=where.file, line=where.line, column=where.column, spot=spot)


@dataclass(slots=True)
class _Rows:
    """The rows of a stream, read as they are asked for; what is wrong with a cell is then told at the cell."""

    stream: Stream
    problems: list[Problem]
    groups: list[tuple[int, int]] = field(default_factory=list)
    table: StreamTable | None = None
    _unnamed: set[int] = field(default_factory=set)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns that are read."""
        return tuple(self.stream.header[place] for place in self._places)

    @property
    def _places(self) -> list[int]:
        names = enumerate(self.stream.header)
        return [place for place, name in names if name.strip() and not _NUMBERING.fullmatch(name)]

    def __iter__(self) -> Iterator[Row]:
        number, places = 0, self._places
        blank = [place for place, name in enumerate(self.stream.header) if not name.strip()]
        for batch in self._batches():
            if batch.group is not None and (not self.groups or self.groups[-1][1] != batch.group):
                self.groups.append((number + 1, batch.group))
            self._tell_unnamed(batch, blank)
            for cells in zip(*(batch.columns[place] for place in places), strict=True):
                number += 1
                if any(cells):
                    yield row_of(number, cells, self._tell)

    def _batches(self) -> Iterator[Batch]:
        """The batches up to the first that cannot be read."""
        try:
            yield from self.stream.batches
        except self.stream.errors as error:
            where, facts = Where(file=self.stream.name), {"reason": shorten(error, 120)}
            self.problems.append(Problem(code="file_table_cut", where=where, facts=facts))

    def _tell(self, problem: Problem, number: int, place: int) -> None:
        assert self.table is not None  # it is made before the rows are asked for
        self.problems.append(problem.at(self.table.where(number, place)))

    def _tell_unnamed(self, batch: Batch, blank: Sequence[int]) -> None:
        for place in blank:
            if place not in self._unnamed and any(batch.columns[place]):
                self._unnamed.add(place)
                where = Where(file=self.stream.name)
                self.problems.append(Problem(code="csv_column_unnamed", where=where, facts={"number": place + 1}))


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return (cell.text or "") if isinstance(cell, Refused) else ""


def row_of(number: int, cells: tuple[Cell, ...], tell: Callable[[Problem, int, int], None]) -> Row:
    """The row of these cells; `tell` is handed what is wrong with one, the row and the place."""
    if all(type(cell) is str for cell in cells):
        return Row(number, cells)  # type: ignore[arg-type]  # all are texts
    refused: set[int] = set()
    others: dict[int, object] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, Other):
            others[place] = cell.value
        elif isinstance(cell, Refused):
            if cell.problem is not None:
                tell(cell.problem, number, place)
            refused |= {place} if cell.text is None else set()
    return Row(number, tuple(map(_text, cells)), refused=frozenset(refused), others=others or None)
