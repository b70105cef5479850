"""Figures of a sentence in other units than the rule counts in: 20万元 against a field in 元; capital numerals."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.checking import check_rubric
from lawscore.checking.numerals import number_of
from lawscore.checking.units import converted, unit_of
from lawscore.problems import Problem
from tests.support import rubric_of

FIELDS = """{
  元: {type: amount, unit: 元}, 万元: {type: amount, unit: 万元}, 亿元: {type: amount, unit: 亿元}, 无: amount,
  千米: {type: number, unit: 公里}, 人: {type: count, unit: 人},
  表: {type: records, fields: {金额: {type: amount, unit: 万元}}},
}"""


def found(rule: str, text: str, rest: str = "") -> list[Problem]:
    whole = f"""
        fields: {FIELDS}
        points: 5
        {rest}
        rules: [{{id: r1, {rule}, text: "{text}"}}]
    """
    return [problem for problem in check_rubric(rubric_of(whole)) if problem.code == "text_disagrees"]


def told(rule: str, text: str, rest: str = "") -> list[str]:
    said = [problem.message("zh") for problem in found(rule, text, rest)]
    return [one.removeprefix("指标“a”的规则“r1”，条文写") for one in said]


AGREED = [
    ("deduct: 1, per: 50000, above: 200000, of: 元, partial: ignored", "超过20万元的，每超5万元扣1分"),
    ("deduct: 1, per: 5, above: 20, of: 万元, partial: ignored", "超过20万元的，每超5万元扣1分"),
    ("deduct: 1, per: 5, above: 20, of: 万元, partial: ignored", "超过200000元的，每超50000元扣1分"),
    ("deduct: 1, per: 5, above: 20, of: 万元, partial: ignored", "超过二十万元的，每超五万元扣一分"),
    ("deduct: 1, per: 5, above: 20, of: 万元, partial: ignored", "超过贰拾万元的，每超伍万元扣壹分"),
    ("deduct: 1, per: 5, above: 20, of: 无, partial: ignored", "超过20万元的，每超5万元扣1分"),
    ("deduct: 1, per: 50000, above: 200000, of: 无, partial: ignored", "超过20万元的，每超5万元扣1分"),
    ("deduct: 1, when: 亿元 > 1.2", "超过12000万元的扣1分"),
    ("deduct: 1, when: 亿元 > 1.2", "超过1.2亿元的扣1分"),
    ("deduct: 1, when: 元 > 3000", "超过3千元的扣1分"),
    ("deduct: 1, when: 万元 + 万元 > 3", "超过30000元的扣1分"),
    ("deduct: 1, when: 千米 > 3", "超过3000米的扣1分"),
    ("deduct: 1, when: 人 > 20000", "超过2万人的扣1分"),
    ("award: {by: 元, bands: [{from: 200000, points: 5}], else: 0}", "20万元以上的得5分，其余不得分"),
    ("deduct: 1, each: 表, where: 金额 >= 5", "5万元以上的，每件扣1分"),
    ("deduct: 1, each: 表, where: 金额 >= 5", "50000元以上的，每件扣1分"),
    (
        "deduct: 1, per: 10000, above: 0, of: 元, partial: counts_as_whole",
        "每超1万元扣1分，不足1万元的按1万元计",
    ),
]


@pytest.mark.parametrize(("rule", "text"), AGREED)
def test_nothing_is_said_of_the_same_in_another_unit(rule, text):
    assert told(rule, text) == []


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        ("deduct: 1, when: 元 > 20", "超过20万元的扣1分", "“20万元”，规则却是 when: 元 > 20"),
        ("deduct: 1, when: 万元 > 200000", "超过20万元的扣1分", "“20万元”，规则却是 when: 万元 > 200000"),
        ("deduct: 1, when: 万元 > 2", "超过2亿元的扣1分", "“2亿元”，规则却是 when: 万元 > 2"),
        ("deduct: 1, when: 元 > 3", "超过3千元的扣1分", "“3千元”，规则却是 when: 元 > 3"),
        ("deduct: 1, when: 千米 > 300", "超过3000米的扣1分", "“3000米”，规则却是 when: 千米 > 300"),
        ("deduct: 1, when: 元 > 30", "超过叁佰元的扣1分", "“叁佰元”，规则却是 when: 元 > 30"),
        ("deduct: 2, when: 元 > 30", "超过30元的扣叁分", "“扣叁分”，规则却是 deduct: 2"),
        (
            "deduct: 1, per: 5, above: 200000, of: 元, partial: ignored",
            "超过20万元的，每超5万元扣1分",
            "“5万元”，规则却是 per: 5",
        ),
        (
            "deduct: 1, each: 表, where: 金额 >= 50000",
            "5万元以上的，每件扣1分",
            "“5万元”，规则却是 where: 金额 >= 50000",
        ),
        (
            "award: {by: 元, bands: [{from: 20, points: 5}], else: 0}",
            "20万元以上的得5分，其余不得分",
            "“20万元”，规则却是 award.bands.1.from: 20",
        ),
    ],
)
def test_a_figure_in_another_unit_is_another_figure(rule, text, said):
    assert told(rule, text) == [said]


def test_in_english():
    (problem,) = found("deduct: 1, when: 元 > 20", "超过20万元的扣1分")
    assert problem.message("en") == (
        "the sentence of the rule 'r1' of 'a' says '20万元', but the rule has when: 元 > 20"
    )


@pytest.mark.parametrize("measure", ["元 - 元", "{sum: 表, of: 金额}", "{mean: 表, of: 金额}", "{earlier: 万元, years_back: 1, missing: unscored}"])  # fmt: skip
def test_a_measure_is_in_the_unit_of_what_it_is_of(measure):
    rest = f"measures: {{量: {measure.replace('元 - 元', '万元 - 万元')}}}"
    assert told("deduct: 1, when: 量 > 20", "超过20万元的扣1分", rest) == []
    assert told("deduct: 1, when: 量 > 200000", "超过20万元的扣1分", rest) != []


def test_a_measure_in_no_known_unit_may_be_in_either():
    for limit in ("20", "200000"):
        rest = "measures: {量: 万元 / 人}"
        assert told(f"deduct: 1, when: 量 > {limit}", "超过20万元的扣1分", rest) == []


@pytest.mark.parametrize("text", ["队伍建设不力的，每件扣1分", "登陆次数少的，每件扣1分", "执法队伍分散的，每件扣1分"])
def test_words_with_the_sign_of_a_capital_numeral_are_no_figures(text):
    assert told("deduct: 1, each: 表", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("壹仟贰佰", 1200), ("叁拾万", 300_000), ("伍佰零陆", 506), ("柒捌玖", 789), ("肆点伍", Fraction(9, 2)), ("一百〇三", 103)],
)  # fmt: skip
def test_capital_numerals(text, value):
    assert number_of(text) == value


UNITS = ["元", "千元", "万元", "百万元", "亿元"]


@given(st.integers(1, 10**9), st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_law_a_figure_comes_back_from_another_unit(count, said, wanted):
    there = converted(Fraction(count), said, wanted)
    assert there is not None
    assert converted(there, wanted, said) == count
    assert (there == count) == (said == wanted)


def test_units_that_do_not_measure_the_same_are_not_converted():
    assert converted(Fraction(1), "万元", "公里") is None
    assert converted(Fraction(1), "人次", "人") is None
    assert unit_of("") is None
