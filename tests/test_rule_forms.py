"""The rule forms that real rubrics use, each with the figures that it must give: one test for each form."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lawscore.catalogue import say
from lawscore.facts.card import Standing
from lawscore.loading.submissions import shipped_calendars
from tests.support import NONE, Scored, rubric_of, score, several
from tests.support_data import assessed


def gives(done: Scored, total: str | None, *asked: str) -> None:
    """The total, and the signed points of the items, exactly."""
    assert (done.score, done.asked) == (total, list(asked))


@pytest.mark.parametrize(("n", "total", "asked"), [(3, "1/2", ["-3/2"]), (5, "0", ["-5/2", "1/2"])])
def test_form_1_each_occurrence_down_to_zero(n: int, total: str, asked: list[str]):
    gives(
        score("{fields: {迟报件: count}, points: 2, rules: [{deduct: 0.5, each: 迟报件}]}", {"迟报件": n}),
        total,
        *asked,
    )


@pytest.mark.parametrize(("n", "total", "asked"), [(2, "2", ["-1"]), (6, "3", [])])
def test_form_2_each_meeting_short_of_four(n: int, total: str, asked: list[str]):
    text = "{fields: {会议: count}, points: 3, rules: [{deduct: 0.5, per: 1, below: 4, of: 会议}]}"
    gives(score(text, {"会议": n}), total, *asked)


def test_form_3_each_person_in_each_case():
    text = """
        fields: {违纪: {type: records, fields: {人员: text, 案件: text}}}
        points: 10
        rules: [{deduct: 1, each: 违纪, once_per: [人员, 案件]}]
    """
    rows = [("甲", "一"), ("甲", "一"), ("乙", "一"), ("甲", "二")]
    done = score(text, {"违纪": [{"人员": person, "案件": case} for person, case in rows]})
    gives(done, "7", "-3")
    assert done.card.items[0].records == ("1", "3", "4")


@pytest.mark.parametrize(
    ("founded", "total", "asked"), [(True, "3/10", ["-3/2", "3/10"]), (False, "0", ["-3/10", "-3/2", "3/10"])]
)
def test_form_4_each_session_missed_up_to_a_limit(founded: bool, total: str, asked: list[str]):
    text = """
        fields: {已建立制度: yesno, 缺学: count}
        points: 1.5
        rules: [{deduct: 0.3, when: not 已建立制度}, {deduct: 0.3, each: 缺学, at_most: 1.2}]
    """
    gives(score(text, {"已建立制度": founded, "缺学": 5}), total, *asked)


@pytest.mark.parametrize(("n", "total", "asked"), [(0, "1", []), (1, "1/2", ["-1/2"]), (2, "0", ["-1"])])
def test_form_5_twice_or_more_empties_the_indicator(n: int, total: str, asked: list[str]):
    text = """
        fields: {发现: count}
        points: 1
        rules: [{first_of: [{deduct: all, when: 发现 >= 2}, {deduct: 0.5, when: 发现 == 1}]}]
    """
    gives(score(text, {"发现": n}), total, *asked)


@pytest.mark.parametrize(
    ("signed", "regular", "total", "asked"),
    [(False, False, "10", ["-10"]), (True, False, "15", ["-5"]), (True, True, "20", []), (False, True, "10", ["-10"])],
)
def test_form_6_one_or_the_other(signed: bool, regular: bool, total: str, asked: list[str]):
    text = """
        fields: {已签订: yesno, 规范: yesno}
        points: 20
        rules: [{first_of: [{deduct: 10, when: not 已签订}, {deduct: 5, when: not 规范}]}]
    """
    gives(score(text, {"已签订": signed, "规范": regular}), total, *asked)


def test_form_7_points_earned_for_each_element():
    text = "{points: 2, rules: [{award: 1, for: 及时调整}, {award: 1, for: 有相应文件}]}"
    gives(score(text, answers={"及时调整": "yes", "有相应文件": "no"}), "1", "1")
    assert score(text, answers={"及时调整": "yes"}).state == "provisional"


def test_form_8_the_first_costs_less_than_the_others():
    text = """
        fields: {违纪: {type: records, fields: {日期: date}}}
        points: 6
        rules: [{deduct: {first: 1, then: 2}, each: 违纪, ordered_by: 日期}]
    """
    gives(score(text, {"违纪": [{"日期": date(2023, 5, day)} for day in (9, 2, 5)]}), "1", "-5")
    counted = "{fields: {违纪: count}, points: 6, rules: [{deduct: {first: 1, then: 2}, each: 违纪}]}"
    gives(score(counted, {"违纪": 3}), "1", "-5")


def test_form_9_doubled_after_a_reminder_halved_for_minor_staff():
    text = """
        fields: {未完成: {type: records, fields: {催办后: yesno, 一般干部: yesno}}}
        points: 10
        rules: [{deduct: 1, each: 未完成, times: [{factor: 2, where: 催办后}, {factor: 0.5, where: 一般干部}]}]
    """
    rows = [(False, False), (True, False), (False, True)]
    done = score(text, {"未完成": [{"催办后": again, "一般干部": minor} for again, minor in rows]})
    gives(done, "13/2", "-7/2")


def test_form_10_by_the_level_of_the_criticism():
    text = """
        fields: {通报: {type: records, fields: {级别: {choice: [中央, 省, 市]}}}}
        points: 20
        rules: [{deduct: {by: 级别, prices: {中央: 10, 省: 5}, else: 0}, each: 通报}]
    """
    gives(score(text, {"通报": [{"级别": level} for level in ("中央", "省", "省")]}), "0", "-20")


def test_form_11_an_assessor_deducts_between_two_limits():
    text = "{points: 5, rules: [{deduct: {from: 0.5, up_to: 2, step: 0.5}, for: 配合工作不积极}]}"
    gives(score(text, answers={"配合工作不积极": "1.5"}), "7/2", "-3/2")
    unanswered = score(text)
    assert unanswered.node().state == "unscored"
    assert unanswered.owed() == ["answer a/配合工作不积极"]


@pytest.mark.parametrize(
    ("partial", "total", "asked"),
    [
        ("in_proportion", "389/100", ["-2/19", "-9/1900"]),
        ("counts_as_whole", "19/5", ["-1/5"]),
        ("ignored", "4", []),
    ],
)
def test_form_12_each_percentage_point_below_ninety(partial: str, total: str, asked: list[str]):
    text = f"""
        fields: {{出庭: count, 应出庭: count}}
        points: 4
        rules: [{{deduct: 0.2, per: 1%, below: 90%, of: 出庭 / 应出庭, partial: {partial}, round: {{places: 2}}}}]
    """
    gives(score(text, {"出庭": 17, "应出庭": 19}), total, *asked)


def test_form_13_begun_tens_count_exactly():
    text = """
        fields: {办结: count, 应办结: count}
        points: 5
        rules: [{deduct: 1, per: 10%, below: 100%, of: 办结 / 应办结, partial: counts_as_whole}]
    """
    gives(score(text, {"办结": 7, "应办结": 10}), "2", "-3")


@pytest.mark.parametrize(("rate", "total"), [("90%", "5"), ("89.99%", "3"), ("60%", "1"), ("59.99%", "0")])
def test_form_14_bands(rate: str, total: str):
    text = """
        fields: {满意率: percent}
        points: 5
        rules:
          - award: {by: 满意率, bands: [{from: 90%, points: 5}, {from: 80%, points: 3}, {from: 60%, points: 1}], else: 0}
    """
    gives(score(text, {"满意率": rate}), total, *([total] if total != "0" else []))


@pytest.mark.parametrize(("n", "total"), [(11, "55/4"), (14, "15")])
def test_form_15_in_proportion_to_completion(n: int, total: str):
    text = "{fields: {完成: count, 目标: count}, points: 15, rules: [{award: 15, in_proportion_to: 完成 / 目标}]}"
    gives(score(text, {"完成": n, "目标": 12}), total, total)


def test_form_16_a_floor_below_the_sum_of_the_prices():
    text = "{fields: {文章: count}, points: 2, rules: [{deduct: 0.7, per: 1, below: 3, of: 文章}]}"
    gives(score(text, {"文章": 0}), "0", "-21/10", "1/10")


@pytest.mark.parametrize(
    ("against", "years", "asked"),
    [
        ("years_back: 1", {2022: 10}, ["-40"]),
        ("mean_of_years: 3", {2022: 11, 2021: 10, 2020: 9}, ["-40"]),
        ("years_back: 1", {2022: 12}, []),
        ("years_back: 1", {2022: 15}, []),
    ],
)
def test_form_19_each_percentage_point_up_on_earlier_years(against: str, years: dict[int, int], asked: list[str]):
    rubric = f"""
        fields: {{案件: count}}
        measures: {{案件增幅: {{growth: 案件, against: {{{against}}}, from_zero: unscored, missing: unscored}}}}
        points: 5
        floor: none
        rules: [{{deduct: 2, per: 1%, above: 0%, of: 案件增幅, partial: ignored}}]
    """
    earlier = [f"{{unit: u, year: {year}, values: {{案件: {cases}}}}}" for year, cases in years.items()]
    data = f"submissions: [{{unit: u, values: {{案件: 12}}}}, {', '.join(earlier)}]"
    done = Scored(assessed(rubric_of(rubric), data)["u"], ())
    assert (done.state, done.asked) == ("final", asked)


@pytest.mark.parametrize(("then", "owed"), [("案件: 0", ["from_zero 案件 12"]), ("", ["no_history 案件 1"])])
def test_form_19_growth_from_zero_and_missing_history_are_declared_cases(then: str, owed: list[str]):
    rubric = """
        fields: {案件: count}
        measures: {案件增幅: {growth: 案件, against: {years_back: 1}, from_zero: unscored, missing: unscored}}
        points: 5
        rules: [{deduct: 2, per: 1%, above: 0%, of: 案件增幅, partial: ignored}]
    """
    data = f"submissions: [{{unit: u, values: {{案件: 12}}}}, {{unit: u, year: 2022, values: {{{then}}}}}]"
    assert Scored(assessed(rubric_of(rubric), data)["u"], ()).owed() == owed


@pytest.mark.parametrize(
    ("tied", "totals"), [("shared", ["60", "57", "57", "51"]), ("mean", ["60", "111/2", "111/2", "51"])]
)
def test_form_20_points_by_place(tied: str, totals: list[str]):
    text = f"""
        fields: {{工作绩效: number}}
        classes: {{县: 县}}
        points: 60
        rules: [{{place: 工作绩效, better: higher, within: class, points: [60, 57, 54, 51, 48], after: 0, tied: {tied}}}]
    """
    units = {unit: {"工作绩效": value} for unit, value in zip("甲乙丙丁", (90, 80, 80, 70), strict=True)}
    assert [str(card.score) for card in several(text, units, classes=dict.fromkeys(units, "县"))] == totals


def test_form_21_in_proportion_to_the_best():
    text = """
        fields: {村均编制: number}
        classes: {县: 县}
        points: 6
        rules: [{place: 村均编制, better: higher, within: class, top: 6, others: in_proportion}]
    """
    units = {"甲": {"村均编制": 12}, "乙": {"村均编制": 9}}
    assert [str(card.score) for card in several(text, units, classes=dict.fromkeys(units, "县"))] == ["6", "9/2"]


def test_form_22_the_last_places_lose():
    text = """
        fields: {活跃度: number}
        classes: {县: 县}
        points: 2
        rules:
          - place: 活跃度
            as: deduct
            better: higher
            within: class
            from_last: [2.0, 1.9, 1.8]
            after: {step: -0.1, down_to: 0}
            tied: mean
    """
    units = {str(value): {"活跃度": value} for value in (1, 2, 3, 4)}
    cards = several(text, units, classes=dict.fromkeys(units, "县"))
    assert [[str(item.points) for item in card.items] for card in cards] == [["-2"], ["-19/10"], ["-9/5"], ["-17/10"]]


def test_form_23_a_panel_of_raters():
    text = """
        fields: {测评: {type: records, fields: {类别: {choice: [班子, 科室]}, 等次: {choice: [A, B, C, D]}}}}
        points: 100
        rules:
          - award: {panel: 测评, pools: {班子: 60%, 科室: 40%}, marks: {A: 95, B: 85, C: 70, D: 50}, trim: 0, at_least: 3}
            out_of: 100
    """
    rows = [{"类别": pool, "等次": mark} for pool, marks in (("班子", "ABB"), ("科室", "BCCD")) for mark in marks]
    gives(score(text, {"测评": rows}), "161/2", "161/2")
    assert score(text, {"测评": rows[1:]}).owed() == ["too_few_raters 测评 班子/2/3"]


def test_form_24_a_bonus_has_a_cap():
    text = "{fields: {表扬: count}, points: 0, ceiling: 10, rules: [{award: 1, each: 表扬}]}"
    done = score(text, {"表扬": 12})
    gives(done, "10", "12", "-2")
    assert done.told()[1] == "(cut) -2 最高为 10 分"


HONOURS = """
    fields: {荣誉: {type: records, fields: {级别: {choice: [国家, 省]}, 项目: text}}}
    points: 0
    ceiling: 10
    rules: [{award: {by: 级别, prices: {国家: 5, 省: 3}}, each: 荣誉, once_per: 项目, keep: highest}]
"""


@pytest.mark.parametrize(("second", "total"), [("甲", "5"), ("乙", "8")])
def test_form_25_one_honour_counts_once_at_its_highest_level(second: str, total: str):
    rows = [{"级别": "省", "项目": "甲"}, {"级别": "国家", "项目": "甲"}]
    if second == "乙":
        rows.append({"级别": "省", "项目": "乙"})
    gives(score(HONOURS, {"荣誉": rows}), total, total)


def test_form_26_caps_inside_a_cap():
    text = """
        fields: {表彰: number, 位次: number}
        points: "0"
        indicators:
          - id: 加分
            points: 0
            ceiling: 18
            indicators:
              - {id: 表彰加分, points: 0, ceiling: 5, rules: [{award: 表彰}]}
              - {id: 位次加分, points: 0, ceiling: 15, rules: [{award: 位次}]}
    """
    done = score(text, {"表彰": 7, "位次": 20})
    assert [str(done.node(name).score) for name in ("表彰加分", "位次加分", "加分")] == ["5", "15", "18"]
    assert done.score == "18"


def test_form_27_an_indicator_may_fall_below_zero():
    text = "{fields: {事故: count}, points: 7, floor: -20, rules: [{deduct: 5, each: 事故}]}"
    gives(score(text, {"事故": 4}), "-13", "-20")
    gives(score(text, {"事故": 6}), "-20", "-30", "3")


@pytest.mark.parametrize(("unit_class", "total", "asked"), [("一般", "8", "-2"), ("列督", "6", "-4")])
def test_form_29_prices_by_class(unit_class: str, total: str, asked: str):
    text = """
        classes: {一般: 一般单位, 列督: 列督单位}
        fields: {未完成: count}
        points: 10
        rules: [{deduct: 1, each: 未完成, times: [{factor: 2, when: unit_class == '列督'}]}]
    """
    gives(score(text, {"未完成": 2}, unit_class=unit_class), total, asked)


@pytest.mark.parametrize(
    ("effect", "total", "grade"),
    [
        ("zero_total", "0", "不合格"),
        ("{grade: 不合格}", "95", "不合格"),
        ("{grade_at_most: 良好}", "95", "良好"),
        ("{ineligible_for: 优秀}", "95", "良好"),
    ],
)
def test_form_30_vetoes(effect: str, total: str, grade: str):
    text = f"""
        fields: {{扣分: number}}
        points: 100
        rules: [{{deduct: 扣分}}]
        vetoes: [{{id: v1, for: 发生重大违法行政行为, effect: {effect}}}]
        grades:
          using: shown
          bands: [{{grade: 优秀, from: 90}}, {{grade: 良好, from: 80}}, {{grade: 合格, from: 60}}, {{grade: 不合格, else: true}}]
    """
    done = score(text, {"扣分": 5}, {("", "v1", ""): "yes"})
    assert (done.score, done.card.grade, str(done.card.total.score)) == (total, grade, "95")
    assert score(text, {"扣分": 5}, {("", "v1", ""): "no"}).card.grade == "优秀"
    assert score(text, {"扣分": 5}).state == "provisional"


def test_form_31_conversion_and_basic_elements():
    text = """
        fields: {文书缺项: count, 要素缺项: count}
        points: "50"
        indicators:
          - id: 案卷
            floor: 0
            indicators:
              - id: 文书
                scaled_to: 50
                indicators: [{id: 填写, points: 80, rules: [{deduct: 1, each: 文书缺项}]}]
              - {id: 基本要素, points: 0, floor: -20, rules: [{deduct: 5, each: 要素缺项}]}
    """
    assert score(text, {"文书缺项": 8, "要素缺项": 1}).score == "40"
    assert score(text, {"文书缺项": 80, "要素缺项": 1}).score == "0"
    assert score(text, {"文书缺项": 0, "要素缺项": 9}).score == "30"


def test_form_32_not_applicable_and_scaled_back():
    text = """
        fields: {差错: count, 有涉外案件: yesno}
        points: "10"
        indicators:
          - id: r
            scaled_to: 10
            indicators:
              - {id: a, points: 3, rules: [{deduct: 1, each: 差错}]}
              - {id: b, points: 5, applies: {when: 有涉外案件, otherwise: leave_out}, rules: [{deduct: 1, each: 差错}]}
              - {id: c, points: 2, rules: [{deduct: 1, each: 差错}]}
    """
    done = score(text, {"差错": 0, "有涉外案件": False})
    assert (done.score, done.node("b").state) == ("10", "not_applicable")
    assert done.told() == ["(cut) +5 按适用部分折算为 10 分：10 × 5 ÷ 5"]
    assert score(text, {"差错": 1, "有涉外案件": False}).score == "6"


@pytest.mark.parametrize(("otherwise", "total", "asked"), [("full", "5", []), ("zero", "0", ["-5"])])
def test_form_33_not_applicable_full_marks_or_zero(otherwise: str, total: str, asked: list[str]):
    text = f"""
        fields: {{应出庭: count, 未出庭: count}}
        points: 5
        applies: {{when: 应出庭 > 0, otherwise: {otherwise}}}
        rules: [{{deduct: 1, each: 未出庭}}]
    """
    gives(score(text, {"应出庭": 0, "未出庭": 0}), total, *asked)
    gives(score(text, {"应出庭": 2, "未出庭": 1}), "4", "-1")


def test_form_34_weighted_components():
    text = """
        fields: {x: number, y: number, z: number}
        aggregate: weighted_mean
        indicators:
          - {id: 日常, weight: 40%, points: 100, rules: [{award: x}]}
          - {id: 年终, weight: 40%, points: 100, rules: [{award: y}]}
          - {id: 公众, weight: 20%, points: 100, rules: [{award: z}]}
    """
    assert score(text, {"x": 85, "y": 90, "z": 78}).score == "428/5"


@pytest.mark.parametrize(("unit_class", "total"), [("第二类", "87"), ("第一类", "83")])
def test_form_35_one_class_on_the_common_half_only(unit_class: str, total: str):
    text = """
        classes: {第一类: 一类, 第二类: 二类}
        fields: {x: number, y: number}
        scaled_to: 100
        indicators:
          - {id: 共性, points: 50, rules: [{award: x}]}
          - {id: 个性, points: 50, only_for: [第一类], rules: [{award: y}]}
    """
    assert score(text, {"x": "43.5", "y": "39.5"}, unit_class=unit_class).score == total


def test_form_37_a_score_of_another_body():
    text = "{fields: {外部得分: number}, points: 15, round: {places: 2}, rules: [{import: 外部得分, out_of: 100}]}"
    gives(score(text, {"外部得分": "92.3"}), "277/20", "2769/200", "1/200")


@pytest.mark.parametrize(
    ("filed", "total", "asked"),
    [
        (date(2024, 1, 15), "1", []),
        (date(2024, 1, 18), "7/10", ["-3/10"]),
        (date(2024, 2, 9), "1/2", ["-5/2", "2"]),
        (NONE, "0", ["-1"]),
    ],
)
def test_form_38_each_day_late_up_to_a_limit_and_never_filed(filed: Any, total: str, asked: list[str]):
    text = """
        fields: {报送日期: {type: date, absent: none}}
        points: 1
        rules:
          - first_of:
              - {deduct: 1, when: is_none(报送日期)}
              - {deduct: 0.1, per: 1 day, above: 2024-01-15, of: 报送日期, at_most: 0.5}
    """
    gives(score(text, {"报送日期": filed}), total, *asked)


@pytest.mark.parametrize(
    ("due", "filed", "by_days", "by_working_days"),
    [
        ("2024-01-15", "2024-01-18", ["-3/10"], ["-3/10"]),
        ("2024-02-08", "2024-02-19", ["-11/10", "3/5"], ["-3/10"]),
        ("2024-02-09", "2024-02-17", ["-4/5", "3/10"], []),
    ],
)
def test_form_38_working_days_need_a_calendar(due: str, filed: str, by_days: list[str], by_working_days: list[str]):
    rubric = """
        fields: {报送日期: {type: date, absent: none}}
        points: 1
        rules: [{deduct: 0.1, per: %s, above: %s, of: 报送日期, at_most: 0.5}]
    """
    data = f"submissions: [{{unit: u, values: {{报送日期: {filed}}}}}]"
    calendar = (shipped_calendars() / "china-2024.yaml").read_text("utf-8")

    def asked(step: str, *calendars: str) -> list[str]:
        return Scored(assessed(rubric_of(rubric % (step, due)), data, *calendars)["u"], ()).asked

    assert (asked("1 day"), asked("1 个工作日", calendar)) == (by_days, by_working_days)
    assert assessed(rubric_of(rubric % ("1 个工作日", due)), data)["u"].state == "provisional"


def test_form_39_only_records_in_the_window_count():
    text = """
        fields: {通报: {type: records, fields: {日期: date}}}
        points: 10
        rules: [{deduct: 1, each: 通报, dated: {by: 日期, from: 2022-10-21, to: 2023-10-20}}]
    """
    days = [date(2022, 10, 20), date(2022, 10, 21), date(2023, 5, 1), date(2023, 10, 20), date(2023, 10, 21)]
    done = score(text, {"通报": [{"日期": day} for day in days]})
    gives(done, "7", "-3")
    assert done.card.items[0].records == ("2", "3", "4")


def test_form_40_the_same_matter_is_charged_once_across_indicators():
    text = """
        fields:
          通报: {type: records, key: 文号, fields: {文号: text}}
          曝光: {type: records, key: 文号, fields: {文号: text}}
        points: "20"
        indicators:
          - {id: "3.1", points: 10, rules: [{deduct: 2, each: 通报}]}
          - {id: "5.2", points: 10, rules: [{deduct: 3, each: 曝光}]}
        once: {once_per: 文号, across: ["3.1", "5.2"], keep: highest}
    """
    done = score(text, {"通报": [{"文号": "一号"}, {"文号": "二号"}], "曝光": [{"文号": "一号"}]})
    assert [str(done.node(name).score) for name in ("3.1", "5.2")] == ["8", "7"]


@pytest.mark.parametrize(("tolerance", "asked"), [("0.01%", []), ("0.001%", ["-2"])])
def test_form_41_self_reported_against_verified(tolerance: str, asked: list[str]):
    rubric = f"""
        fields: {{受理: count, 办结: number}}
        measures: {{办结率: 办结 / 受理}}
        points: 5
        rules: [{{deduct: 2, when: "differs(办结率, {tolerance})"}}]
    """
    # 99.95% was reported: 13206.3935 of 13213
    reported = "submissions: [{unit: u, values: {受理: 13213, 办结: 13206.3935}}]"
    verified = "submissions: [{unit: u, layer: verified, values: {办结: 13206}}]"
    done = Scored(assessed(rubric_of(rubric), reported, verified)["u"], ())
    assert (done.state, done.asked) == ("final", asked)
    assert assessed(rubric_of(rubric), reported)["u"].state == "provisional"


@pytest.mark.parametrize(("role", "total", "asked"), [("牵头", "6", "-4"), ("配合", "8", "-2")])
def test_form_42_the_lead_bears_all_supporting_units_half(role: str, total: str, asked: str):
    text = """
        roles: {牵头: 牵头单位, 配合: 配合单位}
        fields: {未完成任务: count}
        points: 10
        rules: [{deduct: 2, each: 未完成任务, times: [{factor: 0.5, when: role == '配合'}]}]
    """
    gives(score(text, {"未完成任务": 2}, roles={"a": role}), total, asked)


INDEX = """
    fields: {x: number, y: number, z: number}
    shown: {places: 4}
    indicators:
      - id: 指数
        aggregate: AGGREGATE
        indicators:
          - {id: 健康, points: 1, rules: [{award: x}]}
          - {id: 教育, points: 1, rules: [{award: y}]}
          - {id: 收入, points: 1, rules: [{award: z}]}
"""


def test_form_46_a_geometric_mean():
    done = score(INDEX.replace("AGGREGATE", "geometric_mean"), {"x": "0.8", "y": "0.9", "z": "0.7"})
    assert done.card.shown.text(done.card.score) == "0.7958"
    assert score(INDEX.replace("AGGREGATE", "geometric_mean"), {"x": "0.8", "y": "0.8", "z": "0.8"}).score == "4/5"
    assert score(INDEX.replace("AGGREGATE", "geometric_mean"), {"x": "0.8", "y": "0", "z": "0.8"}).score == "0"


def test_form_47_the_worst_of_its_parts_decides():
    assert score(INDEX.replace("AGGREGATE", "minimum"), {"x": "0.8", "y": "0.9", "z": "0.7"}).score == "7/10"


@pytest.mark.parametrize(("mode", "shown"), [("half_up", "88.53"), ("half_even", "88.52")])
def test_form_43_published_at_two_places(mode: str, shown: str):
    text = f"{{fields: {{得分: number}}, shown: {{places: 2, mode: {mode}}}, points: 100, rules: [{{award: 得分}}]}}"
    done = score(text, {"得分": "88.525"})
    assert (done.score, done.card.shown.text(done.card.score)) == ("3541/40", shown)


@pytest.mark.parametrize(
    ("ranking", "ranks"),
    [
        ("method: competition", [1, 2, 2, 4]),
        ("method: dense", [1, 2, 2, 3]),
        ("ties: [{higher: '4.2'}]", [1, 3, 2, 4]),
        ("ties: [{fewer: vetoes}, {countback: 结果, of: 名次}]", [1, 2, 3, 4]),
        ("method: ordinal, ties: [{lower: 编号}]", [1, 3, 2, 4]),
    ],
)
def test_form_44_ties(ranking: str, ranks: list[int]):
    text = f"""
        fields: {{甲: number, 乙: number, 编号: count, 结果: {{type: records, fields: {{名次: count}}}}}}
        points: 20
        indicators:
          - {{id: "4.1", points: 10, rules: [{{award: 甲}}]}}
          - {{id: "4.2", points: 10, rules: [{{award: 乙}}]}}
        ranking: {{within: all, using: shown, {ranking}}}
    """
    units = {
        "一": {"甲": 9, "乙": 9, "编号": 1, "结果": []},
        "二": {"甲": 8, "乙": 6, "编号": 3, "结果": [{"名次": 1}, {"名次": 3}]},
        "三": {"甲": 6, "乙": 8, "编号": 2, "结果": [{"名次": 1}, {"名次": 9}]},
        "四": {"甲": 1, "乙": 1, "编号": 4, "结果": []},
    }
    assert [card.rank for card in several(text, units)] == ranks


@pytest.mark.parametrize(("cut", "excellent"), [("leave_out", 2), ("let_in", 4)])
def test_form_45_at_most_30_percent_of_a_class(cut: str, excellent: int):
    text = f"""
        fields: {{得分: number}}
        points: 100
        classes: {{县: 县}}
        rules: [{{award: 得分}}]
        grades:
          using: shown
          bands: [{{grade: 优秀, from: 90}}, {{grade: 良好, from: 80}}, {{grade: 合格, else: true}}]
          quota: {{优秀: {{at_most: 30%, within: class, fraction: down, tie_at_cut: {cut}, small_class: {{under: 4, at_most: 1}}}}}}
    """

    def count(*scores: int) -> int:
        units = {f"单位{place}": {"得分": value} for place, value in enumerate(scores)}
        found = several(text, units, classes=dict.fromkeys(units, "县"))
        return sum(card.grade == "优秀" for card in found)

    assert count(96, 94, 92, 92, 85, 80, 75, 70, 65, 60) == excellent
    assert count(96, 94) == 1  # a class of two


@pytest.mark.parametrize(
    ("control", "support", "grade"),
    [(3, [3, 3, 3], "合格"), (2, [3, 3, 3], "不合格"), (3, [2, 2, 3], "合格"), (3, [2, 2, 2], "不合格")],
)
def test_form_48_a_grade_by_count_of_failures(control: int, support: list[int], grade: str):
    text = """
        fields: {a: number, b: number, c: number, d: number}
        points: 20
        indicators:
          - {id: 控制, indicators: [{id: a1, points: 5, passes: {from: 60%}, rules: [{award: a}]}]}
          - id: 支撑
            every: {points: 5, passes: {from: 60%}}
            indicators: [{id: b1, rules: [{award: b}]}, {id: c1, rules: [{award: c}]}, {id: d1, rules: [{award: d}]}]
        grades:
          using: shown
          rules: [{grade: 不合格, when: "(failed('控制') >= 1) or (failed('支撑') >= 3)"}, {grade: 合格, else: true}]
    """
    done = score(text, dict(zip("abcd", [control, *support], strict=True)))
    assert done.card.grade == grade


def test_form_49_a_surcharge_on_one_record():
    text = """
        fields: {违规: {type: records, fields: {严重影响: yesno}}}
        points: 10
        rules: [{deduct: 1, each: 违规, plus: [{add: 2, where: 严重影响}]}]
    """
    gives(score(text, {"违规": [{"严重影响": True}, {"严重影响": False}]}), "6", "-4")


def test_form_50_each_full_two_hundred_thousand():
    text = """
        fields: {计划数: {type: amount, unit: 元}, 支出: {type: amount, unit: 元}}
        points: 10
        rules: [{deduct: 0.5, per: 200000, above: 计划数, of: 支出, partial: ignored}]
    """
    done = score(text, {"计划数": 1_000_000, "支出": 2_450_000})
    gives(done, "13/2", "-7/2")
    assert str(done.card.items[0].quantity) == "7"


def test_form_51_the_assessor_prices_each_instance():
    text = """
        fields: {重点工作: {type: records, key: 编号, fields: {编号: text, 情形: {choice: [推进不力, 正常]}}}}
        points: 20
        rules: [{id: r1, deduct: {from: 1, up_to: 10}, each: 重点工作, where: 情形 == '推进不力'}]
    """
    rows = [{"编号": "一", "情形": "推进不力"}, {"编号": "二", "情形": "正常"}, {"编号": "三", "情形": "推进不力"}]
    gives(score(text, {"重点工作": rows}, {("r1", "一"): 3, ("r1", "三"): 7}), "10", "-10")
    without = score(text, {"重点工作": rows}, {("r1", "一"): 3})
    assert (without.node().state, without.owed()) == ("unscored", ["answer a/r1 三"])


def test_form_52_steps_for_each_record():
    text = """
        fields: {县评估: {type: records, fields: {评估数: count}}}
        points: 10
        rules: [{deduct: 2, each: 县评估, per: 1, below: 3, of: 评估数}]
    """
    gives(score(text, {"县评估": [{"评估数": n} for n in (1, 3, 5)]}), "6", "-4")


def test_form_53_by_form_and_level():
    text = """
        fields: {表扬: {type: records, fields: {形式: {choice: [通报表扬, 经验推广]}, 级别: {choice: [镇, 县]}}}}
        points: 10
        rules:
          - award: {by: [形式, 级别], prices: {通报表扬: {镇: 2, 县: 4}, 经验推广: {镇: 4, 县: 8}}, else: 0}
            each: 表扬
    """
    done = score(text, {"表扬": [{"形式": "通报表扬", "级别": "县"}, {"形式": "经验推广", "级别": "镇"}]})
    gives(done, "8", "8")


@pytest.mark.parametrize(
    ("mark", "point", "total", "points"),
    [
        ("yes", "yes", "3/2", "3/2"),
        ("yes", "not_applicable", "1", "1"),
        ("no", "yes", "0", "3/2"),
        ("no", "not_applicable", "0", "1"),
        ("yes", "no", "1", "3/2"),
    ],
)
def test_form_54_an_essential_element_and_one_that_may_not_apply(mark: str, point: str, total: str, points: str):
    text = """
        points: 1.5
        rules: [{award: 1, for: 资质认定标志, essential: true}, {award: 0.5, for: 点位与采样记录一致, may_not_apply: true}]
    """
    done = score(text, answers={"资质认定标志": mark, "点位与采样记录一致": point})
    assert (done.score, str(done.node().points)) == (total, points)


def test_form_55_averaged_over_the_counties():
    text = """
        fields: {命案: {type: records, fields: {当年破案: yesno}}, 县市区数: count}
        points: 10
        rules: [{deduct: 2, each: 命案, times: [{factor: 0.5, where: 当年破案}], averaged_over: 县市区数}]
    """
    gives(
        score(text, {"命案": [{"当年破案": solved} for solved in (True, False, False)], "县市区数": 4}), "35/4", "-5/4"
    )


def test_form_56_only_the_best_results_count():
    text = """
        fields: {成绩: {type: records, fields: {名次: count}}}
        points: 0
        ceiling: none
        rules: [{award: {by: 名次, prices: {1: 9, 2: 6, 3: 4}, else: 0}, each: 成绩, best: 11}]
    """
    done = score(text, {"成绩": [{"名次": place} for place in (1, 3, 2, 4) * 4]})
    gives(done, "72", "72")


def test_form_57_a_second_result_beside_the_total():
    text = """
        fields: {甲: number, 乙: number}
        points: 20
        indicators:
          - {id: 管理, points: 10, rules: [{award: 甲}]}
          - {id: 服务, points: 10, rules: [{award: 乙}]}
        ranking: {within: all, using: shown}
        also:
          - id: 治理
            formula: score('管理') * 2
            shown: {places: 2}
            ranking: {within: all, using: shown}
            grades: {using: shown, bands: [{grade: 强, from: 12}, {grade: 弱, else: true}]}
    """
    found = several(text, {"一": {"甲": 5, "乙": 10}, "二": {"甲": 8, "乙": 2}})
    assert [(str(card.score), card.rank) for card in found] == [("15", 1), ("10", 2)]
    standings = [(str(card.node("治理").score), card.node("治理").standing) for card in found]
    assert standings == [("10", Standing(rank=2, grade="弱")), ("16", Standing(rank=1, grade="强"))]


def test_form_58_a_mean_of_means():
    text = """
        fields: {答复: {type: records, fields: {层: text, 列: text, 得分: number}}}
        points: 1
        rules: [{award: {mean: 答复, of: 得分, over: [层, 列]}, out_of: 1}]
    """
    rows = [{"层": "一", "列": column, "得分": mark} for column, mark in (("a", 1), ("a", 0), ("b", 1))]
    gives(score(text, {"答复": rows}), "3/4", "3/4")


@pytest.mark.parametrize(("carried", "total"), [("round", "47/10"), ("shown", "469/100")])
def test_form_59_rounded_and_carried_or_only_shown(carried: str, total: str):
    text = f"""
        fields: {{x: number}}
        points: "20"
        indicators:
          - {{id: a, points: 10, {carried}: {{places: 2}}, rules: [{{award: x}}]}}
          - {{id: b, points: 10, {carried}: {{places: 2}}, rules: [{{award: x}}]}}
    """
    done = score(text, {"x": "2.345"})
    assert done.score == total
    shown = [done.node(name).shown.text(done.node(name).score) for name in ("a", "b")]
    assert shown == ["2.35", "2.35"]


def test_a_reason_is_a_sentence_in_both_languages():
    text = "{fields: {迟报件: count}, points: 2, rules: [{deduct: 0.5, each: 迟报件, text: 迟报一件扣0.5分}]}"
    item = score(text, {"迟报件": 3}).card.items[0]
    assert say(item.reason, "zh") == "迟报一件扣0.5分：迟报件为 3；3 × 0.5 分 = 1.5 分"
    assert say(item.reason, "en").startswith("迟报一件扣0.5分: ")
