"""What is to be mended: rubric text and data in, lines and whole rows out; and what became of last year's list."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import lawscore
from lawscore.analysis.losses import marks_of
from lawscore.loading.rubrics import load_mapping
from lawscore.problems import ResultError
from lawscore.reports.rectification import rectification_table, rectification_text, summary
from tests.support import HEAD

TEXT = """
points: 20
fields: {计划: yesno, 未报备: count, 逾期: count, 满意率: percent, 培训: count, 诉讼: count}
indicators:
  - id: "1"
    title: 制度
    points: 10
    responsible: {lead: 法制办, support: [编办, 财政局]}
    basis: 纲要
    indicators:
      - id: "1.1"
        title: 备案
        points: 6
        basis: {document: 备案规定, part: 第三条}
        rules:
          - {id: filed, deduct: 2, each: 未报备, text: 未报备的每件扣2分}
          - {id: late, deduct: 0.5, each: 逾期, at_most: 1, text: 逾期的每件扣0.5分}
          - {id: plan, deduct: all, when: not 计划, text: 没有计划的不得分}
      - id: "1.2"
        title: 培训
        points: 4
        responsible: {lead: 人事局}
        rules:
          - {id: once, award: 1, when: 培训 > 0, text: 有培训的得1分}
          - {id: more, award: 3, when: 培训 > 4, text: 培训5次以上的得3分}
  - id: "2"
    title: 满意
    points: 10
    applies: {when: 诉讼 > 0, otherwise: leave_out}
    rules: [{id: rate, award: {by: 满意率, bands: [{from: 90%, points: 10}, {from: 80%, points: 6}], else: 0}, text: 按满意率得分}]
vetoes: [{id: v1, when: 未报备 > 5, text: 大量不报备, effect: zero_total}]
"""
GOOD = {"计划": True, "未报备": 0, "逾期": 0, "满意率": "95%", "培训": 5, "诉讼": 1}


def rubric(fragment=TEXT, year=2022):
    written = {**HEAD, "version": f"{year}.1", "period": {"from": f"{year}-01-01", "to": f"{year}-12-31"}}
    loaded = load_mapping({**written, **yaml.load(fragment, yaml.BaseLoader)})
    assert [problem.message("en") for problem in loaded.problems if problem.severity == "error"] == []
    assert loaded.rubric is not None
    return loaded.rubric


def assessed(values, fragment=TEXT, year=2022):
    return lawscore.assess(rubric(fragment, year), values)


def lines(values, fragment=TEXT):
    found = assessed({"甲": {**GOOD, **values}}, fragment).rectification()
    return [(line.loss.indicator, line.loss.rule, line.loss.kind, str(line.loss.points)) for line in found.lines]


def followed(before, now, old=TEXT, new=TEXT, migration=None):
    """Last year's lines and their state, then the new ones."""
    result = assessed({"甲": {**GOOD, **before}}, old).to_json("en")
    if migration is not None:
        migration = {"lawscore": 1, "from": "sample@2022.1", "to": "sample@2023.1", **migration}
    found = assessed({"甲": {**GOOD, **now}}, new, 2023).rectification(result, migration)
    return [(line.loss.indicator, line.loss.rule, line.mended.state, line.mended.why) for line in found.lines]


def test_nothing_is_to_be_mended_where_nothing_is_lost():
    assert lines({}) == []


def test_each_rule_that_took_points_is_a_line():
    assert lines({"未报备": 1, "逾期": 1}) == [("1.1", "filed", "deduction", "2"), ("1.1", "late", "deduction", "1/2")]


def test_a_line_is_what_the_rule_took_within_its_own_limit():
    assert lines({"逾期": 5}) == [("1.1", "late", "deduction", "1")]


def test_what_the_floor_gave_back_is_taken_off_the_last_lines():
    # 6 - 4 - 1 = 1: `deduct: all` takes the rest.
    assert lines({"未报备": 2, "逾期": 3, "计划": False}) == [
        ("1.1", "filed", "deduction", "4"), ("1.1", "late", "deduction", "1"), ("1.1", "plan", "deduction", "1"),
    ]  # fmt: skip
    # 6 - 8 - 1: the floor gives 3 back, and being late would have cost nothing more.
    assert lines({"未报备": 4, "逾期": 3}) == [("1.1", "filed", "deduction", "6"), ("1.1", "late", "deduction", "0")]


def test_awards_that_were_not_earned_are_one_line_of_their_indicator():
    assert lines({"培训": 2}) == [("1.2", None, "missed", "3")]
    assert lines({"满意率": "85%"}) == [("2", None, "missed", "4")]


def test_what_does_not_apply_is_no_line():
    assert lines({"满意率": "10%", "诉讼": 0}) == []


@pytest.mark.parametrize("stands", ["full", "zero"])
def test_what_stands_without_being_scored_is_nothing_to_mend(stands):
    text = TEXT.replace("otherwise: leave_out", f"otherwise: {stands}")
    assert lines({"满意率": "10%", "诉讼": 0}, text) == []
    result = assessed({"甲": {**GOOD, "诉讼": 0}}, text).to_json()
    assert assessed({"甲": GOOD}, text, 2023).rectification(result).lines == ()


def test_a_veto_that_struck_is_a_line():
    assert lines({"未报备": 6}) == [("1.1", "filed", "deduction", "6"), ("", "v1", "veto", "14")]


def test_every_row_names_the_departments_the_reason_and_the_basis():
    found = assessed({"甲": {**GOOD, "未报备": 1, "培训": 2}}).rectification()
    table = rectification_table(found, "zh")
    assert table.headers == [
        "单位编号", "单位名称", "指标", "名称", "规则", "类别", "失分", "事由与算式", "涉及记录", "牵头部门", "配合部门", "依据",
    ]  # fmt: skip
    assert table.rows == [
        ["甲", "甲", "1.1", "备案", "filed", "扣分", "2.00", "未报备的每件扣2分：未报备为 1；2 分", "", "法制办", "编办、财政局", "备案规定 第三条"],
        ["甲", "甲", "1.2", "培训", "", "未得分", "3.00", "应得 4 分，实得 1 分；培训5次以上的得3分", "", "人事局", "", ""],
    ]  # fmt: skip
    assert summary(found, "zh") == "1 个单位，需要整改 2 项，失分合计 5.00 分；尚缺的数据和认定 0 项"
    assert summary(found, "en") == "1 unit, 2 items to mend, 5.00 points lost; values and answers owed: 0"


def test_values_owed_follow_the_lines_of_their_unit():
    given = {key: value for key, value in GOOD.items() if key != "逾期"}
    found = assessed({"甲": {**given, "培训": 0}, "乙": {**GOOD, "未报备": 1}}).rectification()
    rows = [[*row[:7], row[9]] for row in rectification_table(found, "zh").rows]
    assert rows == [
        ["甲", "甲", "1.2", "培训", "", "未得分", "4.00", "人事局"],
        ["甲", "甲", "1.1", "备案", "", "尚缺", "", "法制办"],
        ["乙", "乙", "1.1", "备案", "filed", "扣分", "2.00", "法制办"],
    ]
    assert found.of("乙").lost == 2
    assert [one.owed.cause.name for one in found.of("甲").owing] == ["逾期"]


def test_a_bonus_that_was_not_earned_is_nothing_to_mend():
    bonus = "points: 0\nceiling: 3\nindicators: [{id: a, points: 0, ceiling: 3, rules: [{id: r, award: 1, each: 表彰}]}]\nfields: {表彰: count}\n"
    found = assessed({"甲": {"表彰": 1}}, bonus).rectification()
    assert found.lines == ()


def test_a_penalty_is_to_be_mended():
    penalty = "points: 0\nindicators: [{id: a, points: 0, floor: -5, rules: [{id: r, deduct: 2, each: 通报}]}]\nfields: {通报: count}\n"
    found = assessed({"甲": {"通报": 3}}, penalty).rectification()
    assert [(line.loss.rule, str(line.loss.points), str(line.loss.asked)) for line in found.lines] == [("r", "5", "6")]


def test_points_that_were_not_earned_follow_the_rounded_score_and_a_rounding_alone_is_no_line():
    text = "points: 10\nfields: {满意率: percent}\nindicators: [{id: a, points: 10, round: {places: 0}, rules: [{id: r, award: 10, in_proportion_to: 满意率}]}]\n"
    found = assessed({"甲": {"满意率": "94.4%"}}, text).rectification()
    assert [(line.loss.kind, str(line.loss.points)) for line in found.lines] == [("missed", "1")]
    assert rectification_table(found, "zh").rows[0][7] == "应得 10 分，实得 9 分"
    assert assessed({"甲": {"满意率": "99.6%"}}, text).rectification().lines == ()
    less = (
        text.replace("满意率: percent}", "满意率: percent, n: count}")
        .replace("round:", "start: zero, round:")
        .replace("in_proportion_to: 满意率}]", "in_proportion_to: 满意率}, {id: s, deduct: 1.25, each: n}]")
    )
    found = assessed({"甲": {"满意率": "94.4%", "n": 1}}, less).rectification()
    assert [(line.loss.kind, str(line.loss.points)) for line in found.lines] == [
        ("deduction", "5/4"),
        ("missed", "3/4"),
    ]


# Last year's list.


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [(2, 0, "mended"), (2, 1, "partly"), (1, 1, "not_mended"), (1, 2, "worse")],
)
def test_a_line_of_last_year_is_mended_partly_not_or_worse(before, now, state):
    assert followed({"未报备": before}, {"未报备": now}) == [("1.1", "filed", state, "")]


def test_the_same_fault_at_another_price_is_not_worse():
    dearer = TEXT.replace("deduct: 2, each", "deduct: 3, each")
    assert followed({"未报备": 1}, {"未报备": 1}, new=dearer) == [("1.1", "filed", "not_mended", "")]
    assert followed({"未报备": 2}, {"未报备": 1}, new=dearer) == [("1.1", "filed", "partly", "")]


JUDGED = """
points: 20
fields: {投诉: {type: records, key: 号, fields: {号: text, 级: {choice: [省, 市, 县]}}}, 率: percent, 次: count}
indicators:
  - {id: "1", points: 10, start: full, rules: [{id: judged, deduct: {up_to: 3}, for: 不积极}]}
  - id: "2"
    points: 10
    rules:
      - {id: listed, deduct: {by: 级, prices: {省: 4, 市: 2, 县: 1}}, each: 投诉}
      - {id: banded, deduct: {by: 率, bands: [{from: 90%, points: 0}, {from: 80%, points: 1}], else: 2}}
      - {id: rising, deduct: {first: 1, then: 2}, each: 次}
"""


@pytest.mark.parametrize(
    ("points", "levels", "rate", "times", "states"),
    [
        ((2, "2.5"), ("县", "市"), ("85%", "70%"), (1, 2), "worse"),
        ((2, 2), ("市", "市"), ("85%", "82%"), (1, 1), "not_mended"),
        ((1, "0.5"), ("市", "县"), ("70%", "80%"), (3, 2), "partly"),
    ],
)
@pytest.mark.parametrize("of", ["10", "8"])
def test_what_is_judged_or_priced_by_a_table_is_compared_by_points(points, levels, rate, times, states, of):
    """The price follows the facts there: no rubric changed it, whatever the points of the indicator."""

    def data(place):
        answer = {"indicator": "1", "rule": "judged", "points": points[place], "assessor": "组", "reason": "迟报"}
        values = {"投诉": [{"号": "1", "级": levels[place]}], "率": rate[place], "次": times[place]}
        return {"lawscore": 1, "submissions": [{"unit": "甲", "values": values, "answers": [answer]}]}

    later = JUDGED.replace("points: 10", f"points: {of}").replace("points: 20", f"points: {2 * int(of)}")
    found = assessed(data(1), later, 2023).rectification(assessed(data(0), JUDGED).to_json())
    assert [(line.loss.rule, line.mended.state) for line in found.lines] == [
        (rule, states) for rule in ("judged", "listed", "banded", "rising")
    ]
    assert {row[8] for row in rectification_table(found, "zh").rows} == {""}


def test_quantities_are_compared_only_where_one_price_became_another():
    banded = TEXT.replace("deduct: 2, each: 未报备", "deduct: {by: 未报备, bands: [{from: 2, points: 4}], else: 2}")
    rising = TEXT.replace("deduct: 2, each: 未报备", "deduct: {first: 1, then: 2}, each: 未报备")
    assert followed({"未报备": 2}, {"未报备": 3}, new=banded)[0] == ("1.1", "filed", "not_mended", "")
    assert followed({"未报备": 1}, {"未报备": 2}, new=banded)[0] == ("1.1", "filed", "worse", "")
    # Three cost 1 + 2 + 2 points: no one price became another.
    assert followed({"未报备": 3}, {"未报备": 2}, old=rising)[0] == ("1.1", "filed", "partly", "")


def test_awards_are_compared_by_their_share_where_the_points_have_changed():
    more = (
        TEXT.replace("points: 20", "points: 30")
        .replace("title: 满意\n    points: 10", "title: 满意\n    points: 20")
        .replace("points: 6}]", "points: 12}]")
        .replace("{from: 90%, points: 10}", "{from: 90%, points: 20}")
    )
    assert followed({"满意率": "85%"}, {"满意率": "85%"}, new=more) == [("2", None, "not_mended", "")]
    result = assessed({"甲": {**GOOD, "满意率": "85%"}}).to_json()
    found = assessed({"甲": {**GOOD, "满意率": "85%"}}, more, 2023).rectification(result)
    row = rectification_table(found, "zh").rows[0]
    assert row[5:9] == ["4.00", "8.00", "未整改", "分值不同，按所占比例比较：40% → 40%"]


def test_a_limit_does_not_hide_that_something_was_mended():
    assert followed({"未报备": 5}, {"未报备": 4}) == [("1.1", "filed", "partly", "")]
    result = assessed({"甲": {**GOOD, "未报备": 5}}).to_json()
    row = rectification_table(assessed({"甲": {**GOOD, "未报备": 4}}, TEXT, 2023).rectification(result), "en").rows[0]
    assert row[5:9] == ["6.00", "6.00", "partly mended", "before limits 10 → 8"]


def test_new_lines_follow_those_of_last_year():
    found = followed({"未报备": 1}, {"未报备": 0, "逾期": 1, "培训": 0})
    assert found == [("1.1", "filed", "mended", ""), ("1.1", "late", "new", ""), ("1.2", None, "new", "")]


def test_what_does_not_apply_or_has_no_score_cannot_be_compared():
    assert followed({"满意率": "85%"}, {"诉讼": 0}) == [("2", None, "not_comparable", "not_applicable")]
    result = assessed({"甲": {**GOOD, "满意率": "85%"}}).to_json()
    given = {key: value for key, value in GOOD.items() if key != "满意率"}
    found = assessed({"甲": given}, TEXT, 2023).rectification(result)
    assert [(line.mended.state, line.mended.why) for line in found.lines] == [("not_comparable", "unscored")]


def test_an_indicator_that_is_gone_cannot_be_compared_and_a_renamed_one_goes_by_the_map():
    renamed = TEXT.replace('id: "1.1"', 'id: "1.3"')
    assert followed({"未报备": 2}, {"未报备": 1}, new=renamed) == [
        ("1.1", "filed", "not_comparable", "gone"), ("1.3", "filed", "new", ""),
    ]  # fmt: skip
    assert followed({"未报备": 2}, {"未报备": 1}, new=renamed, migration={"indicators": {"1.1": "1.3"}}) == [
        ("1.1", "filed", "partly", "")
    ]


def test_a_rule_that_is_gone_is_mended_only_where_its_indicator_loses_nothing():
    other = TEXT.replace("id: filed", "id: reported")
    assert followed({"未报备": 1}, {"未报备": 0}, new=other) == [("1.1", "filed", "mended", "")]
    assert followed({"未报备": 1}, {"未报备": 1}, new=other) == [
        ("1.1", "filed", "not_comparable", "rule_gone"), ("1.1", "reported", "new", ""),
    ]  # fmt: skip


def test_an_indicator_that_was_split_is_mended_where_none_of_its_parts_has_the_fault():
    split = (
        TEXT.replace("points: 6\n", "points: 3\n")
        .replace(
            '      - id: "1.2"',
            '      - {id: "1.4", title: 时限, points: 3, rules: [{id: late, deduct: 0.5, each: 逾期, at_most: 1}]}\n      - id: "1.2"',
        )
        .replace("          - {id: late, deduct: 0.5, each: 逾期, at_most: 1, text: 逾期的每件扣0.5分}\n", "")
    )
    parts = {"indicators": {"1.1": ["1.1", "1.4"]}}
    assert followed({"逾期": 2}, {"逾期": 1}, new=split, migration=parts) == [("1.1", "late", "partly", "")]
    assert followed({"逾期": 2}, {"逾期": 0}, new=split, migration=parts) == [("1.1", "late", "mended", "")]


def test_a_veto_is_followed_up():
    assert followed({"未报备": 6}, {}) == [("1.1", "filed", "mended", ""), ("", "v1", "mended", "")]
    assert followed({"未报备": 6}, {"未报备": 6})[-1] == ("", "v1", "not_mended", "")
    without = TEXT.replace("v1", "v2")
    assert followed({"未报备": 6}, {}, new=without)[-1] == ("", "v1", "not_comparable", "rule_gone")


def test_units_that_are_not_there_any_more_come_last():
    result = assessed({"甲": {**GOOD, "未报备": 1}, "乙": {**GOOD, "未报备": 1}}).to_json()
    found = assessed({"乙": GOOD, "丙": {**GOOD, "逾期": 1}}, TEXT, 2023).rectification(result)
    rows = [row[:5] + row[7:9] for row in rectification_table(found, "zh").rows]
    assert rows == [
        ["乙", "乙", "1.1", "备案", "filed", "整改到位", ""],
        ["丙", "丙", "1.1", "备案", "late", "新增", ""],
        ["甲", "甲", "1.1", "备案", "filed", "不可比", "本次没有该单位"],
    ]
    assert summary(found, "zh") == "对照 sample@2022.1 的考核结果：整改到位 1 项、不可比 1 项、新增 1 项"
    reasons = [row[9] for row in rectification_table(found, "zh").rows]
    assert reasons == [
        "前次：未报备的每件扣2分：未报备为 1；2 分", "逾期的每件扣0.5分：逾期为 1；0.5 分", "前次：未报备的每件扣2分：未报备为 1；2 分",
    ]  # fmt: skip
    assert rectification_table(found, "en").rows[0][9].startswith("before: ")


def test_in_a_terminal_the_long_texts_stand_beneath_their_row():
    data = {"甲": {**GOOD, "未报备": 1, "培训": 2}}
    assert rectification_text(assessed(data).rectification(), "zh", 47).splitlines() == [
        "单位编号    单位名称    指标    名称    规则    类别      失分",
        "----------  ----------  ------  ------  ------  ------  ------",
        "甲          甲          1.1     备案    filed   扣分      2.00",
        "    事由与算式：未报备的每件扣2分：未报备为 1；",
        "      2 分",
        "    牵头部门：法制办  配合部门：编办、财政局",
        "甲          甲          1.2     培训            未得分    3.00",
        "    事由与算式：应得 4 分，实得 1 分；培训5次以",
        "      上的得3分",
        "    牵头部门：人事局",
    ]
    found = assessed({"甲": GOOD}, TEXT, 2023).rectification(assessed(data).to_json("en"))
    told = rectification_text(found, "en", 80).splitlines()
    assert told[3].startswith("    reason: before: 未报备的每件扣2分: 未报备 is 1; ")
    assert told[4] == "    lead: 法制办  support: 编办, 财政局"


@pytest.mark.parametrize("with_cause", [True, False])  # results were written without one once
@pytest.mark.parametrize("language", ["zh", "en"])
def test_roundings_and_waived_vetoes_of_a_published_result_are_nothing_to_mend(language, with_cause):
    text = """
points: 10
fields: {满意率: percent}
indicators: [{id: a, points: 10, round: {places: 0}, rules: [{id: r, award: 10, in_proportion_to: 满意率}]}]
vetoes: [{id: v1, for: 发生事故, unless: {for: 系不可抗力}, effect: zero_total}]
"""
    entry = {"assessor": "考核组", "reason": "见通报", "veto": "v1"}
    answers = [{**entry, "answer": "是"}, {**entry, "about": "unless", "answer": "是"}]
    data = {"lawscore": 1, "submissions": [{"unit": "甲", "values": {"满意率": "99.6%"}, "answers": answers}]}
    result = _published(assessed(data, text), language, with_cause)
    assert assessed(data, text, 2023).rectification(result).lines == ()
    data["submissions"][0]["values"]["满意率"] = "94.4%"
    found = assessed(data, text, 2023).rectification(_published(assessed(data, text), language, with_cause))
    assert [(line.loss.points, line.mended.state) for line in found.lines] == [(1, "not_mended")]


def _published(assessment, language, with_cause):
    """The published text; its items without their causes, as results were written before these were kept."""
    told = assessment.to_dict(language)
    assert {item["cause"] for unit in told["units"] for item in unit["items"] if "cause" in item} == {"round", "waiver"}
    if not with_cause:
        for unit in told["units"]:
            unit["items"] = [{key: part for key, part in item.items() if key != "cause"} for item in unit["items"]]
    return json.dumps(told, ensure_ascii=False)


def test_a_waiver_of_an_authority_mends_what_it_waives():
    data = {
        "lawscore": 1,
        "submissions": [{"unit": "甲", "values": {key: (value if value is not True else "是") for key, value in {**GOOD, "未报备": 1}.items()}}],
        "adjustments": [
            {"unit": "甲", "authority": "考核办", "date": "2022-12-20", "remark": "情有可原", "indicator": "1.1", "rule": "filed", "waive": "是", "until": "2022-12-31"}
        ],
    }  # fmt: skip
    assert assessed(data).rectification().lines == ()
    found = assessed({"甲": GOOD}, TEXT, 2023).rectification(assessed(data).to_json())
    assert found.lines == ()


def test_a_result_that_is_none_raises_with_its_problem():
    with pytest.raises(ResultError, match="这不是考核结果文件"):
        assessed({"甲": GOOD}).rectification('{"a": 1}')


counts = st.integers(0, 9)
values = st.fixed_dictionaries(
    {
        "计划": st.booleans(),
        "未报备": counts,
        "逾期": counts,
        "满意率": st.sampled_from(["0%", "80%", "90%"]),
        "培训": counts,
        "诉讼": st.integers(0, 1),
    }
)


@settings(max_examples=60, deadline=None)
@given(values)
def test_the_lines_of_a_leaf_add_up_to_its_points_less_its_score(given_):
    card = assessed({"甲": given_})["甲"]
    losses = marks_of(card).losses()
    for node in card.nodes:
        if node.leaf and node.state == "scored":
            own = [loss.points for loss in losses if loss.indicator == node.id]
            assert sum(own, Fraction(0)) == node.points - node.score


@settings(max_examples=40, deadline=None)
@given(values)
def test_against_itself_every_line_is_not_mended_and_none_is_new(given_):
    same = assessed({"甲": given_})
    found = same.rectification(same.to_json())
    assert {line.mended.state for line in found.lines} <= {"not_mended"}
    assert len(found.lines) == len(same.rectification().lines)


def test_a_narrow_table_tells_three_records_and_any_other_all_of_them():
    text = """
points: 10
fields: {通报: {type: records, key: 文号, fields: {文号: text}}}
indicators: [{id: "1", points: 10, rules: [{id: note, deduct: 1, each: 通报, text: 通报}]}]
"""
    found = assessed({"甲": {"通报": [{"文号": f"{number}号"} for number in range(1, 5)]}}, text).rectification()
    tables = (rectification_table(found, "zh"), rectification_table(found, "zh", narrow=True))
    cells = [table.rows[0][table.keys.index("records")] for table in tables]
    assert cells == ["1号、2号、3号、4号", "1号、2号、3号…"]


def test_the_departments_of_last_year_s_line_are_those_of_what_its_indicator_became():
    text = """
points: 20
fields: {a: count, b: count}
indicators:
  - {id: "1", points: 10, responsible: {lead: 甲办}, rules: [{id: r, deduct: 1, each: a}]}
  - {id: "2", points: 10, responsible: {lead: 乙办}, rules: [{id: r, deduct: 1, each: b}]}
"""
    swapped = text.replace("each: a}", "each: x}").replace("each: b}", "each: a}").replace("each: x}", "each: b}")
    head = {"lawscore": 1, "from": "sample@2022.1", "to": "sample@2023.1"}
    result = assessed({"甲": {"a": 1, "b": 0}, "乙": {"a": 1, "b": 0}, "丙": {"a": 1, "b": 0}}, text).to_json()
    units = [{"id": "甲"}, {"id": "乙", "not_assessed": "撤销"}]
    data = {"lawscore": 1, "units": units, "submissions": [{"unit": "甲", "values": {"a": 1, "b": 0}}]}
    now = assessed(data, swapped, 2023)

    def leads(indicators):
        found = now.rectification(result, {**head, "indicators": indicators})
        return [(line.unit.id, line.mended.state, line.departments.lead) for line in found.lines]

    assert leads({"1": "2", "2": "1"}) == [
        ("甲", "not_mended", "乙办"), ("乙", "not_comparable", "乙办"), ("丙", "not_comparable", "乙办"),
    ]  # fmt: skip
    assert leads({"1": "none", "2": "1"}) == [
        ("甲", "not_comparable", ""), ("甲", "new", "乙办"), ("乙", "not_comparable", ""), ("丙", "not_comparable", ""),
    ]  # fmt: skip


def test_a_veto_that_was_waived_is_none_even_where_its_text_has_several_lines():
    text = """
points: 10
fields: {n: count, ill: yesno}
indicators: [{id: "1", points: 10, rules: [{id: r, deduct: 1, each: n}]}]
vetoes: [{id: v1, when: n > 0, text: "第一行\\n第二行", unless: ill, effect: zero_total}]
"""
    values = {"甲": {"n": 1, "ill": True}}
    found = assessed(values, text, 2023).rectification(assessed(values, text).to_json())
    assert [line.loss.kind for line in found.lines] == ["deduction"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_rounded_result_against_itself_is_as_it_was(language):
    text = """
points: 10
fields: {n: count}
indicators: [{id: "1", points: 10, round: {places: 0}, rules: [{id: r, award: 0.7, each: n}]}]
"""
    result = assessed({"甲": {"n": 2}}, text).to_json(language)
    found = assessed({"甲": {"n": 2}}, text, 2023).rectification(result)
    assert [(line.loss.kind, line.mended.state) for line in found.lines] == [("missed", "not_mended")]
    assert [(line.mended.before, line.mended.now) for line in found.lines] == [(9, 9)]


def test_what_an_authority_took_is_not_of_a_rule_that_is_gone():
    text = """
points: 10
fields: {n: count}
indicators: [{id: "1", points: 10, rules: [{id: r, deduct: 1, each: n}]}]
"""
    taken = {
        "unit": "甲",
        "authority": "考核办",
        "date": "2023-01-20",
        "remark": "通报",
        "indicator": "1",
        "points": "-2",
        "id": "A7",
    }
    data = {"submissions": [{"unit": "甲", "values": {"n": "1"}}]}
    result = assessed({**data, "adjustments": [taken]}, text).to_json()

    def states(data):
        found = assessed(data, text, 2023).rectification(result)
        return [(line.loss.rule, line.mended.state, line.mended.why) for line in found.lines]

    assert states({**data, "adjustments": [taken]}) == [("r", "not_mended", ""), ("A7", "not_mended", "")]
    assert states(data) == [("r", "not_mended", ""), ("A7", "mended", "")]
