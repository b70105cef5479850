"""Combinations: all of several rules, the first that charges something, the one that charges most."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from tests.support import score

TEXT = """
    fields: {a: count, b: count, 级: {choice: [甲, 乙]}, 免: yesno, 表: {type: records, key: 号, fields: {号: text, 重: yesno}}}
    points: 20
    rules: [%s]
"""


@pytest.mark.parametrize(
    ("rule", "values", "asked"),
    [
        ("{sum_of: [{deduct: 2, each: a}, {deduct: 1, each: b}]}", {"a": 1, "b": 1}, ["-2", "-1"]),
        ("{sum_of: [{deduct: 2, each: a}, {deduct: 1, each: b}], at_most: 2.5}", {"a": 1, "b": 1}, ["-2", "-1", "1/2"]),
        (
            "{sum_of: [{deduct: 2, each: a, at_most: 3}, {deduct: 1, each: b}], at_most: 3.5}",
            {"a": 2, "b": 1},
            ["-4", "1", "-1", "1/2"],
        ),
        ("{first_of: [{deduct: 2, each: a}, {deduct: 1, each: b}]}", {"a": 1, "b": 9}, ["-2"]),
        ("{first_of: [{deduct: 2, each: a}, {deduct: 1, each: b}]}", {"a": 0, "b": 9}, ["-9"]),
        ("{first_of: [{deduct: 2, each: a}, {deduct: 1, each: b}]}", {"a": 0, "b": 0}, []),
        ("{highest_of: [{deduct: 2, each: a}, {deduct: 1, each: b}]}", {"a": 1, "b": 9}, ["-9"]),
        ("{highest_of: [{deduct: 2, each: a}, {deduct: 1, each: b, at_most: 1}]}", {"a": 1, "b": 9}, ["-2"]),
        ("{highest_of: [{deduct: all, when: a > 0}, {deduct: 1, each: b}]}", {"a": 1, "b": 9}, ["-20"]),
        (
            "{first_of: [{sum_of: [{deduct: 2, each: a}, {deduct: 1, each: b}]}, {deduct: 7, when: 免}]}",
            {"a": 0, "b": 1},
            ["-1"],
        ),
        ("{first_of: [{deduct: all, when: a > 1}, {deduct: 1, each: a}]}", {"a": 2}, ["-20"]),
    ],
)
def test_what_counts(rule: str, values: dict[str, object], asked: list[str]):
    assert score(TEXT % rule, values).asked == asked


def test_a_price_of_zero_is_not_charging_something():
    rule = "{first_of: [{deduct: {by: 级, prices: {甲: 2}, else: 0}}, {deduct: 7, each: a}]}"
    assert score(TEXT % rule, {"级": "甲", "a": 1}).asked == ["-2"]
    assert score(TEXT % rule, {"级": "乙", "a": 1}).asked == ["-7"]


def test_what_is_charged_and_waived_has_been_charged():
    rule = "{first_of: [{deduct: 2, each: a, unless: 免}, {deduct: 7, each: b}]}"
    assert score(TEXT % rule, {"a": 1, "b": 1, "免": True}).asked == ["-2", "2"]


def test_an_unknown_arm_matters_only_where_it_may_decide():
    rule = "{first_of: [{deduct: 2, each: a}, {deduct: 1, each: b}]}"
    assert score(TEXT % rule, {"a": 1}).score == "18"
    assert score(TEXT % rule, {"b": 1}).owed() == ["value a"]
    assert score(TEXT % rule.replace("first_of", "highest_of"), {"a": 1}).owed() == ["value b"]
    assert score(TEXT % rule.replace("first_of", "sum_of"), {"a": 1}).owed() == ["value b"]


@pytest.mark.parametrize(("keep", "asked"), [("highest", ["-2", "-1"]), ("first", ["-2", "-1"]), ("last", ["0", "-2"])])
def test_a_record_is_charged_by_one_arm_only(keep: str, asked: list[str]):
    rule = f"{{sum_of: [{{deduct: 2, each: 表, where: 重}}, {{deduct: 1, each: 表}}], once_per: 号, keep: {keep}}}"
    assert score(TEXT % rule, {"表": [{"号": "一", "重": True}, {"号": "二", "重": False}]}).asked == asked


def test_points_that_do_not_apply_are_taken_off_through_a_sum():
    text = """
        points: 5
        rules:
          - {award: 2, for: 甲}
          - {sum_of: [{award: 1, for: 乙, may_not_apply: true}, {award: 2, for: 丙}]}
    """
    done = score(text, answers={"甲": "yes", "乙": "not_applicable", "丙": "yes"})
    assert (done.score, str(done.node().points)) == ("4", "4")


def test_the_common_cap_is_told():
    done = score(
        TEXT % "{sum_of: [{deduct: 2, each: a, text: 甲类}, {deduct: 1, each: b, text: 乙类}], at_most: 4}",
        {"a": 2, "b": 1},
    )
    assert done.told() == snapshot(
        ["-4 甲类：a为 2；2 × 2 分 = 4 分", "-1 乙类：b为 1；1 分", "(cut) +1 合计最多 4 分"]
    )
    assert done.told("en") == snapshot(
        ["-4 甲类: a is 2; 2 × 2 = 4", "-1 乙类: b is 1; counts 1", "(cut) +1 together limited to 4"]
    )
