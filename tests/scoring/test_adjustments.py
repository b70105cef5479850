"""Changes in points after the limits of a leaf, waivers of what a rule takes, and what comes of each."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import lawscore
from lawscore.assessing import Assessment
from lawscore.catalogue import say
from lawscore.facts.card import Card
from lawscore.reports.explain import explain
from lawscore.rubric.bound import Rubric
from tests.support import rubric_of
from tests.support_data import assessed

RUBRIC = rubric_of("""
points: 20
fields:
  n: count
  late: {type: yesno, absent: none}
  通报: {type: records, key: 文号, absent: none, fields: {文号: text, 日期: {type: date, absent: none}}}
indicators:
  - id: "1"
    points: 10
    indicators:
      - {id: "1.1", points: 6, rules: [{id: each, deduct: 1, each: n, at_most: 4}, {id: late, deduct: 1, when: late}]}
      - id: "1.2"
        points: 4
        rules: [{id: dated, deduct: 1.5, each: 通报, dated: {by: 日期, from: 2023-01-01}, at_most: 3}, {id: extra, award: 1, when: late}]
        start: full
  - id: "2"
    points: 4
    applies: {when: n < 10, otherwise: leave_out}
    rules: [{id: all, deduct: all, when: late}]
  - id: "3"
    points: 6
    rules:
      - {id: first, first_of: [{id: big, deduct: 3, when: n > 2}, {id: small, deduct: 1, when: n > 1}]}
      - {id: both, sum_of: [{id: one, deduct: 0.5, each: n}, {id: two, deduct: 0.5, each: n}], at_most: 2}
""")

RECORDS = "通报: [{文号: 甲, 日期: 2023-03-01}, {文号: 乙, 日期: 2023-09-01}, {文号: 丙, 日期: 2023-10-01}]"


def scored(values: str, *entries: str, rubric: Rubric = RUBRIC) -> Assessment:
    """The assessment of unit u under adjustments of 2024, each of them by the office of law."""
    listed = "".join(
        f"  - {{unit: u, authority: 司法局, date: 2024-01-0{place}, {entry}}}\n"
        for place, entry in enumerate(entries, 1)
    )
    text = f"submissions: [{{unit: u, values: {{{values}}}}}]\nadjustments:\n{listed}" if entries else (
        f"submissions: [{{unit: u, values: {{{values}}}}}]"
    )  # fmt: skip
    return assessed(rubric, text)


def items(card: Card, indicator: str) -> list[str]:
    """`kind rule points` of each item of an indicator."""
    return [f"{item.kind} {item.rule or '-'} {item.points}" for item in card.node(indicator).items]


def states(card: Card) -> list[str]:
    return [one.state for one in card.adjustments]


def codes(found: Assessment) -> list[str]:
    return [problem.code for problem in found.problems]


def test_points_come_after_the_limits_which_then_hold_again() -> None:
    found = scored("n: 1", 'indicator: "1.1", points: "+0.5", remark: 一', 'indicator: "1.1", points: 2, remark: 二')
    card = found["u"]
    assert items(card, "1.1") == ["deduction each -1", "adjustment a1 1/2", "adjustment a2 2", "cut - -3/2"]
    assert card.node("1.1").score == 6
    assert (states(card), codes(found)) == (["applied", "applied"], [])


def test_points_may_be_taken_down_to_the_floor() -> None:
    card = scored("n: 4", 'indicator: "1.1", points: -3, remark: 弄虚作假')["u"]
    assert items(card, "1.1") == ["deduction each -4", "adjustment a1 -3", "cut - 1"]
    assert card.node("1.1").score == 0


def test_what_adjustments_leave_is_rounded_again() -> None:
    rubric = rubric_of(
        "fields: {n: count}\npoints: 10\nround: {places: 1}\nrules: [{id: each, deduct: 1/3, each: n}]".replace(
            "1/3", "0.33"
        )
    )
    card = scored("n: 1", 'indicator: a, points: "0.04", remark: 一', rubric=rubric)["u"]
    assert items(card, "a") == ["deduction each -33/100", "cut - 3/100", "adjustment a1 1/25", "cut - -1/25"]
    assert card.node("a").score == Fraction(97, 10)


def test_a_leaf_without_any_item_of_its_own_takes_them_too() -> None:
    card = scored("n: 0", 'indicator: "1.1", points: -1, remark: 一')["u"]
    assert (items(card, "1.1"), card.node("1.1").score, card.score) == (["adjustment a1 -1"], 5, 15)


def test_points_of_a_rule_need_that_it_charged_the_unit() -> None:
    found = scored(
        "n: 1",
        'indicator: "1.1", rule: each, points: 1, remark: 一',
        'indicator: "1.1", rule: late, points: 1, remark: 二',
    )
    assert items(found["u"], "1.1") == ["deduction each -1", "adjustment a1 1"]
    assert states(found["u"]) == ["applied", "without_effect"]
    [problem] = found.problems
    assert f"{problem.where}: {problem.message('en')}" == (
        "a.yaml:5:73: the rule 'late' charged nothing to u; this adjustment changes no score"
    )


def test_points_of_a_record_need_that_it_was_charged() -> None:
    found = scored(f"n: 0, {RECORDS}", 'indicator: "1.2", rule: dated, record: 乙, points: 1, remark: 一')
    assert items(found["u"], "1.2") == ["deduction dated -9/2", "cut dated 3/2", "adjustment a1 1"]


def test_an_unscored_leaf_lets_them_wait() -> None:
    found = scored("late: no", 'indicator: "1.1", points: 1, remark: 一')
    card = found["u"]
    assert (card.state, states(card), codes(found)) == ("provisional", ["waiting"], [])
    assert card.node("1.1").interval[:2] == (0, 6)


def test_where_the_leaf_does_not_apply_they_change_nothing_and_a_warning_says_so() -> None:
    found = scored("n: 10", 'indicator: "2", points: 1, remark: 一')
    assert states(found["u"]) == ["without_effect"]
    assert [f"{one.severity} {one.message('en')}" for one in found.problems] == [
        "warning indicator '2' does not apply to u; this adjustment changes no score"
    ]


@pytest.mark.parametrize("indicator", ["1", "r"])
def test_only_leaves_are_adjusted(indicator: str) -> None:
    rubric = rubric_of("""
points: 1
fields: {n: count}
indicators: [{id: "1", indicators: [{id: x, points: 1, rules: [{deduct: 1, each: n}]}]}]
also: [{id: r, title: 比率, formula: n}]
""")
    found = scored("n: 0", f'indicator: "{indicator}", points: 1, remark: 一', rubric=rubric)
    [problem] = found.problems
    assert problem.message("en") == f"'{indicator}' is not scored by rules of its own; its score cannot be adjusted"
    assert problem.hint_text("en") == ("name one of the indicators below it: x" if indicator == "1" else "")


def test_a_waiver_gives_back_what_the_rule_took() -> None:
    found = scored("n: 5", 'indicator: "1.1", rule: each, waive: true, until: 2023-12-31, remark: 试点')
    card = found["u"]
    assert items(card, "1.1") == ["deduction each -5", "cut each 1", "adjustment a1 4"]
    assert card.node("1.1").score == 6
    [item] = [item for item in card.items if item.kind == "adjustment"]
    assert say(item.reason, "en") == "'each' waived until 2023-12-31 by 司法局 on 2024-01-01: 试点"


def test_a_waiver_that_ended_before_the_period_did_changes_nothing_and_a_warning_says_so() -> None:
    found = scored("n: 5", 'indicator: "1.1", rule: each, waive: true, until: 2023-12-30, remark: 试点')
    assert items(found["u"], "1.1") == ["deduction each -5", "cut each 1"]
    assert states(found["u"]) == ["expired"]
    (told,) = found.problems
    assert f"{told.severity} {told.where} {told.message('en')}" == (
        "warning a.yaml:4:99 u: the waiver of 'each' ended on 2023-12-30, before the last day of the period "
        "(2023-12-31), so it waives nothing"
    )
    assert told.message() == (
        "u：对“each”的免予至 2023-12-30 为止，早于考核期间的最后一天（2023-12-31），所指的扣分都不免"
    )
    assert "免予扣分，至 2023-12-30（司法局 2024-01-01：试点），已到期，没有免予扣分" in explain(found, "u", "zh")


def test_where_records_are_dated_the_warning_says_that_none_was_of_such_a_day() -> None:
    entry = 'indicator: "1.2", rule: dated, waive: true, until: 2023-02-28, remark: 试点'
    found = scored(f"n: 0, {RECORDS}", entry)
    assert [one.message() for one in found.problems] == [
        "u：对“dated”的免予至 2023-02-28 为止，没有扣过截至该日的记录，所指的扣分都不免"
    ]
    assert found.problems[0].message("en") == (
        "u: the waiver of 'dated' ended on 2023-02-28, and no record up to that day was charged, so it waives nothing"
    )


@pytest.mark.parametrize(
    ("effect", "problems", "kinds"),
    [
        ('indicator: "1.1", rule: each, waive: true, until: 2023-12-31', [], ["deduction each -5", "cut each 1", "adjustment a1 4"]),
        ('indicator: "1.1", points: 1', ["adjustment_date_early"], ["deduction each -5", "cut each 1"]),
        ("field: n, value: 1", ["adjustment_date_early"], ["deduction each -5", "cut each 1"]),
    ],
    ids=["a waiver", "points", "a value"],
)  # fmt: skip
def test_only_a_waiver_may_be_decided_before_the_period(effect: str, problems: list[str], kinds: list[str]) -> None:
    text = f"""
submissions: [{{unit: u, values: {{n: 5}}}}]
adjustments: [{{unit: u, authority: 司法局, date: 2022-12-20, remark: 试点, {effect}}}]
"""
    found = assessed(RUBRIC, text)
    assert (codes(found), items(found["u"], "1.1")) == (problems, kinds)


def test_the_waiver_of_a_record_gives_back_what_the_rule_takes_less_without_it() -> None:
    """Three records ask 4.5 and are held at 3; two ask 3."""
    entry = 'indicator: "1.2", rule: dated, record: {}, waive: true, until: 2023-12-31, remark: 一'
    card = scored(f"n: 0, {RECORDS}", entry.format("甲"), entry.format("乙"))["u"]
    assert items(card, "1.2") == ["deduction dated -9/2", "cut dated 3/2", "adjustment a1 0", "adjustment a2 3/2"]
    assert states(card) == ["applied", "applied"]


def test_where_records_are_dated_a_waiver_holds_up_to_its_last_day() -> None:
    entry = 'indicator: "1.2", rule: dated, waive: true, until: 2023-09-01, remark: 一'
    card = scored(f"n: 0, {RECORDS}", entry)["u"]
    assert items(card, "1.2") == ["deduction dated -9/2", "cut dated 3/2", "adjustment a1 3/2"]
    late = entry.replace("dated,", "dated, record: 丙,")
    found = scored(f"n: 0, {RECORDS}", late)
    assert (states(found["u"]), codes(found)) == (["expired"], ["adjustment_expired"])


def test_a_waiver_of_some_records_names_them_and_tells_the_whole_sentence_of_the_rule() -> None:
    text = "查实的执法投诉，省级每件扣4分，市级扣2分，县级扣1分；同一事项只按最高级别计一次，最多扣3分"
    rubric = rubric_of(f"""
points: 10
fields: {{通报: {{type: records, key: 文号, absent: none, fields: {{文号: text, 日期: {{type: date, absent: none}}}}}}}}
rules: [{{id: dated, deduct: 1.5, each: 通报, dated: {{by: 日期, from: 2023-01-01}}, text: {text}}}]
""")
    for day, named in (("2023-09-01", "（乙、甲）"), ("2023-12-31", "")):
        found = scored(RECORDS, f"indicator: a, rule: dated, waive: true, until: {day}, remark: 试点", rubric=rubric)
        (item,) = (one for one in found["u"].items if one.kind == "adjustment")
        assert say(item.reason, "zh") == f"司法局 2024-01-01 免予“{text}”{named}，至 {day}：试点"
        assert f"“{text}”：免予扣分，至 {day}" in explain(found, "u", "zh")


def test_a_rule_that_takes_all_may_be_waived() -> None:
    card = scored("n: 0, late: yes", 'indicator: "2", rule: all, waive: true, until: 2023-12-31, remark: 一')["u"]
    assert (card.node("2").score, states(card)) == (4, ["applied"])
    assert items(card, "2") == ["adjustment a1 0"]


def test_in_a_combination_what_is_waived_was_charged_all_the_same() -> None:
    """Of the first that charges, the waived one is the first: the next does not come in its place."""
    card = scored("n: 3", 'indicator: "3", rule: big, waive: true, until: 2023-12-31, remark: 一')["u"]
    assert items(card, "3")[:2] == ["deduction big -3", "adjustment a1 3"]
    assert card.node("3").score == 4


def test_the_waiver_of_a_price_of_zero_stands_before_nobody() -> None:
    """What is charged nothing is not the first that charges, with a waiver as without: the next comes in its place."""
    rubric = rubric_of("""
fields: {n: count}
points: 4
rules: [{id: first, first_of: [{id: none, deduct: {by: n, prices: {9: 2}, else: 0}}, {id: small, deduct: 1, when: n > 1}]}]
""")
    entry = "indicator: a, rule: none, waive: true, until: 2023-12-31, remark: 一"
    assert items(scored("n: 3", rubric=rubric)["u"], "a") == ["deduction small -1"]
    assert items(scored("n: 3", entry, rubric=rubric)["u"], "a") == ["deduction small -1"]
    assert items(scored("n: 9", entry, rubric=rubric)["u"], "a") == ["deduction none -2", "adjustment a1 2"]


def test_of_the_highest_the_waived_one_counts_and_the_next_does_not_come_in_its_place() -> None:
    rubric = rubric_of("""
fields: {n: count}
points: 4
rules: [{id: most, highest_of: [{id: all, deduct: all, when: n > 5}, {id: big, deduct: 3, when: n > 2}, {id: small, deduct: 1, when: n > 1}]}]
""")
    entry = "indicator: a, rule: {}, waive: true, until: 2023-12-31, remark: 一"
    card = scored("n: 3", entry.format("big"), rubric=rubric)["u"]
    assert items(card, "a") == ["deduction big -3", "adjustment a1 3"]
    assert items(scored("n: 6", entry.format("all"), rubric=rubric)["u"], "a") == ["adjustment a1 0"]
    found = scored("n: 3", entry.format("small"), rubric=rubric)
    assert (items(found["u"], "a"), codes(found)) == (["deduction big -3"], ["adjustment_nothing_waived"])


def test_the_waiver_of_a_combination_waives_each_of_its_rules() -> None:
    card = scored("n: 1", 'indicator: "3", rule: both, waive: true, until: 2023-12-31, remark: 一')["u"]
    assert items(card, "3") == [
        "deduction one -1/2", "adjustment a1 1/2", "deduction two -1/2", "adjustment a1 1/2",
    ]  # fmt: skip
    assert card.node("3").score == 6


def test_a_waiver_of_what_was_not_charged_has_nothing_to_waive_and_a_note_says_so() -> None:
    found = scored("n: 0", 'indicator: "1.1", rule: late, waive: true, until: 2023-12-31, remark: 一')
    assert [f"{one.severity} {one.where} {one.message()}" for one in found.problems] == [
        "note a.yaml:4:73 规则“late”没有扣u的分，没有可免予的"
    ]
    assert found.problems[0].message("en") == "the rule 'late' took nothing from u: there is nothing to waive"
    assert states(found["u"]) == ["without_effect"]


def test_waiver_and_points_of_one_leaf_go_together() -> None:
    card = scored(
        "n: 1, late: yes",
        'indicator: "1.1", points: -0.5, remark: 一',
        'indicator: "1.1", rule: late, waive: true, until: 2023-12-31, remark: 二',
    )["u"]
    assert items(card, "1.1") == ["deduction each -1", "deduction late -1", "adjustment a2 1", "adjustment a1 -1/2"]


def test_a_corrected_fact_is_scored_again() -> None:
    card = scored("n: 5, late: yes", "field: n, value: 1, remark: 一", "field: late, value: no, remark: 二")["u"]
    assert items(card, "1.1") == ["deduction each -1"]


def test_explain_lists_what_was_adjusted() -> None:
    found = scored(
        f"n: 5, {RECORDS}",
        "field: n, value: 1, remark: 复核, evidence: {name: 会议纪要, number: 3号}",
        'id: tz7, indicator: "1.1", points: "+0.5", remark: 申诉成立',
        "field: 通报, record: 丙, void: true, remark: 误报",
        'indicator: "1.2", rule: dated, record: 甲, waive: true, until: 2024-06-30, remark: 试点',
    )
    expected = """
调整
  a1　n：5 → 1（司法局 2024-01-01：复核）
    佐证材料：会议纪要 3号
  tz7　1.1：+0.5 分（司法局 2024-01-02：申诉成立）
  a2　通报 丙 作废（日期 2023-10-01）（司法局 2024-01-03：误报）
  a3　1.2“dated”（甲）：免予扣分，至 2024-06-30（司法局 2024-01-04：试点）
"""
    assert explain(found, "u", "zh").endswith(expected)
    assert "  tz7: 1.1: +0.5 (司法局, 2024-01-02: 申诉成立)" in explain(found, "u", "en")


def test_the_result_has_them_with_their_items() -> None:
    data = {
        "submissions": [{"unit": "u", "values": {"n": 1}}],
        "adjustments": [
            {"id": "tz1", "unit": "u", "authority": "司法局", "date": "2024-01-01", "remark": "申诉成立", "indicator": "1.1", "points": "+0.5"},
            {"unit": "u", "authority": "司法局", "date": "2024-01-02", "remark": "更正", "field": "n", "value": 2, "evidence": "纪要"},
        ],
    }  # fmt: skip
    unit: dict[str, Any] = json.loads(lawscore.assess(RUBRIC, data).to_json("en"))["units"][0]
    assert unit["adjustments"] == [
        {"id": "tz1", "authority": "司法局", "date": "2024-01-01", "remark": "申诉成立", "effect": "points", "state": "applied", "indicator": "1.1", "points": "0.5"},
        {"id": "a1", "authority": "司法局", "date": "2024-01-02", "remark": "更正", "effect": "value", "state": "applied", "field": "n", "was": "1", "now": "2", "evidence": [{"name": "纪要"}]},
    ]  # fmt: skip
    assert [(item["rule"], item["exact"]) for item in unit["items"] if item["kind"] == "adjustment"] == [("tz1", "1/2")]


def test_a_unit_that_is_not_assessed_is_warned_about() -> None:
    text = """
units: [{id: u, not_assessed: 机构撤并}]
adjustments: [{unit: u, authority: 司法局, date: 2024-01-01, remark: 一, indicator: "1.1", points: 1}]
"""
    found = assessed(RUBRIC, text)
    assert (codes(found), states(found["u"])) == (["adjustment_not_applicable"], ["without_effect"])


ENTRY = "{unit: u, authority: 司法局, date: 2024-01-01, remark: 一"


def test_the_same_points_written_in_two_ways_are_one_change() -> None:
    text = f"""
submissions: [{{unit: u, values: {{n: 3}}}}]
adjustments: [{ENTRY}, indicator: "1.1", points: "+0.5"}}, {ENTRY}, indicator: "1.1", points: 0.50}}]
"""
    card = assessed(RUBRIC, text)["u"]
    assert items(card, "1.1") == ["deduction each -3", "adjustment a1 1/2"]


def test_a_field_that_no_adjustment_changed_comes_from_where_it_came() -> None:
    text = f"""
submissions: [{{unit: u, values: {{n: 1, {RECORDS}}}}}]
adjustments: [{ENTRY}, field: 通报, record: 丁, void: true}}]
"""
    found = assessed(RUBRIC, text)
    facts = found.facts["u"]
    assert (codes(found), states(found["u"])) == (["adjustment_record_unknown"], ["without_effect"])
    assert (facts.provenance["通报"].layer, facts.layers) == ("self_reported", {})


MIXED = rubric_of("""
points: 20
fields:
  late: yesno
  通报: {type: records, key: 文号, absent: none, fields: {文号: text, 日期: {type: date, absent: none}}}
rules:
  - id: both
    sum_of:
      - {id: dated, deduct: 1, each: 通报, dated: {by: 日期, from: 2023-01-01}}
      - {id: plain, deduct: 5, when: late}
""")


def test_in_a_combination_a_waiver_that_ran_out_covers_only_what_is_dated() -> None:
    entry = "indicator: a, rule: both, waive: true, until: 2023-06-30, remark: 试点"
    card = scored(f"late: yes, {RECORDS}", entry, rubric=MIXED)["u"]
    assert items(card, "a") == ["deduction dated -3", "adjustment a1 1", "deduction plain -5"]
    found = scored("late: yes", entry, rubric=MIXED)
    assert (items(found["u"], "a"), states(found["u"]), codes(found)) == (
        ["deduction plain -5"], ["expired"], ["adjustment_expired"]
    )  # fmt: skip


def test_a_waiver_of_what_another_one_gave_back_has_an_item_of_nothing() -> None:
    entry = 'indicator: "1.1", rule: each, waive: true, until: {}, remark: 一'
    found = scored("n: 1", entry.format("2023-12-31"), entry.format("2024-12-31"))
    assert items(found["u"], "1.1") == ["deduction each -1", "adjustment a1 1", "adjustment a2 0"]
    assert (states(found["u"]), codes(found)) == (["applied", "applied"], [])


def test_a_record_that_was_not_charged_is_named() -> None:
    entry = 'indicator: "1.2", rule: dated, record: {}, {}, remark: 一'
    found = scored(
        "n: 0, 通报: [{文号: 甲, 日期: 2022-03-01}, {文号: 乙, 日期: 2023-09-01}]", entry.format("甲", "points: 1")
    )
    [problem] = found.problems
    assert problem.message("en") == (
        "the rule 'dated' charged nothing to u for the record '甲'; this adjustment changes no score"
    )
    assert problem.message("zh") == "规则“dated”没有对u的记录“甲”计过分，这项调整不改变得分"
