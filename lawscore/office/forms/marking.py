"""A copy of a workbook in which its problems are marked: the cell filled, a comment on it, a list of all on a sheet."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from lawscore.catalogue import Language, phrase, say
from lawscore.loading.xlsx_cells import place
from lawscore.office.archives import settled
from lawscore.office.forms.drawing import HEAD, PLAIN, Pen
from lawscore.office.forms.titles import distinct_titles
from lawscore.problems import Problem, Severity, Where

_FILLS: Final[Mapping[Severity, str]] = {"error": "FFC7CE", "warning": "FFEB9C", "note": "DDEBF7"}
_WIDTHS: Final = (10.0, 24.0, 70.0, 50.0)
_COMMENT: Final = (360, 140)
_HEADS: Final = ("column.severity", "marked.cell", "column.message", "column.hint")


def by_workbook(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    """The problems that stand in cells, by the file of the workbook."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.where.cell is not None:
            found.setdefault(problem.where.file, []).append(problem)
    return found


def marked(path: str | Path, problems: Sequence[Problem], language: Language) -> bytes | Problem:
    """The marked copy; macros are left behind. A problem for a workbook that can be read, but not copied."""
    try:
        book = _copied(path)
    except Exception as error:  # noqa: BLE001 - openpyxl says in many ways that it cannot read what others wrote
        facts = {"reason": " ".join(str(error).split())[:120]}
        return Problem(code="workbook_not_marked", where=Where(file=str(path)), severity="warning", facts=facts)
    for problem in problems:
        _mark(book, problem, language)
    _list(book, problems, language)
    made = io.BytesIO()
    book.save(made)
    return settled(made.getvalue())


def _copied(path: str | Path) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out, pictures and rules, nothing is data
        return load_workbook(path)


def _mark(book: Any, problem: Problem, language: Language) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    title, _, reference = (problem.where.cell or "").rpartition("!")
    spot = place(reference)
    if title not in book.sheetnames or spot is None:
        return
    cell = _first_of(book[title], *spot)
    cell.fill = PatternFill("solid", fgColor=_FILLS[problem.severity])
    told = _told(problem, language)
    before = f"{cell.comment.text}\n" if cell.comment is not None else ""
    cell.comment = Comment(before + told, say(phrase("marked.author"), language), height=_COMMENT[1], width=_COMMENT[0])


def _first_of(sheet: Any, row: int, column: int) -> Any:
    """The cell, or the one that shows what is merged with it."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(row, column)


def _told(problem: Problem, language: Language) -> str:
    hint = problem.hint_text(language)
    return problem.message(language) + (f"\n{hint}" if hint else "")


def _list(book: Any, problems: Sequence[Problem], language: Language) -> None:
    """A sheet in front that lists them all, each with a link to its cell."""
    title = distinct_titles([say(phrase("marked.sheet"), language)], book.sheetnames)[0]
    sheet = book.create_sheet(title, 0)
    book.active = 0
    pen = Pen(sheet, language)
    pen.widths(_WIDTHS)
    for column, key in enumerate(_HEADS, 1):
        pen.put(1, column, say(phrase(key), language), HEAD)
    for row, problem in enumerate(problems, 2):
        severity = say(phrase(f"severity.{problem.severity}"), language)
        texts = (severity, problem.where.cell or "", problem.message(language), problem.hint_text(language))
        for column, text in enumerate(texts, 1):
            pen.put(row, column, text, PLAIN)
        named, _, reference = (problem.where.cell or "").rpartition("!")
        quoted = named.replace("'", "''")
        sheet.cell(row, 2).hyperlink = f"#'{quoted}'!{reference}"
    sheet.freeze_panes = "A2"
    pen.page(say(phrase("form.page", page="&P", pages="&N"), language), 1)
