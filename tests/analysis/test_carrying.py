"""The facts of one version under another: a copy of the rubric gives the same result, whatever the data were written in."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

import lawscore
from lawscore.analysis.carrying import carry
from lawscore.analysis.change import Change
from lawscore.analysis.losses import marks_of
from lawscore.results.writing import result_of
from lawscore.rubric.migration import UNCHANGED

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = {
    "department-assessment@2017.1": "cixi-2017/2017-*.yaml",
    "township-government@2023.1": "heyan-2023/*.yaml",
    "county-government@2017.1": "cixi-2017/city.yaml",
    "department-tasks@2015.1": "liaoyang-2015/*.yaml",
}


def example(name: str) -> lawscore.Assessment:
    files = sorted((ROOT / "examples").glob(EXAMPLES[name]))
    return lawscore.assess(lawscore.load_rubric(name, [ROOT / "rubrics"]), files)


@pytest.mark.parametrize("name", EXAMPLES)
def test_under_a_copy_of_the_rubric_every_unit_has_the_same_result(name: str, tmp_path: Path) -> None:
    rubric, _, version = name.partition("@")
    text = (ROOT / "rubrics" / rubric / f"{version}.yaml").read_text(encoding="utf-8")
    copy = tmp_path / rubric / "copy.yaml"
    copy.parent.mkdir()
    copy.write_text(re.sub(r"^version: .*$", 'version: "copy"', text, flags=re.MULTILINE), encoding="utf-8")
    before = example(name)
    assert before.gathered is not None
    new = lawscore.load_rubric(copy, [ROOT / "rubrics"])
    carried = carry(before.gathered, before.rubric, new, UNCHANGED)
    assert result_of(carried.assessment, "zh")["units"] == result_of(before.results, "zh")["units"]
    assert (carried.problems, carried.unknown, carried.dated) == ((), (), ())
    assert not (carried.left.fields or carried.left.answers or carried.left.adjustments)


@pytest.mark.parametrize("name", EXAMPLES)
def test_losses_add_up_to_what_every_leaf_lacks_and_none_is_mended_against_itself(name: str) -> None:
    found = example(name)
    for card in found.results:
        losses = marks_of(card).losses()
        for node in card.nodes:
            if node.leaf and node.score is not None:
                own = [loss.points for loss in losses if loss.indicator == node.id]
                assert sum(own, Fraction(0)) == node.points - node.score, (card.unit.id, node.id)
    again = found.rectification(found.to_json())
    assert {line.mended.state for line in again.lines if line.mended} <= {"not_mended"}
    assert len(again.lines) == len(found.rectification().lines)


RUBRIC = """
lawscore: 1
calculation: 1
rubric: sample
version: "2022"
status: draft
title: 示例
issued: {note: 示例}
period: {from: 2022-01-01, to: 2022-12-31}
points: 10
fields:
  未报备: {type: count, label: 未报备的文件, column: 未报备数}
  通报: {type: records, absent: none, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}}}
indicators:
  - id: "1"
    points: 10
    rules:
      - {id: filed, deduct: 1, each: 未报备}
      - {id: notice, deduct: {by: 级别, prices: {省: 2, 市: 1}}, each: 通报}
"""


def test_tables_go_over_like_any_other_data(tmp_path: Path) -> None:
    (tmp_path / "单位.csv").write_text("unit,未报备数\n甲,3\n乙,坏\n", encoding="utf-8")
    (tmp_path / "年.通报.csv").write_text("unit,文号,级别\n甲,一号,省\n", encoding="utf-8")
    later = RUBRIC.replace("2022", "2023").replace("未报备", "漏报").replace("通报", "批评").replace("省: 2", "省: 3")
    for year, text in ((2022, RUBRIC), (2023, later)):
        (tmp_path / f"{year}.yaml").write_text(text, encoding="utf-8")
    old, new = (lawscore.load_rubric(tmp_path / f"{year}.yaml") for year in (2022, 2023))
    before = lawscore.assess(old, [tmp_path / "单位.csv", tmp_path / "年.通报.csv"])
    after = lawscore.assess(new, {"甲": {"漏报": 0}, "乙": {"漏报": 0}})
    names = {"lawscore": 1, "from": "sample", "to": "sample", "fields": {"未报备": "漏报", "通报": "批评"}}
    found = lawscore.compare(before, after, names)
    assert found["甲"].total is not None
    assert found["甲"].total.score == Change(Fraction(5), Fraction(4), Fraction(10))
    # What could not be read is unknown under the new rubric too, and is not told twice.
    assert found["乙"].total is not None
    assert found["乙"].total.states == ("unscored", "unscored", "scored")
    assert found.carried is not None
    assert found.carried.problems == ()


def test_what_is_wrong_only_under_the_new_rubric_is_told_where_it_stands(tmp_path: Path) -> None:
    data = tmp_path / "2022-data.yaml"
    data.write_text(
        "lawscore: 1\nrubric: sample@2022\nsubmissions:\n  - {unit: 甲, values: {未报备: 0, 通报: [{文号: 一号, 级别: 市}]}}\n",
        encoding="utf-8",
    )
    later = RUBRIC.replace("2022", "2023").replace("[省, 市]", "[省, 县]").replace("市: 1", "县: 1")
    for year, text in ((2022, RUBRIC), (2023, later)):
        (tmp_path / f"{year}.yaml").write_text(text, encoding="utf-8")
    old, new = (lawscore.load_rubric(tmp_path / f"{year}.yaml") for year in (2022, 2023))
    found = lawscore.compare(lawscore.assess(old, data), lawscore.assess(new, {"甲": {"未报备": 0}}))
    assert found.carried is not None
    assert [str(one).removeprefix(f"{tmp_path}/") for one in found.carried.problems] == [
        "2022-data.yaml:4:50: “市”不在可选的值之内：省、县"
    ]
    assert found["甲"].total is not None
    assert found["甲"].total.score == Change(Fraction(9), None, Fraction(10))
