"""What was owed last year, against this year's: supplied, still owed, new, or not to be told."""

from __future__ import annotations

from typing import Any

import pytest

import lawscore
from lawscore.reports.rectification import rectification_table, summary
from lawscore.rubric.migration import UNCHANGED, Migration
from tests.support import rubric_of

TEXT = """
points: 20
fields: {件数: count, 率: {type: percent, label: 满意率}, 诉讼: {type: count, absent: unknown}, 通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}}}}
indicators:
  - {id: "1", title: 备案, points: 10, start: full, responsible: {lead: 法制办},
     rules: [{id: filed, deduct: 1, each: 件数}, {id: late, deduct: 1, for: 是否迟报}, {id: note, deduct: 2, each: 通报, where: 级别 == '省'}]}
  - {id: "2", title: 满意, points: 10, applies: {when: 诉讼 > 0, otherwise: leave_out}, rules: [{id: rate, award: 率 * 10}]}
"""
RUBRIC = rubric_of(TEXT)
ALL: dict[str, Any] = {"件数": 0, "率": "90%", "诉讼": 1, "通报": []}
NO: list[dict[str, Any]] = [{"unit": "u", "indicator": "1", "rule": "late", "answer": "no"}]


def data(values: dict[str, Any], unit: str = "u", *, answered: bool = True) -> dict[str, Any]:
    one: dict[str, Any] = {"unit": unit, "values": values}
    if answered:
        one["answers"] = [{"indicator": "1", "rule": "late", "answer": "no"}]
    return {"lawscore": "1", "submissions": [one]}


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in ALL.items() if name not in names}


def followed(before: Any, after: Any, rubric: Any = RUBRIC, migration: Migration = UNCHANGED) -> Any:
    result = lawscore.assess(RUBRIC, before).to_json("zh")
    return lawscore.assess(rubric, after).rectification(result, migration)


def states(*arguments: Any, **more: Any) -> list[tuple[str, str, str]]:
    return [(one.owed.cause.name, one.state, one.why) for one in followed(*arguments, **more).owing]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (data(without("件数")), data(ALL), [("件数", "supplied", "")]),
        (data(without("件数")), data(without("件数")), [("件数", "still_owed", "")]),
        (data(ALL), data(without("件数")), [("件数", "owed", "")]),
        (data(ALL, answered=False), data(ALL), [("1/late", "supplied", "")]),
        (data(ALL, answered=False), data(ALL, answered=False), [("1/late", "still_owed", "")]),
        (data(without("率")), data({**without("率"), "诉讼": 0}), [("率", "not_comparable", "not_needed")]),
        (data(without("率")), data({**ALL, "诉讼": 0}), [("率", "supplied", "")]),
        (data(ALL), data(ALL), []),
        (data({**ALL, "通报": [{"文号": "1号"}]}), data(ALL), [("级别", "not_comparable", "value_gone")]),
        (data({**ALL, "通报": [{"文号": "1号"}]}), data({**ALL, "通报": [{"文号": "1号", "级别": "市"}]}), [("级别", "supplied", "")]),
        (data(without("件数")), data(ALL, "v"), [("件数", "not_comparable", "no_unit")]),
    ],
)  # fmt: skip
def test_what_became_of_what_was_owed(before, after, expected):
    assert states(before, after) == expected


def test_a_unit_that_is_not_assessed_supplies_nothing():
    after = {**data(ALL), "units": [{"id": "u", "not_assessed": "撤并"}]}
    assert states(data(without("件数")), after) == [("件数", "not_comparable", "not_assessed")]


def test_names_that_changed_are_followed():
    other = rubric_of(TEXT.replace("件数", "备案数").replace('id: "1"', 'id: "甲"'))
    named = {"备案数" if name == "件数" else name: value for name, value in ALL.items()}
    after = {"lawscore": "1", "submissions": [{"unit": "u", "values": named}]}
    migration = Migration(indicators={"1": ("甲",)}, fields={"件数": "备案数"})
    found = followed(data(without("件数"), answered=False), after, other, migration)
    assert [(one.owed.cause.name, one.state, one.owed.indicators, one.departments.lead) for one in found.owing] == [
        ("甲/late", "still_owed", ("甲",), "法制办"),
        ("备案数", "supplied", ("甲",), "法制办"),
    ]


def test_a_field_and_an_indicator_that_are_gone_are_said_to_be():
    assert states(data(without("件数")), data(ALL), migration=Migration(fields={"件数": "none"})) == [
        ("件数", "not_comparable", "value_gone")
    ]
    gone = followed(data(without("件数")), data(ALL), migration=Migration(indicators={"1": ()}))
    assert [(one.state, one.why, one.departments.lead) for one in gone.owing] == [("not_comparable", "gone", "")]


def test_the_list_tells_it_beside_the_lines():
    found = followed(data(without("件数", "率")), data(without("率")))
    rows = rectification_table(found, "zh").rows
    assert [(row[2], row[7], row[9]) for row in rows if row[7] in ("仍缺", "已补齐")] == [
        ("2", "仍缺", "满意率（率）"),
        ("1", "已补齐", "件数"),
    ]
    assert summary(found, "zh") == "对照 sample@2023.1 的考核结果：已补齐 1 项、仍缺 1 项"
    assert summary(found, "en") == "against the result of sample@2023.1: supplied: 1, still owed: 1"
