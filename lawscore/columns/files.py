"""Files of units as one source: Parquet, Arrow and CSV files whose columns are the same, in the order of their names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.columns.opening import OPENERS, Opened, opened_file
from lawscore.columns.sources import BATCH, Source
from lawscore.loading.arrow_columns import unread_type
from lawscore.loading.arrow_stream import Part
from lawscore.loading.csv_reader import has_row_for_each_unit
from lawscore.loading.folders import spread
from lawscore.loading.submissions import ENDINGS, read_origin
from lawscore.problems import Problem, QuestionError, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather

_READ_AT_A_TIME: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """What data files come to: the table of units where they have one, and all that stands beside it.

    `why` says why there is no such table.
    """

    source: Source | None
    beside: Gathered | None
    files: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    why: str = ""

    @property
    def units(self) -> int:
        """How many rows the table has."""
        return sum(sheet.count for sheet in self.source.sheets) if self.source is not None else 0


def find_units(rubric: Rubric, paths: Sequence[str | Path], encoding: str | None = None, size: int = BATCH) -> Found:
    """Look for the table of units among data files and folders; whatever else there is, is read as ever.

    Nothing raises: of files that cannot be read, and that do not fit together, the ordinary reader has more to say.
    """
    every = list(spread(paths, ENDINGS))
    if not all(isinstance(one, str | Path) and str(one) != _STDIN for one in every):
        return Found(None, None, why="files")
    names = [str(one) for one in every]
    opened = {name: opened_file(name, encoding, size) for name in names if Path(name).suffix.casefold() in OPENERS}
    tables = {name: one for name, one in opened.items() if one is not None and _is_of_units(one, rubric)}
    if not tables or any(one is None for one in opened.values()):
        return Found(None, None, why="files" if opened else "form")
    if not _agree(list(tables.values())):
        return Found(None, None, why="files_differ")
    others = [name for name in names if name not in tables]
    origin = read_origin(rubric, others, encoding=encoding)
    beside = gather(rubric, origin.documents, problems=origin.problems, whole=origin.whole) if others else None
    sheets = [_with_what_is_said(rubric, name, one, encoding) for name, one in tables.items()]
    source = _together(sheets, list(tables), encoding)
    return Found(source, beside, tuple(map(Path, tables)), tuple(map(Path, others)))


def with_beside(rubric: Rubric, table: Any, beside: Gathered | None) -> tuple[Any, Gathered | None]:
    """A table, or the table of units among files, and all that stands beside it.

    Raises `QuestionError` where the files are no such table: what is wrong with each, or that they do not go together.
    """
    paths = [table] if isinstance(table, str | Path) else table
    if not isinstance(paths, list | tuple) or not paths or not all(isinstance(one, str | Path) for one in paths):
        return table, beside
    found = find_units(rubric, paths)
    if found.source is None:
        problems = read_origin(rubric, paths).problems
        where = Where(file=", ".join(map(str, paths)))
        why = Problem(code="table_not_of_units", where=where, facts={"why": phrase(f"columns.why.{found.why}")})
        raise QuestionError([*problems, why])
    return found.source, _joined(rubric, beside, found.beside)


def _joined(rubric: Rubric, one: Gathered | None, other: Gathered | None) -> Gathered | None:
    """What several say beside a table."""
    origins = [each.origin for each in (one, other) if each is not None and each.origin is not None]
    if len(origins) < _BOTH:
        return one or other
    documents = [document for origin in origins for document in origin.documents]
    return gather(rubric, documents, problems=[problem for origin in origins for problem in origin.problems])


def digest_of(path: Path) -> str:
    """The digest of a file, byte by byte."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_AT_A_TIME):
            whole.update(part)
    return f"sha256:{whole.hexdigest()}"


_STDIN: Final = "-"
_BOTH: Final = 2


def _with_what_is_said(rubric: Rubric, name: str, opened: Opened, encoding: str | None) -> Opened:
    """Of a file without rows, what the ordinary reader says."""
    if opened.sheet.count:
        return opened
    said = read_origin(rubric, [name], encoding=encoding).problems
    return replace(opened, sheet=replace(opened.sheet, problems=tuple(said)))


def _is_of_units(opened: Opened, rubric: Rubric) -> bool:
    return has_row_for_each_unit(opened.sheet.table, rubric)


def _agree(opened: Sequence[Opened]) -> bool:
    """Whether the files have the same columns, which are read or not read alike."""
    told = [tuple((one.name, unread_type(one.type) is None) for one in each.schema) for each in opened]
    return all(one == told[0] for one in told)


def _together(opened: Sequence[Opened], names: Sequence[str], encoding: str | None) -> Source:
    """The files as one table, one after the other."""

    def later(columns: Sequence[str] | None, after: int) -> Iterator[Part]:
        for one in opened:
            if after >= one.sheet.count > 0:
                after -= one.sheet.count
            else:
                yield from one.later(columns, after)
                after = 0

    def ordinary(rubric: Rubric) -> tuple[list[Any], list[Any]]:
        origin = read_origin(rubric, names, encoding=encoding)
        return list(origin.documents), list(origin.problems)

    sheets = tuple(one.sheet for one in opened)
    return Source(names[0], opened[0].schema, lambda columns: later(columns, 0), sheets, ordinary, later)
