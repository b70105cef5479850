"""How long a save takes under `lawscore watch`: a rubric of this repository, its cases, and 3,000 generated units.

`python benchmarks/bench_watch.py [units]` prints the table, and puts it into the pages on performance with `--write`.
The data are CSV files and one JSON file (`make_counties.py`, seeded). For each kind of save the same edit is made and
taken back several times; the least time counts, since other work on the machine only adds to it: the wall clock, and the
time of the processor alone. Two processes share the work: the larger of the two is what a save takes on two free cores.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final

import make_counties

from lawscore.watching.files import Asked
from lawscore.watching.judged import judged
from lawscore.watching.rules import look_at_rules
from lawscore.watching.scores import look_at_scores

HERE: Final = Path(__file__).resolve().parent
PAGES: Final = {"en": HERE.parent / "docs" / "performance.md", "zh": HERE.parent / "docs" / "performance.zh-CN.md"}
UNITS: Final = 3000
ROUNDS: Final = 5
#: Half a second, as a save may take.
BAR: Final = 0.5
_TABLE: Final = re.compile(r"(<!-- watch -->\n).*?(<!-- /watch -->)", re.DOTALL)

#: An edit by what it does: the file, a text in it, and what is put in its place.
EDITS: Final = {
    "remark": ("rubric", "title: 县", "# 备注\ntitle: 县"),
    "price": ("rubric", "deduct: 0.5", "deduct: 0.6"),
    "points": ("rubric", "points: 2.5\n", "points: 2.4\n"),
    "case": ("cases", "- case: ", "- case: 改"),
    "value": ("data", ",是,", ",否,"),
}
_SAID: Final = {
    "en": {
        "remark": "a remark in the rubric",
        "price": "the price of one deduction (moves {moved} of {units} units)",
        "points": "the points of one indicator (moves {moved} of {units} units)",
        "case": "one case",
        "value": "one value of one unit",
    },
    "zh": {
        "remark": "细则中的一条备注",
        "price": "一条扣分规则的扣分（{units} 个单位中 {moved} 个变动）",
        "points": "一项指标的分值（{units} 个单位中 {moved} 个变动）",
        "case": "一个用例",
        "value": "一个单位的一个数据",
    },
}
_HEADS: Final = {
    "en": ("Saved", "Check and cases", "of which processor", "Standings", "of which processor", "Within 0.5 s"),
    "zh": ("保存的内容", "检查和用例", "其中处理器", "排名", "其中处理器", "0.5 秒以内"),
}


@dataclass(frozen=True, slots=True)
class Took:
    """The least seconds of a piece of work: by the wall clock, and of the processor."""

    wall: float
    processor: float

    @classmethod
    def of(cls, work: Callable[[], object]) -> Took:
        wall, processor = perf_counter(), process_time()
        work()
        return cls(perf_counter() - wall, process_time() - processor)

    def or_less(self, other: Took | None) -> Took:
        return self if other is None else Took(min(self.wall, other.wall), min(self.processor, other.processor))


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of save took: the check and the cases, and the standings beside them."""

    edit: str
    rules: Took
    scores: Took
    moved: int

    @property
    def held(self) -> bool:
        return max(self.rules.processor, self.scores.processor) <= BAR


class Desk:
    """A rubric with its cases and data in a folder, and what came of them last."""

    def __init__(self, folder: Path, units: int) -> None:
        rubric = folder / "rubrics" / "county-government" / "2023.1.yaml"
        rubric.parent.mkdir(parents=True)
        for name in (rubric.name, "2023.1.cases.yaml"):
            (rubric.parent / name).write_bytes((make_counties.RUBRIC.parent / name).read_bytes())
        data = make_counties.write(folder / "data", make_counties.counties(units))
        self.files: Mapping[str, Path] = {
            "rubric": rubric,
            "cases": rubric.with_name("2023.1.cases.yaml"),
            "data": data[0],
        }
        self.asked = Asked(rubric=str(rubric), data=tuple(map(str, data)))
        self.rules, self.scores = look_at_rules(self.asked), look_at_scores(self.asked)

    def look(self) -> tuple[Took, Took, int]:
        """Look again, one after the other: two processes do it at the same time."""
        before = self.scores.assessment
        took = Took.of(self._rules), Took.of(self._scores)
        after = self.scores.assessment
        assert before is not None
        assert after is not None
        moved = sum(scope.whole is not before.scopes[unit].whole for unit, scope in after.scopes.items())
        del before
        gc.collect()
        gc.freeze()
        return *took, moved

    def _rules(self) -> None:
        before, self.rules = self.rules, look_at_rules(self.asked, self.rules)
        judged(before, self.rules, "zh")

    def _scores(self) -> None:
        self.scores = look_at_scores(self.asked, self.scores)


def measure(units: int = UNITS) -> list[Row]:
    """A row for each kind of save."""
    gc.disable()
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder), units)
        gc.collect()
        gc.freeze()
        return [_row(desk, edit) for edit in EDITS]


def _row(desk: Desk, edit: str) -> Row:
    file, old, new = EDITS[edit]
    path = desk.files[file]
    text = path.read_text("utf-8")
    assert old in text, edit
    rules: Took | None = None
    scores: Took | None = None
    moved = 0
    for _ in range(ROUNDS):
        for written in (text.replace(old, new, 1), text):
            path.write_text(written, "utf-8")
            one, other, moved = desk.look()
            rules, scores = one.or_less(rules), other.or_less(scores)
    assert rules is not None
    assert scores is not None
    return Row(edit, rules, scores, moved)


def table(rows: list[Row], units: int, language: str) -> str:
    """The rows as a table of a page."""
    lines = ["| " + " | ".join(_HEADS[language]) + " |", "|---|--:|--:|--:|--:|---|"]
    for row in rows:
        said = _SAID[language][row.edit].format(moved=f"{row.moved:,}", units=f"{units:,}")
        cells = [f"{seconds:.2f} s" for took in (row.rules, row.scores) for seconds in (took.wall, took.processor)]
        lines.append("| " + " | ".join([said, *cells, "✓" if row.held else "✗"]) + " |")
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    note = {
        "en": f"Load average {load} on {os.cpu_count()} cores.",
        "zh": f"测量时系统负载 {load}，共 {os.cpu_count()} 核。",
    }
    return "\n".join(lines) + f"\n\n{note[language]}\n"


def main() -> None:
    """Measure and print; with `--write`, into the pages too."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    units = numbers[0] if numbers else UNITS
    rows = measure(units)
    print(table(rows, units, "en"))
    for language, page in PAGES.items() if "--write" in sys.argv else ():
        text = page.read_text("utf-8")
        filled = table(rows, units, language)
        page.write_text(_TABLE.sub(lambda place, filled=filled: f"{place[1]}{filled}{place[2]}", text), "utf-8")


if __name__ == "__main__":
    main()
