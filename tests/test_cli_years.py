"""`lawscore rectify` and `lawscore compare` as an office runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lawscore.cli.app import build
from lawscore.cli.several import spread
from tests.support import HEAD

RUBRIC = """
points: 10
fields: {出庭: count, 未报备: count}
indicators:
  - {id: "1", title: 出庭, points: 6, responsible: {lead: 司法局}, rules: [{id: r, award: 1, each: 出庭, text: 每次得1分}]}
  - {id: "2", title: 备案, points: 4, rules: [{id: filed, deduct: 1, each: 未报备, text: 每件扣1分}]}
"""


def write(folder: Path, year: int, text: str, values: str) -> None:
    head = "\n".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in HEAD.items()
        if key not in ("points", "version", "period")
    )
    head += f'\nversion: "{year}.1"\nperiod: {{from: {year}-01-01, to: {year}-12-31}}'
    (folder / "sample").mkdir(exist_ok=True)
    (folder / "sample" / f"{year}.1.yaml").write_text(head + text, encoding="utf-8")
    data = f"lawscore: 1\nrubric: sample@{year}.1\nunits: [{{id: a, name: 甲县}}]\nsubmissions: [{{unit: a, values: {values}}}]\n"
    (folder / f"{year}.yaml").write_text(data, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, 2022, RUBRIC, "{出庭: 4, 未报备: 2}")
    write(
        tmp_path,
        2023,
        RUBRIC.replace("deduct: 1", "deduct: 2").replace("每件扣1分", "每件扣2分"),
        "{出庭: 6, 未报备: 1}",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, lang: str = "zh") -> tuple[int, list[str], str]:
    words = [*arguments, "--lang", lang, "--rubrics", "."]
    with pytest.raises(SystemExit) as ended:
        build(words)(words, standalone_mode=True)
    told = capsys.readouterr()
    return int(str(ended.value.code)), [line.rstrip() for line in told.out.splitlines()], told.err


def test_the_list_of_a_unit_in_every_format(folder, capsys):
    status, told, _ = run(capsys, "rectify", "sample@2022.1", "2022.yaml", "--format", "csv")
    assert status == 0
    assert told == [
        "单位编号,单位名称,指标,名称,规则,类别,失分,事由与算式,涉及记录,牵头部门,配合部门,依据",
        "a,甲县,1,出庭,,未得分,2.00,应得 6 分，实得 4 分；每次得1分,,司法局,,",
        "a,甲县,2,备案,filed,扣分,2.00,每件扣1分：未报备为 2；2 × 1 分 = 2 分,,,,",
    ]
    _, told, _ = run(capsys, "rectify", "sample@2022.1", "2022.yaml", "--format", "json")
    assert [line["now"]["points"] for line in json.loads("\n".join(told))["units"][0]["lines"]] == ["2", "2"]
    _, told, _ = run(capsys, "rectify", "sample@2022.1", "2022.yaml", "--format", "md", lang="en")
    assert told[0] == "## 考核细则  sample@2022.1 (draft)"
    assert told[-1] == "1 unit, 2 items to mend, 4.00 points lost; values and answers owed: 0"


def test_last_year_s_list_is_followed_up(folder, capsys):
    run(capsys, "score", "sample@2022.1", "2022.yaml", "--format", "json", "--output", "result.json")
    status, told, _ = run(capsys, "rectify", "sample@2023.1", "2023.yaml", "--since", "result.json", "--format", "csv")
    assert status == 0
    assert [line.split(",")[2:9] for line in told[1:]] == [
        ["1", "出庭", "", "2.00", "0.00", "整改到位", ""],
        ["2", "备案", "filed", "2.00", "2.00", "部分整改", "单价不同，按数量比较：2 → 1"],
    ]


def test_long_texts_are_broken_at_the_width_of_the_terminal(folder, capsys, monkeypatch):
    words = ("rectify", "sample@2022.1", "2022.yaml")
    assert "    事由与算式：每件扣1分：未报备为 2；2 × 1 分 = 2 分" in run(capsys, *words)[1]
    monkeypatch.setenv("COLUMNS", "40")
    assert "    事由与算式：每件扣1分：未报备为 2；2 × 1 分 = 2 分" in run(capsys, *words)[1]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "    事由与算式：应得 6 分，实得 4 分；每" in run(capsys, *words)[1]


def test_nothing_to_mend_is_said(folder, capsys):
    data = (folder / "2022.yaml").read_text(encoding="utf-8").replace("出庭: 4, 未报备: 2", "出庭: 6, 未报备: 0")
    (folder / "2022.yaml").write_text(data, encoding="utf-8")
    assert run(capsys, "rectify", "sample@2022.1", "2022.yaml")[1] == [
        "考核细则  sample@2022.1（草案）", "", "没有需要整改的项目。",
    ]  # fmt: skip
    assert run(capsys, "rectify", "sample@2022.1", "2022.yaml", lang="en")[1][2:] == ["Nothing is to be mended."]


def test_a_file_that_is_no_result_ends_the_run(folder, capsys):
    status, told, err = run(capsys, "rectify", "sample@2023.1", "2023.yaml", "--since", "2022.yaml")
    assert (status, told) == (2, [])
    assert err.startswith("错误")


def test_a_result_that_contradicts_itself_ends_the_run(folder, capsys):
    run(capsys, "score", "sample@2022.1", "2022.yaml", "--format", "json", "--output", "result.json")
    told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    (node,) = (
        node for node in told["units"][0]["indicators"] if node["id"] == told["units"][0]["items"][0]["indicator"]
    )
    node["exact"] = "1"
    (folder / "result.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    status, told, err = run(capsys, "rectify", "sample@2023.1", "2023.yaml", "--since", "result.json")
    assert (status, told) == (2, [])
    assert "得分与明细不符，起算" in err


def test_a_map_without_the_earlier_result_is_said_to_be_of_no_use(folder, capsys):
    plain = run(capsys, "rectify", "sample@2022.1", "2022.yaml")
    status, told, err = run(capsys, "rectify", "sample@2022.1", "2022.yaml", "--map", "none.yaml")
    assert (status, told) == plain[:2]
    assert err == "没有写 --since，--map 指的对照表没有用到\n"


def test_a_result_of_another_rubric_is_remarked_upon(folder, capsys):
    run(capsys, "score", "sample@2022.1", "2022.yaml", "--format", "json", "--output", "result.json")
    text = (folder / "result.json").read_text(encoding="utf-8").replace('"id": "sample"', '"id": "other"')
    (folder / "result.json").write_text(text, encoding="utf-8")
    status, _, err = run(capsys, "rectify", "sample@2023.1", "2023.yaml", "--since", "result.json")
    assert status == 0
    assert err == "上年的结果用的是另一个细则 other，本年用的是 sample\n"


def test_an_unknown_unit_is_named_with_the_nearest(folder, capsys):
    for command in (["rectify"], ["compare", "--before", "sample@2022.1", "2022.yaml", "--unit", "b"]):
        words = [command[0], "sample@2023.1", "2023.yaml", *command[1:]] + (
            ["--unit", "b"] if len(command) == 1 else []
        )
        status, _, err = run(capsys, *words, lang="en")
        assert status == 2
        assert "there is no unit 'b'" in err


def test_the_change_and_its_parts(folder, capsys):
    status, told, err = run(capsys, "compare", "sample@2023.1", "2023.yaml", "--before", "sample@2022.1", "2022.yaml")
    assert (status, err) == (0, "")
    assert told == [
        "sample@2022.1（草案） → sample@2023.1（草案）",
        "",
        "单位编号    单位名称      前次    本次    增减    细则变动    事实变动",
        "----------  ----------  ------  ------  ------  ----------  ----------",
        "a           甲县          6.00    8.00   +2.00       -2.00       +4.00",
    ]


def test_the_indicators_of_a_unit_and_the_rules_of_an_indicator(folder, capsys):
    words = ("compare", "sample@2023.1", "2023.yaml", "--before", "sample@2022.1", "2022.yaml")
    _, told, _ = run(capsys, *words, "--unit", "a", "--format", "csv", lang="en")
    assert told == [
        "unit,indicator,title,points,before,after,change,by rubric,by facts,note",
        "a,1,出庭,,4.00,6.00,+2.00,0.00,+2.00,",
        "a,2,备案,,2.00,2.00,0.00,-2.00,+2.00,",
        "a,total,,,6.00,8.00,+2.00,-2.00,+4.00,",
    ]
    _, told, _ = run(capsys, *words, "--indicator", "2", "--format", "csv")
    assert told[1:] == ["a,2,起算,,4,4,0,0,0", "a,2,filed,每件扣2分,-2,-2,0,-2,+2"]
    _, told, _ = run(capsys, *words, "--unit", "a", "--format", "json")
    assert json.loads("\n".join(told))["units"][0]["total"]["score"]["by_rubric"] == "-2"


def test_the_map_beside_the_rubric_is_used_and_a_bad_one_ends_the_run(folder, capsys):
    path = folder / "sample" / "2023.1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('id: "2"', 'id: "3"'), encoding="utf-8")
    words = (
        "compare",
        "sample@2023.1",
        "2023.yaml",
        "--before",
        "sample@2022.1",
        "2022.yaml",
        "--unit",
        "a",
        "--format",
        "csv",
    )
    _, told, err = run(capsys, *words, lang="en")
    assert err == (
        "no migration map sample/2023.1.migration.yaml: only equal ids and names are matched; "
        "indicators of sample@2022.1 without a counterpart: 1, new in sample@2023.1: 1\nsample@2022.1 is a draft\nsample@2023.1 is a draft\n"
    )
    assert told[2:4] == [
        "a,3,备案,— → 4,,2.00,+2.00,0.00,+2.00,new indicator",
        "a,2,备案,4 → —,2.00,,-2.00,-2.00,0.00,no longer there",
    ]
    beside = folder / "sample" / "2023.1.migration.yaml"
    beside.write_text("lawscore: 1\nfrom: sample@2021.1\nto: sample@2023.1\n", encoding="utf-8")
    assert run(capsys, *words)[2] == (
        "对照表 sample/2023.1.migration.yaml 的前一版不是 sample@2022.1，没有采用，只按相同的编号、名称对应；"
        "sample@2022.1 的 1 个指标没有对应，sample@2023.1 新有 1 个\nsample@2022.1 是草案\nsample@2023.1 是草案\n"
    )
    beside.write_text('lawscore: 1\nfrom: sample@2022.1\nto: sample@2023.1\nindicators: {"2": "3"}\n', encoding="utf-8")
    _, told, err = run(capsys, *words, lang="en")
    assert err == "sample@2022.1 is a draft\nsample@2023.1 is a draft\n"
    assert told[2] == "a,3,备案,,2.00,2.00,0.00,-2.00,+2.00,was 2"
    bad = folder / "bad.yaml"
    bad.write_text('lawscore: 1\nfrom: sample@2022.1\nto: sample@2023.1\nindicators: {"2": "4"}\n', encoding="utf-8")
    status, told, err = run(capsys, *words, "--map", "bad.yaml", lang="en")
    assert (status, told) == (2, [])
    assert err.startswith("error bad.yaml:4:19: sample@2023.1 has no indicator '4'")


def test_a_unit_or_an_indicator_without_anything_to_compare_is_told_all_the_same(folder, capsys):
    words = ("compare", "sample@2023.1", "2023.yaml", "--before", "sample@2022.1", "2022.yaml", "--format", "csv")
    path = folder / "2022.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("id: a", "id: b").replace("unit: a", "unit: b"), encoding="utf-8")
    _, told, _ = run(capsys, *words, "--unit", "a")
    assert told[1:] == ["a,甲县,,8.00,,,,,,只在本次的考核中"]
    path.write_text(text.replace("出庭: 4, ", ""), encoding="utf-8")
    _, told, _ = run(capsys, *words, "--indicator", "1", lang="en")
    assert told[1:] == ["a,1,出庭,,,6.00,,,,before: unscored"]


def test_before_needs_a_rubric_and_data(folder, capsys):
    status, _, err = run(capsys, "compare", "sample@2023.1", "2023.yaml", "--before", "sample@2022.1")
    assert (status, err) == (2, "--before 之后应写前次考核的细则和至少一个数据文件\n")


def test_an_option_of_several_words_ends_at_the_next_option():
    words = ["r", "d", "--before", "a", "b", "-", "--unit", "u", "x"]
    assert list(spread(words)) == ["r", "d", "--before", "a", "--before", "b", "--before", "-", "--unit", "u", "x"]
    assert list(spread(["--before=a", "b"])) == ["--before=a", "--before", "b"]
