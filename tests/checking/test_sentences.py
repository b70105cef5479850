"""What a sentence says against what its rule does: figures in Chinese and Arabic, both named; no word taken for a figure."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.checking import check_rubric
from lawscore.checking.figures import sentence_of
from lawscore.checking.numerals import number_of
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from tests.support import bind, rubric_of

FIELDS = (
    "{率: percent, 件: count, 数: count, 日: date, 表: {type: records, fields: {级: {choice: [省, 市]}, 重: yesno}}}"
)


def found(rule: str, text: str, rest: str = "") -> list[Problem]:
    whole = f"""
        fields: {FIELDS}
        points: 5
        {rest}
        rules: [{{id: r1, {rule}, text: "{text}"}}]
    """
    return [problem for problem in check_rubric(rubric_of(whole)) if problem.code == "text_disagrees"]


def told(rule: str, text: str, rest: str = "") -> list[str]:
    """What is said in Chinese, without what is always the same."""
    said = [problem.message("zh") for problem in found(rule, text, rest)]
    return [one.removeprefix("指标“a”的规则“r1”，条文写") for one in said]


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        ("deduct: 0.2, each: 件", "每件扣0.5分", "“扣0.5分”，规则却是 deduct: 0.2"),
        ("deduct: 0.2, each: 件", "每件扣零点五分", "“扣零点五分”，规则却是 deduct: 0.2"),
        ("deduct: 0.2, each: 件", "每件扣半分", "“扣半分”，规则却是 deduct: 0.2"),
        ("deduct: 1, each: 件", "每件扣两分", "“扣两分”，规则却是 deduct: 1"),
        ("deduct: 3, each: 件", "每件扣２分", "“扣2分”，规则却是 deduct: 3"),
        ("deduct: 1, when: 率 < 95%", "低于90%的扣1分", "“90%”，规则却是 when: 率 < 95%"),
        ("deduct: 1, when: 率 < 95%", "低于百分之九十的扣1分", "“百分之九十”，规则却是 when: 率 < 95%"),
        ("deduct: 1, when: 率 < 95%", "九成以下的扣1分", "“九成”，规则却是 when: 率 < 95%"),
        ("deduct: 1, each: 件, at_most: 3", "每件扣1分，最多扣2分", "“最多扣2分”，规则却是 at_most: 3"),
        ("deduct: 1, each: 件, at_most: 3", "每件扣1分，不得超过两分", "“不得超过两分”，规则却是 at_most: 3"),
        (
            "deduct: 1, per: 2%, below: 90%, of: 率, partial: ignored",
            "低于90%的，每低1个百分点扣1分",
            "“1个百分点”，规则却是 per: 2%",
        ),
        (
            "deduct: 1, per: 1%, below: 90%, of: 率, partial: counts_as_whole",
            "低于90%的，每低1个百分点扣1分，不足1个百分点的按比例计算",
            "“不足1个百分点的按比例”，规则却是 partial: counts_as_whole",
        ),
        (
            "deduct: 1, per: 1%, below: 90%, of: 率, partial: in_proportion",
            "低于90%的，每低1个百分点扣1分，不足1个百分点按1个百分点计",
            "“不足1个百分点按1个百分点计”，规则却是 partial: in_proportion",
        ),
        (
            "deduct: 1, per: 1%, below: 90%, of: 率, partial: in_proportion",
            "低于90%的，每低1个百分点扣1分，不足1个百分点的不扣分",
            "“不足1个百分点的不扣”，规则却是 partial: in_proportion",
        ),
        ("deduct: 1, per: 1, below: 6, of: 件", "不少于4件，每少1件扣1分", "“4件”，规则却是 below: 6"),
        (
            "deduct: 1, per: 50000, above: 100000, of: 数, partial: ignored",
            "超过20万元的，每超5万元扣1分",
            "“20万元”，规则却是 above: 100000",
        ),
        ("deduct: 1, each: 件", "每2件扣1分", "“2件”，规则却是 each: 件"),
        ("award: 2, for: 有表彰", "有表彰的扣2分", "“扣2分”，规则却是 award: 2"),
        ("deduct: 2, for: 有通报", "有通报的加2分", "“加2分”，规则却是 deduct: 2"),
        ("deduct: {first: 1, then: 3}, each: 件", "第一件扣1分，以后每件扣2分", "“扣2分”，规则却是 deduct.then: 3"),
        ("deduct: {from: 0.5, up_to: 3}, for: 情节", "视情节扣0.5分至2分", "“2分”，规则却是 deduct.up_to: 3"),
        ("deduct: {one_of: [1, 3]}, for: 情节", "视情节扣1分、2分", "“2分”，规则却是 deduct.one_of.2: 3"),
        (
            "deduct: {by: 级, prices: {省: 3, 市: 1}}, each: 表",
            "省、市级每次分别扣2分、1分",
            "“扣2分”，规则却是 deduct.prices.省: 3",
        ),
        (
            "deduct: 1, each: 表, times: [{factor: 3, where: 重}]",
            "每件扣1分，情节严重的加倍",
            "“加倍”，规则却是 times.1.factor: 3",
        ),
        (
            "award: {by: 率, bands: [{from: 90%, points: 4}, {from: 60%, points: 2}], else: 0}",
            "90%以上的得5分，60%以上的得2分，其余不得分",
            "“得5分”，规则却是 award.bands.1.points: 4",
        ),
        (
            "deduct: 1, per: 1 day, above: 2024-03-31, of: 日",
            "2024年4月30日以后报送的，每迟1日扣1分",
            "“2024年4月30日”，规则却是 above: 2024-03-31",
        ),
        ("deduct: 1, when: 率 > 5%", "超过千分之五的扣1分", "“千分之五”，规则却是 when: 率 > 5%"),
        ("deduct: 1, when: 率 > 5%", "超过5‰的扣1分", "“5‰”，规则却是 when: 率 > 5%"),
        ("deduct: 1, each: 件", "每件扣1分半", "“扣1分半”，规则却是 deduct: 1"),
        ("deduct: 2, for: 未公开", "未公开的，本项不得分", "“不得分”，规则却是 deduct: 2"),
        ("deduct: all, for: 未公开", "未公开的扣2分", "“扣2分”，规则却是 deduct: all"),
        ("deduct: 1, when: 件 > 0", "逾期的每件扣1分", "“每件扣1分”，规则却不论多少只计一次"),
        ("deduct: 1, when: 件 > 0", "逾期的每件扣一分", "“每件扣一分”，规则却不论多少只计一次"),
        (
            "award: {by: 数, bands: [{from: 85, points: 5}], else: 0}",
            "测评分90分以上的得5分，其余不得分",
            "“90分”，规则却是 award.bands.1.from: 85",
        ),
        (
            "deduct: 0.1, per: 1%, below: 80%, of: 率, partial: ignored",
            "每低于全市平均2个百分点扣0.1分",
            "“2个百分点”，规则却是 per: 1%",
        ),
    ],
)
def test_both_figures_are_named(rule: str, text: str, said: str):
    assert told(rule, text) == [said]
    (problem,) = found(rule, text)
    assert problem.severity == "warning"
    assert problem.message("en").startswith("the sentence of the rule 'r1' of 'a' says '")


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        ("deduct: 1, each: 件", "每件扣1分，最多扣3分", "“最多扣3分”，规则中可能漏了这个数"),
        ("deduct: 1, each: 件", "每件扣1分，情节严重的每件扣2分", "“扣2分”，规则中可能漏了这个数"),
        (
            "award: {by: 率, bands: [{from: 90%, points: 5}, {from: 60%, points: 2}], else: 0}",
            "90%以上的得5分，60%以上的得2分，30%以上的得1分",
            "“得1分”，规则中可能漏了这个数",
        ),
    ],
)
def test_a_figure_that_the_rule_lacks_may_be_meant(rule: str, text: str, said: str):
    problems = found(rule, text)
    assert problems[0].severity == "note"
    assert told(rule, text)[0] == said
    assert problems[0].where.path[-1] == "text"


def test_in_english():
    (problem,) = found("deduct: 0.2, each: 件", "每件扣0.5分")
    assert problem.message("en") == "the sentence of the rule 'r1' of 'a' says '扣0.5分', but the rule has deduct: 0.2"
    (problem,) = found("deduct: 1, each: 件", "每件扣1分，最多扣3分")
    assert (
        problem.message("en")
        == "the sentence of the rule 'r1' of 'a' says '最多扣3分', and the rule may lack that figure"
    )
    (problem,) = found("deduct: 1, when: 件 > 0", "逾期的每件扣1分")
    assert problem.message("en") == (
        "the sentence of the rule 'r1' of 'a' says '每件扣1分', but the rule charges once, however many there are"
    )


@pytest.mark.parametrize(
    ("rule", "text", "rest"),
    [
        ("deduct: 1, each: 件", "违反《第3号令》和“十个一律”的，每件扣1分", ""),
        ("deduct: 1, each: 件", "第5.2项已扣的不再扣，2023年1月至10月每件扣1分", ""),
        ("deduct: 1, each: 件", "按一案一卷、两单两库的要求，十分重要的每件扣一分", ""),
        ("deduct: 1, each: 件, at_most: 3", "每件扣1分，扣完为止", ""),
        ("deduct: 1, each: 件", "每件扣1分，本项最多扣5分", ""),
        ("award: 1, each: 件", "每件加1分，最多加3分", "ceiling: 3\n        start: zero"),
        ("deduct: 2, each: 表, times: [{factor: 0.5, where: 重}]", "每件扣2分，配合单位每件扣1分", ""),
        ("deduct: {up_to: 1}, for: 情节", "酌情扣分，最多扣1分", ""),
        ("deduct: 5, for: 未公开", "未公开的不得分", ""),
        ("award: 5, in_proportion_to: 件 / 12", "按实际次数占12次的比例得分，满分5分", ""),
        ("deduct: 0.5, each: 件, at_most: 3", "每发生一起扣0.5分，扣完3分为止", ""),
        ("deduct: 0.5, each: 件, at_most: 3", "每发生一起扣0.5分，扣至3分为止", ""),
        ("deduct: 1.5, each: 件", "每件扣1分半", ""),
        ("deduct: 1, when: 率 > 0.5%", "超过千分之五的扣1分", ""),
        ("deduct: 1, when: 率 > 0.5%", "超过5‰的扣1分", ""),
        ("deduct: 1, each: 件, unless: 数 < 10", "每件扣1分，审结不足10件的不扣分", ""),
        ("deduct: 1, when: 件 >= 2", "发现两次以上的扣1分", ""),
        ("deduct: 1, when: 件 >= 2", "发现2次（含）以上的扣1分", ""),
        ("award: 2, each: 件", "每举办1场活动得2分", ""),
        ("deduct: 1, each: 件", "每件扣1分，扣完5分后继续扣", ""),
        ("award: {by: 数, bands: [{from: 90, points: 5}], else: 0}", "测评分90分以上的得5分，低于90分的不得分", ""),
        ("deduct: 数", "按核定的数扣分，一般不超过3件", ""),
        ("deduct: 加权, for: 情节", "每件扣2分，再乘以0.5", "measures: {加权: 件 * 2}"),
    ],
)
def test_nothing_is_said_of_what_agrees(rule: str, text: str, rest: str):
    assert told(rule, text, rest) == []


PAGES = sorted((Path(__file__).parents[2] / "docs" / "rules").glob("*.zh-CN.md"))
BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_rules_of_the_pages_do_what_they_say(page: Path):
    rubrics = [
        rubric for block in BLOCK.findall(page.read_text(encoding="utf-8")) if (rubric := _whole(block)) is not None
    ]
    said = [one.message("zh") for rubric in rubrics for one in check_rubric(rubric) if one.code == "text_disagrees"]
    assert rubrics
    assert said == []


def _whole(block: str) -> Rubric | None:
    """The rubric of a block; None where the block is a part of one, or needs another."""
    try:
        return bind(block)[0]
    except (ValueError, AttributeError):
        return None


def test_a_combination_speaks_for_its_parts():
    text = """
        fields: {件: count}
        points: 5
        rules:
          - {id: both, text: 两项合计最多扣1分, at_most: 2, sum_of: [{deduct: 1, for: 甲}, {deduct: 1, for: 乙}]}
    """
    problems = [one for one in check_rubric(rubric_of(text)) if one.code == "text_disagrees"]
    assert [one.message("zh") for one in problems] == ["指标“a”的规则“both”，条文写“最多扣1分”，规则却是 at_most: 2"]


class TestRepeated:
    RULES = "{points: 6, fields: {件: count, 数: count}, rules: [%s]}"

    def codes(self, rules: str, code: str) -> list[str]:
        return [one.message("zh") for one in check_rubric(rubric_of(self.RULES % rules)) if one.code == code]

    def test_one_sentence_with_the_same_figures_is_no_slip(self):
        assert (
            self.codes(
                "{deduct: 1, each: 件, text: 每件扣1分}, {deduct: 1, each: 数, text: 每件扣1分}", "text_repeated"
            )
            == []
        )

    def test_in_another_indicator_a_sentence_without_figures_may_come_again(self):
        text = """
            points: "10"
            indicators:
              - {id: a, points: 5, rules: [{deduct: {up_to: 1}, for: 甲, text: 酌情扣分}]}
              - {id: b, points: 5, rules: [{deduct: {up_to: 2}, for: 乙, text: %s}]}
        """
        said = [one for one in check_rubric(rubric_of(text % "酌情扣分")) if one.code == "text_repeated"]
        assert said == []

    @pytest.mark.parametrize(
        ("rules", "count"),
        [
            ("{deduct: 1, each: 件}, {deduct: 2, each: 件}", 1),
            ("{deduct: 1, each: 件}, {deduct: 2, each: 数}", 0),
            ("{deduct: 1, each: 件, unless: 数 > 3}, {deduct: 2, each: 件}", 0),
            ("{highest_of: [{deduct: 1, each: 件}, {deduct: 2, for: 甲}]}, {deduct: 2, each: 件}", 0),
            ("{sum_of: [{deduct: 1, each: 件}, {deduct: 2, for: 甲}]}, {deduct: 2, each: 件}", 1),
            ("{deduct: 1, for: 甲, text: 甲的}, {id: x, deduct: 2, for: 甲, basis: 乙}", 1),
            ("{award: 1, each: 件}, {award: 2, each: 件}", 0),
            ("{deduct: 件}, {deduct: 数}", 0),
        ],
    )
    def test_one_occasion_charged_twice(self, rules: str, count: int):
        assert len(self.codes(rules, "rule_repeated")) == count


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("text: 2022年内的扣1分", 1), ("text: 2022 年度的扣1分", 1), ("text: 2024年4月1日前报送", 0), ("text: 2025年4月1日前报送", 1),
        ("text: 比2022年下降的", 0), ("text: 与2022年相比", 0), ("text: 自2021年起", 0), ("text: 《2020年规划》规定的", 0),
        ("text: 国办发〔2016年〕的要求", 0), ("text: 2023年内的扣1分", 0), ("evidence: 2020年的台账", 0), ("text: 年内的扣1分", 0),
        ("text: 2021—2023年的", 0),
    ],
)  # fmt: skip
def test_years(key: str, count: int):
    text = f"{{points: 5, rules: [{{deduct: 1, for: 甲, {key}}}]}}"
    assert len([one for one in check_rubric(rubric_of(text)) if one.code == "year_left_over"]) == count


@pytest.mark.parametrize(("version", "count"), [("2023.4", 0), ("2024.1", 1), ("7", 0), ("v2022", 0), ("20231", 0)])
def test_versions(version: str, count: int):
    text = f"{{version: '{version}', points: 5, rules: [{{deduct: 1, for: 甲}}]}}"
    assert len([one for one in check_rubric(rubric_of(text)) if one.code == "version_disagrees"]) == count


DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")


def in_chinese(number: int) -> str:
    """A number up to 99,999,999 as it is written."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = in_chinese(low) if low else ""
        return f"{in_chinese(high)}万{'零' if low and low < 1000 else ''}{rest}"
    digits = [int(digit) for digit in str(number)]
    said = "".join(
        DIGITS[digit] + (UNITS[len(digits) - place - 1] if digit else "") for place, digit in enumerate(digits)
    )
    while "零零" in said:
        said = said.replace("零零", "零")
    said = said.rstrip("零") or "零"
    return said.removeprefix("一") if 10 <= number < 20 else said


@given(st.integers(0, 99_999_999))
def test_a_whole_number_in_chinese_is_read_as_it_is_written(number: int):
    assert number_of(in_chinese(number)) == number


@given(whole=st.integers(0, 9999), after=st.text(st.sampled_from("0123456789"), min_size=1, max_size=4))
def test_a_decimal_in_chinese_is_read_as_it_is_written(whole: int, after: str):
    said = f"{in_chinese(whole)}点{''.join(DIGITS[int(digit)] for digit in after)}"
    assert number_of(said) == Fraction(f"{whole}.{after}")


@given(points=st.decimals("0.01", "99", places=2), cap=st.integers(1, 90), step=st.integers(1, 30))
def test_figures_are_found_whatever_they_are(points, cap: int, step: int):
    text = f"低于90%的，每低{step}个百分点扣{points}分，最多扣{in_chinese(cap)}分"
    figures = {figure.role: figure.readings for figure in sentence_of(text).figures}
    assert Fraction(str(points)) in figures["price"]
    assert Fraction(cap) in figures["cap"]
    assert Fraction(step, 100) in figures["step"]
    assert Fraction(9, 10) in figures["limit"]
