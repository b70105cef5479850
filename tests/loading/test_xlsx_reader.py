"""Workbooks made by hand in, the facts of units out: each sheet means what the same CSV file means."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from lawscore.expressions.values import Unknown
from lawscore.loading.csv_reader import read_csv
from lawscore.submission.gathering import Gathered, gather
from tests.support_data import RUBRIC, unit
from tests.support_xlsx import MAIN, book, cell, load, sheet_xml, told


def facts_of(found: Gathered) -> list[object]:
    return [(one.unit, one.values, one.nones) for one in found.units]


def csv(text: str, name: str = "a.csv") -> Gathered:
    located, problems = read_csv(text, name, RUBRIC)
    return gather(RUBRIC, [located] if located else [], problems=problems)


class TestTables:
    def test_a_row_for_each_unit(self, tmp_path: Path) -> None:
        rows = [
            ["2023年度填报汇总"], [],
            ["序号", "单位编号", "单位名称", "应出庭数", "负责人出庭的案件", "满意率", "已公开", "报送日期", "培训", "支出"],
            [1, "tieling", " 铁岭县　", 17, 16.0, cell(0.9202, style=1), True, cell(45291, style=2), "无", 0.1 + 0.2],
            [2, "changtu", "昌图县", "１７", "", "80.99％", "否", "2024年1月3日", None, 1e-5],
            [None, None, "", None],
            ["", "合计", "", 34],
        ]  # fmt: skip
        found = load(tmp_path, book({"Sheet1": sheet_xml(rows)}))
        expected = csv(
            "unit,name,应出庭,出庭,满意率,已公开,报送日期,培训,支出\ntieling,铁岭县,17,16,92.02%,是,2023-12-31,无,0.3\n"
            "changtu,昌图县,17,,80.99%,否,2024-01-03,,0.00001\n"
        )
        assert facts_of(found) == facts_of(expected)
        assert told(found, tmp_path) == ["a.xlsx!Sheet1!B7 note: the row '合计' was not read"]

    def test_records_and_values_and_a_roster(self, tmp_path: Path) -> None:
        sheets = {
            "通报": [
                ["单位编号", "文号", "通报机关级别", "通报日期"],
                ["tieling", "3号", "市", cell(45052, style=2)],
                ["tieling", 12, "省"],
            ],
            "各项数据": [
                ["单位编号", "填报项", "填报值", "备注"],
                ["tieling", "出庭", 16, "见年报"],
                ["tieling", "满意率", cell(0.5, style=1)],
            ],
            "花名册": [["id", "name", "class"], ["tieling", "铁岭县", "county"]],
            "填表说明": [["请如实填写"]],
        }
        found = load(tmp_path, book({title: sheet_xml(rows) for title, rows in sheets.items()}))
        facts = unit(found)
        assert facts.unit.unit_class == "county"
        assert [(one.key, one.values["级别"]) for one in facts.values["通报"]] == [("12", "省"), ("3号", "市")]  # type: ignore[union-attr]
        assert (facts.values["出庭"], facts.values["满意率"]) == (16, Fraction(1, 2))
        assert facts.provenance["出庭"].note == "见年报"
        assert told(found, tmp_path) == [
            "a.xlsx!填表说明!A1 note: sheet '填表说明' has no header that is known and was not read",
        ]

    def test_a_merged_unit_holds_for_all_its_rows(self, tmp_path: Path) -> None:
        rows = [["单位编号", "数据层级", "出庭"], ["tieling", "自评", 16], [None, "核查", 15]]
        found = load(tmp_path, book({"甲": sheet_xml(rows, merged=["A2:A3"])}))
        assert unit(found).values["出庭"] == 15
        assert told(found, tmp_path) == []

    def test_a_header_of_two_rows(self, tmp_path: Path) -> None:
        rows = [["单位编号", "行政争议", None], [None, "应出庭", "出庭"], ["tieling", 17, 16]]
        found = load(tmp_path, book({"甲": sheet_xml(rows, merged=["A1:A2", "B1:C1"])}))
        assert (unit(found).values["应出庭"], unit(found).values["出庭"]) == (17, 16)

    def test_one_unit_in_two_workbooks_that_contradict_each_other(self, tmp_path: Path) -> None:
        one = book({"甲": sheet_xml([["unit", "出庭"], ["tieling", 16]])})
        other = book({"甲": sheet_xml([["unit", "出庭"], ["tieling", 15]])})
        found = load(tmp_path, one, other)
        assert told(found, tmp_path) == [
            f"b.xlsx!甲!B2 unit 'tieling' has two different self-reported values of '出庭': here and at {tmp_path}/a.xlsx!甲!B2"
        ]


CASES = {
    "an error value": (
        [["unit", "出庭"], ["tieling", cell("#N/A", formula="VLOOKUP(1,A:B,2)", kind="e")]],
        ["a.xlsx!甲!B2 the formula of the cell fails: #N/A → mend the formula, or write the value itself"],
        ["a.xlsx!甲!B2 单元格的公式出错：#N/A → 请改正公式，或直接填写数值"],
    ),
    "a formula without a value": (
        [["unit", "备注"], ["tieling", cell(formula="A1&B1")]],
        ["a.xlsx!甲!B2 the formula =A1&B1 has no result → open the workbook in a spreadsheet program and save it, or write the value itself"],
        ["a.xlsx!甲!B2 公式 =A1&B1 没有计算结果 → 请在表格软件中打开并保存一次，或直接填写数值"],
    ),
    "a bare number where a date should be": (
        [["unit", "报送日期"], ["tieling", 45291]],
        ["a.xlsx!甲!B2 a date was expected, but the cell holds the number 45291 → if 2023-12-31 is meant, format the cell as a date"],
        ["a.xlsx!甲!B2 此处应为日期，单元格里却是数字 45291 → 如果指 2023-12-31，请把单元格设为日期格式"],
    ),
    "a scaled number": (
        [["unit", "支出"], ["tieling", cell(20815700, style=4)]],
        ["a.xlsx!甲!B2 the format of the cell shows its number scaled down: what one sees is not what it holds (20815700) → use the general format, and the field's unit of measure"],
        ["a.xlsx!甲!B2 单元格的格式把数值缩小显示，所见与所存（20815700）不是同一个数 → 请改为常规格式，按填报项的计量单位填写"],
    ),
    "digits that were lost": (
        [["unit", "备注"], ["tieling", 2.1122319900101e17]],
        ["a.xlsx!甲!B2 a text was expected, but the cell holds the number 211223199001010000; of numbers with more than 15 digits the last ones were lost when they were typed → format the cell as text and write it again"],
        ["a.xlsx!甲!B2 这一栏应为文字，单元格里却是数字 211223199001010000；超过 15 位的数字，末尾各位在录入时已经丢失 → 请把单元格设为文本格式，再重新填写"],
    ),
    "a day that spreadsheets made up": (
        [["unit", "报送日期"], ["tieling", cell(60, style=2)]],
        ["a.xlsx!甲!B2 the cell is formatted as a date, but 60 is no day of the calendar"],
        ["a.xlsx!甲!B2 单元格设为日期格式，但 60 不是日历上的日期"],
    ),
    "a date where a number should be": (
        [["unit", "出庭"], ["tieling", cell(45352, style=2)]],
        ["a.xlsx!甲!B2 expected a number, got '2024-03-01'"],
        ["a.xlsx!甲!B2 此处应为数字，现为“2024-03-01”"],
    ),
    "an invisible character": (
        [["unit", "备注"], ["tieling", "见\u200b年报"]],
        ["a.xlsx!甲!B2 there is an invisible character here (U+200B) that must not be in the file → delete it; it was probably pasted from a web page or a document"],
        ["a.xlsx!甲!B2 此处有看不见的字符（U+200B），不应出现在文件中 → 请删去该字符；它多半是从网页或文档粘贴而来"],
    ),
    "an unknown header": (
        [["unit", "出廷"], ["tieling", 1]],
        ["a.xlsx!甲!B1 the header '出廷' is not known → did you mean '出庭'?"],
        ["a.xlsx!甲!B1 表头“出廷”无法识别 → 是否应为“出庭”？"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_read_is_refused_at_its_cell(case: str, tmp_path: Path) -> None:
    rows, english, chinese = CASES[case]
    found = load(tmp_path, book({"甲": sheet_xml(rows)}))  # type: ignore[arg-type]
    assert told(found, tmp_path) == english
    assert told(found, tmp_path, "zh") == chinese
    if case != "an invisible character":
        named = next((name for name in unit(found).values if name == rows[0][1]), "出庭")
        assert isinstance(unit(found).values[named], Unknown)


def test_merged_values_belong_to_nobody(tmp_path: Path) -> None:
    rows = [["unit", "出庭", "应出庭"], ["tieling", 16, 17], ["changtu", None, 5]]
    found = load(tmp_path, book({"甲": sheet_xml(rows, merged=["B2:B3"])}))
    assert told(found, tmp_path) == [
        "a.xlsx!甲!B2 merged cells hold a value: nobody can tell which row it is for, so it was not used → unmerge them and fill in each cell"
    ]
    assert [type(one.values["出庭"]) for one in found.units] == [Unknown, Unknown]
    assert [one.values["应出庭"] for one in found.units] == [17, 5]


def test_formulas_links_and_hidden_cells_are_read_and_said(tmp_path: Path) -> None:
    rows = [
        ["unit", "出庭", "应出庭", "支出"],
        ["tieling", cell(16, formula="8+8"), cell(17, formula="[1]Sheet1!A1"), 3],
        ["changtu", cell(1, formula="1"), 2, 3],
    ]
    cols = '<cols><col min="4" max="4" hidden="1"/></cols>'
    found = load(tmp_path, book({"甲": sheet_xml(rows, hidden_rows=[3], cols=cols)}))
    assert unit(found).values["出庭"] == 16
    assert told(found, tmp_path) == [
        "a.xlsx!甲!D1 note: this sheet has 6 cells in hidden rows or columns; they were read too",
        "a.xlsx!甲!B2 note: this sheet has 2 formulas; the results as they were saved were taken",
        "a.xlsx!甲!C2 warning: this sheet has 1 formula with links to other workbooks; the results as they were saved were taken: check them",
    ]


def test_what_other_programs_write(tmp_path: Path) -> None:
    """Shared texts in runs with their readings, prefixes, cells and rows without references, a result that is a text."""
    shared = "<si><r><t>铁</t></r><r><t>岭县</t></r><rPh sb='0' eb='1'><t>tie</t></rPh></si><si><t>unit</t></si>"
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c t="s"><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:t>name</x:t></x:is></x:c>'
        '<x:c t="inlineStr"><x:is><x:t>备注</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>报送日期</x:t></x:is></x:c></x:row>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>tieling</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c>'
        '<x:c t="str"><x:f>"a"</x:f><x:v>见_x000D_\n年报</x:v></x:c><x:c t="d"><x:v>2024-01-05T00:00:00Z</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    found = load(tmp_path, book({"甲": xml}, shared=shared))
    facts = unit(found)
    assert (facts.unit.name, facts.values["备注"]) == ("铁岭县", "见\n年报")
    assert str(facts.values["报送日期"]) == "2024-01-05"


def test_days_since_1904(tmp_path: Path) -> None:
    rows = [["unit", "报送日期"], ["tieling", cell(43829, style=2)]]
    found = load(tmp_path, book({"甲": sheet_xml(rows)}, since_1904=True))
    assert str(unit(found).values["报送日期"]) == "2023-12-31"


def test_hidden_sheets_and_macros(tmp_path: Path) -> None:
    rows = sheet_xml([["unit", "出庭"], ["tieling", 16]])
    content = book({"甲": rows, "乙": rows}, hidden=["乙"], parts={"xl/vbaProject.bin": b"\0"})
    found = load(tmp_path, content, name="a.xlsm")
    assert told(found, tmp_path) == [
        "a.xlsm note: the workbook holds macros; only its data are read, the macros are not run",
        "a.xlsm!乙!A1 warning: sheet '乙' is hidden and was not read",
    ]


def test_a_workbook_without_tables(tmp_path: Path) -> None:
    found = load(tmp_path, book({"甲": sheet_xml([["你好"]])}))
    assert told(found, tmp_path, "zh") == [
        "a.xlsx 工作簿中没有可以识别的表 → 请使用 lawscore template 生成的填报表，或在首行写表头：单位编号，以及各填报项的名称"
    ]
