"""A form read back: what an officer may do to it, and what is said about what cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lawscore.expressions.values import Unknown
from lawscore.facts.unit import Unit
from lawscore.loading.submissions import load_submissions
from lawscore.office.forms.records_sheet import FIRST
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered
from tests.support import rubric_of
from tests.support_data import RUBRIC, unit
from tests.support_forms import ANSWER, FIELD, blank, row_of, saved
from tests.support_xlsx import told

UNIT = Unit(id="tieling", name="铁岭县", unit_class="county")
#: A unit that is alone in its class is told so; that is not what these tests are about.
ASIDE = {"class_of_one"}

Change = Callable[[Any], None]


def read(folder: Path, change: Change, rubric: Rubric = RUBRIC, used: Rubric | None = None, **options: Any) -> Gathered:
    """A form that was filled in, and perhaps spoilt, as it is read."""
    _, book = blank(rubric, options.pop("unit", UNIT), answers=True, **options)
    change(book)
    return load_submissions(used or rubric, [saved(book, folder / "a.xlsx")])


def said(found: Gathered, folder: Path, language: Any = "zh") -> list[str]:
    kept = [problem for problem in found.problems if problem.code not in ASIDE]
    return told(Gathered(units=found.units, givens={}, problems=tuple(kept)), folder, language)


def enter(name: str, value: Any, column: str = "value") -> Change:
    def change(book: Any) -> None:
        sheet = book["填报表"]
        sheet.cell(row_of(sheet, name), FIELD[column]).value = value

    return change


def together(*changes: Change) -> Change:
    def change(book: Any) -> None:
        for one in changes:
            one(book)

    return change


def notice(book: Any, *cells: Any, row: int = FIRST) -> None:
    for column, value in enumerate(cells, 1):
        book["通报"].cell(row, column).value = value


class TestSound:
    def test_values_absence_evidence_records_and_answers(self, tmp_path: Path) -> None:
        def change(book: Any) -> None:
            for name, value in (
                ("应出庭", 17),
                ("出庭", "１６ "),
                ("满意率", 0.9202),
                ("已公开", "是"),
                ("进展", "按期完成"),
                ("支出", 0.1),
            ):
                enter(name, value)(book)
            enter("培训", "无", "absent")(book)
            together(enter("办结率", "不适用", "absent"), enter("办结率", "没有热线", "reason"))(book)
            together(
                enter("应出庭", "法院登记表", "document"),
                enter("应出庭", "2023-7", "number"),
                enter("应出庭", "已核对", "note"),
            )(book)
            notice(book, "3号", "市", None, "否")
            sheet = book["评定表"]
            for code, cells in (
                ("2/plan", {"answer": "否"}), ("2/each", {"record": "3号", "answer": "是", "assessor": "考核组"}),
                ("2/attitude", {"points": 1.5, "assessor": "考核组", "reason": "两次迟报"}), ("veto/v1", {"answer": "否"}),
                ("2/waived/unless", {"answer": "不适用"}),
            ):  # fmt: skip
                for key, value in cells.items():
                    sheet.cell(row_of(sheet, code), ANSWER[key]).value = value

        found = read(tmp_path, change, layer="verified")
        assert said(found, tmp_path) == []
        facts = unit(found)
        assert facts.unit == UNIT
        assert (facts.values["应出庭"], facts.values["出庭"], str(facts.values["满意率"])) == (17, 16, "4601/5000")
        assert (str(facts.values["支出"]), facts.values["培训"], facts.values["已公开"]) == ("1/10", (), True)
        given = facts.provenance["应出庭"]
        assert ([str(one) for one in given.evidence], given.note, given.layer) == (
            ["法院登记表 2023-7"],
            "已核对",
            "verified",
        )
        assert facts.provenance["办结率"].note == "没有热线"
        assert [(one.key, one.values["级别"]) for one in facts.values["通报"]] == [("3号", "市")]  # type: ignore[union-attr]
        answers = {(q.rule, q.record, q.about): (a.verdict, a.points) for q, a in facts.answers.items()}
        assert answers == {
            ("plan", "", "for"): ("no", None), ("each", "3号", "for"): ("yes", None), ("attitude", "", "for"): ("yes", 1.5),
            ("v1", "", "for"): ("no", None), ("waived", "", "unless"): ("not_applicable", None),
        }  # fmt: skip

    def test_sheets_and_rows_and_columns_may_be_moved_and_renamed(self, tmp_path: Path) -> None:
        def change(book: Any) -> None:
            together(enter("应出庭", 17), enter("出庭", 16))(book)
            notice(book, "3号", "市")
            book["填报表"].insert_rows(5, 3)
            book["填报表"].insert_cols(1, 2)
            book["通报"].insert_cols(2)
            book["填报表"].title, book["通报"].title = "铁岭", "批评"
            book.move_sheet("批评", -1)

        found = read(tmp_path, change)
        assert said(found, tmp_path) == []
        assert (unit(found).values["应出庭"], unit(found).values["出庭"]) == (17, 16)
        assert [one.key for one in unit(found).values["通报"]] == ["3号"]  # type: ignore[union-attr]

    def test_a_form_for_nobody_takes_the_unit_that_is_written_in(self, tmp_path: Path) -> None:
        def change(book: Any) -> None:
            book["填报表"]["B2"].value, book["填报表"]["D2"].value, book["填报表"]["F2"].value = (
                "changtu",
                "昌图县",
                "经济开发区",
            )
            enter("出庭", 3)(book)

        found = read(tmp_path, change, unit=None)
        assert said(found, tmp_path) == []
        assert found.units[0].unit == Unit(id="changtu", name="昌图县", unit_class="zone")

    def test_a_form_for_all_units(self, tmp_path: Path) -> None:
        from lawscore.office.forms.book import form
        from lawscore.office.forms.plan import plan_of

        other = Unit(id="changtu", name="昌图县", unit_class="county")
        import io

        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(form(plan_of(RUBRIC, [UNIT, other], sort="all", layer="verified"))))
        sheet = book["填报表"]
        headers = {cell.value: cell.column for cell in sheet[6]}
        sheet.cell(7, headers["负责人应当出庭的案件"]).value = 17
        sheet.cell(8, headers["负责人应当出庭的案件"]).value = "不适用"
        sheet.cell(8, headers["通报"]).value = "无"
        book["通报"].cell(FIRST, 1).value, book["通报"].cell(FIRST, 2).value = "tieling", "3号"
        found = load_submissions(RUBRIC, [saved(book, tmp_path / "a.xlsx")])
        assert said(found, tmp_path) == []
        assert unit(found).values["应出庭"] == 17
        assert unit(found).provenance["应出庭"].layer == "verified"
        assert [one.key for one in unit(found).values["通报"]] == ["3号"]  # type: ignore[union-attr]
        assert unit(found, "changtu").values["通报"] == ()


def _delete(name: str) -> Change:
    return lambda book: book["填报表"].delete_rows(row_of(book["填报表"], name))


def _cell(reference: str, value: Any, sheet: str = "填报表") -> Change:
    def change(book: Any) -> None:
        book[sheet][reference].value = value

    return change


def _merge(first: str, second: str) -> Change:
    def change(book: Any) -> None:
        sheet = book["填报表"]
        sheet.merge_cells(f"E{row_of(sheet, first)}:E{row_of(sheet, second)}")

    return change


#: What was done, what is said in Chinese and in English, and the fields that are then not known.
SPOILT: dict[str, tuple[Change, list[str], list[str], list[str]]] = {
    "a value and absence": (
        together(enter("听证次数", 3), enter("听证次数", "无", "absent")),
        ["a.xlsx!填报表!F17 “听证次数”既填了填报值，又选了“没有数值”，只能填一处"],
        ["a.xlsx!填报表!F17 '听证次数' has a value and a choice under 'No value'; only one of them can be"],
        ["听证次数"],
    ),
    "a reason and no value": (
        enter("听证次数", "正在统计", "reason"),
        ["a.xlsx!填报表!E17 warning: “听证次数”没有填报值，也没有选“没有数值”的情形，按未知处理"],
        ["a.xlsx!填报表!E17 warning: '听证次数' has neither a value nor a choice under 'No value'; it is unknown"],
        ["听证次数"],
    ),
    "words where a number should be": (
        enter("应出庭", "16件"),
        ["a.xlsx!填报表!E6 此处应为数字，现为“16件” → 只写数字：16（单位“件”已在细则中写明）"],
        ["a.xlsx!填报表!E6 expected a number, got '16件' → write the number only: 16 (the unit of measure '件' is said in the rubric)"],
        ["应出庭"],
    ),
    "cells that were merged": (
        together(enter("应出庭", 17), _merge("应出庭", "出庭")),
        ["a.xlsx!填报表!E6 合并的单元格里有数值，无法判断属于哪一行，未采用 → 请取消合并，逐格填写"],
        ["a.xlsx!填报表!E6 merged cells hold a value: nobody can tell which row it is for, so it was not used → unmerge them and fill in each cell"],
        ["应出庭", "出庭"],
    ),
    "none, and records": (
        together(enter("培训", "无", "absent"), _cell(f"A{FIRST}", "依法行政", "培训")),
        ["a.xlsx!填报表!F18 此处填了“无”，工作表“培训”却有 1 条记录，两处都未采用"],
        ["a.xlsx!填报表!F18 this says '无', but sheet '培训' has 1 record; neither was used"],
        ["培训"],
    ),
    "a record without its key": (
        lambda book: notice(book, None, "市"),
        ["a.xlsx!通报!A6 “通报”的这一条没有写明“文号”，无法与其他各条区分"],
        ["a.xlsx!通报!A6 this record of '通报' lacks '文号', which tells it from the others"],
        ["通报"],
    ),
    "a row that was deleted": (
        _delete("听证次数"),
        ["a.xlsx!填报表!B2 填报表中有 1 个填报项的行被删去，按未知处理：听证次数"],
        ["a.xlsx!填报表!B2 the rows of 1 field were deleted from the form; they are unknown: 听证次数"],
        ["听证次数"],
    ),
    "a sheet that was deleted": (
        lambda book: book.remove(book["培训"]),
        ["a.xlsx!填报表!B2 填报表中“培训”的工作表被删去，按未知处理"],
        ["a.xlsx!填报表!B2 the sheet of '培训' was deleted from the form; the list is unknown"],
        ["培训"],
    ),
    "a column of a list renamed": (
        together(_cell("B5", "级别高低", "通报"), lambda book: notice(book, "3号", "市")),
        [
            "a.xlsx!通报!A5 “通报”的表头缺少“级别”一栏，整个清单未采用",
            "a.xlsx!通报!B5 warning: “级别高低”一栏不是填报表的内容，未读取 → 是否应为“级别”？",
        ],
        [
            "a.xlsx!通报!A5 the header of '通报' lacks the column '级别'; the whole list was not used",
            "a.xlsx!通报!B5 warning: column '级别高低' is no part of the form and was not read → did you mean '级别'?",
        ],
        ["通报"],
    ),
    "a column that was added": (
        together(_cell("K4", "审核意见"), _cell("K6", "同意"), enter("应出庭", 17)),
        ["a.xlsx!填报表!K4 warning: “审核意见”一栏不是填报表的内容，未读取"],
        ["a.xlsx!填报表!K4 warning: column '审核意见' is no part of the form and was not read"],
        [],
    ),
    "a row of somebody's own": (
        together(_cell("A30", "出廷"), _cell("E30", 3)),
        ["a.xlsx!填报表!A30 考核细则中没有填报项“出廷” → 是否应为“出庭”？"],
        ["a.xlsx!填报表!A30 the rubric has no field '出廷' → did you mean '出庭'?"],
        [],
    ),
    "a row about nothing": (
        _cell("E30", 3),
        ["a.xlsx!填报表!A30 此行填了内容，但没有写明填报项"],
        ["a.xlsx!填报表!A30 something was entered in this row, but it names no field"],
        [],
    ),
    "a field in two rows": (
        together(enter("应出庭", 17), _cell("A30", "应出庭"), _cell("E30", 17)),
        ["a.xlsx!填报表!E30 填报项“应出庭”有两行，都未采用"],
        ["a.xlsx!填报表!E30 field '应出庭' has two rows; neither was used"],
        ["应出庭"],
    ),
    "a question that nobody asks": (
        together(_cell("A5", "2/plans", "评定表"), _cell("F5", "是", "评定表")),
        ["a.xlsx!评定表!A5 细则中没有编号为“2/plans”的评定事项 → 是否应为“2/plan”？"],
        ["a.xlsx!评定表!A5 the rubric has no question '2/plans' → did you mean '2/plan'?"],
        [],
    ),
    "an answer that is none": (
        lambda book: _cell(f"F{row_of(book['评定表'], '2/plan')}", "也许", "评定表")(book),
        ["a.xlsx!评定表!F5 此处应为“是”“否”或“不适用”，现为“也许”"],
        ["a.xlsx!评定表!F5 expected yes, no or not_applicable, got '也许'"],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_what_cannot_be_used_is_said_at_its_cell(case: str, tmp_path: Path) -> None:
    change, chinese, english, unknown = SPOILT[case]
    found = read(tmp_path, change)
    assert said(found, tmp_path) == chinese
    assert said(found, tmp_path, "en") == english
    for name in unknown:
        assert isinstance(unit(found).values[name], Unknown), name


class TestWhose:
    def test_the_unit_was_overwritten(self, tmp_path: Path) -> None:
        found = read(tmp_path, together(_cell("B2", "changtu"), enter("出庭", 3)))
        assert said(found, tmp_path) == [
            "a.xlsx!填报表!B2 此处的单位编号是“changtu”，这份填报表却是为“tieling”生成的，未采用"
        ]
        assert found.units == ()

    def test_nobody_wrote_the_unit_in(self, tmp_path: Path) -> None:
        found = read(tmp_path, enter("出庭", 3), unit=None)
        assert said(found, tmp_path, "en") == [
            "a.xlsx!填报表!B2 the form does not say for which unit it is and was not used → write the id of the roster to the right of 'Unit ID' at the top"
        ]

    def test_the_hidden_sheet_is_gone(self, tmp_path: Path) -> None:
        found = read(tmp_path, together(lambda book: book.remove(book["lawscore"]), enter("出庭", 3)))
        assert said(found, tmp_path) == [
            "a.xlsx!填报表!B2 warning: 填报表缺少记录细则版本的隐藏工作表，无法核对版本，按现行细则读取"
        ]
        assert unit(found).values["出庭"] == 3


RULES = "points: 5\nrules: [{{deduct: 1, each: 甲}}]\nversion: '{version}'\nfields: {fields}\n"


class TestVersions:
    def change(self, tmp_path: Path, before: str, after: str, version: str = "2023.1") -> list[str]:
        made = rubric_of(RULES.format(version="2023.1", fields=before))
        used = rubric_of(RULES.format(version=version, fields=after))
        found = read(tmp_path, enter("甲", 3), made, used, unit=Unit(id="tieling", name="铁岭县"))
        return said(found, tmp_path)

    def test_another_text_with_the_same_fields(self, tmp_path: Path) -> None:
        assert self.change(tmp_path, "{甲: count}", "{甲: {type: count, label: 件数}}") == [
            "a.xlsx!填报表!B2 note: 填报表按 sample@2023.1 的另一份文本生成，填报项没有变化，照常读取"
        ]

    def test_fields_that_came_and_went(self, tmp_path: Path) -> None:
        assert self.change(tmp_path, "{甲: count, 乙: count, 丙: count}", "{甲: number, 丙: count, 丁: count}") == [
            "a.xlsx!填报表!B2 warning: 填报表按 sample@2023.1 生成，在现行细则 sample@2023.1 中类型已变的填报项：甲",
            "a.xlsx!填报表!B2 warning: 填报表按 sample@2023.1 生成，现行细则 sample@2023.1 已取消的填报项：乙",
            "a.xlsx!填报表!B2 warning: 填报表按 sample@2023.1 生成，没有现行细则 sample@2023.1 新增的填报项：丁",
        ]

    def test_another_version_is_refused_and_the_differences_said(self, tmp_path: Path) -> None:
        assert self.change(tmp_path, "{甲: count}", "{甲: count, 乙: count}", "2024.1") == [
            "a.xlsx!填报表!B2 warning: 填报表按 sample@2023.1 生成，没有现行细则 sample@2024.1 新增的填报项：乙",
            "a.xlsx!填报表!B2 这份数据用于“sample@2023.1”，现在所用的考核细则是“sample@2024.1”，数据未采用",
        ]
