"""3,000 units with 100 indicators: how much of it is there at once, and that all of it works."""

from __future__ import annotations

from tests.browser.support import open_unit

MEBIBYTE = 1024 * 1024


def test_three_thousand_units_are_one_file_of_which_only_what_is_seen_is_drawn(visit, site):
    assert site.file("large").stat().st_size < 12 * MEBIBYTE
    found = visit("large")
    found.locator("#map td").first.wait_for()
    assert found.locator("#units tr[data-k]").count() == 3_000
    assert found.locator("#map tbody tr").count() == 50
    assert found.evaluate("document.querySelectorAll('*').length") < 45_000
    found.fill("#search", "第1999县")
    open_unit(found, "第1999县")
    card = site.edition("large").report.cards["u1999"]
    assert found.locator(".card > table > tbody > tr[class*=d]").count() == len(card.lines)
    found.keyboard.press("Escape")
    found.fill("#search", "")
    found.locator("#on").click()
    assert found.locator("#range").text_content() == "第 51–100 个，共 3000 个"
