"""What `explain` shows beside the items: figures and how they came, units below, lines to pass, kinds of changes."""

import pytest

from lawscore.assessing import Assessment
from lawscore.reports.explain import explain
from lawscore.reports.standings import indicators_table, standings_table
from lawscore.reports.tables import render_table
from tests.support import rubric_of, score, several
from tests.support_data import assessed

PEERS = """
    fields: {满意率: percent}
    givens: {线: {type: percent, label: 合格线}}
    measures: {满意率均值: {peers: mean, of: 满意率, within: all, include_self: yes}}
    points: 10
    rules: [{deduct: 2, when: 满意率 < 满意率均值, text: 低于均值的扣2分}]
"""


def lines(assessment: Assessment, unit: str, language: str = "zh") -> list[str]:
    return [line.strip() for line in explain(assessment, unit, language).splitlines()]  # type: ignore[arg-type]


def test_a_figure_in_a_condition_is_told_where_nothing_was_deducted():
    told = lines(several(PEERS, {"甲": {"满意率": "80%"}, "乙": {"满意率": "90%"}}), "乙")
    assert "满意率均值：85%（同组 2 个单位）" in told
    assert "低于均值" not in "".join(told)


def test_a_unit_whose_name_is_its_id_is_named_once():
    assert lines(several(PEERS, {"甲": {"满意率": "80%"}}), "甲")[0] == "甲"


def test_a_node_passes_or_not_and_says_where_the_line_is():
    text = "{points: 8, indicators: [{id: a, points: 8, passes: {from: 75%}, rules: [{deduct: 甲}]}], fields: {甲: number}}"
    assert "通过线 75%（6 分）：通过" in lines(several(text, {"u": {"甲": 2}}), "u")
    assert "pass mark 75% (6): not passed" in lines(several(text, {"u": {"甲": 3}}), "u", "en")


def test_what_does_not_count_says_so():
    rule = "rules: [{award: 5, when: 甲 > 0}]"
    text = f"{{points: 5, fields: {{甲: number}}, indicators: [{{id: a, points: 5, {rule}}}, {{id: b, points: 5, uncounted: yes, {rule}}}]}}"
    found = several(text, {"u": {"甲": 1}})
    assert any(line.startswith("b") and line.endswith("（不计入总分）") for line in lines(found, "u"))
    assert "已评（不计入总分）" in render_table(indicators_table(found, "zh"), "table")


def test_a_change_is_called_what_it_was():
    text = "{points: 5, fields: {甲: number}, rules: [{deduct: 甲, at_most: 2}]}"
    card = score(text, {"甲": 3})
    assert card.told() == ["-3 甲为 3；3 分", "(cut) +1 最多 2 分"]
    assert "限额 +1 分：最多 2 分 → 3 分" in lines(several(text, {"u": {"甲": 3}}), "u")
    assert "limit +1: limited to 2 → 3" in lines(several(text, {"u": {"甲": 3}}), "u", "en")


def test_a_total_that_does_not_end_is_about():
    text = "{points: 3, indicators: [{id: a, points: 3, rules: [{award: 3, in_proportion_to: 甲 / 3}]}], fields: {甲: number}}"
    assert "总分 1.00 分（精确值 1）" in lines(several(text, {"u": {"甲": 1}}), "u")
    text = text.replace("award: 3", "award: 1")
    assert "总分 0.33 分（约 0.333333…）" in lines(several(text, {"u": {"甲": 1}}), "u")


def test_columns_of_what_is_open_are_shown_only_where_something_is():
    found = several(PEERS, {"甲": {"满意率": "80%"}, "乙": {"满意率": "90%"}})
    assert "目前得分" not in render_table(standings_table(found, "zh"), "table")
    assert "目前得分" in render_table(standings_table(several(PEERS, {"甲": {}}), "zh"), "table")
    assert "目前得分" in render_table(standings_table(found, "zh"), "csv")


RATE = rubric_of("""
points: 20
fields: {应出庭: count, 出庭: count}
measures: {出庭率: 出庭 / 应出庭, 差率: 1 - 出庭 / 应出庭}
indicators:
  - id: a
    points: 10
    applies: {when: 应出庭 > 0, otherwise: full}
    rules: [{id: rate, deduct: 0.3, per: 1%, below: 90%, of: 出庭率, partial: counts_as_whole, text: 每低1个百分点扣0.3分}]
  - id: b
    points: 10
    applies: {when: 应出庭 > 0, otherwise: zero, text: 没有案件的}
    rules: [{id: rate, award: {by: 出庭率, bands: [{from: 90%, points: 10}], else: 0}, text: 90%以上得10分}]
""")


def data(values: str, answers: str = "") -> str:
    return f"submissions: [{{unit: u, values: {{{values}}}, answers: [{answers}]}}]"


def test_a_leaf_that_stands_by_its_rule_says_at_what_and_a_figure_that_divides_by_zero_says_so():
    found = assessed(RATE, data("应出庭: 0, 出庭: 0"))
    told = lines(found, "u")
    assert told.count("出庭率：无法计算（应出庭为 0）") == 2
    assert "不适用（不符合：应出庭 > 0），按满分计" in told
    assert "不适用：没有案件的，按零分计" in told
    told = lines(found, "u", "en")
    assert told.count("出庭率: cannot be computed (应出庭 is 0)") == 2
    assert "not applicable (does not hold: 应出庭 > 0); counted in full" in told
    assert "not applicable: 没有案件的; counted as zero" in told


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ("出庭 / (应出庭 + 出庭)", "率：无法计算（(应出庭 + 出庭)为 0）"),
        ("(出庭 / 应出庭) / 2", "率：无法计算（应出庭为 0）"),
        ("1 / (出庭 / 应出庭)", "率：无法计算（应出庭为 0）"),
    ],
)
def test_the_denominator_is_named_however_the_division_is_written(measure: str, told: str):
    text = f"""
points: 10
fields: {{应出庭: count, 出庭: count}}
measures: {{率: {measure}}}
applies: {{when: 应出庭 > 0, otherwise: full}}
rules: [{{deduct: 1, when: 率 < 1, text: 不足}}]
"""
    assert told in lines(assessed(rubric_of(text), data("应出庭: 0, 出庭: 0")), "u")


def test_a_ratio_that_a_rule_holds_against_percentages_is_a_percentage_everywhere():
    told = lines(assessed(RATE, data("应出庭: 9, 出庭: 8")), "u")
    assert told.count("出庭率：88.888888…%") == 2
    assert any(line.startswith("扣分 −0.6 分：每低1个百分点扣0.3分：出庭率为 88.888888…%") for line in told)


def test_a_ratio_that_no_rule_holds_against_percentages_stays_a_number():
    text = "{points: 10, fields: {甲: count, 乙: count}, measures: {比: 甲 / 乙}, rules: [{deduct: 1, when: 比 < 0.5, text: 少}]}"
    assert "比：0.75" in lines(assessed(rubric_of(text), data("甲: 3, 乙: 4")), "u")


ASKED = rubric_of("""
points: 10
indicators:
  - id: a
    points: 10
    rules:
      - {id: slow, deduct: {from: 0.5, up_to: 3, step: 0.5}, for: 配合不积极, text: 不积极的扣分}
      - {id: late, deduct: 1, for: 是否迟报, text: 迟报的扣1分}
vetoes: [{id: 违法, for: 发生重大违法行为, text: 重大违法, effect: zero_total}]
""")


def test_what_assessors_denied_is_told():
    answers = (
        "{indicator: a, rule: late, answer: no, assessor: 核查组}, "
        "{indicator: a, rule: slow, points: 0, assessor: 核查组, reason: 按时报送}, "
        "{veto: 违法, answer: no, assessor: 核查组}"
    )
    found = assessed(ASKED, data("", answers))
    told = lines(found, "u")
    assert told[4:6] == ["配合不积极：0 分（核查组认定，理由：按时报送）", "是否迟报：否（核查组认定）"]
    assert "发生重大违法行为：否（核查组认定）" in told
    told = lines(found, "u", "en")
    assert told[4:6] == ["配合不积极: 0 points (found by 核查组, because: 按时报送)", "是否迟报: no (found by 核查组)"]


def test_what_assessors_found_is_told_by_its_item_alone():
    answers = "{indicator: a, rule: late, answer: yes, assessor: 核查组}, {indicator: a, rule: slow, points: 1, assessor: 核查组, reason: 迟}"
    assert not any(
        "是否迟报" in line or "配合不积极：" in line for line in lines(assessed(ASKED, data("", answers)), "u")
    )
