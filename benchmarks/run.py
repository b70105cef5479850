"""Run all benchmarks: print the table, write results.json, and put the table into the two pages on performance.

`python benchmarks/run.py` (or `make bench`) takes about a minute.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import bench_load
import bench_score
import bench_sensitivity
import bench_start
import bench_workbooks
from timing import Row, machine, versions

HERE: Final = Path(__file__).resolve().parent
PAGES: Final = {"en": HERE.parent / "docs" / "performance.md", "zh": HERE.parent / "docs" / "performance.zh-CN.md"}
BENCHES: Final = (bench_score, bench_load, bench_sensitivity, bench_workbooks, bench_start)
PACKAGES: Final = ("lawscore", "numpy", "pydantic", "PyYAML", "simpleeval", "typer")

WORKS: Final = {
    bench_score.ONE_UNIT: ("score one unit, an ordinary one", "一个单位计分（一般情形）"),
    bench_score.ONE_UNIT_WORST: ("score one unit that loses points everywhere", "一个单位计分（处处扣分）"),
    bench_score.UNITS: ("score 200 units, for each of them", "两百个单位计分，平均每个"),
    bench_load.LOAD: ("load a rubric", "读入一份细则"),
    bench_sensitivity.SENSITIVITY: (
        "sensitivity: 1,000 units × 200 rules × 1,000 draws",
        "排名稳健性：1000 个单位 × 200 条规则 × 1000 次变动",
    ),
    bench_workbooks.WORKBOOKS: ("read a filled-in form of 170 fields", "读入一份填好的填报表（170 项）"),
    bench_start.START: ("`lawscore score` from a cold start", "命令行冷启动：`lawscore score`"),
}
HEADS: Final = {
    "en": ("Work", "By", "Median", "Times lawscore", "Bar"),
    "zh": ("工作", "程序", "中位数", "与 lawscore 之比", "上限"),
}
_MACHINE: Final = {
    "en": "{cpu}, {cores} cores, {system}, Python {python}; {packages}.",
    "zh": "{cpu}，{cores} 核，{system}，Python {python}；{packages}。",
}
_TABLE: Final = re.compile(r"(<!-- table -->\n).*?(<!-- /table -->)", re.DOTALL)


def main() -> None:
    """Measure, print, write."""
    rows: list[Row] = []
    for bench in BENCHES:
        rows += bench.measure()
    print(table(rows, "en"))
    (HERE / "results.json").write_text(result(rows), encoding="utf-8")
    for language, page in PAGES.items():
        page.write_text(with_table(page.read_text("utf-8"), table(rows, language)), encoding="utf-8")


def with_table(page: str, filled: str) -> str:
    """The page with another table at its place."""
    text, found = _TABLE.subn(lambda place: f"{place[1]}{filled}{place[2]}", page)
    assert found == 1, "the page has no place for the table"
    return text


def result(rows: Sequence[Row]) -> str:
    """The figures as JSON, in milliseconds."""
    listed = [
        {
            "work": row.work,
            "way": row.way,
            "median_ms": round(row.seconds * 1000, 3),
            "ratio": round(row.ratio, 2),
            "bar_ms": None if row.bar is None else round(row.bar * 1000, 1),
            "held": row.held,
        }
        for row in rows
    ]
    found = {"machine": machine(), "versions": versions(*PACKAGES), "rows": listed}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def table(rows: Sequence[Row], language: str) -> str:
    """The figures as a table for people, and the machine they come from."""
    heads = HEADS[language]
    lines = [f"| {' | '.join(heads)} |", "|---|---|--:|--:|--:|"]
    before = ""
    for row in rows:
        work = WORKS[row.work][language == "zh"]
        told = "" if work == before else work
        lines.append(f"| {told} | {row.way} | {_time(row.seconds)} | {row.ratio:.2f} | {_bar(row)} |")
        before = work
    packages = ", ".join(f"{name} {number}" for name, number in versions(*PACKAGES).items())
    lines += ["", _MACHINE[language].format(**machine(), packages=packages)]
    return "\n".join(lines) + "\n"


def _time(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:.0f} ms" if milliseconds >= 100 else f"{milliseconds:.2f} ms"


def _bar(row: Row) -> str:
    if row.bar is None:
        return ""
    return f"{_time(row.bar)} {'✓' if row.held else '✗'}"


if __name__ == "__main__":
    main()
