"""Factors, surcharges, means, waivers, rounding and caps: what changes the price of an occurrence, and in which order."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from tests.support import score

TEXT = """
    fields:
      件: count
      县数: count
      上限: number
      不可抗力: yesno
      重点单位: yesno
      级: {choice: [甲, 乙]}
      通报: {type: records, key: 文号, fields: {文号: text, 严重: yesno, 级别: {choice: [省, 市]}}}
    points: 20
    rules: [{id: r1, deduct: 1, %s}]
"""
ROWS = [{"文号": "a", "严重": True, "级别": "省"}, {"文号": "b", "严重": False, "级别": "市"}]


@pytest.mark.parametrize(
    ("rule", "values", "asked"),
    [
        ("each: 件, times: [{factor: 1.5, when: 重点单位}]", {"件": 2, "重点单位": True}, ["-3"]),
        ("each: 件, times: [{factor: 1.5, when: 重点单位}]", {"件": 2, "重点单位": False}, ["-2"]),
        (
            "each: 通报, times: [{factor: 2, where: 严重}, {factor: 3, when: 重点单位}]",
            {"通报": ROWS, "重点单位": True},
            ["-9"],
        ),
        (
            "each: 通报, plus: [{add: 2, where: 严重}, {add: 0.5, when: 重点单位}]",
            {"通报": ROWS, "重点单位": True},
            ["-5"],
        ),
        ("each: 通报, times: [{factor: 2}], plus: [{add: 2, where: 严重}]", {"通报": ROWS}, ["-6"]),
        ("each: 件, times: [{factor: {by: 级, prices: {甲: 1, 乙: 0.5}}}]", {"件": 2, "级": "乙"}, ["-1"]),
        ("each: 通报, times: [{factor: {by: 级别, prices: {省: 3, 市: 1}}}]", {"通报": ROWS}, ["-4"]),
        ("each: 件, averaged_over: 县数", {"件": 3, "县数": 4}, ["-3/4"]),
        ("each: 件, at_most: 2", {"件": 3}, ["-3", "1"]),
        ("each: 件, at_most: 上限", {"件": 3, "上限": "2.5"}, ["-3", "1/2"]),
        ("each: 件, unless: 不可抗力", {"件": 3, "不可抗力": True}, ["-3", "3"]),
        ("each: 件, unless: 不可抗力", {"件": 3, "不可抗力": False}, ["-3"]),
        ("each: 件, unless: 不可抗力", {"件": 0}, []),
        (
            "each: 件, averaged_over: 县数, round: {places: 1}, at_most: 0.5",
            {"件": 5, "县数": 6},
            ["-5/6", "1/30", "3/10"],
        ),
        ("each: 件, averaged_over: 县数, round: {places: 1, mode: down}", {"件": 5, "县数": 6}, ["-5/6", "1/30"]),
    ],
)
def test_what_a_rule_asks_and_what_is_cut(rule: str, values: dict[str, object], asked: list[str]):
    assert score(TEXT % rule, values).asked == asked


def test_a_waiver_is_granted_by_an_assessor():
    rule = "each: 件, unless: {for: 系不可抗力造成}"
    assert score(TEXT % rule, {"件": 3}).owed() == ["answer a/r1 unless"]
    assert score(TEXT % rule, {"件": 0}).score == "20"


@pytest.mark.parametrize(
    ("rule", "values", "owed"),
    [
        ("each: 件, averaged_over: 县数", {"件": 3, "县数": 0}, ["zero_denominator 县数"]),
        ("each: 件, at_most: 上限", {"件": 3}, ["value 上限"]),
        ("each: 件, times: [{factor: 2, when: 重点单位}]", {"件": 3}, ["value 重点单位"]),
        ("each: 通报, times: [{factor: 2, where: 严重}]", {"通报": [{"文号": "a"}]}, ["value 严重 a"]),
        ("each: 件, unless: 不可抗力", {"件": 3}, ["value 不可抗力"]),
    ],
)
def test_what_is_not_known_leaves_the_leaf_unscored(rule: str, values: dict[str, object], owed: list[str]):
    done = score(TEXT % rule, values)
    assert (done.node().state, done.owed()) == ("unscored", owed)


def test_nothing_is_asked_of_what_did_not_happen():
    rules = "each: 件, averaged_over: 县数", "each: 件, at_most: 上限", "each: 件, times: [{factor: 2, when: 重点单位}]"
    assert [score(TEXT % rule, {"件": 0}).score for rule in rules] == ["20"] * 3


class TestTold:
    def test_factors_and_surcharges(self):
        done = score(
            TEXT % "each: 通报, times: [{factor: 2, when: 重点单位}], plus: [{add: 2, where: 严重}]",
            {"通报": ROWS, "重点单位": True},
        )
        assert done.told() == snapshot(["-6 (1 × 1 分 × 2 + 另加 2 分) + 1 × 1 分 × 2 = 6 分"])
        assert done.told("en") == snapshot(["-6 (1 × 1 × 2 + a surcharge of 2) + 1 × 1 × 2 = 6"])

    def test_a_mean_a_rounding_and_a_cap(self):
        rule = "each: 件, averaged_over: 县数, round: {places: 1}, at_most: 0.5, text: 按县数平均"
        done = score(TEXT % rule, {"件": 5, "县数": 6})
        assert done.told() == snapshot(
            [
                "-0.833333… 按县数平均：件为 5；5 × 1 分 ÷ 6 = 0.833333… 分",
                "(cut) +0.033333… 四舍五入，保留 1 位小数",
                "(cut) +0.3 最多 0.5 分",
            ]
        )
        assert done.told("en") == snapshot(
            [
                "-0.833333… 按县数平均: 件 is 5; 5 × 1 ÷ 6 = 0.833333…",
                "(cut) +0.033333… rounded half up to 1 decimal",
                "(cut) +0.3 limited to 0.5",
            ]
        )

    def test_a_waiver(self):
        done = score(TEXT % "each: 件, unless: 不可抗力", {"件": 3, "不可抗力": True})
        assert done.told() == snapshot(["-3 件为 3；3 × 1 分 = 3 分", "(cut) +3 免予计算：不可抗力"])
        assert done.told("en") == snapshot(["-3 件 is 3; 3 × 1 = 3", "(cut) +3 waived: 不可抗力"])
