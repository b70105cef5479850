"""The command: forms for units or for all, folders as data, marked copies; what it says and how it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from lawscore.cli.app import build
from lawscore.loading.submissions import load_submissions
from lawscore.office.forms.marking import marked
from tests.support_data import RUBRIC, unit
from tests.support_forms import FIELD, row_of
from tests.support_xlsx import book, sheet_xml

RULES = str(Path(__file__).parents[1] / "bad_data" / "rubric.yaml")
ROSTER = """lawscore: 1
units:
  - {id: tieling, name: 铁岭县, class: county}
  - {id: changtu, name: 昌图县, class: county}
  - {id: kaiyuan, name: 开原市, class: county, not_assessed: 区划调整}
"""


def run(capsys: pytest.CaptureFixture[str], *words: object, language: str = "zh") -> tuple[int, str, str]:
    arguments = [*map(str, words), "--lang", language]
    with pytest.raises(SystemExit) as ended:
        build(arguments)(arguments, standalone_mode=True)
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.yaml"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def written(path: Path, *rows: list[Any]) -> Path:
    """A workbook made by hand, with one sheet."""
    made = Workbook()
    made.active.title = "甲"
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


class TestTemplate:
    def test_a_form_for_each_unit_that_is_assessed(self, tmp_path: Path, roster: Path, capsys: Any) -> None:
        status, out, err = run(capsys, "template", RULES, "--roster", roster, "--output", tmp_path / "forms")
        assert (status, out, err) == (0, "", f"已生成 2 份填报表：{tmp_path}/forms\n")
        assert sorted(path.name for path in (tmp_path / "forms").iterdir()) == ["昌图县.xlsx", "铁岭县.xlsx"]

    def test_one_workbook_for_all(self, tmp_path: Path, roster: Path, capsys: Any) -> None:
        status, _, err = run(
            capsys, "template", RULES, "--roster", roster, "--output", tmp_path / "a.xlsx", language="en"
        )
        assert (status, err) == (0, f"wrote 1 form: {tmp_path}/a.xlsx\n")
        sheet = load_workbook(tmp_path / "a.xlsx")["Form"]
        assert [sheet.cell(row, 1).value for row in (7, 8, 9)] == ["tieling", "changtu", None]

    def test_a_unit_without_a_roster(self, tmp_path: Path, capsys: Any) -> None:
        path = tmp_path / "a.xlsx"
        status, *_ = run(
            capsys, "template", RULES, "--unit", "tieling", "--layer", "核查", "--answers", "--output", path
        )
        found = load_workbook(path)
        assert (status, found.sheetnames[0], found.sheetnames[-2]) == (0, "填报表", "评定表")
        assert (found["填报表"]["B2"].value, found["填报表"]["H2"].value) == ("tieling", "核查")

    def test_no_answers_for_all_in_one_workbook(self, tmp_path: Path, roster: Path, capsys: Any) -> None:
        """They would not be read back from there."""
        words = ("template", RULES, "--roster", roster, "--answers", "--output", tmp_path / "a.xlsx")
        assert run(capsys, *words)[::2] == (
            2, "全部单位一份的填报表不带评定表：--output 请写一个文件夹，为每个单位各生成一份\n",
        )  # fmt: skip
        assert run(capsys, *words, language="en")[::2] == (
            2, "a form for all units has no sheet for assessors' answers: name a folder with --output, for a form for each unit\n",
        )  # fmt: skip
        assert not (tmp_path / "a.xlsx").exists()
        assert run(capsys, *words[:-1], tmp_path / "forms")[0] == 0
        assert all("评定表" in load_workbook(path).sheetnames for path in (tmp_path / "forms").iterdir())

    def test_what_it_cannot_do(self, tmp_path: Path, roster: Path, capsys: Any) -> None:
        assert run(capsys, "template", RULES)[::2] == (2, "请用 --output 写明要写到的 .xlsx 文件或者文件夹\n")
        assert run(capsys, "template", RULES, "--layer", "adjusted", "--output", tmp_path / "a.xlsx")[::2] == (
            2, "填报表没有“adjusted”这一层，可选：self_reported、verified、reviewed\n",
        )  # fmt: skip
        told = run(capsys, "template", RULES, "--roster", roster, "--unit", "tielin", "--output", tmp_path / "a.xlsx")
        assert told[::2] == (2, "没有编号为“tielin”的单位，是否应为“tieling”？\n")

    def test_without_the_library_one_sentence_says_what_to_install(
        self, tmp_path: Path, capsys: Any, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr("lawscore.office.extras.find_spec", lambda _: None)
        status, _, err = run(capsys, "template", RULES, "--output", tmp_path / "a.xlsx", language="en")
        assert status == 2
        assert "pip install 'lawscore[office]'" in err


class TestFolders:
    def test_all_data_below_a_folder_are_read_and_one_broken_file_does_not_stop_the_rest(self, tmp_path: Path) -> None:
        folder = tmp_path / "报送"
        (folder / "乡镇").mkdir(parents=True)
        (folder / "a.xlsx").write_bytes(book({"甲": sheet_xml([["unit", "出庭"], ["tieling", 16]])}))
        (folder / "乡镇" / "b.xlsx").write_bytes(book({"甲": sheet_xml([["unit", "出庭"], ["changtu", 3]])}))
        (folder / "c.csv").write_text("unit,应出庭\ntieling,17\n", encoding="utf-8")
        (folder / "d.xlsx").write_bytes(b"PK")
        for aside in ("~$a.xlsx", ".b.xlsx", "读我.txt"):
            (folder / aside).write_bytes(b"?")
        done: list[tuple[int, int]] = []
        found = load_submissions(RUBRIC, [folder], progress=lambda one, of: done.append((one, of)))
        assert (unit(found).values["出庭"], unit(found).values["应出庭"], unit(found, "changtu").values["出庭"]) == (
            16,
            17,
            3,
        )
        assert [problem.code for problem in found.problems if problem.severity == "error"] == ["file_workbook_broken"]
        assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def test_an_empty_folder_says_so(self, tmp_path: Path, capsys: Any) -> None:
        status, _, err = run(capsys, "score", RULES, tmp_path)
        assert (status, err.splitlines()[-1]) == (
            2,
            f"错误 {tmp_path}: 文件夹中没有数据文件（.yaml、.yml、.json、.csv、.xlsx、.xlsm、.parquet、.arrow、.feather、.sqlite、.sqlite3、.db）",
        )


class TestMarked:
    def test_copies_show_where_the_problems_are(self, tmp_path: Path, capsys: Any) -> None:
        path = tmp_path / "大英县.xlsx"
        written(path, ["unit", "出庭", "应出庭"], ["daying", "16件", "#N/A"])
        before = path.read_bytes()
        status, _, err = run(capsys, "score", RULES, path, "--mark", tmp_path / "marked")
        assert status == 1
        assert f"已把 1 份标出问题的工作簿写到 {tmp_path}/marked" in err
        found = load_workbook(tmp_path / "marked" / "大英县.xlsx")
        sheet = found["甲"]
        assert (sheet["B2"].fill.fgColor.rgb, sheet["A2"].fill.fgColor.rgb) == ("00FFC7CE", "00FFEB9C")
        assert sheet["B2"].comment.text == "此处应为数字，现为“16件”\n只写数字：16（单位“件”已在细则中写明）"
        listed = found["问题清单"]
        assert [cell.value for cell in listed[1]] == ["级别", "单元格", "说明", "改法"]
        assert [(listed.cell(row, 1).value, listed.cell(row, 2).value) for row in (2, 3, 4)] == [
            ("警告", "甲!A2"),
            ("错误", "甲!B2"),
            ("错误", "甲!C2"),
        ]
        assert listed["B3"].hyperlink.location == "'甲'!B2" or listed["B3"].hyperlink.target == "#'甲'!B2"
        assert path.read_bytes() == before, "the workbook itself is left as it was"

    def test_the_same_copy_has_the_same_bytes(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.xlsx", ["unit", "出庭"], ["daying", "16件"])
        found = load_submissions(RUBRIC, [path])
        one, other = (marked(path, found.problems, "en") for _ in range(2))
        assert isinstance(one, bytes)
        assert one == other

    def test_what_cannot_be_copied_is_said(self, tmp_path: Path, capsys: Any) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(book({"甲": sheet_xml([["unit", "出庭"], ["daying", "16件"]])}))  # no list of content types
        _, _, err = run(capsys, "score", RULES, path, "--mark", tmp_path / "marked", language="en")
        assert f"{path}: a copy with the problems marked cannot be made (" in err
        assert f"wrote 0 marked workbooks to {tmp_path}/marked" in err

    def test_a_form_can_be_marked_and_read_again(self, tmp_path: Path, capsys: Any) -> None:
        form = tmp_path / "a.xlsx"
        run(capsys, "template", RULES, "--unit", "tieling", "--output", form)
        filled = load_workbook(form)
        filled["填报表"].cell(row_of(filled["填报表"], "出庭"), FIELD["value"]).value = "三"
        filled.save(form)
        run(capsys, "score", RULES, form, "--mark", tmp_path / "marked")
        again = load_submissions(RUBRIC, [tmp_path / "marked" / "a.xlsx"])
        assert [problem.code for problem in again.problems if problem.severity == "error"] == ["not_a_number"]
