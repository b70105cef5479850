"""Figures over other units: peers, the mean of those to which an indicator applies, scales, sub-units, records handed over."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from lawscore.assessing import assess_facts
from lawscore.catalogue import say
from lawscore.expressions.values import Cause
from lawscore.loading.plain_values import from_values
from lawscore.reports.owed import cause_text
from tests.support import bind, rubric_of, several, several_of


def scores(found: Any) -> dict[str, str | None]:
    """The exact total of each unit."""
    return {card.unit.id: None if card.score is None else str(card.score) for card in found}


def told(found: Any, unit: str) -> list[str]:
    return [say(item.reason, "zh") for item in found[unit].items]


def owed(found: Any, unit: str) -> list[tuple[str, str, str]]:
    return [(cause.kind, cause.name, cause.detail) for cause in found[unit].causes]


ABOVE_THE_MEAN = """
fields: {满意率: percent}
measures: {均值: {peers: mean, of: 满意率, within: all, include_self: %s, missing: %s}}
points: 1
start: zero
floor: -1
rules: [{award: 0.5, when: 满意率 > 均值}, {deduct: 1, when: 满意率 < 均值}]
"""


@pytest.mark.parametrize(
    ("include_self", "values", "expected"),
    [
        ("yes", {"甲": "0.9", "乙": "0.8", "丙": "0.7"}, {"甲": "1/2", "乙": "0", "丙": "-1"}),
        ("no", {"甲": "0.9", "乙": "0.8", "丙": "0.7"}, {"甲": "1/2", "乙": "0", "丙": "-1"}),
        ("yes", {"甲": "0.9", "乙": "0.9"}, {"甲": "0", "乙": "0"}),
        ("yes", {"甲": "0.9"}, {"甲": "0"}),
        ("no", {"甲": "0.9"}, {"甲": None}),
    ],
)
def test_form_17_above_or_below_the_mean(include_self: str, values: dict[str, str], expected: dict[str, str | None]):
    text = ABOVE_THE_MEAN % (include_self, "unscored")
    assert scores(several(text, {unit: {"满意率": value} for unit, value in values.items()})) == expected


def test_oneself_makes_a_difference():
    text = """
        fields: {率: number}
        measures: {均值: {peers: mean, of: 率, within: all, include_self: %s}}
        points: 100
        ceiling: none
        rules: [{award: 均值}]
    """
    units = {"甲": {"率": "1"}, "乙": {"率": "2"}, "丙": {"率": "6"}}
    assert scores(several(text % "yes", units)) == {"甲": "3", "乙": "3", "丙": "3"}
    assert scores(several(text % "no", units)) == {"甲": "4", "乙": "7/2", "丙": "3/2"}
    assert told(several(text % "no", units), "甲") == ["均值为 4（同组 2 个单位）；4 分"]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [("min", ["2", "1", "1"]), ("max", ["6", "6", "2"]), ("sum", ["8", "7", "3"]), ("median", ["4", "7/2", "3/2"])],
)
def test_other_figures_without_oneself(figure: str, expected: list[str]):
    text = f"""
        fields: {{率: number}}
        points: 100
        rules: [{{award: {{peers: {figure}, of: 率, within: all, include_self: no}}}}]
    """
    found = several(text, {"甲": {"率": "1"}, "乙": {"率": "2"}, "丙": {"率": "6"}})
    assert list(scores(found).values()) == expected


def test_a_weighted_mean_of_ratios():
    text = """
        fields: {率: number, 人口: count}
        points: 100
        rules: [{award: {peers: mean, of: 率, weight: 人口, within: all, include_self: %s}}]
    """
    units = {"甲": {"率": "1", "人口": "3"}, "乙": {"率": "5", "人口": "1"}}
    assert scores(several(text % "yes", units)) == {"甲": "2", "乙": "2"}
    assert scores(several(text % "no", units)) == {"甲": "5", "乙": "1"}
    nobody = {"甲": {"率": "1", "人口": "0"}, "乙": {"率": "5", "人口": "0"}}
    assert [cause[0] for cause in owed(several(text % "yes", nobody), "甲")] == ["zero_denominator"]


def test_within_the_class_only():
    text = """
        classes: {大县: 大县, 小县: 小县}
        fields: {率: number}
        points: 10
        rules: [{award: {peers: max, of: 率, within: %s, include_self: yes}}]
    """
    classes = {"甲": "大县", "乙": "大县", "丙": "小县"}
    units = {"甲": {"率": "1"}, "乙": {"率": "2"}, "丙": {"率": "3"}}
    assert scores(several(text % "class", units, classes=classes)) == {"甲": "2", "乙": "2", "丙": "3"}
    assert scores(several(text % "大县", units, classes=classes)) == {"甲": "2", "乙": "2", "丙": "2"}
    found = several(text % "class", {**units, "丁": {"率": "9"}}, classes=classes)
    assert scores(found) == {"甲": "2", "乙": "2", "丙": "3", "丁": None}


def test_within_a_shared_field():
    text = """
        fields: {率: number, 片区: {choice: [东, 西]}}
        points: 10
        rules: [{award: {peers: max, of: 率, within: 片区, include_self: yes}}]
    """
    units = {"甲": {"率": "1", "片区": "东"}, "乙": {"率": "2", "片区": "东"}, "丙": {"率": "3", "片区": "西"}}
    assert scores(several(text, units)) == {"甲": "2", "乙": "2", "丙": "3"}
    late = {**units, "丁": {"率": "4"}}
    assert scores(several(text, late)) == {"甲": None, "乙": None, "丙": None, "丁": None}


def test_a_unit_that_owes_its_figure_holds_the_others_up_or_is_left_out():
    units: dict[str, dict[str, str]] = {"甲": {"满意率": "0.9"}, "乙": {"满意率": "0.8"}, "丙": {}}
    waiting = several(ABOVE_THE_MEAN % ("yes", "unscored"), units)
    assert scores(waiting) == {"甲": None, "乙": None, "丙": None}
    assert owed(waiting, "甲") == [("peers", "mean(满意率)", "丙")]
    left_out = several(ABOVE_THE_MEAN % ("yes", "leave_out"), units)
    assert scores(left_out) == {"甲": "1/2", "乙": "-1", "丙": None}
    apart = several(ABOVE_THE_MEAN % ("no", "unscored"), {"甲": {"满意率": "0.9"}, "乙": {}})
    assert owed(apart, "乙") == [("value", "满意率", "")]


def test_a_unit_to_which_it_does_not_apply_is_outside():
    text = """
        fields: {率: {type: number, absent: not_applicable}}
        points: 10
        rules: [{award: {peers: mean, of: 率, within: all, include_self: yes}}]
    """
    assert scores(several(text, {"甲": {"率": "4"}, "乙": {"率": "none"}})) == {"甲": "4", "乙": "4"}


def test_form_18_below_the_mean_unless_another_share_exceeds_its_mean():
    text = """
        fields: {满意率: percent, 教师占比: percent}
        measures:
          满意率均值: {peers: mean, of: 满意率, within: all, include_self: yes}
          教师占比均值: {peers: mean, of: 教师占比, within: all, include_self: yes}
        points: 4
        rules:
          - {deduct: 0.1, per: 1%, below: 满意率均值, of: 满意率, partial: in_proportion, unless: 教师占比 > 教师占比均值 + 5%}
    """
    units = {"甲": {"满意率": "0.9", "教师占比": "0.2"}, "乙": {"满意率": "0.7", "教师占比": "0.2"}}
    assert scores(several(text, units)) == {"甲": "4", "乙": "3"}
    waived = {"甲": {"满意率": "0.9", "教师占比": "0.2"}, "乙": {"满意率": "0.7", "教师占比": "0.4"}}
    found = several(text, waived)
    assert scores(found) == {"甲": "4", "乙": "4"}
    assert told(found, "乙")[-1] == "免予计算：教师占比 > 教师占比均值 + 5%"


PEERS_MEAN = """
fields: {涉外: yesno, 差错: count}
points: 10
indicators:
  - {id: a, points: 10, applies: {when: 涉外, otherwise: {peers_mean: {within: all}}}, rules: [{deduct: 1, each: 差错}]}
"""


def test_form_33_not_applicable_stands_at_the_mean_of_the_others():
    units = {"甲": {"涉外": True, "差错": "1"}, "乙": {"涉外": True, "差错": "4"}, "丙": {"涉外": False, "差错": "9"}}
    found = several(PEERS_MEAN, units)
    assert scores(found) == {"甲": "9", "乙": "6", "丙": "15/2"}
    assert told(found, "丙") == ["不适用（不符合：涉外）；按同组 2 个单位的平均分 7.5 计"]
    alone = several(PEERS_MEAN, {"丙": {"涉外": False, "差错": "9"}})
    assert scores(alone) == {"丙": None}
    assert alone["丙"].node("a").state == "not_applicable"
    waiting = several(PEERS_MEAN, {**units, "乙": {"涉外": True}})
    assert scores(waiting) == {"甲": "9", "乙": None, "丙": None}
    assert waiting["丙"].bounds == (Fraction(0), Fraction(10))


NORMALISE = """
fields: {值: number}
points: 100
floor: none
ceiling: none
rules: [{award: {normalise: %s, of: 值, within: all, %s}}]
"""


@pytest.mark.parametrize(
    ("method", "keys", "expected"),
    [
        ("min_max", "better: higher", ["0", "1/4", "1"]),
        ("min_max", "better: lower", ["1", "3/4", "0"]),
        ("percentile", "better: higher", ["0", "1/2", "1"]),
        ("percentile", "better: lower", ["1", "1/2", "0"]),
        ("rank", "better: higher, tied: shared", ["3", "2", "1"]),
        ("rank", "better: lower, tied: mean", ["1", "2", "3"]),
        ("distance_to_best", "better: higher", ["1/5", "2/5", "1"]),
        ("distance_to_best", "better: lower", ["1", "1/2", "1/5"]),
    ],
)
def test_scales_over_a_group(method: str, keys: str, expected: list[str]):
    found = several(NORMALISE % (method, keys), {"甲": {"值": "1"}, "乙": {"值": "2"}, "丙": {"值": "5"}})
    assert list(scores(found).values()) == expected


def test_ties_on_a_scale():
    units = {"甲": {"值": "5"}, "乙": {"值": "5"}, "丙": {"值": "1"}}
    assert list(scores(several(NORMALISE % ("rank", "better: higher, tied: shared"), units)).values()) == [
        "1",
        "1",
        "3",
    ]
    mean = several(NORMALISE % ("rank", "better: higher, tied: mean"), units)
    assert list(scores(mean).values()) == ["3/2", "3/2", "3"]
    assert list(scores(several(NORMALISE % ("percentile", "better: higher"), units)).values()) == ["3/4", "3/4", "0"]


def test_a_z_score_has_34_digits():
    units = {"甲": {"值": "1"}, "乙": {"值": "2"}, "丙": {"值": "3"}}
    sample = several(NORMALISE % ("z_score", "better: higher, deviation: sample"), units)
    assert list(scores(sample).values()) == ["-1", "0", "1"]
    population = several(NORMALISE % ("z_score", "better: lower, deviation: population"), units)
    # sqrt(2/3) to 34 digits
    deviation = Fraction("0.8164965809277260327324280249019638")
    assert population["甲"].score == 1 / deviation
    assert told(sample, "甲") == ["“值”的标准分为 -1（值为 1，同组均值 2，标准差 1）；-1 分"]


@pytest.mark.parametrize(
    ("method", "keys"),
    [
        ("min_max", "better: higher"),
        ("z_score", "better: higher, deviation: population"),
        ("z_score", "better: higher, deviation: sample"),
    ],
)
@pytest.mark.parametrize("values", [["7"], ["7", "7"]])
def test_all_equal_has_no_place_on_a_scale(method: str, keys: str, values: list[str]):
    units = {str(place): {"值": value} for place, value in enumerate(values)}
    assert owed(several(NORMALISE % (method, keys), units), "0") == [("zero_denominator", f"{method}(值)", "")]
    flat = several(NORMALISE % (method, keys + ", flat: 0.5"), units)
    assert set(scores(flat).values()) == {"1/2"}
    gone = several(NORMALISE % (method, keys + ", flat: not_applicable"), units)
    assert gone["0"].node("a").state == "not_applicable"


@pytest.mark.parametrize(
    ("value", "keys", "expected"),
    [
        ("20", "beyond: clip", "0"),
        ("85", "beyond: clip", "1"),
        ("52.5", "beyond: clip", "1/2"),
        ("98", "beyond: clip", "1"),
        ("98", "beyond: keep", "6/5"),
        ("7", "beyond: keep", "-1/5"),
        ("7", "beyond: clip", "0"),
        ("7", "beyond: keep, better: lower", "6/5"),
    ],
)
def test_goalposts(value: str, keys: str, expected: str):
    text = f"""
        fields: {{寿命: number}}
        points: 1
        floor: none
        ceiling: none
        rules: [{{award: {{normalise: goalposts, of: 寿命, low: 20, high: 85, {keys}}}}}]
    """
    found = several(text, {"甲": {"寿命": value}})
    assert scores(found) == {"甲": expected}


def test_form_28_a_record_is_charged_to_the_unit_that_it_names():
    text = """
        fields: {事故: {type: records, key: 号, fields: {号: text, 死亡: count, 车籍地: {type: text, absent: none}}}}
        points: 20
        rules: [{deduct: 10, each: 事故, where: 死亡 >= 10, charged_to: 车籍地}]
    """
    units = {
        "甲": {"事故": [{"号": "1", "死亡": "12", "车籍地": "乙"}, {"号": "2", "死亡": "11", "车籍地": "甲"}]},
        "乙": {"事故": [{"号": "1", "死亡": "9", "车籍地": "甲"}]},
        "丙": {"事故": []},
    }
    found = several(text, units)
    assert scores(found) == {"甲": "10", "乙": "10", "丙": "20"}
    assert [item.records for item in found["乙"].items] == [("甲/1",)]
    assert told(found, "乙") == ["由甲报送；10 分"]
    assert told(found, "甲") == ["10 分；1 记在乙名下，不在本单位计"]
    lost = several(text, {"甲": {"事故": [{"号": "1", "死亡": "12", "车籍地": "外省"}]}})
    assert scores(lost) == {"甲": "20"}
    assert [problem.message("zh") for problem in lost.problems] == [
        "甲的记录“1”应由“外省”承担，但没有这个被考核单位；这条记录不计入任何单位"
    ]


def test_a_record_of_another_unit_that_is_not_complete_is_named_with_who_reports_it():
    rubric = rubric_of("""
        fields: {事故: {type: records, key: 号, fields: {号: text, 死亡: count, 车籍地: text}}}
        points: 20
        rules: [{deduct: 死亡, each: 事故, charged_to: 车籍地}]
    """)
    data = from_values(rubric, {"甲": {"事故": [{"号": "D1", "车籍地": "乙"}]}, "乙": {"事故": []}})
    found = assess_facts(rubric, data.units, data.givens)
    (cause,) = [one.cause for one in found["乙"].owed]
    assert cause == Cause("record", "死亡", "甲/D1", "甲")
    assert cause_text(rubric, cause, "zh") == "甲所报记录的“死亡”（记录：甲/D1）"
    assert cause_text(rubric, cause, "en") == "'死亡' of a record that 甲 reports (record: 甲/D1)"


CHARGED = """
    fields: {事故: {type: records, key: 号, label: 道路事故, fields: {号: text, 死亡: count, 车籍地: text}}}
    points: 20
    indicators:
      - {id: a, points: 10, rules: [{deduct: 10, each: 事故, where: 死亡 >= 10, charged_to: 车籍地}]}
      - {id: b, points: 10, rules: [{deduct: 1, each: 事故, charged_to: 车籍地}]}
"""
OPEN_LIST = "甲的“道路事故”尚未填齐，还不知道应由哪些单位承担；其他单位已定的得分可能因此变动"


@pytest.mark.parametrize("listed", [{}, {"事故": [{"号": "1", "死亡": "12"}]}, {"事故": [{"号": "1"}]}])
def test_records_that_may_still_be_charged_to_others_are_warned_of(listed: dict[str, Any]):
    found = several(CHARGED, {"甲": listed, "乙": {"事故": []}})
    assert scores(found) == {"甲": None, "乙": "20"}
    assert [problem.message("zh") for problem in found.problems] == [OPEN_LIST]


def test_nobody_is_warned_of_records_that_the_rule_does_not_take():
    found = several(
        CHARGED.split("      - {id: b", maxsplit=1)[0], {"甲": {"事故": [{"号": "1", "死亡": "1"}]}, "乙": {"事故": []}}
    )
    assert found.problems == ()


def test_a_unit_alone_is_not_warned_of_others():
    assert several(CHARGED, {"甲": {}}).problems == ()


def test_a_record_charged_where_the_indicator_does_not_apply_is_told():
    text = """
        classes: {大: 大, 小: 小}
        fields: {事故: {type: records, key: 号, fields: {号: text, 属地: text}}}
        points: 10
        indicators: [{id: a, points: 10, only_for: [大], rules: [{deduct: 1, each: 事故, charged_to: 属地}]}]
    """
    units = {"甲": {"事故": [{"号": "1", "属地": "乙"}]}, "乙": {"事故": []}}
    found = several(text, units, classes={"甲": "大", "乙": "小"})
    assert [problem.message("zh") for problem in found.problems] == [
        "记录 甲/1 应由乙承担，但指标“a”不适用于该单位，不计入任何单位"
    ]


def test_scores_may_look_at_scores_in_any_order():
    text = """
        fields: {数: count}
        points: 30
        indicators:
          - {id: a, points: 10, rules: [{award: score('b') / 2}]}
          - {id: b, points: 10, rules: [{deduct: 1, each: 数}]}
          - {id: c, points: 10, rules: [{award: 5, when: rate('b') >= 80%}]}
    """
    assert scores(several(text, {"甲": {"数": "2"}, "乙": {"数": "3"}})) == {"甲": "17", "乙": "21/2"}
    assert rubric_of(text).order.index("b") < rubric_of(text).order.index("a")


def test_the_mean_of_peers_of_a_score():
    text = """
        fields: {数: count}
        measures: {均分: {peers: mean, of: score('b'), within: all, include_self: yes}}
        points: 20
        indicators:
          - {id: a, points: 10, rules: [{award: 均分}]}
          - {id: b, points: 10, rules: [{deduct: 1, each: 数}]}
    """
    assert scores(several(text, {"甲": {"数": "2"}, "乙": {"数": "4"}})) == {"甲": "15", "乙": "13"}


def test_a_score_that_depends_on_itself_is_refused_where_it_stands():
    text = """
        points: 20
        indicators:
          - {id: a, points: 10, rules: [{award: score('b')}]}
          - {id: b, points: 10, rules: [{award: %s}]}
    """
    _, problems = bind(text % "score('a')")
    assert {problem.code for problem in problems} == {"result_circle"}
    _, problems = bind(text % "{peers: mean, of: score('a'), within: all, include_self: no}")
    assert {problem.code for problem in problems} == {"result_circle"}


def test_a_group_of_one_unit_is_worth_a_note():
    text = """
        classes: {大县: 大县, 小县: 小县}
        fields: {率: number}
        measures: {均值: {peers: mean, of: 率, within: class, include_self: yes}}
        points: 10
        rules: [{award: 均值}]
    """
    found = several(
        text,
        {"甲": {"率": "1"}, "乙": {"率": "2"}, "丙": {"率": "3"}},
        classes={"甲": "大县", "乙": "大县", "丙": "小县"},
    )
    notes = [(problem.severity, problem.where.path, problem.message("zh")) for problem in found.problems]
    assert notes == [("note", ("measures", "均值"), "丙所在的比较范围内只有它一个单位有数据，没有可比的对象")]


@pytest.mark.parametrize("units", [50, 51])
def test_the_order_of_units_never_changes_a_digit(units: int):
    text = NORMALISE % ("percentile", "better: higher")
    values = {f"u{place}": {"值": str(place * 7919 % 13)} for place in range(units)}
    backwards = dict(reversed(values.items()))
    assert scores(several(text, values)) == dict(reversed(scores(several(text, backwards)).items()))


SUB_UNITS = """
fields: {差错: {type: count, absent: none}, 人口: {type: count, absent: none}}
measures: {下级均分: {units: %s, below: this%s}}
points: 10
indicators:
  - {id: own, points: 10, uncounted: true, rules: [{deduct: 1, each: 差错}]}
  - {id: a, points: 10, rules: [{award: 下级均分}]}
"""
TREE = {"县": None, "东镇": "县", "西镇": "县", "东村": "东镇"}


@pytest.mark.parametrize(
    ("figure", "more", "expected"),
    [
        ("mean", ", of: score('own')", "6"),
        ("mean", ", of: score('own'), weight: 人口", "7"),
        ("min", ", of: score('own')", "4"),
        ("max", ", of: score('own')", "8"),
        ("sum", ", of: 差错", "8"),
        ("median", ", of: score('own')", "6"),
        ("count", "", "2"),
    ],
)
def test_form_36_a_figure_over_the_units_below(figure: str, more: str, expected: str):
    units = {"县": {"差错": "0"}, "东镇": {"差错": "2", "人口": "3"}, "西镇": {"差错": "6", "人口": "1"}}
    found = several(SUB_UNITS % (figure, more), units, parents=TREE)
    assert str(found["县"].node("a").score) == expected


def test_nobody_below_is_not_applicable_but_counts_as_none():
    units: dict[str, dict[str, str]] = {"县": {}}
    alone = several(SUB_UNITS % ("mean", ", of: score('own')"), units)
    assert alone["县"].node("a").state == "not_applicable"
    assert str(several(SUB_UNITS % ("count", ""), units)["县"].node("a").score) == "0"


def test_a_unit_below_that_owes_something_holds_the_unit_above_up():
    text = """
        fields: {差错: count}
        points: 10
        indicators: [{id: a, points: 10, rules: [{award: {units: mean, of: score('b'), below: this%s}}]},
                     {id: b, points: 10, uncounted: yes, rules: [{deduct: 1, each: 差错}]}]
    """
    units = {"县": {"差错": "0"}, "东镇": {"差错": "2"}, "西镇": {}}
    waiting = several(text % "", units, parents=TREE)
    assert [cause.detail for cause in waiting["县"].node("a").causes] == ["西镇"]
    assert str(several(text % ", missing: leave_out", units, parents=TREE)["县"].node("a").score) == "8"


def test_the_units_below_are_scored_by_the_rubric_that_is_named():
    township = rubric_of("""
        rubric: township
        version: "1"
        fields: {差错: count, 人口: count}
        points: 100
        rules: [{deduct: 10, each: 差错}]
    """)
    text = """
        measures: {乡镇均分: {units: mean, of: score, weight: 人口, below: this, with: township@1}}
        points: 10
        rules: [{import: 乡镇均分, out_of: 100}]
    """
    towns = several_of(township, {"东镇": {"差错": "2", "人口": "3"}, "西镇": {"差错": "6", "人口": "1"}}, parents=TREE)
    found = several(text, {"县": {}}, others={"township@1": towns})
    assert scores(found) == {"县": "7"}
    assert told(found, "县") == [
        "乡镇均分为 70（下级 2 个单位：东镇 80（权重 3）、西镇 40（权重 1））；70 分 × 0.1 = 7 分"
    ]


def test_a_scale_of_figures_that_share_no_divisor_is_too_long():
    measure = "{normalise: z_score, of: 案件 / 人口, within: all, better: higher, deviation: population}"
    text = f"""
    fields: {{案件: number, 人口: number}}
    measures: {{离差: {measure}}}
    points: 10
    rules: [{{award: 离差}}]
    """
    found = several(text, {f"县{place}": {"案件": 1, "人口": 10**9 + place} for place in range(400)})
    assert {kind for kind, _, _ in owed(found, "县0")} == {"too_long"}


BELOW_AND_ABOVE = """
fields: {自得: number}
measures: {下级: {units: sum, of: score, below: this, missing: %s}}
indicators:
  - {id: "1", points: 10, rules: [{award: 自得}]}
  - {id: "2", points: 10, floor: none, ceiling: none, rules: [{award: 下级}]}
"""


@pytest.mark.parametrize("missing", ["unscored", "leave_out"])
@pytest.mark.parametrize("order", [("甲", "乙", "丙", "丁"), ("丁", "丙", "乙", "甲")])
def test_units_that_stand_above_each_other_are_unscored_whoever_comes_first(missing: str, order: tuple[str, ...]):
    parents = {"甲": "乙", "乙": "甲", "丙": "甲", "丁": "丁"}
    found = several(BELOW_AND_ABOVE % missing, {unit: {"自得": 1} for unit in order}, parents=parents)
    assert scores(found) == {"甲": None, "乙": None, "丙": "1", "丁": None}
    assert owed(found, "甲") == [("circle", "sum(score)", "")]
    assert found["甲"].bounds == (None, None)


@pytest.mark.parametrize("first", [0, 1])
def test_a_long_chain_of_units_is_worked_out_in_any_order(first: int):
    chain = [f"{place:03}" for place in range(300)]
    units = {unit: {"自得": 1} for unit in (chain if first else chain[::-1])}
    found = several(BELOW_AND_ABOVE % "unscored", units, parents=dict(pairwise(chain)))
    assert str(found["299"].score) == "300"


@pytest.mark.parametrize(
    "measures",
    [
        "{下级: {units: sum, of: score, below: this}, 均值: {peers: mean, of: 下级, within: all, include_self: true}}",
        "{均值: {units: mean, of: 邻居, below: this}, 邻居: {peers: max, of: score('a'), within: all, include_self: no}}",
    ],
)
def test_a_circle_by_way_of_units_below_and_peers_is_refused_where_it_stands(measures: str):
    _, problems = bind(f"{{measures: {measures}, indicators: [{{id: a, points: 10, rules: [{{award: 均值}}]}}]}}")
    assert {problem.code for problem in problems} == {"result_circle"}


def test_a_long_chain_of_results_is_worked_out():
    leaves = [f"{{id: i{place}, points: 1, rules: [{{award: score('i{place + 1}')}}]}}" for place in range(200)]
    last = "{id: i200, points: 1, rules: [{award: 1, when: 1 == 1}]}"
    found = several(f"{{points: 201, indicators: [{', '.join([*leaves, last])}]}}", {"甲": {}})
    assert scores(found) == {"甲": "201"}


def test_a_result_beside_the_total_may_compare_totals_of_many_units():
    text = """
        fields: {值: number}
        points: 10
        indicators: [{id: a, points: 10, rules: [{award: 值}]}]
        also: [{id: 均分, formula: {peers: mean, of: score('total'), within: all, include_self: yes}}]
    """
    found = several(text, {f"u{place}": {"值": str(place % 10)} for place in range(300)})
    assert {str(card.also[0].score) for card in found} == {"9/2"}


def test_a_group_that_nobody_is_known_to_be_in_waits_for_those_whose_group_is_not_known():
    text = """
    fields: {件数: {type: number, absent: not_applicable}, 片区: {choice: [东, 西]}}
    measures: {合计: {peers: sum, of: 件数, within: 片区, include_self: true}}
    points: 10
    rules: [{award: 合计}]
    """
    found = several(text, {"甲": {"片区": "东", "件数": "none"}, "乙": {"件数": 3}})
    assert owed(found, "甲") == [("peers", "sum(件数)", "乙")]


def test_a_unit_whose_weight_does_not_apply_owes_nothing():
    measure = "{peers: mean, of: 件数, weight: 人口, within: all, include_self: true}"
    text = f"""
    fields: {{件数: number, 人口: {{type: number, absent: not_applicable}}}}
    points: 10
    rules: [{{award: {measure}}}]
    """
    found = several(text, {"甲": {"件数": 3, "人口": 2}, "乙": {"人口": "none"}})
    assert scores(found) == {"甲": "3", "乙": "3"}


def test_records_with_one_key_from_two_units_stay_two():
    text = """
    fields: {事故: {type: records, key: 编号, fields: {编号: text, 事项: text, 责任: {type: text, absent: not_applicable}}}}
    indicators:
      - id: a
        points: 10
        rules:
          - sum_of: [{deduct: 1, each: 事故, charged_to: 责任}, {deduct: 1, each: 事故, where: 事项 == '无'}]
            once_per: 事项
            keep: first
    """
    theirs = [{"编号": "1", "事项": "塌方", "责任": "乙"}]
    own = [{"编号": "甲/1", "事项": "塌方", "责任": "乙"}, {"编号": "2", "事项": "火灾", "责任": "乙"}]
    found = several(text, {"甲": {"事故": theirs}, "乙": {"事故": own}})
    assert scores(found) == {"甲": "10", "乙": "8"}


def test_a_figure_over_units_cannot_look_at_the_record_at_hand():
    measure = "{peers: mean, of: 死亡, within: all, include_self: true}"
    text = f"""
    fields: {{事故: {{type: records, key: 编号, fields: {{编号: text, 死亡: count}}}}}}
    points: 10
    rules: [{{deduct: {measure}, each: 事故}}]
    """
    _, problems = bind(text)
    assert [problem.code for problem in problems] == ["name_undeclared"]


def test_a_result_below_a_branch_that_does_not_apply_may_be_looked_at_twice():
    text = """
    fields: {得分: number, 适用: yesno}
    indicators:
      - {id: a, points: 1, start: full, rules: [{deduct: 1, when: score('c1') < 3}, {award: 0, when: 得分 > 9}]}
      - {id: b, points: 1, start: full, rules: [{deduct: 1, when: score('c1') < 4}, {award: 0, when: 得分 > 9}]}
      - id: c
        applies: {when: 适用, otherwise: leave_out}
        indicators: [{id: c1, points: 10, rules: [{award: 得分}]}]
    """
    found = several(text, {"甲": {"得分": 1, "适用": False}})
    assert scores(found) == {"甲": "2"}


@pytest.mark.parametrize(
    ("better", "values", "expected"),
    [
        ("lower", ["0", "5", "10"], [None, "0", "0"]),
        ("lower", ["2", "4", "8"], ["1", "1/2", "1/4"]),
        ("higher", ["0", "5", "10"], ["0", "1/2", "1"]),
        ("higher", ["0", "0", "0"], [None, None, None]),
        ("higher", ["-5", "-1", "-2"], [None, None, None]),
    ],
)
def test_the_distance_to_a_best_of_zero(better: str, values: list[str], expected: list[str | None]):
    units = {str(place): {"值": value} for place, value in enumerate(values)}
    found = several(NORMALISE % ("distance_to_best", f"better: {better}"), units)
    assert list(scores(found).values()) == expected
    flat = several(NORMALISE % ("distance_to_best", f"better: {better}, flat: 1"), units)
    assert list(scores(flat).values()) == [value or "1" for value in expected]


def test_forgotten_units_below_are_asked_for():
    township = rubric_of(
        "{rubric: township, version: '1', fields: {差错: count}, points: 10, rules: [{deduct: 1, each: 差错}]}"
    )
    text = """
        measures: {乡镇均分: {units: mean, of: score, below: this, with: township@1}}
        points: 10
        rules: [{import: 乡镇均分, out_of: 10}]
    """
    towns = several_of(township, {"东镇": {"差错": "2"}}, parents={"东镇": "县"})
    found = several(text, {"县": {}, "邻县": {}}, others={"township@1": towns})
    assert [(problem.code, problem.severity, problem.message("zh")) for problem in found.problems] == [
        (
            "no_units_below",
            "warning",
            "邻县之下没有任何单位的数据，“乡镇均分”无从计算：下级数据可能漏交，或下级花名册的 parent 写错",
        )
    ]
