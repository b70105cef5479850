"""The tables of an SQLite file, by the standard library: opened to be read only, each row with the values as they stand there."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from lawscore.loading.csv_headers import meanings, own_word
from lawscore.loading.csv_reader import ROSTER, WIDE
from lawscore.loading.table_cells import Cell, cell_of, told
from lawscore.loading.table_kinds import MARK
from lawscore.loading.table_stream import BATCH, Batch, Stream
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.words import fold, suggest

_HEAD: Final = b"SQLite format 3\0"
#: Tables of the units may call their column `id`, as a roster does.
_ROSTERS: Final = frozenset({"units", "roster", "单位", "花名册"})
#: A day as programs store it where they know only days with a time.
_MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00(?:\.0+)?)?")
_NOUGHT_AND_ONE: Final = {0: "false", 1: "true", None: ""}


@dataclass(frozen=True, slots=True)
class _Table:
    """A table or view of a file: its columns with their declared types, and those that only number its rows."""

    name: str
    kind: str
    columns: Mapping[str, str]
    numbering: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """The columns as they are compared."""
        return frozenset(map(own_word, self.columns))

    @property
    def is_read(self) -> bool:
        """Whether it is a table that says of which unit each row is."""
        is_roster = "id" in self.words and fold(self.name).casefold() in _ROSTERS
        return self.kind == "table" and ("unit" in self.words or is_roster)


def sqlite_streams(path: str, rubric: Rubric) -> Iterator[Stream | Problem]:
    """The tables of a file that are read; of `file#table` that one, which may be a view."""
    file, _, wanted = (path, "", "") if Path(path).exists() else path.partition(MARK)
    with Path(file).open("rb") as stream:
        if stream.read(len(_HEAD)) != _HEAD:
            yield Problem(code="file_not_sqlite", where=Where(file=file))
            return
    try:
        with closing(_opened(file)) as database:
            yield from _streams(database, file, fold(wanted), rubric)
    except sqlite3.Error as error:
        yield Problem(code="file_table_unread", where=Where(file=file), facts={"reason": str(error)})


def _opened(file: str) -> sqlite3.Connection:
    database = sqlite3.connect(f"file:{quote(str(Path(file).resolve()))}?mode=ro", uri=True)
    database.text_factory = _text
    return database


def _text(content: bytes) -> Any:
    """A text; bytes that are no UTF-8 stay bytes, so that their row can be named."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _streams(database: sqlite3.Connection, file: str, wanted: str, rubric: Rubric) -> Iterator[Stream | Problem]:
    tables = list(_tables(database))
    chosen = [one for one in tables if (fold(one.name) == wanted if wanted else one.is_read)]
    if not chosen:
        yield _nothing(file, wanted, tables)
    for one in chosen:
        yield _stream(database, file, one, rubric)
    for one in tables if not wanted and chosen else ():
        if not one.is_read and one.kind == "table":
            where = Where(file=f"{file}{MARK}{one.name}")
            yield Problem(code="table_not_read", where=where, severity="note", facts={"name": one.name})


def _nothing(file: str, wanted: str, tables: Sequence[_Table]) -> Problem:
    if not wanted:
        return Problem(code="sqlite_empty", where=Where(file=file))
    names = tuple(one.name for one in tables)
    return Problem(
        code="sqlite_no_table",
        where=Where(file=file),
        facts={"name": wanted, "tables": names},
        hint=suggest(wanted, names),
    )


def _tables(database: sqlite3.Connection) -> Iterator[_Table]:
    query = (
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    for name, kind in sorted(database.execute(query)):
        found = list(database.execute(f"PRAGMA table_info({_quoted(name)})"))
        keys = [column for column in found if column[5]]
        numbering = {column[1] for column in keys if len(keys) == 1 and str(column[2]).upper() == "INTEGER"}
        yield _Table(name, kind, {column[1]: str(column[2]).upper() for column in found}, frozenset(numbering))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stream(database: sqlite3.Connection, file: str, table: _Table, rubric: Rubric) -> Stream:
    unknown = {name for name in table.numbering if not _is_known(name, table, rubric)}
    columns = {name: kind for name, kind in table.columns.items() if name not in unknown}
    is_roster = fold(table.name).casefold() in _ROSTERS
    batches = _batches(database, table.name, columns)
    return Stream(
        f"{file}{MARK}{table.name}", tuple(columns), batches, "" if is_roster else _list_named(table, rubric),
        errors=(sqlite3.Error,),
    )  # fmt: skip


def _list_named(table: _Table, rubric: Rubric) -> str:
    """The list whose records a table holds; a table of any other name holds units or values."""
    lists = {name: spec for name, spec in rubric.fields.items() if spec.type == "records"}
    return table.name if meanings(table.name, (), lists) else ""


def _is_known(name: str, table: _Table, rubric: Rubric) -> bool:
    """Whether a column that numbers the rows is a field all the same, or a word of ours."""
    own: Collection[str] = WIDE if "unit" in table.words else ROSTER
    inner = [spec.fields or {} for spec in rubric.fields.values() if spec.type == "records"]
    return any(meanings(name, own, specs) for specs in (rubric.fields, *inner))


def _batches(database: sqlite3.Connection, name: str, columns: Mapping[str, str]) -> Iterator[Batch]:
    chosen = ", ".join(map(_quoted, columns))
    cursor = database.execute(f"SELECT {chosen} FROM {_quoted(name)}")  # noqa: S608 - names of the file itself, quoted
    tellers = [_teller(kind) for kind in columns.values()]
    while rows := cursor.fetchmany(BATCH):
        told_columns = zip(tellers, zip(*rows, strict=True), strict=True)
        yield Batch([told(values) if teller is None else list(map(teller, values)) for teller, values in told_columns])


def _teller(declared: str) -> Callable[[object], Cell] | None:
    """How values of a declared type are told; None where they say what they are."""
    if declared.startswith("BOOL"):
        return lambda value: _NOUGHT_AND_ONE.get(value) or cell_of(value)  # type: ignore[call-overload]
    return _day if declared.startswith(("DATE", "TIMESTAMP")) else None


def _day(value: object) -> Cell:
    midnight = _MIDNIGHT.fullmatch(value) if isinstance(value, str) else None
    return midnight[1] if midnight is not None else cell_of(value)
