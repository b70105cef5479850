"""Whom a change of a rubric moves: the same facts under both, exact parts, grades that change and why."""

from __future__ import annotations

from fractions import Fraction

import pytest

import lawscore
from lawscore.analysis.effect import Effect
from lawscore.analysis.effect.spread import nearest_rank, spread_of
from lawscore.catalogue import Language
from lawscore.reports.effect import notes, summary
from lawscore.reports.effect_json import effect_dict
from lawscore.reports.effect_tables import crossings_table, spread_table, units_table
from lawscore.reports.effect_unit import unit_table
from lawscore.reports.effect_words import why_text
from tests.support import rubric_of

BASE = """
points: 10
classes: {county: 县, zone: 区}
fields:
  出庭率: percent
  未报备: count
  事故: count
indicators:
  - id: "1"
    title: 出庭应诉
    points: 6
    rules: [{id: rate, deduct: 0.1, per: 1%, below: 90%, of: 出庭率, partial: in_proportion}]
  - id: "2"
    title: 备案
    points: 4
    rules: [{id: late, deduct: 0.5, each: 未报备}]
vetoes: [{id: v1, when: 事故 > 1, text: 发生事故, effect: {grade_at_most: 不合格}}]
ranking: {within: class, using: shown}
grades: {using: shown, bands: [{grade: 优秀, from: 9}, {grade: 合格, from: 6}, {grade: 不合格, else: true}]}
"""


def unit(name: str, rate: str, late: int, accidents: int = 0, group: str = "county") -> dict[str, object]:
    return {"unit": name, "class": group, "出庭率": rate, "未报备": late, "事故": accidents}


UNITS = [
    unit("甲", "90%", 1),
    unit("乙", "80%", 0),
    unit("丙", "95%", 4, group="zone"),
    unit("丁", "50%", 8, group="zone"),
]


def effect(*edits: tuple[str, str], base: str = BASE, units: object = UNITS, further: object = None) -> Effect:
    edited = base
    for old, new in edits:
        assert edited.count(old) == 1, old
        edited = edited.replace(old, new)
    return lawscore.effect(rubric_of(base), rubric_of(edited), units, further=further)


def figures(found: Effect) -> dict[str, tuple[str | None, str | None]]:
    return {one.unit.id: (_text(one.before.score), _text(one.after.score)) for one in found}


def _text(score: Fraction | None) -> str | None:
    return None if score is None else str(score)


def test_the_same_rubric_moves_nobody():
    found = effect()
    assert [one.change for one in found] == [0, 0, 0, 0]
    assert [one.is_moved for one in found] == [False] * 4
    assert (found.spread.rise, found.spread.fall, found.spread.stay) == (0, 0, 4)
    assert found.crossings == found.by_indicator == ()


def test_a_higher_price_moves_who_pays_it():
    found = effect(("deduct: 0.5", "deduct: 1"))
    assert figures(found) == {"甲": ("19/2", "9"), "乙": ("9", "9"), "丙": ("8", "6"), "丁": ("2", "2")}
    assert [one.change for one in found] == [Fraction(-1, 2), 0, -2, 0]
    assert [[(part.ids, part.points) for part in one.parts] for one in found] == [
        [(("2",), Fraction(-1, 2))], [], [(("2",), -2)], []
    ]  # fmt: skip
    assert [(one.before.rank, one.after.rank) for one in found] == [(1, 1), (2, 1), (1, 1), (2, 2)]


def test_full_marks_before_and_after_are_no_change_though_the_points_are_others():
    """Points that go from one indicator to another: what a unit loses more of the one is its part."""
    found = effect(("points: 6\n", "points: 8\n"), ("points: 4\n", "points: 2\n"), ("deduct: 0.1", "deduct: 0.2"))
    assert [(part.ids, part.points) for part in found["乙"].parts] == [(("1",), -1)]
    assert [(part.ids, part.points) for part in found["甲"].parts] == []
    assert [(part.ids, part.points) for part in found["丁"].parts] == [(("1",), -4), (("2",), 2)]
    assert found["丁"].change == -2


def test_points_that_the_whole_gains_are_a_part_of_their_own():
    found = effect(("points: 10\n", "points: 12\n"), ("points: 6\n", "points: 8\n"))
    assert [(part.kind, part.ids, part.points) for part in found["乙"].parts] == [("points", (), 2)]


def test_a_limit_of_the_whole_is_a_part_of_its_own():
    found = effect(("points: 10\n", "points: 10\nceiling: 9\n"))
    assert [(part.kind, part.ids, part.points) for part in found["甲"].parts] == [("limit", (), Fraction(-1, 2))]
    assert unit_table(found, found["甲"], "zh", all_=False).rows == [
        ["总分的上下限、舍入、否决", "", "", "", "", "-0.50", "新增上限：9"],
        ["总分", "", "9.50", "9.00", "-0.50", "-0.50", ""],
    ]


TREES = {
    "means": "aggregate: mean, points: 6",
    "weights": "aggregate: weighted_mean, points: 6",
    "rates": "aggregate: mean, of: rates, points: 6",
    "scaled": "scaled_to: 6",
    "geometric": "aggregate: geometric_mean, points: 6",
    "median": "aggregate: median, points: 6",
}


@pytest.mark.parametrize("tree", TREES)
def test_the_parts_add_up_to_the_change_whatever_the_aggregate(tree):
    weight = ", weight: 50%" if tree == "weights" else ""
    base = f"""
points: 10
fields: {{甲: count, 乙: count, 有: yesno}}
indicators:
  - id: a
    title: 一
    {TREES[tree].replace(", ", chr(10) + "    ")}
    round: {{places: 1}}
    indicators:
      - {{id: a1, title: 其一, points: 6, floor: 1{weight}, rules: [{{id: r, deduct: 0.7, each: 甲}}]}}
      - {{id: a2, title: 其二, points: 6, floor: 1{weight}, applies: {{when: 有, otherwise: leave_out}}, rules: [{{id: r, deduct: 0.3, each: 乙}}]}}
  - {{id: b, title: 二, points: 4, rules: [{{id: r, deduct: 0.5, each: 乙}}]}}
"""  # fmt: skip
    units = [
        {"unit": f"u{a}{b}{c}", "甲": a, "乙": b, "有": c} for a in (0, 2, 5) for b in (0, 3, 7) for c in (True, False)
    ]
    edits = (("deduct: 0.7", "deduct: 0.9"), ("deduct: 0.3", "deduct: 0.1"), ("deduct: 0.5", "deduct: 0.4"))
    found = effect(*edits, base=base, units=units)
    assert [sum(part.points for part in one.parts) for one in found] == [one.change for one in found]
    assert any(one.change for one in found)


def test_who_gets_another_grade_and_because_of_which_indicator():
    found = effect(("deduct: 0.5", "deduct: 1"), ("deduct: 0.1", "deduct: 0.3"))
    assert [
        (one.unit.id, one.crossing.before, one.crossing.after, one.crossing.reasons)
        for one in found.crossings
        if one.crossing
    ] == [
        ("乙", "优秀", "合格", ("score",)),
    ]
    assert why_text(found, found["乙"], "zh") == (
        "得分 9.00 → 7.00：1 出庭应诉 -2.00〔扣分 0.1 → 0.3 分（低于 90%，每 1%）〕"
    )
    assert crossings_table(found, "en").rows == [
        ["乙", "乙", "县", "优秀 → 合格", "score 9.00 → 7.00: 1 出庭应诉 -2.00 [deduction 0.1 → 0.3 for each 1% (below 90%)]"]
    ]  # fmt: skip
    assert found["乙"].crossing is not None
    assert found["乙"].crossing.better is False


def test_two_indicators_that_decide_only_together():
    found = effect(("deduct: 0.5", "deduct: 0.8"), ("deduct: 0.1", "deduct: 0.16"), units=[unit("甲", "85%", 1)])
    assert figures(found) == {"甲": ("9", "42/5")}
    crossing = found["甲"].crossing
    assert crossing is not None
    assert [(part.ids, part.points) for part in crossing.deciding] == [
        (("1",), Fraction(-3, 10)),
        (("2",), Fraction(-3, 10)),
    ]


def test_one_of_two_indicators_that_decides_alone():
    found = effect(("deduct: 0.5", "deduct: 0.6"), ("deduct: 0.1", "deduct: 0.2"), units=[unit("甲", "85%", 1)])
    crossing = found["甲"].crossing
    assert crossing is not None
    assert [part.ids for part in crossing.deciding] == [("1",), ("2",)]  # 8.9 without the first: both are needed
    found = effect(("deduct: 0.5", "deduct: 0.6"), ("deduct: 0.1", "deduct: 0.2"), units=[unit("甲", "86%", 1)])
    crossing = found["甲"].crossing
    assert crossing is not None
    assert [part.ids for part in crossing.deciding] == [("1",)]


def test_a_grade_that_goes_because_the_rules_of_grades_changed():
    found = effect(("from: 9}", "from: 9.2}"))
    assert [(one.unit.id, one.crossing and one.crossing.reasons) for one in found.crossings] == [("乙", ("rules",))]
    assert why_text(found, found["乙"], "zh") == "得分不变（9.00）；等次规则有改动"
    assert why_text(found, found["乙"], "en") == "the score stays (9.00); the rules of grades changed"


def test_a_grade_that_goes_because_a_veto_changed():
    units = [*UNITS, unit("戊", "90%", 0, accidents=1)]
    found = effect(("事故 > 1", "事故 > 0"), units=units)
    assert [(one.unit.id, one.crossing and one.crossing.reasons) for one in found.crossings] == [("戊", ("veto",))]
    assert why_text(found, found["戊"], "zh") == "得分不变（10.00）；一票否决有变化"
    assert units_table(found, "zh", [found["戊"]]).rows[0][-2:] == ["优秀 → 不合格", "否决 v1"]


def test_a_grade_that_goes_because_others_take_the_quota():
    quota = BASE.replace(
        "{grade: 不合格, else: true}]}",
        "{grade: 不合格, else: true}], quota: {优秀: {at_most: 1, within: class, tie_at_cut: leave_out}}}",
    )
    units = [unit("甲", "89%", 0), unit("乙", "90%", 1)]
    found = effect(("deduct: 0.1", "deduct: 0.9"), base=quota, units=units)
    assert figures(found) == {"甲": ("99/10", "91/10"), "乙": ("19/2", "19/2")}
    reasons = {one.unit.id: one.crossing.reasons for one in found.crossings if one.crossing is not None}
    assert reasons == {"甲": ("quota",), "乙": ("quota",)}
    assert why_text(found, found["甲"], "zh") == (
        "得分 9.90 → 9.10；名额或者名次所限；“优秀”限 1 个（2 个单位），未进入名额：本单位 9.10，最后进入的乙 9.50，相差 0.40"
    )
    assert why_text(found, found["乙"], "zh") == "得分不变（9.50）；进入名额"
    assert why_text(found, found["乙"], "en") == "the score stays (9.50); it has one of the places now"


def test_a_unit_without_the_values_that_the_new_rubric_asks_for_is_open_and_never_counts_as_zero():
    edits = (
        ("  事故: count\n", "  事故: count\n  培训: count\n"),
        ("each: 未报备}", "each: 未报备}, {id: few, deduct: 1, per: 1, below: 2, of: 培训}"),
    )
    found = effect(*edits)
    assert [one.change for one in found] == [None] * 4
    assert [one.after.state for one in found.open] == ["provisional"] * 4
    assert found.spread.percentiles == {}
    assert units_table(found, "zh", [found["甲"]]).rows == [
        ["甲", "甲", "县", "9.50", "", "", "1 → —", "优秀 → —", "待定，可能 6.00 至 10.00；缺：培训"]
    ]
    assert notes(found, "zh") == [
        "4 个单位还没有得分，不在其内：甲、乙、丙、丁",
        "后版新增、数据中没有的填报项：培训；可用 --after 补充",
    ]
    assert notes(found, "en") == [
        "without a score yet, left out: 4 units (甲, 乙, 丙, 丁)",
        "new fields that the data do not have: 培训; --after adds them",
    ]
    found = effect(*edits, further=[{"unit": "甲", "培训": 1}])
    assert (found["甲"].change, found["乙"].change) == (-1, None)


def test_all_new_fields_that_a_rule_reads_are_asked_for_at_once():
    edits = (
        ("  事故: count\n", "  事故: count\n  培训: count\n  演练: count\n  宣讲: count\n  参观: count\n"),
        (
            "each: 未报备}",
            (
                "each: 未报备}, {id: few, first_of: [{deduct: 1, when: 培训 < 2}, {deduct: 1, when: 演练 < 2}, "
                "{deduct: 0.5, when: 宣讲 < 2}]}"
            ),
        ),
    )
    found = effect(*edits)
    assert "后版新增、数据中没有的填报项：培训、演练、宣讲；可用 --after 补充" in notes(found, "zh")
    assert "new fields that the data do not have: 培训, 演练, 宣讲; --after adds them" in notes(found, "en")
    found = effect(*edits, further=[{"unit": one, "演练": 3} for one in "甲乙丙丁"])
    assert "后版新增、数据中没有的填报项：培训、宣讲；可用 --after 补充" in notes(found, "zh")


def test_further_data_that_cannot_be_read_are_told(tmp_path):
    edits = (("deduct: 0.5", "deduct: 1"),)
    assert effect(*edits).problems == ()
    missing = tmp_path / "nothere.yaml"
    for further in (str(missing), [missing]):
        found = effect(*edits, further=further)
        assert [(one.code, str(one.where)) for one in found.problems] == [("file_missing", str(missing))]
        assert found.after.problems == found.problems
        assert [one.change for one in found] == [one.change for one in effect(*edits)]


def test_a_field_that_is_gone_is_named():
    found = effect(
        ("  事故: count\n", ""),
        ("vetoes: [{id: v1, when: 事故 > 1, text: 发生事故, effect: {grade_at_most: 不合格}}]\n", ""),
    )
    assert notes(found, "zh") == ["后版不再使用的填报项：事故"]


def test_who_is_not_assessed_is_named_and_not_compared():
    documents = {
        "lawscore": 1, "units": [{"id": "甲", "class": "county"}, {"id": "乙", "class": "county", "not_assessed": "机构撤并"}],
        "submissions": [{"unit": "甲", "values": {"出庭率": "90%", "未报备": 1, "事故": 0}}],
    }  # fmt: skip
    found = effect(("deduct: 0.5", "deduct: 1"), units=documents)
    assert [one.unit.id for one in found.compared] == ["甲"]
    assert notes(found, "zh") == ["1 个单位不参加考核：乙"]
    assert units_table(found, "zh", [found["乙"]]).rows[0][-1] == "不参加考核：机构撤并"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "4 个单位：升 0，降 2，不变 2；名次变动 1；等次变动 0（升 0，降 0）"),
        ("en", "4 units: 0 rise, 2 fall, 2 stay; 1 rank changes; 0 grades change (0 up, 0 down)"),
    ],
)
def test_the_summary(language: Language, text: str):
    assert summary(effect(("deduct: 0.5", "deduct: 1")), language) == text


def test_the_spread_over_all_and_by_class():
    found = effect(("deduct: 0.5", "deduct: 1"))
    assert spread_table(found, "zh").rows == [
        ["全部单位", "4", "0", "2", "2", "-2.00", "-2.00", "-2.00", "-0.50", "0.00", "0.00", "0.00", "-0.63"],
        ["县", "2", "0", "1", "1", "-0.50", "-0.50", "-0.50", "-0.50", "0.00", "0.00", "0.00", "-0.25"],
        ["区", "2", "0", "1", "1", "-2.00", "-2.00", "-2.00", "-2.00", "0.00", "0.00", "0.00", "-1.00"],
    ]


def test_a_percentile_is_one_of_the_values_by_nearest_rank():
    values = [Fraction(one) for one in (15, 20, 35, 40, 50)]
    assert [nearest_rank(values, percent) for percent in (0, 5, 30, 40, 50, 100)] == [15, 15, 20, 20, 35, 50]
    ten = [Fraction(one) for one in range(1, 11)]
    assert [nearest_rank(ten, percent) for percent in (10, 25, 50, 75, 90)] == [1, 3, 5, 8, 9]
    assert spread_of([]).percentiles == {}
    assert spread_of([]).mean is None


def test_json_has_exact_figures_and_the_addresses_of_the_changes():
    told = effect_dict(effect(("deduct: 0.5", "deduct: 1/3".replace("1/3", "0.6"))), "en")["effect"]
    one = told["units"][2]
    assert (one["id"], one["before"]["exact"], one["after"]["exact"], one["change"]) == ("丙", "8", "38/5", "-2/5")
    assert one["parts"] == [
        {"kind": "indicator", "old": ["2"], "new": ["2"], "points": "-2/5", "changes": ["2/late.deduct"]}
    ]
    assert told["spread"]["mean"] == "-1/8"
    assert told["indicators"][0]["spread"]["fall"] == 2


def test_dates_that_did_not_move_on_with_the_period_are_named():
    base = BASE.replace("  事故: count\n", "  事故: count\n  报送: date\n").replace(
        "each: 未报备}]", "each: 未报备}, {id: on-time, deduct: 0.1, per: 1 day, above: 2023-03-31, of: 报送}]"
    )
    base = f"period: {{from: 2023-01-01, to: 2023-12-31}}{base}"
    units = [{**one, "报送": "2023-04-01"} for one in UNITS]
    year = ("from: 2023-01-01, to: 2023-12-31", "from: 2024-01-01, to: 2024-12-31")
    moved = effect(year, ("above: 2023-03-31", "above: 2024-03-31"), base=base, units=units)
    assert notes(moved, "zh") == []
    assert [one.change for one in moved] == [0, 0, 0, 0]
    other = effect(year, ("above: 2023-03-31", "above: 2024-02-28"), base=base, units=units)
    assert notes(other, "zh") == ["后版的具体日期也用在了这些数据上，变化可能只是日期造成的：2"]
    assert notes(other, "en") == [
        "dates of the later version were used on these data, so changes may come of that alone: 2"
    ]


def test_where_nobody_has_a_score_under_both_the_summary_says_so():
    found = effect(units=[{"unit": "甲", "class": "county", "未报备": 1}])
    assert (summary(found, "zh"), summary(found, "en")) == (
        "没有一个单位在两版下都有得分",
        "no unit has a score under both",
    )
