"""The sample report that the README shows is the one that is drawn now; its pictures are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lawscore.loading.rubrics import load_rubric
from lawscore.publishing.opening import edition_of
from lawscore.publishing.papers import drawn
from lawscore.results.reading import read_result

ROOT = Path(__file__).parents[2]
#: Charts are measured with the fonts of the machine that drew them.
CHART = re.compile(r"<svg.*?</svg>", re.DOTALL)
TOLD = re.compile(r"<(?:title|desc)\b.*?</(?:title|desc)>", re.DOTALL)
PICTURE = re.compile(r"\((docs/pictures/[\w.-]+\.png)\)")


def test_the_sample_is_drawn_from_the_result_of_its_example():
    result = read_result(ROOT / "examples" / "tieling-2023" / "expected" / "cohort.json")
    rubric = load_rubric(f"{result.rubric.id}@{result.rubric.version}", [ROOT / "rubrics"])
    ((_, page),) = drawn(edition_of(result, rubric), ["page"])
    kept = (ROOT / "docs" / "sample" / "tieling-2023.html").read_text(encoding="utf-8")
    assert _compared(kept) == _compared(page.decode()), "python docs/pictures.py draws it again"


def _compared(page: str) -> str:
    """The page with no more of its charts than what they tell."""
    found = CHART.findall(page)
    assert len(found) == 8
    assert all(len(TOLD.findall(one)) == 2 for one in found)
    return CHART.sub(lambda chart: "".join(TOLD.findall(chart.group())), page)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_picture_of_the_readme_is_there(readme):
    named = PICTURE.findall((ROOT / readme).read_text(encoding="utf-8"))
    assert named
    assert all((ROOT / one).is_file() for one in named)
