"""Each check on a small rubric that it complains of, and on one that it passes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.checking import check_rubric
from lawscore.checking.axes import axis_of
from lawscore.checking.conditions import condition_of
from lawscore.checking.regions import EVERYTHING, NOTHING, between, point
from lawscore.expressions.binding import Name, bind_condition
from lawscore.expressions.values import COUNT, NUMBER
from lawscore.loading.rubrics import load_file, load_text, rubric_files
from lawscore.problems import Problem
from tests.support import rubric_of

ROOT = Path(__file__).parents[2]
RUBRICS = tuple(rubric_files(ROOT / "rubrics"))


def found(check: str, fragment: str) -> list[Problem]:
    code = check.replace("-", "_")
    return [problem for problem in check_rubric(rubric_of(fragment)) if problem.code == code]


def placed(problem: Problem) -> str:
    return f"{problem.severity} {'.'.join(map(str, problem.where.path))}"


@pytest.mark.parametrize("path", RUBRICS, ids=[f"{path.parent.name}@{path.stem}" for path in RUBRICS])
def test_the_rubrics_of_the_repository_have_no_error(path: Path):
    rubric = load_file(path).rubric
    assert rubric is not None
    assert [problem.message("en") for problem in check_rubric(rubric) if problem.severity == "error"] == []


class TestAccepts:
    LEAF = "{id: a, points: 6, rules: [{id: r, deduct: 1, for: 甲}]%s}"

    @pytest.mark.parametrize("code", ["parts-sum", "sum", "parts_sum"])
    def test_the_document_accepts_for_everything(self, code: str):
        text = f"{{points: '10', accepts: {{{code}: 原文如此}}, indicators: [{self.LEAF % ''}]}}"
        assert found("parts-sum", text) == []

    def test_an_indicator_accepts_for_itself_and_its_rules(self):
        text = f"{{points: '6', indicators: [{self.LEAF % ', accepts: {text-missing: 原文没有条文}'}]}}"
        assert found("text-missing", text) == []
        assert len(found("basis-missing", text)) == 1

    def test_an_indicator_does_not_accept_for_others(self):
        branch = f"{{id: b, accepts: {{text-missing: 原文没有}}, indicators: [{self.LEAF % ''}]}}"
        assert len(found("text-missing", f"{{points: '6', indicators: [{branch}]}}")) == 1
        assert len(found("accepts-unneeded", f"{{points: '6', indicators: [{branch}]}}")) == 1

    @pytest.mark.parametrize(
        ("text", "check"),
        [
            ("rules: [{deduct: 1, for: 甲, accepts: {text-missing: 原文没有}}]", "text-missing"),
            (
                "rules: [{sum_of: [{deduct: 1, for: 甲}, {deduct: 1, for: 乙}], accepts: {text-missing: 原文没有}}]",
                "text-missing",
            ),
            (
                "fields: {余: {type: count, accepts: {field-unused: 备用}}}, rules: [{deduct: 1, for: 甲}]",
                "field-unused",
            ),
            (
                "givens: {余: {type: count, accepts: {field-unused: 备用}}}, rules: [{deduct: 1, for: 甲}]",
                "field-unused",
            ),
            (
                "fields: {表: {type: records, fields: {余: {type: count, accepts: {column-unused: 备用}}}}}, rules: [{deduct: 1, each: 表}]",
                "column-unused",
            ),
            (
                (
                    "fields: {n: count}, rules: [{deduct: 1, each: n}], "
                    "vetoes: [{id: v, when: n < 0, text: 甲, effect: zero_total, accepts: {veto-cannot-fire: 原文如此}}]"
                ),
                "veto-cannot-fire",
            ),
            (
                (
                    "fields: {n: count}, rules: [{deduct: 1, each: n}], "
                    "checks: [{id: c, that: n >= 0, message: 甲, accepts: {check-always-holds: 原文如此}}]"
                ),
                "check-always-holds",
            ),
            (
                (
                    "rules: [{deduct: 1, for: 甲}], grades: {using: shown, accepts: {grade-unreachable: 原文如此}, "
                    "bands: [{grade: 优, from: 9}, {grade: 差, else: true}]}"
                ),
                "grade-unreachable",
            ),
            (
                (
                    "rules: [{deduct: 1, for: 甲}], ranking: {within: all, using: shown, accepts: {tie-repeats: 原文如此}, "
                    "ties: [{fewer: vetoes}, {fewer: vetoes}]}"
                ),
                "tie-repeats",
            ),
        ],
    )
    def test_the_part_itself_accepts(self, text: str, check: str):
        codes = [problem.code for problem in check_rubric(rubric_of(f"{{points: 5, {text}}}"))]
        assert check.replace("-", "_") not in codes
        assert "accepts_unneeded" not in codes
        plain = re.sub(r", accepts: \{[^}]*\}|accepts: \{[^}]*\}, ", "", text)
        assert len(found(check, f"{{points: 5, {plain}}}")) >= 1

    def test_the_innermost_place_answers(self):
        rule = "{deduct: 1, for: 甲, accepts: {text-missing: 原文没有}}"
        whole = (
            f"{{points: '5', accepts: {{text-missing: 通篇没有}}, indicators: [{{id: a, points: 5, rules: [{rule}]}}]}}"
        )
        assert found("text-missing", whole) == []
        (problem,) = found("accepts-unneeded", whole)
        assert placed(problem) == "warning accepts.text-missing"

    def test_what_a_table_accepts_is_accepted_for_each_part_and_judged_once(self):
        text = """
            points: "2"
            indicators:
              - id: t
                every: {points: 1, accepts: {text-missing: 原文没有, %s: 原文如此}, rules: [{deduct: 1, for: 甲}]}
                indicators: [a, {id: b, rules: [{deduct: 1, for: 乙, text: 乙的扣1分}]}]
        """
        assert found("text-missing", text % "basis-missing") == []
        assert found("accepts-unneeded", text % "basis-missing") == []
        assert [placed(one) for one in found("accepts-unneeded", text % "bands-gap")] == [
            "warning indicators.0.every.accepts.bands-gap"
        ]
        assert [placed(one) for one in found("accepts-unknown", text % "band-gaps")] == [
            "error indicators.0.every.accepts.band-gaps"
        ]

    @pytest.mark.parametrize(("weight", "count"), [("40%", 0), ("50%", 1)])
    def test_weights_that_add_up_need_not_be_accepted(self, weight: str, count: int):
        text = f"""
            points: "5"
            aggregate: weighted_mean
            of: scores
            accepts: {{weights: 原文权重合计不足}}
            indicators:
              - {{id: a, points: 5, weight: 50%, rules: [{{deduct: 1, for: 甲}}]}}
              - {{id: b, points: 5, weight: {weight}, rules: [{{deduct: 1, for: 甲}}]}}
        """
        assert len(found("accepts-unneeded", text)) == count


class TestSums:
    WRONG = """
        points: '10'
        indicators:
          - {id: a, points: 6, rules: [{deduct: 1, for: 甲}]}
          - {id: b, points: 5, rules: [{deduct: 1, for: 甲}]}
    """

    def test_a_sum_is_checked_for_each_class(self):
        text = """
            points: "10"
            classes: {县: 县（市、区）, 区: 经济开发区}
            indicators:
              - {id: a, points: 6, rules: [{deduct: 1, for: 甲}]}
              - {id: b, points: 4, only_for: [县], rules: [{deduct: 1, for: 甲}]}
        """
        assert [problem.message("zh") for problem in found("parts-sum", text)] == [
            "“考核细则”的分值为 10 分，各部分（经济开发区）合计为 6 分"
        ]
        assert [problem.message("en") for problem in found("parts-sum", text)] == [
            "'考核细则' has 10 points, but its parts (for 经济开发区) add up to 6"
        ]
        assert [placed(problem) for problem in found("leave-out-without-scale", text)] == [
            "warning indicators.1.only_for"
        ]

    def test_classes_with_parts_of_their_own_may_come_to_the_same(self):
        text = """
            points: "10"
            classes: {县: 县（市、区）, 区: 经济开发区}
            indicators:
              - {id: a, points: 6, rules: [{deduct: 1, for: 甲}]}
              - {id: b, points: 4, only_for: [县], rules: [{deduct: 1, for: 甲}]}
              - {id: c, points: 4, only_for: [区], rules: [{deduct: 1, for: 甲}]}
        """
        assert found("parts-sum", text) == []
        assert found("leave-out-without-scale", text) == []

    @pytest.mark.parametrize(
        "branch",
        ["scaled_to: 10", "aggregate: mean, of: scores", "aggregate: weighted_mean"],
        ids=["scaled", "mean", "weighted"],
    )
    def test_means_and_scaled_parts_need_not_add_up(self, branch: str):
        weight = ", weight: 50%" if "weighted" in branch else ""
        text = f"""
            points: "10"
            indicators:
              - id: b
                points: 10
                {branch.replace(", ", chr(10) + " " * 16)}
                indicators:
                  - {{id: x, points: 30{weight}, rules: [{{deduct: 1, for: 甲}}]}}
                  - {{id: y, points: 40{weight}, rules: [{{deduct: 1, for: 甲}}]}}
        """
        assert found("parts-sum", text) == []

    def test_uncounted_parts_do_not_count(self):
        text = """
            points: "6"
            indicators:
              - {id: a, points: 6, rules: [{deduct: 1, for: 甲}]}
              - {id: b, points: 4, uncounted: true, rules: [{deduct: 1, for: 甲}]}
        """
        assert found("parts-sum", text) == []

    def test_an_award_without_ceiling_leaves_the_total_open(self):
        text = "{points: '0', indicators: [{id: a, points: 0, ceiling: none, rules: [{award: 1, for: 乙}]}]}"
        assert [problem.message("zh") for problem in found("total-without-ceiling", text)] == [
            "各部分合计没有上限，会超过总分 0 分，却没有写明总分的上限"
        ]

    def test_a_mean_of_rates_may_pass_its_points(self):
        text = """
            points: "10"
            indicators:
              - id: t
                points: 10
                aggregate: mean
                of: rates
                indicators:
                  - {id: a, points: 5, rules: [{deduct: 1, for: 甲}]}
                  - {id: b, points: 20, ceiling: %s, rules: [{award: 1, for: 乙}]}
        """
        assert found("total-without-ceiling", text % 20) == []
        assert [problem.message("zh") for problem in found("total-without-ceiling", text % 30)] == [
            "各部分合计最高可达 12.5 分，会超过总分 10 分，却没有写明总分的上限"
        ]

    @pytest.mark.parametrize(
        ("aggregate", "told"), [("geometric_mean", ["20"]), ("median", ["25"]), ("maximum", ["40"]), ("minimum", [])]
    )
    def test_parts_that_make_an_index_may_pass_its_points(self, aggregate, told):
        text = f"""
            points: "10"
            aggregate: {aggregate}
            indicators:
              - {{id: a, points: 10, rules: [{{deduct: 1, for: 甲}}]}}
              - {{id: b, points: 10, ceiling: 40, start: zero, rules: [{{award: 1, for: 乙}}]}}
        """
        assert [problem.message("zh") for problem in found("total-without-ceiling", text)] == [
            f"各部分合计最高可达 {most} 分，会超过总分 10 分，却没有写明总分的上限" for most in told
        ]

    @pytest.mark.parametrize(
        ("passes", "most", "hint"),
        [
            ("{from: 11}", ["10"], "请写作：11%"),
            ("{from: 10}", [], ""),
            ("{above: 10}", ["10"], "请写作：10%"),
            ("{above: 100%}", ["10"], ""),
            ("{from: 100%}", [], ""),
        ],
    )
    def test_what_parts_can_never_reach(self, passes, most, hint):
        text = f"""
            points: "10"
            indicators:
              - id: t
                passes: {passes}
                indicators:
                  - {{id: a, points: 5, rules: [{{deduct: 1, for: 甲}}]}}
                  - {{id: b, points: 5, rules: [{{award: 1, for: 乙}}]}}
        """
        problems = found("passes-never", text)
        assert [problem.facts["most"] for problem in problems] == [Fraction(one) for one in most]
        assert [problem.hint_text("zh") for problem in problems] == [hint for _ in most]

    def test_an_award_without_ceiling_reaches_everything(self):
        text = "{points: 5, ceiling: none, passes: {from: 75}, rules: [{award: 1, for: 甲}]}"
        assert found("passes-never", text) == []

    def test_a_wrong_sum_is_not_told_twice(self):
        assert found("total-without-ceiling", self.WRONG) == []

    def test_in_a_mean_what_is_left_out_is_skipped(self):
        text = """
            points: "5"
            fields: {有案件: yesno}
            aggregate: mean
            indicators:
              - {id: a, points: 5, applies: {when: 有案件, otherwise: leave_out}, rules: [{deduct: 1, for: 甲}]}
              - {id: b, points: 5, rules: [{deduct: 1, for: 甲}]}
        """
        assert found("leave-out-without-scale", text) == []


class TestLimits:
    @pytest.mark.parametrize(
        "leaf",
        [
            "{points: 5, ceiling: 8, rules: [{deduct: 1, for: 甲}]}",
            "{points: 5, floor: -3, rules: [{award: 1, for: 甲}]}",
        ],
    )
    def test_a_limit_towards_which_no_rule_moves_holds_what_an_authority_adds(self, leaf: str):
        assert found("cap-above-points", leaf) == []

    def test_a_cap_of_a_combination(self):
        text = "{points: 2, rules: [{sum_of: [{deduct: 1, for: 甲}, {deduct: 2, for: 乙}], at_most: 2.5}]}"
        assert [placed(problem) for problem in found("cap-above-points", text)] == [
            "warning indicators.0.rules.0.at_most"
        ]

    def test_where_points_go_both_ways_there_is_more_room(self):
        text = "{points: 2, start: zero, floor: -2, rules: [{deduct: 1, for: 甲}, {award: 1, for: 乙, at_most: 4}]}"
        assert found("cap-above-points", text) == []


class TestBands:
    TEXT = "{fields: {率: percent, 件: count, 应: count, 额: amount, 日: date}, points: 5, rules: [{award: {by: %s, bands: [%s]}}]}"

    @pytest.mark.parametrize(
        ("by", "bands", "expected"),
        [
            (
                "率",
                "{from: 90%, points: 5}, {from: 60%, points: 1}",
                ["error “率”的分档留有空档：0% ≤ 率 < 60% 时没有分值"],
            ),
            (
                "率",
                "{above: 60%, points: 5}, {below: 60%, points: 1}",
                ["error “率”的分档留有空档：率 = 60% 时没有分值"],
            ),
            ("件", "{to: 2, points: 5}, {from: 3, points: 1}", []),
            ("件", "{to: 2, points: 5}, {from: 4, points: 1}", ["error “件”的分档留有空档：件 = 3 时没有分值"]),
            ("件", "{to: 2, points: 5}, {above: 4, points: 1}", ["error “件”的分档留有空档：3 ≤ 件 ≤ 4 时没有分值"]),
            ("件", "{to: 2, points: 5}", ["error “件”的分档留有空档：件 ≥ 3 时没有分值"]),
            ("件 / 应", "{from: 90%, points: 5}", ["error “件 / 应”的分档留有空档：0% ≤ 件 / 应 < 90% 时没有分值"]),
            ("件 / 应", "{to: 90%, points: 5}", ["warning “件 / 应”的分档可能留有空档：件 / 应 > 90% 时没有分值"]),
            ("额", "{from: 10, points: 5}", ["warning “额”的分档可能留有空档：额 < 10 时没有分值"]),
            ("日", "{to: 2024-01-15, points: 5}", ["warning “日”的分档可能留有空档：日 ≥ 2024-01-16 时没有分值"]),
            ("率", "{from: 件 / 应, points: 5}", []),
        ],
    )
    def test_gaps(self, by: str, bands: str, expected: list[str]):
        problems = found("bands-gap", self.TEXT % (by, bands))
        assert [f"{problem.severity} {problem.message('zh')}" for problem in problems] == expected

    @pytest.mark.parametrize(
        ("by", "bands", "expected"),
        [
            ("month(日)", "{from: 1, to: 6, points: 0}, {from: 7, to: 12, points: 2}", []),
            (
                "month(日)",
                "{from: 1, to: 5, points: 0}, {from: 7, to: 12, points: 2}",
                ["error “month(日)”的分档留有空档：month(日) = 6 时没有分值"],
            ),
            ("day(日)", "{to: 15, points: 0}, {from: 16, to: 31, points: 2}", []),
            ("round(分)", "{from: 0, to: 59, points: 2}, {from: 60, to: 100, points: 0}", []),
            (
                "'round(分, 1)'",
                "{from: 0, to: 59.9, points: 2}, {from: 60, to: 100, points: 0}",
                ["warning “round(分, 1)”的分档可能留有空档：59.9 < round(分, 1) < 60 时没有分值"],
            ),
            ("floor(分)", "{from: 0, to: 59, points: 2}, {from: 60, to: 100, points: 0}", []),
            ("floor(分 / 10)", "{from: 0, to: 5, points: 2}, {from: 6, to: 10, points: 0}", []),
            (
                "floor(分 / 10)",
                "{from: 0, to: 5, points: 2}, {from: 7, to: 10, points: 0}",
                ["error “floor(分 / 10)”的分档留有空档：floor(分 / 10) = 6 时没有分值"],
            ),
            ("'min(件, 5)'", "{from: 0, to: 2, points: 0}, {from: 3, to: 5, points: 2}", []),
            (
                "'min(件, 5)'",
                "{from: 0, to: 2, points: 0}, {from: 4, to: 5, points: 2}",
                ["error “min(件, 5)”的分档留有空档：min(件, 5) = 3 时没有分值"],
            ),
            ("件 if 件 < 5 else 5", "{from: 4, points: 0}, {from: 0, to: 3, points: 2}", []),
            (
                "件 if 件 < 5 else 5",
                "{from: 0, to: 3, points: 2}, {from: 4, to: 5, points: 0}",
                ["warning “件 if 件 < 5 else 5”的分档可能留有空档：件 if 件 < 5 else 5 ≥ 6 时没有分值"],
            ),
            (
                "2 * 件",
                "{to: 2, points: 5}, {from: 4, points: 1}",
                ["warning “2 * 件”的分档可能留有空档：2 * 件 = 3 时没有分值"],
            ),
            ("数", "{from: 1, points: 5}", ["error “数”的分档留有空档：数 = 0 时没有分值"]),
        ],
    )
    def test_gaps_of_what_is_worked_out(self, by: str, bands: str, expected: list[str]):
        text = self.TEXT.replace(
            "率: percent", "分: {type: number, min: 0, max: 100}, 数: {type: count, min: 1, absent: none}"
        )
        problems = found("bands-gap", text % (by, bands))
        assert [f"{problem.severity} {problem.message('zh')}" for problem in problems] == expected

    @pytest.mark.parametrize("absent", ["absent: none", "codes: {无: none}"])
    def test_a_count_of_what_did_not_happen_is_zero(self, absent: str):
        rule = "{fields: {n: {type: count, min: 1, %s}}, points: 5, rules: [{deduct: 1, when: n == 0}]}"
        assert len(found("rule-never-fires", rule % "label: 数")) == 1
        assert found("rule-never-fires", rule % absent) == []

    def test_a_count_of_a_column_that_did_not_happen_is_zero(self):
        column = "{r: {type: records, fields: {m: {type: count, min: 1%s}}}}"
        rule = "{fields: %s, points: 5, rules: [{deduct: 1, each: r, where: m == 0}]}"
        assert len(found("rule-never-fires", rule % column % "")) == 1
        assert found("rule-never-fires", rule % column % ", absent: none") == []

    @pytest.mark.parametrize(
        ("by", "bands", "places"),
        [
            ("率", "{from: 60%, below: 50%, points: 5}, {from: 0%, points: 1}", [0]),
            ("件", "{from: 3, points: 5}, {to: 2, points: 1}, {from: 0, points: 0}", [2]),
            ("件", "{below: 0, points: 5}, {from: 0, points: 1}", [0]),
            (
                "率",
                "{from: 90%, points: 5}, {from: 件 / 应, points: 4}, {from: 95%, points: 3}, {below: 90%, points: 1}",
                [2],
            ),
        ],
    )
    def test_bands_that_never_fit(self, by: str, bands: str, places: list[int]):
        problems = found("bands-unreachable", self.TEXT % (by, bands))
        assert [problem.where.path[-1] for problem in problems] == places

    def test_bands_of_a_column_and_of_a_factor(self):
        text = """
            fields: {件: {type: records, fields: {率: percent, 数: count}}}
            points: 5
            rules:
              - deduct: {by: 率, bands: [{below: 50%, points: 2}]}
                each: 件
                times: [{factor: {by: 数, bands: [{from: 1, points: 2}]}}]
        """
        assert [problem.message("zh") for problem in found("bands-gap", text)] == [
            "“率”的分档留有空档：50% ≤ 率 ≤ 100% 时没有分值",
            "“数”的分档留有空档：数 = 0 时没有分值",
        ]


class TestArms:
    TEXT = "{fields: {n: count, m: count, 级: {choice: [省, 市, 县]}, 办: yesno, 日: date}, points: 5, rules: [%s]}"

    @pytest.mark.parametrize(
        "arms",
        [
            "{deduct: 1, when: n >= 1}, {deduct: 2, when: m >= 2}",
            "{deduct: 1, when: n >= 1, each: m}, {deduct: 2, when: n >= 2}",
            "{deduct: {up_to: 2}, when: n >= 1}, {deduct: 2, when: n >= 2}",
            "{deduct: 1, when: n >= 1 and m > 0}, {deduct: 2, when: n >= 2}",
            "{deduct: 1, when: 级 == '省'}, {deduct: 2, when: 级 != '省'}",
        ],
    )
    def test_arms_in_a_sound_order(self, arms: str):
        assert found("first-of-order", self.TEXT % f"{{first_of: [{arms}]}}") == []

    @pytest.mark.parametrize(
        ("arms", "said"),
        [
            (
                "{deduct: 1, when: n >= 1}, {deduct: 2, when: n == 0}, {deduct: 3, when: n < 9}",
                "“n < 9”永远轮不到：排在前面的“n >= 1、n == 0”已经包括了它",
            ),
            (
                "{deduct: all, when: 1 <= n}, {deduct: 2, when: 2 < n <= 4}",
                "“2 < n <= 4”永远轮不到：排在前面的“1 <= n”已经包括了它",
            ),
            (
                "{deduct: 1, when: 级 != '县'}, {deduct: 2, when: 级 == '市'}",
                "“级 == '市'”永远轮不到：排在前面的“级 != '县'”已经包括了它",
            ),
            (
                "{deduct: 1, when: not 办}, {deduct: 2, when: not 办}",
                "“not 办”永远轮不到：排在前面的“not 办”已经包括了它",
            ),
            (
                "{deduct: 1, when: 日 > 2024-01-15}, {deduct: 2, when: 日 >= 2024-01-16}",
                "“日 >= 2024-01-16”永远轮不到：排在前面的“日 > 2024-01-15”已经包括了它",
            ),
            (
                "{deduct: 1, when: (n > 3) or (n < 2)}, {deduct: 2, when: not (n <= 5)}",
                "“not (n <= 5)”永远轮不到：排在前面的“(n > 3) or (n < 2)”已经包括了它",
            ),
        ],
    )
    def test_arms_that_never_come(self, arms: str, said: str):
        assert [
            problem.message("zh") for problem in found("first-of-order", self.TEXT % f"{{first_of: [{arms}]}}")
        ] == [said]

    @pytest.mark.parametrize(
        "rules",
        [
            "{deduct: 1, when: n == 1}, {deduct: 2, when: n >= 2}",
            "{deduct: 1, when: n >= 1}, {deduct: all, when: n >= 2}",
            "{deduct: 1, when: n >= 1}, {deduct: 1, when: m >= 1}",
            "{deduct: 1, when: n >= 1, each: m}, {deduct: 1, when: n >= 2}",
            "{first_of: [{deduct: 2, when: n >= 2}, {deduct: 1, when: n >= 1}]}",
        ],
    )
    def test_what_is_said_or_cannot_meet(self, rules: str):
        assert found("exclusive-unsaid", self.TEXT % rules) == []

    @pytest.mark.parametrize(
        "rules",
        [
            "{deduct: 1, when: n == 0}",
            "{deduct: 1, when: n == 1}, {deduct: 2, when: n == 2}, {deduct: 3, when: n > 2}",
            "{deduct: 1, when: n == 2}, {deduct: 1, each: n}",
            "{deduct: 1, when: 级 == '市'}",
            "{deduct: 1, when: 日 == 2023-05-01}",
        ],
    )
    def test_equality_that_misses_nothing(self, rules: str):
        assert found("equals-misses-more", self.TEXT % rules) == []

    def test_a_largest_count_ends_the_question(self):
        text = "{fields: {n: {type: count, max: 2}}, points: 5, rules: [{deduct: 1, when: n == 2}]}"
        assert found("equals-misses-more", text) == []


class TestDenominators:
    FIELDS = (
        "fields: {a: count, b: count, 好: {type: count, min: 1}, 表: {type: records, fields: {x: count, y: count}}}"
    )

    @pytest.mark.parametrize(
        "rest",
        [
            "rules: [{award: 5, in_proportion_to: a / 好}]",
            "rules: [{award: 5, in_proportion_to: a / 12}]",
            "rules: [{award: 5, in_proportion_to: a / b if b > 0 else 1}]",
            "rules: [{award: 5, when: b > 0, in_proportion_to: a / b}]",
            "rules: [{award: 5, when: b > 0 and a / b > 0.9}]",
            "rules: [{first_of: [{award: 5, when: b == 0}, {award: 5, in_proportion_to: a / b}]}]",
            "measures: {率: a / b}\napplies: {when: b > 0, otherwise: full}\nrules: [{award: 5, in_proportion_to: 率}]",
            "measures: {率: a / b if b > 0 else 0}\nrules: [{award: 5, in_proportion_to: 率}]",
            "rules: [{deduct: 1, each: 表, where: y > 0 and x / y < 0.5}]",
            "rules: [{deduct: {sum: 表, of: x / y, where: y > 0}}]",
            "rules: [{deduct: 1, each: a, averaged_over: 好}]",
        ],
    )
    def test_a_case_for_zero(self, rest: str):
        assert found("denominator-can-be-zero", f"{self.FIELDS}\npoints: 5\n{rest}") == []

    @pytest.mark.parametrize(
        ("rest", "at"),
        [
            ("measures: {率: a / b}\nrules: [{deduct: 1, when: 率 < 0.9}]", "indicators.0.rules.0.when"),
            ("measures: {率: a / b, 倍: 率 * 2}\nrules: [{deduct: 1, when: 倍 < 0.9}]", "indicators.0.rules.0.when"),
            (
                "applies: {when: a > 0, otherwise: full}\nrules: [{deduct: 1, when: a / b < 0.9}]",
                "indicators.0.rules.0.when",
            ),
            ("rules: [{deduct: 1, each: a, averaged_over: b}]", "indicators.0.rules.0.averaged_over"),
            ("rules: [{deduct: 1, each: 表, where: x / y < 0.5}]", "indicators.0.rules.0.where"),
            ("rules: [{deduct: {sum: 表, of: x / y}}]", "indicators.0.rules.0.deduct.of"),
            ("rules: [{deduct: {by: a, prices: {1: a / b}, else: 0}}]", "indicators.0.rules.0.deduct.prices.1"),
            ("rules: [{deduct: 1, each: a, times: [{factor: a / b}]}]", "indicators.0.rules.0.times.0.factor"),
        ],
    )
    def test_no_case_for_zero(self, rest: str, at: str):
        problems = found("denominator-can-be-zero", f"{self.FIELDS}\npoints: 5\n{rest}")
        assert [".".join(map(str, problem.where.path)) for problem in problems] == [at]

    def test_a_branch_may_guard_its_leaves(self):
        text = f"""
            {self.FIELDS}
            points: "5"
            indicators:
              - id: t
                applies: {{when: b > 0, otherwise: full}}
                indicators: [{{id: a, points: 5, rules: [{{award: 5, in_proportion_to: a / b}}]}}]
        """
        assert found("denominator-can-be-zero", text) == []


class TestVetoes:
    TEXT = "{fields: {率: percent, n: count, m: count}, points: 5, rules: [{deduct: 1, each: n}], vetoes: [{id: v1, when: %s, text: 甲, effect: zero_total}]}"

    @pytest.mark.parametrize(
        ("when", "said"),
        [
            ("n < 0", "否决条款“v1”的条件“n < 0”永远不会成立"),
            ("m > 0 and n > 3 and n <= 3", "否决条款“v1”的条件“m > 0 and n > 3 and n <= 3”永远不会成立"),
            ("1 == 2", "否决条款“v1”的条件“1 == 2”永远不会成立"),
            ("率 > 100%", "否决条款“v1”的条件“率 > 100%”可能永远不会成立"),
            ("率 * 2 > 300%", "否决条款“v1”的条件“率 * 2 > 300%”可能永远不会成立"),
            ("n > m and m > n", "否决条款“v1”的条件“n > m and m > n”永远不会成立"),
            ("n + m < 0", "否决条款“v1”的条件“n + m < 0”永远不会成立"),
            ("n + m < 2 and n > 0 and m > 0", "否决条款“v1”的条件“n + m < 2 and n > 0 and m > 0”永远不会成立"),
            ("m > 0 and n / m < 0", "否决条款“v1”的条件“m > 0 and n / m < 0”永远不会成立"),
        ],
    )
    def test_conditions_that_never_hold(self, when: str, said: str):
        assert [problem.message("zh") for problem in found("veto-cannot-fire", self.TEXT % when)] == [said]

    @pytest.mark.parametrize("when", ["n > 3 or n < 0", "n > m", "率 < 60%", "率 * 2 > 100%", "n - m > 3"])
    def test_conditions_that_may_hold(self, when: str):
        assert found("veto-cannot-fire", self.TEXT % when) == []

    def test_in_english_what_is_not_proved_may_be(self):
        problems = found("veto-cannot-fire", self.TEXT % "率 > 100%")
        assert problems[0].message("en") == "the condition '率 > 100%' of the veto 'v1' may never hold"


class TestDates:
    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            ("deduct: 0.1, per: 1 day, above: 2024-01-15, of: 日", []),
            (
                "deduct: 0.1, per: 1 day, above: 2026-01-15, of: 日",
                ["日期 2026-01-15 与考核期（2023-01-01—2023-12-31）相差一年以上"],
            ),
            ("deduct: 1, when: 日 > 2019-01-01", []),
        ],
    )
    def test_limits(self, rule: str, expected: list[str]):
        problems = found("period-dates", f"{{fields: {{日: date}}, points: 5, rules: [{{{rule}}}]}}")
        assert [problem.message("zh") for problem in problems] == expected

    @pytest.mark.parametrize(
        ("window", "count"), [("to: 2021-12-31", 1), ("from: 2025-01-01", 1), ("from: 2020-01-01", 0)]
    )
    def test_open_windows(self, window: str, count: int):
        text = f"{{fields: {{表: {{type: records, fields: {{日: date}}}}}}, points: 5, rules: [{{deduct: 1, each: 表, dated: {{by: 日, {window}}}}}]}}"
        assert len(found("period-dates", text)) == count


@pytest.mark.parametrize(
    ("deduct", "count"),
    [
        ("n - 3", 1), ("3 - n", 1), ("max(n - 3, 0)", 0), ("n - m", 0), ("n * 2 + 1", 0), ("(n - 3) * 2 if n > 3 else 0", 0),
        ("多 - 1", 0), ("all", 0),
    ],
)  # fmt: skip
def test_signs(deduct: str, count: int):
    text = f"{{fields: {{n: count, m: count, 多: {{type: count, min: 1}}}}, points: 5, rules: [{{deduct: '{deduct}', when: m > 0}}]}}"
    assert len(found("wrong-sign", text)) == count


def test_measures_that_use_each_other_twice_are_gone_through_once():
    chain = ", ".join(f"m{place}: m{place - 1} * m{place - 1}" for place in range(1, 50))
    text = f"{{fields: {{n: count}}, measures: {{m0: 1 / n, {chain}}}, points: 5, rules: [{{award: m49}}]}}"
    assert [problem.facts["name"] for problem in found("denominator-can-be-zero", text)] == ["n"]


@pytest.mark.parametrize(
    ("award", "count"),
    [
        ("(人数 - 3) * (0 - 2)", 1), ("人数 * 2", 0), ("(双 - 6) * (0 - 1)", 0), ("双", 0),
        ("1 if is_none(人数) else 0", 0), ("working_days(2023-01-02, add_working_days(2023-01-02, 人数))", 0),
    ],
)  # fmt: skip
def test_awards_for_each_record(award: str, count: int):
    text = f"""
        fields: {{表: {{type: records, fields: {{人数: count}}, columns: {{双: 人数 * 2}}}}}}
        points: 5
        rules: [{{award: '{award}', each: 表}}]
    """
    assert len(found("award-below-zero", text)) == count


class TestNames:
    def test_givens_measures_and_fields_of_indicators(self):
        text = """
            givens: {平均: percent}
            fields: {件: count}
            measures: {倍: 件 * 2, 双: 倍 + 1}
            points: "10"
            indicators:
              - {id: a, points: 5, field: number, rules: [{award: 件}]}
              - {id: b, points: 5, field: number, rules: [{award: value}]}
        """
        assert [problem.message("zh") for problem in found("field-unused", text)] == [
            "公共数据“平均”没有任何规则、指标量或核对条件使用",
            "指标量“双”没有任何规则、指标量或核对条件使用",
            "填报项“a”没有任何规则、指标量或核对条件使用",
        ]

    @pytest.mark.parametrize(
        "use",
        [
            "when: 件 > 1",
            "each: 件",
            "for: 甲, at_most: 件",
            "for: 甲, unless: 件 > 1",
            "for: 甲, times: [{factor: 件}]",
        ],
    )
    def test_every_key_that_reads_a_field_uses_it(self, use: str):
        assert found("field-unused", f"{{fields: {{件: count}}, points: 5, rules: [{{deduct: 1, {use}}}]}}") == []

    @pytest.mark.parametrize(
        "amount",
        [
            "{by: 级, prices: {省: 件, 市: 1}}", "{by: 级, prices: {省: 1}, else: 件}", "{count: 表, where: 级别 == '省'}",
            "{by: 件, bands: [{from: 1, points: 1}], else: 0}",
        ],
    )  # fmt: skip
    def test_amounts_read_fields(self, amount: str):
        fields = {"级": "{choice: [省, 市]}", "件": "count", "表": "{type: records, fields: {级别: {choice: [省]}}}"}
        needed = {name: spec for name, spec in fields.items() if name in amount.replace("级别", "")}
        text = f"{{fields: {{{', '.join(f'{name}: {spec}' for name, spec in needed.items())}}}, points: 5, rules: [{{deduct: {amount}}}]}}"
        assert found("field-unused", text) == []

    def test_labels_are_compared_too(self):
        text = """
            fields: {x: {type: count, label: 本年受理案件}, y: {type: count, label: 本年审理案件}}
            points: 5
            rules: [{deduct: 1, each: x}, {deduct: 1, each: y}]
        """
        assert [problem.message("zh") for problem in found("near-duplicate-names", text)] == []
        other = text.replace("审理", "代理")
        assert len(found("near-duplicate-names", other)) == 1


class TestTexts:
    def test_a_basis_above_or_on_each_rule_is_enough(self):
        rule = "{deduct: 1, for: 甲, basis: 行政复议法}"
        assert found("basis-missing", f"{{points: 5, rules: [{rule}]}}") == []
        above = "{points: '5', indicators: [{id: t, basis: 行政复议法, indicators: [{id: a, points: 5, rules: [{deduct: 1, for: 甲}]}]}]}"
        assert found("basis-missing", above) == []
        assert len(found("basis-missing", f"{{points: 5, rules: [{rule}, {{deduct: 1, for: 乙}}]}}")) == 1

    def test_a_combination_may_speak_for_its_rules(self):
        said = "{points: 5, rules: [{text: 择一扣分, first_of: [{deduct: 2, for: 甲}, {deduct: 1, for: 乙}]}]}"
        assert found("text-missing", said) == []
        assert len(found("text-missing", said.replace("text: 择一扣分, ", ""))) == 2

    def test_the_text_of_an_import_is_its_own(self):
        assert (
            found(
                "text-missing", "{fields: {x: number}, points: 5, rules: [{import: x, out_of: 100, text: 按比例折算}]}"
            )
            == []
        )


def test_the_loader_can_place_what_a_check_finds():
    text = """lawscore: 1
calculation: 1
rubric: sample
version: "1"
status: draft
title: 考核细则
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 5
basis: 政府信息公开条例
fields: {次数: count}
indicators:
  - id: a
    points: 5
    rules:
      - id: r1
        deduct: 1
        each: 次数
        at_most: 9
        text: 每次扣1分
"""
    loaded = load_text(text)
    assert loaded.rubric is not None
    (problem,) = check_rubric(loaded.rubric)
    assert str(loaded.place(problem).where) == "rubric.yaml:19:18"


class OneName:
    """The vocabulary of one name, whose value is the scope itself."""

    def __init__(self, whole: bool) -> None:
        self.name = Name(COUNT if whole else NUMBER, lambda scope: scope)

    def find(self, name: str) -> Name | None:
        return self.name if name == "n" else None

    def known(self) -> Iterable[str]:
        return ("n",)


COMPARISONS = st.builds(
    "n {} {}".format,
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    st.sampled_from(["-1", "0", "1", "2", "2.5", "4"]),
)
CHAINS = st.builds("{} < n <= {}".format, st.sampled_from(["0", "1", "2.5"]), st.sampled_from(["2", "3", "4"]))
CONDITIONS = st.recursive(
    COMPARISONS | CHAINS,
    lambda inner: (
        st.builds("({}) and ({})".format, inner, inner)
        | st.builds("({}) or ({})".format, inner, inner)
        | st.builds("not ({})".format, inner)
    ),
    max_leaves=5,
)


@given(text=CONDITIONS, whole=st.booleans(), value=st.fractions(min_value=0, max_value=6, max_denominator=4))
def test_a_condition_holds_for_the_values_of_its_region_and_no_others(text: str, whole: bool, value: Fraction):
    if whole:
        value = Fraction(round(value))
    program = bind_condition(text, OneName(whole))
    condition = condition_of(program, lambda _: axis_of(COUNT if whole else NUMBER))
    assert condition is not None
    assert bool(condition.holds & point(value)) is program.run(value)


def test_regions_at_their_ends():
    assert ~EVERYTHING == NOTHING
    assert between(Fraction(1), Fraction(2), high_in=False) | point(Fraction(2)) == between(Fraction(1), Fraction(2))
    assert not between(Fraction(2), Fraction(1))
    assert between(Fraction(1, 2), Fraction(5, 2)).whole == between(Fraction(1), Fraction(2)).whole
    assert not between(Fraction(1), Fraction(2), low_in=False, high_in=False).whole
