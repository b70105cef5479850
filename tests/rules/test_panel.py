"""`panel`: what several raters say, by pools with weights, as one figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from inline_snapshot import snapshot

from lawscore.reports.owed import cause_text
from tests.support import bind, score

MARKED = """
    fields: {测评: {type: records, fields: {类别: {choice: [班子, 科室]}, 等次: {choice: [A, B, C, D]}, 到会: yesno}}}
    points: 10
    rules: [{award: {panel: 测评, pools: {班子: 60%, 科室: 40%}, marks: {A: 95, B: 85, C: 70, D: 50}, MORE}, out_of: 100}]
"""
POINTED = "{{fields: {{测评: {{type: records, fields: {{分: number}}}}}}, points: 100, rules: [{{award: {{panel: 测评, {more}}}}}]}}"


def lines(leaders: str, offices: str, **more: Any) -> list[dict[str, Any]]:
    return [
        {"类别": pool, "等次": mark, **more} for pool, marks in (("班子", leaders), ("科室", offices)) for mark in marks
    ]


def marked(leaders: str, offices: str, more: str = "at_least: 3") -> Any:
    return score(MARKED.replace("MORE", more), {"测评": lines(leaders, offices)})


def pointed(values: Sequence[int], more: str = "trim: 0") -> Any:
    return score(POINTED.format(more=more), {"测评": [{"分": value} for value in values]})


def test_pools_are_averaged_and_weighted():
    done = marked("ABB", "BCCD")
    assert done.score == "161/20"  # 80.5 of 100, in 10 points
    assert done.told() == snapshot(
        [
            "+8.05 班子：(95 + 85 + 85) ÷ 3 = 88.333333…；科室：(85 + 70 + 70 + 50) ÷ 4 = 68.75；60% × 88.333333… + 40% × 68.75 = 80.5；80.5 分 × 0.1 = 8.05 分"
        ]
    )


def test_each_pool_is_trimmed():
    done = marked("ABB", "BCCD", "trim: 1")
    assert done.asked == [str(done.card.items[0].points)] == ["79/10"]
    assert done.told("en") == snapshot(
        [
            "+7.9 班子: without the 1 highest and the 1 lowest, 85 ÷ 1 = 85; 科室: without the 1 highest and the 1 lowest, (70 + 70) ÷ 2 = 70; 60% × 85 + 40% × 70 = 79; counts 79 × 0.1 = 7.9"
        ]
    )


@pytest.mark.parametrize(
    ("values", "trim", "expected"),
    [
        ((1, 2, 3, 4, 100), "1", "3"),
        (range(1, 20), "10%", "10"),  # of nineteen, one and nine tenths: one at each end
        ((*range(1, 10), 100), "10%", "11/2"),
        ((1, 2, 3, 4, 5, 6, 7, 8, 90), "10%", "14"),  # nine tenths of a rater are no rater
        ((5, 9), "0", "7"),
        ((5, 9), "49%", "7"),
    ],
)
def test_trimming(values: Sequence[int], trim: str, expected: str):
    assert pointed(values, f"trim: {trim}").score == expected


def test_too_few_raters_in_a_pool():
    done = marked("AB", "BCC")
    assert done.node().state == "unscored"
    assert done.owed() == ["too_few_raters 测评 班子/2/3"]
    assert marked("ABB", "BCC").state == "final"
    assert marked("", "").owed() == ["too_few_raters 测评 班子/0/3", "too_few_raters 测评 科室/0/3"]


def test_a_pool_without_raters_is_never_skipped():
    assert marked("ABB", "", "trim: 0").owed() == ["too_few_raters 测评 科室/0/1"]
    assert pointed([]).owed() == ["too_few_raters 测评 /0/1"]


def test_at_least_is_asked_before_trimming():
    assert pointed((1, 5, 9), "trim: 1, at_least: 3").score == "5"


@pytest.mark.parametrize("values", [(1,), (1, 9)])
def test_nothing_left_after_trimming(values: Sequence[int]):
    assert pointed(values, "trim: 1").owed() == [f"nothing_left 测评 {len(values)}"]


def test_a_pool_of_which_nothing_is_left_is_named():
    done = marked("ABB", "BC", "trim: 1")
    assert done.owed() == ["nothing_left 测评 科室/2"]
    rubric = bind(MARKED.replace("MORE", "trim: 1"))[0]
    assert rubric is not None
    (cause,) = done.node().causes
    assert cause_text(rubric, cause, "zh") == "“测评”中“科室”只有 2 个数，去掉最高和最低之后一个不剩"
    assert cause_text(rubric, cause, "en") == (
        "'测评', pool '科室' has only 2 numbers: none is left when the highest and the lowest are dropped"
    )


def test_a_pool_without_weight_needs_no_raters():
    fragment = MARKED.replace("班子: 60%, 科室: 40%", "班子: 100%, 科室: 0%").replace("MORE", "at_least: 2")
    assert score(fragment, {"测评": lines("AB", "D")}).score == "9"


def test_a_rater_whose_line_is_not_complete():
    rows = [*lines("ABB", "BCCD"), {"类别": "班子"}]
    assert score(MARKED.replace("MORE", "trim: 0"), {"测评": rows}).owed() == ["value 等次"]


def test_only_some_raters():
    rows = [*lines("AAA", "BBB", 到会=True), *lines("DD", "DD", 到会=False)]
    assert score(MARKED.replace("MORE", "where: 到会"), {"测评": rows}).score == "91/10"


def test_rounded():
    assert pointed((1, 2, 2), "round: {places: 2}").score == "167/100"


def test_a_named_panel_tells_its_arithmetic():
    fragment = """
        fields: {测评: {type: records, fields: {分: number, 名次: number}}}
        measures: {民主测评: {panel: 测评, of: 分 / 2, trim: 1}}
        points: 50
        rules: [{award: 民主测评}, {award: 1, when: 民主测评 >= 45}]
    """
    done = score(fragment, {"测评": [{"分": value, "名次": 1} for value in (80, 90, 92, 96)]})
    assert done.told() == snapshot(["+45.5 去掉 1 个最高、1 个最低，(46 + 45) ÷ 2 = 45.5；45.5 分", "+1 1 分"])


def test_many_raters_are_told_together():
    assert pointed([90] * 5 + [80] * 7).told()[0] == snapshot(
        "+84.166666… (90 × 5 + 80 × 7) ÷ 12 = 84.166666…；84.166666… 分"
    )
    assert pointed(range(60, 72)).told()[0] == snapshot("+65.5 合计 786 ÷ 12 = 65.5；65.5 分")


@pytest.mark.parametrize(
    ("panel", "codes"),
    [
        ("pools: {班子: 60%, 科室: 30%}, marks: {A: 95, B: 85, C: 70, D: 50}", ["weights_sum"]),
        ("pools: {班子: 60%, 科室: 40%}, pool: 等次, marks: {A: 95, B: 85, C: 70, D: 50}", ["panel_values_differ"]),
        ("pools: {班子: 60%, 科室: 40%}, pool: 类型, marks: {A: 95, B: 85, C: 70, D: 50}", ["column_unknown"]),
        ("pools: {班子: 60%, 科室: 40%}, marks: {A: 95, B: 85, C: 70}", ["panel_values_differ"]),
        ("pools: {班子: 60%, 科室: 40%}", ["panel_column_missing"]),
        ("of: 等次", ["expected_number"]),
    ],
)
def test_what_must_fit(panel: str, codes: list[str]):
    fragment = MARKED[: MARKED.index("rules")] + f"rules: [{{award: {{panel: 测评, {panel}}}, out_of: 100}}]"
    assert [problem.code for problem in bind(fragment)[1]] == codes
