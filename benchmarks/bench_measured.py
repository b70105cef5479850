"""How long units take whose measured figures are all distinct, so that no combination comes twice, beside simpleeval.

`python benchmarks/bench_measured.py 100000` measures so many units and prints the table.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Final

from digits import check
from make_measured import PLAIN, STEPPED
from make_villages import Sort, Villages, make
from peers import PARSED_ONCE, ready
from timing import OURS, Bar, Row, rows, take_turns

from lawscore.columns.assess import assess_table
from lawscore.loading.rubrics import load_text

MEASURED: Final = "measured"
UNROUNDED: Final = "measured_unrounded"
_SORTS: Final[Mapping[str, Sequence[Sort]]] = {MEASURED: STEPPED, UNROUNDED: PLAIN}
#: How many times as fast as simpleeval, its formulas parsed once.
BARS: Final = {MEASURED: 30.0, UNROUNDED: 3.0}
_UNITS: Final = {MEASURED: 200_000, UNROUNDED: 50_000}
_ROUNDS: Final = 3
#: Totals that are left as they are have denominators of at least so many digits.
_DIGITS: Final = 50


def measure(units: int | None = None, rounds: int = _ROUNDS) -> list[Row]:
    """Time both, for each unit."""
    return [row for work in _SORTS for row in _measured(work, units or _UNITS[work], rounds)]


def _measured(work: str, units: int, rounds: int) -> list[Row]:
    made = make(units, sorts=_SORTS[work])
    rubric = load_text(made.text).rubric
    assert rubric is not None  # the generator makes sound rubrics
    table = made.table()
    _distinct(made)
    digits = check(rubric, made, table)
    assert work == MEASURED or digits >= _DIGITS
    theirs, parts = ready(made, units)
    taken = take_turns({OURS: lambda: assess_table(rubric, table), **theirs}, rounds)
    return rows(work, taken, {PARSED_ONCE: Bar("faster", BARS[work])}, {OURS: units, **parts})


def _distinct(made: Villages) -> None:
    """No two rows are alike: what three measured fields say already tells nearly all apart, and all of them do."""
    measured = [column for column in made.columns.values() if column.dtype.kind == "f"]
    assert len(set(zip(*(column.tolist() for column in measured[:4]), strict=True))) == len(measured[0])


if __name__ == "__main__":
    for row in measure(int(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(f"{row.work:20} {row.way:32} {row.seconds * 1e6:10.2f} µs a unit   {row.ratio:7.2f}   {row.held}")
