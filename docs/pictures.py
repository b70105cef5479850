"""Draws the sample report that the README shows, and its pictures: `python docs/pictures.py` (needs a Chromium).

The sample is the page of the example tieling-2023 among its generated companions; the pictures are what a browser makes of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final, NamedTuple

from playwright.sync_api import sync_playwright

from lawscore.loading.rubrics import load_rubric
from lawscore.publishing.opening import edition_of
from lawscore.publishing.papers import drawn
from lawscore.results.reading import read_result

ROOT: Final = Path(__file__).resolve().parent.parent
RESULT: Final = ROOT / "examples" / "tieling-2023" / "expected" / "cohort.json"
SAMPLE: Final = ROOT / "docs" / "sample" / "tieling-2023.html"
PICTURES: Final = ROOT / "docs" / "pictures"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")


class Picture(NamedTuple):
    """One picture: the part of the page, the language and theme, the size of the window."""

    name: str
    part: str
    language: str = "zh"
    theme: str = "light"
    width: int = 1200
    height: int = 900


SHOWN: Final = (
    Picture("standings.zh", ""),
    Picture("standings.en", "", "en"),
    Picture("scorecard.zh", "#unit=c03", height=1000),
    Picture("scorecard.en", "#unit=c03", "en", height=1000),
    Picture("phone", "#unit=c03", theme="dark", width=390, height=800),
)


def sample() -> str:
    """The page of the sample."""
    result = read_result(RESULT)
    rubric = load_rubric(f"{result.rubric.id}@{result.rubric.version}", [ROOT / "rubrics"])
    ((_, content),) = drawn(edition_of(result, rubric), ["page"])
    return content.decode()


def take(browser: Any, picture: Picture) -> None:
    """Take one picture of the sample."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.theme,
        reduced_motion="reduce",
    )  # fmt: skip
    page.goto(SAMPLE.as_uri() + picture.part)
    if picture.language == "en":
        page.get_by_role("button", name="English").click()
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    page.close()


def main() -> None:
    """Write the sample and its pictures."""
    SAMPLE.parent.mkdir(exist_ok=True)
    PICTURES.mkdir(exist_ok=True)
    SAMPLE.write_text(sample(), encoding="utf-8")
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for picture in SHOWN:
            take(browser, picture)
        browser.close()


if __name__ == "__main__":
    main()
