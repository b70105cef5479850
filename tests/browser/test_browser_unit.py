"""A unit opened in a browser: its scorecard, the way there and back, by mouse and by keyboard."""

from __future__ import annotations

from tests.browser.support import open_unit


def test_a_unit_opens_with_the_keyboard_and_closes_with_escape_where_one_was(visit):
    found = visit("tieling")
    link = found.locator("#units a", has_text="生成样本县02")
    link.focus()
    found.keyboard.press("Enter")
    found.locator("#unit-title").wait_for()
    assert found.evaluate("document.activeElement.id") == "unit-title"
    assert found.evaluate("location.hash") == "#unit=c02"
    assert found.title() == "生成样本县02 · 县（市、区）2023年度法治政府建设考核细则"
    assert found.locator("#all").is_hidden()
    found.keyboard.press("Escape")
    found.locator("#all").wait_for()
    assert found.locator("#unit").is_hidden()
    assert found.evaluate("document.activeElement.textContent") == "生成样本县02"


def test_back_and_forward_go_where_one_was_and_a_link_to_a_unit_opens_it(visit):
    found = visit("tieling", hash_="#unit=tieling")
    found.locator("#unit-title", has_text="铁岭县").wait_for()
    found.locator("a[rel=previous]").click()
    found.locator("#unit-title", has_text="生成样本县07").wait_for()
    found.go_back()
    found.locator("#unit-title", has_text="铁岭县").wait_for()
    assert found.locator("a[rel=next]").count() == 0
    found.locator(".bar-top a[href='#methods']").click()
    found.locator("#methods").wait_for()
    assert found.locator("#unit").is_hidden()


def test_previous_and_next_follow_the_order_and_the_filters_of_the_standings(visit):
    found = visit("tieling")
    found.select_option("#by-grade", label="优秀")
    open_unit(found, "生成样本县05")
    assert found.locator("a[rel=previous]").count() == 0
    found.locator("a[rel=next]").click()
    found.locator("#unit-title", has_text="生成样本县11").wait_for()


def test_the_waterfall_has_every_step_with_its_signed_points(visit, site):
    found = visit("tieling")
    open_unit(found, "生成样本县02")
    card = site.edition("tieling").report.cards["c02"]
    steps = found.locator(".way li")
    assert steps.count() == len(card.steps)
    assert steps.first.locator(".value").text_content() == "100.00"
    assert steps.last.text_content() == "总分94.36"
    assert steps.nth(1).text_content() == "1 依法全面履行政府职能−0.90"
    assert found.locator(".way .lane").evaluate_all("all => all.every(one => one.ariaHidden === 'true')")


def test_a_scorecard_tells_every_indicator_every_item_and_what_is_owed(visit, site):
    found = visit("tieling")
    open_unit(found, "铁岭县")
    card = site.edition("tieling").report.cards["tieling"]
    assert found.locator(".card > table > tbody > tr[class*=d]").count() == len(card.lines)
    assert found.locator("#unit .items li").count() == len(card.part.items)
    assert found.locator("#unit .owed li").count() == sum(len(line.owed) for line in card.lines.values())
    reason = next(item.reason for item in card.part.items if item.indicator == "1.3")
    told = found.locator("#unit .items li", has_text="诉求办结比").first.text_content()
    assert reason in told
    assert "−0.03" in told
    assert "精确值 −350/13213" in told
    assert found.locator("#unit .summary").text_content().startswith("状态暂定可能区间86.52 – 97.73")


def test_only_what_happened_can_be_shown(visit, site):
    found = visit("tieling")
    open_unit(found, "铁岭县")
    rows = found.locator(".card > table > tbody > tr:visible")
    before = rows.count()
    found.check("#only")
    assert 0 < rows.count() < before
    assert found.locator("#unit .items li:visible").count() == len(
        site.edition("tieling").report.cards["tieling"].part.items
    )


def test_the_values_that_count_unfold_with_layer_source_and_evidence(visit):
    found = visit("cixi")
    found.locator("#units a").first.click()
    folded = found.locator(".inside details").first
    folded.locator("summary").click()
    assert folded.locator("thead th").all_text_contents() == ["填报项", "取值", "数据层", "来源", "佐证材料"]
    assert folded.locator("tbody tr").count() >= 1


def test_last_year_the_class_mean_and_adjustments_stand_beside(visit, site):
    report = site.edition("cixi").report
    found = visit("cixi")
    card = next(card for card in report.units if card.part.adjustments)
    open_unit(found, card.name)
    assert found.locator(".card > table > thead th").all_text_contents() == [
        "指标", "分值", "得分", "组平均", "比平均", f"前次 {report.earlier.period}", "得分率",
    ]  # fmt: skip
    text = found.locator("#unit").text_content()
    for one in card.part.adjustments:
        assert one.remark in text
        assert one.authority in text


def test_a_unit_that_is_not_there_leaves_the_standings(visit):
    found = visit("tieling", hash_="#unit=nobody")
    assert found.locator("#all").is_visible()
    assert found.locator("#unit").is_hidden()
