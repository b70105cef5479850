"""The whole report page as text: one file, the same bytes each time, nothing in it that a name could break."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html.parser import HTMLParser

import pytest

from lawscore.catalogue import LANGUAGES
from lawscore.publishing.page import page
from lawscore.publishing.page.drawing import asset
from tests.support_reports import kept_report

EXAMPLES = [
    ("heyan-2023", "villages"),
    ("tieling-2023", "county"),
    ("liaoyang-2015", "ledger"),
    ("daying-2017", "model-units"),
]
#: Elements that are not closed.
VOID = {"meta", "input", "br", "img", "link", "hr"}


@cache
def drawn(example: str, name: str, language: str = "zh", *, alone: bool = False) -> str:
    languages = (language,) if alone else LANGUAGES
    return page({one: kept_report(example, name, one) for one in languages}, language)


class Reader(HTMLParser):
    """Which elements there are, and that each is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in ("src", "href", "action", "data"):
                self.links.append(value)
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    return reader


@pytest.mark.parametrize(("example", "name"), EXAMPLES)
def test_a_page_is_sound_and_points_only_into_itself(example, name):
    reader = read(drawn(example, name))
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.handlers == []
    places = {link for link in reader.links if not link.startswith("#unit=")}
    assert {f"#{one}" for one in reader.ids} >= places
    assert len({link for link in reader.links if link.startswith("#unit=")}) == len(kept_report(example, name).units)


def test_the_one_script_is_the_one_that_the_rules_of_the_page_let_run():
    text = drawn("heyan-2023", "villages")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    known = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    rules = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert rules == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{known}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_script_makes_no_markup_of_texts_and_asks_no_network():
    script = asset("page.js")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "eval(",
        "Function(",
        "document.write",
        "fetch(",
        "XMLHttp",
        "localStorage",
        "sessionStorage",
        "cookie",
        "parseFloat",
    ):
        assert word not in script


def test_both_dark_blocks_of_the_style_sheet_say_the_same():
    blocks = re.findall(
        r":root(?::not\(\[data-theme=\"light\"\]\)|\[data-theme=\"dark\"\]) \{(.*?)\}", asset("page.css"), re.DOTALL
    )
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_begins_in_the_language_that_was_asked_for(language):
    text = drawn("heyan-2023", "villages", language)
    assert f'<html lang="{ {"zh": "zh-CN", "en": "en"}[language] }">' in text
    assert {"zh": ">排名</span>", "en": ">Standings</span>"}[language] in text


def test_a_page_of_one_language_has_no_switch():
    text = drawn("heyan-2023", "villages", "en", alone=True)
    assert "data-tongue=" not in text.replace(asset("page.js"), "")
    assert "排名" not in text.replace(asset("page.js"), "")
    read(text)


def test_a_draft_is_marked():
    assert '<strong class="draft"><span data-t="' in drawn("heyan-2023", "villages")
