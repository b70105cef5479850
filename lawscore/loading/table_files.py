"""Files of tables as data: Parquet, Arrow IPC (Feather), SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lawscore.loading.csv_reader import inner_name
from lawscore.loading.files import unreadable
from lawscore.loading.table_kinds import ARROW, SQLITE, ending, file_and_table
from lawscore.loading.table_stream import Stream, read_stream
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.places import Located


def read_table_file(path: str | Path, rubric: Rubric) -> tuple[list[Located], list[Problem]]:
    """Read a file of tables: what could be understood, one document for each table, and every problem."""
    file = str(path)
    missing = _missing(file)
    if missing is not None:
        return [], [missing]
    if ending(path) in SQLITE:
        from lawscore.loading.sqlite_stream import sqlite_streams

        return read_streams(sqlite_streams(file, rubric), rubric)
    return read_streams(_arrow(file), rubric)


def read_streams(streams: Iterable[Stream | Problem], rubric: Rubric) -> tuple[list[Located], list[Problem]]:
    """Read several tables, each before the next is opened."""
    documents: list[Located] = []
    problems: list[Problem] = []
    for stream in streams:
        if isinstance(stream, Problem):
            problems.append(stream)
            continue
        document, found = read_stream(stream, rubric)
        problems += found
        documents += [document] if document is not None else []
    return documents, problems


def _missing(file: str) -> Problem | None:
    """Why a file cannot be opened; of one that can be, an empty one holds nothing."""
    name, _ = file_and_table(file)
    unread = unreadable(name)
    if unread is None and not Path(name).stat().st_size:
        return Problem(code="file_empty", where=Where(file=name))
    return unread


def _arrow(file: str) -> Iterator[Stream | Problem]:
    form = ARROW[ending(file)]
    if find_spec("pyarrow") is None:
        yield Problem(code="file_extra_missing", where=Where(file=file), facts={"format": form, "extra": "arrow"})
        return
    from lawscore.loading.arrow_stream import errors_of_arrow, ipc_stream, parquet_stream

    opener: Callable[[str], Any] = parquet_stream if form == "Parquet" else ipc_stream
    try:
        stream = _named_by_file(opener(file), file)
    except errors_of_arrow() as error:
        facts = {"format": form, "reason": " ".join(str(error).split())[:120]}
        yield Problem(code="file_not_arrow", where=Where(file=file), facts=facts)
        return
    yield stream


def _named_by_file(found: Any, file: str) -> Stream:
    """`<anything>.<list>.parquet` holds the records of a list, as `<anything>.<list>.csv` does."""
    stream: Stream = replace(found, named=inner_name(file)).told()
    return stream
