"""Where units stand that are not assessed, and of which group a quota warns, by columns as one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pytest

from lawscore.columns.arrow_standings import standings
from lawscore.columns.ranks.ranks import Ranks
from lawscore.columns.ranks.units import Units
from lawscore.columns.results import ColumnAssessment
from lawscore.facts.card import Standing
from tests.columns.both_paths import agree
from tests.support import rubric_of
from tests.support_data import gathered

RUBRIC = """
points: 100
classes: {县: 县, 区: 市辖区}
fields: {分: number, 报送: {type: number, label: 报送次序}, 片: {type: text, label: 片区}}
indicators: [{id: 甲, points: 100, rules: [{award: 分}]}]
ranking: {%s}
grades:
  using: exact
  bands: [{grade: 优, from: 90}, {grade: 良, from: 60}, {grade: 差, else: true}]
  quota: {%s}
"""

#: c, e and g are not assessed; of the others d is not scored yet.
ROSTER = """
units:
  - {id: a, class: 县}
  - {id: b, class: 县}
  - {id: c, class: 县, not_assessed: 撤销}
  - {id: d, class: 县}
  - {id: e, class: 县, not_assessed: 新设}
  - {id: f, class: 区}
  - {id: g, class: 区, not_assessed: 合并}
"""


def table_of(scores: dict[str, float | None], **more: list[Any]) -> pa.Table:
    return pa.table({"unit": list(scores), "分": list(scores.values()), **more})


def listed(ranking: str) -> ColumnAssessment:
    """Units of a roster, some of which are not assessed, and a table of the others."""
    rubric = rubric_of(RUBRIC % (ranking, "优: {at_most: 50%, fraction: down, tie_at_cut: leave_out}"))
    table = table_of({"a": 95, "b": 92, "d": None, "f": 70}, 报送=[1, 2, 3, 4])
    return agree(rubric, table, 3, gathered(ROSTER, rubric=rubric))


LAST = "within: class, using: exact, overall: true, not_assessed: last"


def test_units_that_are_not_assessed_stand_last_in_the_table_of_ranks():
    """d is not scored yet: it has no rank, and may still come to take the one place among three that a would have."""
    told = [(*row.values(),) for row in standings(listed(LAST)).to_pylist()]
    assert told == [
        ("a", "县", 1, False, 1, None),
        ("b", "县", 2, False, 2, "良"),
        ("c", "县", 3, True, 4, None),
        ("d", "县", None, False, None, None),
        ("e", "县", 3, True, 4, None),
        ("f", "区", 1, False, 3, "良"),
        ("g", "区", 2, False, 4, None),
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", "a1/1 b2/2 c3=/4= e3=/4= f1/3 g2/4="),
        (", method: dense", "a1/1 b2/2 c3=/4= e3=/4= f1/3 g2/4="),
        (", better: lower", "a2/3 b1/2 c3=/4= e3=/4= f1/1 g2/4="),
        # nothing tells them apart: neither a result that they do not have, nor their ids
        (", ties: [{higher: 甲}, {fewer: vetoes}]", "a1/1 b2/2 c3=/4= e3=/4= f1/3 g2/4="),
        (", method: ordinal, ties: [{lower: id}]", "a1/1 b2/2 c3=/4= e3=/4= f1/3 g2/4="),
        (", method: ordinal, ties: [{lower: 报送}]", "a1/1 b2/2 c3=/4= e3=/4= f1/3 g2/4="),
    ],
)
def test_units_that_are_not_assessed_share_the_last_rank(more: str, expected: str):
    found = listed(LAST + more)
    assert ranks(found.standings) == expected
    if "报送" not in more:  # of units that were scored one by one, no field is kept as a column
        by_columns = Ranks(Units(found.rubric, found.parts, None))
        assert list(by_columns.total or ()) == list(found.standings)
        assert [problem.code for problem in by_columns.problems] == ["quota_open"]


def test_units_that_are_not_assessed_leave_the_ranking_where_nothing_else_is_said():
    found = listed("within: class, using: exact, overall: true")
    assert ranks(found.standings) == "a1/1 b2/2 f1/3"
    assert list(Ranks(Units(found.rubric, found.parts, None)).total or ()) == list(found.standings)


def ranks(found: Iterable[Standing]) -> str:
    """Each unit with its rank in its group and among all; those that share one are marked."""
    ranked = [(unit, one) for unit, one in zip("abcdefg", found, strict=True) if one.rank is not None]
    return " ".join(f"{unit}{one.rank}{'=' * one.tied}/{one.overall}{'=' * one.overall_tied}" for unit, one in ranked)


# --- of which group a quota warns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "zh", "en"),
    [
        ("class", "市辖区", "市辖区"),
        ("区", "市辖区", "市辖区"),
        ("片", "片区：南", "片区: 南"),
        ("parent", "市里下属单位", "below 市里"),
        ("all", "全部单位", "all units"),
    ],
)
def test_a_quota_that_waits_names_its_group(within: str, zh: str, en: str):
    rubric = rubric_of(
        RUBRIC % ("within: all, using: exact", f"优: {{at_most: 1, within: {within}, tie_at_cut: leave_out}}")
    )
    more = {"class": ["县", "区", "区"], "片": ["北", "南", "南"], "parent": [None, "市里", "市里"], "报送": [1, 2, 3]}
    found = agree(rubric, table_of({"a": 50, "b": 92, "d": None}, **more), 2)
    assert found.stats.by_columns == 3
    assert sentences(found, "quota_open") == [
        f"“优”的名额（{zh}）定不下来，以下单位的等次暂缺：b；还没有评定完的：d",
        f"the places of '优' ({en}) are not settled: b still without a grade, d not fully scored",
    ]


def test_each_group_that_waits_is_warned_of():
    rubric = rubric_of(RUBRIC % ("within: all, using: exact", "优: {at_most: 1, tie_at_cut: leave_out}"))
    more = {"class": ["区", "县", "县", "区"], "片": list("南北北南"), "报送": [1, 2, 3, 4]}
    found = agree(rubric, table_of({"a": 92, "b": 92, "d": None, "e": None}, **more), 2)
    assert [problem.message("zh") for problem in found.problems if problem.code == "quota_open"] == [
        "“优”的名额（市辖区）定不下来，以下单位的等次暂缺：a；还没有评定完的：e",
        "“优”的名额（县）定不下来，以下单位的等次暂缺：b；还没有评定完的：d",
    ]


def test_a_tie_at_the_cut_that_is_open_names_its_group():
    ties = "within: class, using: exact, ties: [{lower: 报送}]"
    rubric = rubric_of(RUBRIC % (ties, "优: {at_most: 1, tie_at_cut: leave_out}"))
    more = {"class": ["区", "区", "县"], "片": list("南北北"), "报送": [None, 2, 3]}
    found = agree(rubric, table_of({"a": 92, "b": 92, "d": 50}, **more), 2)
    assert sentences(found, "quota_unclear") == [
        "“优”的名额（市辖区）定不下来，以下单位在名额线上同分，而分出先后的一项还缺：a、b",
        "the places of '优' (市辖区) are not settled: a, b equal at the cut, and what would decide is missing",
    ]


def test_where_the_group_of_a_unit_is_not_known_all_groups_that_wait_are_named():
    rubric = rubric_of(RUBRIC % ("within: all, using: exact", "优: {at_most: 1, within: 片, tie_at_cut: leave_out}"))
    more = {"class": ["县"] * 4, "片": ["北", "南", "东", None], "报送": [1, 2, 3, 4]}
    found = agree(rubric, table_of({"a": 91, "b": 92, "d": 99, "x": 95}, **more), 2)
    assert sentences(found, "quota_group") == [
        "“优”的名额（片区：北、片区：南）定不下来，以下单位的等次暂缺：a、b、x；还不知道属于哪一组（片区）的：x",
        "the places of '优' (片区: 北, 片区: 南) are not settled: a, b, x still without a grade; the group ('片区') is not known of x",
    ]
    found = agree(rubric, table_of({"a": 50, "b": 50, "d": 50, "x": 95}, **more), 2)
    assert sentences(found, "quota_group") == [
        "“优”的名额（各组）定不下来，以下单位的等次暂缺：x；还不知道属于哪一组（片区）的：x",
        "the places of '优' (every group) are not settled: x still without a grade; the group ('片区') is not known of x",
    ]


def test_of_many_groups_that_wait_the_first_are_named():
    rubric = rubric_of(RUBRIC % ("within: all, using: exact", "优: {at_most: 1, within: 片, tie_at_cut: leave_out}"))
    places = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"]
    scores = {**{f"u{at}": 91 for at in range(8)}, "x": 95}
    found = agree(rubric, table_of(scores, **{"class": ["县"] * 9, "片": [*places, None], "报送": list(range(9))}), 4)
    (zh, en) = sentences(found, "quota_group")
    assert zh.startswith("“优”的名额（片区：甲、片区：乙、片区：丙、片区：丁、片区：戊等 8 组）定不下来")
    assert en.startswith(
        "the places of '优' (片区: 甲, 片区: 乙, 片区: 丙, 片区: 丁, 片区: 戊 and others (8 groups)) are not settled"
    )


def sentences(found: ColumnAssessment, code: str) -> list[str]:
    """What the only problem of a kind says in both languages."""
    (problem,) = [one for one in found.problems if one.code == code]
    return [problem.message("zh"), problem.message("en")]
