"""How far points, grades and ranks reach: what is too large, too small, never given, never decided."""

from __future__ import annotations

import pytest

from lawscore.checking import check_rubric
from tests.support import rubric_of


def told(check: str, fragment: str) -> list[str]:
    return [one.message("zh") for one in check_rubric(rubric_of(fragment)) if one.code == check.replace("-", "_")]


class TestAmounts:
    LEAF = "{{fields: {{n: count, 率: percent, 级: {{choice: [省, 市]}}, 表: {{type: records, fields: {{等: {{choice: [省, 市]}}}}}}}}, points: 5, {}}}"

    @pytest.mark.parametrize(
        ("rest", "count"),
        [
            ("rules: [{deduct: 5, for: 甲}]", 0),
            ("rules: [{deduct: 5.5, for: 甲}]", 1),
            ("rules: [{deduct: all, for: 甲}]", 0),
            ("rules: [{deduct: {up_to: 6}, for: 甲}]", 1),
            ("rules: [{deduct: {one_of: [1, 6]}, for: 甲}]", 1),
            ("rules: [{deduct: {first: 1, then: 6}, each: 表}]", 1),
            ("rules: [{deduct: {by: 级, prices: {省: 6, 市: 1}}, for: 甲}]", 1),
            ("rules: [{deduct: {by: 级, prices: {省: {up_to: 6}, 市: 1}}, for: 甲}]", 1),
            ("rules: [{deduct: {by: 率, bands: [{below: 60%, points: 6}], else: 0}}]", 1),
            ("rules: [{deduct: 6, for: 甲, at_most: 4}]", 0),
            ("floor: -5, rules: [{deduct: 6, for: 甲}]", 0),
            ("floor: none, rules: [{deduct: 60, for: 甲}]", 0),
            ("rules: [{award: 6, for: 甲}]", 1),
            ("ceiling: 8, rules: [{award: 6, for: 甲}]", 0),
            ("start: 3, rules: [{award: 6, for: 甲}, {deduct: 1, for: 乙}]", 1),
            ("start: 3, rules: [{award: 5, for: 甲}, {deduct: 1, for: 乙}]", 0),
            ("rules: [{deduct: n}]", 0),
        ],
    )
    def test_one_occasion_takes_all(self, rest: str, count: int):
        assert len(told("amount-above-points", self.LEAF.format(rest))) == count

    def test_an_award_says_what_is_lost(self):
        assert told("amount-above-points", self.LEAF.format("rules: [{award: 6, for: 甲}]")) == [
            "规则“甲”一次加 6 分，指标“a”最多只能加 5 分，其余不计"
        ]

    @pytest.mark.parametrize(
        ("rest", "most"),
        [
            ("rules: [{award: 2, for: 甲}, {award: 3, for: 乙}]", None),
            ("rules: [{award: 2, for: 甲}, {award: 2, for: 乙}]", "4"),
            ("rules: [{award: 2, each: n}]", None),
            ("rules: [{award: 2, each: n, at_most: 4}]", "4"),
            ("rules: [{award: 2, per: 1, above: 3, of: n}]", None),
            ("rules: [{award: 1, each: 表, best: 4}]", "4"),
            ("rules: [{award: 1, each: 表, best: 5}]", None),
            ("rules: [{award: 4, in_proportion_to: 率}]", "4"),
            ("rules: [{award: {up_to: 4.5}, for: 甲}]", "4.5"),
            ("rules: [{award: {one_of: [1, 4]}, for: 甲}]", "4"),
            ("rules: [{award: {by: 率, bands: [{from: 90%, points: 4}], else: 1}}]", "4"),
            ("rules: [{award: {by: 级, prices: {省: 4, 市: 1}}}]", "4"),
            ("rules: [{award: {by: 级, prices: {省: n, 市: 1}}}]", None),
            ("rules: [{award: n}]", None),
            ("rules: [{import: n, out_of: 100}]", None),
            ("rules: [{place: n, better: higher, within: all, points: [4, 2], after: 0, tied: shared}]", "4"),
            ("rules: [{place: n, better: higher, within: all, top: 4, others: in_proportion}]", "4"),
            ("rules: [{sum_of: [{award: 2, for: 甲}, {award: 2, for: 乙}]}]", "4"),
            ("rules: [{sum_of: [{award: 2, for: 甲}, {award: 3, for: 乙}], at_most: 4}]", "4"),
            ("rules: [{highest_of: [{award: 2, for: 甲}, {award: 3, for: 乙}]}]", "3"),
            ("rules: [{first_of: [{award: 2, for: 甲}, {award: n}]}]", None),
            ("rules: [{award: 2, for: 甲, times: [{factor: 2, when: n > 3}]}]", None),
            ("rules: [{award: 2, for: 甲, round: {places: 0}}]", None),
            ("start: zero, rules: [{award: 2, for: 甲}, {deduct: 1, for: 乙}]", "2"),
            ("start: 3, rules: [{award: 1, for: 甲}, {deduct: 1, for: 乙}]", None),
            ("ceiling: none, rules: [{award: 1, for: 甲}]", None),
            ("rules: [{deduct: 1, for: 甲}]", None),
        ],
    )
    def test_awards_that_never_fill_the_points(self, rest: str, most: str | None):
        said = [f"指标“a”从零分起加，各项加分合计最多 {most} 分，达不到 5 分"] if most is not None else []
        assert told("award-never-full", self.LEAF.format(rest)) == said

    def test_a_bonus_that_never_reaches_its_ceiling(self):
        text = "{points: 0, ceiling: 3, rules: [{award: 1, for: 甲}, {award: 1, for: 乙}]}"
        (problem,) = [one for one in check_rubric(rubric_of(text)) if one.code == "award_never_full"]
        assert problem.where.path[-1] == "ceiling"

    @pytest.mark.parametrize(
        ("rule", "count"),
        [
            ("{deduct: 0, for: 甲}", 1),
            ("{deduct: {by: 级, prices: {省: 0, 市: 0}}, for: 甲}", 1),
            ("{deduct: {by: 级, prices: {省: 0, 市: 1}}, for: 甲}", 0),
            ("{award: {by: 率, bands: [{from: 90%, points: 0}], else: 0}}", 1),
        ],
    )
    def test_nothing_at_all(self, rule: str, count: int):
        assert len(told("amount-zero", self.LEAF.format(f"rules: [{rule}]"))) == count


class TestGrades:
    TEXT = """
        points: "10"
        %s
        fields: {n: count, 有: yesno}
        indicators:
          - {id: a, points: 6, %s rules: [{deduct: 2, for: 甲}, {deduct: 1, for: 乙}]}
          - {id: b, points: 4, rules: [{award: 1, each: n}]}
        grades: {using: shown, bands: [%s]}
    """

    @pytest.mark.parametrize(
        ("document", "leaf", "bands", "said"),
        [
            (
                "",
                "",
                "{grade: 优, from: 9}, {grade: 中, from: 0}, {grade: 差, else: true}",
                ["等次“差”永远不会有单位得到：得分在 0 分到 10 分之间"],
            ),
            (
                "",
                "",
                "{grade: 优, above: 10}, {grade: 差, else: true}",
                ["等次“优”永远不会有单位得到：得分在 0 分到 10 分之间"],
            ),
            ("", "", "{grade: 优, from: 10}, {grade: 差, else: true}", []),
            ("", "", "{grade: 优, from: 9}, {grade: 中, from: 4}, {grade: 差, below: 4}", []),
            (
                "ceiling: 9",
                "",
                "{grade: 优, from: 9.5}, {grade: 差, else: true}",
                ["等次“优”永远不会有单位得到：得分在 0 分到 9 分之间"],
            ),
            (
                "",
                "applies: {when: 有, otherwise: full},",
                "{grade: 优, from: 11}, {grade: 差, else: true}",
                ["等次“优”可能永远不会有单位得到：得分在 0 分到 10 分之间"],
            ),
            ("shown: {places: 0}", "", "{grade: 优, from: 9.6}, {grade: 中, from: 9.4}, {grade: 差, else: true}", []),
        ],
    )
    def test_bands_beyond_what_can_come(self, document: str, leaf: str, bands: str, said: list[str]):
        assert told("grade-unreachable", self.TEXT % (document, leaf, bands)) == said

    def test_a_rule_whose_condition_cannot_hold(self):
        text = """
            points: "6"
            indicators: [{id: a, points: 6, passes: {from: 3}, rules: [{deduct: 2, for: 甲}]}]
            fields: {n: count}
            checks: [{id: k, that: n > 3, message: 甲}]
            grades: {using: shown, rules: [{grade: 差, when: (n > 3) and (n < 2)}, {grade: 中, when: n >= 0}, {grade: 优, else: true}]}
        """
        assert told("grade-unreachable", text) == ["等次“差”永远不会有单位得到：条件“(n > 3) and (n < 2)”不会成立"]
        assert told("condition-always", text) == ["等次“中”的条件“n >= 0”永远成立，写与不写一样"]

    @pytest.mark.parametrize(
        ("ranking", "bands", "count"),
        [
            ("", "{grade: 优, from: 9}, {grade: 中, from: 6}, {grade: 差, else: true}", 0),
            ("", "{grade: 中, from: 6, below: 9}, {grade: 优, from: 9}, {grade: 差, else: true}", 1),
            (
                "ranking: {within: all, using: shown, better: lower}",
                "{grade: 优, from: 0, below: 2}, {grade: 中, from: 2, below: 9}, {grade: 差, else: true}",
                0,
            ),
            ("", "{grade: 优, above: 8}, {grade: 中, to: 8}", 0),
        ],
    )
    def test_the_order_of_goodness(self, ranking: str, bands: str, count: int):
        text = f"{{points: '10', {ranking + ',' if ranking else ''} indicators: [{{id: a, points: 10, rules: [{{deduct: {{up_to: 10}}, for: 甲}}]}}], grades: {{using: shown, bands: [{bands}]}}}}"
        assert len(told("grades-order", text)) == count


class TestTies:
    @pytest.mark.parametrize(
        ("ties", "said"),
        [
            ("{higher: a}, {fewer: vetoes}", []),
            ("{higher: a}, {lower: a}", ["同分时的“lower: a”不起作用：前面已经比过"]),
            ("{lower: id}, {higher: a}", ["同分时的“higher: a”不起作用：前面已按单位编号分出先后"]),
            ("{higher: a}, {lower: id}", []),
        ],
    )
    def test_steps_that_decide_nothing(self, ties: str, said: list[str]):
        text = f"{{points: '5', indicators: [{{id: a, points: 5, rules: [{{deduct: 1, for: 甲}}]}}], ranking: {{within: all, using: shown, ties: [{ties}]}}}}"
        assert told("tie-repeats", text) == said

    def test_what_is_ranked_breaks_no_tie(self):
        leaf = "{id: a, points: 5, rules: [{deduct: 1, for: 甲}], ranking: {within: all, using: shown, ties: [{higher: a}]}}"
        assert told("tie-repeats", f"{{points: '5', indicators: [{leaf}]}}") == [
            "同分时的“higher: a”不起作用：排名比的就是它"
        ]


class TestConditions:
    TEXT = """
        fields: {n: count, m: count, 率: percent, 表: {type: records, fields: {数: count, 重: yesno}}}
        points: 5
        rules: [{id: r1, %s}]
    """

    @pytest.mark.parametrize(
        ("rule", "check", "said"),
        [
            ("deduct: 1, when: n + m < 0", "rule-never-fires", ["规则“r1”的条件“n + m < 0”永远不会成立"]),
            ("deduct: 1, when: 率 > 120%", "rule-never-fires", ["规则“r1”的条件“率 > 120%”可能永远不会成立"]),
            ("deduct: 1, each: 表, where: 数 < 0", "rule-never-fires", ["规则“r1”的条件“数 < 0”永远不会成立"]),
            (
                "deduct: 1, each: 表, times: [{factor: 2, where: (数 < 2) and (数 > 3)}]",
                "rule-never-fires",
                ["规则“r1”的条件“(数 < 2) and (数 > 3)”永远不会成立"],
            ),
            (
                "deduct: 1, each: 表, where: 数 >= 0",
                "condition-always",
                ["规则“r1”的条件“数 >= 0”永远成立，写与不写一样"],
            ),
            (
                "deduct: 1, each: n, when: 率 <= 100%",
                "condition-always",
                ["规则“r1”的条件“率 <= 100%”可能永远成立，写与不写一样"],
            ),
            ("deduct: 1, when: 1 == 1", "condition-always", []),
            ("deduct: 1, when: n > m", "condition-always", []),
            (
                "deduct: 1, each: n, unless: m >= 0",
                "condition-always",
                ["规则“r1”免予扣分的条件“m >= 0”永远成立，写与不写一样"],
            ),
            ("deduct: 1, each: n, unless: m < 0", "unless-never", ["“r1”的除外条件“m < 0”永远不会成立，等于没有除外"]),
            (
                "deduct: 1, each: n, unless: 率 > 100%",
                "unless-never",
                ["“r1”的除外条件“率 > 100%”可能永远不会成立，等于没有除外"],
            ),
            ("deduct: 1, each: n, unless: {for: 系不可抗力造成}", "unless-never", []),
        ],
    )
    def test_of_rules(self, rule: str, check: str, said: list[str]):
        assert told(check, self.TEXT % rule) == said

    def test_of_vetoes(self):
        veto = "{id: v, when: n >= 0, text: 甲, effect: zero_total, unless: m < 0}"
        text = f"{{fields: {{n: count, m: count}}, points: 5, rules: [{{deduct: 1, each: n}}], vetoes: [{veto}]}}"
        assert told("condition-always", text) == ["否决条款“v”的条件“n >= 0”永远成立，写与不写一样"]
        assert told("unless-never", text) == ["“v”的除外条件“m < 0”永远不会成立，等于没有除外"]

    def test_of_an_indicator_that_always_applies(self):
        text = (
            "{fields: {n: count}, points: 5, applies: {when: n >= 0, otherwise: full}, rules: [{deduct: 1, each: n}]}"
        )
        assert told("condition-always", text) == ["指标“a”适用的条件“n >= 0”永远成立，写与不写一样"]


def test_a_nested_class_that_is_nobody():
    text = """
        classes: {县: 县, 区: 开发区}
        points: "5"
        scaled_to: 5
        indicators:
          - id: t
            only_for: [%s]
            indicators: [{id: a, points: 5, only_for: [区], rules: [{deduct: 1, for: 甲}]}]
          - {id: b, points: 5, rules: [{deduct: 1, for: 甲}]}
    """
    assert told("only-for-nobody", text % "县") == [
        "指标“a”只适用于开发区，上级指标却不适用于该组别，没有任何单位考核它"
    ]
    assert told("only-for-nobody", text % "县, 区") == []


@pytest.mark.parametrize(
    ("column", "use", "count"),
    [
        ("余: count", "", 1),
        ("余: text", "", 0),
        ("余: date", "", 0),
        ("余: count", "where: 余 > 1", 0),
        ("余: {choice: [甲, 乙]}", "", 1),
        ("余: yesno", "times: [{factor: 2, where: 余}]", 0),
    ],
)
def test_columns_that_nothing_reads(column: str, use: str, count: int):
    text = f"{{fields: {{表: {{type: records, key: 号, fields: {{号: text, {column}}}}}}}, points: 5, rules: [{{deduct: 1, each: 表{', ' + use if use else ''}}}]}}"
    assert len(told("column-unused", text)) == count


def test_a_column_that_another_is_worked_out_from_is_used():
    text = "{fields: {表: {type: records, fields: {数: count}, columns: {双: 数 * 2}}}, points: 5, rules: [{award: 双, each: 表}]}"
    assert told("column-unused", text) == []
