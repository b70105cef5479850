"""How long the report page of 3,000 units with 100 indicators takes: to be drawn, and to open in a headless Chromium.

`python benchmarks/bench_page.py [UNITS]` prints what it measured; it needs the extra `dev` and a Chromium (LAWSCORE_CHROMIUM
names one that is not on the PATH). The page is told in both languages. 200 units are scored, the others are these again
under other names: a page does not know.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from make_rubric import facts, make  # noqa: E402

from lawscore.assessing import assess_facts  # noqa: E402
from lawscore.loading.rubrics import load_text  # noqa: E402
from lawscore.publishing.opening import Edition, edition_of  # noqa: E402
from lawscore.publishing.page import page  # noqa: E402
from lawscore.results.model import Result  # noqa: E402
from lawscore.results.writing import result_of  # noqa: E402
from tests.browser.chromium import NONE, chromium  # noqa: E402

#: The longest that opening may take, in seconds.
BAR: Final = 2.0
_DIFFERENT: Final = 200
_SLIPS: Final = (0.05, 0.1, 0.2, 0.3)
_ROUNDS: Final = 5
_FRAMES: Final = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_LOADED: Final = "performance.getEntriesByType('navigation')[0].loadEventEnd"
_PAINTED: Final = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def edition(units: int) -> Edition:
    """A result of so many units, ready to be published in both languages."""
    made = make()
    rubric = load_text(made.text).rubric
    assert rubric is not None  # the generator makes sound rubrics
    scored = [facts(made, seed, _SLIPS[seed % len(_SLIPS)]) for seed in range(min(units, _DIFFERENT))]
    result = Result.model_validate(result_of(assess_facts(rubric, scored, {}), "zh"))
    again = [
        result.units[place % len(scored)].model_copy(update={"id": f"u{place:05}", "name": f"第{place}县"})
        for place in range(units)
    ]
    return edition_of(result.model_copy(update={"units": again}), rubric, "zh")


def opened(file: Path, program: str) -> dict[str, float]:
    """The median seconds of each thing that a reader does first, and how many elements there are."""
    from playwright.sync_api import sync_playwright

    taken: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if root else [])
        for _ in range(_ROUNDS):
            found = browser.new_page(viewport={"width": 1280, "height": 900})
            for name, seconds in _visit(found, file).items():
                taken.setdefault(name, []).append(seconds)
            found.close()
        browser.close()
    return {name: median(seconds) for name, seconds in taken.items()}


def _visit(found: Any, file: Path) -> dict[str, float]:
    def took(work: Callable[[], object]) -> float:
        start = perf_counter()
        work()
        found.evaluate(_FRAMES)
        return perf_counter() - start

    def opening() -> None:
        found.goto(file.as_uri())
        found.wait_for_selector("#map td", state="attached")

    return {
        "open: all drawn, the heat map too": took(opening),
        "open: first paint": found.evaluate(_PAINTED) / 1000,
        "open: ready to be used": found.evaluate(_LOADED) / 1000,
        "elements": found.evaluate("document.querySelectorAll('*').length"),
        "sort by score": took(lambda: found.evaluate("document.querySelector('.c-score button').click()")),
        "search": took(lambda: found.fill("#search", "第15")),
        "switch the language": took(lambda: found.click("button[lang=en]")),
        "open a unit": took(lambda: (found.locator("#units tr:visible a").first.click(), found.wait_for_selector("#unit-title"))),
    }  # fmt: skip


def main(units: int) -> int:
    """Measure, print; status 1 where the page opens later than it may."""
    program = chromium()
    if program is None:
        print(NONE, file=sys.stderr)
        return 2
    start = perf_counter()
    ready = edition(units)
    read = perf_counter()
    text = page(ready.reports, "zh")
    print(f"{units} units: read in {read - start:.1f} s, drawn in {perf_counter() - read:.1f} s")
    print(f"{len(text.encode()) / 1e6:.1f} MB")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(text, encoding="utf-8")
        taken = opened(file, program)
    for name, value in taken.items():
        print(f"{name}: {value:.0f}" if name == "elements" else f"{name}: {value:.2f} s")
    return int(taken["open: all drawn, the heat map too"] > BAR)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000))
