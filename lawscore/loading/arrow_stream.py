"""Arrow tables batch by batch, from Parquet and IPC files or from whatever offers an Arrow stream in memory.

An `ArrowStream` is what runs over the columns themselves may start from; `told` is the same as a table of what its cells say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.loading.arrow_columns import as_bytes, cells_of, unread_type
from lawscore.loading.table_cells import Cell, Refused
from lawscore.loading.table_stream import BATCH, Batch, Stream, column_place
from lawscore.problems import Problem

#: A record batch, and the row group that it is of.
Part = tuple[Any, int | None]

_MAGIC: Final = b"ARROW1"
_FIRST_FEATHER: Final = b"FEA1"


@dataclass(frozen=True, slots=True)
class ArrowStream:
    """An Arrow schema and record batches of it, no more than some rows each, which can be read once."""

    name: str
    schema: Any
    parts: Iterable[Part]
    errors: tuple[type[Exception], ...]
    named: str = ""

    def told(self) -> Stream:
        """The table of what the cells say. A column of a type that no field takes is told of once, and says nothing."""
        unread = {at: kind for at, one in enumerate(self.schema) if (kind := unread_type(one.type)) is not None}
        header = tuple(self.schema.names)
        problems = tuple(
            Problem(code="table_type_unread", where=column_place(self.name, header, at), facts={"type": kind})
            for at, kind in unread.items()
        )
        batches = (_batch(batch, group, unread) for batch, group in self.parts)
        return Stream(self.name, header, batches, self.named, problems, self.errors)


def _batch(batch: Any, group: int | None, unread: dict[int, str]) -> Batch:
    untold: list[Cell] = [Refused(None)] * batch.num_rows if unread else []
    columns = [untold if at in unread else cells_of(column) for at, column in enumerate(batch.columns)]
    return Batch(columns, group)


def errors_of_arrow() -> tuple[type[Exception], ...]:
    """What reading Arrow data may raise."""
    import pyarrow as pa

    return (pa.ArrowException, OSError, ValueError, OverflowError)


def parquet_stream(path: str) -> ArrowStream:
    """A Parquet file, row group by row group. Raises one of `errors_of_arrow` for what is none."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    return ArrowStream(path, _legible(file.schema_arrow), _row_groups(file), errors_of_arrow())


def _row_groups(file: Any) -> Iterator[Part]:
    with file:
        for number in range(file.num_row_groups):
            group = number + 1 if file.num_row_groups > 1 else None
            for batch in file.iter_batches(batch_size=BATCH, row_groups=[number]):
                must_be_sound(batch)
                yield batch, group


def ipc_stream(path: str) -> ArrowStream:
    """An Arrow IPC file (Feather), or a stream saved as a file. Raises one of `errors_of_arrow` for what is neither."""
    import pyarrow as pa

    with Path(path).open("rb") as file:
        beginning = file.read(len(_MAGIC))
    if beginning.startswith(_FIRST_FEATHER):
        from pyarrow import feather

        return reader_stream(feather.read_table(path).to_reader(), path)
    opened = pa.ipc.open_file(path) if beginning == _MAGIC else pa.ipc.open_stream(path)
    whole = (opened.get_batch(at) for at in range(opened.num_record_batches)) if beginning == _MAGIC else opened
    return ArrowStream(path, _legible(opened.schema), _cut(whole), errors_of_arrow())


def reader_stream(reader: Any, name: str, named: str = "") -> ArrowStream:
    """A reader of record batches that another program handed over; what it raises is its own affair."""
    return ArrowStream(name, _legible(reader.schema), _cut(reader), (Exception,), named)


def _legible(schema: Any) -> Any:
    """A schema whose names are texts, those inside of it too. Raises `UnicodeDecodeError` for one with another name."""
    schema.to_string(show_field_metadata=False, show_schema_metadata=False)
    return schema


def must_be_sound(batch: Any) -> None:
    """Raise `ArrowInvalid` for a batch, or an array, whose parts do not fit together: to read it might end the process.

    A text that is no UTF-8 spoils its own row only, so texts are then looked at once more as bytes.
    """
    import pyarrow as pa

    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        for column in getattr(batch, "columns", [batch]):
            column.validate()  # before it is looked at in any other way
            column.view(as_bytes(column.type)).validate(full=True)


def _cut(batches: Iterable[Any]) -> Iterator[Part]:
    """Batches of no more than some rows, which are known to be sound; slices share the memory."""
    for batch in batches:
        must_be_sound(batch)
        for start in range(0, batch.num_rows, BATCH):
            yield batch.slice(start, BATCH), None
