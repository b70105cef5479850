"""Every value that counts stands in the result, as a submission could state it, with where it comes from."""

from __future__ import annotations

from typing import Any

import pytest

import lawscore
from tests.support import rubric_of

RUBRIC = """
fields:
  出庭: {type: count, label: 出庭件数, unit: 件}
  满意率: {type: percent, given_as: fraction}
  公示: yesno
  上报日: date
  评分: numbers
  等级: {choice: [好, 差]}
  备注: text
  听证: {type: count, absent: none}
  通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}, 改正率: percent, 日期: {type: date, absent: none}}}
points: 10
rules: [{id: r, award: 0.1, each: 出庭}]
"""


def facts(values: dict[str, Any], layer: str | None = None, **more: Any) -> list[dict[str, Any]]:
    submissions = [{"unit": "u", "values": values}, *more.get("later", [])]
    data = {"lawscore": "1", "submissions": submissions, **{key: more[key] for key in more if key != "later"}}
    found: list[dict[str, Any]] = lawscore.assess(rubric_of(RUBRIC), data, layer=layer).to_dict()["units"][0]["facts"]
    return found


def values(given: dict[str, Any]) -> dict[str, Any]:
    return {fact["field"]: fact["value"] for fact in facts(given)}


@pytest.mark.parametrize(
    ("field", "given", "written"),
    [
        ("出庭", "16", "16"),
        ("出庭", "１６", "16"),
        ("满意率", "92.02%", "92.02%"),
        ("满意率", "0.5", "50%"),
        ("公示", "是", "yes"),
        ("公示", False, "no"),
        ("上报日", "2023/1/5", "2023-01-05"),
        ("评分", ["90", "85.50"], ["90", "85.5"]),
        ("等级", "好", "好"),
        ("备注", "none", "none"),
        ("听证", "无", "none"),
        ("听证", "0", "0"),
        ("出庭", "不适用", "not_applicable"),
        ("出庭", "未知", None),
        ("出庭", "十六", None),
        ("通报", [], []),
        ("通报", "无", "none"),
        (
            "通报",
            [{"文号": "2号", "级别": "市", "改正率": "80%"}, {"文号": "1号", "级别": "县", "日期": "2023-05-01"}],
            [
                {"文号": "1号", "级别": None, "改正率": None, "日期": "2023-05-01"},
                {"文号": "2号", "级别": "市", "改正率": "80%", "日期": "none"},
            ],
        ),
    ],
)
def test_a_value_is_written_as_a_submission_could_state_it(field, given, written):
    assert values({field: given}) == {field: written}


def test_what_is_written_can_be_submitted_again():
    given = {
        "出庭": "16", "满意率": "92.02%", "公示": "是", "上报日": "2023-01-05", "评分": ["85.5", "90"], "等级": "差", "听证": "无",
        "通报": [{"文号": "1号", "级别": "市", "改正率": "80%", "日期": "无"}],
    }  # fmt: skip
    assert values(values(given)) == values(given)


def test_only_what_was_given_is_told_in_the_order_of_the_rubric():
    assert [fact["field"] for fact in facts({"备注": "x", "出庭": "1"})] == ["出庭", "备注"]


def test_a_value_comes_with_its_layer_source_date_evidence_assessor_and_note():
    entry = {
        "value": "16", "source": {"document": "年报", "part": "表2"}, "date": "2023-12-31", "assessor": "县法院", "note": "据台账",
        "evidence": [{"name": "台账", "number": "1号", "hash": "sha256:ab"}, "纪要"],
    }  # fmt: skip
    assert facts({"出庭": entry, "备注": "x"}) == [
        {
            "field": "出庭", "value": "16", "layer": "self_reported", "source": "年报 表2", "date": "2023-12-31",
            "evidence": [{"name": "台账", "number": "1号", "hash": "sha256:ab"}, {"name": "纪要"}],
            "assessor": "县法院", "note": "据台账",
        },
        {"field": "备注", "value": "x", "layer": "self_reported"},
    ]  # fmt: skip


LATER = [
    {"unit": "u", "layer": "核查", "values": {"出庭": {"value": "14", "assessor": "核查组"}}},
    {"unit": "u", "layer": "复核", "values": {"出庭": "15"}},
]


@pytest.mark.parametrize(
    ("layer", "value", "named"),
    [
        (None, "15", "reviewed"),
        ("adjusted", "15", "reviewed"),
        ("复核", "15", "reviewed"),
        ("verified", "14", "verified"),
        ("核查", "14", "verified"),
        ("自评", "16", "self_reported"),
    ],
)
def test_the_latest_layer_that_is_asked_for_counts_and_is_named(layer, value, named):
    (fact,) = facts({"出庭": "16"}, layer, later=LATER)
    assert (fact["value"], fact["layer"]) == (value, named)


def test_an_unknown_layer_is_refused():
    with pytest.raises(lawscore.QuestionError, match="“核实”不是数据层级；可用：self_reported、自评、"):
        facts({"出庭": "16"}, "核实")


def test_gathered_data_can_be_assessed_at_another_layer():
    rubric = rubric_of(RUBRIC)
    data = {"lawscore": "1", "submissions": [{"unit": "u", "values": {"出庭": "16"}}, *LATER]}
    whole = lawscore.assess(rubric, data)
    assert whole.gathered is not None
    assert [str(lawscore.assess(rubric, whole.gathered, layer=layer)["u"].score) for layer in ("自评", "核查", None)] == [
        "8/5", "7/5", "3/2",
    ]  # fmt: skip
