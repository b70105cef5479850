"""The rubric as an office would print it: what stands where, in both languages and in each format."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from docx import Document
from inline_snapshot import snapshot
from openpyxl import load_workbook

from lawscore.loading.rubrics import load_text
from lawscore.office import extras
from lawscore.office.docx import docx
from lawscore.office.headings import role_of
from lawscore.office.html import html
from lawscore.office.markdown import markdown
from lawscore.office.marks import read
from lawscore.office.tabling import printed
from lawscore.office.xlsx import xlsx
from tests.support_office import TASKS, TOWNSHIP, paper, run

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: small
version: "1"
status: draft
title: 小表 <b>&amp;
issued: {by: 司法局, on: 2024-01-05, note: 示例}
period: {from: 2024-01-01, to: 2024-12-31}
points: 12.5
ceiling: 14.5
classes: {town: 乡镇, street: 街道}
notes: |
  第一条说明。
  第二条说明。
fields:
  due: {type: count, label: 应出庭, source: 县法院}
  there: {type: count, label: 已出庭, source: 县法院}
  plan: yesno
  list:
    type: records
    label: 通报
    key: 编号
    fields: {编号: text, 级别: {choice: [省, 市]}, 日期: date}
checks: [{id: c1, that: there <= due, message: 出庭多于应出庭}]
indicators:
  - id: "1"
    title: 诉讼
    points: 7.5
    indicators:
      - id: "1.1"
        title: 出庭
        points: 5
        responsible: {lead: 司法局, support: [财政局, 教育局]}
        scored_by: 县法院
        evidence: 笔录
        basis: [{document: 《行政诉讼法》, part: 第三条}, {document: report.txt, part: 一（二）}]
        applies: {when: due > 0, otherwise: full}
        rules:
          - {deduct: 0.5, per: 1%, below: 90%, of: there / due, partial: ignored}
          - {deduct: 1, when: not plan, text: "=未制定计划的|扣1分"}
      - id: "1.2"
        title: 只为乡镇
        points: 2.5
        only_for: [town]
        rules: [{first_of: [{deduct: all, when: not plan}, {deduct: {first: 0.5, then: 1}, each: list, where: 级别 == '省', at_most: 2}]}]
  - {id: "2", title: 独立, points: 5, rules: [{award: {by: there, bands: [{from: 5, points: 5}, {from: 2, points: 3}], else: 0}}]}
  - {id: "3", title: 加分, points: 0, ceiling: 2, rules: [{award: {by: 级别, prices: {省: 2, 市: 1}}, each: list, once_per: 编号, keep: highest}]}
vetoes: [{id: v1, when: there > 100, effect: {grade_at_most: 合格}, text: 数据造假的}]
ranking: {within: class, using: shown, ties: [{higher: "1"}]}
grades: {using: shown, bands: [{grade: 优秀, from: 10}, {grade: 合格, else: true}], quota: {优秀: {at_most: 30%, fraction: down, tie_at_cut: leave_out}}}
"""


def small():
    loaded = load_text(RUBRIC)
    assert loaded.rubric is not None, [str(problem) for problem in loaded.problems]
    return loaded.rubric


def test_the_table_in_chinese():
    assert markdown(printed(small(), "zh")) == snapshot("""\
# 小表 &lt;b&gt;&amp;amp;

版本：small@1（草案）\u3000\u3000考核期间：2024-01-01 至 2024-12-31\u3000\u3000总分：12.5分

印发机关：司法局\u3000\u3000印发日期：2024-01-05

示例

## 1 诉讼（7.5分）

| 编号 | 二级指标 | 分值 | 评分标准 | 依据 | 责任单位 | 评分单位 | 佐证材料 | 数据来源 | 备注 |
| --- | --- | ---: | --- | --- | --- | --- | --- | --- | --- |
| 1.1 | 出庭 | 5 | 1. 已出庭与应出庭之比低于90%的，每低1%（不足的不计）扣0.5分<br>2. =未制定计划的\\|扣1分 | 《行政诉讼法》第三条<br>report.txt 一（二） | 牵头：司法局<br>配合：财政局、教育局 | 县法院 | 笔录 | 县法院：应出庭、已出庭 | 不符合“应出庭大于0”的，得满分 |
| 1.2 | 只为乡镇 | 2.5 | 符合“plan：否”的，不得分；按“通报”（只计“级别为省”的）计，每一项第一次扣0.5分，其后每次扣1分，最多计2分（依次判断，只按最先符合的一条） |  |  |  |  |  | 只考核乡镇 |

| 编号 | 一级指标 | 分值 | 评分标准 | 数据来源 |
| --- | --- | ---: | --- | --- |
| 2 | 独立 | 5 | 按“已出庭”：5以上（含）的得5分，2以上（含）的得3分，其他情形得0分 | 县法院：已出庭 |
| 3 | 加分 | +2 | 按“通报”（“编号”相同的只计一次）计，每一项按“级别”：省的得2分，市的得1分 |  |

**合计（不含加分、扣分）：12.5分**

## 一票否决

| 编号 | 情形 | 后果 | 依据 |
| --- | --- | --- | --- |
| v1 | 数据造假的 | 等次最高为“合格” |  |

## 等次

- 优秀：10分以上（含）
- 合格：其余
- 优秀不超过同组别单位总数的30%

## 排名

- 在同组别单位中按公布的得分（按位数取整后）从高到低排名
- 得分相同的，第1项“诉讼”较高的在前
- 并列的占用其后的名次（1、2、2、4）

## 说明

- 第一条说明。
- 第二条说明。
- 总分最高计14.5分

## 数据核对（有出入的予以提示，不计分）

- 出庭多于应出庭
""")


def test_the_table_in_english():
    assert markdown(printed(small(), "en")) == snapshot("""\
# 小表 &lt;b&gt;&amp;amp;

Version: small@1 (draft)  ·  Period: 2024-01-01 to 2024-12-31  ·  Total: 12.5 points

Issued by: 司法局  ·  Issued on: 2024-01-05

示例

## 1 诉讼 (7.5 points)

| No. | Level 2 | Points | Scoring rules | Basis | Responsible | Scored by | Evidence | Data from | Remarks |
| --- | --- | ---: | --- | --- | --- | --- | --- | --- | --- |
| 1.1 | 出庭 | 5 | 1. for each 1% of the ratio of 已出庭 to 应出庭 below 90% (a begun step does not count): 0.5 points off<br>2. =未制定计划的\\|扣1分 | 《行政诉讼法》第三条<br>report.txt 一（二） | Lead: 司法局<br>Support: 财政局, 教育局 | 县法院 | 笔录 | 县法院: 应出庭, 已出庭 | full points unless “应出庭 is more than 0” |
| 1.2 | 只为乡镇 | 2.5 | where “plan: no”: no points; for each of “通报” (where “级别 is 省”): 0.5 off the first time, 1 each further time, at most 2 points (the first that holds counts) |  |  |  |  |  | only for 乡镇 |

| No. | Level 1 | Points | Scoring rules | Data from |
| --- | --- | ---: | --- | --- |
| 2 | 独立 | 5 | by 已出庭: from 5: 5 points, from 2: 3 points, otherwise 0 points | 县法院: 已出庭 |
| 3 | 加分 | +2 | for each of “通报” (once for each 编号): by 级别: 省: 2 points, 市: 1 point |  |

**Total (without bonus and penalty): 12.5 points**

## Vetoes

| code | occasion | effect | basis |
| --- | --- | --- | --- |
| v1 | 数据造假的 | the grade is at most '合格' |  |

## Grades

- 优秀: 10 points or more
- 合格: all others
- 优秀: at most 30% of the units of a class

## Ranking

- Ranked among the units of a class by the score as printed, the highest first
- Of equal scores: the higher one in 1 “诉讼” first
- Ranks after a tie are left out (1, 2, 2, 4)

## Notes

- 第一条说明。
- 第二条说明。
- The total is at most 14.5 points

## Consistency checks (reported, never scored)

- 出庭多于应出庭
""")


class Tags(HTMLParser):
    """The tags of a page with their attributes, and the texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_says_which_heading_is_whose():
    page = html(printed(small(), "zh"))
    found = Tags(page)
    assert found.open == []
    assert [attributes["scope"] for tag, attributes in found.tags if tag == "th"].count("rowgroup") == 1
    assert all(attributes.get("scope") for tag, attributes in found.tags if tag == "th")
    assert sum(tag == "caption" for tag, _ in found.tags) == 2
    assert {"rowspan": "2", "scope": "rowgroup", "class": "level"} in [attributes for _, attributes in found.tags]
    assert '<html lang="zh-CN">' in page


def test_the_page_escapes_every_text_and_needs_no_network():
    page = html(printed(small(), "en"))
    assert "<h1>小表 &lt;b&gt;&amp;amp;</h1>" in page
    assert "http" not in page
    assert "<script" not in page
    assert "url(" not in page
    assert "size: A4 landscape" in page
    assert "display: table-header-group" in page


def test_the_workbook_is_a_table_to_print_and_to_edit():
    book = load_workbook(io.BytesIO(xlsx(paper(TOWNSHIP))))
    sheet = book["考核细则表"]
    assert [cell.value for cell in sheet[4]] == [
        "编号", "一级指标", "二级指标", "三级指标", "分值", "评分标准", "依据", "责任单位", "评分单位", "佐证材料", "数据来源", "备注",
    ]  # fmt: skip
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"B5:B11", "C5:D5", "C16:C18", "A41:D41"} <= merged
    assert (sheet["E5"].value, sheet["E37"].value, sheet["E37"].number_format) == (4, 4, '"+"General')
    assert (sheet["E39"].value, sheet["E41"].value) == (-5, 100)
    assert book["lawscore"].sheet_state == "veryHidden"
    assert [one.title for one in book.worksheets] == ["考核细则表", "说明", "lawscore"]


def test_no_text_of_the_workbook_is_a_formula():
    book = load_workbook(io.BytesIO(xlsx(printed(small(), "zh"))))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    with ZipFile(io.BytesIO(xlsx(printed(small(), "zh")))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_hidden_sheet_says_what_was_printed():
    rubric = small()
    book = load_workbook(io.BytesIO(xlsx(printed(rubric, "zh"))))
    rows = [[str(value or "") for value in row] for row in book["lawscore"].iter_rows(values_only=True)]
    marks = read(rows)
    assert marks is not None
    assert (marks.name, marks.digest, marks.language, marks.points) == ("small@1", rubric.digest, "zh", "12.5")
    assert marks.kept["1.1"].cells["responsible"] == "牵头：司法局\n配合：财政局、教育局"
    assert marks.kept["1.1"].parent == "1"
    assert (marks.kept["1"].is_leaf, marks.kept["1"].cells["label"]) == (False, "1 诉讼\n（7.5分）")
    assert read([["lawscore", "2"]]) is None
    assert read([]) is None


def test_the_document_repeats_its_headings_and_names_chinese_fonts():
    paper_ = Document(io.BytesIO(docx(paper(TOWNSHIP))))
    table = paper_.tables[0]
    assert [cell.text for cell in table.rows[0].cells][:6] == [
        "编号",
        "一级指标",
        "二级指标",
        "三级指标",
        "分值",
        "评分标准",
    ]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert all("cantSplit" in row._tr.xml for row in table.rows)
    assert table.rows[1].cells[1].text == table.rows[7].cells[1].text == "1 依法全面履行政府职能\n（16分）"
    assert table.rows[1].cells[2]._tc is table.rows[1].cells[3]._tc
    section = paper_.sections[0]
    assert section.page_width > section.page_height
    assert 'w:eastAsia="宋体"' in paper_.styles["Normal"].element.xml
    assert "NUMPAGES" in section.footer._element.xml


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_rubric_gives_the_same_bytes(language):
    for form in (xlsx, docx):
        first, second = form(printed(small(), language)), form(printed(small(), language))
        assert first == second
        with ZipFile(io.BytesIO(first)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = fromstring(archive.read("docProps/core.xml"))
            assert not re.search("created|modified", " ".join(part.tag for part in core.iter()))


def test_sentences_of_a_whole_branch_are_printed_once():
    book = load_workbook(io.BytesIO(xlsx(paper(TASKS))))
    sheet = book.worksheets[0]
    column = next(cell.column_letter for cell in sheet[4] if cell.value == "评分标准")
    assert any(str(one).startswith(column) and one.max_row - one.min_row >= 7 for one in sheet.merged_cells.ranges)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_heading_of_ours_is_read_back(language):
    for path in (TOWNSHIP, TASKS):
        told = paper(path, language)
        roles = [role_of(name) for name in told.headers]
        assert roles == ["number" if column == "number" else column for column in told.columns]


def test_a_figure_that_a_spreadsheet_would_not_keep_is_text():
    text = RUBRIC.replace("points: 2.5", "points: 2.50000000000000000001")
    book = load_workbook(io.BytesIO(xlsx(printed(load_text(text).rubric, "zh"))))  # type: ignore[arg-type]
    cells = [cell.value for line in book.worksheets[0].iter_rows() for cell in line]
    assert "2.50000000000000000001" in cells
    assert Fraction("2.50000000000000000001") != Fraction(5, 2)


def test_the_command_writes_each_format(tmp_path, capsys):
    assert run(capsys, "docs", TOWNSHIP)[1].startswith("# 乡镇（街道）2023年度法治政府建设考核细则\n")
    assert run(capsys, "docs", TOWNSHIP, "--format", "html", lang="en")[1].startswith("<!DOCTYPE html>")
    for name, begin in (
        ("t.xlsx", b"PK"),
        ("t.docx", b"PK"),
        ("t.html", b"<!DOCTYPE"),
        ("t.md", b"# "),
        ("t.txt", b"# "),
    ):
        status, out, err = run(capsys, "docs", TOWNSHIP, "--output", tmp_path / name)
        assert (status, out, err) == (0, "", "")
        assert (tmp_path / name).read_bytes().startswith(begin)


def test_a_binary_format_needs_a_file(capsys):
    assert run(capsys, "docs", TOWNSHIP, "--format", "xlsx") == (
        2,
        "",
        "xlsx 是二进制文件，请用 --output 写明存到哪里\n",
    )
    told = run(capsys, "docs", TOWNSHIP, "--format", "docx", lang="en")
    assert told == (2, "", "docx is a binary file: name the file to write with --output\n")


def test_a_library_that_is_missing_is_named(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(extras, "find_spec", lambda _name: None)
    status, out, err = run(capsys, "docs", TOWNSHIP, "--output", tmp_path / "t.xlsx")
    assert (status, out, err) == (2, "", "错误 生成 xlsx 需要另装程序库：pip install 'lawscore[office]'\n")
    told = run(capsys, "docs", TOWNSHIP, "--format", "html", lang="en")[2]
    assert told == "error html needs further libraries: pip install 'lawscore[office]'\n"
    assert run(capsys, "docs", TOWNSHIP)[0] == 0


def test_an_unknown_rubric_and_an_unwritable_file_end_the_run(capsys, tmp_path):
    assert run(capsys, "docs", "nowhere@1")[0] == 2
    status, _, err = run(capsys, "docs", TOWNSHIP, "--output", tmp_path / "none" / "t.xlsx")
    assert status == 2
    assert "无法写入" in err
