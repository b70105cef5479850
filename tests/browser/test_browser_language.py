"""The switch of language: all that the page says itself changes, and only that."""

from __future__ import annotations

import re

import pytest

from lawscore.catalogue import messages
from tests.browser.support import open_unit

HAN = re.compile("[\u3400-\u9fff]")
#: Every text of the page that is seen, with the attributes that are read out.
SEEN = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const near = node.parentElement;
    if (near.closest("script, style, template, noscript, [data-tongue]")) continue;
    if (node.data.trim()) found.push(node.data.trim());
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]"))
    for (const name of ["aria-label", "title", "placeholder"])
      if (one.getAttribute(name) && !one.closest("noscript")) found.push(one.getAttribute(name));
  found.push(document.title);
  return found;
}"""


def own_texts(report) -> set[str]:
    """What the rubric and the data say themselves, and the English sentences that quote them."""
    from lawscore.office.tabling import printed

    found: set[str] = set()

    def gather(part):
        if isinstance(part, str):
            found.add(part)
        elif isinstance(part, dict):
            for key, value in part.items():
                gather(key)
                gather(value)
        elif isinstance(part, list | tuple | set | frozenset):
            for one in part:
                gather(one)

    gather(report.result.model_dump(by_alias=True, exclude={"sentences"}))
    gather(report.rubric.document.model_dump(mode="json"))
    paper = printed(report.rubric, "en")
    for row in paper.rows:
        gather([list(row.cells.values()), [branch.title for branch in row.branches]])
    for section in paper.sections:
        gather([section.lines, section.headers, section.rows])
    return found


@pytest.mark.parametrize("unit", [None, "铁岭县"])
def test_what_remains_chinese_on_the_english_page_is_the_rubrics_own(visit, site, unit):
    found = visit("tieling")
    if unit:
        open_unit(found, unit)
        found.locator(".inside details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    else:
        found.locator("#map td").first.wait_for()
    found.click("button[lang=en]")
    assert found.evaluate("document.documentElement.lang") == "en"
    report = site.edition("tieling").reports["en"]
    whole = "\n".join(own_texts(report))
    said = {text for key, text in messages("zh").items() if text != messages("en")[key]} - own_texts(report)
    left = [text for text in found.evaluate(SEEN) if HAN.search(text)]
    assert left  # names remain
    assert [text for text in left if text in said] == []
    phrases = {run for text in left for run in re.findall("[\u3400-\u9fff]+", text)}
    assert sorted(run for run in phrases if run not in whole) == []


def test_there_and_back_is_the_page_that_was(visit):
    found = visit("cixi")
    found.locator("#map td").first.wait_for()
    before = found.evaluate(SEEN)
    found.click("button[lang=en]")
    english = found.evaluate(SEEN)
    assert "Standings" in english
    assert found.locator(".picture svg").first.get_attribute("lang") == "en"
    found.click("button[lang=zh-CN]")
    assert found.evaluate(SEEN) == before
    assert found.evaluate("document.documentElement.lang") == "zh-CN"


def test_an_opened_unit_changes_with_its_sentences(visit, site):
    found = visit("tieling")
    open_unit(found, "生成样本县02")
    found.click("button[lang=en]")
    card = site.edition("tieling").reports["en"].cards["c02"]
    text = found.locator("#unit").text_content()
    for item in card.part.items:
        assert item.reason in text
    assert found.locator(".way li").last.text_content() == "Total94.36"
    found.keyboard.press("Escape")
    assert found.locator("#count").text_content() == "12 of 12 units shown"


def test_nothing_is_kept(visit):
    found = visit("tieling")
    found.click("button[lang=en]")
    found.select_option("#theme", "dark")
    assert found.evaluate("document.documentElement.dataset.theme") == "dark"
    assert found.context.cookies() == []
    assert found.context.storage_state()["origins"] == []
    found.reload()
    assert found.evaluate("document.documentElement.lang") == "zh-CN"
    assert found.evaluate("document.documentElement.dataset.theme ?? null") is None
