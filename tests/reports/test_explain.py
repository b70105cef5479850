"""What `explain` shows beside the items: figures and how they came, units below, lines to pass, kinds of changes."""

from lawscore.assessing import Assessment
from lawscore.reports.explain import explain
from lawscore.reports.standings import indicators_table, standings_table
from lawscore.reports.tables import render_table
from tests.support import score, several

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
