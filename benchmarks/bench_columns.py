"""How long it takes to score very many units by columns, beside peers that know neither exact digits nor items.

`python benchmarks/bench_columns.py 1000000` measures so many units and prints the table; add `--profile` for where the
time goes. Peers are in benchmarks/requirements.txt; those that are not installed are left out.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from digits import check
from make_villages import Villages, make
from peers import NUMPY, OPENFISCA, ready
from timing import OURS, Bar, Row, Way, machine, rows, take_turns, versions

from lawscore.columns.assess import assess_table
from lawscore.columns.writing import write_table
from lawscore.loading.rubrics import load_text
from lawscore.rubric.bound import Rubric

COLUMNS: Final = "columns"
ITEMS: Final = "columns_items"
ORDINARY: Final = "columns_ordinary"
#: What is done without items: the same files but one, or nothing written at all.
SCORES_WRITTEN: Final = "lawscore, no items"
NOTHING_WRITTEN: Final = "lawscore, nothing written"
BARS: Final = {OPENFISCA: Bar("faster", 2.5), NUMPY: Bar("within", 2.5)}
BARS_OF_ITEMS: Final = {SCORES_WRITTEN: Bar("within", 3)}
#: "An instant", in seconds.
BAR_ORDINARY: Final = 0.5
_UNITS: Final = 1_000_000
_ORDINARY: Final = 3_000
_ROUNDS: Final = 3


def measure(units: int = _UNITS, rounds: int = _ROUNDS) -> list[Row]:
    """Time all of it: many units for each of them, few all together."""
    return [*many(units, rounds), *ordinary(min(units, _ORDINARY), rounds)]


def many(units: int, rounds: int) -> list[Row]:
    """Very many units: their scores, and all items written."""
    made, rubric, table = _made(units)
    check(rubric, made, table)
    theirs, parts = ready(made, units)
    taken = take_turns({OURS: lambda: assess_table(rubric, table), **theirs}, rounds)
    del theirs
    with TemporaryDirectory() as folder:
        written = take_turns(
            {
                OURS: _writing(rubric, table, Path(folder), items=True),
                SCORES_WRITTEN: _writing(rubric, table, Path(folder)),
                NOTHING_WRITTEN: lambda: assess_table(rubric, table),
            },
            rounds,
        )
    return [
        *rows(COLUMNS, taken, BARS, parts={OURS: units, **parts}),
        *rows(ITEMS, written, BARS_OF_ITEMS, parts=units),
    ]


def ordinary(units: int, rounds: int) -> list[Row]:
    """As many units as a province has."""
    made, rubric, table = _made(units)
    check(rubric, made, table)
    return rows(ORDINARY, take_turns({OURS: lambda: assess_table(rubric, table)}, rounds), BAR_ORDINARY)


def _made(units: int) -> tuple[Villages, Rubric, Any]:
    made = make(units)
    rubric = load_text(made.text).rubric
    assert rubric is not None  # the generator makes sound rubrics
    return made, rubric, made.table()


def _writing(rubric: Rubric, table: Any, folder: Path, *, items: bool = False) -> Way:
    return lambda: write_table(rubric, table, folder / "scores.parquet", folder / "items.parquet" if items else None)


def main() -> None:
    """Measure and print, or profile."""
    given = [int(one) for one in sys.argv[1:] if one.isdigit()]
    units = given[0] if given else _UNITS
    if "--profile" in sys.argv:
        _profile(units)
        return
    for row in measure(units):
        print(f"{row.work:17} {row.way:35} {row.seconds * 1e6:10.2f} µs   {row.ratio:7.2f}   {row.held}")
    print(json.dumps({"units": units, **machine(), **versions("numpy", "polars", "pyarrow", "openfisca-core")}))


def _profile(units: int) -> None:
    _, rubric, table = _made(units)
    profile = cProfile.Profile()
    profile.runcall(assess_table, rubric, table)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
