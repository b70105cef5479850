"""Which records a rule charges: conditions, windows, each matter once, the best of them."""

from __future__ import annotations

from datetime import date

import pytest
from inline_snapshot import snapshot

from tests.support import score, several

TEXT = """
    fields:
      通报: {type: records, key: 文号, fields: {文号: text, 事项: text, 级别: {choice: [省, 市]}, 日期: date, 分: number, 督办: yesno}}
    points: 20
    %s
"""
ROWS = [
    {"文号": "a", "事项": "甲", "级别": "省", "日期": date(2023, 3, 1), "分": 2, "督办": True},
    {"文号": "b", "事项": "乙", "级别": "市", "日期": date(2023, 1, 1), "分": 1, "督办": False},
    {"文号": "c", "事项": "甲", "级别": "市", "日期": date(2022, 12, 31), "分": 5, "督办": False},
]


def charged(rule: str, rows: list[dict[str, object]] = ROWS) -> tuple[list[str], tuple[str, ...]]:
    done = score(TEXT % f"rules: [{{{rule}}}]", {"通报": rows})
    return done.asked, done.card.items[0].records if done.card.items else ()


@pytest.mark.parametrize(
    ("rule", "asked", "records"),
    [
        ("deduct: 1, each: 通报", ["-3"], ("a", "b", "c")),
        ("deduct: 1, each: 通报, where: 级别 == '省'", ["-1"], ("a",)),
        ("deduct: 1, each: 通报, where: 分 > 9", [], ()),
        ("deduct: 1, each: 通报, dated: {by: 日期, from: 2023-01-01, to: 2023-12-31}", ["-2"], ("a", "b")),
        ("deduct: 1, each: 通报, dated: {by: 日期, to: 2022-12-31}", ["-1"], ("c",)),
        ("deduct: 分, each: 通报", ["-8"], ("a", "b", "c")),
        ("deduct: 分, each: 通报, once_per: 事项, keep: highest", ["-6"], ("c", "b")),
        ("deduct: 分, each: 通报, once_per: 事项, keep: first, ordered_by: 日期", ["-6"], ("c", "b")),
        ("deduct: 分, each: 通报, once_per: 事项, keep: last, ordered_by: 日期", ["-3"], ("a", "b")),
        ("deduct: 1, each: 通报, once_per: 事项", ["-2"], ("a", "b")),
        ("deduct: 1, each: 通报, once_per: [事项, 级别]", ["-3"], ("a", "b", "c")),
        ("deduct: 分, each: 通报, best: 2", ["-7"], ("c", "a")),
        ("deduct: {first: 1, then: 3}, each: 通报, once_per: 事项, keep: first, ordered_by: 日期", ["-4"], ("c", "b")),
    ],
)
def test_which_records_are_charged(rule: str, asked: list[str], records: tuple[str, ...]):
    assert charged(rule)[0] == asked
    assert sorted(charged(rule)[1]) == sorted(records)


@pytest.mark.parametrize(
    "rule",
    [
        "deduct: 分, each: 通报, once_per: 事项, keep: highest",
        "deduct: 分, each: 通报, once_per: 事项, keep: first",
        "deduct: {first: 1, then: 3}, each: 通报",
        "deduct: 分, each: 通报, best: 1",
    ],
)
def test_the_order_of_the_file_never_counts(rule: str):
    assert charged(rule) == charged(rule, ROWS[::-1])


@pytest.mark.parametrize(
    ("rule", "row", "owed"),
    [
        ("deduct: 1, each: 通报, where: 督办", {"文号": "z"}, "督办 z"),
        ("deduct: 1, each: 通报, dated: {by: 日期, from: 2023-01-01}", {"文号": "z"}, "日期 z"),
        ("deduct: 1, each: 通报, once_per: 事项", {"文号": "z"}, "事项 z"),
        ("deduct: 分, each: 通报", {"文号": "z"}, "分 z"),
        ("deduct: {first: 1, then: 2}, each: 通报, ordered_by: 日期", {"文号": "z"}, "日期 z"),
    ],
)
def test_a_record_that_lacks_what_decides_leaves_the_leaf_unscored(rule: str, row: dict[str, object], owed: str):
    done = score(TEXT % f"rules: [{{{rule}}}]", {"通报": [*ROWS, row]})
    assert done.node().state == "unscored"
    assert [one.partition(" ")[2] for one in done.owed()] == [owed]


def test_the_best_are_told():
    done = score(TEXT % "rules: [{deduct: 分, each: 通报, best: 2, text: 按分扣}]", {"通报": ROWS})
    assert done.told() == snapshot(["-7 按分扣：1 × 5 分 + 1 × 2 分 = 7 分；3 项中只计最高的 2 项"])
    assert done.told("en") == snapshot(["-7 按分扣: 1 × 5 + 1 × 2 = 7; only the best 2 of 3 count"])


class TestOncePerLeaf:
    TEXT = (
        TEXT
        % "once_per: 文号\n    keep: %s\n    rules: [{deduct: 2, each: 通报, where: 督办}, {deduct: 3, each: 通报, where: 级别 == '省'}, {deduct: 1, each: 通报}]"
    )

    @pytest.mark.parametrize(
        ("keep", "asked"), [("highest", ["0", "-3", "-2"]), ("first", ["-2", "0", "-2"]), ("last", ["0", "0", "-3"])]
    )
    def test_a_record_is_charged_by_one_rule_only(self, keep: str, asked: list[str]):
        assert score(self.TEXT % keep, {"通报": ROWS}).asked == asked

    def test_what_is_counted_elsewhere_is_told(self):
        assert score(self.TEXT % "highest", {"通报": ROWS}).told() == snapshot(
            ["0 另有 1 项已在别处计算，此处不再计", "-3 3 分", "-2 2 × 1 分 = 2 分；另有 1 项已在别处计算，此处不再计"]
        )


class TestAcross:
    TEXT = """
        fields: {通报: {type: records, key: 文号, fields: {文号: text}}, 曝光: {type: records, fields: {文号: text}}}
        points: "20"
        indicators:
          - {id: a, points: 10, rules: [{deduct: 2, each: 通报}]}
          - {id: b, points: 10, rules: [{deduct: 3, each: 曝光}]}
        once: {once_per: 文号, across: [%s], keep: %s}
    """
    VALUES = {"通报": [{"文号": "一"}, {"文号": "二"}], "曝光": [{"文号": "一"}]}

    @pytest.mark.parametrize(
        ("across", "keep", "asked"),
        [
            ("a, b", "highest", ["-2", "-3"]),
            ("a, b", "first", ["-4", "0"]),
            ("b, a", "first", ["-2", "-3"]),
            ("a, b", "last", ["-2", "-3"]),
        ],
    )
    def test_one_matter_is_charged_by_one_indicator(self, across: str, keep: str, asked: list[str]):
        assert score(self.TEXT % (across, keep), self.VALUES).asked == asked

    def test_leaves_that_stand_at_the_mean_of_peers_share_matters_without_going_in_circles(self):
        stands = "applies: {when: not %s, otherwise: {peers_mean: {within: all, missing: leave_out}}}"
        found = several(
            f"""
            fields: {{无甲: yesno, 无乙: yesno, 通报: {{type: records, key: 文号, fields: {{文号: text}}}}}}
            points: "10"
            indicators:
              - {{id: a, points: 5, {stands % "无甲"}, rules: [{{deduct: 1, each: 通报}}]}}
              - {{id: b, points: 5, {stands % "无乙"}, rules: [{{deduct: 2, each: 通报}}]}}
            once: {{once_per: 文号, across: [a, b], keep: highest}}
            """,
            {
                "u1": {"无甲": True, "无乙": False, "通报": [{"文号": "一"}]},
                "u2": {"无甲": False, "无乙": True, "通报": [{"文号": "二"}]},
                "u3": {"无甲": False, "无乙": False, "通报": [{"文号": "三"}]},
            },
        )
        # u1: b charges 2, a stands at the mean of u2 (4) and u3, whose matter b charges (5); u2: a 4, b at the mean of 3 and 3
        assert {card.unit.id: str(card.score) for card in found} == {"u1": "15/2", "u2": "7", "u3": "8"}

    def test_what_is_counted_elsewhere_is_told(self):
        assert score(self.TEXT % ("a, b", "highest"), self.VALUES).told() == snapshot(
            ["-2 2 分；另有 1 项已在别处计算，此处不再计", "-3 3 分"]
        )
