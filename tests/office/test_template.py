"""What a form asks for: its sheets, its rules, what is locked, and that no text in it ever runs."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from lawscore.facts.unit import Unit
from lawscore.office.forms.book import form
from lawscore.office.forms.plan import plan_of
from lawscore.office.forms.records_sheet import FIRST, READY
from lawscore.office.forms.titles import file_names, sheet_titles
from tests.support import rubric_of
from tests.support_data import RUBRIC
from tests.support_forms import ANSWER, FIELD, blank, row_of

UNIT = Unit(id="tieling", name="铁岭县", unit_class="county")


def texts(sheet: Any, row: int) -> list[Any]:
    return [cell.value for cell in sheet[row] if cell.value is not None]


def rule_of(sheet: Any, cell: str) -> Any:
    return next((rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref), None)


class TestFields:
    def test_each_field_stands_once_under_the_indicator_that_uses_it(self) -> None:
        plan, book = blank(RUBRIC, UNIT)
        sheet = book["填报表"]
        names = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]
        assert names == ["1　数据", *[name for name in RUBRIC.fields if name != "通报"], "2　评议", "通报"]
        assert set(plan.fields) == set(RUBRIC.fields)

    def test_the_head_says_for_whom_it_is(self) -> None:
        _, book = blank(RUBRIC, UNIT)
        sheet = book["填报表"]
        assert texts(sheet, 1) == ["错例所用的细则填报表"]
        assert texts(sheet, 2) == [
            "单位编号",
            "tieling",
            "单位名称",
            "铁岭县",
            "组别",
            "县（市、区）",
            "数据层级",
            "自评",
        ]
        assert texts(sheet, 4) == [
            "填报项",
            "填报内容",
            "计量单位",
            "填报要求",
            "填报值",
            "没有数值",
            "没有的原因",
            "佐证材料",
            "文号或编号",
            "备注",
        ]
        assert texts(sheet, row_of(sheet, "应出庭")) == ["应出庭", "负责人应当出庭的案件", "件", "整数"]
        assert texts(sheet, row_of(sheet, "支出")) == ["支出", "支出", "万元", "金额，只写数字；不小于 0"]

    def test_in_english(self) -> None:
        _, book = blank(RUBRIC, UNIT, language="en", answers=True)
        assert book.sheetnames[:1] + book.sheetnames[-2:] == ["Form", "Answers", "lawscore"]
        sheet = book["Form"]
        assert texts(sheet, 2) == [
            "Unit ID",
            "tieling",
            "Unit name",
            "铁岭县",
            "Class",
            "县（市、区）",
            "Layer",
            "self_reported",
        ]
        assert texts(sheet, row_of(sheet, "案卷得分"))[-1] == "a number; 0 to 100"

    def test_what_a_cell_takes(self) -> None:
        _, book = blank(RUBRIC, UNIT)
        sheet = book["填报表"]
        rules = {name: rule_of(sheet, f"E{row_of(sheet, name)}") for name in RUBRIC.fields}
        told = {name: (rule.type, rule.formula1, rule.formula2) for name, rule in rules.items() if rule is not None}
        assert told["应出庭"] == ("whole", "0", "1000000000000000")
        assert told["案卷得分"] == ("decimal", "0", "100")
        assert told["公开率"] == ("decimal", "-1000000000000000", "1")
        assert told["已公开"] == ("list", '"是,否"', None)
        assert told["进展"] == ("list", '"按期完成,逾期完成,无"', None)
        assert told["报送日期"] == ("date", "2", None)
        assert set(RUBRIC.fields) - set(told) == {"备注", "通报", "培训"}
        assert rule_of(sheet, f"F{row_of(sheet, '通报')}").formula1 == '"无,不适用,未知"'

    def test_formats(self) -> None:
        _, book = blank(RUBRIC, UNIT)
        sheet = book["填报表"]
        shown = {name: sheet.cell(row_of(sheet, name), FIELD["value"]).number_format for name in RUBRIC.fields}
        assert (shown["应出庭"], shown["满意率"], shown["报送日期"], shown["备注"], shown["支出"]) == (
            "0",
            "0.00%",
            "yyyy-mm-dd",
            "@",
            "General",
        )

    def test_only_what_is_to_be_filled_in_is_open(self) -> None:
        _, book = blank(RUBRIC, UNIT, answers=True)
        sheet = book["填报表"]
        assert all(one.protection.sheet for one in book.worksheets[:-1])
        assert all(one.protection.password is None for one in book.worksheets)
        row = row_of(sheet, "应出庭")
        assert [sheet.cell(row, column).protection.locked for column in range(1, 11)] == [True] * 4 + [False] * 6
        assert sheet.cell(row_of(sheet, "通报"), FIELD["value"]).protection.locked
        assert sheet["B2"].protection.locked

    def test_a_form_for_nobody_asks_who_fills_it_in(self) -> None:
        _, book = blank(RUBRIC)
        sheet = book["填报表"]
        assert [sheet[cell].protection.locked for cell in ("B2", "D2", "F2", "H2")] == [False, False, False, True]
        assert rule_of(sheet, "F2").formula1 == '"县（市、区）,经济开发区"'

    def test_the_page(self) -> None:
        _, book = blank(RUBRIC, UNIT)
        sheet = book["填报表"]
        assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == (
            "B5",
            "$4:$4",
            "landscape",
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


class TestOtherSheets:
    def test_a_list_has_ready_rows_with_rules(self) -> None:
        _, book = blank(RUBRIC, UNIT)
        sheet = book["通报"]
        assert texts(sheet, 2) == ["事项记录", "通报", "单位编号", "tieling"]
        assert texts(sheet, FIRST - 1) == ["文号", "通报机关级别", "通报日期", "催办后"]
        assert rule_of(sheet, f"B{FIRST + READY - 1}").formula1 == '"中央,省,市"'
        assert not sheet.cell(FIRST + READY - 1, 1).protection.locked
        assert "“文号”不能空缺，也不能重复。" in sheet["A3"].value

    def test_assessors_are_asked_what_the_rubric_asks(self) -> None:
        _, book = blank(RUBRIC, UNIT, answers=True)
        sheet = book["评定表"]
        row = row_of(sheet, "2/attitude")
        assert texts(sheet, row) == ["2/attitude", "2　评议", "配合工作不积极", "0.5 至 2 分，每 0.5 分一级"]
        assert [sheet.cell(row, ANSWER[key]).protection.locked for key in ("record", "answer", "points")] == [
            True,
            False,
            False,
        ]
        assert texts(sheet, row_of(sheet, "2/waived/unless"))[2:] == ["是否免予适用：系不可抗力造成", "是、否、不适用"]
        assert texts(sheet, row_of(sheet, "veto/v1"))[1] == "一票否决"
        assert len([1 for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value == "2/each"]) == 10

    def test_one_form_for_all_units(self) -> None:
        other = Unit(id="changtu", name="昌图县", unit_class="county")
        content = form(plan_of(RUBRIC, [UNIT, other], sort="all"))
        book = load_workbook(io.BytesIO(content))
        sheet = book["填报表"]
        assert texts(sheet, 6)[:5] == ["单位编号", "单位名称", "组别", "负责人应当出庭的案件", "负责人出庭的案件"]
        assert {"案卷得分", "公开率"} <= set(texts(sheet, 6)), "two fields have the same label"
        assert [texts(sheet, row) for row in (7, 8)] == [
            ["tieling", "铁岭县", "county"],
            ["changtu", "昌图县", "county"],
        ]
        assert (sheet.print_title_cols, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$A:$C", False)
        notices = next(cell.column for cell in sheet[6] if cell.value == "通报")
        assert sheet.cell(5, notices).value == "逐条填在工作表“通报”；没有的，在此填“无”"
        assert "在“填报表”中填“无”" in book["通报"]["A3"].value
        assert rule_of(sheet, "D7").errorStyle == "warning", "none and not applicable may stand there too"
        assert texts(book["通报"], FIRST - 1)[0] == "单位编号"
        assert rule_of(book["通报"], f"A{FIRST}").formula1 == '"tieling,changtu"'


ODD = """
fields:
  甲: {type: count, label: "=HYPERLINK(1)", unit: "@x", help: "+1"}
  乙: {choice: ["=1", "-2", 'a,b', 'c"d'], label: "-1"}
  丙:
    type: records
    label: "=cmd|' /C calc'!A0"
    fields: {"列": {type: text, label: "@SUM(1)"}}
points: 5
rules: [{deduct: 1, each: 甲, id: a}, {deduct: 1, when: 乙 == '=1', id: b}, {deduct: 1, each: 丙, id: c}]
"""


def test_no_text_of_a_rubric_ever_runs() -> None:
    book = load_workbook(io.BytesIO(form(plan_of(rubric_of(ODD), [Unit(id="=1+1", name="+2")]))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"=HYPERLINK(1)", "@x", "=1+1", "+2", "@SUM(1)"} <= {cell.value for cell in cells}
    for cell in cells:
        assert cell.data_type == "s", cell.coordinate
        if cell.parent.title != "lawscore":
            assert cell.quotePrefix == (cell.value[0] in "=+-@'"), cell.value
    options = rule_of(book["填报表"], f"E{row_of(book['填报表'], '乙')}").formula1
    assert options == "'lawscore'!$F$1:$F$4"
    assert [book["lawscore"][f"F{row}"].value for row in range(1, 5)] == ["=1", "-2", "a,b", 'c"d']


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_form_has_the_same_bytes(language: Any) -> None:
    one, other = (form(plan_of(RUBRIC, [UNIT], language=language, answers=True)) for _ in range(2))
    assert one == other


def test_what_is_for_another_class_is_not_asked() -> None:
    rubric = rubric_of("""
classes: {a: 甲组, b: 乙组}
fields: {共: count, 甲: count, 乙: count, 无人: count}
indicators:
  - {id: "1", points: 1, rules: [{deduct: 1, each: 共}]}
  - {id: "2", points: 1, only_for: [a], indicators: [{id: "2.1", points: 1, rules: [{deduct: 1, each: 甲}]}]}
  - {id: "3", points: 1, only_for: [b], rules: [{deduct: 1, each: 乙}, {deduct: 1, for: 问乙, id: q}]}
""")
    plan = plan_of(rubric, [Unit(id="u", name="u", unit_class="a")], answers=True)
    assert (list(plan.fields), plan.asked) == (["共", "甲", "无人"], ())
    assert [list(group.fields) for group in plan.groups][-1] == ["无人"]
    assert list(plan_of(rubric).fields) == ["共", "甲", "乙", "无人"]


def test_titles_and_file_names_are_such_as_programs_take() -> None:
    lists = dict.fromkeys(("填报表", "很" * 40, "很" * 41, "lawscore"), RUBRIC.fields["通报"])
    titles = list(sheet_titles(("fields", *lists), lists, "zh").values())
    assert len({title.casefold() for title in titles} | {"lawscore"}) == 6
    assert max(map(len, titles)) <= 31
    units = [Unit(id=str(n), name=name) for n, name in enumerate(["甲/乙", "甲?乙", "..", "a", "A"])]
    assert file_names(units) == ["甲_乙.xlsx", "甲_乙_2.xlsx", "_.xlsx", "a.xlsx", "A_2.xlsx"]
