"""How the benchmarks time: ways of doing the same work take turns in one process, and medians are compared."""

from __future__ import annotations

import gc
import os
import platform
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Literal

#: The way that the others are compared with.
OURS = "lawscore"

Way = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked of a row: `sort` says of which figure, `figure` how much of it."""

    #: `most`: the median itself, at most. `faster`: lawscore is so many times as fast as this peer, at least.
    #: `within`: lawscore takes so many times as long as this peer, at most, and so many seconds `more`.
    sort: Literal["most", "faster", "within"]
    figure: float
    more: float = 0

    def holds(self, median: float, ratio: float) -> bool:
        """Whether a row with this median and ratio holds it."""
        ours = median / ratio
        if self.sort == "most":
            return median <= self.figure
        return ours * self.figure <= median if self.sort == "faster" else ours <= self.figure * median + self.more


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was done, by whom, how long it took, and what is asked of it."""

    work: str
    way: str
    #: Seconds, or mebibytes where the unit says so.
    seconds: float
    #: How many times as long as lawscore takes for the same work.
    ratio: float
    bar: Bar | None = None
    unit: Literal["s", "MiB"] = "s"

    @property
    def held(self) -> bool | None:
        """Whether the bar holds; None where there is none."""
        return None if self.bar is None else self.bar.holds(self.seconds, self.ratio)


def take_turns(ways: Mapping[str, Way], rounds: int, calls: int = 1) -> dict[str, float]:
    """The median seconds of one call of each way; `calls` of them are timed at a time.

    All ways run in every round, so that a busy machine is busy for all of them.
    """
    for way in ways.values():
        way()
    gc.collect()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = perf_counter()
            for _ in range(calls):
                way()
            taken[name].append((perf_counter() - start) / calls)
    return {name: median(times) for name, times in taken.items()}


def rows(
    work: str,
    medians: Mapping[str, float],
    bar: float | Mapping[str, Bar] | None = None,
    parts: int | Mapping[str, int] = 1,
) -> list[Row]:
    """The rows of one piece of work, for one of its `parts`: so many have all ways done, or each of them.

    A bar is the most seconds that lawscore may take, or stands at the way that it is measured by.
    """
    bars = bar if isinstance(bar, Mapping) else {} if bar is None else {OURS: Bar("most", bar)}
    single = {name: seconds / (parts if isinstance(parts, int) else parts[name]) for name, seconds in medians.items()}
    return [Row(work, name, seconds, seconds / single[OURS], bars.get(name)) for name, seconds in single.items()]


def machine() -> dict[str, str | int | float]:
    """Where the figures come from, and how much else is done there."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
    }


def versions(*packages: str) -> dict[str, str]:
    """The versions of what took part; those that are not installed are left out."""
    found: dict[str, str] = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*:\s*(.+)$", info.read_text(), re.MULTILINE) if info.exists() else None
    return named[1].strip() if named else platform.processor() or "unknown"
