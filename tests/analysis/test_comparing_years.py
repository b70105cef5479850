"""Two years compared: rubric text and data in, the change and its two parts out."""

from __future__ import annotations

from fractions import Fraction

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import lawscore
from lawscore.analysis.change import Change
from lawscore.analysis.years import compare_years
from lawscore.loading.rubrics import load_mapping
from lawscore.reports.tables import render_table
from lawscore.reports.years import indicators_table, notes, rounding_note, rules_table, subtotals, units_table
from lawscore.reports.years_json import comparison_dict
from tests.support import HEAD

OLD = """
points: 10
fields:
  应出庭: count
  出庭: count
  未报备: count
  投诉: {type: count, absent: none}
measures: {出庭率: 出庭 / 应出庭}
indicators:
  - id: "1"
    title: 出庭
    points: 6
    applies: {when: 应出庭 > 0, otherwise: leave_out}
    rules: [{id: rate, deduct: 0.1, per: 1%, below: 90%, of: 出庭率, partial: in_proportion, text: 每低1个百分点扣0.1分}]
  - id: "2"
    title: 备案
    points: 4
    rules:
      - {id: filed, deduct: 1, each: 未报备}
      - {id: mail, deduct: 0.5, each: 投诉}
"""
NEW = OLD.replace("deduct: 0.1", "deduct: 0.2").replace("points: 6", "points: 5").replace("points: 4", "points: 5")


def rubric(fragment, version="2022.1", year=2022, others=None):
    written = {**HEAD, "version": version, "period": {"from": f"{year}-01-01", "to": f"{year}-12-31"}}
    loaded = load_mapping({**written, **yaml.load(fragment, yaml.BaseLoader)}, others=others)
    assert [problem.message("en") for problem in loaded.problems if problem.severity == "error"] == []
    assert loaded.rubric is not None
    return loaded.rubric


def compared(old, before, new, after, migration=None, **years):
    first = lawscore.assess(rubric(old), before)
    second = lawscore.assess(rubric(new, "2023.1", 2023), after)
    if migration is not None:
        migration = {"lawscore": 1, "from": "sample@2022.1", "to": "sample@2023.1", **migration}
    return lawscore.compare(first, second, migration)


def parts(change: Change) -> tuple[str, str, str]:
    return tuple("?" if one is None else str(one) for one in (change.whole, change.by_rubric, change.by_facts))


def node(found, indicator, unit="甲"):
    return next(one for one in found[unit].indicators if indicator in (*one.new, *one.old))


GOOD = {"应出庭": 10, "出庭": 9, "未报备": 0, "投诉": 0}


def test_the_change_is_split_into_the_rubric_s_and_the_facts_part():
    # 2022: 80% is 10 points below 90%: 6 - 1 = 5, and 4 - 1 = 3. Under 2023 the same facts: 5 - 2 = 3, and 5 - 1 = 4.
    found = compared(
        OLD, {"甲": {**GOOD, "出庭": 8, "未报备": 1}}, NEW, {"甲": {**GOOD, "出庭": 7, "未报备": 0}}
    )  # 2023: 70%: 5 - 4 = 1, and 5.
    assert found["甲"].total.score == Change(Fraction(8), Fraction(7), Fraction(6))
    assert parts(found["甲"].total.score) == ("-2", "-1", "-1")
    assert parts(node(found, "1").score) == ("-4", "-2", "-2")
    assert parts(node(found, "2").score) == ("2", "1", "1")


def test_the_rules_of_an_indicator_add_up_to_its_change():
    found = compared(OLD, {"甲": {**GOOD, "出庭": 8}}, NEW, {"甲": {**GOOD, "出庭": 7}})
    rules = {(one.kind, one.rule): parts(one.points) for one in node(found, "1").rules}
    assert rules == {("start", None): ("-1", "-1", "0"), ("rule", "rate"): ("-3", "-1", "-2")}


def test_an_assessment_compared_with_itself_has_no_change():
    one = lawscore.assess(rubric(OLD), {"甲": {**GOOD, "出庭": 8}, "乙": GOOD})
    found = lawscore.compare(one, one)
    assert found.same_rubric
    assert found.carried is None
    for unit in found:
        for change in (unit.total, *unit.indicators):
            assert parts(change.score) == ("0", "0", "0")


def test_fields_and_indicators_that_were_renamed_go_by_the_map():
    new = (
        NEW.replace("出庭", "到庭")
        .replace("应到庭", "应出庭")
        .replace('id: "1"', 'id: "1.1"')
        .replace("title: 到庭", "title: 出庭")
    )
    migration = {"indicators": {"1": "1.1"}, "fields": {"出庭": "到庭"}}
    after = {"应出庭": 10, "到庭": 9, "未报备": 0, "投诉": 0}
    found = compared(OLD, {"甲": {**GOOD, "出庭": 8}}, new, {"甲": after}, migration)
    assert parts(node(found, "1.1").score) == ("0", "-2", "2")
    assert node(found, "1.1").old == ("1",)
    assert notes(found, "zh") == []


def test_without_the_map_the_old_indicator_is_gone_and_the_new_one_is_new():
    new = NEW.replace('id: "1"', 'id: "1.1"')
    found = compared(OLD, {"甲": {**GOOD, "出庭": 8}}, new, {"甲": GOOD})
    assert parts(node(found, "1").score) == ("-5", "-5", "0")
    assert parts(node(found, "1.1").score) == ("5", "3", "2")
    assert parts(found["甲"].total.score) == ("1", "-1", "2")


def test_an_indicator_that_was_split_is_compared_with_its_parts_together():
    new = """
points: 10
fields: {应出庭: count, 出庭: count, 未报备: count, 投诉: {type: count, absent: none}}
measures: {出庭率: 出庭 / 应出庭}
indicators:
  - id: "1"
    points: 6
    applies: {when: 应出庭 > 0, otherwise: leave_out}
    rules: [{id: rate, deduct: 0.1, per: 1%, below: 90%, of: 出庭率, partial: in_proportion}]
  - {id: "2", points: 3, rules: [{id: filed, deduct: 0.5, each: 未报备}]}
  - {id: "3", points: 1, rules: [{id: mail, deduct: 0.25, each: 投诉}]}
"""
    before, after = {**GOOD, "未报备": 2, "投诉": 2}, {**GOOD, "未报备": 2, "投诉": 0}
    found = compared(OLD, {"甲": before}, new, {"甲": after}, {"indicators": {"2": ["2", "3"]}})
    both = node(found, "3")
    assert (both.old, both.new) == (("2",), ("2", "3"))
    # 4 - 2 - 1 = 1; under the new rules (3 - 1) + (1 - 0.5) = 2.5; now (3 - 1) + 1 = 3.
    assert both.score == Change(Fraction(1), Fraction(5, 2), Fraction(3))
    assert {one.rule: parts(one.points) for one in both.rules if one.kind == "rule"} == {
        "filed": ("1", "1", "0"), "mail": ("1", "1/2", "1/2"),
    }  # fmt: skip


def test_what_the_old_data_do_not_have_is_unknown_whatever_its_absence_means_now():
    new = NEW.replace("  投诉:", "  上访: {type: count, absent: none}\n  投诉:").replace(
        "deduct: 0.5, each: 投诉", "deduct: 0.5, each: 上访"
    )
    found = compared(OLD, {"甲": {**GOOD, "投诉": 3}}, new, {"甲": {**GOOD, "投诉": 3}})
    assert parts(node(found, "2").score) == ("5/2", "?", "?")
    assert parts(node(found, "1").score) == ("-1", "-1", "0")
    assert parts(found["甲"].total.score) == ("3/2", "?", "?")
    assert found.carried.unknown == ("上访",)
    assert notes(found, "zh") == ["新细则有 1 个填报项，前次的数据里没有，按未知处理：上访"]
    table = indicators_table(found, list(found), "en")
    assert [row[-1] for row in table.rows] == [
        "",
        "not split: the earlier data lack 上访",
        "not split: the earlier data lack 上访",
    ]


def test_long_lists_of_names_are_cut_short_where_that_is_asked_for():
    more = "".join(f"  项{number}: count\n" for number in range(4))
    found = compared(OLD, {"甲": GOOD}, NEW.replace("  投诉:", f"{more}  投诉:"), {"甲": GOOD})
    assert notes(found, "zh", 2) == ["新细则有 4 个填报项，前次的数据里没有，按未知处理：项0、项1、…"]
    assert notes(found, "zh") == ["新细则有 4 个填报项，前次的数据里没有，按未知处理：项0、项1、项2、项3"]


def test_a_value_that_nobody_gave_keeps_the_meaning_it_had():
    new = NEW.replace("未报备: count", "未报备: {type: count, absent: none}").replace(
        "投诉: {type: count, absent: none}", "投诉: count"
    )
    before = {"应出庭": 10, "出庭": 9, "未报备": 1}  # no complaint: there was none
    found = compared(OLD, {"甲": before}, new, {"甲": GOOD})
    assert parts(node(found, "2").score) == ("2", "1", "1")
    found = compared(OLD, {"甲": {"应出庭": 10, "出庭": 9}}, new, {"甲": GOOD})  # not known how many were not filed
    assert found["甲"].before.state == "provisional"
    assert node(found, "2").states == ("unscored", "unscored", "scored")
    assert parts(node(found, "2").score) == ("?", "?", "?")


def test_a_field_of_another_unit_of_measure_is_another_field():
    old, new = (
        OLD.replace("未报备: count", "未报备: {type: count, unit: 件}"),
        NEW.replace("未报备: count", "未报备: {type: count, unit: 百件}"),
    )
    found = compared(old, {"甲": GOOD}, new, {"甲": GOOD})
    assert found.carried.unknown == ("未报备",)
    assert list(found.carried.left.fields) == ["未报备"]


def test_units_of_one_year_only_are_listed_as_such():
    found = compared(OLD, {"甲": GOOD, "乙": GOOD}, NEW, {"丙": GOOD, "甲": GOOD})
    assert [(one.unit.id, one.is_in_both) for one in found] == [("丙", False), ("甲", True), ("乙", False)]
    rows = units_table(found, "zh").rows
    assert [row[-1] for row in rows] == ["只在本次的考核中", "", "只在前次的考核中"]
    assert rows[0][2:7] == ["", "10.00", "", "", ""]
    assert rows[2][2:7] == ["10.00", "", "", "", ""]


def test_a_unit_that_is_not_assessed_in_one_year_is_not_compared():
    def data(**more):
        return {
            "lawscore": 1,
            "units": [{"id": "甲", "name": "甲县", **more}],
            "submissions": [{"unit": "甲", "values": GOOD}],
        }

    found = compared(OLD, data(), NEW, {**data(not_assessed="机构改革"), "submissions": []})
    assert not found["甲"].is_in_both
    assert units_table(found, "zh").rows[0][-1] == "本次不参加考核：机构改革"


def test_what_does_not_apply_in_one_year_has_no_change():
    found = compared(OLD, {"甲": {**GOOD, "应出庭": 0, "出庭": 0}}, NEW, {"甲": GOOD})
    assert node(found, "1").states == ("not_applicable", "not_applicable", "scored")
    assert parts(node(found, "1").score) == ("?", "?", "?")
    assert parts(found["甲"].total.score) == ("6", "1", "5")


def test_where_only_the_old_facts_under_the_new_rubric_are_missing_the_sum_stands():
    new = NEW.replace("when: 应出庭 > 0", "when: 应出庭 > 20")
    found = compared(OLD, {"甲": GOOD}, new, {"甲": {**GOOD, "应出庭": 30, "出庭": 30}})
    assert node(found, "1").states == ("scored", "not_applicable", "scored")
    assert parts(node(found, "1").score) == ("-1", "?", "?")
    row = next(row for row in indicators_table(found, list(found), "en").rows if row[1] == "1")
    assert row[-1] == "not split: with the earlier data it does not apply under the new rubric"


def test_a_cohort_is_assessed_as_a_whole_under_the_new_rubric():
    old = """
points: 10
fields: {办结: count}
indicators: [{id: "1", points: 10, rules: [{id: r, award: 10, in_proportion_to: 办结 / 10}]}]
"""
    new = """
points: 10
fields: {办结: count}
indicators:
  - {id: "1", points: 10, rules: [{id: r, place: 办结, better: higher, within: all, top: 10, others: in_proportion}]}
"""
    found = compared(old, {"甲": {"办结": 4}, "乙": {"办结": 8}}, new, {"甲": {"办结": 5}, "乙": {"办结": 10}})
    assert parts(found["甲"].total.score) == ("1", "1", "0")
    assert parts(found["乙"].total.score) == ("2", "2", "0")


ASKED = """
points: 10
vetoes: [{id: v1, for: 发生重大违法行为, effect: zero_total}]
indicators:
  - id: "1"
    points: 10
    rules: [{id: plan, deduct: 2, for: 没有计划}, {id: badge, deduct: 1, for: 没有亮证}]
"""


def document(unit="甲", rubric="sample@2022.1", **more):
    entry = {"assessor": "考核组", "reason": "见记录"}
    answers = [{**entry, "indicator": "1", "rule": rule, "answer": "是"} for rule in ("plan", "badge")]
    answers += [{**entry, "veto": "v1", "answer": "否"}]
    return {"lawscore": 1, "rubric": rubric, "submissions": [{"unit": unit, "answers": answers}], **more}


def test_answers_go_over_with_their_indicator_and_those_without_a_question_are_named():
    new = (
        ASKED.replace('id: "1"', 'id: "2"')
        .replace(", {id: badge, deduct: 1, for: 没有亮证}", "")
        .replace("deduct: 2", "deduct: 3")
    )
    entry = {"assessor": "考核组", "reason": "见记录"}
    after = {
        "lawscore": 1,
        "submissions": [
            {
                "unit": "甲",
                "answers": [
                    {**entry, "indicator": "2", "rule": "plan", "answer": "否"}, {**entry, "veto": "v1", "answer": "否"},
                ],
            }
        ],
    }  # fmt: skip
    found = compared(ASKED, document(), new, after, {"indicators": {"1": "2"}})
    assert found["甲"].total.score == Change(Fraction(7), Fraction(7), Fraction(10))
    assert notes(found, "en") == [
        "assessors' answers to questions that the new rubric does not ask, left out (1): 1/badge"
    ]


def test_the_new_rubric_sees_the_old_facts_in_their_own_year():
    rubric_text = """
points: 10
fields: {办结: count}
measures: {增长: {growth: 办结, against: {years_back: 1}, from_zero: unscored, missing: unscored}}
indicators: [{id: "1", points: 10, start: full, rules: [{id: r, deduct: 1, per: 10%, below: 0%, of: 增长, partial: in_proportion}]}]
"""

    def data(year, now, then):
        return [
            {
                "lawscore": 1,
                "submissions": [
                    {"unit": "甲", "values": {"办结": now}},
                    {"unit": "甲", "year": year - 1, "values": {"办结": then}},
                ],
            }
        ]

    new = rubric_text.replace("deduct: 1", "deduct: 2")
    found = compared(rubric_text, data(2022, 8, 10), new, data(2023, 9, 10))
    assert found["甲"].total.score == Change(Fraction(8), Fraction(6), Fraction(8))


DATED = """
points: 10
fields: {报送日期: date}
indicators: [{id: "1", points: 10, rules: [{id: r, deduct: 1, when: 报送日期 > 2022-03-31}]}]
"""


def test_a_date_that_moved_on_with_the_period_is_that_of_the_old_version_for_the_old_facts():
    new = DATED.replace("2022-", "2023-")
    found = compared(DATED, {"甲": {"报送日期": "2022-05-01"}}, new, {"甲": {"报送日期": "2023-03-01"}})
    assert parts(found["甲"].total.score) == ("1", "0", "1")
    assert found.carried.dated == ()


@pytest.mark.parametrize("date", ["2022-06-30", "2022-03-31", "2023-04-30"])
def test_dates_that_did_not_move_on_with_the_period_stay_and_are_named(date):
    new = DATED.replace("2022-03-31", date)
    found = compared(DATED, {"甲": {"报送日期": "2022-05-01"}}, new, {"甲": {"报送日期": "2023-05-01"}})
    assert found.carried.dated == ("1",)
    assert notes(found, "zh") == ["下列规则写有日期，没有随考核期间顺延，用前次的数据计分时日期不变：1"]


def test_a_rule_whose_date_is_of_the_later_year_says_so():
    new = DATED.replace("2022-03-31", "2023-04-30")
    found = compared(DATED, {"甲": {"报送日期": "2022-05-01"}}, new, {"甲": {"报送日期": "2023-05-01"}})
    assert parts(found["甲"].total.score) == ("0", "1", "-1")
    assert indicators_table(found, list(found), "zh").rows[0][-1] == "规则写有本次的日期"


WINDOW = """
points: 10
fields: {通报: {type: records, absent: none, key: 文号, fields: {文号: text, 日期: date}}}
measures: {上半年: {count: 通报, where: 日期 < 2022-07-01}}
indicators:
  - id: "1"
    title: 通报
    indicators:
      - {id: "1.1", points: 5, rules: [{deduct: 1, each: 通报, dated: {by: 日期, from: 2022-01-01, to: 2022-12-31}}]}
      - {id: "1.2", points: 5, rules: [{deduct: 1, each: 上半年}]}
"""


def test_windows_and_measures_move_back_too_and_go_with_their_indicator():
    new = WINDOW.replace("2022-", "2023-").replace('id: "1', 'id: "2').replace("deduct: 1", "deduct: 2")
    rows = [{"文号": "一号", "日期": "2022-05-01"}, {"文号": "二号", "日期": "2022-11-01"}]
    later = [{"文号": "三号", "日期": "2023-11-01"}]
    went = {"indicators": {"1": "2", "1.1": "2.1", "1.2": "2.2"}}
    found = compared(WINDOW, {"甲": {"通报": rows}}, new, {"甲": {"通报": later}}, went)
    assert found["甲"].total.score == Change(Fraction(7), Fraction(4), Fraction(8))
    assert found.carried.dated == ()


def test_records_lose_columns_that_are_gone_and_do_not_know_those_that_are_new():
    old = """
points: 10
fields:
  通报: {type: records, absent: none, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}, 备注: {type: text, absent: none}}}
indicators: [{id: "1", points: 10, rules: [{id: r, deduct: {by: 级别, prices: {省: 2, 市: 1}}, each: 通报}]}]
"""
    new = old.replace(", 备注: {type: text, absent: none}", ", 已改: {type: yesno, absent: none}").replace(
        "省: 2", "省: 4"
    )
    rows = [{"文号": "一号", "级别": "省", "备注": "见附件"}]
    after = {"甲": {"通报": [{"文号": "二号", "级别": "省", "已改": "否"}]}}
    found = compared(old, {"甲": {"通报": rows}}, new, after)
    assert found["甲"].total.score == Change(Fraction(8), Fraction(6), Fraction(6))
    assert list(found.carried.left.fields) == ["通报.备注"]
    asking = new.replace("each: 通报", "each: 通报, where: not 已改")
    found = compared(old, {"甲": {"通报": rows}}, asking, after)
    assert parts(found["甲"].total.score) == ("-2", "?", "?")


def test_a_column_of_another_unit_of_measure_is_another_column():
    old = """
points: 10
fields: {罚款: {type: records, absent: none, key: 文号, fields: {文号: text, 金额: {type: amount, unit: 元}}}}
indicators: [{id: "1", points: 10, rules: [{id: r, deduct: 1, each: 罚款, where: 金额 > 5}]}]
"""
    rows = {"甲": {"罚款": [{"文号": "一号", "金额": 10}]}}
    found = compared(old, rows, old.replace("unit: 元", "unit: 万元"), rows)
    assert parts(found["甲"].total.score) == ("0", "?", "?")
    assert list(found.carried.left.fields) == ["罚款.金额"]


def adjusted(*adjustments):
    who = {"unit": "甲", "authority": "考核办", "date": "2022-12-20", "remark": "复查属实"}
    return {
        "lawscore": 1,
        "rubric": "sample@2022.1",
        "submissions": [{"unit": "甲", "values": {**GOOD, "未报备": 2}}],
        "adjustments": [{**who, "id": f"t{number}", **one} for number, one in enumerate(adjustments, 1)],
    }


def test_adjustments_go_over_with_the_field_or_the_indicator_that_they_are_of():
    new = NEW.replace("未报备", "漏报").replace('id: "2"', 'id: "3"').replace("id: filed", "id: filed")
    after = {"甲": {"应出庭": 10, "出庭": 9, "漏报": 0, "投诉": 0}}
    mapped = {"indicators": {"2": "3"}, "fields": {"未报备": "漏报"}}
    found = compared(OLD, adjusted({"field": "未报备", "value": 1}), new, after, mapped)
    assert node(found, "3").score == Change(Fraction(3), Fraction(4), Fraction(5))
    found = compared(OLD, adjusted({"indicator": "2", "points": "0.5"}), new, after, mapped)
    assert node(found, "3").score == Change(Fraction(5, 2), Fraction(7, 2), Fraction(5))


def test_an_adjustment_of_what_is_not_one_thing_any_more_is_named():
    new = """
points: 10
fields: {应出庭: count, 出庭: count, 未报备: count, 投诉: {type: count, absent: none}}
indicators:
  - {id: "1", points: 6, rules: [{id: r, award: 6, when: 出庭 > 0}]}
  - {id: "2", points: 3, rules: [{id: filed, deduct: 1, each: 未报备}]}
  - {id: "3", points: 1, rules: [{id: mail, deduct: 0.5, each: 投诉}]}
"""
    split = {"indicators": {"2": ["2", "3"]}}
    found = compared(OLD, adjusted({"indicator": "2", "points": "0.5"}), new, {"甲": GOOD}, split)
    assert notes(found, "zh") == ["前次的调整有 1 项在新细则中没有对应之处，未采用：t1"]
    # With the rule it is clear which of the two is meant.
    found = compared(OLD, adjusted({"indicator": "2", "rule": "filed", "points": "0.5"}), new, {"甲": GOOD}, split)
    assert notes(found, "zh") == []
    assert node(found, "2").score == Change(Fraction(5, 2), Fraction(5, 2), Fraction(4))


TOWN = """
rubric: town
points: 10
fields: {差错: count}
indicators: [{id: t, points: 10, rules: [{id: r, deduct: 1, each: 差错}]}]
"""
COUNTY = """
points: 10
measures: {乡镇均分: {units: mean, of: score, below: this, with: town@2022.1}}
indicators: [{id: "1", points: 10, rules: [{id: r, import: 乡镇均分, out_of: 10}]}]
"""


def with_towns(year, faults):
    town = f"town@{year}.1"
    return [
        {"lawscore": 1, "rubric": f"sample@{year}.1", "units": [{"id": "甲", "name": "甲县"}]},
        {
            "lawscore": 1,
            "rubric": town,
            "units": [{"id": "东镇", "parent": "甲"}, {"id": "西镇", "parent": "甲"}],
            "submissions": [
                {"unit": name, "values": {"差错": one}} for name, one in zip(("东镇", "西镇"), faults, strict=True)
            ],
        },
    ]


def test_units_below_are_carried_over_with_the_new_version_of_their_own_rubric():
    towns = {2022: rubric(TOWN), 2023: rubric(TOWN.replace("deduct: 1", "deduct: 2"), "2023.1", 2023)}
    old = rubric(COUNTY, others={"town@2022.1": towns[2022]})
    new = rubric(COUNTY.replace("town@2022.1", "town@2023.1"), "2023.1", 2023, {"town@2023.1": towns[2023]})
    found = lawscore.compare(
        lawscore.assess(old, with_towns(2022, (1, 3))), lawscore.assess(new, with_towns(2023, (1, 1)))
    )
    # The mean of the towns was 8; under the new rules of towns it would have been 6, and it is 8 now.
    assert found["甲"].total.score == Change(Fraction(8), Fraction(6), Fraction(8))


def test_vetoes_and_grades_of_both_years_stand_beside_the_change():
    graded = (
        OLD
        + "ranking: {within: all, using: exact}\ngrades: {using: exact, bands: [{grade: 优秀, from: 9}, {grade: 合格, else: true}]}\n"
    )
    found = compared(
        graded, {"甲": GOOD, "乙": {**GOOD, "未报备": 2}}, graded, {"甲": {**GOOD, "未报备": 3}, "乙": GOOD}
    )
    assert render_table(units_table(found, "zh"), "csv").splitlines() == [
        "单位编号,单位名称,前次,本次,增减,细则变动,事实变动,名次,等次,备注",
        "甲,甲,10.00,7.00,-3.00,0.00,-3.00,1 → 2,优秀 → 合格,",
        "乙,乙,8.00,10.00,+2.00,0.00,+2.00,2 → 1,合格 → 优秀,",
    ]


def test_the_table_of_rules_tells_the_office_s_sentence():
    found = compared(OLD, {"甲": {**GOOD, "出庭": 8}}, NEW, {"甲": GOOD})
    assert [row[2:] for row in rules_table(found, list(found), "1", "zh").rows] == [
        ["起算", "", "6", "5", "-1", "-1", "0"],
        ["rate", "每低1个百分点扣0.1分", "-1", "0", "+1", "-1", "+2"],
    ]


def test_rules_are_told_exactly_and_printed_sums_that_are_off_are_remarked_upon():
    found = compared(OLD, {"甲": {**GOOD, "应出庭": 7, "出庭": 5}}, NEW, {"甲": GOOD})
    table = indicators_table(found, list(found), "zh")
    # 29/7, -20/7, 26/7: 4.14 and 5.00; +0.86 is -2.86 and +3.71.
    assert table.rows[0][4:9] == ["4.14", "5.00", "+0.86", "-2.86", "+3.71"]
    assert rounding_note(table, "zh") == ["各数分别四舍五入，相加可能差 0.01"]
    assert rounding_note(table, "en") == ["each figure is rounded by itself: sums may be off by 0.01"]
    rules = rules_table(found, list(found), "1", "zh")
    assert rules.rows[1][4:] == ["-1.857142…", "0", "+1.857142…", "-1.857142…", "+3.714285…"]
    assert rounding_note(rules, "zh") == []
    even = compared(OLD, {"甲": GOOD}, NEW, {"甲": GOOD})
    assert rounding_note(indicators_table(even, list(even), "zh"), "zh") == []


MORE = NEW.replace("points: 10", "points: 13").replace("  投诉:", "  上访: count\n  投诉:") + (
    '  - {id: "3", title: 上访, points: 3, rules: [{id: visits, deduct: 1, each: 上访}]}\n'
)


def test_where_the_total_cannot_be_split_the_indicators_that_can_are_added_up():
    first = {"甲": {**GOOD, "出庭": 8, "未报备": 1}, "乙": GOOD}
    found = compared(OLD, first, MORE, {"甲": {**GOOD, "上访": 0}, "乙": {**GOOD, "上访": 1}})
    # 甲 before: 5 + 3; its facts under the new rubric 3 + 4; after 5 + 5.
    assert subtotals(found, list(found), "zh") == [
        "甲可分解的指标合计：细则变动 -1.00，事实变动 +3.00",
        "乙可分解的指标合计：细则变动 0.00，事实变动 0.00",
    ]
    assert subtotals(found, [found["甲"]], "zh") == ["可分解的指标合计：细则变动 -1.00，事实变动 +3.00"]
    assert subtotals(found, [found["甲"]], "en") == ["indicators that can be split: by rubric -1.00, by facts +3.00"]
    assert comparison_dict(found, [found["甲"]], "zh")["units"][0]["subtotal"] == {"by_rubric": "-1", "by_facts": "3"}


def test_a_total_that_can_be_split_and_parts_that_are_not_simply_added_up_have_no_subtotal():
    found = compared(OLD, {"甲": GOOD}, NEW, {"甲": GOOD})
    assert subtotals(found, list(found), "zh") == []
    scaled = MORE.replace("points: 13", "points: 100\nscaled_to: 100")
    found = compared(OLD, {"甲": GOOD}, scaled, {"甲": {**GOOD, "上访": 0}})
    assert found["甲"].total.score.by_rubric is None
    assert subtotals(found, list(found), "zh") == []


def test_an_indicator_that_became_a_branch_counts_once():
    old = OLD.replace(
        '  - id: "2"\n',
        '  - {id: "4", points: 0, start: full, floor: -9, rules: [{id: s, deduct: 1, each: 未报备}]}\n  - id: "2"\n',
    )
    branch = '  - {id: "4", indicators: [{id: "4.1", points: 0, floor: -9, start: full, rules: [{id: s, deduct: 1, each: 未报备}]}]}\n'
    new = MORE.replace('  - id: "2"\n', branch + '  - id: "2"\n')
    found = compared(old, {"甲": {**GOOD, "未报备": 2}}, new, {"甲": {**GOOD, "上访": 0}})
    # 4: -2 → -2 → 0, compared as the branch; 4.1 is new and no part of the sum. 2: 2 → 3 → 5; 1: 6 → 5 → 5.
    assert subtotals(found, list(found), "zh") == ["可分解的指标合计：细则变动 0.00，事实变动 +4.00"]


def test_the_json_tells_every_figure_exactly():
    found = compared(OLD, {"甲": {**GOOD, "应出庭": 7, "出庭": 5}}, NEW, {"甲": GOOD})
    told = comparison_dict(found, found, "zh")
    assert told["before"]["rubric"] == "sample@2022.1"
    assert told["units"][0]["indicators"][0]["score"] == {
        "before": "29/7", "between": "9/7", "after": "5", "change": "6/7", "by_rubric": "-20/7", "by_facts": "26/7",
    }  # fmt: skip


def test_without_what_it_was_made_of_the_changes_are_not_split():
    first = lawscore.assess(rubric(OLD), {"甲": GOOD})
    second = lawscore.assess(rubric(NEW, "2023.1", 2023), {"甲": {**GOOD, "未报备": 1}})
    found = compare_years(first.results, second.results)
    assert parts(found["甲"].total.score) == ("-1", "?", "?")
    row = units_table(found, "en").rows[0]
    assert row[-1] == "not split: the earlier data were not scored under the new rubric"


def test_a_map_that_cannot_be_used_raises_with_its_problems():
    with pytest.raises(lawscore.RubricError, match="中没有编号为“9”的指标"):
        compared(OLD, {"甲": GOOD}, NEW, {"甲": GOOD}, {"indicators": {"9": "1"}})


counts = st.integers(0, 12)
facts = st.fixed_dictionaries({"应出庭": counts, "出庭": counts}, optional={"未报备": counts, "投诉": counts})


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(facts, facts), min_size=1, max_size=3),
    st.sampled_from(["0.1", "0.3", "1"]),
    st.sampled_from(["3", "7"]),
)
def test_the_two_parts_always_add_up_to_the_change(units, price, points):
    new = NEW.replace("deduct: 0.2", f"deduct: {price}").replace(
        "deduct: 1, each: 未报备", f"deduct: {price}, each: 未报备"
    )
    new = new.replace("points: 10", f"points: {points}, scaled_to: 10".replace(", ", "\n", 1)).replace(
        "points: 5\n    applies", f"points: {points}\n    applies"
    )
    new = new.replace("title: 备案\n    points: 5", "title: 备案\n    points: 0\n    start: full\n    floor: none")
    before = {str(place): one for place, (one, _) in enumerate(units)}
    after = {str(place): one for place, (_, one) in enumerate(units)}
    found = compared(OLD, before, new, after)
    seen = 0
    for unit in found:
        for change in (unit.total, *unit.indicators):
            score = change.score
            if None not in (score.before, score.between, score.after):
                assert score.by_rubric + score.by_facts == score.whole == score.after - score.before
                seen += 1
            for part in (0, 1, 2):
                figures = [(rule.points.before, rule.points.between, rule.points.after)[part] for rule in change.rules]
                whole = (score.before, score.between, score.after)[part]
                if change.rules and whole is not None and None not in figures:
                    assert sum(figures) == whole


def test_a_waiver_of_a_combination_goes_along():
    old = """
points: 10
fields: {n: count}
indicators:
  - id: "1"
    points: 10
    rules: [{id: both, sum_of: [{id: one, deduct: 1, each: n}, {id: two, deduct: 2, each: n}]}]
"""
    waiver = {
        "unit": "u",
        "authority": "司法局",
        "date": "2022-06-01",
        "remark": "试点",
        "indicator": "1",
        "rule": "both",
    }
    before = {
        "period": {"from": "2022-01-01", "to": "2022-12-31"},
        "submissions": [{"unit": "u", "values": {"n": 2}}],
        "adjustments": [{**waiver, "waive": True, "until": "2022-12-31"}],
    }
    found = compared(old, before, old.replace("deduct: 2", "deduct: 3"), {"u": {"n": 1}})
    assert found["u"].total.score == Change(Fraction(10), Fraction(10), Fraction(6))
    assert not found.carried.left.adjustments


@pytest.mark.parametrize(
    ("kind", "later", "written", "score"),
    [
        ("{type: percent, given_as: fraction}", "{type: percent, given_as: percent}", "0.9", 9),
        ("{type: percent, given_as: fraction}", "percent", "0.9", 9),
        ('{type: number, codes: {"-9": none}}', "number", "-9", 10),
        ("number", '{type: number, codes: {"-9": none}}', "-9", 0),
    ],
)
def test_what_was_written_is_read_as_it_was_then(kind, later, written, score):
    old = """
points: 10
fields: {率: KIND, 表: {type: records, key: 号, fields: {号: text, 比: KIND}}}
indicators:
  - id: "1"
    points: 10
    applies: {when: 率 > LEAST, otherwise: full}
    rules: [{id: r, award: 0.1, per: 1%, above: 0%, of: 率, partial: ignored, text: 得分}]
  - {id: "2", points: 10, rules: [{id: r, deduct: 1, each: 表, where: 比 < LIMIT}]}
"""
    sign = "%" if "percent" in kind else ""
    old = old.replace("1%", f"1{sign}").replace("0%", f"0{sign}").replace("LEAST", f"-100{sign}")
    old = old.replace("LIMIT", f"0.5{sign}")
    values = {"甲": {"率": written, "表": [{"号": "1", "比": written}]}}
    found = compared(old.replace("KIND", kind), values, old.replace("KIND", later), {"甲": {"率": "1", "表": "无"}})
    for indicator, expected in (("1", score), ("2", 9 if score == 0 else 10)):
        figures = node(found, indicator).score
        assert (figures.before, figures.between) == (expected, expected)
    assert found.carried.problems == ()


def test_a_column_that_was_given_stays_given_where_the_list_has_another_key_now():
    old = """
points: 10
fields: {信: {type: records, fields: {号: text, 迟: yesno}}}
indicators: [{id: "1", points: 10, rules: [{id: r, deduct: 1, each: 信, where: 迟}]}]
"""
    new = old.replace("type: records", "type: records, key: 号").replace(
        "yesno", "{type: yesno, absent: not_applicable}"
    )
    values = {"甲": {"信": [{"号": "x", "迟": "是"}, {"号": "y", "迟": "否"}]}}
    assert compared(old, values, new, values)["甲"].total.score == Change(Fraction(9), Fraction(9), Fraction(9))


def test_common_figures_that_were_renamed_go_by_the_map():
    old = """
points: 10
givens: {基准: number}
fields: {n: count}
indicators: [{id: "1", points: 10, rules: [{id: r, deduct: 1, when: n > 基准}]}]
"""
    before = {"givens": {"基准": "2"}, "submissions": [{"unit": "u", "values": {"n": "3"}}]}
    after = {"givens": {"底数": "4"}, "submissions": [{"unit": "u", "values": {"n": "3"}}]}
    found = compared(old, before, old.replace("基准", "底数"), after, {"fields": {"基准": "底数"}})
    assert found["u"].total.score == Change(Fraction(9), Fraction(9), Fraction(10))
