"""Files of units as one source: Parquet, Arrow and CSV files whose columns are the same, in the order of their names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from lawscore.catalogue import phrase
from lawscore.columns.placing import Sheet
from lawscore.columns.sources import BATCH, Later, Source, parquet_source
from lawscore.loading.arrow_columns import unread_type
from lawscore.loading.arrow_stream import Part, errors_of_arrow, ipc_stream
from lawscore.loading.csv_headers import own_word
from lawscore.loading.csv_reader import has_row_for_each_unit
from lawscore.loading.csv_table import Table, read_table
from lawscore.loading.encodings import read_data_text
from lawscore.loading.folders import spread
from lawscore.loading.submissions import ENDINGS, read_origin
from lawscore.loading.table_stream import StreamTable
from lawscore.problems import Problem, QuestionError, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather

_HEADER: Final = 0
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
    opened = {name: _opened(name, encoding, size) for name in names if Path(name).suffix.casefold() in _OPENERS}
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


@dataclass(frozen=True, slots=True)
class _Opened:
    """One file: the columns, how the ordinary reader sees it, and its batches."""

    schema: Any
    sheet: Sheet
    later: Later


def _opened(path: str, encoding: str | None, size: int) -> _Opened | None:
    """A file that can be read; None where the ordinary reader has something to say of the whole of it."""
    try:
        return _OPENERS[Path(path).suffix.casefold()](path, encoding, size)
    except errors_of_arrow():
        return None


def _parquet(path: str, _: str | None, size: int) -> _Opened | None:
    import pyarrow.parquet as pq

    source = parquet_source(path, size)
    assert source.later is not None  # a Parquet file can be read from any row group on
    with pq.ParquetFile(path) as file:
        count = file.metadata.num_rows
    return _Opened(source.schema, _sheet(source, count), source.later)


def _ipc(path: str, _: str | None, size: int) -> _Opened | None:
    stream = ipc_stream(path)
    count = sum(batch.num_rows for batch, _group in stream.parts)

    def later(columns: Sequence[str] | None, after: int) -> Iterator[Part]:
        for batch, group in ipc_stream(path).parts:
            kept = batch.slice(min(after, batch.num_rows)) if after else batch
            after = max(0, after - batch.num_rows)
            if kept.num_rows:
                yield (kept if columns is None else kept.select(list(columns))), group

    source = Source(path, stream.schema, lambda columns: later(columns, 0), later=later)
    return _Opened(stream.schema, _sheet(source, count), _gathered(later, size))


def _gathered(later: Later, size: int) -> Later:
    """Small batches put together to larger ones."""

    def gathered(columns: Sequence[str] | None, after: int) -> Iterator[Part]:
        import pyarrow as pa

        held: list[Any] = []
        for batch, _ in later(columns, after):
            held.append(batch)
            if sum(one.num_rows for one in held) >= size:
                yield from ((one, None) for one in pa.Table.from_batches(held).combine_chunks().to_batches())
                held = []
        if held:
            yield from ((one, None) for one in pa.Table.from_batches(held).combine_chunks().to_batches())

    return gathered


def _sheet(source: Source, count: int) -> Sheet:
    names = tuple(source.schema.names)
    table = StreamTable(source.name, _HEADER, names, (), [])
    return Sheet(table, count, problems=source.stream.told().problems)


def _csv(path: str, encoding: str | None, size: int) -> _Opened | None:
    """A CSV file as its own reader reads it; what it says of the text, and of rows that do not fit, is kept."""
    import pyarrow as pa

    text, problems = read_data_text(path, encoding)
    table, found = read_table(text, path) if text is not None else (None, [])
    if table is None:
        return None
    whole, sheet = _texts(table, (*problems, *found))
    batches = whole.to_batches(max_chunksize=size)

    def later(columns: Sequence[str] | None, after: int) -> Iterator[Part]:
        rest = pa.Table.from_batches(batches, whole.schema).slice(after)
        chosen = rest if columns is None else rest.select(list(columns))
        return ((batch, None) for batch in chosen.to_batches(max_chunksize=size))

    return _Opened(whole.schema, sheet, later)


def _texts(table: Table, problems: tuple[Any, ...]) -> tuple[Any, Sheet]:
    """The cells of a table of texts by column; of a row that does not fit only what it is about."""
    import pyarrow as pa

    rows = list(table.rows)
    units = {place for place, text in enumerate(table.header) if own_word(text) == "unit"}
    ragged = {number: row for number, row in enumerate(rows) if row.is_ragged}
    columns = []
    for place in range(len(table.header)):
        cells = [row.cells[place] if place < len(row.cells) else "" for row in rows]
        for number in ragged if place not in units else ():
            cells[number] = ""
        columns.append(pa.array(cells, pa.string()))
    found = pa.Table.from_arrays(columns, list(table.header))
    return found, Sheet(table, len(rows), [row.line for row in rows], ragged, problems)


_Opener = Callable[[str, str | None, int], "_Opened | None"]
_OPENERS: Final[Mapping[str, _Opener]] = {".parquet": _parquet, ".arrow": _ipc, ".feather": _ipc, ".csv": _csv}
_STDIN: Final = "-"
_BOTH: Final = 2


def _with_what_is_said(rubric: Rubric, name: str, opened: _Opened, encoding: str | None) -> _Opened:
    """Of a file without rows, what the ordinary reader says."""
    if opened.sheet.count:
        return opened
    said = read_origin(rubric, [name], encoding=encoding).problems
    return replace(opened, sheet=replace(opened.sheet, problems=tuple(said)))


def _is_of_units(opened: _Opened, rubric: Rubric) -> bool:
    return has_row_for_each_unit(opened.sheet.table, rubric)


def _agree(opened: Sequence[_Opened]) -> bool:
    """Whether the files have the same columns, which are read or not read alike."""
    told = [tuple((one.name, unread_type(one.type) is None) for one in each.schema) for each in opened]
    return all(one == told[0] for one in told)


def _together(opened: Sequence[_Opened], names: Sequence[str], encoding: str | None) -> Source:
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
