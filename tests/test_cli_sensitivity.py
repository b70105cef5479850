"""`lawscore sensitivity` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support_cli import run

RUBRIC = """
lawscore: 1
calculation: 1
rubric: sample
version: "1"
status: draft
title: 县区考核
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 100
fields: {甲: number, 乙: number}
indicators:
  - {id: "1", title: 决策, points: 60, rules: [{award: 甲}]}
  - {id: "2", title: 执法, points: 40, rules: [{award: 乙}]}
ranking: {within: all, using: shown}
grades:
  using: shown
  bands: [{grade: 优秀, from: 85}, {grade: 合格, else: true}]
"""
DATA = """
lawscore: 1
rubric: sample@1
units: [{id: a, name: 甲县}, {id: b, name: 乙县}, {id: c, name: 丙县}]
submissions:
  - {unit: a, layer: self_reported, values: {甲: 58, 乙: 30}}
  - {unit: b, layer: self_reported, values: {甲: 44, 乙: 40}}
  - {unit: c, layer: self_reported, values: {甲: 40}}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    rubric, data = tmp_path / "rubric.yaml", tmp_path / "data.yaml"
    rubric.write_text(RUBRIC, encoding="utf-8")
    data.write_text(DATA, encoding="utf-8")
    return rubric, data


def asked(files: tuple[Path, Path], *more: str) -> str:
    result = run("sensitivity", *map(str, files), "--lang", "zh", *more)
    assert result.returncode == 0
    return result.stdout


def test_the_table_says_how_firm_each_unit_stands_and_what_would_lift_it(files):
    assert asked(files, "--draws", "200").splitlines() == [
        "县区考核  sample@1（草案）",
        "",
        "2 项指标的权重各乘以 0.8 到 1.2 之间的系数，共变动 200 次（种子 1）；各项指标再逐一去掉。",
        "未定分或不参加考核，未列入：丙县。",
        "",
        "  名次  单位编号    单位名称      得分       得分区间    名次区间    名次不变  等次    各等次占比              去掉后变动最大的指标",
        "------  ----------  ----------  ------  -------------  ----------  ----------  ------  ----------------------  ----------------------",
        "     1  a           甲县         88.00  85.93 – 89.82       1 – 2       98.0%  优秀    优秀 100.0%             1 决策 → 第 2 名",
        "     2  b           乙县         84.00  81.76 – 86.54       1 – 2       98.0%  合格    优秀 14.5%、合格 85.5%  1 决策 → 第 1 名",
        "",
        "提升一个名次、一个等次最少需要的分数（其他单位不变）",
        "",
        "单位编号    单位名称    目标       至少提高  条件         单项足够的失分指标",
        "----------  ----------  -------  ----------  -----------  ---------------------",
        "b           乙县        第 1 名        4.00  须赶上 甲县  1 决策（失 16.00 分）",
        "b           乙县        优秀           1.00               1 决策（失 16.00 分）",
    ]


def test_one_unit_with_every_removal(files):
    assert asked(files, "--unit", "b", "--remove-only").splitlines()[-6:] == [
        "逐项去掉指标",
        "",
        "指标    名称      去掉后名次  去掉后等次",
        "------  ------  ------------  ------------",
        "1       决策               1  优秀",
        "2       执法               2  合格",
    ]


def test_removals_only(files):
    lines = asked(files, "--remove-only").splitlines()
    assert lines[2] == "2 项指标逐一去掉。"
    assert lines[5].split() == ["名次", "单位编号", "单位名称", "得分", "等次", "去掉后变动最大的指标"]


def test_csv_has_one_row_for_each_unit(files):
    rows = list(csv.DictReader(io.StringIO(asked(files, "--format", "csv", "--draws", "20"))))
    assert [(row["单位编号"], row["下一名次"], row["升名次至少提高"]) for row in rows] == [
        ("a", "", ""),
        ("b", "第 1 名", "4.00"),
    ]


def test_json_has_exact_numbers_and_speaks_no_language(files):
    found = json.loads(asked(files, "--format", "json", "--draws", "20", "--unit", "b"))
    assert (found["within"], found["draws"], found["seed"], found["generator"]) == ("20%", 20, 1, "splitmix64")
    (unit,) = found["units"]
    assert unit["next_grade"] == {
        "to": "优秀", "points": "199/200", "beyond": False, "obstacle": None, "rival": None, "passes": False, "quota": None,
        "mendings": [{"indicator": "1", "lost": "16", "rise": "16"}],
    }  # fmt: skip
    assert found["left_out"] == [{"id": "c", "name": "丙县", "state": "provisional"}]


def test_what_cannot_be_asked_is_said_before_the_work(files):
    result = run("sensitivity", *map(str, files), "--within", "300%", "--draws", "-1", "--lang", "zh")
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "错误 “300%”不能作为权重的变动范围",
        "提示：应为 0% 到 100% 的百分数，至多一位小数，如 --within 20%",
        "错误 变动次数不能为负：-1",
    ]


def test_an_unknown_unit_is_named_with_the_nearest(files):
    result = run("sensitivity", *map(str, files), "--unit", "bb", "--draws", "1", "--lang", "en")
    assert result.returncode == 2
    assert "bb" in result.stderr


def test_a_unit_without_a_score_is_said_to_be_left_out(files):
    result = run("sensitivity", *map(str, files), "--lang", "zh", "--unit", "c", "--remove-only")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "单位“c”未定分或不参加考核，未列入\n"
