"""How long twenty million units take that are streamed from a Parquet file into one, and how much memory, beside one million.

Each run is a process of its own, so that its peak of memory is its own: the high-water mark of its resident pages. `python benchmarks/bench_stream.py 1000000 20000000` measures files of so many units; the larger one is read once.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from make_stream import write
from timing import OURS, Bar, Row

from lawscore.columns.writing import write_table
from lawscore.loading.rubrics import load_text

STREAM: Final = "stream"
MEMORY: Final = "stream_memory"
FEW_ALONE: Final = "lawscore, 1 M units"
_FEW, _MANY = 1_000_000, 20_000_000
#: As many units for twenty times as many: the time may grow a tenth more than they do.
_MORE: Final = 1.1
_BAR_MEMORY: Final = 2048.0
_ROUNDS: Final = 3
_MEBI: Final = 1024


def measure(few: int = _FEW, many: int = _MANY, rounds: int = _ROUNDS) -> list[Row]:
    """Time both, the smaller one before and after the larger."""
    with TemporaryDirectory() as folder:
        paths = {count: Path(folder) / f"{count}.parquet" for count in (few, many)}
        for count, path in paths.items():
            (Path(folder) / "rubric.yaml").write_text(write(path, count), encoding="utf-8")
        _run(paths[few])  # once for nothing, as everywhere
        before = [_run(paths[few]) for _ in range(rounds // 2 + 1)]
        large, peak = _run(paths[many])
        after = [_run(paths[few]) for _ in range(rounds // 2 + 1)]
    small = median(seconds for seconds, _ in before + after)
    small_peak = median(peak for _, peak in before + after)
    times = Bar("within", many / few * _MORE)
    return [
        Row(STREAM, OURS, large, 1),
        Row(STREAM, FEW_ALONE, small, small / large, times),
        Row(MEMORY, OURS, peak, 1, Bar("most", _BAR_MEMORY), "MiB"),
        Row(MEMORY, FEW_ALONE, small_peak, small_peak / peak, None, "MiB"),
    ]


def _run(path: Path) -> tuple[float, float]:
    """Seconds and mebibytes of one run in a process of its own."""
    done = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        sys.exit(done.stderr)
    found = json.loads(done.stdout)
    return found["seconds"], found["mebibytes"]


def once(path: Path) -> dict[str, float]:
    """Score one file, with all indicators written; in the process that this is."""
    rubric = load_text((path.parent / "rubric.yaml").read_text(encoding="utf-8")).rubric
    assert rubric is not None  # the generator makes sound rubrics
    start = perf_counter()
    written = write_table(rubric, path, path.with_suffix(".scores.parquet"))
    taken = perf_counter() - start
    assert not written.problems, written.problems[0]
    return {
        "seconds": taken,
        "mebibytes": peak(),
        "units": written.units,
    }


def peak() -> float:
    """The high-water mark of this process; what getrusage says begins with that of the process that started it."""
    status = Path("/proc/self/status")
    found = re.search(r"^VmHWM:\s*(\d+) kB$", status.read_text(), re.MULTILINE) if status.exists() else None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / _MEBI


if __name__ == "__main__":
    if sys.argv[1].isdigit():
        for row in measure(*map(int, sys.argv[1:])):
            print(f"{row.work:15} {row.way:22} {row.seconds:10.2f} {row.unit}   {row.ratio:7.3f}   {row.held}")
    else:
        print(json.dumps(once(Path(sys.argv[1]))))
