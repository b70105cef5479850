"""`lawscore diff` and `lawscore what-if` as an office runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from lawscore.cli.app import build
from tests.support import HEAD

RUBRIC = """
points: 10
fields: {出庭: count, 未报备: count}
indicators:
  - {id: "1", title: 出庭, points: 6, rules: [{id: r, award: 1, each: 出庭, text: 每次得1分}]}
  - {id: "2", title: 备案, points: 4, rules: [{id: filed, deduct: 1, each: 未报备, text: 每件扣1分}]}
ranking: {within: all, using: shown}
grades: {using: shown, bands: [{grade: 好, from: 6}, {grade: 差, else: true}]}
"""


def write(folder: Path, year: int, text: str) -> None:
    head = "\n".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in HEAD.items()
        if key not in ("points", "version")
    )
    (folder / "sample").mkdir(exist_ok=True)
    (folder / "sample" / f"{year}.1.yaml").write_text(f'{head}\nversion: "{year}.1"{text}', encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, 2022, RUBRIC)
    write(tmp_path, 2023, RUBRIC.replace("deduct: 1", "deduct: 2").replace("每件扣1分", "每件扣2分"))
    (tmp_path / "data.yaml").write_text(
        "lawscore: 1\nunits: [{id: a, name: 甲县}, {id: b, name: 乙县}]\nsubmissions:\n"
        "  - {unit: a, values: {出庭: 4, 未报备: 2}}\n  - {unit: b, values: {出庭: 5, 未报备: 0}}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]):
    def go(*arguments: str, language: str = "zh") -> tuple[int, str, str]:
        words = [*arguments, "--rubrics", ".", "--lang", language]
        with pytest.raises(SystemExit) as left:
            build(words)(words, standalone_mode=True)
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    return go


def test_the_differences_of_two_versions(run):
    assert run("diff", "sample@2022.1", "sample@2023.1") == (
        0,
        """sample@2022.1（草案） → sample@2023.1（草案）

能改变得分的改动：1 处

项目    规则    改动                           前版行    后版行
------  ------  ---------------------------  --------  --------
2 备案  filed   扣分 1 → 2 分（每项未报备）        13        13

另有 2 处不改变得分的改动（版本 1、条文 1），用 --all 列出
""",
        "",
    )


def test_the_same_in_english_with_everything(run):
    _, told, _ = run("diff", "sample@2022.1", "sample@2023.1", "--all", language="en")
    assert "2 备案  filed   deduction 1 → 2 for each of 未报备             13            13" in told
    assert "2 备案     filed   sentence 每件扣1分 → 每件扣2分" in told


def test_the_effect_on_units(run):
    status, told, problems = run("diff", "sample@2022.1", "sample@2023.1", "--data", "data.yaml")
    assert (status, problems) == (0, "")
    assert (
        told[told.index("2 个单位") :]
        == """2 个单位：升 0，降 1，不变 1；名次变动 0；等次变动 1（升 0，降 1）

等次变动：1 个单位

单位编号    单位名称    等次     原因
----------  ----------  -------  -------------------------------------------------------------
a           甲县        好 → 差  得分 6.00 → 4.00：2 备案 -2.00〔扣分 1 → 2 分（每项未报备）〕

得分增减的分布

组别        单位数    升    降    不变    最小    10%    25%    中位    75%    90%    最大    平均
--------  --------  ----  ----  ------  ------  -----  -----  ------  -----  -----  ------  ------
全部单位         2     0     1       1   -2.00  -2.00  -2.00   -2.00   0.00   0.00    0.00   -1.00

分位数取实际的增减：n 个单位从小到大排列，第 p 百分位为第 ⌈p×n÷100⌉ 个；表中数字各自舍入

各指标的影响

指标      升    降    最小    最大    平均  改动
------  ----  ----  ------  ------  ------  ---------------------------
2 备案     0     1   -2.00    0.00   -1.00  扣分 1 → 2 分（每项未报备）

各指标的影响是失分（加分）的变化：前后都得满分的，改分值没有影响；各项准确相加，即为总分的增减

各单位

单位编号    单位名称      原得分    现得分    增减  名次    等次
----------  ----------  --------  --------  ------  ------  -------
a           甲县            6.00      4.00   -2.00  2       好 → 差

1 个单位没有变化，用 --all 列出
"""
    )


def test_one_unit_by_indicator(run):
    status, told, _ = run("diff", "sample@2022.1", "sample@2023.1", "--data", "data.yaml", "--unit", "a")
    assert status == 0
    assert "2 备案  4           2.00      0.00   -2.00   -2.00  扣分 1 → 2 分（每项未报备）" in told
    assert run("diff", "sample@2022.1", "sample@2023.1", "--data", "data.yaml", "--unit", "c")[0] == 2


def test_csv_json_and_markdown(run):
    rows = list(csv.reader(io.StringIO(run("diff", "sample@2022.1", "sample@2023.1", "--format", "csv")[1])))
    assert rows[1] == [
        "是", "2/filed.deduct", "2 备案", "filed", "改动", "扣分 1 → 2 分（每项未报备）", "1", "2",
        "sample/2022.1.yaml:13:65", "sample/2023.1.yaml:13:65",
    ]  # fmt: skip
    told = json.loads(run("diff", "sample@2022.1", "sample@2023.1", "--data", "data.yaml", "--format", "json")[1])
    assert told["digits"] == 1
    assert [one["change"] for one in told["effect"]["units"]] == ["-2", "0"]
    rows = list(
        csv.reader(
            io.StringIO(run("diff", "sample@2022.1", "sample@2023.1", "--data", "data.yaml", "--format", "csv")[1])
        )
    )
    assert rows[2] == ["b", "乙县", "", "9.00", "9.00", "0.00", "1", "好", ""]
    assert run("diff", "sample@2022.1", "sample@2023.1", "--format", "md")[1].startswith("## sample@2022.1")


def test_what_is_missing_on_the_command_line(run):
    assert run("diff", "sample@2022.1", "sample@2023.1", "--after", "data.yaml")[::2] == (
        2,
        "--after、--unit 要和 --data 一起用\n",
    )
    assert run("diff", "sample@2022.1", "sample@2024.1")[0] == 2
    assert run("diff", "sample@2022.1", "sample@2023.1", "--data", "none.yaml")[0] == 2


def test_values_that_only_the_later_version_asks_for(run, folder):
    write(
        folder,
        2023,
        RUBRIC.replace("未报备: count}", "未报备: count, 培训: count}").replace(
            "text: 每件扣1分}", "text: 每件扣1分}, {id: few, deduct: 1, per: 1, below: 1, of: 培训}"
        ),
    )
    status, told, _ = run("diff", "sample@2022.1", "sample@2023.1", "--data", "data.yaml")
    assert status == 0
    assert "后版新增、数据中没有的填报项：培训；可用 --after 补充" in told
    (folder / "more.yaml").write_text(
        "lawscore: 1\nsubmissions: [{unit: a, values: {培训: 0}}, {unit: b, values: {培训: 1}}]\n"
    )
    status, told, _ = run("diff", "sample@2022.1", "sample@2023.1", "--data", "data.yaml", "--after", "more.yaml")
    assert (status, "2 个单位：升 0，降 1，不变 1" in told) == (0, True)
    data = ("--data", "data.yaml", "--after", "more.yaml", "nothere.yaml")
    status, told, complaint = run("diff", "sample@2022.1", "sample@2023.1", *data)
    assert (status, "2 个单位：升 0，降 1，不变 1" in told) == (2, True)
    assert complaint.count("nothere.yaml") == 1


def test_a_migration_map_beside_the_later_version(run, folder):
    write(folder, 2023, RUBRIC.replace('id: "2"', 'id: "3"'))
    (folder / "sample" / "2023.1.migration.yaml").write_text(
        'lawscore: 1\nfrom: sample@2022.1\nto: sample@2023.1\nindicators: {"2": "3"}\n', encoding="utf-8"
    )
    assert "3 备案  编号 2 → 3" in run("diff", "sample@2022.1", "sample@2023.1")[1]


def test_what_if_one_place_is_set(run):
    status, told, problems = run("what-if", "sample@2022.1", "data.yaml", "--set", "2/filed.deduct=0.5")
    assert (status, problems) == (0, "")
    assert told.startswith("sample@2022.1（草案） 试算\n\n能改变得分的改动：1 处\n")
    assert "2 备案  filed   扣分 1 → 0.5 分（每项未报备）        13" in told
    assert "a           甲县            6.00      7.00   +1.00  2       好" in told


def test_what_if_a_unit_had_other_values(run):
    status, told, _ = run(
        "what-if", "sample@2022.1", "data.yaml", "--unit", "a", "--value", "未报备=0", "--value", "出庭=5"
    )
    assert status == 0
    assert "a           甲县            6.00      9.00   +3.00  2 → 1（并列）  好" in told
    assert "能改变得分" not in told


def test_what_if_from_a_file_and_the_command_line_has_the_last_word(run, folder):
    (folder / "changes.yaml").write_text("set: {2/filed.deduct: 3, 1.points: 6}\n", encoding="utf-8")
    told = json.loads(
        run(
            "what-if",
            "sample@2022.1",
            "data.yaml",
            "--changes",
            "changes.yaml",
            "--set",
            "2/filed.deduct=2",
            "--format",
            "json",
        )[1]
    )
    assert [one["after"] for one in told["changes"]] == ["2"]


def test_a_whole_value_in_braces(run):
    status, told, _ = run("what-if", "sample@2022.1", "data.yaml", "--set", "2/filed.deduct={first: 1, then: 2}")
    assert status == 0
    assert "扣分 1 → 首次：1；以后每次：2" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "没有写要改什么：请用 --set、--value、--answer 或 --changes"),
        (["--set", "2.points"], "“--set 2.points”应写成 地址=值"),
        (["--value", "出庭=1"], "--value、--answer 改的是一个单位的数据，请用 --unit 写明是哪个单位"),
        (["--set", "2.points=1", "--set", "2.points=2"], "“2.points”设了两次"),
        (["--set", "9.points=1"], "错误 --set 9.points=1: 细则中没有“9.points”这个地址\n提示：是否应为“2.points”？"),
        (["--set", "2.points=x"], "错误 --set 2.points=x: 此处应为数字，现为“x”"),
        (["--unit", "c", "--value", "出庭=1"], "错误 --value 出庭=1: 数据中没有单位“c”"),
        (["--unit", "a", "--answer", "2/filed=yes"], "错误 --answer 2/filed=yes: "),
        (["--set", "2/filed.deduct={first: 1"], "错误 --set 2/filed.deduct={first: 1:1:"),
        (["--changes", "none.yaml"], "错误 none.yaml: "),
    ],
)
def test_what_cannot_be_tried_leaves_with_2_and_says_why(run, arguments, message):
    status, told, problems = run("what-if", "sample@2022.1", "data.yaml", *arguments)
    assert (status, told) == (2, "")
    assert problems.startswith(message), problems


def test_sums_that_no_longer_add_up_are_warned_of(run):
    status, told, problems = run("what-if", "sample@2022.1", "data.yaml", "--set", "2.points=5")
    assert status == 0
    assert problems.startswith("这样改了以后，细则会有下列问题；仍按所改计算：\n警告 ")
    assert "6.00      7.00   +1.00" in told


def test_two_drafts_of_one_version_are_called_by_their_files(run, folder):
    text = (folder / "sample" / "2022.1.yaml").read_text(encoding="utf-8")
    (folder / "draft.yaml").write_text(text.replace("deduct: 1", "deduct: 2"), encoding="utf-8")
    assert run("diff", "sample/2022.1.yaml", "draft.yaml")[1].startswith(
        "sample/2022.1.yaml（草案） → draft.yaml（草案）\n"
    )


def test_a_part_of_the_rubric_that_is_extended_is_told_with_its_file(run, folder):
    write(folder, 2022, RUBRIC)
    text = (
        (folder / "sample" / "2022.1.yaml").read_text(encoding="utf-8").replace('status: "draft"', "status: published")
    )
    (folder / "sample" / "2022.1.yaml").write_text(text, encoding="utf-8")
    head = text[: text.index("points: 10")].replace("2022.1", "2024.1").replace("published", "draft")
    more = 'extends: sample@2022.1\npoints: 12\nindicators:\n  - {id: "3", title: 普法, points: 2, rules: [{id: r, award: 1, each: 出庭}]}\n'
    (folder / "sample" / "2024.1.yaml").write_text(head + more, encoding="utf-8")
    told = run(
        "what-if",
        "sample@2024.1",
        "data.yaml",
        "--set",
        "3.points=3",
        "--set",
        "3/r.award=2",
        "--set",
        "2/filed.deduct=2",
    )[1]
    assert "扣分 1 → 2 分（每项未报备）  sample/2022.1.yaml:13" in told
