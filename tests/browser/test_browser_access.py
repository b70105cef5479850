"""axe-core finds nothing: the standings, an opened unit and the heat map, on a phone in light and on a desk in dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.support import open_unit

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(found) -> list[str]:
    found.evaluate(AXE_SCRIPT)
    result = found.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in result["violations"]
        for node in one["nodes"][:3]
    ]


def together(found) -> None:
    """The standings and the opened unit in sight at once, so that one look at the page sees all of it."""
    found.evaluate("document.getElementById('all').hidden = false")


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing(visit, width, theme):
    found = visit("tieling", width=width, theme=theme)
    found.locator("#map td").first.wait_for()
    open_unit(found, "铁岭县")
    found.check("#only")  # what is left has all kinds of parts
    found.locator(".inside details").first.evaluate("one => { one.open = true; }")
    together(found)
    assert found.locator("#units tr[data-k]:visible").count() == 12
    assert violations(found) == []


def test_axe_finds_nothing_in_english_and_in_the_chosen_theme(visit):
    found = visit("cixi", theme="light")
    found.locator("#map td").first.wait_for()
    found.select_option("#theme", "dark")
    found.click("button[lang=en]")
    found.select_option("#branch", index=1)
    assert violations(found) == []
