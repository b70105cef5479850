"""One file of units, opened: its columns, how the ordinary reader sees it, and its batches, by the kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.columns.sheets import Sheet
from lawscore.columns.sources import Later, Source, parquet_source
from lawscore.loading.arrow_stream import Part, errors_of_arrow, ipc_stream
from lawscore.loading.csv_headers import own_word
from lawscore.loading.csv_table import Table, read_table
from lawscore.loading.encodings import read_data_text
from lawscore.loading.table_stream import StreamTable

_HEADER: Final = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """One file: the columns, how the ordinary reader sees it, and its batches."""

    schema: Any
    sheet: Sheet
    later: Later


def opened_file(path: str, encoding: str | None, size: int) -> Opened | None:
    """A file that can be read; None where the ordinary reader has something to say of the whole of it."""
    try:
        return OPENERS[Path(path).suffix.casefold()](path, encoding, size)
    except errors_of_arrow():
        return None


def _parquet(path: str, _: str | None, size: int) -> Opened | None:
    import pyarrow.parquet as pq

    source = parquet_source(path, size)
    assert source.later is not None  # a Parquet file can be read from any row group on
    with pq.ParquetFile(path) as file:
        count = file.metadata.num_rows
    return Opened(source.schema, _sheet(source, count), source.later)


def _ipc(path: str, _: str | None, size: int) -> Opened | None:
    stream = ipc_stream(path)
    count = sum(batch.num_rows for batch, _group in stream.parts)

    def later(columns: Sequence[str] | None, after: int) -> Iterator[Part]:
        for batch, group in ipc_stream(path).parts:
            kept = batch.slice(min(after, batch.num_rows)) if after else batch
            after = max(0, after - batch.num_rows)
            if kept.num_rows:
                yield (kept if columns is None else kept.select(list(columns))), group

    source = Source(path, stream.schema, lambda columns: later(columns, 0), later=later)
    return Opened(stream.schema, _sheet(source, count), _gathered(later, size))


def _gathered(later: Later, size: int) -> Later:
    """Small batches put together to larger ones."""

    def gathered(columns: Sequence[str] | None, after: int) -> Iterator[Part]:
        import pyarrow as pa

        held: list[Any] = []
        count = 0
        for batch, _ in later(columns, after):
            held.append(batch)
            count += batch.num_rows
            if count >= size:
                yield from ((one, None) for one in pa.Table.from_batches(held).combine_chunks().to_batches())
                held, count = [], 0
        if held:
            yield from ((one, None) for one in pa.Table.from_batches(held).combine_chunks().to_batches())

    return gathered


def _sheet(source: Source, count: int) -> Sheet:
    names = tuple(source.schema.names)
    table = StreamTable(source.name, _HEADER, names, (), [])
    return Sheet(table, count, problems=source.stream.told().problems)


def _csv(path: str, encoding: str | None, size: int) -> Opened | None:
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

    return Opened(whole.schema, sheet, later)


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


_Opener = Callable[[str, str | None, int], "Opened | None"]
OPENERS: Final[Mapping[str, _Opener]] = {".parquet": _parquet, ".arrow": _ipc, ".feather": _ipc, ".csv": _csv}
