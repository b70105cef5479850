"""The score at each layer, and from layer to layer what changed and because of which values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import lawscore
from lawscore.analysis.layers import Layers
from lawscore.reports.layers import indicators_table, items_table, told, totals_table
from lawscore.reports.layers_json import layers_part
from tests.support import rubric_of

RUBRIC = """
fields:
  出庭: {type: count, label: 未出庭件数, unit: 件}
  公开: {type: count, unit: 条}
  通报: {type: records, key: 文号, absent: none, fields: {文号: text, 级别: {choice: [省, 市]}}}
indicators:
  - {id: "1", title: 应诉, points: 10, rules: [{id: court, deduct: 2, each: 出庭, text: 未出庭}]}
  - {id: "2", title: 公开, points: 10, rules: [{id: open, deduct: 1, when: 公开 < 10, text: 少于10条}]}
  - {id: "3", title: 通报, points: 10, rules: [{id: note, deduct: 1, each: 通报, text: 通报}]}
  - {id: "4", title: 配合, points: 10, rules: [{id: late, deduct: 3, for: 是否迟报, text: 迟报}]}
points: 40
"""
NO = {"indicator": "4", "rule": "late", "answer": "no", "assessor": "核查组"}
OWN = {"unit": "u", "values": {"出庭": "1", "公开": "20", "通报": [{"文号": "1号", "级别": "省"}]}, "answers": [NO]}


def layers(*submissions: dict[str, Any], **more: Any) -> Layers:
    data = {"lawscore": "1", "submissions": list(submissions), **more}
    found = lawscore.assess(rubric_of(RUBRIC), data)
    assert [problem.message() for problem in found.problems] == []
    return found.layers()


def text(found: Layers, language: Any = "zh") -> list[str]:
    return told(found, found["u"], language).splitlines()


def test_one_layer_has_nothing_to_compare():
    found = layers(OWN)
    assert list(found.assessments) == ["self_reported"]
    assert text(found) == ["u", "数据只有自评一层，没有可比较的变化。"]


def test_data_that_only_were_verified_are_one_layer():
    found = layers({**OWN, "layer": "核查"})
    assert list(found.assessments) == ["verified"]
    assert str(found["u"].cards["verified"].score) == "37"


def test_nothing_at_all_is_one_layer():
    found = lawscore.assess(rubric_of(RUBRIC), {"lawscore": "1", "units": [{"id": "u"}]}).layers()
    assert list(found.assessments) == ["self_reported"]


def test_a_verified_value_is_told_with_its_origin_and_what_it_cost():
    entry = {
        "value": "2",
        "assessor": "核查组",
        "source": "裁判统计",
        "date": "2024-01-05",
        "evidence": {"name": "庭审笔录", "number": "3号", "hash": "sha256:ab"},
    }
    found = layers(OWN, {"unit": "u", "layer": "核查", "values": {"出庭": entry}})
    assert text(found) == [
        "u",
        "",
        "自评 → 核查：37.00 → 35.00（−2.00 分）",
        "  1 应诉：8.00 → 6.00（−2.00 分）",
        "    未出庭件数（出庭）：1 件（自评） → 2 件（核查、裁判统计 2024-01-05、核查组、庭审笔录 3号）",
        "    不再计：扣分 −2.00 分，未出庭：出庭为 1；2 分",
        "    新计：扣分 −4.00 分，未出庭：出庭为 2；2 × 2 分 = 4 分",
    ]


def test_a_value_that_moves_no_score_is_told_all_the_same():
    found = layers(OWN, {"unit": "u", "layer": "核查", "values": {"公开": "19"}})
    assert text(found, "en")[2:] == [
        "self-reported → verified: 37.00 → 37.00",
        "  what changed and moved no score:",
        "    公开: 20 条 (self-reported) → 19 条 (verified)",
    ]


def test_a_value_that_was_confirmed_comes_from_another_layer():
    found = layers(OWN, {"unit": "u", "layer": "核查", "values": {"公开": "20"}})
    assert text(found)[-1] == "    公开：20 条（自评） → 20 条（核查）"


def test_records_are_told_by_their_keys_and_columns():
    later = [{"文号": "1号", "级别": "市"}, {"文号": "2号", "级别": "省"}]
    found = layers(OWN, {"unit": "u", "layer": "复核", "values": {"通报": later}})
    assert text(found)[3:5] == [
        "  3 通报：9.00 → 8.00（−1.00 分）",
        "    通报：1 条记录（自评） → 2 条记录（复核）（增加 2号；1号 的级别由 省 改为 市）",
    ]


def test_an_answer_that_changed_is_told_with_who_gave_it():
    yes = {**NO, "answer": "yes", "assessor": "复核组", "reason": "台账有误"}
    found = layers(OWN, {"unit": "u", "layer": "复核", "answers": [yes]})
    assert text(found)[3:5] == [
        "  4 配合：10.00 → 7.00（−3.00 分）",
        "    评审认定 是否迟报：否（核查组） → 是（复核组、台账有误）",
    ]


def test_an_answer_of_another_assessor_that_moves_no_score_is_told_all_the_same():
    found = layers(OWN, {"unit": "u", "layer": "复核", "answers": [{**NO, "assessor": "复核组"}]})
    assert text(found)[2:] == [
        "自评 → 复核：37.00 → 37.00",
        "  数据有变、得分未变：",
        "    评审认定 是否迟报：否（核查组） → 否（复核组）",
    ]
    (step,) = layers_part(found, found.units, "zh")["units"][0]["steps"]
    assert [answer["after"]["assessor"] for answer in step["answers_without_effect"]] == ["复核组"]


ASKED = """
points: 10
indicators:
  - id: "4"
    title: 配合
    points: 10
    rules: [{id: late, deduct: {from: 0.5, up_to: 3, step: 0.5}, for: 配合不积极, text: 视情节扣分}]
vetoes: [{id: 违法, for: 发生重大违法行为, text: 重大违法, effect: zero_total}]
"""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            [
                "自评 → 核查：暂定（0.00 – 9.50） → 9.50",
                "  总分：未评 → 9.50",
                "    评审认定 发生重大违法行为：未认定 → 否（核查组）",
                "",
                "核查 → 复核：9.50 → 9.00（−0.50 分）",
                "  4 配合：9.50 → 9.00（−0.50 分）",
                "    评审认定 配合不积极：0.5 分（核查组、迟报） → 1 分（复核组、两次迟报）",
            ],
        ),
        (
            "en",
            [
                "self-reported → verified: provisional (0.00 – 9.50) → 9.50",
                "  total: unscored → 9.50",
                "    assessor's answer 发生重大违法行为: not answered → no (核查组)",
                "",
                "verified → reviewed: 9.50 → 9.00 (−0.50)",
                "  4 配合: 9.50 → 9.00 (−0.50)",
                "    assessor's answer 配合不积极: 0.5 points (核查组, 迟报) → 1 point (复核组, 两次迟报)",
            ],
        ),
    ],
)
def test_answers_are_told_by_their_question_with_their_points_those_of_vetoes_too(language: Any, expected: list[str]):
    point = {"indicator": "4", "rule": "late", "points": "0.5", "assessor": "核查组", "reason": "迟报"}
    data = {
        "lawscore": "1",
        "submissions": [
            {"unit": "u", "answers": [point]},
            {"unit": "u", "layer": "核查", "answers": [{"veto": "违法", "answer": "no", "assessor": "核查组"}]},
            {
                "unit": "u",
                "layer": "复核",
                "answers": [{**point, "points": "1", "assessor": "复核组", "reason": "两次迟报"}],
            },
        ],
    }
    found = lawscore.assess(rubric_of(ASKED), data).layers()
    assert text(found, language)[2:9] == expected


def test_an_open_total_is_told_by_its_bounds():
    found = layers(
        {"unit": "u", "values": {"出庭": "1", "公开": "20"}}, {"unit": "u", "layer": "核查", "answers": [NO]}
    )
    assert text(found)[2:5] == [
        "自评 → 核查：暂定（28.00 – 38.00） → 38.00",
        "  4 配合：未评 → 10.00",
        "    评审认定 是否迟报：未认定 → 否（核查组）",
    ]
    assert totals_table(found, found.units, "zh").rows == [["u", "u", "", "28.00 – 38.00", "38.00", ""]]


def test_what_follows_from_other_units_is_said_so():
    rubric = rubric_of("""
        fields: {a: count}
        measures: {均值: {peers: mean, of: a, within: all, include_self: true}}
        points: 10
        rules: [{id: r, deduct: 1, when: a < 均值, text: 低于平均}]
    """)
    data = {"lawscore": "1", "submissions": [
        {"unit": "u", "values": {"a": "2"}}, {"unit": "v", "values": {"a": "2"}},
        {"unit": "v", "layer": "核查", "values": {"a": "6"}},
    ]}  # fmt: skip
    found = lawscore.assess(rubric, data).layers()
    assert "    本单位的数据没有变化，得分随其他单位的数据变化" in text(found)


def test_adjustments_are_a_layer_of_their_own():
    later = {
        "unit": "u",
        "authority": "市司法局",
        "date": "2024-01-10",
        "remark": "申诉成立",
        "field": "出庭",
        "value": "0",
    }
    found = layers(OWN, adjustments=[later])
    assert list(found.assessments) == ["self_reported", "adjusted"]
    assert text(found)[2:5] == [
        "自评 → 调整：37.00 → 39.00（+2.00 分）",
        "  1 应诉：8.00 → 10.00（+2.00 分）",
        "    未出庭件数（出庭）：1 件（自评） → 0 件（调整、市司法局 2024-01-10、申诉成立）",
    ]


def test_nothing_that_changed_is_said_so():
    found = layers(
        OWN,
        {"unit": "u", "layer": "核查", "values": {"公开": "19"}},
        {"unit": "u", "layer": "复核", "values": {"公开": "19"}},
    )
    other = layers(
        OWN,
        {"unit": "v", "values": OWN["values"], "answers": [NO]},
        {"unit": "v", "layer": "核查", "values": {"公开": "5"}},
    )
    assert len(found["u"].steps) == 2
    assert text(other)[-1] == "  得分、明细均无变化"


def test_tables_have_a_row_for_each_unit_indicator_and_item():
    found = layers(OWN, {"unit": "u", "layer": "核查", "values": {"出庭": "2"}})
    totals = totals_table(found, found.units, "zh")
    assert list(totals.headers) == ["单位编号", "单位名称", "组别", "自评", "核查", "核查增减"]
    assert totals.rows == [["u", "u", "", "37.00", "35.00", "-2.00"]]
    assert indicators_table(found, found.units, "zh").rows == [
        ["u", "自评 → 核查", "1", "应诉", "8.00", "6.00", "-2.00", "未出庭件数（出庭）：1 件 → 2 件"]
    ]
    assert [row[3:7] for row in items_table(found, found.units, "zh").rows] == [
        ["不再计", "court", "扣分", "-2.00"],
        ["新计", "court", "扣分", "-4.00"],
    ]


def test_as_json_every_score_is_a_text_with_its_exact_value():
    found = layers(OWN, {"unit": "u", "layer": "核查", "values": {"出庭": "2"}})
    part = layers_part(found, found.units, "zh")
    assert part["layers"] == ["self_reported", "verified"]
    (unit,) = part["units"]
    assert [(one["layer"], one["score"], one["exact"]) for one in unit["totals"]] == [
        ("self_reported", "37.00", "37"), ("verified", "35.00", "35"),
    ]  # fmt: skip
    (step,) = unit["steps"]
    assert (step["from"], step["to"], step["difference"]) == ("self_reported", "verified", "-2")
    (change,) = step["indicators"]
    assert change["values"] == [
        {
            "field": "出庭",
            "before": {"value": "1", "layer": "self_reported"},
            "after": {"value": "2", "layer": "verified"},
        }
    ]
    assert ([item["exact"] for item in change["gone"]], [item["exact"] for item in change["new"]]) == (["-2"], ["-4"])


def test_an_unknown_unit_is_a_key_error():
    with pytest.raises(KeyError):
        _ = layers(OWN)["nobody"]


def test_units_below_are_found():
    below = rubric_of("rubric: village\nfields: {a: count}\npoints: 10\nrules: [{id: r, deduct: 1, each: a}]")
    above = rubric_of(
        "fields: {b: count}\nmeasures: {村均: {units: mean, of: score, below: this, with: village@2023.1}}\n"
        "points: 10\nrules: [{id: r, award: 村均}]",
        {"village@2023.1": below},
    )
    data = [
        {"lawscore": "1", "units": [{"id": "t"}], "submissions": [{"unit": "t", "values": {"b": "1"}}]},
        {
            "lawscore": "1", "rubric": "village@2023.1", "units": [{"id": "c", "parent": "t"}],
            "submissions": [{"unit": "c", "values": {"a": "1"}}, {"unit": "c", "layer": "核查", "values": {"a": "3"}}],
        },
    ]  # fmt: skip
    found = lawscore.assess(above, data).layers()
    assert list(found.assessments) == ["self_reported", "verified"]
    assert [str(step.difference) for step in found.of("c")["c"].steps] == ["-2"]
    assert found.of("t") is found
    assert "    本单位的数据没有变化，得分随其他单位的数据变化" in told(found, found["t"], "zh").splitlines()
    with pytest.raises(KeyError):
        found.of("nobody")


def test_units_below_have_the_layer_of_those_above():
    gathered = lawscore.assess(rubric_of(RUBRIC), {"u": {"出庭": "1"}}).gathered
    assert gathered is not None
    with pytest.raises(lawscore.QuestionError, match="请在上级的考核中指定数据层"):
        replace(gathered, origin=None).at(rubric_of(RUBRIC), "verified")


def test_a_total_that_waits_for_a_veto_is_not_called_scored():
    veto = "vetoes: [{id: v, when: 通报数 > 0, text: 通报, effect: zero_total}]\n"
    fields = RUBRIC.replace("fields:\n", "fields:\n  通报数: count\n", 1)
    data = {"submissions": [OWN, {"unit": "u", "layer": "核查", "values": {"通报数": "1"}}]}
    found = lawscore.assess(rubric_of(fields + veto), data).layers()
    whole = found["u"].steps[0].indicators[-1]
    assert (whole.before.state, whole.after.state, whole.after.score) == ("unscored", "scored", 0)
    assert "总分：未评 → 0.00" in "\n".join(text(found))
