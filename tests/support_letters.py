"""A small assessment whose letters say everything, letterheads written as lines, and what a Word document says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from lawscore.catalogue import Language
from lawscore.publishing.report import Report, report_of
from lawscore.results.model import Result
from lawscore.results.writing import result_of
from tests.support import rubric_of
from tests.support_data import assessed

RUBRIC = """
title: 法治建设考核细则
classes: {部门: 部门, 镇: 镇（街道）}
points: 10
fields:
  出庭率: {type: percent, label: 负责人出庭率}
  投诉: {type: records, label: 执法投诉, key: 编号, fields: {编号: {type: text}, 情节: {choice: [一般, 严重], label: 投诉情节}}}
  制度: {type: yesno, label: 建立审核制度}
  公示: {type: yesno, label: 执法公示}
  事故: {type: yesno, label: 重大事故}
indicators:
  - id: "1"
    title: 行政应诉
    points: 4
    evidence: 庭审笔录
    rules:
      - {id: r1, text: 出庭率低于100%的，每低1个百分点扣0.5分，不足的按比例计, deduct: 0.5, per: 1%, below: 100%, of: 出庭率, partial: in_proportion, basis: 行政诉讼法 第三条}
  - id: "2"
    title: 行政执法
    points: 4
    rules:
      - {id: r1, text: 严重投诉每件扣3分, deduct: 3, each: 投诉, where: 情节 == '严重'}
  - id: "3"
    title: 制度建设
    points: 2
    start: 0
    rules:
      - {id: r1, text: 建立审核制度的，得1分, award: 1, when: 制度}
      - {id: r2, text: 开展执法公示的，得1分, award: 1, when: 公示}
vetoes:
  - {id: v1, text: 发生重大事故的, when: 事故, effect: {grade_at_most: 合格}}
ranking: {within: class, using: shown}
grades: {using: shown, bands: [{grade: 优秀, from: 9}, {grade: 合格, from: 6}, {grade: 不合格, below: 6}]}
"""
UNITS = """
units:
  - {id: a, name: 甲局, class: 部门}
  - {id: b, name: 乙局, class: 部门}
  - {id: c, name: 丙镇, class: 镇}
  - {id: d, name: 丁镇, class: 镇}
submissions:
  - unit: a
    values:
      出庭率: {value: 98%, source: 法院统计, evidence: [{name: 庭审笔录, number: 1号}]}
      投诉: [{编号: T1, 情节: 严重}, {编号: T2, 情节: 一般}, {编号: T3, 情节: 严重}]
      制度: 是
      公示: 否
      事故: 否
  - {unit: b, values: {出庭率: 100%, 投诉: [], 制度: 是, 公示: 是, 事故: 是}}
  - {unit: c, values: {出庭率: 99%, 投诉: [], 制度: 是, 公示: 是, 事故: 否}}
  - {unit: d, values: {投诉: [], 制度: 是, 公示: 是, 事故: 否}}
adjustments:
  - {id: 调1, unit: a, authority: 市司法局, date: 2024-02-01, remark: 申诉成立, indicator: "3", points: "+0.5"}
"""


@cache
def small_report(language: Language = "zh") -> Report:
    """Two classes, a deduction that a floor limits, a rule that gave nothing, a veto, a unit that is provisional."""
    rubric = rubric_of(RUBRIC)
    found = assessed(rubric, UNITS)
    return report_of(Result.model_validate(result_of(found, "zh")), rubric, language=language)


def renamed(names: Sequence[str], language: Language = "zh") -> Report:
    """The small report with other names of its units."""
    report = small_report()
    told: dict[str, Any] = report.result.model_dump(by_alias=True, exclude_unset=True)
    units = [{**unit, "name": name} for unit, name in zip(told["units"], names, strict=False)]
    return report_of(Result.model_validate({**told, "units": units}), report.rubric, language=language)


def lines_of(content: bytes) -> list[str]:
    """What a document says, paragraph by paragraph; the cells of a row are joined by `|`, line breaks are `/`."""
    document = Document(io.BytesIO(content))
    return [line for block in document.iter_inner_content() for line in _block(block)]


def _block(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Paragraph):
        if block.text.strip():
            yield block.text.replace("\n", "/")
        return
    for row in block.rows:
        cells = dict.fromkeys(cell._tc for cell in row.cells)
        texts = ["/".join("".join(_texts(p)) for p in cell.p_lst) for cell in cells]
        yield "|".join(texts)


def _texts(paragraph: Any) -> Iterator[str]:
    for one in paragraph.iter():
        if one.tag.endswith("}t"):
            yield one.text or ""
        elif one.tag.endswith("}br"):
            yield "/"


def letterhead_of_lines(*lines: str | Sequence[Sequence[str]]) -> bytes:
    """A letterhead: a text is a paragraph, rows of texts a table."""
    document = Document()
    for line in lines:
        if isinstance(line, str):
            document.add_paragraph(line)
            continue
        table = document.add_table(rows=0, cols=len(line[0]))
        for row in line:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.paragraphs[0].text = text
    return saved(document)


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def marks_in(text: str) -> list[str]:
    """What is left of marks in a text: nothing, once it is filled in."""
    return re.findall(r"\{\{|\}\}|[\ufdd0\ufdd1]", text)
