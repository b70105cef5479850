"""Names that are scripts, markup, formulas, paths and marks of direction do nothing but stand there."""

from __future__ import annotations

from lawscore.publishing.visible import visible
from tests.browser.support import HOSTILE


def test_hostile_names_are_names(visit, site):
    found = visit("hostile")
    found.locator("#map td").first.wait_for()
    cards = site.edition("hostile").report.units
    names = found.locator("#units tr[data-k] a").all_text_contents()
    assert names == [visible(card.name or card.id) for card in cards]
    assert found.title() == visible(site.edition("hostile").report.title)
    assert found.evaluate("window.struck ?? null") is None
    assert found.locator("body img, body svg[onload], body b[onclick]").count() == 0


def test_every_hostile_unit_opens_in_either_language(visit, site):
    found = visit("hostile")
    for place, card in enumerate(site.edition("hostile").report.units):
        found.locator("#units tr[data-k] a").nth(place).click()
        found.locator("#unit-title").wait_for()
        shown = found.locator("#unit-title").text_content()
        assert card.name in HOSTILE
        assert shown == visible(card.name or card.id)
        found.click(f"button[lang={'en' if place % 2 else 'zh-CN'}]")
        assert found.evaluate("window.struck ?? null") is None
        assert found.locator("#unit img, #unit script, #unit svg").count() == 0
        found.keyboard.press("Escape")
        found.locator("#all").wait_for()


def test_what_is_injected_cannot_run_even_where_a_page_would_let_it_in(visit):
    """The page's own rules know one script by its digest; whatever else comes in is refused, and said on the console."""
    found = visit("hostile")
    found.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.struck = 1'}))"
    )
    found.evaluate("document.body.insertAdjacentHTML('beforeend', '<p onclick=\"window.struck = 1\" id=trap>x</p>')")
    found.click("#trap")
    assert found.evaluate("window.struck ?? null") is None
    assert all("Content Security Policy" in one for one in visit.complaints)
    assert len(visit.complaints) == 2
    visit.complaints.clear()
