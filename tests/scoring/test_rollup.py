"""What a branch makes of its parts: aggregates, weights, what is missing, how many parts there must be."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import lawscore
from lawscore.catalogue import say
from lawscore.facts.card import Interval
from lawscore.numbers import plain_text
from lawscore.reports.owed import cause_text
from tests.support import Scored, bind, rubric_of, score

FIELDS = "fields: {x: number, y: number, z: number, 适用: {type: yesno}}"


def parts(keys: str, *more: str, points: str = "10") -> str:
    """Three parts called a, b, c that take x, y, z; `more` goes to each of them."""
    each = [more[place] if place < len(more) else "" for place in range(3)]
    lines = [
        f"      - {{id: {name}, points: {points}, floor: none, ceiling: none, {extra} rules: [{{award: {field}}}]}}"
        for name, field, extra in zip("abc", "xyz", each, strict=True)
    ]
    return f"""
{FIELDS}
classes: {{county: 县, zone: 开发区}}
indicators:
  - id: 全部
    {keys}
    indicators:
""" + "\n".join(lines)


def of(text: str, *values: str | None, **more: Any) -> Scored:
    """The parts' scores in their order; None where one is missing."""
    given = {name: value for name, value in zip("xyz", values, strict=True) if value is not None}
    return score(text, {**given, **more.pop("also", {})}, **more)


def causes(text: str, done: Scored, language: str = "zh") -> list[str]:
    return [cause_text(rubric_of(text), cause, language) for cause in done.node("全部").causes]


def limits(interval: Interval) -> tuple[str | None, str | None]:
    return tuple(None if limit is None else plain_text(limit) for limit in (interval.low, interval.high))  # type: ignore[return-value]


class TestAggregates:
    @pytest.mark.parametrize(
        ("aggregate", "values", "expected"),
        [
            ("geometric_mean", ("8", "9", "7"), "7.958114415792783719329055975497531"),
            ("geometric_mean", ("1", "2", "4"), "2"),
            ("geometric_mean", ("0", "2", "4"), "0"),
            ("harmonic_mean", ("2", "3", "6"), "3"),
            ("harmonic_mean", ("1", "1", "4"), "4/3"),
            ("median", ("9", "1", "4"), "4"),
            ("median", ("-9", "1", "1"), "1"),
            ("minimum", ("9", "1", "4"), "1"),
            ("maximum", ("9", "1", "4"), "9"),
            ("minimum", ("3", "3", "3"), "3"),
        ],
    )
    def test_of_three(self, aggregate, values, expected):
        done = of(parts(f"aggregate: {aggregate}"), *values)
        assert done.node("全部").score == Fraction(expected)
        assert done.node("全部").points == 10

    def test_the_median_of_two_is_their_mean(self):
        text = parts("aggregate: median", "applies: {when: 适用, otherwise: leave_out},")
        assert of(text, "9", "1", "4", also={"适用": False}).score == "5/2"

    def test_weights_of_a_geometric_mean(self):
        text = parts("aggregate: geometric_mean", "weight: 50%,", "weight: 25%,", "weight: 25%,")
        assert of(text, "2", "4", "16").score == "4"
        assert of(text, "8", "8", "8").score == "8"

    def test_weights_of_a_harmonic_mean(self):
        text = parts("aggregate: harmonic_mean", "weight: 50%,", "weight: 30%,", "weight: 20%,")
        assert of(text, "2", "3", "4").score == "5/2"

    def test_a_part_without_weight_does_not_count(self):
        text = parts("aggregate: geometric_mean", "weight: 0%,", "weight: 50%,", "weight: 50%,")
        assert of(text, "-5", "2", "8").score == "4"

    def test_a_part_that_does_not_apply_is_left_out(self):
        text = parts("aggregate: geometric_mean", "applies: {when: 适用, otherwise: leave_out},")
        assert of(text, "5", "2", "8", also={"适用": False}).score == "4"

    def test_nothing_that_applies_is_not_applicable(self):
        gone = "applies: {when: 适用, otherwise: leave_out},"
        done = of(parts("aggregate: harmonic_mean", gone, gone, gone), "1", "2", "3", also={"适用": False})
        assert done.node("全部").state == "not_applicable"

    def test_rates(self):
        text = """
            fields: {x: number, y: number}
            indicators:
              - id: 全部
                points: 100
                aggregate: geometric_mean
                of: rates
                indicators:
                  - {id: a, points: 10, rules: [{award: x}]}
                  - {id: b, points: 5, rules: [{award: y}]}
        """
        assert score(text, {"x": "9", "y": "2"}).score == "60"

    @pytest.mark.parametrize("aggregate", ["mean", "geometric_mean", "harmonic_mean", "median", "minimum", "maximum"])
    def test_parts_with_different_points_need_of(self, aggregate):
        text = f"""
            points: 10
            indicators:
              - id: 全部
                aggregate: {aggregate}
                indicators:
                  - {{id: a, points: 10, rules: [{{deduct: 1, for: 甲}}]}}
                  - {{id: b, points: 5, rules: [{{deduct: 1, for: 乙}}]}}
        """
        assert [problem.code for problem in bind(text)[1]] == ["mean_of_what"]

    @pytest.mark.parametrize("aggregate", ["sum", "mean", "median", "minimum", "maximum"])
    def test_weights_go_with_means_that_take_them(self, aggregate):
        text = parts(f"aggregate: {aggregate}", *["weight: 30%,"] * 3)
        assert [problem.code for problem in bind(text)[1]] == ["weight_without_weighted_mean"]

    def test_all_parts_have_weights_or_none(self):
        assert [problem.code for problem in bind(parts("aggregate: geometric_mean", "weight: 100%,"))[1]] == [
            "weight_missing"
        ]

    def test_weights_add_up(self):
        text = parts("aggregate: harmonic_mean", *["weight: 30%,"] * 3)
        assert [problem.code for problem in bind(text)[1]] == ["weights_sum"]

    def test_points_made_whole(self):
        assert of(parts("aggregate: geometric_mean\n    scaled_to: 50"), "1", "2", "4").score == "10"


class TestNoValue:
    def test_a_negative_part_of_a_geometric_mean(self):
        text = parts("aggregate: geometric_mean")
        done = of(text, "-1", "2", "4")
        assert (done.state, done.node("全部").state) == ("provisional", "unscored")
        assert causes(text, done) == ["有负数时不能求几何平均：a"]
        assert causes(text, done, "en") == ["the geometric mean takes no negative parts: a"]

    def test_a_zero_part_of_a_harmonic_mean(self):
        text = parts("aggregate: harmonic_mean")
        done = of(text, "0", "2", "0")
        assert causes(text, done) == ["有一项为零，不能求调和平均：a, c"]
        assert causes(text, done, "en") == ["the harmonic mean cannot be computed where a part is zero: a, c"]
        assert limits(done.node("全部").interval) == (None, None)

    def test_a_negative_part_of_a_harmonic_mean(self):
        text = parts("aggregate: harmonic_mean")
        assert causes(text, of(text, "-2", "0", "1")) == ["有负数时不能求调和平均：a"]


class TestBounds:
    @pytest.mark.parametrize(
        ("aggregate", "expected"),
        [
            ("geometric_mean", ("0", "4")),
            ("harmonic_mean", ("0", "4")),
            ("median", ("2", "8")),
            ("minimum", ("0", "2")),
            ("maximum", ("8", "10")),
        ],
    )
    def test_the_third_part_is_open(self, aggregate, expected):
        text = parts(f"aggregate: {aggregate}").replace("floor: none, ceiling: none,", "ceiling: 4,")
        text = text if aggregate in ("geometric_mean", "harmonic_mean") else text.replace("ceiling: 4,", "")
        values = ("4", "4", None) if aggregate in ("geometric_mean", "harmonic_mean") else ("2", "8", None)
        assert limits(of(text, *values).node("全部").interval) == expected

    def test_an_open_part_may_be_left_out(self):
        text = parts("aggregate: minimum", "", "", "applies: {when: 适用, otherwise: leave_out},")
        found = of(text.replace("floor: none, ceiling: none,", ""), "2", "8", "5").node("全部").interval
        assert limits(found) == ("0", "2")

    def test_without_a_ceiling_there_is_no_bound(self):
        found = of(parts("aggregate: geometric_mean"), "4", "4", None).node("全部").interval
        assert limits(found) == ("0", None)


class TestMissing:
    def test_by_default_a_missing_part_leaves_the_branch_unscored(self):
        for keys in ("aggregate: mean", "aggregate: mean\n    missing: unscored"):
            done = of(parts(keys), "6", "8", None)
            assert (done.state, done.score) == ("provisional", None)

    def test_left_out_of_a_mean(self):
        done = of(parts("aggregate: mean\n    missing: leave_out"), "6", "8", None)
        assert (done.state, done.score, done.node("c").state) == ("final", "7", "unscored")
        assert [say(item.reason, "zh") for item in done.node("全部").items] == ["未评的部分不计入：c"]
        assert [say(item.reason, "en") for item in done.node("全部").items] == ["unscored parts are left out: c"]
        assert [owed.indicators for owed in done.card.owed] == [("c",)]

    def test_left_out_of_a_sum_it_takes_its_points_along(self):
        done = of(parts("missing: leave_out"), "6", "8", None)
        assert (done.score, done.node("全部").points) == ("14", 20)

    def test_made_whole(self):
        assert of(parts("missing: leave_out\n    scaled_to: 30"), "6", "8", None).score == "21"

    def test_weights_are_made_whole(self):
        text = parts("aggregate: weighted_mean\n    missing: leave_out", "weight: 50%,", "weight: 25%,", "weight: 25%,")
        assert of(text, "6", "3", None).score == "5"

    def test_where_only_a_bonus_is_scored_there_is_nothing_to_make_whole(self):
        text = parts("missing: leave_out\n    scaled_to: 30").replace("points: 10", "points: 0", 1)
        assert of(text, "6", None, None).node("全部").state == "unscored"
        assert of(text, "0", "5", None).score == "15"

    def test_where_everything_is_missing_there_is_no_score(self):
        text = parts("aggregate: mean\n    missing: leave_out").replace("floor: none, ceiling: none,", "")
        done = of(text, None, None, None)
        assert (done.node("全部").state, limits(done.node("全部").interval)) == ("unscored", ("0", "10"))
        assert len(causes(text, done)) == 3

    def test_of_the_document(self):
        text = """
            fields: {x: number, y: number}
            aggregate: geometric_mean
            missing: leave_out
            indicators:
              - {id: a, points: 10, rules: [{award: x}]}
              - {id: b, points: 10, rules: [{award: y}]}
        """
        assert score(text, {"x": "8"}).score == "8"

    def test_a_leaf_has_neither_key(self):
        for key in ("missing: leave_out", "at_least: 1"):
            with pytest.raises(ValueError, match="branch_key_on_leaf"):
                bind(f"indicators: [{{id: a, points: 5, {key}, rules: [{{deduct: 1, for: 甲}}]}}]")


class TestAtLeast:
    @pytest.mark.parametrize(
        ("least", "values", "state"),
        [
            ("2", ("6", "8", None), "scored"),
            ("3", ("6", "8", None), "unscored"),
            ("50%", ("6", "8", None), "scored"),
            ("50%", ("6", None, None), "unscored"),
            ("67%", ("6", "8", None), "unscored"),
            ("100%", ("6", "8", "9"), "scored"),
        ],
    )
    def test_so_many_parts_must_be_scored(self, least, values, state):
        done = of(parts(f"aggregate: mean\n    missing: leave_out\n    at_least: {least}"), *values)
        assert done.node("全部").state == state

    def test_what_is_owed(self):
        text = parts("aggregate: mean\n    missing: leave_out\n    at_least: 3")
        done = of(text, "6", "8", None)
        assert causes(text, done) == ["“全部”只评出 2 个部分，至少要 3 个", "z"]
        assert causes(text, done, "en") == ["'全部' has 2 scored parts; at least 3 must be scored", "z"]

    def test_bounds_enclose_what_the_missing_part_may_bring(self):
        text = parts("aggregate: mean\n    missing: leave_out\n    at_least: 3").replace(
            "floor: none, ceiling: none,", ""
        )
        assert limits(of(text, "6", "8", None).node("全部").interval) == ("4.666666…", "8")

    def test_a_part_that_does_not_apply_counts_as_missing(self):
        text = parts("aggregate: mean\n    at_least: 3", "applies: {when: 适用, otherwise: leave_out},")
        done = of(text, "1", "2", "3", also={"适用": False})
        assert causes(text, done) == ["“全部”只评出 2 个部分，至少要 3 个"]
        assert of(text, "1", "2", "3", also={"适用": True}).score == "2"

    def test_where_nothing_applies_there_are_too_few(self):
        gone = "applies: {when: 适用, otherwise: leave_out},"
        text = parts("aggregate: mean\n    at_least: 1", gone, gone, gone)
        assert causes(text, of(text, "1", "2", "3", also={"适用": False})) == ["“全部”只评出 0 个部分，至少要 1 个"]

    @pytest.mark.parametrize(("unit_class", "state"), [("zone", "scored"), ("county", "unscored")])
    def test_a_share_is_of_the_parts_for_the_unit(self, unit_class, state):
        text = parts("aggregate: mean\n    missing: leave_out\n    at_least: 60%", "only_for: [county],")
        done = of(text, None, "2", None, unit_class=unit_class)
        assert done.node("全部").state == "unscored"
        done = of(text, None, "2", "3", unit_class=unit_class)
        assert done.node("全部").state == "scored"
        text = text.replace("60%", "70%")
        assert of(text, None, "2", "3", unit_class=unit_class).node("全部").state == state

    def test_not_while_something_is_still_to_come(self):
        text = parts("aggregate: mean\n    at_least: 3")
        assert causes(text, of(text, "6", "8", None)) == ["z"]

    @pytest.mark.parametrize("least", ["0", "-1", "0%", "101%"])
    def test_what_it_takes(self, least):
        with pytest.raises(ValueError, match="at_least_range"):
            bind(parts(f"aggregate: mean\n    at_least: {least}"))


class TestSentences:
    @pytest.mark.parametrize(
        ("rule", "values", "zh", "en"),
        [
            (
                "{award: sqrt(x)}",
                {"x": "-4"},
                "负数没有平方根：sqrt(-4)",
                "a negative number has no square root: sqrt(-4)",
            ),
            (
                "{award: ln(x)}",
                {"x": "0"},
                "只有大于零的数才有对数：ln(0)",
                "only a number above zero has a logarithm: ln(0)",
            ),
        ],
    )
    def test_what_has_no_real_value(self, rule, values, zh, en):
        text = f"{{fields: {{x: number}}, points: 10, rules: [{rule}]}}"
        done = score(text, values)
        rubric = rubric_of(text)
        assert [cause_text(rubric, cause, "zh") for cause in done.node().causes] == [zh]
        assert [cause_text(rubric, cause, "en") for cause in done.node().causes] == [en]

    def test_rounded_to_hundreds(self):
        text = "{fields: {x: number}, points: 10000, round: {places: -2}, rules: [{award: x}]}"
        done = score(text, {"x": "1250"})
        assert done.told()[1:] == ["(cut) +50 四舍五入，取 100 的整倍数"]
        assert done.told("en")[1:] == ["(cut) +50 rounded half up to a multiple of 100"]

    @pytest.mark.parametrize(
        ("aggregate", "zh", "en"),
        [
            ("mean", "各部分平均 3 分", "the mean of the parts is 3"),
            ("geometric_mean", "各部分几何平均 2 分", "the geometric mean of the parts is 2"),
            ("harmonic_mean", "各部分调和平均 1.5 分", "the harmonic mean of the parts is 1.5"),
            ("median", "各部分中位数 1 分", "the median of the parts is 1"),
            ("minimum", "各部分中最低 1 分", "the least of the parts is 1"),
            ("maximum", "各部分中最高 7 分", "the greatest of the parts is 7"),
        ],
    )
    def test_the_scorecard_names_the_aggregate(self, aggregate, zh, en):
        values = {"geometric_mean": ("1", "2", "4"), "harmonic_mean": ("1", "2", "2")}.get(aggregate, ("1", "1", "7"))
        rubric = rubric_of(parts(f"aggregate: {aggregate}"))
        found = lawscore.assess(rubric, {"u": dict(zip("xyz", map(Fraction, values), strict=True))})["u"]
        assert zh in found.explain("全部", language="zh").splitlines()[-1]
        assert en in found.explain("全部", language="en").splitlines()[-1]


def test_bounds_of_an_open_whole_hold_what_is_left_out_below_it():
    """The branch counts 5 without b; with b it may come to anything from 2.5 to 7.5."""
    text = """
    fields: {甲项: number, 乙项: number, 丙项: number}
    indicators:
      - id: m
        aggregate: mean
        missing: leave_out
        indicators:
          - {id: a, points: 10, rules: [{award: 甲项}]}
          - {id: b, points: 10, rules: [{award: 乙项}]}
      - {id: c, points: 10, rules: [{award: 丙项}]}
    """
    found = score(text, {"甲项": 5})
    assert found.state == "provisional"
    assert found.node("m").score == 5
    assert found.card.bounds == (Fraction(5, 2), Fraction(35, 2))
    later = score(text, {"甲项": 5, "乙项": 10, "丙项": 10})
    assert later.score == "35/2"
    settled = score(text, {"甲项": 5, "丙项": 10})
    assert settled.card.bounds == (15, 15)
