"""A data file read again after it was saved: of a CSV table with a row for each unit, only the rows that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from lawscore.classes import dataclass
from lawscore.loading.csv_draft import CsvPlaces
from lawscore.loading.csv_reader import has_row_for_each_unit, read_csv
from lawscore.loading.files import read_text
from lawscore.loading.submissions import read_documents
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.document import DataDocument, RosterUnit, Submission
from lawscore.submission.places import Located
from lawscore.submission.places import Path as Steps

#: Signs by which a line need not be a row.
_NOT_A_ROW: Final = ('"', "\r")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a file said when it was read. `lines` are those of a table that may be read row by row, else none."""

    content: bytes | None
    #: Of a workbook one for each table; none where nothing could be read.
    documents: tuple[Located, ...]
    problems: tuple[Problem, ...]
    lines: tuple[str, ...] = field(default=(), repr=False)


def read_again(rubric: Rubric, file: str, before: Reading | None = None) -> Reading:
    """Read a data file; `before` is what it said under a rubric that asks for the same. It is returned where nothing changed."""
    content = content_of(Path(file))
    if before is not None and before.content == content and before.documents and not Path(file).is_dir():
        return before  # one that is not here is among those shipped; what a folder says stands below it
    lines = _lines(file)
    if before is not None and before.lines and lines:
        renewed = _renewed(rubric, file, lines, before)
        if renewed is not None:
            return Reading(content, (renewed[0],), renewed[1], lines)
    located, problems = read_documents(rubric, [file])
    return Reading(content, tuple(located), tuple(problems), lines)


def content_of(path: Path) -> bytes | None:
    """What stands in a file; None where it cannot be read now."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _lines(file: str) -> tuple[str, ...]:
    """The lines of a CSV file of which each is a row; none where one need not be."""
    if Path(file).suffix.casefold() != ".csv":
        return ()
    text, problems = read_text(file)
    if text is None or problems:
        return ()
    text = text.replace("\r\n", "\n")
    return () if any(sign in text for sign in _NOT_A_ROW) else tuple(text.split("\n"))


def _renewed(
    rubric: Rubric, file: str, lines: Sequence[str], before: Reading
) -> tuple[Located, tuple[Problem, ...]] | None:
    """The document with the rows that changed; None where it must be read as a whole."""
    if len(before.documents) != 1 or before.problems or lines[0] != before.lines[0]:
        return None
    (old,) = before.documents
    if old.refused:
        return None
    if not isinstance(old.locate, CsvPlaces) or not has_row_for_each_unit(old.locate.table, rubric):
        return None
    known = _rows(old.document, old.locate, before.lines)
    masked = [line if place == 0 or line not in known else "" for place, line in enumerate(lines)]
    fresh, problems = read_csv("\n".join(masked), file, rubric)
    if fresh is None or not isinstance(fresh.locate, CsvPlaces):
        return None
    changed = _by_line(fresh.document, fresh.locate)
    rows = [
        (number, known[line] if number > 1 and line in known else changed.get(number, _NOTHING))
        for number, line in enumerate(lines, start=1)
    ]
    return _joined(rows, fresh, fresh.locate), tuple(problems)


@dataclass(slots=True)
class _Row:
    """What one row says: of its unit itself, and of its values; the number of its submission in its document."""

    unit: RosterUnit | None = None
    submission: Submission | None = None
    number: int | None = None


_NOTHING: Final = _Row()


def _by_line(document: DataDocument, places: CsvPlaces) -> dict[int, _Row]:
    """The rows of a document by their lines."""
    rows: dict[int, _Row] = {}
    for (section, number, *inside), line in places.lines.items():
        row = rows.setdefault(line, _Row())
        if section == "units" and isinstance(number, int):
            row.unit = document.units[number]
        elif not inside and isinstance(number, int):
            row.submission, row.number = document.submissions[number], number
    return rows


def _rows(document: DataDocument, places: CsvPlaces, lines: Sequence[str]) -> Mapping[str, _Row]:
    """The rows of a document by what stands in their lines."""
    return {lines[line - 1]: replace(row, number=None) for line, row in _by_line(document, places).items()}


def _joined(rows: Sequence[tuple[int, _Row]], fresh: Located, places: CsvPlaces) -> Located:
    """The whole document: what is refused stands in rows that were read now."""
    units: list[RosterUnit] = []
    submissions: list[Submission] = []
    found: dict[Steps, int] = {}
    refused: set[Steps] = set()
    below: dict[int, list[Steps]] = {}
    for path in fresh.refused:
        below.setdefault(int(path[1]), []).append(path)
    for line, row in rows:
        if row.unit is not None:
            found["units", len(units)] = line
            units.append(row.unit)
        if row.submission is not None:
            number = len(submissions)
            found["submissions", number] = line
            submissions.append(row.submission)
            if row.number is not None:
                refused.update(("submissions", number, *path[2:]) for path in below.get(row.number, ()))
    document = fresh.document.model_copy(update={"units": tuple(units), "submissions": tuple(submissions)})
    return Located(document, replace(places, lines=found), frozenset(refused), fresh.is_roster)
