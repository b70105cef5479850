"""A data document in the making, from the sheets of a form, with the cell in which each part of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, Final, NamedTuple

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.source import Path, Source
from lawscore.loading.xlsx_cells import letters
from lawscore.loading.xlsx_form_sheets import FormSheet
from lawscore.loading.xlsx_marks import FormMarks
from lawscore.loading.xlsx_texts import told
from lawscore.models import shorten
from lawscore.problems import Problem, Severity, Where
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.submission.words import fold, suggest

SUBMISSION: Final[Path] = ("submissions", 0)
VALUES: Final[Path] = (*SUBMISSION, "values")
TEXT: Final = Column(type="text")


class Line(NamedTuple):
    """A row in which a value or a record stands, with the columns of its parts, and that of the whole.

    Cells are named only where something must be said of them: of three thousand forms that would be millions.
    """

    sheet: str
    row: int
    columns: Mapping[str, int]
    column: int

    def where(self, file: str, inside: Path) -> Where:
        """The cell of a part."""
        step = next((step for step in reversed(inside) if step in self.columns), None)
        column = self.columns[str(step)] if step is not None else self.column
        return Where(file=file, cell=f"{self.sheet}!{letters(column)}{self.row}")


@dataclass(frozen=True, slots=True, eq=False)
class CellSource(Source):
    """A tree whose parts were read from cells; what has no cell of its own stands where the part above it does."""

    cells: Mapping[Path, Where] = field(default_factory=dict)
    lines: Mapping[Path, Line] = field(default_factory=dict)

    def where(self, path: Path, *, key: bool = False, offset: int = 0) -> Where:  # noqa: ARG002 - a cell is one place
        for end in range(len(path), -1, -1):
            line = self.lines.get(path[:end])
            found = self.cells.get(path[:end]) if line is None else line.where(self.name, path[end:])
            if found is not None:
                return replace(found, path=self.existing(path))
        return Where(file=self.name, path=self.existing(path))


class Stated(NamedTuple):
    """What the sheet of fields says of a list of records, and where."""

    where: Where
    text: str


class Read(NamedTuple):
    """What a cell says; `refused`: nothing that could be trusted."""

    text: str
    refused: bool


class FormDraft:
    """What is known of a form while its sheets are read."""

    def __init__(self, sheets: Iterable[FormSheet], marks: FormMarks | None, rubric: Rubric) -> None:
        self.sheets, self.marks, self.rubric = tuple(sheets), marks, rubric
        self.name = self.sheets[0].sheet.file
        self.problems: list[Problem] = []
        self.values: dict[str, Any] = {}
        self.answers: list[dict[str, str]] = []
        self.spoiled: set[Path] = set()
        self.cells: dict[Path, Where] = {(): self.head("unit")}
        self.lines: dict[Path, Line] = {}
        #: Fields that have a row, lists that have a sheet, lists of which the sheet of fields says something.
        self.rows: set[str] = set()
        self.lists: set[str] = set()
        self.stated: dict[str, Stated] = {}

    def source(self, document: dict[str, Any]) -> Source:
        """The document with its places."""
        return CellSource(self.name, document, spoiled=frozenset(self.spoiled), cells=self.cells, lines=self.lines)

    def head(self, fact: str) -> Where:
        """The place of a fact in the first sheet that states it, else the first cell."""
        for one in self.sheets:
            if fact in one.facts:
                return one.sheet.where(one.facts[fact].row, one.facts[fact].column)
        return self.sheets[0].sheet.where(1, 1)

    def report(self, code: str, where: Where, severity: Severity = "error", **facts: object) -> None:
        """Note a problem; `hint` among the facts is its hint."""
        hint: Any = facts.pop("hint", None)
        self.problems.append(Problem(code=code, where=where, severity=severity, facts=facts, hint=hint))

    def read(self, one: FormSheet, line: int, column: int, spec: Column = TEXT) -> Read:
        """What a cell says; what is wrong with it is reported. A value over several rows belongs to none of them."""
        merged = next((m for m in one.tall if m.top <= line <= m.bottom and m.left <= column <= m.right), None)
        if merged is not None and merged.left in one.sheet.rows.get(merged.top, {}):
            if (merged.top, merged.left) == (line, column):
                self.report("cell_merged", one.sheet.where(line, column), hint=phrase("hint.cell_merged"))
            return Read("", refused=True)
        found = told(one.sheet, one.sheet.rows.get(line, {}).get(column), spec)
        self.problems += [problem.at(one.sheet.where(line, column)) for problem in found.problems]
        return Read(found.text, found.refused)

    def spoil(self, name: str, where: Where) -> None:
        """Note that the value of a field cannot be trusted."""
        self.values[name] = {"value": ""}
        self.spoiled.add((*VALUES, name))
        self.cells.setdefault((*VALUES, name), where)

    def odd_columns(self, one: FormSheet, known: Iterable[str]) -> None:
        """Columns that somebody added, and filled in, are left aside, and it is said."""
        used = set(one.columns.values())
        for column, text in one.header.texts.items():
            if column not in used and any(column in one.sheet.rows[line] for line in one.lines()):
                where, hint = one.sheet.where(one.header.top, column), suggest(fold(text), known)
                self.report("form_column_extra", where, "warning", name=shorten(text), hint=hint)
