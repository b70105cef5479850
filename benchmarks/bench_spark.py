"""What scoring on Spark costs: seconds of processors for each unit, step by step, and the bytes that go from machine to machine.

`python benchmarks/bench_spark.py 400000` scores so many case files of 60 indicators on `local[1]` and `local[2]`, each in a process
of its own, and prints a table and what it means for a hundred million of them. It needs Linux, PySpark and Java 17; processors
are counted for the JVM and for all Python below it, so that what else the machine does hardly matters.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from make_villages import make

from lawscore.loading.rubrics import load_text
from lawscore.spark import assess
from lawscore.spark.session import session

INDICATORS: Final = 60
_UNITS: Final = 400_000
_PARTS: Final = 8
_CLASSES: Final = 4
_RANKING: Final = """
classes: {a: 甲, b: 乙, c: 丙, d: 丁}
ranking: {within: class, using: exact, overall: true, ties: [{higher: "1.1"}]}
grades: {using: exact, bands: [{grade: 优, from: 90}, {grade: 良, else: true}]}
"""

#: The plan: so many case files, and what is assumed of machines that are rented.
_PLANNED: Final = 100_000_000
_DOLLARS_A_CORE_HOUR: Final = 0.05
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run: its seconds by the clock and of processors, and what it sent through a shuffle."""

    name: str
    wall: float
    jvm: float
    python: float
    shuffled: int


def main() -> None:
    """Measure both masters and print; a process of a run prints its steps only."""
    if sys.argv[1:2] == ["--run"]:
        master, folder = sys.argv[2:4]
        print(json.dumps([asdict(step) for step in _steps(master, Path(folder))]))
        return
    units = int(sys.argv[1]) if len(sys.argv) > 1 else _UNITS
    with TemporaryDirectory() as folder:
        _write(units, Path(folder))
        for master in ("local[1]", "local[2]"):
            _print(master, units, _run(master, folder), Path(folder))


def _write(units: int, folder: Path) -> None:
    """The rubric and the case files, in several files as a cluster has them."""
    made = make(units, indicators=INDICATORS)
    head, found, rest = made.text.partition("points:")
    (folder / "rubric.yaml").write_text(head + _RANKING.lstrip() + found + rest, encoding="utf-8")
    classes = pa.array(["abcd"[number % _CLASSES] for number in range(units)])
    table = made.table().append_column("class", classes)
    (folder / "data").mkdir()
    size = -(-units // _PARTS)
    for part in range(_PARTS):
        pq.write_table(table.slice(part * size, size), folder / "data" / f"{part}.parquet")


def _run(master: str, folder: str) -> list[Step]:
    done = subprocess.run(  # noqa: S603 - this file
        [sys.executable, __file__, "--run", master, folder], stdout=subprocess.PIPE, text=True, check=True
    )
    return [Step(**step) for step in json.loads(done.stdout.splitlines()[-1])]


def _steps(master: str, folder: Path) -> Iterator[Step]:
    rubric = load_text((folder / "rubric.yaml").read_text(encoding="utf-8")).rubric
    assert rubric is not None  # the generator makes sound rubrics
    written = folder / master
    with session(master, {"spark.driver.memory": "4g", "spark.sql.shuffle.partitions": str(_PARTS)}) as spark:
        df = spark.read.parquet(str(folder / "data"))
        with assess(
            df.limit(2000), rubric, items=True
        ) as warm:  # processes are started and plans compiled once for nothing
            warm.units.write.parquet(str(written / "warm"))
            warm.standings.write.parquet(str(written / "warm_standings"))
        measure = _Meter(spark)
        found = measure("who the units are", lambda: assess(df, rubric, items=True))
        yield measure.last
        tables = {"scored, scores written": "units", "items written": "items", "ranked, standings written": "standings"}
        for name, table in tables.items():
            measure(name, lambda table=table: getattr(found, table).write.parquet(str(written / table)))
            yield measure.last
        found.close()


class _Meter:
    """Measures one step after the other."""

    def __init__(self, spark: Any) -> None:
        self.spark, self.jvm = spark, spark.sparkContext._gateway.proc.pid  # noqa: SLF001 - nobody else knows
        self.last: Step
        #: Also of processes that have ended: what was seen of them last.
        self._seen: dict[int, float] = {}

    def __call__(self, name: str, step: Any) -> Any:
        before, start, sent = self._used(), perf_counter(), self._shuffled()
        found = step()
        wall, after = perf_counter() - start, self._used()
        self.last = Step(name, wall, after[0] - before[0], after[1] - before[1], self._shuffled() - sent)
        return found

    def _used(self) -> tuple[float, float]:
        """Seconds of processors of the JVM, and of the Python processes below it."""
        kin, used = {self.jvm}, self._seen
        used[self.jvm] = _seconds(self.jvm)
        parents = _parents()
        while more := {pid for pid, parent in parents.items() if parent in kin} - kin:
            kin |= more
            used |= {pid: max(_seconds(pid), used.get(pid, 0)) for pid in more}
        return used[self.jvm], sum(used.values()) - used[self.jvm]

    def _shuffled(self) -> int:
        store = self.spark.sparkContext._jsc.sc().statusStore()  # noqa: SLF001 - as above
        stages = store.stageList(None, False, False, self._no_numbers(), None)
        return sum(stages.apply(place).shuffleWriteBytes() for place in range(stages.size()))

    def _no_numbers(self) -> Any:
        gateway = self.spark.sparkContext._gateway  # noqa: SLF001 - as above
        return gateway.new_array(gateway.jvm.double, 0)


def _seconds(pid: int) -> float:
    """Seconds of processors of a process, without its children."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, told[11:13])) / _TICKS


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                found[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    return found


def _print(master: str, units: int, steps: list[Step], folder: Path) -> None:
    print(f"\n{master}, {units:,} case files of {INDICATORS} indicators\n")
    print(f"{'step':27} {'wall s':>8} {'CPU µs/unit':>12} {'of it Python':>13} {'shuffled bytes/unit':>20}")
    for step in steps:
        cpu = (step.jvm + step.python) / units * 1e6
        python = step.python / units * 1e6
        print(f"{step.name:27} {step.wall:8.1f} {cpu:12.1f} {python:13.1f} {step.shuffled / units:20.1f}")
    cpu = sum(step.jvm + step.python for step in steps) / units
    hours = cpu * _PLANNED / 3600
    print(f"{'all':27} {sum(step.wall for step in steps):8.1f} {cpu * 1e6:12.1f}")
    written = {
        path.name: _size(path) / units for path in sorted((folder / master).iterdir()) if "warm" not in path.name
    }
    print("written, bytes/unit:", ", ".join(f"{name} {size:.0f}" for name, size in written.items()))
    print(f"read, bytes/unit: {_size(folder / 'data') / units:.0f}")
    print(
        f"{_PLANNED:,}: {hours:.1f} core-hours, {hours * _DOLLARS_A_CORE_HOUR:.2f} dollars at {_DOLLARS_A_CORE_HOUR} a core-hour"
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


if __name__ == "__main__":
    main()
