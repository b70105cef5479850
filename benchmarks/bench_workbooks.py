"""How long it takes to read filled-in forms: a folder of workbooks of a rubric with 170 fields, one for each unit.

Run alone, `python benchmarks/bench_workbooks.py 3000` writes so many forms into a folder of its own and reads them once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final

from make_counties import RUBRIC
from make_workbooks import write
from openpyxl import load_workbook
from timing import OURS, Row, Way, rows, take_turns

import lawscore
from lawscore.loading.submissions import load_submissions

WORKBOOKS: Final = "workbooks"
#: The longest that reading one form may take, in seconds.
BAR: Final = 0.05
_FORMS: Final = 20


def measure() -> list[Row]:
    """Time some forms, beside what openpyxl takes to read the same cells and make nothing of them."""
    rubric = lawscore.load_rubric(RUBRIC)
    with TemporaryDirectory() as folder:
        paths = write(Path(folder), _FORMS)
        ways: dict[str, Way] = {
            OURS: lambda: load_submissions(rubric, [folder]),
            "openpyxl (cells only)": lambda: _cells(paths),
        }
        return rows(WORKBOOKS, take_turns(ways, 3), BAR, parts=_FORMS)


def _cells(paths: Sequence[Path]) -> int:
    """How many cells hold something."""
    count = 0
    for path in paths:
        book = load_workbook(path, read_only=True)
        count += sum(cell.value is not None for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        book.close()
    return count


def once(count: int) -> str:
    """Read so many forms once: what it took."""
    rubric = lawscore.load_rubric(RUBRIC)
    with TemporaryDirectory() as folder:
        write(Path(folder), count)
        begun, worked = perf_counter(), process_time()
        found = load_submissions(rubric, [folder])
        taken, spent = perf_counter() - begun, process_time() - worked
    return f"{len(found.units)} units, {len(found.problems)} problems: {taken:.1f} s, of the processor {spent:.1f} s"


if __name__ == "__main__":
    print(once(int(sys.argv[1])))
