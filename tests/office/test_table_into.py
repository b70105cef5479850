"""A printed table, edited, brought back into its rubric: what was changed there changes here, and nothing else."""

from __future__ import annotations

import re
import shutil
from difflib import ndiff
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.editing.formatting import formatted
from lawscore.editing.written import read_written
from lawscore.loading.rubrics import find_rubric, rubric_files
from lawscore.loading.yaml_reader import read_yaml
from lawscore.office.bringing import bring
from lawscore.office.parts import outline
from lawscore.office.skeleton import Wanted, head_of, skeleton
from lawscore.office.tabling import printed
from lawscore.office.xlsx import xlsx
from tests.support_office import ROOT, TASKS, TOWNSHIP, Edited, book, paper, run, table

SEVERAL = [
    TOWNSHIP, TASKS, ROOT / "rubrics" / "case-file" / "2017.1.yaml", ROOT / "rubrics" / "model-unit" / "2017.1.yaml",
    *rubric_files(ROOT / "examples" / "published"),
]  # fmt: skip


@cache
def workbook(source: Path) -> bytes:
    return xlsx(paper(source))


def exported(folder: Path, source: Path) -> tuple[Path, Path]:
    """A copy of a rubric, and its printed workbook."""
    rubric = Path(shutil.copy(source, folder / "rubric.yaml"))
    made = folder / "table.xlsx"
    made.write_bytes(workbook(source))
    return rubric, made


def data(text: str):
    source, problems = read_yaml(text, "")
    assert source is not None
    assert not problems
    return source.data


def comments(text: str) -> list[str]:
    return [text[one.start : one.end] for one in read_written(text).comments]


def changes(before, after, path=()):
    """Every value that differs between two trees, with its path."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from changes(before.get(key), after.get(key), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, pair in enumerate(zip(before, after, strict=True)):
            yield from changes(*pair, (*path, place))
    elif before != after:
        yield path, before, after


@pytest.mark.parametrize("source", SEVERAL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_unchanged_table_changes_nothing(tmp_path, source):
    rubric, made = exported(tmp_path, source)
    brought = bring(table(made), rubric)
    assert (brought.after, brought.told, brought.problems) == (brought.before, (), ())


def test_each_kind_of_cell_is_brought_in(tmp_path, capsys):
    rubric, made = exported(tmp_path, TOWNSHIP)
    edited = Edited(made)
    edited.cell("1.1", "分值").value = 5
    edited.cell("1.1", "一级指标").value = "1 依法全面履行职能\n（17分）"
    edited.cell("1.2", "二级指标").value = "执法资格"
    edited.cell("1.3", "评分标准").value = "1. 未建立应急体制的，扣1.5分\n2. 全年应急演练不少于2次，每少1次扣0.75分"
    edited.cell("2.1", "责任单位").value = "牵头：司法所\n配合：党政办公室、财政所"
    edited.cell("2.2", "责任单位").value = "司法所"
    edited.cell("2.1", "依据").value += "\n《立法法》第八十条"
    edited.cell("2.2", "依据").value = "001_e1d5a82091e745d0.txt 二（三）"
    edited.cell("3.3", "评分单位").value = "区县人民政府"
    edited.cell("3.4", "佐证材料").value = None
    edited.cell("8.1", "分值").value = 3
    edited.cell("9.1", "分值").value = -6
    edited.sheet["A1"].value = "乡镇2023年度考核细则"
    before = data(rubric.read_text(encoding="utf-8"))
    noted = comments(rubric.read_text(encoding="utf-8"))
    status, told, err = run(capsys, "import", edited.save(), "--into", rubric)
    text = rubric.read_text(encoding="utf-8")
    assert status == 0
    assert err.count("\n警告") + err.startswith("警告") == err.count("警告 ")
    leaf = lambda one, two: ("indicators", one, "indicators", two)  # noqa: E731
    assert {path: after for path, _, after in changes(before, data(text))} == {
        ("title",): "乡镇2023年度考核细则",
        ("indicators", 0, "title"): "依法全面履行职能",
        ("indicators", 0, "points"): "17",
        (*leaf(0, 0), "points"): "5",
        (*leaf(0, 1), "title"): "执法资格",
        (*leaf(0, 2), "rules", 0, "text"): "未建立应急体制的，扣1.5分",
        (*leaf(1, 0), "responsible", "support", 1): "财政所",
        (*leaf(1, 0), "basis"): [
            *before["indicators"][1]["indicators"][0]["basis"], {"document": "《立法法》", "part": "第八十条"},
        ],
        (*leaf(1, 1), "responsible", "lead"): "司法所",
        (*leaf(1, 1), "responsible", "support"): None,
        (*leaf(1, 1), "basis"): [{"document": "001_e1d5a82091e745d0.txt", "part": "二（三）"}],
        (*leaf(2, 2), "scored_by"): "区县人民政府",
        (*leaf(2, 3), "evidence"): None,
        (*leaf(7, 0), "ceiling"): "3",
        (*leaf(8, 0), "floor"): "-6",
    }  # fmt: skip
    assert comments(text) == noted
    assert (
        "1.3 突发事件应对：评分标准“未建立应急救援体制和制度的，扣1.5分” → “未建立应急体制的，扣1.5分”；规则的数值没有跟着改，请核对"
        in told
    )
    assert "1.1 权责清单动态管理：分值 4 → 5" in told
    assert "细则：名称 乡镇（街道）2023年度法治政府建设考核细则 → 乡镇2023年度考核细则" in told
    assert "合计为 101 分" in err


def test_rows_added_removed_and_moved(tmp_path, capsys):
    rubric, made = exported(tmp_path, TOWNSHIP)
    edited = Edited(made)
    edited.unmerge()
    edited.cell("2.3", "一级指标").value = edited.cell("3.3", "一级指标").value
    order = list(edited.rows)[:-1]
    order.remove("1.6")
    order.insert(0, order.pop(order.index("1.7")))
    order.insert(order.index("3.3"), order.pop(order.index("2.3")))
    order.insert(order.index("4.5") + 1, "new")
    fresh = {
        "一级指标": edited.cell("4.5", "一级指标").value, "二级指标": "行政复议", "分值": 2,
        "评分标准": "未按期履行复议决定的，每件扣0.5分", "依据": "《行政复议法》第三条",
    }  # fmt: skip
    edited.arrange(order, {"new": fresh})
    before = rubric.read_text(encoding="utf-8")
    status, told, _ = run(capsys, "import", edited.save(), "--into", rubric)
    text = rubric.read_text(encoding="utf-8")
    assert status == 0
    assert told == (
        "新增 4.6 行政复议\n"
        "删去 1.6 基本公共服务\n"
        "1 依法全面履行政府职能：下级次序改为 1.7、1.1、1.2、1.3、1.4、1.5\n"
        "2.3 文件清理：移到 3 科学民主依法决策 之下\n"
    )
    loaded = find_rubric(rubric).rubric
    assert loaded is not None
    leaves = [node.id for node in loaded.nodes.values() if node.is_leaf]
    assert leaves == [name if name != "new" else "4.6" for name in order]
    assert loaded.nodes["4.6"].points == 2
    gone = "\n".join(line for line in before.splitlines() if line not in text.splitlines())
    assert "基本公共服务" in gone
    assert all(line in text for line in before.splitlines() if "#" in line)


def test_a_rubric_in_the_canonical_layout_stays_in_it(tmp_path):
    rubric = tmp_path / "rubric.yaml"
    full = "points: 6\n        text: 普法\n        responsible: {lead: 司法所}\n        basis: [{document: 《立法法》}]"
    before = formatted(COMMENTED.replace("points: 6", full))
    rubric.write_text(before, encoding="utf-8")
    made = tmp_path / "t.xlsx"
    made.write_bytes(xlsx(paper(rubric)))
    edited = Edited(made)
    edited.cell("1.1", "考核内容").value = "学习法律"
    edited.cell("1.1", "责任单位").value = "牵头：司法所\n配合：党政办公室、财政所"
    edited.cell("1.1", "依据").value = "《立法法》第八十条\n《行政复议法》第三条"
    row = {
        "一级指标": edited.cell("1.1", "一级指标").value, "二级指标": "行政复议", "分值": 2, "考核内容": "履行复议决定",
        "评分标准": "1. 未按期履行的，每件扣0.5分\n2. 未应诉的，扣1分", "责任单位": "牵头：司法所\n配合：党政办公室、财政所",
        "依据": "《行政复议法》第三条\n《行政诉讼法》第三条",
    }  # fmt: skip
    edited.arrange(["1.1", "1.2", "new", "2"], {"new": row})
    brought = bring(table(edited.save()), rubric)
    assert brought.is_sound
    assert formatted(brought.after) == brought.after
    first, _, new = data(brought.after)["indicators"][0]["indicators"]
    assert list(first) == ["id", "title", "points", "text", "responsible", "basis", "rules"]
    assert list(new) == ["id", "title", "points", "text", "responsible", "basis", "rules"]
    assert len(first["basis"]) == len(new["basis"]) == len(new["rules"]) == 2
    told = [line for line in ndiff(before.splitlines(), brought.after.splitlines()) if not line.startswith("  ")]
    assert all(line.startswith("+ ") for line in told), told


def test_of_another_layout_only_the_new_parts_are_touched(tmp_path):
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(COMMENTED, encoding="utf-8")
    made = tmp_path / "t.xlsx"
    made.write_bytes(xlsx(paper(rubric)))
    edited = Edited(made)
    row = {
        "一级指标": edited.cell("1.1", "一级指标").value,
        "二级指标": "宣传",
        "分值": 3,
        "评分标准": "未开展的，扣3分",
    }
    edited.arrange(["1.1", "1.2", "new", "2"], {"new": row})
    brought = bring(table(edited.save()), rubric)
    assert formatted(COMMENTED) != COMMENTED
    told = [line for line in ndiff(COMMENTED.splitlines(), brought.after.splitlines()) if not line.startswith("  ")]
    assert '+       - id: "1.3"' in told
    assert all(line.startswith("+ ") for line in told), told


def test_a_moved_row_takes_its_comments_along(tmp_path):
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(COMMENTED, encoding="utf-8")
    made = tmp_path / "t.xlsx"
    made.write_bytes(xlsx(paper(rubric)))
    edited = Edited(made)
    edited.arrange(["1.2", "1.1", "2"])
    brought = bring(table(edited.save()), rubric)
    assert brought.after == COMMENTED.replace(FIRST + "\n" + SECOND, SECOND + "\n" + FIRST)
    edited.arrange(["1.2", "2"])
    gone = bring(table(edited.save()), rubric)
    assert gone.after == COMMENTED.replace(FIRST, "")
    assert [str(one) for one in gone.told] == ["删去 1.1 学法"]


FIRST = """\
      # about learning
      - id: "1.1"  # kept
        title: 学法
        points: 4   # four
        rules: [{deduct: {up_to: 4}, for: 甲, text: 甲}]
        # inside the first
"""
SECOND = """\
      # about teaching,
      # in two lines
      - id: "1.2"
        title: 普法
        points: 6
        rules:
          # a judged one
          - {deduct: {up_to: 6}, for: 乙, text: 乙}
"""
COMMENTED = f"""\
# a small rubric
lawscore: 1
calculation: 1
rubric: small
version: "1"
status: draft
title: 小表
issued: {{note: 示例}}
period: {{from: 2024-01-01, to: 2024-12-31}}
points: 15

indicators:
  # the first branch
  - id: "1"
    title: 领导
    points: 10
    indicators:
{FIRST}
{SECOND}  # the second, alone
  - {{id: "2", title: 廉洁, points: 5, rules: [{{deduct: {{up_to: 5}}, for: 丙, text: 丙}}]}}  # end
# the end
"""


def test_a_branch_that_is_gone_goes_with_all_that_is_in_it(tmp_path):
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(COMMENTED, encoding="utf-8")
    made = tmp_path / "t.xlsx"
    made.write_bytes(xlsx(paper(rubric)))
    edited = Edited(made)
    edited.arrange(["2"])
    brought = bring(table(edited.save()), rubric)
    assert [str(one) for one in brought.told] == ["删去 1 领导", "删去 1.1 学法", "删去 1.2 普法"]
    assert [node["id"] for node in data(brought.after)["indicators"]] == ["2"]


def test_new_branches_with_new_rows(tmp_path):
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(COMMENTED, encoding="utf-8")
    made = tmp_path / "t.xlsx"
    made.write_bytes(xlsx(paper(rubric)))
    edited = Edited(made)
    row = {"一级指标": "三、普法（3分）", "二级指标": "宣传", "分值": 3, "评分标准": "未开展的，扣3分"}
    edited.arrange(["1.1", "1.2", "2", "new"], {"new": row})
    brought = bring(table(edited.save()), rubric)
    assert data(brought.after)["indicators"][2] == {
        "id": "3", "title": "普法", "points": "3",
        "indicators": [{
            "id": "3.1", "title": "宣传", "points": "3",
            "rules": [{"deduct": {"up_to": "3"}, "for": "未开展的，扣3分", "text": "未开展的，扣3分"}],
        }],
    }  # fmt: skip
    assert comments(brought.after) == comments(COMMENTED)


def test_sentences_added_removed_and_reordered(tmp_path):
    rules = "    - {deduct: 1, for: 未制定计划, text: 未制定计划的，扣1分}\n"
    more = rules.replace("计划", "方案") + rules.replace("计划", "办法").replace("未制定办法,", "未办,")
    first = "    - {deduct: {up_to: 4}, for: 甲1.1, text: 甲1.1}\n"
    text = LAWS.replace(" " * 6 + first, "".join(" " * 6 + line for line in (rules + more).splitlines(keepends=True)))
    rubric, made = written(tmp_path, text)
    edited = Edited(made)
    one, _, three = edited.cell("1.1", "评分标准").value.split("\n")
    assert one == "1. 未制定计划的，扣1分"
    edited.cell("1.1", "评分标准").value = f"{three}\n{one}"
    edited.cell("1.2", "评分标准").value = "1. 甲1.2\n2. 未开展旁听庭审的，扣1分"
    brought = bring(table(edited.save()), rubric)
    assert [str(line) for line in brought.told] == [
        "1.1 指标1.1：删去评分标准“未制定方案的，扣1分”及其规则",
        "1.2 指标1.2：新增评分标准“未开展旁听庭审的，扣1分”，暂由评审方判断",
    ]
    leaves = data(brought.after)["indicators"][0]["indicators"]
    assert [rule["text"] for rule in leaves[0]["rules"]] == ["未制定计划的，扣1分", "未制定办法的，扣1分"]
    judged = {"deduct": {"up_to": "4"}, "for": "未开展旁听庭审的，扣1分", "text": "未开展旁听庭审的，扣1分"}
    assert leaves[1]["rules"] == [{"deduct": {"up_to": "4"}, "for": "甲1.2", "text": "甲1.2"}, judged]


def test_a_judged_sentence_changes_its_question_too(tmp_path):
    rubric, made = written(tmp_path, LAWS)
    edited = Edited(made)
    edited.cell("1.1", "评分标准").value = "乙"
    brought = bring(table(edited.save()), rubric)
    assert [str(line) for line in brought.told] == ["1.1 指标1.1：评分标准“甲1.1” → “乙”"]
    assert data(brought.after)["indicators"][0]["indicators"][0]["rules"] == [
        {"deduct": {"up_to": "4"}, "for": "乙", "text": "乙"}
    ]


def test_what_a_table_has_in_common_changes_as_a_whole_or_not_at_all(tmp_path):
    rubric, made = exported(tmp_path, TASKS)
    edited = Edited(made)
    names = [name for name in edited.rows if name in {str(number) for number in range(1, 9)}]
    edited.unmerge()
    for name in names:
        edited.cell(name, "佐证材料").value = "台账"
    brought = bring(table(edited.save()), rubric)
    assert len(list(changes(data(brought.before), data(brought.after)))) == 1
    assert "evidence: 台账" in brought.after
    edited.cell(names[0], "佐证材料").value = "甲"
    for name in names[1:]:
        edited.cell(name, "佐证材料").value = "任务台账、成果文件、会议纪要、公开网址等"
    own = bring(table(edited.save()), rubric)
    assert [(path[-1], after) for path, _, after in changes(data(own.before), data(own.after))] == [("evidence", "甲")]
    edited.cell(names[0], "评分标准").value = "甲"
    refused = bring(table(edited.save()), rubric)
    assert refused.after == refused.before
    assert [problem.code for problem in refused.problems] == ["table_in_every"]
    assert "这一格是几项指标共有的（every）：1、2、3" in str(refused.problems[0])


def refused(tmp_path, change):
    rubric, made = written(tmp_path, LAWS)
    edited = Edited(made)
    change(edited)
    brought = bring(table(edited.save()), rubric)
    assert brought.after == brought.before
    assert not brought.is_sound
    return [f"{(problem.where.cell or '')} {problem.message('zh')}".strip() for problem in brought.problems]


def test_a_number_that_was_changed_is_refused(tmp_path):
    assert refused(tmp_path, lambda edited: setattr(edited.cell("1.1", "编号"), "value", "1.9")) == [
        "考核细则表!A5 “1.1”似乎改成了“1.9”；编号是其他规则、用例和往年比较所依据的，不能在表中改"
    ]


def test_a_number_that_stands_twice_is_refused(tmp_path):
    assert refused(tmp_path, lambda edited: setattr(edited.cell("1.1", "编号"), "value", "1.2")) == [
        "考核细则表!A5 编号“1.2”重复", "考核细则表!A6 编号“1.2”重复",
    ]  # fmt: skip


def test_a_bonus_does_not_become_points(tmp_path):
    def change(edited: Edited) -> None:
        edited.cell("1.1", "分值").value = "+4"

    assert refused(tmp_path, change) == ["考核细则表!D5 “4”不能改成“+4”：基本分、加分、扣分之间的变动请在细则中改"]


def test_an_indicator_keeps_a_sentence(tmp_path):
    def change(edited: Edited) -> None:
        edited.cell("1.1", "评分标准").value = None

    assert refused(tmp_path, change) == ["考核细则表!E5 指标“1.1”至少要有一条评分标准"]


def test_a_table_of_another_kind_or_rubric_is_refused(tmp_path, capsys):
    rubric, made = exported(tmp_path, TOWNSHIP)
    other = book(tmp_path / "2023.xlsx", [["指标", "分值"], ["学法", 3]])
    status, out, err = run(capsys, "import", other, "--into", rubric)
    assert (status, out) == (2, "")
    assert "这张表不是 lawscore docs 印出的" in err
    assert "this table was printed from township-government@2023.1, not from department-tasks@2015.1" in run(
        capsys, "import", made, "--into", shutil.copy(TASKS, tmp_path / "tasks.yaml"), lang="en"
    )[2]  # fmt: skip


def test_a_rubric_that_was_changed_meanwhile_keeps_its_changes(tmp_path):
    rubric, made = written(tmp_path, LAWS)
    edited = Edited(made)
    edited.cell("1.1", "分值").value = 5
    edited.cell("1.3", "评分单位").value = "县政府"
    rubric.write_text(LAWS.replace("title: 指标1.2", "title: 资格"), encoding="utf-8")
    brought = bring(table(edited.save()), rubric)
    assert data(brought.after)["indicators"][0]["indicators"][1]["title"] == "资格"
    assert "scored_by: 县政府" in brought.after
    assert brought.problems[0].code == "table_other_version"
    third = _leaf("1.3", 6)
    rubric.write_text(LAWS.replace(third, third.replace("司法局", "市局")), encoding="utf-8")
    conflict = bring(table(made), rubric)
    assert [str(problem) for problem in conflict.problems if problem.severity == "error"] == [
        f"{made}!考核细则表!G7: 此处表和细则都改过：印出时是“司法局”，细则现在是“市局”，表中是“县政府”"
    ]


def test_a_rubric_that_would_no_longer_load_is_not_written(tmp_path, capsys):
    ranked = LAWS.replace("# the end\n", 'ranking: {within: all, using: shown, ties: [{higher: "1.3"}]}\n')
    rubric, made = written(tmp_path, ranked)
    edited = Edited(made)
    edited.arrange([name for name in LEAVES if name != "1.3"])
    status, out, err = run(capsys, "import", edited.save(), "--into", rubric)
    assert (status, out) == (2, "")
    assert "1.3" in err
    assert rubric.read_text(encoding="utf-8") == ranked


def test_the_difference_alone(tmp_path, capsys):
    rubric, made = written(tmp_path, LAWS)
    edited = Edited(made)
    edited.cell("1.1", "分值").value = 5
    before = rubric.read_bytes()
    status, out, err = run(capsys, "import", edited.save(), "--into", rubric, "--diff", lang="en")
    assert status == 0
    assert "-        points: 4  # figure\n+        points: 5  # figure\n" in out
    assert "1.1 指标1.1: Points 4 → 5" in err
    assert rubric.read_bytes() == before
    status, out, _ = run(capsys, "import", made, "--into", rubric, "--output", tmp_path / "other.yaml")
    assert status == 0
    assert rubric.read_bytes() == before
    assert "points: 5" in (tmp_path / "other.yaml").read_text(encoding="utf-8")


def test_a_published_rubric_stays_as_it_is(tmp_path, capsys):
    published = LAWS.replace("status: draft", "status: published")
    rubric, made = written(tmp_path, published)
    edited = Edited(made)
    edited.cell("1.1", "分值").value = 5
    status, out, err = run(capsys, "import", edited.save(), "--into", rubric)
    assert (status, out) == (2, "")
    assert "small@1 已经印发，不能再改" in err
    assert rubric.read_text(encoding="utf-8") == published
    later = tmp_path / "2.yaml"
    later.write_text(LAWS.replace('version: "1"', 'version: "2"'), encoding="utf-8")
    status, out, err = run(capsys, "import", made, "--into", later)
    assert (status, out) == (0, "1.1 指标1.1：分值 4 → 5\n")
    assert "细则 small@2 又改过（表印自 small@1）" in err


def test_a_rubric_that_extends_another_takes_no_table(tmp_path, capsys):
    rubric, made = written(tmp_path, LAWS)
    folder = tmp_path / "small"
    folder.mkdir()
    rubric.rename(folder / "1.yaml")
    own = folder / "2.yaml"
    head = COMMENTED[: COMMENTED.index("points: 15")].replace('version: "1"', 'version: "2"\nextends: small@1')
    own.write_text(head, encoding="utf-8")
    status, _, err = run(capsys, "import", made, "--into", own)
    assert (status, err.count("以另一份细则为基础（extends）")) == (2, 1), err


def test_line_ends_and_the_byte_order_mark_stay(tmp_path, capsys):
    rubric = tmp_path / "rubric.yaml"
    rubric.write_bytes(b"\xef\xbb\xbf" + COMMENTED.replace("\n", "\r\n").encode())
    made = tmp_path / "t.xlsx"
    made.write_bytes(xlsx(paper(rubric)))
    edited = Edited(made)
    edited.cell("1.1", "分值").value = 3
    assert run(capsys, "import", edited.save(), "--into", rubric)[0] == 0
    assert (
        rubric.read_bytes()
        == b"\xef\xbb\xbf" + COMMENTED.replace("points: 4 ", "points: 3 ").replace("\n", "\r\n").encode()
    )


def _leaf(name: str, column: int) -> str:
    lines = (
        f"# about {name}", f'- id: "{name}"  # number {name}', f"  title: 指标{name}", "  points: 4  # figure",
        "  scored_by: 司法局", "  evidence: 台账", "  basis: {document: 《立法法》}  # law", "  rules:",
        f"    # of {name}", f"    - {{deduct: {{up_to: 4}}, for: 甲{name}, text: 甲{name}}}", f"  # inside {name}",
    )  # fmt: skip
    return "".join(f"{' ' * column}{line}\n" for line in lines)


def _branch(name: str, parts: list[str]) -> str:
    head = f'  # branch {name}\n  - id: "{name}"\n    title: 分支{name}\n    points: 12\n    indicators:\n'
    return head + "\n".join(_leaf(part, 6) for part in parts)


LEAVES = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
LAWS = COMMENTED[: COMMENTED.index("points: 15")] + (
    "points: 24\n\nindicators:\n" + _branch("1", LEAVES[:3]) + "\n" + _branch("2", LEAVES[3:]) + "# the end\n"
)
TITLES = st.text(alphabet="甲乙丙丁学法#:'\"-{}[]&*!|>%@`= 12.", min_size=1, max_size=12).filter(
    lambda text: " ".join(text.split()) == text and not text.endswith((")", "）"))
)
EDITS = st.dictionaries(
    st.tuples(st.sampled_from(LEAVES), st.sampled_from(["二级指标", "分值", "评分单位", "佐证材料"])), TITLES, min_size=1, max_size=5,
)  # fmt: skip
KEYS = {"二级指标": "title", "分值": "points", "评分单位": "scored_by", "佐证材料": "evidence"}


def written(folder: Path, text: str) -> tuple[Path, Path]:
    """A rubric of a text, and its printed workbook."""
    rubric, made = folder / "rubric.yaml", folder / "table.xlsx"
    rubric.write_text(text, encoding="utf-8")
    made.write_bytes(xlsx(paper(rubric)))
    return rubric, made


@given(EDITS, st.data())
@settings(max_examples=8)
def test_law_just_the_changed_cells_change(tmp_path_factory, edits, draw):
    rubric, made = written(tmp_path_factory.mktemp("law"), LAWS)
    edited = Edited(made)
    wanted = {}
    for (name, column), text in edits.items():
        cell = edited.cell(name, column)
        value = draw.draw(st.integers(1, 40)) if column == "分值" else text
        cell.value = value
        cell.data_type = "n" if column == "分值" else "s"
        wanted[name, KEYS[column]] = str(value)
    brought = bring(table(edited.save()), rubric)
    assert brought.is_sound, [str(problem) for problem in brought.problems]
    before, after = data(brought.before), data(brought.after)
    expected = {}
    for (name, key), value in wanted.items():
        path = ("indicators", int(name[0]) - 1, "indicators", int(name[2]) - 1, key)
        if before["indicators"][path[1]]["indicators"][path[3]][key] != value:
            expected[path] = value
    assert {path: value for path, _, value in changes(before, after)} == expected
    assert comments(brought.after) == comments(brought.before)
    assert len(brought.told) == len(expected)


@given(st.permutations(LEAVES[:3]), st.permutations(LEAVES[3:]), st.sets(st.sampled_from(LEAVES[1:3])))
@settings(max_examples=8)
def test_law_rows_in_any_order_keep_their_lines(tmp_path_factory, first, second, gone):
    rubric, made = written(tmp_path_factory.mktemp("law"), LAWS)
    edited = Edited(made)
    first = [name for name in first if name not in gone]
    edited.arrange([*first, *second])
    brought = bring(table(edited.save()), rubric)
    after = data(brought.after)["indicators"]
    assert [[node["id"] for node in branch["indicators"]] for branch in after] == [first, list(second)]
    for branch in data(LAWS)["indicators"]:
        for node in branch["indicators"]:
            kept = [one for parts in after for one in parts["indicators"] if one["id"] == node["id"]]
            assert kept == ([] if node["id"] in gone else [node])
    lines = [line for name in (*first, *second) for line in _leaf(name, 6).splitlines()]
    told = [line for line in brought.after.splitlines() if line in set(_leaf_lines())]
    assert told == lines


def _leaf_lines() -> list[str]:
    return [line for name in LEAVES for line in _leaf(name, 6).splitlines()]


@given(st.sampled_from(LEAVES[:3]), st.integers(0, 3))
@settings(max_examples=6)
def test_law_a_row_below_another_branch_moves_there(tmp_path_factory, name, place):
    rubric, made = written(tmp_path_factory.mktemp("law"), LAWS)
    edited = Edited(made)
    edited.unmerge()
    edited.cell(name, "一级指标").value = edited.cell("2.1", "一级指标").value
    second = LEAVES[3:]
    second.insert(place, name)
    edited.arrange([*(one for one in LEAVES[:3] if one != name), *second])
    brought = bring(table(edited.save()), rubric)
    assert [node["id"] for node in data(brought.after)["indicators"][1]["indicators"]] == second
    assert sorted(comments(brought.after)) == sorted(comments(LAWS))
    assert f"指标{name}：移到 2 分支2 之下" in str(brought.told[0])


SENTENCES = st.sampled_from(["未开展的，扣1分", "每少1次扣0.5分", "受表彰的，得2分", "工作扎实"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["一、领导", "二、普法（9分）", "三、加分项"]), st.sampled_from(["学法", "述法", "宣传", "培训"]),
        st.integers(1, 9), st.lists(SENTENCES, min_size=1, max_size=3, unique=True),
        st.sampled_from(["司法局", "牵头：司法局\n配合：财政局、教育局", ""]),
        st.sampled_from(["《立法法》第八十条", "报告.txt 一（二）\n《立法法》", ""]),
    ),
    min_size=1, max_size=6, unique_by=lambda row: row[1],
)  # fmt: skip


@given(ROWS)
@settings(max_examples=8)
def test_law_a_skeleton_printed_and_imported_is_the_same_skeleton(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("law")
    head = ["一级指标", "二级指标", "分值", "评分标准", "责任单位", "依据"]
    cells = [
        [*row[:3], "\n".join(row[3]), *(text or None for text in row[4:])]
        for row in sorted(rows, key=lambda row: row[0])
    ]
    first = _skeleton(table(book(folder / "2024.xlsx", [head, *cells])), "2024.xlsx")
    assert formatted(first) == first
    (folder / "rubric.yaml").write_text(first, encoding="utf-8")
    rubric = find_rubric(folder / "rubric.yaml").rubric
    assert rubric is not None
    (folder / "again.xlsx").write_bytes(xlsx(printed(rubric, "zh")))
    again = _skeleton(table(folder / "again.xlsx"), "again.xlsx")
    assert data(again) == data(first)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("source", SEVERAL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_skeleton_is_in_the_canonical_layout(tmp_path, source, language):
    _, made = exported(tmp_path, source)
    found = table(made)
    head = head_of(found, Wanted(), "2024.xlsx", language)
    text = skeleton(found, outline(found), head, language)
    assert formatted(text) == text
    assert "basis:" in text or not any(line.text("basis") for line in found.lines)


def _skeleton(found, file):
    head = head_of(found, Wanted(), file, "zh")
    return skeleton(found, outline(found), head, "zh")


@pytest.mark.parametrize("source", [TOWNSHIP, TASKS], ids=["township", "tasks"])
def test_a_workbook_saved_by_libreoffice_comes_back(tmp_path, source, converted):
    rubric, made = exported(tmp_path, source)
    folder = tmp_path / "saved"
    converted(made, "xlsx", folder)
    assert (folder / made.name).read_bytes() != made.read_bytes()
    brought = bring(table(folder / made.name), rubric)
    assert (brought.after, brought.told, brought.problems) == (brought.before, (), ())
    edited = Edited(folder / made.name)
    name = next(iter(edited.rows))
    edited.cell(name, "分值").value = 7.5
    changed = bring(table(edited.save()), rubric)
    assert [after for _, _, after in changes(data(changed.before), data(changed.after))] == ["7.5"]


def test_nothing_is_lost_of_figures(tmp_path):
    text = re.sub(r"points: 4   # four", "points: 0.1   # four", COMMENTED)
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(text, encoding="utf-8")
    made = tmp_path / "t.xlsx"
    made.write_bytes(xlsx(paper(rubric)))
    found = table(made)
    assert [line.points.figure for line in found.lines if line.points] == [Fraction(1, 10), 6, 5]
    assert bring(found, rubric).after == text
