"""What a mistake is told beside what is wrong: the form that is meant, the words that may stand there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.loading.rubrics import Library, load_file, load_text
from lawscore.loading.submissions import load_submissions

HEAD = """\
lawscore: 1
calculation: 1
rubric: sample
version: "1"
status: draft
title: 示例
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 5
fields:
  件: count
  率: percent
  测评: {type: records, key: 号, fields: {号: text, 类别: {choice: [班子, 科室]}, 分: number}, columns: {倍: 分 * 2}}
"""
LEAF = "indicators: [{id: a, points: 5, rules: [%s]}]\n"
PARTS = "[{id: a, weight: 40%, points: 2, rules: [{deduct: 1, each: 件}]}, {id: b, weight: 60%, points: 3, rules: [{deduct: 1, each: 件}]}]"


def said(text: str) -> list[tuple[str, str, str]]:
    """The code of each problem of a rubric, and its hints."""
    return [(one.code, one.hint_text("zh"), one.hint_text("en")) for one in load_text(HEAD + text).problems]


@pytest.mark.parametrize(
    ("rule", "code", "zh", "en"),
    [
        (
            "{award: {growth: 件, against: 上年, from_zero: unscored, missing: unscored}}",
            "expected_mapping",
            "请写作：against: {years_back: 1}",
            "write: against: {years_back: 1}",
        ),
        (
            "{deduct: 1, each: 件, plus: 0.3}",
            "expected_list",
            "请写作：plus: [{add: 0.3, when: …}]",
            "write: plus: [{add: 0.3, when: …}]",
        ),
        (
            "{award: {peers: mean, of: 件, within: class}}",
            "missing_key",
            "include_self 可写：yes、no",
            "include_self takes: yes, no",
        ),
        (
            "{award: {growth: 件, against: {years_back: 1}, missing: unscored}}",
            "missing_key",
            "from_zero 可写：unscored、not_applicable、100%",
            "from_zero takes: unscored, not_applicable, 100%",
        ),
        (
            "{award: {growth: 件, from_zero: unscored, missing: unscored}}",
            "missing_key",
            "请写作：against: {years_back: 1}",
            "write: against: {years_back: 1}",
        ),
        ("{award: {units: mean, of: 件}}", "missing_key", "below 可写：this", "below takes: this"),
        (
            "{award: {normalise: z_score, of: 件, within: class, better: higher}}",
            "normalise_key_missing",
            "deviation 可写：population、sample",
            "deviation takes: population, sample",
        ),
        (
            "{award: {normalise: rank, of: 件, within: class, better: higher}}",
            "normalise_key_missing",
            "tied 可写：shared、mean",
            "tied takes: shared, mean",
        ),
        (
            "{award: {normalise: goalposts, of: 率, low: 50, high: 100%, beyond: clip}}",
            "percent_with_number",
            "请写作：50%",
            "write: 50%",
        ),
        ("{deduct: 1, when: 'differs(率, 0.005)'}", "percent_with_number", "请写作：0.5%", "write: 0.5%"),
        ("{deduct: 1, when: 率 < 0.9}", "percent_with_number", "请写作：90%", "write: 90%"),
    ],
)
def test_a_rule_that_is_wrong_is_told_what_may_stand_there(rule: str, code: str, zh: str, en: str):
    assert said(LEAF % rule) == [(code, zh, en)]


def test_limits_that_are_worked_out_are_compared_too():
    rule = "{award: {normalise: goalposts, of: 件, low: ln(500), high: ln(10), beyond: clip}}"
    assert [code for code, _, _ in said(LEAF % rule)] == ["goalposts_crossed"]


def test_the_mean_of_others_is_a_mapping():
    applies = "applies: {when: 件 > 0, otherwise: peers_mean}, rules: [{deduct: 1, each: 件}]"
    assert said(f"indicators: [{{id: a, points: 5, {applies}}}]\n") == [
        ("not_one_of", "请写作：{peers_mean: {within: class}}", "write: {peers_mean: {within: class}}")
    ]


def test_a_number_is_not_called_a_text():
    (problem,) = load_text(HEAD + LEAF % "{deduct: 1, each: 件, plus: 0.3}").problems
    assert problem.message("zh") == "“plus”应为列表，现为数字"
    assert problem.message("en") == "'plus' must be a list, got a number"


def test_weights_are_not_refused_for_an_aggregate_that_is_misspelt():
    assert said(f"aggregate: harmonic\nindicators: {PARTS}\n") == [
        ("not_one_of", "是否应为“harmonic_mean”？", "did you mean 'harmonic_mean'?")
    ]


def test_a_share_of_the_parts_is_a_percentage():
    assert said(f"indicators: [{{id: t, at_least: 0.7, indicators: {PARTS.replace('weight', 'title')}}}]\n") == [
        ("not_whole", "或者写占比，如 70%", "or a share such as 70%")
    ]


def test_a_rubric_that_is_not_there_says_where_it_was_looked_for(tmp_path: Path):
    path = tmp_path / "sample" / "1.yaml"
    path.parent.mkdir()
    path.write_text(HEAD + LEAF % "{award: {units: mean, of: 件, below: this, with: township@9}}", "utf-8")
    (problem,) = load_file(path, Library((tmp_path / "rubrics",))).problems
    assert problem.code == "with_unknown"
    assert problem.hint_text("en").startswith(f"looked in: {tmp_path / 'rubrics'}, {tmp_path}, ")


def test_a_name_beside_with_is_one_of_the_other_rubric():
    named = "county-government@2023.1"
    rule = f"{{award: {{units: mean, of: 乡镇得分, weight: 乡镇人口, below: this, with: {named}}}}}"
    assert (
        said(LEAF % rule)
        == [
            (
                "name_undeclared",
                f"写了 with 的，此处要写 {named} 中的填报项、指标量或者公共数据",
                f"beside with, write a name of {named}: a field, a measure or a given figure of that rubric",
            )
        ]
        * 2
    )


def test_a_computed_column_is_not_submitted(tmp_path: Path):
    rubric = load_text(HEAD + LEAF % "{award: {sum: 测评, of: 倍}}").rubric
    assert rubric is not None
    table = tmp_path / "a.测评.csv"
    table.write_text("unit,号,分,倍\n甲,1,2,4\n", "utf-8")
    (problem, *_) = load_submissions(rubric, [table]).problems
    assert problem.code == "csv_column_unknown"
    assert problem.hint_text("en") == "'倍' is computed by the rubric and is not submitted"


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("6/2/2024", "write 2024-02-06 or 2024-06-02, whichever is meant"),
        ("30/6/2024", "write: 2024-06-30"),
        ("6/6/2024", "write: 2024-06-06"),
        ("31/31/2024", "write dates as 2023-12-31"),
        ("去年底", "write dates as 2023-12-31"),
    ],
)
def test_a_date_that_cannot_be_read(given: str, hint: str):
    rule = "{deduct: 1, each: 件}"
    text = (HEAD + LEAF % rule).replace("to: 2023-12-31", f"to: {given}")
    (problem,) = load_text(text).problems
    assert (problem.code, problem.hint_text("en")) == ("date_unreadable", hint)
