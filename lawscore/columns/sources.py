"""Where units come from: an Arrow table in memory or a Parquet file, batch by batch, as often as it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lawscore.loading.arrow_columns import unread_type
from lawscore.loading.arrow_stream import ArrowStream, Part, errors_of_arrow, must_be_sound

#: So many units are worked on at a time: their columns then stay near the processor.
BATCH: Final = 1 << 16
_TABLE: Final = "table"


class Cut(Exception):
    """A table could not be read to its end."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table of units. `batches(columns)` reads it from the beginning: those columns, or all."""

    name: str
    schema: Any
    batches: Callable[[Sequence[str] | None], Iterator[Part]]

    @property
    def stream(self) -> ArrowStream:
        """The same table as the ordinary readers take it."""
        return ArrowStream(self.name, self.schema, self.batches(None), errors_of_arrow())

    def read(self, columns: Sequence[str] | None = None) -> Iterator[Part]:
        """The same batches; raises `Cut` where there should be more and none can be read."""
        parts = self.batches(columns)
        while True:
            try:
                part = next(parts)
            except StopIteration:
                return
            except errors_of_arrow() as error:
                raise Cut from error
            yield part

    def is_read(self, place: int) -> bool:
        """Whether a column is of a type that some field takes."""
        return unread_type(self.schema.field(place).type) is None


def source_of(data: Any, name: str = _TABLE, size: int = BATCH) -> Source:
    """The source of an Arrow table, a record batch, a list of record batches, or the path of a Parquet file."""
    import pyarrow as pa

    if isinstance(data, str | Path):
        return _parquet(str(data), size)
    if isinstance(data, pa.RecordBatch):
        data = [data]
    table = data if isinstance(data, pa.Table) else pa.Table.from_batches(data)

    def batches(columns: Sequence[str] | None) -> Iterator[Part]:
        chosen = table if columns is None else table.select([table.schema.names.index(one) for one in columns])
        for batch in chosen.to_batches(max_chunksize=size):
            must_be_sound(batch)
            yield batch, None

    return Source(name, table.schema, batches)


def _parquet(path: str, size: int) -> Source:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema, groups = file.schema_arrow, file.num_row_groups

    def batches(columns: Sequence[str] | None) -> Iterator[Part]:
        with pq.ParquetFile(path) as opened:
            for number in range(groups):
                group = number + 1 if groups > 1 else None
                for batch in opened.iter_batches(batch_size=size, row_groups=[number], columns=columns):
                    must_be_sound(batch)
                    yield batch, group

    return Source(path, schema, batches)
