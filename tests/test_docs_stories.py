"""The stories of the docs are lived through: each edit fits, each command prints what the page shows, and the end is the end."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FINISHED = ROOT / "examples" / "tuning-2018" / "finished"


def _script():
    spec = importlib.util.spec_from_file_location("docs_stories", ROOT / "docs" / "stories.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


stories = _script()
PAGES = tuple(stories.stories())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_story_goes_as_its_page_tells_it(page, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "COLUMNS", "200")
    for step, printed in stories.live_in(tmp_path, page):
        assert step.printed == printed, f"{page.name}:{step.line}: python docs/stories.py --write; read what changed"
    made = tmp_path / "rubrics" / "county-government"
    for name in ("2018.1.yaml", "2018.1.cases.yaml", "2018.1.lock"):  # what the story makes is what is kept as finished
        assert (made / name).read_text(encoding="utf-8") == (FINISHED / name).read_text(encoding="utf-8"), name


def test_there_are_stories():
    assert len(PAGES) >= 2


def test_both_languages_do_the_same():
    for page in PAGES:
        other = page.with_name(page.name.replace(".zh-CN.md", ".md").replace(".md", ".zh-CN.md"))
        if not page.name.endswith(".zh-CN.md"):
            assert [step.done for step in stories.steps(page)] == [step.done for step in stories.steps(other)]
