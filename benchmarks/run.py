"""Run the benchmarks, each in a process of its own: print the table, write results.json, fill the pages on performance.

`make bench` runs all but the largest, in under ten minutes on a machine at rest; `make bench-large` adds it. With names, as in
`python benchmarks/run.py columns start`, only those are measured; the other rows stay as they were.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from time import perf_counter
from typing import Any, Final

import page
from timing import Bar, Row, machine, versions
from works import WORKS

RESULTS: Final = page.HERE / "results.json"
BENCHES: Final = (
    "columns", "measured", "explained", "standings", "sensitivity", "start", "score", "load", "workbooks", "spark",
)  # fmt: skip
#: What a bench needs that need not be there.
NEEDED: Final = {"spark": "pyspark"}
LARGE: Final = ("stream",)
PACKAGES: Final = (
    "lawscore", "numpy", "polars", "pyarrow", "OpenFisca-Core", "zen-engine", "simpleeval", "pydantic", "PyYAML", "typer",
    "pyspark",
)  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Measure, print, write."""
    names = [one for one in arguments if not one.startswith("-")] or [*BENCHES]
    if "--large" in arguments:
        names += LARGE
    here = machine()
    rows = kept(before(), measured(names))
    found = {"machine": here, "versions": versions(*PACKAGES), "rows": [told(row) for row in rows]}
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    fill(rows, here)


def fill(rows: Sequence[Row], here: Mapping[str, object]) -> None:
    """Print the table and put it into the pages."""
    tables = {language: page.table(rows, here, versions(*PACKAGES), language) for language in page.PAGES}
    print(tables["en"])
    print(page.bars(rows, "en"))
    page.put("table", tables)
    page.put("bars", {language: page.bars(rows, language) for language in page.PAGES})


def measured(names: Iterable[str]) -> list[Row]:
    """The rows of these benches, each measured in a fresh process."""
    rows: list[Row] = []
    for name in names:
        start = perf_counter()
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            rows += alone.submit(measure, name).result()
        print(f"{name}: {perf_counter() - start:.0f} s", file=sys.stderr)
    return rows


def measure(name: str) -> list[Row]:
    """The rows of one bench; none where what it needs is not there."""
    if name in NEEDED and find_spec(NEEDED[name]) is None:
        return []
    found: list[Row] = import_module(f"bench_{name}").measure()
    return found


def before() -> list[Row]:
    """The rows of the last time."""
    found = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"rows": []}
    return [read(one) for one in found["rows"]]


def kept(before: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """The rows in the order of the table, and those of works that were not measured now as they were."""
    new = {row.work for row in rows}
    old = [row for row in before if row.work not in new]
    order = {work: place for place, work in enumerate(WORKS)}
    return sorted([*rows, *old], key=lambda row: order.get(row.work, len(order)))


def told(row: Row) -> dict[str, Any]:
    """A row as JSON: `median` in its unit, `ratio` in times of lawscore's."""
    bar = None if row.bar is None else asdict(row.bar)
    return {
        "work": row.work,
        "way": row.way,
        "median": float(f"{row.seconds:.6g}"),
        "unit": row.unit,
        "ratio": float(f"{row.ratio:.6g}"),
        "bar": bar,
        "held": row.held,
    }


def read(one: Any) -> Row:
    """The same row back."""
    bar = None if one["bar"] is None else Bar(**one["bar"])
    return Row(one["work"], one["way"], one["median"], one["ratio"], bar, one["unit"])


if __name__ == "__main__":
    main(sys.argv[1:])
