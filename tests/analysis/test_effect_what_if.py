"""What-if: places of the rubric and values of units that are set; what cannot be set so, at what was written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import lawscore
from lawscore import QuestionError
from lawscore.analysis.effect.trying import Trial, try_changes
from lawscore.loading.plain_values import from_values
from lawscore.loading.what_if import load_changes
from tests.support import rubric_of

BASE = """
points: 10
givens: {基准: percent}
fields:
  出庭率: percent
  未报备: count
  通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}}}
indicators:
  - id: "4"
    title: 出庭和备案
    points: 7
    indicators:
      - id: "4.2"
        title: 出庭应诉
        points: 4
        rules: [{id: rate, deduct: 0.1, per: 1%, below: 90%, of: 出庭率, partial: in_proportion, at_most: 3}]
      - id: "4.3"
        title: 备案
        points: 3
        rules:
          - {id: late, deduct: 0.5, each: 未报备}
          - {id: weak, deduct: {from: 0.5, up_to: 2, step: 0.5}, for: 备案不规范}
  - id: "5"
    title: 通报
    points: 3
    rules: [{id: told, deduct: {by: 级别, prices: {省: 2, 市: 1}}, each: 通报}]
ranking: {within: all, using: shown}
grades: {using: shown, bands: [{grade: 优秀, from: 9}, {grade: 合格, else: true}]}
"""
UNITS = {
    "lawscore": 1,
    "givens": {"基准": "80%"},
    "submissions": [
        {
            "unit": name, "values": {"出庭率": rate, "未报备": late, "通报": [{"文号": f"{name}一号", "级别": level}]},
            "answers": [{"indicator": "4.3", "rule": "weak", "answer": "no"}],
        }
        for name, rate, late, level in (("甲", "85%", 1, "省"), ("乙", "90%", 0, "市"))
    ],
}  # fmt: skip


def tried(**changes: Any) -> Trial:
    rubric = rubric_of(BASE)
    wanted, problems = load_changes({{"set_": "set"}.get(key, key): value for key, value in changes.items()})
    assert wanted is not None, problems
    return try_changes(rubric, from_values(rubric, UNITS), wanted)


def scores(trial: Trial) -> list[tuple[str, str]]:
    assert trial.effect is not None, [str(one) for one in trial.problems]
    return [(str(one.before.score), str(one.after.score)) for one in trial.effect]


@pytest.mark.parametrize(
    ("address", "value", "after"),
    [
        ("4.2/rate.deduct", "0.2", ["13/2", "9"]),
        ("4.2/rate.below", "95%", ["13/2", "17/2"]),
        ("4.2/rate.at_most", "0.2", ["73/10", "9"]),
        ("4.2/rate.at_most", "", ["7", "9"]),
        ("4.3/late", None, ["15/2", "9"]),
        ("5/told.prices.省", "3", ["6", "9"]),
        ("5/told.deduct.prices.省", 1, ["8", "9"]),
        ("4.2.points", "5", ["8", "10"]),
        ("4.2.floor", "3.8", ["73/10", "9"]),
        ("ceiling", "8", ["7", "8"]),
        ("round.places", "0", ["7", "9"]),
        ("5/told.deduct", {"by": "级别", "prices": {"省": 1, "市": 3}}, ["8", "7"]),
    ],
)
def test_one_place_is_set(address: str, value: object, after: list[str]):
    found = tried(set_={address: value})
    assert scores(found) == list(zip(["7", "9"], after, strict=True))


def test_the_rubric_itself_stays_as_it_was():
    rubric = rubric_of(BASE)
    digest = rubric.digest
    lawscore.what_if(rubric, UNITS, {"set": {"4.2.points": 6, "grades.优秀.from": 8}})
    assert rubric.digest == digest


def test_what_is_set_is_told_as_a_difference():
    found = tried(set_={"4.2.points": "5", "grades.优秀.from": "9.5"})
    assert found.effect is not None
    assert [(one.address, one.before, one.after) for one in found.effect.diff] == [
        ("4.2.points", "4", "5"),
        ("grades.优秀.from", "9", "9.5"),
    ]


def test_sums_that_no_longer_add_up_are_told_and_the_scores_are_worked_out_all_the_same():
    found = tried(set_={"4.2.points": "6"})
    assert scores(found) == [("7", "9"), ("9", "11")]
    told = [(one.severity, str(one.where), one.code) for one in found.effect.unsound]
    assert ("warning", "4.points", "parts_sum") in told
    assert all(severity == "warning" for severity, _, _ in told)
    assert lawscore.what_if(rubric_of(BASE), UNITS, {"set": {"4.2.points": 6}}).unsound == found.effect.unsound
    assert lawscore.what_if(rubric_of(BASE), UNITS, {"set": {"4.2/rate.deduct": "0.2"}}).unsound == ()


def test_values_answers_and_common_figures_of_units():
    found = tried(units={"甲": {"出庭率": "90%", "未报备": 0}}, answers={"乙": {"4.3/weak": "1.5"}})
    assert scores(found) == [("7", "8"), ("9", "15/2")]
    assert found.effect is not None
    assert [[(part.ids, part.points) for part in one.parts] for one in found.effect] == [
        [(("4.2",), Fraction(1, 2)), (("4.3",), Fraction(1, 2))],
        [(("4.3",), Fraction(-3, 2))],
    ]
    base = BASE.replace("below: 90%", "below: 基准")
    found = lawscore.what_if(rubric_of(base), UNITS, {"givens": {"基准": "95%"}})
    assert [str(one.change) for one in found] == ["-1", "-1/2"]


def test_a_value_that_is_not_known_leaves_the_unit_open():
    found = tried(units={"甲": {"出庭率": "unknown"}})
    assert found.effect is not None
    assert (found.effect["甲"].change, found.effect["甲"].after.state) == (None, "provisional")


REFUSED = [
    ({"set": {"4.9.points": 5}}, "细则中没有“4.9.points”这个地址", "是否应为“4.3.points”？"),
    ({"set": {"4.2/rat.below": "95%"}}, "细则中没有“4.2/rat.below”这个地址", "是否应为“4.2/rate.below”？"),
    ({"set": {"甲乙丙丁": 5}}, "细则中没有“甲乙丙丁”这个地址", "地址的写法：指标写编号（4.2.points），规则写 指标/规则（4.2/rate.below），其他部分从该部分的键写起（grades.优秀.from）"),
    ({"set": {"4.2.ceiling": ""}}, "“4.2.ceiling”本来就没有写，无从取消", ""),
    ({"set": {"5/told.prices.省": 1, "5/told.deduct.prices.省": 2}}, "“5/told.deduct.prices.省”设了两次", ""),
    ({"set": {"4.2.points": "四分"}}, "此处应为数字，现为“四分”", ""),
    ({"set": {"4.2/rate.partial": "half"}}, "“half”不在允许的取值之内：in_proportion、counts_as_whole、ignored", ""),
    ({"units": {"丙": {"未报备": 1}}}, "数据中没有单位“丙”", ""),
    ({"units": {"甲": {"未报": 1}}}, "考核细则中没有填报项“未报”", "是否应为“未报备”？"),
    ({"units": {"甲": {"未报备": "很多"}}}, "此处应为数字，现为“很多”", ""),
    ({"units": {"甲": {"通报": []}}}, "“通报”是事项记录，不能这样改；请改数据文件后重新计算", ""),
    ({"answers": {"甲": {"4.3/weak": "0.7"}}}, None, ""),
    ({"answers": {"甲": {"4.3/bad": "yes"}}}, None, ""),
    ({"givens": {"基线": "90%"}}, "考核细则没有声明共同数据“基线”", ""),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "message", "hint"), REFUSED, ids=[str(one[0])[:40] for one in REFUSED])
def test_what_cannot_be_set_so_is_refused_in_the_words_of_the_format(changes, message, hint):
    with pytest.raises(QuestionError) as refused:
        lawscore.what_if(rubric_of(BASE), UNITS, changes)
    (problem,) = refused.value.problems
    if message is not None:
        assert problem.message("zh") == message
    if hint:
        assert problem.hint_text("zh") == hint
    ((section, inside),) = changes.items()
    assert problem.where.path[0] == section
    assert problem.where.path[1] in inside


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(QuestionError) as refused:
        lawscore.what_if(
            rubric_of(BASE), UNITS, {"set": {"4.9.points": 5, "4.2.points": "四分"}, "units": {"丙": {"未报备": 1}}}
        )
    assert [one.where.path for one in refused.value.problems] == [
        ("set", "4.9.points"), ("set", "4.2.points"), ("units", "丙")
    ]  # fmt: skip


def test_a_file_of_changes_knows_its_lines(tmp_path: Path):
    file = tmp_path / "changes.yaml"
    file.write_text("set:\n  4.2.points: 5\n  4.9.points: 5\nunits:\n  甲: {未报备: 0}\n", encoding="utf-8")
    with pytest.raises(QuestionError) as refused:
        lawscore.what_if(rubric_of(BASE), UNITS, file)
    assert [str(one.where) for one in refused.value.problems] == [f"{file}:3:3"]
    file.write_text("set:\n  4.2.points: 5\nunits:\n  甲: {未报备: 0}\n", encoding="utf-8")
    assert [str(one.change) for one in lawscore.what_if(rubric_of(BASE), UNITS, file)] == ["3/2", "1"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "改动文件应为 set、units、answers、givens 几个部分"),
        ("sets: {}\n", None),
        ("set: 5\n", None),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, text: str, message: str | None):
    file = tmp_path / "changes.yaml"
    file.write_text(text, encoding="utf-8")
    wanted, problems = load_changes(file)
    assert wanted is None
    assert len(problems) == 1
    assert message is None or problems[0].message("zh") == message
