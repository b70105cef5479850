"""`lawscore rank` as its users meet it: tables by group, ranges of ranks, and why a unit has no rank."""

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
classes: {xian: 县, qu: 区}
fields: {甲: number, 乙: number, 死亡: {type: count, absent: none}, 片区: text}
indicators:
  - {id: "1", title: 决策, points: 60, rules: [{award: 甲}]}
  - {id: "2", title: 执法, points: 40, rules: [{award: 乙}]}
vetoes: [{id: v1, when: 死亡 > 0, text: 发生死亡事件, effect: {grade: 不合格}}]
ranking: {within: class, using: shown, overall: true, vetoed: last}
grades: {using: shown, bands: [{grade: 优秀, from: 90}, {grade: 合格, from: 60}, {grade: 不合格, else: true}]}
"""
DATA = """
lawscore: 1
units:
  - {id: a, name: 甲县, class: xian}
  - {id: b, name: 乙县, class: xian}
  - {id: c, name: 丙县, class: xian}
  - {id: d, name: 丁区, class: qu}
  - {id: e, name: 戊区, class: qu}
  - {id: f, name: 己区, class: qu, not_assessed: 11 月新设立}
submissions:
  - {unit: a, values: {甲: 55, 乙: 38, 片区: 东}}
  - {unit: b, values: {甲: 56, 乙: 38, 死亡: 1, 片区: 东}}
  - {unit: c, values: {甲: 55, 片区: 西}}
  - {unit: d, values: {甲: 40, 乙: 30, 片区: 东}}
  - {unit: e, values: {甲: 30, 乙: 40, 片区: 西}}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    rubric, data = tmp_path / "rubric.yaml", tmp_path / "data.yaml"
    rubric.write_text(RUBRIC, "utf-8")
    data.write_text(DATA, "utf-8")
    return str(rubric), str(data)


def cells(text: str) -> list[list[str]]:
    """The lines of a table without its rules and blanks."""
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("-")]


def test_a_table_for_each_group_and_one_of_those_without_a_rank(files):
    done = run("rank", *files, lang="zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert cells(done.stdout) == [
        ["县区考核", "sample@1（草案）"],
        ["县"],
        ["名次", "单位编号", "单位名称", "得分", "等次", "总名次", "备注"],
        ["1", "a", "甲县", "93.00", "优秀", "1"],
        [
            "2",
            "b",
            "乙县",
            "94.00",
            "不合格",
            "4",
            "否决",
            "v1：等次定为“不合格”；否决成立，排在其他单位之后：发生死亡事件",
        ],
        ["区"],
        ["名次", "单位编号", "单位名称", "得分", "等次", "总名次"],
        ["1（并列）", "d", "丁区", "70.00", "合格", "2（并列）"],
        ["1（并列）", "e", "戊区", "70.00", "合格", "2（并列）"],
        ["未排名"],
        ["单位编号", "单位名称", "组别", "原因"],
        ["c", "丙县", "县", "暂定，尚缺", "1", "项"],
        ["f", "己区", "区", "不参加考核：11", "月新设立"],
    ]


def test_provisional_units_stand_among_the_others_with_their_range(files):
    done = run("rank", *files, "--provisional", lang="en")
    lines = cells(done.stdout)
    assert lines[2][:8] == ["rank", "(of", "the", "settled)", "may", "be", "unit", "name"]
    assert lines[3][:5] == ["1", "1", "–", "2", "a"]
    assert lines[4][:8] == ["1", "–", "2", "c", "丙县", "55.00", "–", "95.00"]
    assert lines[5][:4] == ["2", "3", "b", "乙县"]
    assert lines[-1] == ["f", "己区", "区", "not", "assessed:", "11", "月新设立"]


def test_beside_ranges_the_heading_says_that_ranks_are_among_the_settled(files):
    lines = cells(run("rank", *files, "--provisional", lang="zh").stdout)
    assert lines[2][:3] == ["名次（已定单位中）", "名次区间", "单位编号"]
    assert "总名次（已定单位中）" in lines[2]


def test_equal_units_stand_in_the_same_order_here_and_in_the_table_of_scores(tmp_path):
    (tmp_path / "r.yaml").write_text(
        "lawscore: 1\ncalculation: 1\nrubric: r\nversion: '1'\nstatus: draft\ntitle: 考核\nissued: {by: 县, on: 2024-01-01}\n"
        "period: {from: 2024-01-01, to: 2024-12-31}\npoints: 10\nbasis: {document: 纲要}\nfields: {n: count}\n"
        "indicators: [{id: a, title: 甲, points: 10, rules: [{id: each, deduct: 1, each: n, text: 每件扣1分}]}]\n"
        "ranking: {within: all, using: shown, method: competition}\n",
        "utf-8",
    )
    (tmp_path / "d.yaml").write_text(
        "lawscore: 1\nunits: [{id: z, name: 后}, {id: b, name: 前}, {id: m, name: 中}]\n"
        "submissions: [{unit: z, values: {n: 1}}, {unit: b, values: {n: 1}}, {unit: m, values: {n: 0}}]\n",
        "utf-8",
    )
    files = (str(tmp_path / "r.yaml"), str(tmp_path / "d.yaml"))
    order = [
        [row["unit"] for row in csv.DictReader(io.StringIO(run(command, *files, "--format", "csv", lang="en").stdout))]
        for command in ("score", "rank")
    ]
    assert order == [["m", "z", "b"], ["m", "z", "b"]]


def test_other_groups_can_be_asked_for(files):
    done = run("rank", *files, "--within", "片区", lang="zh")
    titles = [line for line in done.stdout.splitlines() if line.startswith(("片区", "未排名"))]
    assert titles == ["片区：东", "片区：西", "未排名"]


def test_csv_is_one_table(files):
    rows = list(csv.DictReader(io.StringIO(run("rank", *files, "--format", "csv", lang="en").stdout)))
    assert [(row["group"], row["rank"], row["unit"]) for row in rows] == [
        ("县", "1", "a"),
        ("县", "2", "b"),
        ("区", "1 (tied)", "d"),
        ("区", "1 (tied)", "e"),
        ("", "", "c"),
        ("", "", "f"),
    ]
    assert rows[-1]["note"] == "not assessed: 11 月新设立"


def test_json_is_the_result_with_the_ranges(files):
    plain = json.loads(run("rank", *files, "--format", "json").stdout)["units"]
    found = json.loads(run("rank", *files, "--format", "json", "--provisional").stdout)["units"]
    assert [unit.get("rank_range") for unit in plain] == [None] * 6
    assert [unit.get("rank_range") for unit in found] == [[1, 2], [3, 3], [1, 2], [1, 1], [1, 1], None]
    assert [unit.get("overall_range") for unit in found][:2] == [[1, 2], [5, 5]]
    assert [unit["rank"] for unit in found] == [1, 2, None, 1, 1, None]


def test_final_fails_where_a_unit_is_provisional(files):
    done = run("rank", *files, "--final", lang="en")
    assert (done.returncode, done.stderr) == (1, "1 unit still provisional: 丙县\n")


def test_groups_that_are_not_known_end_the_run(files):
    done = run("rank", *files, "--within", "片", lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean '片区'?" in done.stderr


def test_a_rubric_without_ranking_ends_the_run(files):
    place = Path(files[0])
    place.write_text("\n".join(line for line in RUBRIC.splitlines() if not line.startswith("ranking")), "utf-8")
    done = run("rank", *files, lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error the rubric sample@1 does not rank the totals\n"
        "hint: add ranking to the rubric, for example: ranking: {within: all, using: shown}\n"
    )


def test_a_unit_that_is_not_assessed_is_explained_in_a_line(files):
    done = run("explain", *files, "--unit", "f", lang="en")
    assert done.stdout.splitlines()[-1] == "not assessed: 11 月新设立"
