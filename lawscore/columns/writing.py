"""Results of many units straight into Parquet files, batch by batch: neither the units nor their results are ever all held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.columns import arrow, parquet
from lawscore.columns.assess import in_rows, prepare
from lawscore.columns.parts import Part
from lawscore.columns.results import Stats
from lawscore.columns.run import Run
from lawscore.columns.sources import BATCH, source_of
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered

#: So many batches of scores make a row group; the items of one batch are enough for one.
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
        files = [(columns.scores, stack.enter_context(parquet.file(Path(scores), _TOGETHER)))]
        if items is not None:
            files.append((columns.items, stack.enter_context(parquet.file(Path(items)))))
        for part in parts:
            for made, file in files:
                file.write(made(part))
            done += len(part)
            if progress is not None:
                progress(done)
    if isinstance(run, Run):
        return Written(done, run.problems(), run.stats)
    assert whole is not None  # it is the one or the other
    return Written(done, whole.problems, whole.stats)
