"""A Parquet file as it comes: batches are put together to row groups, and each is written while the next is made.

The bytes depend on the batches alone: one thread writes a file, row group after row group.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

#: Who a unit is: of these, least and greatest help to find a row group. Of other texts they tell nothing that would be
#: worth the time: to find them takes as long as all the rest of the writing.
_WITH_STATISTICS: Final = ("unit", "name", "class")
#: Where every row has its own text, a dictionary is only a detour.
_HARDLY_TWICE: Final = ("unit", "name")
#: By these, tables are put together: a dictionary would be another type to some readers.
_IDS: Final = ("unit", "class")
_UNIT: Final = "unit"
#: Bytes; the texts of one row group, each once.
_LONGEST_DICTIONARY: Final = 1 << 26
#: Under this key Arrow finds the types that columns had before they were written.
_TYPES: Final = "ARROW:schema"


class File:
    """One file that is being written; so many batches make a row group, or all of them."""

    def __init__(self, path: Path, together: int | None, metadata: Mapping[str, str] | None) -> None:
        self._path, self._together, self._metadata = path, together, metadata or {}
        self._held: list[Any] = []
        self._writer: Any = None
        self._worker = ThreadPoolExecutor(1)
        self._under_way: Future[None] | None = None

    def write(self, batch: Any) -> None:
        """Take one batch."""
        self._held.append(batch)
        if len(self._held) == self._together:
            self._hand_over()

    def close(self) -> None:
        """Write what is left; where there was nothing, there is nothing to say of its columns either."""
        if self._held or self._under_way is None:
            self._hand_over()
        self._wait()
        self._worker.shutdown()
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the file."""
        self._worker.shutdown(cancel_futures=True)
        with suppress(OSError):  # what went wrong is told already
            if self._writer is not None:
                self._writer.close()

    def _hand_over(self) -> None:
        """No more than one row group is under way, so that memory has its limit."""
        batches, self._held = self._held, []
        self._wait()
        self._under_way = self._worker.submit(self._put, batches)

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.result()

    def _put(self, batches: list[Any]) -> None:
        import pyarrow as pa

        table = pa.Table.from_batches(batches).unify_dictionaries() if batches else pa.table({})
        if self._writer is None:
            self._writer = _writer(self._path, table.schema, self._metadata)
        self._writer.write_table(table, row_group_size=max(1, table.num_rows))


@contextmanager
def file(path: Path, together: int | None = 1, metadata: Mapping[str, str] | None = None) -> Iterator[File]:
    """A file that takes its name when it is whole; so many batches make a row group (None: all of them)."""
    unfinished = path.with_name(f"{path.name}.new")
    made = File(unfinished, together, metadata)
    try:
        yield made
        made.close()
    except BaseException:
        made.abandon()
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(path)


def write(path: Path, batches: Iterable[Any]) -> None:
    """Write a table that comes at once, as one row group."""
    with file(path, together=None) as made:
        for batch in batches:
            made.write(batch)


def row_groups(path: Path) -> Iterator[Any]:
    """The row groups of a file that was written here, each as one batch of the types that were written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, read_dictionary=[_UNIT] if _is_coded(path, _UNIT) else []) as found:
        for number in range(found.num_row_groups):
            table = found.read_row_group(number).combine_chunks()
            yield from table.to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]


def _is_coded(path: Path, name: str) -> bool:
    """Whether a column refers to a dictionary in the file."""
    import pyarrow.parquet as pq

    group = pq.read_metadata(path).row_group(0)
    columns = map(group.column, range(group.num_columns))
    return any(column.path_in_schema == name and column.has_dictionary_page for column in columns)


def _writer(path: Path, schema: Any, metadata: Mapping[str, str]) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names, types = schema.names, dict(zip(schema.names, schema.types, strict=True))
    told = _as_read(schema).with_metadata(metadata).serialize()
    writer = pq.ParquetWriter(
        path,
        schema,
        store_schema=False,  # it would be told as it was written
        write_statistics=[name for name in names if name in _WITH_STATISTICS or not _is_of_texts(types[name])],
        use_dictionary=[name for name in names if name not in _HARDLY_TWICE or pa.types.is_dictionary(types[name])],
        dictionary_pagesize_limit=_LONGEST_DICTIONARY,
    )
    writer.add_key_value_metadata({_TYPES: b64encode(told.to_pybytes()), **metadata})
    return writer


def _is_of_texts(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_dictionary(kind))


def _as_read(schema: Any) -> Any:
    """The types that a reader is told: ids are texts by themselves, whatever they were written from."""
    import pyarrow as pa

    fields = [field.with_type(pa.string()) if field.name in _IDS else field for field in schema]
    return pa.schema(fields)
