"""Results beside the total: formulas over other results, nodes grouped again, and what the reports show of them."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from lawscore.assessing import Assessment
from lawscore.catalogue import say
from lawscore.reports.explain import explain
from lawscore.reports.standings import standings_table
from lawscore.results.model import UnitPart
from lawscore.results.writing import result_of
from tests.support import bind, score, several

TREE = """
    points: 30
    fields: {甲: number, 乙: number, 丙: number, 停: yesno}
    indicators:
      - {id: 管理, title: 管理, points: 10, rules: [{award: 甲}]}
      - id: 服务
        indicators:
          - {id: 办事, points: 10, rules: [{award: 乙}]}
          - {id: 公开, points: 10, applies: {when: 丙 >= 0, otherwise: leave_out}, rules: [{award: 丙}]}
    vetoes: [{id: v, when: 停, text: 停牌, effect: zero_total}]
    also:
      - %s
"""
FULL = {"甲": "3.3", "乙": 4, "丙": 5, "停": False}


def result(also: str, values: dict[str, object] = FULL) -> tuple[str, str | None]:
    """The state and the exact score of a result called x."""
    node = score(TREE % also, values).card.node("x")
    return node.state, None if node.score is None else str(node.score)


@pytest.mark.parametrize(
    ("also", "expected"),
    [
        ("{id: x, formula: score('管理') * 2}", "33/5"),
        ("{id: x, formula: rate('服务')}", "9/20"),
        ("{id: x, formula: score('total') - score('管理')}", "9"),
        ("{id: x, formula: 甲 + 乙}", "73/10"),
        ("{id: x, formula: score('管理') * 2, round: {places: 0}}", "7"),
        ("{id: x, formula: score('管理') * 2, ceiling: 5}", "5"),
        ("{id: x, formula: 0 - score('管理'), floor: -2}", "-2"),
        ("{id: x, formula: {by: score('管理'), bands: [{from: 5, points: 1}, {from: 3, points: 2}], else: 3}}", "2"),
        ("{id: x, members: [管理, 公开]}", "83/10"),
        ("{id: x, members: [管理, 服务], scaled_to: 100}", "41"),
        ("{id: x, members: [管理, 公开], aggregate: mean}", "83/20"),
        ("{id: x, members: [管理, 服务], aggregate: mean, of: rates, points: 100}", "39"),
        (
            "{id: x, members: [{id: 管理, weight: 40%}, {id: 服务, weight: 60%}], aggregate: weighted_mean}",
            "168/25",
        ),
        ("{id: x, members: [管理, 公开], aggregate: minimum}", "33/10"),
        ("{id: x, members: [管理, y], scaled_to: 10}\n      - {id: y, formula: score('办事'), points: 10}", "73/20"),
        ("{id: x, formula: score('y') + 1}\n      - {id: y, formula: score('管理') * 2}", "38/5"),
    ],
)
def test_a_result_beside_the_total(also: str, expected: str):
    assert result(also) == ("scored", expected)


def test_it_is_no_part_of_the_total():
    card = score(TREE % "{id: x, formula: score('管理') * 2}", FULL).card
    assert card.score == Fraction("12.3")
    assert {item.indicator for item in card.items} == {"管理", "办事", "公开"}
    assert [str(item) for item in card.node("x").items] == ["x award 33/5: score('管理') * 2为 6.6"]


def test_the_total_is_the_one_that_counts_after_vetoes():
    vetoed = {**FULL, "停": True}
    assert result("{id: x, formula: score('total') + score('管理')}", vetoed) == ("scored", "33/10")
    assert result("{id: x, formula: score('total')}", {key: FULL[key] for key in ("甲", "乙", "丙")}) == (
        "unscored",
        None,
    )


def test_an_indicator_called_total_is_that_indicator():
    text = """
        points: 10
        fields: {甲: number, 乙: number}
        indicators: [{id: total, points: 5, rules: [{award: 甲}]}, {id: b, points: 5, rules: [{award: 乙}]}]
        also: [{id: x, formula: score('total') * 2}]
    """
    assert score(text, {"甲": 3, "乙": 5}).card.node("x").score == 6


@pytest.mark.parametrize(
    ("also", "values", "expected"),
    [
        ("{id: x, formula: score('管理') * 2}", {**FULL, "甲": None}, ("unscored", None)),
        ("{id: x, formula: score('公开') * 2}", {**FULL, "丙": -1}, ("not_applicable", None)),
        ("{id: x, members: [管理, 公开], scaled_to: 10}", {**FULL, "丙": -1}, ("scored", "33/10")),
        ("{id: x, members: [公开]}", {**FULL, "丙": -1}, ("not_applicable", None)),
        ("{id: x, members: [管理, 公开]}", {**FULL, "甲": None}, ("unscored", None)),
        ("{id: x, members: [管理, 公开], missing: leave_out, aggregate: mean}", {**FULL, "甲": None}, ("scored", "5")),
    ],
)
def test_what_is_unknown_or_does_not_apply(also: str, values: dict[str, object], expected: tuple[str, str | None]):
    given = {key: value for key, value in values.items() if value is not None}
    assert result(also, given) == expected


def test_a_result_may_be_settled_while_the_total_is_open():
    card = score(TREE % "{id: x, formula: score('管理') * 2}", {"甲": 3, "停": False}).card
    assert (card.state, card.node("x").score) == ("provisional", 6)


def test_an_open_group_has_bounds():
    card = score(TREE % "{id: x, members: [管理, 公开]}", {"甲": 3, "乙": 4, "停": False}).card
    interval = card.node("x").interval
    assert (interval.low, interval.high) == (3, 13)


@pytest.mark.parametrize(
    ("also", "code"),
    [
        ("{id: x, formula: score('没有')}", "indicator_unknown"),
        ("{id: x, members: [没有]}", "indicator_unknown"),
        ("{id: 管理, formula: 甲}", "id_doubled"),
        ("{id: x, formula: all}", "also_formula"),
        ("{id: x, formula: {first: 1, then: 2}}", "also_formula"),
        ("{id: x, formula: score('x')}", "also_circle"),
        ("{id: x, members: [x]}", "also_circle"),
        ("{id: x, members: [管理, 管理]}", "member_twice"),
        (
            "{id: x, members: [{id: 管理, weight: 40%}, {id: 公开, weight: 40%}], aggregate: weighted_mean}",
            "weights_sum",
        ),
        ("{id: x, members: [管理, 服务], aggregate: mean}", "mean_of_what"),
        ("{id: x, formula: 甲, floor: 3, ceiling: 2}", "limits_crossed"),
    ],
)
def test_what_is_refused(also: str, code: str):
    assert code in {problem.code for problem in bind(TREE % also)[1]}


def test_a_rule_cannot_look_at_the_total():
    text = """
        points: 10
        fields: {甲: number}
        indicators: [{id: a, points: 10, rules: [{award: score('total') / 2}]}]
    """
    assert [problem.code for problem in bind(text)[1]] == ["indicator_unknown"]


# --- reports -------------------------------------------------------------------------------------------------------------

REPORTED = TREE % (
    "{id: 治理, title: 治理能力, formula: score('管理') * 2, shown: {places: 1}, text: 管理得分的两倍, "
    "ranking: {within: all, using: shown}, grades: {using: shown, bands: [{grade: 强, from: 6}, {grade: 弱, else: true}]}}\n"
    "      - {id: 对外, members: [服务, 管理], scaled_to: 100}"
)


@pytest.fixture
def found() -> Assessment:
    return several(REPORTED, {"a": FULL, "b": {**FULL, "甲": 2, "丙": -1}, "c": {"乙": 4, "丙": 5, "停": False}})


def test_form_57_in_the_result(found: Assessment):
    unit, other, late = result_of(found, "en")["units"]
    assert unit["also"][0] == {
        "id": "治理", "title": "治理能力", "state": "scored", "score": "6.6", "exact": "33/5", "bounds": ["6.6", "6.6"],
        "members": [], "start": "0", "grade": "强", "rank": 1, "tied": False, "notes": [],
        "items": [
            {
                "indicator": "治理", "rule": None, "kind": "award", "occasion": "", "quantity": None, "price": None,
                "points": "6.6", "exact": "33/5", "reason": "管理得分的两倍: score('管理') * 2 is 6.6", "records": [],
                "basis": [],
            }
        ],
    }  # fmt: skip
    assert [(one["score"], one["grade"], one["rank"]) for one in other["also"]] == [
        ("4.0", "弱", 2),
        ("30.00", None, None),
    ]
    assert [(one["state"], one["exact"], one["rank"]) for one in late["also"]] == [("unscored", None, None)] * 2
    assert unit["also"][1]["members"] == ["服务", "管理"]
    for part in (unit, other, late):
        UnitPart.model_validate(json.loads(json.dumps(part)))


def test_form_57_explains_itself(found: Assessment):
    told = explain(found, "a", "en")
    assert told[told.index("beside the total") :] == (
        "beside the total: 治理 治理能力: 6.6\n"
        "  管理得分的两倍: score('管理') * 2 is 6.6 → 6.6\n"
        "  grade: 强\n"
        "  rank: 1\n"
        "\n"
        "beside the total: 对外: 41.00 of 100\n"
        "  服务: 9.00 of 20\n"
        "  管理: 3.30 of 10\n"
        "  the parts come to 12.3\n"
        "  scaling +28.7: the applicable part scaled to 100: 100 × 12.3 ÷ 30 → 41\n"
    )
    assert explain(found, "a", "en", "治理").startswith("beside the total: 治理 治理能力: 6.6\n")


def test_an_open_result_tells_what_it_waits_for(found: Assessment):
    assert "owed: 甲" in explain(found, "c", "en", "治理")


def test_form_57_in_the_standings(found: Assessment):
    table = standings_table(found, "en")
    assert list(table.keys)[-5:-1] == ["also.治理", "also.治理.rank", "also.治理.grade", "also.对外"]
    assert list(table.headers)[-5:-1] == ["治理能力", "治理能力 (rank)", "治理能力 (grade)", "对外"]
    rows = {row[1]: list(row[-5:-1]) for row in table.rows}
    assert rows == {"a": ["6.6", "1", "强", "41.00"], "b": ["4.0", "2", "弱", "30.00"], "c": ["", "", "", ""]}


def test_what_a_formula_does_not_apply_to_is_said():
    card = score(TREE % "{id: x, formula: score('公开') * 2}", {**FULL, "丙": -1}).card
    why = card.node("x").why
    assert why is not None and say(why, "en") == "a part of the formula does not apply"


def test_a_field_may_have_the_name_of_the_result_that_reads_it():
    text = "{fields: {x: number}, points: 1, indicators: [{id: a, points: 1, rules: [{award: 1}]}], also: [{id: x, formula: x * 2}]}"
    text = text.replace("award: 1", "award: 1, when: x > 0")
    assert score(text, {"x": 3}).card.node("x").score == 6
