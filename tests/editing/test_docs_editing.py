"""The pages on editing say what the software does."""

import re
from pathlib import Path

import pytest

from lawscore.editing.fixing import MENDED
from lawscore.editing.formatting import formatted

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "editing.md", DOCS / "editing.zh-CN.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_layout_of_the_page_is_that_of_the_command(page):
    before, after = re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)[:2]
    assert formatted(before) == after


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_names_every_problem_that_has_a_mend(page):
    rows = [line.split("|")[1] for line in page.read_text("utf-8").splitlines() if line.startswith("| `")]
    codes = {code for row in rows for code in re.findall(r"`([a-z_]+)`", row)}
    assert codes == set(MENDED)
