"""Results of many units straight into Parquet files, batch by batch: neither the units nor their results are ever all held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lawscore.catalogue import Language
from lawscore.columns import arrow
from lawscore.columns.assess import in_rows, prepare
from lawscore.columns.parts import Part
from lawscore.columns.results import Stats
from lawscore.columns.run import Run
from lawscore.columns.sources import BATCH, source_of
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered

#: So many batches make a row group.
_TOGETHER: Final = 8

#: Told after each batch how many units are done.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it beside the files: how many units, what was found wrong, and how they were scored."""

    units: int
    problems: tuple[Problem, ...]
    stats: Stats


def write_table(
    rubric: Rubric,
    table: Any,
    scores: str | Path,
    items: str | Path | None = None,
    *,
    beside: Gathered | None = None,
    figures: arrow.Figures = "exact",
    language: Language = "zh",
    progress: Progress | None = None,
) -> Written:
    """Score a table into a Parquet file of scores, and one of items where it is asked for.

    Units stand as in the table, those that are scored one by one at the end; ranks and grades are not worked out. A file
    is there only when it is whole. Raises `Cut` for a table that cannot be read to its end.
    """
    source = source_of(table, size=BATCH)
    run = prepare(rubric, source, beside)
    whole = in_rows(rubric, source, beside, run) if isinstance(run, str) else None
    parts: Iterator[Part] = run.parts() if isinstance(run, Run) else iter(whole.parts if whole is not None else ())
    done = 0
    with ExitStack() as stack:
        columns = arrow.Columns(rubric, figures, language)
        files = [stack.enter_context(_file(Path(scores), columns.scores))]
        if items is not None:
            files.append(stack.enter_context(_file(Path(items), columns.items)))
        for part in parts:
            for write in files:
                write(part)
            done += len(part)
            if progress is not None:
                progress(done)
    if isinstance(run, Run):
        return Written(done, run.problems(), run.stats)
    assert whole is not None  # it is the one or the other
    return Written(done, whole.problems, whole.stats)


@contextmanager
def _file(path: Path, made: Callable[[Part], Any]) -> Iterator[Callable[[Part], None]]:
    """Writes what is made of parts to a file that takes its name when it is whole."""
    unfinished = path.with_name(path.name + ".part")
    writer = _Writer(unfinished, made)
    try:
        yield writer.write
        writer.close()
    except BaseException:
        writer.abandon()
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(path)


class _Writer:
    """Collects batches to row groups."""

    def __init__(self, path: Path, made: Callable[[Part], Any]) -> None:
        self._path, self._made = path, made
        self._batches: list[Any] = []
        self._writer: Any = None

    def write(self, part: Part) -> None:
        """Take one part."""
        self._batches.append(self._made(part))
        if len(self._batches) == _TOGETHER:
            self._flush(self._batches)
            self._batches = []

    def close(self) -> None:
        """Write what is left; where there was nothing, there is nothing to say of its columns either."""
        if self._batches or self._writer is None:
            self._flush(self._batches)
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the file."""
        if self._writer is not None:
            self._writer.close()

    def _flush(self, batches: Sequence[Any]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.Table.from_batches(batches).unify_dictionaries() if batches else pa.table({})
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema)
        self._writer.write_table(table)
