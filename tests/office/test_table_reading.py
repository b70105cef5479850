"""Tables as offices make them: headings found, merged cells filled, totals checked, every problem at its cell."""

from __future__ import annotations

from fractions import Fraction

import pytest
from inline_snapshot import snapshot

from lawscore.loading.rubrics import load_text
from lawscore.office.headings import role_of
from lawscore.office.parts import outline
from lawscore.office.points import read_points, split_title
from lawscore.office.proposing import proposal
from lawscore.office.sums import questions
from lawscore.office.wording import listed, without_number
from tests.support_office import book, run, table

PLAIN = [
    ["某县2024年度法治政府建设考核细则"],
    ["一级指标", "二级指标", "分值", "评分标准", "依据", "责任单位", "备注"],
    ["一、依法行政（10分）", "学法", "4分", "每少1次扣0.5分", "《行政处罚法》第五条", "司法局", None],
    [
        None,
        "普法",
        "（６分）",
        "1.未制定计划的，扣1分；2.未开展的，不得分",
        None,
        "牵头：司法局\n配合：教育局、财政局",
        "重点",
    ],
    ["二、加分项", "表彰", "+3", "受到表彰的，每次加1分", None, None, None],
    ["合计", None, 10, None, None, None, None],
]


def outlined(path):
    found = table(path)
    return [(part.id, part.title, part.kind, part.points) for one in outline(found) for part in one.walk()]


def told(path, language="zh", sheet=None):
    found = table(path, sheet)
    problems = [*found.problems, *questions(found, outline(found))]
    return [f"{problem.where.cell} {problem.message(language)}" for problem in problems]


def test_a_plain_table_is_read(tmp_path):
    assert outlined(book(tmp_path / "t.xlsx", PLAIN, ["A3:A4", "A1:G1"])) == [
        ("1", "依法行政", "plain", 10),
        ("1.1", "学法", "plain", 4),
        ("1.2", "普法", "plain", 6),
        ("2", "加分项", "bonus", None),
        ("2.1", "表彰", "bonus", 3),
    ]


def test_its_skeleton_loads_and_says_what_the_table_says(tmp_path, capsys):
    path = book(tmp_path / "某县.xlsx", PLAIN, ["A3:A4", "A1:G1"])
    status, text, err = run(capsys, "import", path)
    assert (status, err) == (0, "")
    assert text == snapshot("""\
# 由表格导入的细则骨架：每条评分标准暂由评审方按句判断、酌情扣分或给分，并写明理由。
# 请逐条改写为确切的规则；规则上方的“可改写为”只是建议，须与原句核对。
lawscore: 1
calculation: 1
rubric: imported
version: "2024.1"
status: draft
title: 某县2024年度法治政府建设考核细则
issued: {note: 由表格 某县.xlsx（Sheet1）导入，规则尚待逐条改写}
period: {from: 2024-01-01, to: 2024-12-31}
points: 10
ceiling: 13

indicators:
  - id: "1"
    title: 依法行政
    points: 10
    indicators:
      - id: "1.1"
        title: 学法
        points: 4
        responsible: {lead: 司法局}
        basis: {document: 《行政处罚法》, part: 第五条}
        rules:
          # 可改写为：{deduct: 0.5, each: 填报项}
          - deduct: {up_to: 4}
            for: 每少1次扣0.5分
            text: 每少1次扣0.5分
      # 备注：重点
      - id: "1.2"
        title: 普法
        points: 6
        responsible: {lead: 司法局, support: [教育局, 财政局]}
        rules:
          # 可改写为：{deduct: 1, when: not 填报项}
          - deduct: {up_to: 6}
            for: 未制定计划的，扣1分
            text: 未制定计划的，扣1分
          # 可改写为：{deduct: all, when: not 填报项}
          - deduct: {up_to: 6}
            for: 未开展的，不得分
            text: 未开展的，不得分

  - id: "2"
    title: 加分项
    points: 0
    indicators:
      - id: "2.1"
        title: 表彰
        points: 0
        ceiling: 3
        rules:
          # 可改写为：{award: 1, each: 填报项}
          - award: {up_to: 3}
            for: 受到表彰的，每次加1分
            text: 受到表彰的，每次加1分
""")
    loaded = load_text(text)
    assert loaded.problems == ()
    assert loaded.rubric is not None
    assert loaded.rubric.root.points == 10


def test_the_skeleton_in_english(tmp_path, capsys):
    rows = [
        ["Level 1", "Level 2", "Points", "Scoring rules", "Lead", "Support"],
        ["Courts", "Appearance", 4, "0.5 off for each absence", "Justice", "Police, Finance"],
    ]
    status, text, err = run(
        capsys, "import", book(tmp_path / "t.xlsx", rows), "--year", 2024, "--id", "courts", lang="en"
    )
    assert (status, err) == (0, "")
    loaded = load_text(text)
    assert loaded.problems == ()
    assert loaded.rubric is not None
    assert loaded.rubric.name == "courts@2024.1"
    assert "support: [Police, Finance]" in text
    assert text.startswith("# The skeleton of a rubric, made from a table")


@pytest.mark.parametrize(
    ("rows", "merges", "expected"),
    [
        pytest.param(
            [["考核项目", "考核内容", "分值", "评分细则"], ["组织领导", "制定计划", 3, "甲"], ["组织领导", "落实责任", 2, "乙"]], [],
            [("1", "组织领导", 5), ("1.1", "制定计划", 3), ("1.2", "落实责任", 2)],
            id="the same title in each row, what is assessed tells the parts",
        ),
        pytest.param(
            [["指标", "分值", "评分标准"], ["学法", 3, "甲"], [None, None, "乙"], ["普法", 2, "丙"]], [],
            [("1", "学法", 3), ("2", "普法", 2)],
            id="one level, sentences go on in the next row",
        ),
        pytest.param(
            [["序号", "一级指标", "二级指标", "分值", "评分标准"], [1, "领导", "学法", 3, "甲"], [2, None, "述法", 2, "乙"], [3, "普法", "宣传", 5, "丙"]],
            ["B2:B3"],
            [("1", "领导", 5), ("1.1", "学法", 3), ("1.2", "述法", 2), ("2", "普法", 5), ("2.1", "宣传", 5)],
            id="running numbers are no ids below branches",
        ),
        pytest.param(
            [["编号", "一级指标", "二级指标", "分值", "评分标准"], ["3.1", "领导", "学法", 3, "甲"], ["3.2", "领导", "述法", 2, "乙"]], [],
            [("3", "领导", 5), ("3.1", "学法", 3), ("3.2", "述法", 2)],
            id="numbers of the table stay, the branch has theirs",
        ),
        pytest.param(
            [["指标", None, "分值", "评分标准"], ["一级指标", "二级指标", None, None], ["领导", "学法", 3, "甲"]],
            ["A1:B1", "C1:C2", "D1:D2"],
            [("1", "领导", 3), ("1.1", "学法", 3)],
            id="headings in two rows",
        ),
        pytest.param(
            [["指标", "分值", "评分标准"], ["一、领导（5分）", None, None], ["学法", 3, "甲"], ["述法", 2, "乙"], ["指标", "分值", "评分标准"], ["二、普法", None, None], ["宣传", 5, "丙"]],
            ["A2:C2", "A6:C6"],
            [("1", "领导", 5), ("1.1", "学法", 3), ("1.2", "述法", 2), ("2", "普法", 5), ("2.1", "宣传", 5)],
            id="headings across the table, and the headings of the columns again",
        ),
        pytest.param(
            [["一级指标", "分值", "二级指标", "分值", "评分标准"], ["领导", 5, "学法", 3, "甲"], [None, None, "述法", 2, "乙"]],
            ["A2:A3", "B2:B3"],
            [("1", "领导", 5), ("1.1", "学法", 3), ("1.2", "述法", 2)],
            id="points of each level",
        ),
        pytest.param(
            [["一级指标", "二级指标", "分值", "评分标准"], ["领导", "学法", 3, "未学习的，扣1分"], [None, None, 2, "未考试的，扣2分"]],
            ["A2:A3", "B2:B3"],
            [("1", "领导", 5), ("1.1", "学法", 5), ("1.1.1", "未学习的", 3), ("1.1.2", "未考试的", 2)],
            id="rows with points of their own below one title",
        ),
        pytest.param(
            [["一级指标", "二级指标", "分值", "评分标准"], ["领导", None, 5, None], [None, "学法", 3, "甲"], [None, "述法", 2, "乙"], ["廉洁", None, 4, "丙"]], [],
            [("1", "领导", 5), ("1.1", "学法", 3), ("1.2", "述法", 2), ("2", "廉洁", 4)],
            id="a branch with a row of its own, and an indicator of the first level",
        ),
    ],
)  # fmt: skip
def test_tables_of_many_shapes(tmp_path, rows, merges, expected):
    path = book(tmp_path / "t.xlsx", rows, merges)
    found = table(path)
    assert found.problems == ()
    parts = [part for one in outline(found) for part in one.walk()]
    assert [(part.id, part.title, part.stated) for part in parts] == expected


def test_penalties_and_vetoes_are_recognised(tmp_path, capsys):
    rows = [
        ["考核项目", "考核内容", "分值", "扣分标准"],
        ["履职", "学法", 5, "未开展的，扣1分"],
        ["扣分项", "通报批评", "-3", "每次扣1分"],
        ["一票否决", "重大案件", None, "发生重大案件的，总分计零分"],
        [None, "弄虚作假", None, "弄虚作假的，评为不合格"],
    ]
    status, text, err = run(capsys, "import", book(tmp_path / "2023.xlsx", rows))
    assert (status, err) == (0, "")
    assert "floor: -3" in text
    assert "# - 弄虚作假的，评为不合格" in text
    rubric = load_text(text).rubric
    assert rubric is not None
    assert [(veto.spec.id, veto.spec.effect) for veto in rubric.vetoes] == [("v1", "zero_total")]


def test_all_problems_are_told_at_their_cells(tmp_path, capsys):
    rows = [
        ["一级指标", "二级指标", "分值", "评分标准"],
        ["领导", "学法", "三分", "甲"],
        [None, "述法", None, "乙"],
        [None, "考试", 0, "丙"],
        ["普法", "宣传", 4, "丁"],
        [None, "普查", None, "戊"],
        ["合计", None, 20, None],
    ]
    path = book(tmp_path / "2023年表.xlsx", rows, ["A2:A4", "C5:C6"])
    assert told(path) == snapshot(
        [
            "Sheet1!C2 “三分”不是分值，应写成 5、5分、+4（加分）或 -3（扣分）",
            "Sheet1!C3 指标“述法”没有分值",
            "Sheet1!C5 这个分值合并在几个指标上，看不出各得多少分",
            "Sheet1!C4 指标“考试”的分值是 0；加分写成 +4，扣分写成 -3",
            "Sheet1!C7 合计栏是 20 分，各项相加是 4 分",
        ]
    )
    assert told(path, "en") == snapshot(
        [
            "Sheet1!C2 三分 are no points: write 5, +4 (a bonus) or -3 (a penalty)",
            "Sheet1!C3 the indicator 述法 has no points",
            "Sheet1!C5 this figure is merged over several indicators: each needs its own",
            "Sheet1!C4 the indicator 考试 has 0 points; a bonus is written +4, a penalty -3",
            "Sheet1!C7 the row of the total says 20, the parts make 4",
        ]
    )
    status, text, err = run(capsys, "import", path)
    assert (status, text) == (2, "")
    assert err.count("2023年表.xlsx!Sheet1!C") == 3  # what cannot be read comes first


def test_sums_that_do_not_hold_are_warnings(tmp_path, capsys):
    rows = [["一级指标", "二级指标", "分值", "评分标准"], ["领导（10分）", "学法", 4, "甲"], ["总分", None, 8, None]]
    status, _, err = run(capsys, "import", book(tmp_path / "2023.xlsx", rows))
    assert status == 0
    assert "!A2: “领导”标明 10 分，其下各项合计 4 分" in err
    assert "!C3: 合计栏是 8 分，各项相加是 10 分" in err


def test_a_table_without_a_year_asks_for_one(tmp_path, capsys):
    path = book(tmp_path / "t.xlsx", [["指标", "分值"], ["学法", 3]])
    status, _, err = run(capsys, "import", path)
    assert (status, err) == (2, f"错误 {path}: 看不出是哪一年度的考核\n提示：请用 --year 写明，例如 --year 2024\n")
    status, text, _ = run(capsys, "import", path, "--year", "2024", "--title", "试行", "--as-version", "7")
    assert status == 0
    assert 'version: "7"' in text
    assert "title: 试行" in text


def test_several_sheets_need_a_name(tmp_path, capsys):
    from openpyxl import load_workbook

    path = book(tmp_path / "2023.xlsx", [["指标", "分值"], ["学法", 3]], name="甲")
    made = load_workbook(path)
    made.copy_worksheet(made["甲"]).title = "乙"
    made.create_sheet("丙")
    made.save(path)
    assert run(capsys, "import", path)[::2] == (
        2,
        f"错误 {path}: 有几张工作表都有考核表：甲、乙，请用 --sheet 写明是哪一张\n",
    )
    assert run(capsys, "import", path, "--sheet", "乙")[0] == 0
    assert "没有名为“丁”的工作表，有：甲、乙、丙" in run(capsys, "import", path, "--sheet", "丁")[2]
    assert "no headings found" in run(capsys, "import", path, "--sheet", "丙", lang="en")[2]


def test_hidden_rows_are_read_and_told(tmp_path):
    from openpyxl import load_workbook

    path = book(tmp_path / "t.xlsx", [["指标", "分值"], ["学法", 3], ["普法", 4]])
    made = load_workbook(path)
    made["Sheet1"].row_dimensions[3].hidden = True
    made.save(path)
    assert told(path) == ["Sheet1!A3 有 1 行被隐藏，也照样读入：第 3 行"]
    assert told(path, "en") == ["Sheet1!A3 1 row is hidden and read all the same: 3"]


@pytest.mark.parametrize(
    ("text", "figure", "kind"),
    [
        ("5", 5, "plain"), ("5分", 5, "plain"), ("（5分）", 5, "plain"), ("５．５分", Fraction(11, 2), "plain"),
        ("满分10分", 10, "plain"), ("+4", 4, "bonus"), ("加4分", 4, "bonus"), ("最多加4分", 4, "bonus"), ("-5", -5, "penalty"),
        ("扣5分", -5, "penalty"), ("4（加分）", 4, "bonus"), ("3 points", 3, "plain"),
    ],
)  # fmt: skip
def test_points_as_offices_write_them(text, figure, kind):
    found = read_points(text)
    assert found is not None
    assert (found.figure, found.kind) == (figure, kind)


@pytest.mark.parametrize("text", ["三分", "2-3", "", "5/2", "酌情", "1 2"])
def test_what_are_no_points(text):
    assert read_points(text) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [("依法行政（16分）", "依法行政"), ("清理（含备案）", "清理（含备案）"), ("Lead (adds at most 5 points)", "Lead")],
)
def test_points_behind_a_title(text, title):
    assert split_title(text)[0] == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.1 清单", ("1.1", "清单")), ("一、清单", ("", "清单")), ("（二）清单", ("", "清单")), ("12345热线", ("", "12345热线")),
        ("3．清单", ("3", "清单")), ("2023年清单", ("", "2023年清单")), ("一票否决", ("", "一票否决")),
    ],
)  # fmt: skip
def test_numbers_before_titles(text, expected):
    assert without_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\n乙", ["甲", "乙"]), ("1.甲；2.乙", ["甲", "乙"]), ("（1）甲（2）乙", ["甲（2）乙"]), ("①甲；②乙", ["甲", "乙"]),
        ("扣0.5分；2.5分封顶", ["扣0.5分；2.5分封顶"]), ("1. 甲 1.5分", ["甲 1.5分"]), ("", []),
    ],
)  # fmt: skip
def test_sentences_of_a_cell(text, expected):
    assert listed(text) == expected


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("每发现一起扣0.5分，最多扣2分", "{deduct: 0.5, each: 填报项, at_most: 2}"),
        (
            "低于90%的，每低1个百分点扣0.2分，不足1个百分点的按1个百分点计",
            "{deduct: 0.2, per: 1%, below: 90%, of: 填报项, partial: counts_as_whole}",
        ),
        ("低于90%的，每低1个百分点扣0.2分", "{deduct: 0.2, per: 1%, below: 90%, of: 填报项}"),
        ("全年不少于4次，每少1次扣0.75分", "{deduct: 0.75, per: 1, below: 4, of: 填报项}"),
        ("未制定的，不得分", "{deduct: all, when: not 填报项}"),
        ("受表彰的，得2分", "{award: 2, when: 填报项}"),
        ("中央通报扣5分，省级通报扣3分", ""),
        ("工作扎实", ""),
    ],
)
def test_a_sentence_may_be_proposed_as_a_rule(sentence, rule):
    assert proposal(sentence, "填报项") == rule


def test_headings_as_offices_write_them():
    told = [
        "一级指标",
        "二级\n指标",
        "分 值（分）",
        "评分标准",
        "Level 2",
        "No.",
        "责任部门",
        "考核内容",
        "自评得分",
        "某某",
    ]
    assert [role_of(text) for text in told] == [
        "level.1", "level.2", "points", "sentences", "level.2", "number", "responsible", "content", "ignored", None,
    ]  # fmt: skip
