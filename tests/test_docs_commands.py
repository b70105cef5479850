"""Every command that a page shows is run, and prints what the page shows."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _script():
    spec = importlib.util.spec_from_file_location("docs_commands", ROOT / "docs" / "commands.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


commands = _script()
SHOWN = [one for page in commands.pages() for one in commands.shown_in(page)]


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch):
    monkeypatch.setitem(os.environ, "COLUMNS", "200")


@pytest.mark.parametrize("shown", SHOWN, ids=lambda one: f"{one.page.relative_to(ROOT)}:{one.line}")
def test_a_command_prints_what_the_page_shows(shown):
    assert shown.printed == shown.run(), "python docs/commands.py --write puts it into the page; read what changed"


def test_both_languages_show_the_same_commands():
    by_page = {page: [one.command for one in commands.shown_in(page)] for page in commands.pages()}
    for page, shown in by_page.items():
        if not page.name.endswith(".zh-CN.md"):
            assert by_page.get(page.with_name(f"{page.stem}.zh-CN.md")) == shown, page
