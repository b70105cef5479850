"""How long the papers of a result take, how large they are, and how much memory: for 12, 300 and 3,000 units.

Nothing here is real: the units are those of `make_counties.py`. Each paper is drawn in a process of its own, so that its peak
of memory is its own. Run it with numbers of units, and with `--paper` for some papers only:

    python benchmarks/bench_reports.py 12 300 3000
    python benchmarks/bench_reports.py 300 --paper workbook
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final

from make_counties import RUBRIC, counties, write

from lawscore.assessing import assess_gathered
from lawscore.loading.rubrics import load_file
from lawscore.loading.submissions import load_submissions
from lawscore.office.extras import lacking
from lawscore.publishing.opening import edition_of
from lawscore.publishing.papers import NO_WISHES, PAPERS
from lawscore.results.model import Result
from lawscore.results.text import result_text
from lawscore.results.writing import result_of
from lawscore.rubric.bound import Rubric

COUNTS: Final = (12, 300, 3000)
_LANGUAGE: Final = "zh"
_MEBI: Final = 1024


def prepare(count: int, folder: Path) -> Path:
    """The result of so many counties, as a file."""
    rubric = _rubric()
    paths = [str(path) for path in write(folder / f"counties-{count}", counties(count))]
    assessment = assess_gathered(rubric, load_submissions(rubric, paths))
    path = folder / f"result-{count}.json"
    path.write_text(result_text(Result.model_validate(result_of(assessment, _LANGUAGE))), encoding="utf-8")
    return path


def _rubric() -> Rubric:
    rubric = load_file(RUBRIC).rubric
    assert rubric is not None  # it is one of this repository
    return rubric


def draw(key: str, path: Path) -> dict[str, float]:
    """Draw one paper; its files are counted and thrown away one by one."""
    edition = edition_of(Result.model_validate_json(path.read_text(encoding="utf-8")), _rubric(), _LANGUAGE)
    start, busy, size, files = perf_counter(), process_time(), 0, 0
    for _, content in PAPERS[key].files(edition, NO_WISHES):
        size, files = size + len(content), files + 1
    taken = {"seconds": perf_counter() - start, "busy": process_time() - busy}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBI
    return {**taken, "bytes": size, "files": files, "peak": peak}


def main() -> None:
    """Draw them all, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS)
    parser.add_argument("--paper", action="append", choices=PAPERS)
    parser.add_argument("--draw", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.draw:
        print(json.dumps(draw(asked.draw[0], Path(asked.draw[1]))))
        return
    keys = [key for key in asked.paper or PAPERS if lacking(PAPERS[key].form) is None]
    print(f"{'units':>6}  {'paper':<9} {'seconds':>8} {'of CPU':>8} {'files':>6} {'MB':>8} {'peak MiB':>9}")
    with TemporaryDirectory() as folder:
        for count in asked.counts:
            path = prepare(count, Path(folder))
            for key in keys:
                made = subprocess.run(  # noqa: S603 - this very file
                    [sys.executable, __file__, "--draw", key, str(path)], check=True, capture_output=True, text=True
                )
                one = json.loads(made.stdout)
                print(
                    f"{count:>6}  {key:<9} {one['seconds']:>8.2f} {one['busy']:>8.2f} {one['files']:>6} "
                    f"{one['bytes'] / 1e6:>8.2f} {one['peak']:>9.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
