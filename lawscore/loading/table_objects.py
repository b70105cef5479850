"""Tables that a program holds in memory, told by what they offer: an Arrow stream, a pandas frame, a cursor that has run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, Final, TypeAlias

from lawscore.catalogue import phrase
from lawscore.loading.arrow_columns import cells_of
from lawscore.loading.arrow_stream import must_be_sound, reader_stream
from lawscore.loading.table_cells import Cell, Refused, told
from lawscore.loading.table_files import read_streams
from lawscore.loading.table_kinds import is_cursor, is_lazy, is_pandas, is_table
from lawscore.loading.table_stream import BATCH, Batch, Stream
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.places import Located

#: The key of a mapping of tables under which those of the units stand.
UNITS: Final = "units"

#: Binary fractions of which pandas would make wider ones.
_NARROW: Final = frozenset({"float16", "float32"})
_TABLE: Final = "table"
_CURSOR: Final = "cursor"

#: A table, and what it is called where something is wrong with it.
Named: TypeAlias = tuple[str, Any, str]


def tables_in(data: Any, number: int | None = None) -> Iterator[Named]:
    """The tables of something that `are_tables`, each with its name and the list that it is named after.

    `number` counts several that are given side by side.
    """
    count = "" if number is None else f" {number}"
    if isinstance(data, Mapping):
        yield from ((str(key), table, "" if key == UNITS else str(key)) for key, table in data.items())
    else:
        yield (_CURSOR if is_cursor(data) else _TABLE) + count, data, ""


def read_tables(data: Any, rubric: Rubric, number: int | None = None) -> tuple[list[Located], list[Problem]]:
    """Read a table, or the tables of a mapping; `number` counts several that are given side by side."""
    documents, problems = read_streams((open_table(*one) for one in tables_in(data, number)), rubric)
    return documents, [_by_key(problem) for problem in problems]


def _by_key(problem: Problem) -> Problem:
    """Lists are named by the keys of a mapping here, not by files."""
    if problem.code != "csv_records_unknown":
        return problem
    near = problem.hint if problem.hint is not None and problem.hint.key == "hint.nearest" else None
    return replace(problem, code="table_records_unknown", hint=near)


def open_table(name: str, table: Any, named: str) -> Stream | Problem:
    """A table as a stream of its rows, or why it is none."""
    if not is_table(table):
        hint = phrase("hint.table_collect") if is_lazy(table) else None
        return Problem(code="table_expected", where=Where(file=name), facts={"type": type(table).__name__}, hint=hint)
    try:
        return _opened(name, table, named)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        facts = {"reason": str(error) or type(error).__name__}
        return Problem(code="file_table_unread", where=Where(file=name), facts=facts)


def _opened(name: str, table: Any, named: str) -> Stream | Problem:
    if is_pandas(table):
        return _pandas_stream(name, table, named)
    if is_cursor(table) and table.description is None:
        return Problem(code="cursor_not_run", where=Where(file=name))
    if find_spec("pyarrow") is not None and (reader := _reader(table)) is not None:
        return reader_stream(reader, name, named).told()
    if is_cursor(table):
        return _cursor_stream(name, table, named)
    return lacking_arrow(name, "Arrow")


def lacking_arrow(name: str, form: str) -> Problem:
    """The problem where the library of Arrow is not installed."""
    return Problem(code="file_extra_missing", where=Where(file=name), facts={"format": form, "extra": "arrow"})


def _reader(table: Any) -> Any | None:
    """A reader of the record batches that something offers; None for a cursor that has rows only."""
    import pyarrow as pa

    if isinstance(table, pa.RecordBatchReader):
        return table
    if hasattr(table, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(table)
    if hasattr(table, "__arrow_c_array__"):
        batch = pa.record_batch(table)
        return pa.RecordBatchReader.from_batches(batch.schema, [batch])
    fetch = getattr(table, "fetch_record_batch", None)
    return fetch() if callable(fetch) else None


def _cursor_stream(name: str, cursor: Any, named: str) -> Stream:
    header = tuple(str(column[0]) for column in cursor.description)
    return Stream(name, header, _fetched(cursor), named, errors=(Exception,))


def _fetched(cursor: Any) -> Iterator[Batch]:
    header = [str(column[0]) for column in cursor.description]
    while rows := cursor.fetchmany(BATCH):
        yield Batch([told(column) for column in zip(*(_fitted(row, header) for row in rows), strict=True)])


def _fitted(row: Any, header: Sequence[str]) -> Sequence[Any]:
    """The values of a row in the order of the header; of one of another width nobody knows which value belongs where."""
    if isinstance(row, Mapping):
        return [row.get(name) for name in header]
    if len(row) == len(header):
        return row  # type: ignore[no-any-return]
    ragged = Problem(code="csv_row_ragged", facts={"cells": len(row), "width": len(header)})
    return [Refused(ragged), *[Refused(None)] * (len(header) - 1)]


def _pandas_stream(name: str, frame: Any, named: str) -> Stream:
    """A frame column by column, since one may hold values of several types; an index that has a name is a column."""
    if any(level is not None for level in frame.index.names):
        frame = frame.reset_index()
    header = tuple(str(column) for column in frame.columns)
    return Stream(name, header, _slices(frame), named, errors=(Exception,))


def _slices(frame: Any) -> Iterator[Batch]:
    for start in range(0, len(frame), BATCH):
        part = frame.iloc[start : start + BATCH]
        yield Batch([_series_cells(part.iloc[:, at]) for at in range(part.shape[1])])


def _series_cells(series: Any) -> Sequence[Cell]:
    """Values of pandas as Python's own; those of 32 bits keep their width, and Arrow's their exactness."""
    if hasattr(series.dtype, "pyarrow_dtype"):
        return _arrow_cells(series.array.__arrow_array__())
    kind = str(series.dtype).casefold()
    if kind == "category":
        known = [*_series_cells(series.cat.categories.to_series()), ""]  # nothing has the code -1
        return [known[code] for code in series.cat.codes.tolist()]
    if kind.startswith("sparse"):
        return _series_cells(series.sparse.to_dense())
    if kind in _NARROW:
        return told(series.to_numpy(dtype=kind, na_value=float("nan")))
    if kind.startswith("datetime64"):
        return told((series if series.dt.tz is None else series.dt.tz_localize(None)).to_numpy())
    return told(series.astype(object).tolist())


def _arrow_cells(found: Any) -> list[Cell]:
    parts = getattr(found, "chunks", [found])
    for part in parts:
        must_be_sound(part)
    return [cell for part in parts for cell in cells_of(part)]
