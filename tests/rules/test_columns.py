"""Lists of numbers, computed columns of records, means of means, and what is dropped at both ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from inline_snapshot import snapshot

from tests.support import bind, score

MATCH = """
    fields:
      比赛:
        type: records
        key: 号
        fields: {号: text, 项目: text, 基础分: number, 评分: numbers, 日期: date}
        columns:
          总分: 基础分 + 评委分
          评委分: {mean: 评分, trim: 1, round: {places: 2}}
          优胜: 总分 >= 15
          公示日: 日期 + 7
    points: 100
    rules: [%s]
"""
ROWS: list[dict[str, Any]] = [
    {"号": "一", "项目": "甲", "基础分": 6, "评分": [8, "9.5", 7, 8, 10], "日期": date(2023, 5, 1)},
    {"号": "二", "项目": "乙", "基础分": 5, "评分": [7, 8, 9], "日期": date(2023, 12, 30)},
    {"号": "三", "项目": "甲", "基础分": 7, "评分": [7, 8, "8.5"], "日期": date(2023, 6, 1)},
]


def asked(rule: str, rows: Sequence[dict[str, Any]] = ROWS) -> list[str]:
    return score(MATCH % rule, {"比赛": rows}).asked


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{award: 总分, each: 比赛, best: 1}", ["15"]),  # 7 + 8, and 6 + 8.5 is less
        ("{award: {sum: 比赛, of: 总分}}", ["85/2"]),
        ("{award: 1, each: 比赛, where: 优胜}", ["1"]),
        ("{award: {by: 优胜, prices: {是: 3, 否: 1}}, each: 比赛}", ["5"]),
        ("{award: {by: 总分, bands: [{from: 14, points: 2}], else: 1}, each: 比赛}", ["5"]),
        ("{award: 1, each: 比赛, dated: {by: 公示日, to: 2023-12-31}}", ["2"]),
        ("{award: 总分, each: 比赛, once_per: 项目, keep: highest}", ["28"]),
        ("{award: 1, each: 比赛, once_per: 优胜}", ["2"]),
        ("{award: {first: 1, then: 2}, each: 比赛, ordered_by: 公示日}", ["5"]),
        ("{award: {count: 比赛, distinct: 优胜}}", ["2"]),
        ("{award: {mean: 比赛, of: 评委分, over: 项目}}", ["65/8"]),
        ("{award: 1, each: 比赛, times: [{factor: 评委分}]}", ["49/2"]),
        ("{award: 0.1, each: 比赛, per: 1, above: 13, of: 总分, partial: in_proportion}", ["7/20"]),
    ],
)
def test_a_computed_column_stands_wherever_a_column_stands(rule: str, expected: list[str]):
    assert asked(rule) == expected


def test_the_order_in_which_columns_are_written_never_counts():
    text = "{fields: {表: {type: records, fields: {a: number}, columns: {丙: 乙 + 1, 乙: 甲 * 2, 甲: a + 1}}}, %s}"
    rule = "points: 99, rules: [{award: 丙, each: 表}]"
    assert score(text % rule, {"表": [{"a": 1}]}).asked == ["5"]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("mean: 评分", "17/2"), ("sum: 评分", "34"), ("median: 评分", "17/2"), ("min: 评分", "7"), ("max: 评分", "10"),
        ("count: 评分", "4"), ("mean: 评分, trim: 1", "17/2"), ("sum: 评分, trim: 1", "17"), ("min: 评分, trim: 25%", "8"),
        ("mean: 评分, trim: 20%", "17/2"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["column", "field"])
def test_figures_of_a_list_of_numbers(place: str, figure: str, expected: str):
    given: Any = [9, 7, 10, 8]
    if place == "field":
        text = f"{{fields: {{评分: numbers}}, measures: {{分: {{{figure}}}}}, points: 100, rules: [{{award: 分}}]}}"
        assert score(text, {"评分": given}).score == expected
    else:
        fields = f"{{表: {{type: records, fields: {{评分: numbers}}, columns: {{分: {{{figure}}}}}}}}}"
        text = f"{{fields: {fields}, points: 100, rules: [{{award: 分, each: 表}}]}}"
        assert score(text, {"表": [{"评分": given}]}).score == expected


def test_the_figures_of_no_numbers_do_not_apply_and_there_are_none():
    text = "{fields: {评分: numbers}, points: 10, rules: [{award: {%s: 评分}}]}"
    assert score(text % "mean", {"评分": []}).node().state == "not_applicable"
    assert score(text % "count", {"评分": []}).score == "0"
    assert score(text % "mean").owed() == ["value 评分"]


def test_nothing_is_left_when_both_ends_meet():
    assert score(MATCH % "{award: 总分, each: 比赛}", {"比赛": [{**ROWS[0], "评分": [8, 9]}]}).owed() == [
        "nothing_left mean(评分) 一 2"
    ]


def test_a_column_that_is_missing_leaves_what_is_computed_from_it_unknown():
    row = {key: value for key, value in ROWS[0].items() if key != "基础分"}
    assert score(MATCH % "{award: 总分, each: 比赛}", {"比赛": [row]}).owed() == ["value 基础分 一"]
    assert score(MATCH % "{award: 评委分, each: 比赛}", {"比赛": [row]}).score == "17/2"


def test_a_zero_denominator_in_a_column_names_its_record():
    text = "{fields: {表: {type: records, fields: {a: count, b: count}, columns: {率: a / b}}}, %s}"
    rule = "points: 9, rules: [{award: 率, each: 表}]"
    assert score(text % rule, {"表": [{"a": 1, "b": 2}, {"a": 1, "b": 0}]}).owed() == ["zero_denominator a / b 2"]


@pytest.mark.parametrize(
    ("over", "expected"),
    [("[层, 列]", "7/8"), ("层", "5/6"), ("[列]", "3/4"), ("[列, 层]", "3/4")],
)
def test_a_mean_of_means(over: str, expected: str):
    text = f"""
        fields: {{答复: {{type: records, fields: {{层: text, 列: text, 得分: number}}}}}}
        points: 1
        rules: [{{award: {{mean: 答复, of: 得分, over: {over}}}}}]
    """
    rows = [("x", "a", 1), ("x", "a", 0), ("x", "b", 1), ("y", "b", 1)]
    done = score(text, {"答复": [{"层": layer, "列": column, "得分": mark} for layer, column, mark in rows]})
    assert done.score == expected


def test_columns_count_within_their_layer():
    text = """
        fields: {答复: {type: records, fields: {层: text, 列: text, 得分: number}}}
        points: 1
        rules: [{award: {mean: 答复, of: 得分, over: [层, 列]}}]
    """
    rows = [("x", "1", 1), ("x", "1", 0), ("y", "1", 1), ("y", "2", 0), ("y", "2", 0)]
    done = score(text, {"答复": [{"层": layer, "列": column, "得分": mark} for layer, column, mark in rows]})
    assert done.score == "1/2"  # (1/2 + (1 + 0)/2) / 2
    assert score(text, {"答复": [{"列": "1", "得分": 1}]}).owed() == ["record 层 1"]
    assert score(text, {"答复": []}).node().state == "not_applicable"


def test_the_median_of_records_and_what_is_dropped_at_both_ends():
    text = "{fields: {表: {type: records, fields: {分: count}}}, points: 100, rules: [{award: {%s}}]}"
    rows = {"表": [{"分": value} for value in (1, 2, 4, 40)]}
    assert score(text % "median: 表, of: 分", rows).score == "3"
    assert score(text % "mean: 表, of: 分, trim: 1", rows).score == "3"
    assert score(text % "max: 表, of: 分, trim: 1", rows).score == "4"
    assert score(text % "mean: 表, of: 分, trim: 2", rows).owed() == ["nothing_left mean(表) 4"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ("{甲: 乙 + 1, 乙: 甲}", "column_circle"),
        ("{甲: 甲 + 1}", "column_circle"),
        ("{a: b}", "name_clash"),
        ("{n: a}", "name_clash"),
        ("{score: a}", "name_reserved"),
        ("{甲: n + 1}", "name_undeclared"),
        ("{甲: {mean: a}}", "column_not_numbers"),
        ("{甲: {mean: d}}", "name_undeclared"),
        ("{甲: c + 1}", "numbers_in_expression"),
        ("{甲: a + (b}", "expression_bracket_open"),
    ],
)
def test_a_column_that_cannot_be(columns: str, code: str):
    text = f"{{fields: {{n: count, 表: {{type: records, fields: {{a: count, b: count, c: numbers}}, columns: {columns}}}}}, "
    rubric, problems = bind(text + "points: 9, rules: [{deduct: 1, each: 表}]}")
    assert rubric is None
    assert {problem.code for problem in problems} == {code}


def test_a_formula_of_a_rule():
    text = "{fields: {a: number, b: number}, points: 9, start: full, rules: [{formula: a - b, as: %s, at_most: 2}]}"
    assert score(text % "deduct", {"a": 5, "b": 4}).score == "8"
    assert score(text % "deduct", {"a": 9, "b": 4}).asked == ["-5", "3"]
    assert score(text % "deduct", {"a": 1, "b": 4}).node().state == "unscored"
    assert score(text.replace("start: full, ", "") % "award", {"a": 5, "b": 4}).told() == snapshot(
        ["+1 a - b为 1；1 分"]
    )
