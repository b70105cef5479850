"""Occasions: when a rule charges, and how often."""

from __future__ import annotations

from datetime import date

import pytest
from inline_snapshot import snapshot

from tests.support import NONE, bind, score

RECORDS = """
    fields: {投诉: {type: records, key: 编号, fields: {编号: text, 办结率: percent, 天数: count}}, 件: count}
    points: 10
    rules: [%s]
"""
THREE = [
    {"编号": "一", "办结率": "80%", "天数": 3},
    {"编号": "二", "办结率": "95%", "天数": 0},
    {"编号": "三", "办结率": "50%", "天数": 1},
]


class TestConditions:
    TEXT = "{fields: {建立: yesno, 件: count}, points: 5, rules: [{deduct: 2, when: %s, text: 未建立制度的扣2分}]}"

    def test_a_condition_that_holds_charges_once(self):
        done = score(self.TEXT % "not 建立", {"建立": False})
        assert (done.score, done.told()) == ("3", snapshot(["-2 未建立制度的扣2分：2 分"]))
        assert done.told("en") == snapshot(["-2 未建立制度的扣2分: counts 2"])

    def test_one_that_does_not_charges_nothing(self):
        assert score(self.TEXT % "not 建立", {"建立": True}).asked == []

    @pytest.mark.parametrize(
        ("when", "values", "total"),
        [
            ("not 建立 and 件 > 2", {"件": 1}, "5"),
            ("not 建立 or 件 > 2", {"件": 3}, "3"),
            ("not 建立 and 件 > 2", {"件": 3}, None),
        ],
    )
    def test_an_unknown_operand_matters_only_where_it_decides(
        self, when: str, values: dict[str, int], total: str | None
    ):
        assert score(self.TEXT % when, values).score == total


class TestQuestions:
    TEXT = "{points: 2, rules: [{award: 1, for: 及时调整%s, text: 及时调整的得1分}, {award: 1, for: 有文件}]}"

    def test_yes_and_no(self):
        done = score(self.TEXT % "", answers={"及时调整": "yes", "有文件": "no"})
        assert (done.score, done.told()) == (
            "1",
            snapshot(["+1 及时调整的得1分：省考核组认定，理由：见会议纪要；1 分"]),
        )
        assert done.told("en") == snapshot(["+1 及时调整的得1分: found by 省考核组, because: 见会议纪要; counts 1"])

    def test_a_third_answer_takes_the_points_off_both_sides(self):
        done = score(self.TEXT % ", may_not_apply: true", answers={"及时调整": "not_applicable", "有文件": "yes"})
        assert (done.score, str(done.node().points), done.node().state) == ("1", "1", "scored")

    def test_nothing_of_the_leaf_applies(self):
        text = "{points: 1, rules: [{award: 1, for: 及时调整, may_not_apply: true}]}"
        assert score(text, answers={"及时调整": "not_applicable"}).node().state == "not_applicable"

    def test_no_answer_is_unscored_or_nothing(self):
        assert score(self.TEXT % "", answers={"有文件": "yes"}).owed() == ["answer a/及时调整"]
        assert score(self.TEXT % ", optional: true", answers={"有文件": "yes"}).score == "1"

    def test_an_essential_element_that_is_missing_empties_the_leaf(self):
        done = score(self.TEXT % ", essential: true", answers={"及时调整": "no", "有文件": "yes"})
        assert (done.score, done.told()) == (
            "0",
            snapshot(["+1 省考核组认定，理由：见会议纪要；1 分", "(cut) -1 关键要素“及时调整”不具备，该项不得分"]),
        )

    def test_each_record_has_its_question(self):
        text = RECORDS % "{id: r1, deduct: 1, each: 投诉, for: 情况属实}"
        done = score(text, {"投诉": THREE}, {("r1", "一"): "yes", ("r1", "二"): "no", ("r1", "三"): "yes"})
        assert (done.asked, done.card.items[0].records) == (["-2"], ("一", "三"))

    def test_records_that_are_asked_about_need_a_key(self):
        text = "{fields: {投诉: {type: records, fields: {号: text}}}, points: 5, rules: [{deduct: 1, each: 投诉, for: 情况属实}]}"
        assert [problem.code for problem in bind(text)[1]] == ["records_need_key"]

    def test_all_records_without_an_answer_are_named(self):
        done = score(RECORDS % "{id: r1, deduct: 1, each: 投诉, for: 情况属实}", {"投诉": THREE}, {("r1", "一"): "yes"})
        assert sorted(done.owed()) == sorted(["answer a/r1 二", "answer a/r1 三"])

    def test_a_record_to_which_the_question_does_not_apply_does_not_clear_the_others(self):
        text = RECORDS % "{id: r1, deduct: 1, each: 投诉, for: 情况属实, may_not_apply: true}"
        done = score(text, {"投诉": THREE}, {("r1", "一"): "yes", ("r1", "二"): "not_applicable", ("r1", "三"): "yes"})
        assert (done.score, done.asked) == ("8", ["-2"])


class TestEach:
    @pytest.mark.parametrize(("values", "asked"), [({"件": 2}, ["-2"]), ({"件": 0}, []), ({"件": NONE}, [])])
    def test_a_count(self, values: dict[str, object], asked: list[str]):
        assert (
            score(
                "{fields: {件: {type: count, absent: none}}, points: 5, rules: [{deduct: 1, each: 件}]}", values
            ).asked
            == asked
        )

    def test_a_difference_below_zero_charges_nothing(self):
        text = "{fields: {应办: count, 已办: count}, points: 5, rules: [{deduct: 1, each: 应办 - 已办}]}"
        assert score(text, {"应办": 2, "已办": 4}).asked == []
        assert score(text, {"应办": 4, "已办": 2}).told() == snapshot(["-2 应办 - 已办为 2；2 × 1 分 = 2 分"])

    def test_a_condition_guards_it(self):
        text = "{fields: {件: count, 大单位: yesno}, points: 5, rules: [{deduct: 1, each: 件, when: 大单位}]}"
        assert score(text, {"大单位": False}).score == "5"
        assert score(text, {"大单位": True, "件": 2}).score == "3"

    def test_no_record_is_not_the_same_as_no_list(self):
        text = RECORDS % "{deduct: 1, each: 投诉}"
        assert score(text, {"投诉": []}).score == "10"
        assert score(text, {"投诉": NONE}).score == "10"
        assert score(text).owed() == ["value 投诉"]


STEPS = "{fields: {率: percent, 件: count, 计划: count, 额: {type: amount, unit: 万元}, 日: date}, points: 5, rules: [{deduct: 0.2, %s}]}"


class TestSteps:
    @pytest.mark.parametrize(
        ("rule", "values", "asked"),
        [
            ("per: 1, below: 4, of: 件", {"件": 1}, ["-3/5"]),
            ("per: 1, below: 4, of: 件", {"件": 4}, []),
            ("per: 1, above: 计划, of: 件", {"件": 5, "计划": 3}, ["-2/5"]),
            ("per: 1%, below: 90%, of: 率, partial: in_proportion", {"率": "87.5%"}, ["-1/2"]),
            ("per: 0.5%, below: 90%, of: 率, partial: counts_as_whole", {"率": "88.8%"}, ["-3/5"]),
            ("per: 0.5%, below: 90%, of: 率, partial: ignored", {"率": "88.8%"}, ["-2/5"]),
            ("per: 10, above: 5, of: 额, partial: ignored", {"额": 24}, ["-1/5"]),
            ("per: 10, above: 5, of: 额, partial: ignored", {"额": 14}, []),
            ("per: 1 day, above: 2024-01-15, of: 日", {"日": date(2024, 1, 18)}, ["-3/5"]),
            ("per: 2 days, above: 2024-01-15, of: 日, partial: counts_as_whole", {"日": date(2024, 1, 18)}, ["-2/5"]),
            ("per: 1 day, below: 2024-01-15, of: 日", {"日": date(2024, 1, 10)}, ["-1"]),
        ],
    )
    def test_steps(self, rule: str, values: dict[str, object], asked: list[str]):
        assert score(STEPS % rule, values).asked == asked

    @pytest.mark.parametrize(
        ("rule", "values"),
        [
            ("per: 1, below: 4, of: 件", {"件": 1}),
            ("per: 1%, below: 90%, of: 率, partial: in_proportion", {"率": "87.5%"}),
            ("per: 1%, below: 90%, of: 率, partial: counts_as_whole", {"率": "87.5%"}),
            ("per: 10, above: 5, of: 额, partial: ignored", {"额": 27}),
            ("per: 1 day, above: 2024-01-15, of: 日", {"日": date(2024, 1, 18)}),
        ],
        ids=["count", "in_proportion", "counts_as_whole", "ignored", "days"],
    )
    def test_steps_are_told(self, rule: str, values: dict[str, object], request: pytest.FixtureRequest):
        told = {
            "count": snapshot(["-0.6 件为 1，低于 4，每档 1，计 3 档；3 × 0.2 分 = 0.6 分"]),
            "in_proportion": snapshot(
                ["-0.5 率为 87.5%，低于 90%，每档 1%，计 2.5 档（按比例）；2.5 × 0.2 分 = 0.5 分"]
            ),
            "counts_as_whole": snapshot(
                ["-0.6 率为 87.5%，低于 90%，每档 1%，计 3 档（不足一档按一档计）；3 × 0.2 分 = 0.6 分"]
            ),
            "ignored": snapshot(["-0.4 额为 27，高于 5，每档 10，计 2 档（不足一档不计）；2 × 0.2 分 = 0.4 分"]),
            "days": snapshot(["-0.6 日为 2024-01-18，晚于 2024-01-15，每档 1 天，计 3 档；3 × 0.2 分 = 0.6 分"]),
        }
        assert score(STEPS % rule, values).told() == told[request.node.callspec.id]

    def test_steps_of_each_record(self):
        done = score(
            RECORDS % "{deduct: 1, each: 投诉, per: 10%, below: 90%, of: 办结率, partial: ignored}", {"投诉": THREE}
        )
        assert (done.asked, done.card.items[0].records) == (["-5"], ("一", "三"))
        assert done.told() == snapshot(
            [
                "-5 办结率为 80%，低于 90%，每档 10%，计 1 档（不足一档不计）；办结率为 50%，低于 90%，每档 10%，计 4 档（不足一档不计）；4 × 1 分 + 1 × 1 分 = 5 分"
            ]
        )

    def test_a_record_without_a_measure_is_unscored(self):
        rows = [THREE[0], {"编号": "二", "天数": 0}]
        done = score(
            RECORDS % "{deduct: 1, each: 投诉, per: 10%, below: 90%, of: 办结率, partial: ignored}", {"投诉": rows}
        )
        assert (done.node().state, done.owed()) == ("unscored", ["value 办结率 二"])


class TestShares:
    TEXT = "{fields: {完成: count, 目标: count}, points: 8, rules: [{award: 8, in_proportion_to: %s}]}"

    @pytest.mark.parametrize(
        ("share", "n", "asked"),
        [("完成 / 目标", 3, ["6"]), ("完成 / 目标", 5, ["8"]), ("完成 / 目标", 0, []), ("完成 - 9", 1, [])],
    )
    def test_a_share_lies_between_nothing_and_all(self, share: str, n: int, asked: list[str]):
        assert score(self.TEXT % share, {"完成": n, "目标": 4}).asked == asked

    def test_a_share_is_told(self):
        assert score(self.TEXT % "完成 / 目标", {"完成": 3, "目标": 4}).told() == snapshot(
            ["+6 完成 / 目标为 75%；0.75 × 8 分 = 6 分"]
        )
        assert score(self.TEXT % "完成 / 目标", {"完成": 5, "目标": 4}).told() == snapshot(
            ["+8 完成 / 目标为 125%，按 100% 计；8 分"]
        )
        assert score(self.TEXT % "完成 / 目标", {"完成": 5, "目标": 4}).told("en") == snapshot(
            ["+8 完成 / 目标 is 125%, counted as 100%; counts 8"]
        )
