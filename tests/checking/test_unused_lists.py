"""A list that nothing reads is told once; of one that something reads each column that nothing looks at."""

from __future__ import annotations

import pytest

from lawscore.checking import check_rubric
from tests.support import rubric_of

LIST = "表: {type: records, key: 号, fields: {号: text, 级: {choice: [省, 市]}, 数: count, 余: {type: count, accepts: {column-unused: 备用}}}}"


def found(rules: str) -> list[tuple[str, str, str]]:
    rubric = rubric_of(f"""
        fields: {{件: count, {LIST}}}
        points: 5
        rules: [{rules}, {{deduct: 1, each: 件}}]
    """)
    codes = ("field_unused", "column_unused")
    return [(one.code, one.message("zh"), one.message("en")) for one in check_rubric(rubric) if one.code in codes]


def test_a_list_that_nothing_reads_is_told_once():
    assert found("{deduct: 2, when: 件 > 3}") == [(
        "field_unused", "填报项“表”没有任何规则、指标量或核对条件使用",
        "no rule, measure or check uses the field '表'",
    )]  # fmt: skip


@pytest.mark.parametrize("rule", ["{deduct: 1, each: 表}", "{deduct: 1, when: not is_none(表)}"])
def test_of_a_list_that_is_read_each_column_is(rule):
    assert [code for code, _, _ in found(rule)] == ["column_unused", "column_unused"]
