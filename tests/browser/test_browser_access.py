"""axe-core finds nothing: the standings, an opened unit and the heat map, in both themes, on a phone and on a desk."""

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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(visit, theme, width):
    found = visit("tieling", width=width, theme=theme)
    found.locator("#map td").first.wait_for()
    assert violations(found) == []
    open_unit(found, "铁岭县")
    found.check("#only")  # what is left has all kinds of parts
    found.locator(".inside details").first.evaluate("one => { one.open = true; }")
    assert violations(found) == []


def test_axe_finds_nothing_in_english_and_in_the_chosen_theme(visit):
    found = visit("cixi", theme="light")
    found.locator("#map td").first.wait_for()
    found.select_option("#theme", "dark")
    found.click("button[lang=en]")
    found.select_option("#branch", index=1)
    assert violations(found) == []
