"""A measure may accept what a check finds on it, with the reason, and no more than that."""

from __future__ import annotations

import pytest

from lawscore.checking import check_rubric
from tests.support import rubric_of

MEASURES = [
    "{count: 表}",
    "{sum: 表, of: 数}",
    "{peers: mean, of: 件, within: all, include_self: true}",
    "{normalise: goalposts, of: 件, low: 0, high: 9, beyond: clip}",
    "{growth: 件, against: {years_back: 1}, from_zero: unscored, missing: unscored}",
    "{earlier: 件, years_back: 1, missing: unscored}",
    "{units: sum, of: score, below: this}",
    "{panel: 评, marks: {A: 95, B: 60}, at_least: 1}",
]


def text(measure: str, more: str = "") -> str:
    whole = measure[:-1] + more + "}"
    return f"""
        fields: {{件: count, 表: {{type: records, fields: {{数: count}}}}, 评: {{type: records, fields: {{级: {{choice: [A, B]}}}}}}}}
        points: 5
        measures: {{量: {whole}}}
        rules: [{{deduct: 1, each: 件}}, {{deduct: 1, each: 表, where: 数 > 2}}, {{deduct: 1, each: 评, where: 级 == 'B'}}]
    """


def found(measure: str, more: str = "") -> list[str]:
    rubric = rubric_of(text(measure, more))
    return [
        one.code
        for one in check_rubric(rubric)
        if "量" in str(one.where) or "量" in one.message("zh") or "accepts" in one.code
    ]


@pytest.mark.parametrize("measure", MEASURES)
def test_what_a_measure_accepts_is_not_told(measure):
    assert "field_unused" in found(measure)
    assert found(measure, ", accepts: {field-unused: 供以后年度使用}") == []


def test_an_acceptance_that_is_unknown_or_not_needed_is_told():
    assert found(MEASURES[0], ", accepts: {field-unusd: 供以后年度使用}") == ["field_unused", "accepts_unknown"]
    assert found(MEASURES[0], ", accepts: {field-unused: 一, column-unused: 二}") == ["accepts_unneeded"]


def test_it_says_nothing_of_what_a_rule_does():
    rubrics = [rubric_of(text(MEASURES[0], more)) for more in ("", ", accepts: {field-unused: 一}")]
    assert rubrics[0].questions == rubrics[1].questions
    assert rubrics[0].digest != rubrics[1].digest
    assert [node.reads for node in rubrics[0].leaves] == [node.reads for node in rubrics[1].leaves]
