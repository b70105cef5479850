"""A rubric that names the rubric of the units below: both are loaded, each data file goes to its own."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

import lawscore
from lawscore.loading.rubrics import load_file
from lawscore.schemas import SCHEMAS

HEAD = "lawscore: 1\ncalculation: 1\nstatus: draft\ntitle: 示例\nissued: {note: 示例}\nperiod: {from: 2023-01-01, to: 2023-12-31}\n"
COUNTY = (
    HEAD
    + """
rubric: county
version: "1"
points: 10
measures: {乡镇均分: {units: mean, of: score, weight: 人口, below: this, with: township@1}}
indicators: [{id: a, points: 10, rules: [{import: 乡镇均分, out_of: 100}]}]
"""
)
TOWNSHIP = (
    HEAD
    + """
rubric: township
version: "1"
points: 100
fields: {差错: count, 人口: count}
indicators: [{id: t, points: 100, rules: [{deduct: 10, each: 差错}]}]
"""
)
COUNTY_DATA = "lawscore: 1\nrubric: county@1\nunits: [{id: x, name: 某县}, {id: y, name: 邻县}]\n"
TOWNSHIP_DATA = """
lawscore: 1
rubric: township
units: [{id: e, name: 东镇, parent: ｘ}, {id: w, name: 西镇, parent: x}, {id: n, name: 外镇, parent: y}]
submissions:
  - {unit: e, values: {差错: 2, 人口: 3}}
  - {unit: w, values: {差错: 6, 人口: 1}}
  - {unit: n, values: {差错: 9, 人口: 99}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("county/1.yaml", COUNTY), ("township/1.yaml", TOWNSHIP)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "county.yaml").write_text(COUNTY_DATA, encoding="utf-8")
    (tmp_path / "towns.yaml").write_text(TOWNSHIP_DATA, encoding="utf-8")
    return tmp_path


def test_a_county_from_its_townships(folder: Path):
    rubric = lawscore.load_rubric(folder / "county" / "1.yaml")
    assert list(rubric.others) == ["township@1"]
    found = lawscore.assess(rubric, [folder / "towns.yaml", folder / "county.yaml"])
    assert found.problems == ()
    assert str(found["x"].score) == "7"
    assert {card.unit.id: str(card.score) for card in found.others["township@1"].cards} == {
        "e": "80",
        "w": "40",
        "n": "10",
    }


def test_a_township_that_owes_a_figure_holds_its_county_up(folder: Path):
    (folder / "towns.yaml").write_text(TOWNSHIP_DATA.replace("差错: 6, ", ""), encoding="utf-8")
    rubric = lawscore.load_rubric("county@1", [folder])
    found = lawscore.assess(rubric, [folder / "towns.yaml", folder / "county.yaml"])
    assert found["x"].score is None
    assert found["x"].bounds == (0, 10)
    assert [cause.detail for cause in found["x"].causes] == ["西镇"]


def test_a_figure_of_a_township_is_refused_at_its_place(folder: Path):
    (folder / "towns.yaml").write_text(TOWNSHIP_DATA.replace("差错: 6", "差错: 六"), encoding="utf-8")
    rubric = lawscore.load_rubric("county@1", [folder])
    found = lawscore.assess(rubric, [folder / "towns.yaml", folder / "county.yaml"])
    assert [str(problem.where).split("/")[-1] for problem in found.problems] == ["towns.yaml:7:28"]


def test_rubrics_that_wait_for_each_other_are_refused(folder: Path):
    township = TOWNSHIP.replace(
        "fields:", "measures: {县分: {units: mean, of: score, below: this, with: county@1}}\nfields:"
    )
    (folder / "township" / "1.yaml").write_text(township, encoding="utf-8")
    assert said(folder / "county" / "1.yaml") == [
        "county/1.yaml:11:74 with_broken township@1",
        "township/1.yaml:11:60 with_circle county@1",
    ]


def test_a_rubric_that_names_itself_is_refused(folder: Path):
    (folder / "county" / "1.yaml").write_text(COUNTY.replace("township@1", "county@1"), encoding="utf-8")
    assert said(folder / "county" / "1.yaml") == ["county/1.yaml:11:74 with_circle county@1"]


def test_a_broken_rubric_of_the_units_below_tells_all_that_is_wrong_with_it(folder: Path):
    township = TOWNSHIP.replace("each: 差错", "each: 错") + "checks: [{id: c, that: 错 < 人口, message: 多于人口}]\n"
    (folder / "township" / "1.yaml").write_text(township, encoding="utf-8")
    assert said(folder / "county" / "1.yaml") == [
        "county/1.yaml:11:74 with_broken township@1",
        "township/1.yaml:12:62 name_undeclared 错",
        "township/1.yaml:13:24 name_undeclared 错",
    ]


def test_a_rubric_that_is_not_there_is_another_matter(folder: Path):
    (folder / "county" / "1.yaml").write_text(COUNTY.replace("township@1", "township@2"), encoding="utf-8")
    assert said(folder / "county" / "1.yaml") == ["county/1.yaml:11:74 with_unknown township@2"]


def said(path: Path) -> list[str]:
    """Place, code and name of each problem of a rubric that is refused."""
    loaded = load_file(path)
    assert loaded.rubric is None
    return [
        f"{str(problem.where).removeprefix(f'{path.parent.parent}/')} {problem.code} {problem.facts.get('name')}"
        for problem in loaded.problems
    ]


def test_the_digest_covers_the_rubric_of_the_units_below(folder: Path):
    before = lawscore.load_rubric("county@1", [folder])
    (folder / "township" / "1.yaml").write_text(TOWNSHIP.replace("deduct: 10", "deduct: 5"), encoding="utf-8")
    after = lawscore.load_rubric("county@1", [folder])
    assert before.digest != after.digest


def test_the_result_names_the_rubric_of_the_units_below(folder: Path):
    rubric = lawscore.load_rubric("county@1", [folder])
    result = lawscore.assess(rubric, [folder / "towns.yaml", folder / "county.yaml"]).to_dict()
    jsonschema.Draft202012Validator(SCHEMAS["result"]()).validate(result)
    below = rubric.others["township@1"]
    assert result["rubric"]["others"] == [{"id": "township", "version": "1", "digest": below.digest}]


def test_what_is_wrong_with_the_units_below_is_told_once(folder: Path):
    township = TOWNSHIP + "checks: [{id: c, that: 差错 < 人口, message: 差错多于人口}]\n"
    (folder / "township" / "1.yaml").write_text(township, encoding="utf-8")
    (folder / "towns.yaml").write_text(TOWNSHIP_DATA.replace("差错: 2", "差错: 二"), encoding="utf-8")
    rubric = lawscore.load_rubric("county@1", [folder])
    found = lawscore.assess(rubric, [folder / "towns.yaml", folder / "county.yaml"])
    assert [problem.code for problem in found.problems] == ["not_a_number", "check_failed"]
    assert found.problems[1].message() == "西镇：差错多于人口（差错为 6、人口为 1）"


def test_a_card_of_the_units_below_explains_itself(folder: Path):
    rubric = lawscore.load_rubric("county@1", [folder])
    found = lawscore.assess(rubric, [folder / "towns.yaml", folder / "county.yaml"])
    card = found.others["township@1"]["w"]
    assert card.assessment.rubric.name == "township@1"
    assert "得分 40.00" in card.explain("t")
