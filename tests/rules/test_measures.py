"""Measures: figures over fields and over the records of a list."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from tests.support import bind, score

TEXT = """
    fields:
      a: count
      b: count
      表: {type: records, key: 号, fields: {号: text, 级: {choice: [省, 市]}, 分: number, 率: percent, 重: yesno}}
    measures:
      省数: {count: 表, where: 级 == '省'}
      类数: {count: 表, distinct: 级}
      对数: {count: 表, distinct: [级, 重]}
      总分: {sum: 表, of: 分}
      重分: {sum: 表, of: 分 * 2, where: 重}
      均率: {mean: 表, of: 率}
      均分: {mean: 表, of: 分, round: {places: 1}}
      最低: {min: 表, of: 分}
      最高: {max: 表, of: 分}
      比: a / b
      双比: 比 * 2
    points: 100
    floor: none
    rules: [{deduct: %s}]
"""
ROWS = [
    {"号": "一", "级": "省", "分": 2, "率": "80%", "重": True},
    {"号": "二", "级": "市", "分": "1.25", "率": "90%", "重": False},
    {"号": "三", "级": "省", "分": 5, "率": "40%", "重": True},
]


@pytest.mark.parametrize(
    ("measure", "asked"),
    [
        ("省数", "-2"),
        ("类数", "-2"),
        ("对数", "-2"),
        ("总分", "-33/4"),
        ("重分", "-14"),
        ("均率 * 10", "-7"),
        ("均分", "-14/5"),
        ("最低", "-5/4"),
        ("最高", "-5"),
        ("双比", "-3"),
        ("{sum: 表, of: 分, where: 级 == '市'}", "-5/4"),
    ],
)
def test_a_figure(measure: str, asked: str):
    assert score(TEXT % measure, {"表": ROWS, "a": 3, "b": 2}).asked == [asked]


@pytest.mark.parametrize(
    ("measure", "state"),
    [("省数", "scored"), ("总分", "not_applicable"), ("均分", "not_applicable"), ("最高", "not_applicable")],
)
def test_of_nothing_a_count_is_zero_and_the_others_do_not_apply(measure: str, state: str):
    assert score(TEXT % measure, {"表": []}).node().state == state


@pytest.mark.parametrize(
    ("measure", "owed"),
    [("省数", ["value 级 四"]), ("总分", ["value 分"]), ("类数", ["value 级"]), ("重分", ["value 重 四"])],
)
def test_a_record_that_lacks_the_column_leaves_the_figure_unknown(measure: str, owed: list[str]):
    done = score(TEXT % measure, {"表": [*ROWS, {"号": "四"}]})
    assert done.node().state == "unscored"
    assert [one[: len(promise)] for one, promise in zip(done.owed(), owed, strict=True)] == owed


def test_measures_may_be_written_in_any_order():
    rubric, problems = bind(
        "{fields: {n: count}, measures: {丙: 乙 + 1, 乙: 甲 * 2, 甲: n + 1}, points: 9, rules: [{deduct: 丙}]}"
    )
    assert rubric is not None
    assert problems == []


def test_a_figure_common_to_all_units():
    text = "{givens: {全省平均: percent}, fields: {率: percent}, points: 5, rules: [{deduct: 2, when: 率 < 全省平均}]}"
    assert score(text, {"率": "90%"}, givens={"全省平均": "91.5%"}).score == "3"
    assert score(text, {"率": "92%"}, givens={"全省平均": "91.5%"}).score == "5"
    assert score(text, {"率": "92%"}).owed() == ["value 全省平均"]


def test_an_exact_ratio_stays_exact():
    text = "{fields: {a: count, b: count}, measures: {差: 1 - a / b}, points: 5, rules: [{deduct: 差 * 3}]}"
    assert score(text, {"a": 1, "b": 3}).asked == ["-2"]


def test_a_figure_is_told():
    assert score(TEXT % "总分", {"表": ROWS}).told() == snapshot(["-8.25 总分为 8.25；8.25 分"])
    assert score(TEXT % "{mean: 表, of: 率}", {"表": ROWS}).told() == snapshot(["-0.7 mean(表)为 70%；0.7 分"])
    assert score(TEXT % "{mean: 表, of: 率}", {"表": ROWS}).told("en") == snapshot(["-0.7 mean(表) is 70%; counts 0.7"])


TWO_LISTS = """
    fields:
      甲表: {type: records, fields: {甲号: text, 甲分: number}, columns: {倍: 甲分 * 2}}
      乙表: {type: records, fields: {乙号: text, 乙分: number}}
    points: 100
    rules: [{deduct: %s, each: 甲表}]
"""


@pytest.mark.parametrize(
    "amount",
    [
        "{count: 乙表, where: 乙号 == 甲号}",
        "{sum: 乙表, of: 乙分 + 倍}",
        "{panel: 乙表, of: 甲分}",
        "{panel: 乙表, of: 乙分, where: 倍 > 1}",
    ],
)
def test_a_figure_over_one_list_knows_no_column_of_another(amount: str):
    rubric, problems = bind(TWO_LISTS % amount)
    assert rubric is None
    assert [(problem.code, str(problem.where)) for problem in problems] == [("name_undeclared", str(problems[0].where))]
    assert problems[0].where.path[:5] == ("indicators", 0, "rules", 0, "deduct")


def test_a_figure_in_place_is_worked_out_for_each_record():
    rows = {"甲表": [{"甲号": "一", "甲分": 1}, {"甲号": "二", "甲分": 2}], "乙表": [{"乙号": "一", "乙分": 5}]}
    assert score(TWO_LISTS % "{sum: 乙表, of: 乙分}", rows).asked == ["-10"]
    assert score(TWO_LISTS % "{max: 甲表, of: 倍}", rows).asked == ["-8"]


@pytest.mark.parametrize(
    "figure",
    [
        "{peers: max, of: n, within: 档, include_self: yes}",
        "{normalise: rank, of: n, within: 档, better: higher, tied: shared}",
    ],
)
def test_a_figure_within_a_measure_that_stands_later(figure: str):
    rubric, problems = bind(
        f"{{fields: {{n: count}}, measures: {{比: {figure}, 档: n > 5}}, points: 9, rules: [{{award: 比}}]}}"
    )
    assert [problem.message("en") for problem in problems] == []
    assert rubric is not None


def test_all_records_that_lack_a_column_are_named():
    for measure in ("{count: 表, distinct: [级, 重]}", "{mean: 表, of: 分, over: [级, 重]}"):
        done = score(TEXT % measure, {"表": [{"号": "四", "分": 1}, {"号": "五", "分": 1}]})
        assert {one.split()[1] for one in done.owed()} == {"级", "重"}
