"""The tables of an SQLite file, by the standard library: opened to be read only, each row with the values as they stand there."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from lawscore.classes import dataclass
from lawscore.loading.csv_headers import meanings, own_word
from lawscore.loading.csv_reader import ROSTER, WIDE
from lawscore.loading.table_cells import Cell, cell_of, told
from lawscore.loading.table_kinds import MARK, file_and_table
from lawscore.loading.table_stream import BATCH, Batch, Stream
from lawscore.models import shorten
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.words import fold, suggest

_HEAD: Final = b"SQLite format 3\0"
#: Where the beginning of a file says how it is written, and what it says where changes go to a log of their own first.
_LONG_HEAD: Final = 20
_VERSIONS: Final = slice(18, 20)
_LOGGED: Final = b"\2\2"
#: What a damaged file may raise: of names that are no UTF-8 not the library's own error.
_ERRORS: Final = (sqlite3.Error, UnicodeError, OverflowError)
#: How `PRAGMA table_xinfo` tells a column that is not of the table itself, but of the module that makes it.
_OF_MODULE: Final = 1
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
    file, wanted = file_and_table(path)
    with Path(file).open("rb") as stream:
        beginning = stream.read(_LONG_HEAD)
    if not beginning.startswith(_HEAD):
        yield Problem(code="file_not_sqlite", where=Where(file=file))
        return
    is_settled = beginning[_VERSIONS] == _LOGGED and not Path(f"{file}-wal").exists()
    try:
        with closing(_opened(file, is_settled=is_settled)) as database:
            yield from _streams(database, file, fold(wanted), rubric)
    except _ERRORS as error:
        yield Problem(code="file_table_unread", where=Where(file=file), facts={"reason": str(error)})


def _opened(file: str, *, is_settled: bool) -> sqlite3.Connection:
    """The database, to be read only; of one that keeps a log and has none now, nothing is laid beside it either."""
    mode = "mode=ro&immutable=1" if is_settled else "mode=ro"
    database = sqlite3.connect(f"file:{quote(str(Path(file).resolve()))}?{mode}", uri=True)
    database.text_factory = _text
    database.execute(
        "PRAGMA trusted_schema = OFF"
    )  # views and defaults of a file from elsewhere run no function that acts
    return database


def _text(content: bytes) -> Any:
    """A text; bytes that are no UTF-8 stay bytes, so that their row can be named."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _streams(database: sqlite3.Connection, file: str, wanted: str, rubric: Rubric) -> Iterator[Stream | Problem]:
    found = list(_tables(database, file))
    yield from (one for one in found if isinstance(one, Problem))
    tables = [one for one in found if isinstance(one, _Table)]
    chosen = [one for one in tables if (fold(one.name) == wanted if wanted else one.is_read)]
    if not chosen and (wanted or len(tables) == len(found)):
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


_TABLES: Final = (
    "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
)
#: Tables that a search index keeps for itself; versions of SQLite that cannot tell them list them as tables.
_SHADOWS: Final = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"


def _tables(database: sqlite3.Connection, file: str) -> Iterator[_Table | Problem]:
    """The tables and views; a problem for one of which a name cannot be read."""
    shadows = _shadows(database)
    for name, kind in sorted(database.execute(_TABLES), key=lambda found: _shown(found[0])):
        if isinstance(name, bytes):
            yield _unnamed(file, name)
        elif name not in shadows:
            yield _table(database, file, name, kind)


def _table(database: sqlite3.Connection, file: str, name: str, kind: str) -> _Table | Problem:
    found = list(database.execute(f"PRAGMA table_xinfo({_quoted(name)})"))
    found = [column for column in found if column[6] != _OF_MODULE]
    damaged = next((column[1] for column in found if isinstance(column[1], bytes)), None)
    if damaged is not None:
        return _unnamed(f"{file}{MARK}{name}", damaged)
    keys = [column for column in found if column[5]]
    numbering = {column[1] for column in keys if len(keys) == 1 and _shown(column[2]).upper() == "INTEGER"}
    return _Table(name, kind, {column[1]: _shown(column[2]).upper() for column in found}, frozenset(numbering))


def _shadows(database: sqlite3.Connection) -> frozenset[str]:
    try:
        return frozenset(name for (name,) in database.execute(_SHADOWS))
    except sqlite3.OperationalError:
        return frozenset()


def _unnamed(file: str, name: bytes) -> Problem:
    return Problem(code="sqlite_name_damaged", where=Where(file=file), facts={"name": shorten(_shown(name))})


def _shown(name: str | bytes) -> str:
    return name if isinstance(name, str) else name.decode(errors="replace")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stream(database: sqlite3.Connection, file: str, table: _Table, rubric: Rubric) -> Stream:
    unknown = {name for name in table.numbering if not _is_known(name, table, rubric)}
    columns = {name: kind for name, kind in table.columns.items() if name not in unknown}
    is_roster = fold(table.name).casefold() in _ROSTERS
    batches = _batches(database, table.name, columns)
    return Stream(
        f"{file}{MARK}{table.name}", tuple(columns), batches, "" if is_roster else _list_named(table, rubric),
        errors=_ERRORS,
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
