"""Where units come from: an Arrow table in memory or files of tables, batch by batch, as often as it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.columns.sheets import Sheet, sheets_of
from lawscore.loading.arrow_columns import unread_type
from lawscore.loading.arrow_stream import ArrowStream, Part, errors_of_arrow, must_be_sound
from lawscore.loading.table_stream import StreamTable, read_stream
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.places import Located

#: So many units are worked on at a time: their columns then stay near the processor.
BATCH: Final = 1 << 16
_TABLE: Final = "table"
_HEADER: Final = 0

#: Batches of some columns, or all; the first rows, as many as are named, are left out.
Later = Callable[[Sequence[str] | None, int], Iterator[Part]]
#: The ordinary reading of the same data: documents and problems.
Reading = Callable[[Rubric], tuple[list[Located], list[Problem]]]


class Cut(Exception):
    """A table could not be read to its end."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table of units. `batches(columns)` reads it from the beginning: those columns, or all."""

    name: str
    schema: Any
    batches: Callable[[Sequence[str] | None], Iterator[Part]]
    #: The tables that follow each other in it, where they are several, or rows have other names than their numbers.
    sheets: tuple[Sheet, ...] = ()
    #: How the same is read as any data are; as a stream of rows where nothing else is said.
    ordinary: Reading | None = None
    #: The same batches from some row on, where they need not be read from the beginning.
    later: Later | None = None

    @property
    def stream(self) -> ArrowStream:
        """The same table as the ordinary readers take it."""
        return ArrowStream(self.name, self.schema, self.batches(None), errors_of_arrow())

    def read(self, columns: Sequence[str] | None = None, after: int = 0) -> Iterator[Part]:
        """The same batches without the first rows; raises `Cut` where there should be more and none can be read."""
        parts = self.later(columns, after) if self.later is not None else _without(self.batches(columns), after)
        while True:
            try:
                part = next(parts)
            except StopIteration:
                return
            except errors_of_arrow() as error:
                raise Cut from error
            yield part

    def documents(self, rubric: Rubric) -> tuple[list[Located], list[Problem]]:
        """What the ordinary readers make of it."""
        if self.ordinary is not None:
            return self.ordinary(rubric)
        located, problems = read_stream(self.stream.told(), rubric)
        return [located] if located is not None else [], problems

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be said of the table as a whole."""
        if self.sheets:
            return tuple(problem for sheet in self.sheets for problem in sheet.problems)
        return self.stream.told().problems

    def table(self, header: tuple[str, ...]) -> StreamTable:
        """The table in which places are told."""
        if self.sheets:
            return sheets_of(self.name, header, self.sheets)
        return StreamTable(self.name, _HEADER, header, (), [])

    def is_read(self, place: int) -> bool:
        """Whether a column is of a type that some field takes."""
        return unread_type(self.schema.field(place).type) is None


def source_of(data: Any, name: str = _TABLE, size: int = BATCH) -> Source:
    """The source of an Arrow table, record batches, whatever offers an Arrow stream, or the path of a Parquet file."""
    import pyarrow as pa

    if isinstance(data, Source):
        return data
    if isinstance(data, str | Path):
        return parquet_source(str(data), size)
    if isinstance(data, pa.RecordBatch):
        data = [data]
    table = data if isinstance(data, pa.Table) else _table(data)

    def batches(columns: Sequence[str] | None) -> Iterator[Part]:
        chosen = table if columns is None else table.select([table.schema.names.index(one) for one in columns])
        for batch in chosen.to_batches(max_chunksize=size):
            must_be_sound(batch)
            yield batch, None

    return Source(name, table.schema, batches)


def _table(data: Any) -> Any:
    import pyarrow as pa

    offers = hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__")
    return pa.table(data) if offers else pa.Table.from_batches(data)


def parquet_source(path: str, size: int = BATCH) -> Source:
    """The source of a Parquet file. Raises one of `errors_of_arrow` for what is none."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema, count = file.schema_arrow, file.num_row_groups
        lengths = [file.metadata.row_group(number).num_rows for number in range(count)]
    schema.to_string(show_field_metadata=False, show_schema_metadata=False)  # names are texts

    def later(columns: Sequence[str] | None, after: int) -> Iterator[Part]:
        with pq.ParquetFile(path) as opened:
            for number, length in enumerate(lengths):
                if after >= length > 0:
                    after -= length
                    continue
                group = number + 1 if count > 1 else None
                found = opened.iter_batches(batch_size=size, row_groups=[number], columns=columns)
                yield from _without(((_sound(batch), group) for batch in found), after)
                after = 0

    return Source(path, schema, lambda columns: later(columns, 0), later=later)


def _sound(batch: Any) -> Any:
    must_be_sound(batch)
    return batch


def _without(parts: Iterator[Part], after: int) -> Iterator[Part]:
    """The batches without the first rows."""
    for batch, group in parts:
        if after < batch.num_rows or not after:
            yield (batch.slice(after) if after else batch), group
        after = max(0, after - batch.num_rows)
