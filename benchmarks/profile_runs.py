"""One large run in a process of its own, to be looked at from outside: `profile_runs.py columns 1000000`.

With `--memory FILE` memray writes there what it holds; what it prints is the time, the bytes of its table, and how many bytes
this machine copies in a second.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import numpy as np
from bench_explained import explaining
from bench_standings import draw, rubric_of, standing, table_of
from make_measured import PLAIN, STEPPED
from make_villages import SORTS, Sort, make

from lawscore.columns.assess import assess_table
from lawscore.columns.writing import write_table
from lawscore.loading.rubrics import load_text

#: The work, and the bytes of the table that it reads.
Ready = tuple[Callable[[], object], int]
_COPIED: Final = 1 << 26
_COPIES: Final = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A run: how many units, and what makes it ready for so many."""

    units: int
    ready: Callable[[int], Ready]


def _scored(sorts: Sequence[Sort], work: Callable[[Any, Any], object] = assess_table) -> Callable[[int], Ready]:
    """Units of these sorts of indicators, scored once before for what is made once."""

    def ready(units: int) -> Ready:
        made = make(units, sorts=sorts)
        rubric = load_text(made.text).rubric
        table = made.table()
        work(rubric, table.slice(0, 1))
        return lambda: work(rubric, table), table.nbytes

    return ready


def _written(rubric: Any, table: Any) -> None:
    with TemporaryDirectory() as folder:
        write_table(rubric, table, Path(folder) / "scores.parquet", Path(folder) / "items.parquet")


def _standing(units: int) -> Ready:
    table = table_of(draw(units))
    return standing(assess_table(rubric_of(""), table)), table.nbytes


def _explained(units: int) -> Ready:
    made = make(units)
    explain = explaining(made, units)
    explain()
    return lambda: [explain() for _ in range(units)], made.table().nbytes


RUNS: Final[dict[str, Kind]] = {
    "columns": Kind(1_000_000, _scored(SORTS)),
    "columns_items": Kind(1_000_000, _scored(SORTS, _written)),
    "measured": Kind(200_000, _scored(STEPPED)),
    "measured_unrounded": Kind(50_000, _scored(PLAIN)),
    "explained": Kind(1_000, _explained),
    "standings": Kind(1_000_000, _standing),
}


def run(work: Callable[[], object]) -> float:
    """The seconds of the work: samples count where this function is on the stack."""
    start = perf_counter()
    work()
    return perf_counter() - start


def bandwidth() -> float:
    """The bytes that a copy reads and writes in a second, at best."""
    source = np.ones(_COPIED)
    target = np.empty_like(source)
    taken = []
    for _ in range(_COPIES):
        start = perf_counter()
        np.copyto(target, source)
        taken.append(perf_counter() - start)
    return 2 * source.nbytes / min(taken)


def main(name: str, units: str, *more: str) -> None:
    """Make ready, run, print."""
    work, read = RUNS[name].ready(int(units))
    if more:
        from memray import FileDestination, Tracker

        with Tracker(destination=FileDestination(more[1], overwrite=True)):
            seconds = run(work)
    else:
        seconds = run(work)
    print(json.dumps({"seconds": seconds, "read": read, "bandwidth": bandwidth()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
