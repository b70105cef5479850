"""The pages on rectification and years: every command prints what stands there, and both languages say the same."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from lawscore.catalogue import LANGUAGES

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))
import years


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_print_what_the_page_shows(language):
    page = years.PAGES[language]
    assert years.executed(page, language) == page.read_text(encoding="utf-8"), "python docs/years.py --write"


def test_both_languages_show_the_same():
    texts = [years.PAGES[language].read_text(encoding="utf-8") for language in LANGUAGES]
    commands = [re.findall(r"^\$ lawscore .*$", text, re.MULTILINE) for text in texts]
    assert commands[0] == commands[1]
    headings = [len(re.findall(r"^## ", text, re.MULTILINE)) for text in texts]
    assert headings[0] == headings[1]
