"""A data document in the making, from the rows of a table, with the way back from its parts to lines and cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.facts.unit import Layer
from lawscore.loading.csv_table import Row, Table
from lawscore.problems import Where
from lawscore.rules.basis import Basis
from lawscore.submission.document import DataDocument, RosterUnit, Submission, ValueEntry
from lawscore.submission.places import Located, Path
from lawscore.version import FORMAT

#: Where a row stands that is told of as a whole.
_MAIN: Final = ("value", "unit", "id")
#: From the part that has a row of its own to the value of a cell: `values`, a name, `value`.
_TO_CELL: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class CsvPlaces:
    """From a path of the document to a cell: the row of the nearest part that has one, the column of the last step."""

    table: Table
    columns: Mapping[str, int]
    lines: dict[Path, int] = field(default_factory=dict)

    def __call__(self, path: Path, *, key: bool = False) -> Where:
        known = next((end for end in range(len(path), 0, -1) if path[:end] in self.lines), 0)
        line = self.lines.get(path[:known], self.table.line)
        cell, inner = path[: known + _TO_CELL], path[known + _TO_CELL :]
        named = (self.columns[step] for step in reversed(cell) if isinstance(step, str) and step in self.columns)
        column = next(named, next((self.columns[name] for name in _MAIN if name in self.columns), 0))
        if key:
            column = self.columns.get("field", column)
        return self.table.inside(self.table.where(line, column), inner)


@dataclass(slots=True)
class _Part:
    """One submission in the making."""

    unit: str
    layer: Layer
    year: int | None
    values: dict[str, ValueEntry] = field(default_factory=dict)
    records: dict[str, list[dict[str, str]]] = field(default_factory=dict)


class Draft:
    """Collects the rows of one table."""

    def __init__(self, table: Table, columns: Mapping[str, int]) -> None:
        self._places = CsvPlaces(table, columns)
        self._units: list[RosterUnit] = []
        self._parts: list[_Part] = []
        self._shared: dict[tuple[str, Layer, int | None], int] = {}
        self._refused: set[Path] = set()
        self._entries: dict[str, ValueEntry] = {}

    def describe(self, unit: str, cells: Mapping[str, str], row: Row) -> None:
        """Note what a row says about a unit itself."""
        self._places.lines["units", len(self._units)] = row.line
        self._units.append(
            RosterUnit.model_construct(
                id=unit,
                name=cells.get("name"),
                unit_class=cells.get("class"),
                parent=cells.get("parent"),
                roles={},
                not_assessed=cells.get("not_assessed"),
            )
        )

    def submission(self, unit: str, layer: Layer, year: int | None, row: Row) -> int:
        """Begin a submission; returns its number."""
        number = len(self._parts)
        self._places.lines["submissions", number] = row.line
        self._parts.append(_Part(unit, layer, year))
        self._shared[unit, layer, year] = number
        return number

    def shared(self, unit: str, layer: Layer, year: int | None, row: Row, without: str | None = None) -> int:
        """The submission that a unit has already in a layer of a year, unless it holds a certain field; else a new one."""
        number = self._shared.get((unit, layer, year))
        if number is None or (without is not None and without in self._parts[number].values):
            return self.submission(unit, layer, year, row)
        return number

    def plain(self, number: int, name: str, cell: str) -> None:
        """Enter a value of which nothing else is said; equal cells share one entry."""
        entry = self._entries.get(cell)
        if entry is None:
            entry = self._entries[cell] = ValueEntry.model_construct(value=cell)
        self._parts[number].values[name] = entry

    def value(self, number: int, name: str, entry: ValueEntry, row: Row) -> None:
        """Enter a value that has a row of its own."""
        self._places.lines["submissions", number, "values", name] = row.line
        self._parts[number].values[name] = entry

    def other(self, number: int, name: str, value: object) -> None:
        """Enter a value that is no text."""
        self._parts[number].values[name] = ValueEntry.model_construct(value=value)

    def record(self, number: int, name: str, record: dict[str, str], row: Row) -> None:
        """Enter a record of a list."""
        records = self._parts[number].records.setdefault(name, [])
        self._places.lines["submissions", number, "values", name, "value", len(records)] = row.line
        records.append(record)

    def refuse(self, number: int, name: str) -> None:
        """Note that a value cannot be trusted."""
        self._refused.add(("submissions", number, "values", name))

    def located(self, *, is_roster: bool) -> Located:
        """The document, as far as it was understood."""
        document = DataDocument.model_construct(
            lawscore=FORMAT, units=tuple(self._units), givens={}, submissions=tuple(map(_built, self._parts))
        )
        return Located(document, self._places, frozenset(self._refused), is_roster)


def _built(part: _Part) -> Submission:
    listed = {name: ValueEntry.model_construct(value=records) for name, records in part.records.items()}
    values = {**part.values, **listed}
    return Submission.model_construct(unit=part.unit, layer=part.layer, year=part.year, values=values, answers=())


def entry_of(cells: Mapping[str, Any]) -> ValueEntry:
    """A value with what its row says of it."""
    about: dict[str, Any] = {key: cells[key] for key in ("part", "reason", "note") if key in cells}
    if "source" in cells:
        return ValueEntry.model_construct(value=cells["value"], source=Basis(document=cells["source"]), **about)
    return ValueEntry.model_construct(value=cells["value"], **about)
