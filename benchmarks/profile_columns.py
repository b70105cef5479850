"""Where the time and the memory of the large runs go, and how far they are from what the hardware allows.

Each run is a process of its own. py-spy samples it, all of its threads, and each sample counts for the innermost function of
lawscore; memray keeps its high-water mark. The limit is the time that it takes to read the bytes of the table once, at the
speed at which numpy copies. `--write` puts it into the pages on performance and into profile.json; `--units 100000` takes fewer.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import page
from profile_page import told
from profile_runs import RUNS

PROFILES: Final = page.HERE / "profile.json"
_RATE: Final = 200
#: Functions that are named; the others are told together.
_NAMED: Final = 8
#: py-spy and memray tell a file from different folders on.
_OURS: Final = re.compile(r"(?:^|[/( ])lawscore/(?P<module>[\w/]+)\.py")


@dataclass(frozen=True, slots=True)
class Profile:
    """One run: its time alone, where it went, what was held at its peak, and what its reading alone would take."""

    work: str
    units: int
    seconds: float
    #: Shares of the time, by function; the largest first.
    time: Mapping[str, float]
    #: Mebibytes at the peak beside the table itself, by function.
    held: Mapping[str, float]
    peak: float
    #: Bytes of the table, and bytes that this machine reads in a second.
    read: int
    bandwidth: float

    @property
    def limit(self) -> float:
        """The seconds in which the table is read once."""
        return self.read / self.bandwidth


def profile(work: str, units: int | None = None) -> Profile:
    """Run it alone, under py-spy, and under memray."""
    count = units or RUNS[work].units
    with TemporaryDirectory() as folder:
        stacks, allocations = Path(folder) / "stacks", Path(folder) / "allocations"
        alone = _child(work, count)
        sampled = ["py-spy", "record", "-r", str(_RATE), "-f", "raw", "-o", str(stacks), "--"]
        _child(work, count, before=sampled)
        _child(work, count, "--memory", str(allocations))
        held = _held(allocations)
        return Profile(
            work,
            count,
            alone["seconds"],
            _largest(_shares(stacks.read_text(encoding="utf-8"))),
            _largest(held),
            sum(held.values()),
            int(alone["read"]),
            alone["bandwidth"],
        )


def _child(work: str, units: int, *more: str, before: Sequence[str] = ()) -> dict[str, float]:
    """One run in a process of its own, perhaps of another program."""
    program = [str(Path(sys.executable).with_name(before[0])), *before[1:]] if before else []
    command = [*program, sys.executable, str(page.HERE / "profile_runs.py"), work, str(units), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        sys.exit(done.stderr)
    said = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    found: dict[str, float] = json.loads(said)
    return found


def _shares(stacks: str) -> dict[str, float]:
    """The share of each function of lawscore in the samples that were taken inside the run."""
    counts: dict[str, int] = {}
    for line in stacks.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = [frame for frame in stack.split(";") if _OURS.search(frame)]
        if frames and ("run (" in stack or "Thread" in stack):
            name = _name(frames[-1])
            counts[name] = counts.get(name, 0) + int(count)
    whole = sum(counts.values())
    return {name: count / whole for name, count in counts.items()}


def _name(frame: str) -> str:
    """`gather (/somewhere/lawscore/columns/codes.py:12)` → `columns/codes.gather`."""
    place = _OURS.search(frame)
    assert place is not None  # these are asked for
    return f"{place['module']}.{frame.partition(' (')[0]}"


def _held(allocations: Path) -> dict[str, float]:
    """Mebibytes at the high-water mark, by the innermost function of lawscore."""
    from memray import FileReader

    found: dict[str, float] = {}
    with FileReader(allocations) as reader:
        for record in reader.get_high_watermark_allocation_records(merge_threads=True):
            frames = [frame for frame in record.stack_trace() if _OURS.search(frame[1])]
            name = _name(f"{frames[0][0]} ({frames[0][1]}") if frames else "other"
            found[name] = found.get(name, 0) + record.size / 2**20
    return found


def _largest(found: Mapping[str, float]) -> dict[str, float]:
    ordered = sorted(found.items(), key=lambda one: -one[1])
    rest = sum(size for _, size in ordered[_NAMED:])
    return {**dict(ordered[:_NAMED]), **({"…": rest} if rest else {})}


def main() -> None:
    """Profile, print, and write where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("works", nargs="*", choices=[[], *RUNS], default=[])  # none are all of them
    parser.add_argument("--units", type=int)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    found = [profile(work, given.units) for work in given.works or RUNS]
    if given.write:
        before = json.loads(PROFILES.read_text(encoding="utf-8")) if PROFILES.exists() else {}
        whole = {**before, **{one.work: asdict(one) for one in found}}
        PROFILES.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        found = [Profile(**whole[work]) for work in RUNS if work in whole]
        page.put("profiles", {language: told(found, language) for language in page.PAGES})
    print(told(found, "en"))


if __name__ == "__main__":
    main()
