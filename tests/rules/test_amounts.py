"""Amounts: what one occurrence costs or earns, and how the item says so."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from inline_snapshot import snapshot

from lawscore.expressions.values import Cause, NotApplicable
from lawscore.rules.amounts import Assessed
from tests.support import NONE, bind, score


class TestMeasures:
    def test_a_measure_is_the_points(self):
        done = score(
            "{fields: {迟报件: count}, points: 5, rules: [{deduct: 迟报件 * 0.5, text: 迟报一件扣0.5分}]}",
            {"迟报件": 3},
        )
        assert done.score == "7/2"
        assert done.told() == snapshot(["-1.5 迟报一件扣0.5分：迟报件 * 0.5为 1.5；1.5 分"])
        assert done.told("en") == snapshot(["-1.5 迟报一件扣0.5分: 迟报件 * 0.5 is 1.5; counts 1.5"])

    def test_out_of_makes_the_measure_a_share_of_the_points(self):
        done = score(
            "{fields: {外评: number}, points: 15, rules: [{award: 外评, out_of: 100, text: 外部评价折算}]}",
            {"外评": 80},
        )
        assert done.score == "12"
        assert done.told() == snapshot(["+12 外部评价折算：外评为 80；80 分 × 0.15 = 12 分"])

    def test_an_import_keeps_its_text_basis_and_evidence(self):
        text = """
            fields: {外评: number}
            points: 15
            rules: [{import: 外评, out_of: 100, text: 按外部评价折算, basis: 外部评价办法, evidence: 评价报告}]
        """
        item = score(text, {"外评": "92.3"}).card.items[0]
        assert (item.basis, item.evidence) == (("外部评价办法",), "评价报告")

    def test_an_import_may_be_a_deduction(self):
        done = score(
            "{fields: {信访扣分: number}, points: 5, rules: [{import: 信访扣分, as: deduct}]}", {"信访扣分": "3.5"}
        )
        assert (done.score, done.asked) == ("3/2", ["-7/2"])

    def test_a_deduction_that_comes_out_negative_is_unscored(self):
        done = score("{fields: {n: count}, points: 5, rules: [{deduct: n - 3}]}", {"n": 1})
        assert (done.node().state, done.owed()) == ("unscored", ["out_of_reach r1 -2"])

    def test_a_denominator_of_zero_leaves_the_leaf_unscored(self):
        done = score("{fields: {a: count, b: count}, points: 5, rules: [{deduct: a / b}]}", {"a": 1, "b": 0})
        assert (done.node().state, done.owed()) == ("unscored", ["zero_denominator a / b"])

    def test_a_missing_value_leaves_the_leaf_unscored(self):
        done = score("{fields: {a: count}, points: 5, rules: [{deduct: a}]}")
        assert (done.node().state, done.owed()) == ("unscored", ["value a"])


class TestAll:
    def test_all_takes_what_is_left_and_comes_last(self):
        text = "{fields: {建立: yesno, 件: count}, points: 5, rules: [{deduct: all, when: not 建立}, {deduct: 1, each: 件}]}"
        done = score(text, {"建立": False, "件": 2})
        assert (done.score, done.asked) == ("0", ["-2", "-3"])
        assert done.told() == snapshot(["-2 件为 2；2 × 1 分 = 2 分", "-3 该项不得分"])

    def test_all_never_raises(self):
        text = "{fields: {件: count}, points: 5, floor: 0, rules: [{deduct: all, when: 件 > 1}, {deduct: 3, each: 件}]}"
        assert score(text, {"件": 2}).asked == ["-6", "0", "1"]

    @pytest.mark.parametrize(
        "rule",
        [
            "{deduct: {by: 级, prices: {甲: all, 乙: 1}}}",
            "{deduct: {by: 件, bands: [{from: 3, points: all}], else: 0}}",
            "{deduct: {by: 件, bands: [{from: 3, points: 1}], else: all}}",
            "{deduct: {by: 级, prices: {甲: 1}, else: all}}",
            "{deduct: 1, each: 件, times: [{factor: all}]}",
            "{deduct: 1, each: 件, plus: [{add: all}]}",
        ],
    )
    def test_all_is_no_figure_inside_another_amount(self, rule: str):
        rubric, problems = bind(f"{{fields: {{件: count, 级: {{choice: [甲, 乙]}}}}, points: 5, rules: [{rule}]}}")
        assert rubric is None
        assert [problem.code for problem in problems] == ["all_inside"]


class TestAssessed:
    TEXT = "{points: 5, rules: [{deduct: {from: 0.5, up_to: 2, step: 0.5}, for: 配合不积极%s, text: 配合不积极的，扣0.5至2分}]}"

    def test_the_assessor_and_the_reason_are_told(self):
        done = score(self.TEXT % "", answers={"配合不积极": "1.5"})
        assert done.score == "7/2"
        assert done.told() == snapshot(["-1.5 配合不积极的，扣0.5至2分：省考核组评定 1.5 分，理由：情节较重"])
        assert done.told("en") == snapshot(["-1.5 配合不积极的，扣0.5至2分: 省考核组 set 1.5, because: 情节较重"])

    @pytest.mark.parametrize("answer", ["0", "no"])
    def test_nothing_to_charge(self, answer: str):
        done = score(self.TEXT % "", answers={"配合不积极": answer})
        assert (done.score, done.asked) == ("5", [])

    def test_yes_without_a_figure_is_unscored(self):
        assert score(self.TEXT % "", answers={"配合不积极": "yes"}).owed() == ["answer a/配合不积极"]

    def test_no_entry_is_unscored_unless_optional(self):
        assert score(self.TEXT % "").node().state == "unscored"
        assert score(self.TEXT % ", optional: true").score == "5"

    @pytest.mark.parametrize(
        ("figure", "code"), [("1.7", "answer_off_step"), ("2.5", "answer_out_of_range"), ("1.5", None)]
    )
    def test_a_figure_beside_the_steps_is_told(self, figure: str, code: str | None):
        amount = Assessed.model_validate({"from": "0.5", "up_to": "2", "step": "0.5"})
        wrong = amount.why_not(Fraction(figure))
        assert (wrong[0] if wrong else None) == code

    def test_one_of_a_list(self):
        done = score("{points: 5, rules: [{deduct: {one_of: [5, 3, 1]}, for: 整改不力}]}", answers={"整改不力": 3})
        assert done.asked == ["-3"]


PRICES = """
    fields: {级别: {choice: [中央, 省, 市]}, 已整改: yesno, 名次: count}
    points: 20
    rules: [{deduct: %s}]
"""


class TestPrices:
    @pytest.mark.parametrize(
        ("amount", "values", "asked"),
        [
            ("{by: 级别, prices: {中央: 10, 省: 5, 市: 2}}", {"级别": "省"}, ["-5"]),
            ("{by: 级别, prices: {中央: 10, 省: 5}, else: 0}", {"级别": "市"}, []),
            ("{by: 已整改, prices: {是: 0, 否: 3}}", {"已整改": False}, ["-3"]),
            ("{by: 名次, prices: {1: 9, 2: 6}, else: 1}", {"名次": 7}, ["-1"]),
            ("{by: 名次 * 2, prices: {2: 9}, else: 1}", {"名次": 1}, ["-9"]),
            ("{by: 级别, prices: {中央: 名次 * 2, 省: 1, 市: 1}}", {"级别": "中央", "名次": 3}, ["-6"]),
        ],
    )
    def test_by_one_field(self, amount: str, values: dict[str, object], asked: list[str]):
        assert score(PRICES % amount, values).asked == asked

    def test_by_two_fields(self):
        amount = "{by: [级别, 已整改], prices: {中央: {是: 5, 否: 10}, 省: {是: 2, 否: 5}}, else: 1}"
        done = score(PRICES % amount, {"级别": "省", "已整改": False})
        assert done.asked == ["-5"]
        assert done.told() == snapshot(["-5 省、否；5 分"])
        assert score(PRICES % amount, {"级别": "市", "已整改": True}).asked == ["-1"]

    def test_a_value_without_a_price_is_unscored(self):
        done = score(PRICES % "{by: 名次, prices: {1: 9, 2: 6}}", {"名次": 3})
        assert (done.node().state, done.owed()) == ("unscored", ["no_price 名次 3"])

    def test_an_assessor_may_set_one_of_the_prices(self):
        text = PRICES % "{by: 级别, prices: {中央: {up_to: 10}, 省: 5, 市: 2}}"
        assert score(text, {"级别": "中央"}, {"r1": "7.5"}).asked == ["-15/2"]
        assert score(text, {"级别": "中央"}).owed() == ["answer a/r1"]
        assert score(text, {"级别": "省"}).asked == ["-5"]

    def test_several_prices_are_told_apart(self):
        text = """
            fields: {通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [中央, 省]}}}}
            points: 20
            rules: [{deduct: {by: 级别, prices: {中央: 10, 省: 2}}, each: 通报, text: 受到通报的按级别扣分}]
        """
        rows = [{"文号": "一", "级别": "省"}, {"文号": "二", "级别": "中央"}, {"文号": "三", "级别": "省"}]
        done = score(text, {"通报": rows})
        assert done.asked == ["-14"]
        assert done.told() == snapshot(["-14 受到通报的按级别扣分：1 × 10 分（中央） + 2 × 2 分（省） = 14 分"])
        assert done.told("en") == snapshot(["-14 受到通报的按级别扣分: 1 × 10 (中央) + 2 × 2 (省) = 14"])


class TestBands:
    TEXT = "{fields: {率: percent, 件: count, 标准: percent, 日: date}, points: 5, rules: [{award: {by: %s, bands: [%s]%s}}]}"

    @pytest.mark.parametrize(
        ("by", "bands", "other", "values", "total"),
        [
            ("率", "{from: 90%, points: 5}, {from: 80%, points: 3}", ", else: 0", {"率": "80%"}, "3"),
            ("率", "{above: 90%, points: 5}, {from: 80%, points: 3}", ", else: 0", {"率": "90%"}, "3"),
            ("率", "{below: 60%, points: 1}, {to: 90%, points: 3}", ", else: 5", {"率": "60%"}, "3"),
            ("率", "{below: 60%, points: 1}, {to: 90%, points: 3}", ", else: 5", {"率": "90.01%"}, "5"),
            ("率", "{from: 60%, below: 80%, points: 件}", ", else: 0", {"率": "70%", "件": 2}, "2"),
            ("率", "{from: 标准, points: 5}", ", else: 1", {"率": "70%", "标准": "69.5%"}, "5"),
            (
                "日",
                "{to: 2024-01-15, points: 5}, {to: 2024-01-31, points: 3}",
                ", else: 0",
                {"日": date(2024, 1, 16)},
                "3",
            ),
            ("件 * 2", "{from: 5, points: 5}", ", else: 件", {"件": 2}, "2"),
        ],
    )
    def test_the_first_band_that_fits(self, by: str, bands: str, other: str, values: dict[str, object], total: str):
        assert score(self.TEXT % (by, bands, other), values).score == total

    def test_a_value_in_a_gap_is_unscored(self):
        done = score(self.TEXT % ("率", "{from: 90%, points: 5}, {below: 60%, points: 1}", ""), {"率": "75%"})
        assert (done.node().state, [owed.split()[0] for owed in done.owed()]) == ("unscored", ["no_price"])

    def test_the_value_is_told(self):
        done = score(
            self.TEXT % ("率", "{from: 90%, points: 5}, {from: 60%, points: 1}", ", else: 0"), {"率": "89.99%"}
        )
        assert done.told() == snapshot(["+1 率为 89.99%；1 分"])
        assert done.told("en") == snapshot(["+1 率 is 89.99%; counts 1"])


class TestEscalation:
    def test_records_go_by_date_then_by_key(self):
        text = """
            fields: {违纪: {type: records, key: 编号, fields: {编号: text, 日期: date, 严重: yesno}}}
            points: 20
            rules: [{deduct: {first: 1, then: 2}, each: 违纪, ordered_by: 日期, times: [{factor: 3, where: 严重}]}]
        """
        same = date(2023, 5, 1)
        rows = [
            {"编号": "乙", "日期": same, "严重": False},
            {"编号": "丙", "日期": date(2023, 6, 1), "严重": False},
            {"编号": "甲", "日期": same, "严重": True},
        ]
        # 丙 is third; of the two of one day the key decides which is first.
        first = min("甲", "乙")
        expected = "-7" if first == "甲" else "-9"
        assert score(text, {"违纪": rows}).asked == [expected]
        assert score(text, {"违纪": rows[::-1]}).asked == [expected]

    @pytest.mark.parametrize(("n", "asked"), [(0, []), (1, ["-1"]), (3, ["-5"])])
    def test_along_a_count(self, n: int, asked: list[str]):
        assert (
            score("{fields: {n: count}, points: 20, rules: [{deduct: {first: 1, then: 2}, each: n}]}", {"n": n}).asked
            == asked
        )

    def test_both_prices_are_told(self):
        done = score("{fields: {n: count}, points: 20, rules: [{deduct: {first: 1, then: 2}, each: n}]}", {"n": 3})
        assert done.told() == snapshot(["-5 n为 3；2 × 2 分 + 1 × 1 分 = 5 分"])


class TestSeveralPartsMissing:
    """Whatever needs several values takes them as an expression takes its operands, in any order."""

    @pytest.mark.parametrize("by", ["[x, y]", "[y, x]"])
    def test_one_key_that_does_not_apply_makes_the_price_so(self, by: str):
        text = f"""
            fields: {{x: yesno, y: yesno}}
            points: 5
            rules: [{{award: {{by: {by}, prices: {{是: {{是: 1, 否: 2}}, 否: {{是: 3, 否: 4}}}}}}}}]
        """
        done = score(text, {"y": NONE})
        assert done.node().state == "not_applicable"
        assert score(text, {}).owed() == ["value x", "value y"]

    def test_a_price_and_its_changes_owe_all_that_is_missing(self):
        text = """
            fields: {件: count, x: number, f: number, g: number, s: number}
            points: 50
            rules: [{deduct: x, each: 件, times: [{factor: f}, {factor: g}], plus: [{add: s}]}]
        """
        assert score(text, {"件": 2}).owed() == ["value f", "value g", "value s", "value x"]
        assert score(text, {"件": 2, "g": NONE}).node().state == "not_applicable"

    def test_of_a_record_all_that_is_missing_is_owed(self):
        text = """
            fields: {表: {type: records, key: 号, fields: {号: text, x: number, f: number}}}
            points: 50
            rules: [{deduct: x, each: 表, times: [{factor: f}]}]
        """
        gone = NotApplicable((Cause("value", "f"),))
        assert score(text, {"表": [{"号": "一", "f": gone}]}).owed() == ["value f 一", "value x 一"]

    @pytest.mark.parametrize("band", ["{from: a, to: b, points: 1}", "{above: b, below: a, points: 1}"])
    def test_the_limits_of_a_band_hold_together(self, band: str):
        text = f"{{fields: {{x: number, a: number, b: number}}, points: 5, rules: [{{award: {{by: x, bands: [{band}], else: 2}}}}]}}"
        assert score(text, {"x": 5}).owed() == ["value a", "value b"]
        out = {"a": 9} if "from" in band else {"b": 9}
        assert score(text, {"x": 5, **out}).asked == ["2"]
        out = {"b": 1} if "from" in band else {"a": 1}
        assert score(text, {"x": 5, **out}).asked == ["2"]
        gone = {"a": 1, "b": NONE} if "from" in band else {"b": 1, "a": NONE}
        assert score(text, {"x": 5, **gone}).node().state == "not_applicable"

    def test_each_matter_that_cannot_be_told_is_named(self):
        text = """
            fields: {表: {type: records, key: 号, fields: {号: text, 案: text, 日: date}}}
            points: 50
            rules: [{deduct: 1, each: 表, once_per: 案, keep: first, ordered_by: 日}]
        """
        assert score(text, {"表": [{"号": "一"}, {"号": "二"}]}).owed() == ["record 案 一", "record 案 二"]
        rows = [{"号": "一", "案": "甲"}, {"号": "二", "案": "甲"}]
        assert score(text, {"表": rows}).owed() == ["record 日 一", "record 日 二"]
