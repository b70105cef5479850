"""The sheets of a workbook, streamed: cells that hold something, what is merged, what nobody sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from math import isfinite
from pathlib import Path
from typing import Final

from lawscore.classes import dataclass
from lawscore.loading.xlsx_archive import Archive, BrokenWorkbook, guarded, open_archive
from lawscore.loading.xlsx_blank import apart
from lawscore.loading.xlsx_cells import Cell, Content, letters, place
from lawscore.loading.xlsx_parts import Named, Parts, is_true, read_parts, unescaped
from lawscore.loading.xlsx_xml import Attributes, RefusedXml
from lawscore.problems import Problem, Where

#: A sheet with more cells that hold something was made by a program, which can write CSV.
MOST_CELLS: Final = 5_000_000
_CONTENTS: Final[Mapping[str, Content]] = {
    "s": "text", "str": "text", "inlineStr": "text", "b": "yesno", "e": "error", "d": "date", "n": "number",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """Cells from the first to the last corner, both included, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells by row, each row by column."""

    file: str
    title: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[Range, ...] = ()
    is_hidden: bool = False
    since_1904: bool = False

    def where(self, row: int, column: int) -> Where:
        """The place of a cell, as people call it: `大英县.xlsx!填报表!C17`."""
        return Where(file=self.file, cell=f"{self.title}!{letters(max(column, 1))}{max(row, 1)}")

    def hides(self, row: int, column: int) -> bool:
        """Whether nobody sees a cell."""
        return row in self.hidden_rows or any(one.left <= column <= one.right for one in self.hidden_columns)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets in order, and whether programs stand in it."""

    name: str
    sheets: tuple[Sheet, ...]
    has_macros: bool = False


def read_book(path: str | Path) -> Book | Problem:
    """Read a workbook; whatever the file holds, the answer is its sheets or one problem."""
    try:
        archive = open_archive(path)
        with archive.zip:
            parts = read_parts(archive)
            sheets = tuple(_sheet(archive, parts, named) for named in parts.sheets)
            return Book(archive.name, sheets, archive.has_macros)
    except BrokenWorkbook as broken:
        return broken.problem


def _sheet(archive: Archive, parts: Parts, named: Named) -> Sheet:
    reading = _Reading(parts)
    if not archive.read(named.part, reading, lambda stream: apart(stream, reading.take)):
        guarded(archive.name, lambda: _lost(named.part))
    return Sheet(
        archive.name, named.title, reading.in_order(), tuple(reading.merged), frozenset(reading.hidden_rows),
        tuple(reading.hidden_columns), named.is_hidden, parts.since_1904,
    )  # fmt: skip


def _lost(part: str) -> None:
    raise RefusedXml(part, "is missing")


@dataclass(slots=True)
class _Reading:
    """What is known of a sheet while its XML goes by; a cell without a value leaves nothing behind."""

    parts: Parts
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[Range] = field(default_factory=list)
    _row: int = 0
    _column: int = 0
    _reference: str | None = None
    _cell: Attributes = field(default_factory=dict)
    _value: list[str] = field(default_factory=list)
    _formula: list[str] | None = None
    _into: list[str] | None = None
    _skips: bool = False
    _count: int = 0
    #: Some cells came through the parser, others were taken out before.
    _is_mixed: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._open(attributes)
        elif name in ("v", "t"):
            self._into = None if self._skips else self._value
        elif name == "f":
            self._into = self._formula = []
        elif name in _STARTS:
            _STARTS[name](self, attributes)

    def end(self, name: str) -> None:
        if name == "c":
            self._close()
        elif name == "rPh":
            self._skips = False
        elif name in ("v", "t", "f"):
            self._into = None

    def take(self, reference: str, style: str | None, kind: str, value: str) -> None:
        """A plain cell that was taken out of the XML."""
        found = place(reference)
        assert found is not None  # it was told by its reference
        self._keep(*found, kind, value, style)

    def in_order(self) -> dict[int, dict[int, Cell]]:
        """The rows, each with its cells from left to right."""
        if not self._is_mixed:
            return self.rows
        return {row: dict(sorted(cells.items())) for row, cells in sorted(self.rows.items())}

    def text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def row(self, attributes: Attributes) -> None:
        """A row; one without a number follows on the one before."""
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._column, self._reference = 0, None
        if is_true(attributes, "hidden"):
            self.hidden_rows.add(self._row)

    def columns(self, attributes: Attributes) -> None:
        """Columns that are described together."""
        if is_true(attributes, "hidden"):
            self.hidden_columns.append(Range(1, int(attributes.get("min", 1)), 1, int(attributes.get("max", 1))))

    def merge(self, attributes: Attributes) -> None:
        """Cells that are one."""
        first, _, last = attributes.get("ref", "").partition(":")
        start, end = place(first), place(last or first)
        if start is not None and end is not None and start != end:
            self.merged.append(Range(*start, *end))

    def skip(self, _: Attributes) -> None:
        """How characters are read aloud is no text of the cell."""
        self._skips = True

    def _open(self, attributes: Attributes) -> None:
        self._cell, self._formula = attributes, None
        if self._value:
            self._value = []
        reference = attributes.get("r")
        if reference is None:
            self._settle()
            self._column += 1
        self._reference = reference

    def _settle(self) -> None:
        """Work out where the last cell stands that says so: of most, which are empty, nobody wants to know."""
        found = place(self._reference) if self._reference is not None else None
        if found is not None:
            self._row, self._column = found
        self._reference = None

    def _close(self) -> None:
        if not self._value and self._formula is None:
            return
        self._settle()
        self._is_mixed = True
        formula = "".join(self._formula) if self._formula is not None else None
        self._keep(
            self._row, self._column, self._cell.get("t", "n"), "".join(self._value), self._cell.get("s"), formula
        )

    def _keep(
        self, row: int, column: int, kind: str, value: str, style: str | None, formula: str | None = None
    ) -> None:
        content = _CONTENTS.get(kind, "text")
        text = self._text(value, kind, content)
        if not text and (formula is None or content == "text"):
            return
        self._count += 1
        if self._count > MOST_CELLS:
            raise RefusedXml("more than", MOST_CELLS, "cells")
        cell = Cell(row, column, content, text, self.parts.format(style), formula)
        self.rows.setdefault(row, {})[column] = cell

    def _text(self, value: str, kind: str, content: Content) -> str:
        """The value as a text; a number must be one."""
        if kind == "s":
            return self.parts.texts[int(value)]
        if content == "number" and value.strip() and not isfinite(float(value)):
            raise RefusedXml(value[:20], "is no number")
        return unescaped(value) if content == "text" else value.strip()


_STARTS: Final = {
    "row": _Reading.row,
    "col": _Reading.columns,
    "mergeCell": _Reading.merge,
    "rPh": _Reading.skip,
}
