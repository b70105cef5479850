"""What is shown at each save: rubric, cases and data edited as at a desk, whole sentences out, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.cases.running import Verdict
from lawscore.catalogue import Language
from lawscore.watching.apart import Here
from lawscore.watching.desk import Desk, View
from lawscore.watching.files import Asked
from lawscore.watching.showing import Shower

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: sample
version: "1"
status: draft
title: 县区考核
issued: {note: 示例}
basis: 示例
period: {from: 2023-01-01, to: 2023-12-31}
points: 100
fields:
  出庭: {type: count, label: 出庭次数}
  通报: {type: count, label: 被通报次数, absent: none}
indicators:
  - id: "1"
    title: 出庭应诉
    points: 60
    floor: 0
    text: 每次出庭得分
    rules: [{award: 10, each: 出庭, at_most: 60, text: 每次出庭得分}]
  - id: "2"
    title: 通报
    points: 40
    text: 每次通报扣分
    rules: [{deduct: 5, each: 通报, text: 每次通报扣分}]
ranking: {within: all, using: shown}
grades: {using: shown, bands: [{grade: 优秀, from: 90}, {grade: 合格, from: 60}, {grade: 不合格, else: true}]}
"""
CASES = """\
lawscore: 1
cases:
  - {case: 出庭四次, values: {出庭: 4}, expect: {total: 80, grade: 合格}}
  - {case: 通报一次, values: {出庭: 6, 通报: 1}, expect: {total: 95}}
"""
DATA = """\
unit,name,出庭,通报
a,甲县,6,1
b,乙县,4,0
c,丙县,1,2
"""


class Files:
    """The files of a desk, edited one after another, and what is then shown."""

    def __init__(self, folder: Path, rows: int = 10) -> None:
        self.folder, self.rows = folder, rows
        self.rubric, self.cases, self.data = (folder / name for name in ("1.yaml", "1.cases.yaml", "data.csv"))
        for path, text in ((self.rubric, RUBRIC), (self.cases, CASES), (self.data, DATA)):
            path.write_text(text, "utf-8")
        asked = Asked(rubric=str(self.rubric), data=(str(self.data),))
        self.desk = Desk(asked, Here(asked, "zh"))
        self.view = self.desk.look()

    def edit(self, path: Path, old: str, new: str) -> View:
        """The look after a text was put in the place of another."""
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        return self.look()

    def look(self) -> View:
        self.view = self.desk.look()
        return self.view

    def shown(self, language: Language = "zh") -> str:
        return Shower(language, self.rows).text(self.view).replace(f"{self.folder}/", "")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_the_first_look_shows_where_everything_stands(files: Files) -> None:
    assert files.shown() == FIRST["zh"]
    assert files.shown("en") == FIRST["en"]


def test_an_edit_is_told_with_whom_it_moves(files: Files) -> None:
    files.edit(files.rubric, "deduct: 5,", "deduct: 8,")
    assert files.shown() == MOVED


def test_what_the_edit_does_not_touch_stays_the_same_object(files: Files) -> None:
    before = files.view.assessment
    after = files.edit(files.rubric, "deduct: 5,", "deduct: 8,").assessment
    assert before is not None
    assert after is not None
    kept = {unit for unit, scope in after.scopes.items() if scope.whole is before.scopes[unit].whole}
    assert kept == {"b"}


def test_an_edit_that_moves_nobody_says_so(files: Files) -> None:
    files.edit(files.rubric, "title: 出庭应诉", "title: 出庭")
    assert "排名：3个单位；本次保存没有单位变动" in files.shown()
    assert "Standings: 3 units; this save moved nobody" in files.shown("en")


def test_a_rubric_that_cannot_be_used_leaves_the_last_standings(files: Files) -> None:
    before = files.view.assessment
    assert files.edit(files.rubric, "points: 60", "points: 六十").assessment is before
    assert files.shown() == BROKEN["zh"]
    assert files.shown("en") == BROKEN["en"]
    files.edit(files.rubric, "points: 六十", "points: 60")
    assert files.shown() == FIRST["zh"].replace("3个单位\n", "3个单位；本次保存没有单位变动\n")


def test_a_rubric_that_was_never_usable_is_shown_with_its_problems(tmp_path: Path) -> None:
    rubric = tmp_path / "1.yaml"
    rubric.write_text(RUBRIC.replace("points: 60", "points: 六十"), "utf-8")
    asked = Asked(rubric=str(rubric), data=(str(tmp_path / "data.csv"),))
    text = Shower("zh").text(Desk(asked, Here(asked, "zh")).look()).replace(f"{tmp_path}/", "")
    assert text.splitlines()[:4] == [
        "1.yaml",
        "",
        "检查：错误1处，警告0处，提示0处",
        "  错误 1.yaml:17:13: 此处应为数字，现为“六十”",
    ]
    assert "排名" not in text


def test_cases_that_cannot_be_read_are_those_that_could_be_last(files: Files) -> None:
    files.edit(files.cases, "total: 95}", "total: 95")
    assert "用例（按最近一次可读的用例文件）：2个；通过2个，不通过0个" in files.shown()
    assert "Cases, as they last were when they could be read: 2; passed: 2, failed: 0" in files.shown("en")
    files.edit(files.cases, "total: 95", "total: 95}")
    assert "用例：2个；通过2个，不通过0个" in files.shown()


def test_only_a_case_that_is_written_otherwise_runs_again(files: Files) -> None:
    before = rules_of(files)
    files.edit(files.cases, "出庭: 4", "出庭: 3")
    after = rules_of(files)
    assert [verdict.passed for verdict in after] == [False, True]
    assert after[1].assessment is before[1].assessment
    assert after[0].assessment is not before[0].assessment


def test_what_a_case_expects_is_compared_again_without_a_new_run(files: Files) -> None:
    before = rules_of(files)
    files.edit(files.cases, "total: 95", "total: 96")
    after = rules_of(files)
    assert [verdict.passed for verdict in after] == [True, False]
    assert after[1].assessment is before[1].assessment
    assert "    总分：应为 96，实为 95" in files.shown().splitlines()


def test_cases_that_come_and_go_are_told(files: Files) -> None:
    text = files.cases.read_text("utf-8")
    files.cases.unlink()
    files.look()
    assert "用例：没有用例文件" in files.shown()
    files.cases.write_text(text, "utf-8")
    files.look()
    assert "用例：2个；通过2个，不通过0个" in files.shown()


def test_a_value_that_is_entered_anew_moves_its_unit(files: Files) -> None:
    files.edit(files.data, "c,丙县,1,2", "c,丙县,6,0")
    assert files.shown().endswith(DATA_MOVED)


def test_a_value_that_cannot_be_taken_is_told_at_its_cell(files: Files) -> None:
    files.edit(files.data, "c,丙县,1,2", "c,丙县,一,2")
    assert "数据：错误1处，警告0处，提示0处\n  错误 data.csv:4:3: 此处应为数字，现为“一”\n" in files.shown()
    files.edit(files.data, "c,丙县,一,2", "c,丙县,1,2")
    assert "数据：" not in files.shown()


def test_data_that_are_away_leave_the_last_standings_until_they_are_back(files: Files) -> None:
    before, text = files.view.assessment, files.data.read_text("utf-8")
    files.data.unlink()
    assert files.look().assessment is before
    assert "排名：3个单位，按最近一次可读的数据计算；现在有数据文件无法读取" in files.shown()
    assert (
        "Standings: 3 units, as the data last were when they could be read: a file cannot be read now"
        in files.shown("en")
    )
    files.data.write_text(text, "utf-8")
    files.look()
    assert "排名：3个单位；本次保存没有单位变动" in files.shown()


def test_units_that_leave_and_join_are_counted(files: Files) -> None:
    files.edit(files.data, "c,丙县,1,2\n", "d,丁县,2,0\n")
    text = files.shown()
    assert "等次有变动的0个；新增1个；已不在数据中的1个\n" in text
    assert text.splitlines()[-1] == "     3  d           丁县         60.00  合格    新增"
    assert "another grade: 0; new: 1; no longer there: 1\n" in files.shown("en")


def test_no_more_is_listed_than_asked_for(tmp_path: Path) -> None:
    files = Files(tmp_path, rows=2)
    assert files.shown().splitlines()[-3:] == [
        "     1  a           甲县         95.00  优秀",
        "     …",
        "     3  c           丙县         40.00  不合格",
    ]
    files.edit(files.rubric, "award: 10,", "award: 9,")
    assert files.shown().splitlines()[-3:] == [
        "     1  a           甲县        95.00 → 89.00  优秀 → 合格",
        "     2  b           乙县        80.00 → 76.00  合格",
        "     …              另有1条",
    ]


def test_new_problems_are_told_and_those_that_are_gone_counted(files: Files) -> None:
    files.edit(files.rubric, "points: 40", "points: 30")
    text = files.shown()
    assert "检查：错误1处，警告0处，提示0处；新出现1处，已消除0处\n  错误 1.yaml:10:9: " in text
    assert "Check: 1 error, 0 warnings, 0 notes; 1 new, 0 gone\n  error " in files.shown("en")
    files.edit(files.rubric, "title: 出庭应诉", "title: 出庭")
    assert "检查：错误1处，警告0处，提示0处\n  错误 " in files.shown()  # what is wrong stays on the screen
    files.edit(files.rubric, "points: 30", "points: 40")
    assert "检查：错误0处，警告0处，提示0处；新出现0处，已消除1处\n" in files.shown()


def rules_of(files: Files) -> tuple[Verdict, ...]:
    rulings = files.desk.rulings
    assert isinstance(rulings, Here)
    assert rulings.rules is not None
    return rulings.rules.verdicts


FIRST = {
    "zh": """\
县区考核  sample@1（草案）

检查：错误0处，警告0处，提示0处

用例：2个；通过2个，不通过0个

排名：3个单位

  名次  单位编号    单位名称      得分  等次
------  ----------  ----------  ------  ------
     1  a           甲县         95.00  优秀
     2  b           乙县         80.00  合格
     3  c           丙县         40.00  不合格
""",
    "en": """\
县区考核  sample@1 (draft)

Check: 0 errors, 0 warnings, 0 notes

Cases: 2; passed: 2, failed: 0

Standings: 3 units

  rank  unit    name      score  grade
------  ------  ------  -------  -------
     1  a       甲县      95.00  优秀
     2  b       乙县      80.00  合格
     3  c       丙县      40.00  不合格
""",
}
MOVED = """\
县区考核  sample@1（草案）

能改变得分的改动：1 处

项目    规则    改动
------  ------  -------------------------
2 通报  r1      扣分 5 → 8 分（每项通报）

检查：错误0处，警告0处，提示0处

用例：2个；通过1个，不通过1个
  不通过：通报一次
    总分：应为 95，实为 92

排名：3个单位；得分有变动的2个，名次有变动的0个，等次有变动的0个

  名次  单位编号    单位名称             得分  等次
------  ----------  ----------  -------------  ------
     3  c           丙县        40.00 → 34.00  不合格
     1  a           甲县        95.00 → 92.00  优秀
"""
BROKEN = {
    "zh": """\
县区考核  sample@1（草案）

检查：错误1处，警告0处，提示0处
  错误 1.yaml:17:13: 此处应为数字，现为“六十”
        points: 六十
                ^

用例（按最近一次可用的评分细则）：2个；通过2个，不通过0个

排名：3个单位，按最近一次可用的评分细则计算；现在保存的评分细则无法使用

  名次  单位编号    单位名称      得分  等次
------  ----------  ----------  ------  ------
     1  a           甲县         95.00  优秀
     2  b           乙县         80.00  合格
     3  c           丙县         40.00  不合格
""",
    "en": """\
县区考核  sample@1 (draft)

Check: 1 error, 0 warnings, 0 notes
  error 1.yaml:17:13: 此处应为数字，现为“六十”
        points: 六十
                ^

Cases, as the rubric last was when it could be used: 2; passed: 2, failed: 0

Standings: 3 units, as the rubric last was when it could be used: the one that is saved cannot be

  rank  unit    name      score  grade
------  ------  ------  -------  -------
     1  a       甲县      95.00  优秀
     2  b       乙县      80.00  合格
     3  c       丙县      40.00  不合格
""",
}
DATA_MOVED = """\
排名：3个单位；得分有变动的1个，名次有变动的3个，等次有变动的1个

  名次  单位编号    单位名称              得分  等次
------  ----------  ----------  --------------  -------------
 3 → 1  c           丙县        40.00 → 100.00  不合格 → 优秀
 1 → 2  a           甲县                 95.00  优秀
 2 → 3  b           乙县                 80.00  合格
"""
