"""The standings in a browser: searched, filtered and sorted, by mouse and by keyboard."""

from __future__ import annotations

import pytest

from tests.browser.support import standing


def test_the_standings_begin_in_the_order_of_the_ranks(visit, site):
    found = visit("tieling")
    assert standing(found) == [card.name for card in site.edition("tieling").report.units]
    assert found.locator("#count").text_content() == "显示 12 个，共 12 个单位"
    assert found.locator("#units th[aria-sort]").all_text_contents() == ["名次"]


def test_a_search_folds_width_and_case_and_finds_ids_too(visit):
    found = visit("tieling")
    found.fill("#search", "县０５")  # full-width digits
    assert standing(found) == ["生成样本县05"]
    found.fill("#search", " TIELING ")
    assert standing(found) == ["铁岭县"]
    assert found.locator("#count").text_content() == "显示 1 个，共 12 个单位"
    found.fill("#search", "没有这个县")
    assert standing(found) == []
    assert found.locator("#count").text_content() == "没有符合条件的单位"
    found.fill("#search", "")
    assert len(standing(found)) == 12


def test_filters_join_and_the_heat_map_follows_them(visit, site):
    found = visit("tieling")
    found.locator("#map td").first.wait_for()
    found.select_option("#by-grade", label="合格")
    wanted = [card.name for card in site.edition("tieling").report.units if card.part.grade == "合格"]
    assert standing(found) == wanted
    assert found.locator("#map tbody th").all_text_contents() == wanted
    found.select_option("#by-state", "provisional")
    assert standing(found) == []
    found.select_option("#by-grade", label="未定等次")
    assert standing(found) == ["铁岭县"]


def test_the_classes_are_filtered_as_whole_blocks(visit, site):
    report = site.edition("hostile").report
    found = visit("hostile")
    found.select_option("#by-group", index=1)
    assert len(standing(found)) == len(report.groups[0].cards)
    assert found.locator("#units .block:visible").count() == 1


def test_a_column_sorts_both_ways_and_what_has_no_figure_stays_last(visit, site):
    found = visit("tieling")
    scores = {card.name: card.score for card in site.edition("tieling").report.units}
    down = sorted((name for name in scores if scores[name] is not None), key=lambda name: scores[name], reverse=True)
    header = found.locator("#units th.c-score")
    header.locator("button").click()
    assert header.get_attribute("aria-sort") == "descending"
    assert standing(found) == [*down, "铁岭县"]
    header.locator("button").click()
    assert header.get_attribute("aria-sort") == "ascending"
    assert standing(found) == [*reversed(down), "铁岭县"]
    assert found.locator("#map tbody th").all_text_contents() == standing(found)


def test_equal_units_keep_the_order_of_the_ranks_and_the_keyboard_sorts_as_the_mouse_does(visit, site):
    found = visit("cixi")
    report = site.edition("cixi").report
    order = {grade: place for place, grade in enumerate(report.grades)}
    header = found.locator("#units th.c-grade")
    header.locator("button").focus()
    found.keyboard.press("Enter")
    by_class = [sorted(group.cards, key=lambda card: order.get(card.part.grade, len(order))) for group in report.groups]
    assert [len(group) for group in by_class] == [13, 6]
    assert standing(found) == [card.name for group in by_class for card in group]


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_page(visit, width):
    for name in ("tieling", "cixi", "hostile"):
        found = visit(name, width=width)
        found.locator("#map td").first.wait_for()
        assert found.evaluate("document.documentElement.scrollWidth") == width
        found.locator("#units a").nth(1).click()
        found.locator("#unit-title").wait_for()
        assert found.evaluate("document.documentElement.scrollWidth") == width


def test_without_a_script_the_page_can_be_read_and_says_what_is_missing(visit, site):
    found = visit("tieling", java_script_enabled=False)
    assert len(found.locator("#units tr[data-k] a").all_text_contents()) == 12
    assert found.locator("noscript p").count() == 2
    assert found.locator("#search").is_hidden()
    assert found.locator(".picture svg").first.is_visible()
