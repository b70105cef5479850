"""A workbook as data: a form that was filled in, or tables made by hand, each sheet read like a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lawscore.catalogue import phrase
from lawscore.loading.csv_headers import Specs, meanings
from lawscore.loading.csv_reader import read_rows
from lawscore.loading.xlsx_form import read_form
from lawscore.loading.xlsx_form_sheets import form_sheets
from lawscore.loading.xlsx_marks import FormMarks, differences, holds_marks, read_marks
from lawscore.loading.xlsx_oddities import oddities
from lawscore.loading.xlsx_sheets import Book, Sheet, read_book
from lawscore.loading.xlsx_table import Header, find_header, table_of, texts_of
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Period
from lawscore.submission.places import Located


def read_workbook(path: str | Path, rubric: Rubric) -> tuple[list[Located], list[Problem]]:
    """Read a workbook: what could be understood, one document for each table, and every problem at its cell."""
    book = read_book(path)
    if isinstance(book, Problem):
        return [], [book]
    problems: list[Problem] = []
    if book.has_macros:
        problems.append(Problem(code="workbook_macros", where=Where(file=book.name), severity="note"))
    marks = read_marks(book)
    forms = form_sheets(book, rubric)
    if any(one.sort == "fields" for one in forms):
        located, found = read_form(forms, marks, rubric)
        read = {one.sheet.title for one in forms}
        documents = [located] if located is not None else []
        problems += found
    else:
        documents, read = _tables(book, marks, rubric, problems)
    problems += _around(book, read)
    if not read:
        hint = phrase("hint.workbook_empty")
        problems.append(Problem(code="workbook_empty", where=Where(file=book.name), hint=hint))
    return documents, problems


def _around(book: Book, read: set[str]) -> Iterator[Problem]:
    """What is to be known of the sheets that were read, and those that were not."""
    for sheet in book.sheets:
        if sheet.title in read:
            yield from oddities(sheet)
        elif sheet.rows and read and not sheet.is_hidden:
            where = sheet.where(min(sheet.rows), 1)
            yield Problem(code="sheet_not_read", where=where, severity="note", facts={"name": sheet.title})
        elif sheet.is_hidden and not holds_marks(sheet) and find_header(sheet) is not None:
            yield Problem(code="sheet_hidden", where=sheet.where(1, 1), severity="warning", facts={"name": sheet.title})


def _tables(
    book: Book, marks: FormMarks | None, rubric: Rubric, problems: list[Problem]
) -> tuple[list[Located], set[str]]:
    documents: list[Located] = []
    read: set[str] = set()
    for sheet in book.sheets:
        header = find_header(sheet) if not sheet.is_hidden else None
        if header is None:
            continue
        if marks is not None and not read:
            problems += differences(marks, rubric, sheet.where(header.top, 1))
        read.add(sheet.title)
        documents += _table(sheet, header, marks, rubric, problems)
    return documents, read


def _table(
    sheet: Sheet, header: Header, marks: FormMarks | None, rubric: Rubric, problems: list[Problem]
) -> Iterator[Located]:
    """One sheet as a table. What the form for all units says of itself holds for each of its sheets."""
    named = _list_named(sheet, header, rubric)
    specs: Specs = rubric.fields[named].fields or {} if named else rubric.fields
    stated = {"layer": (marks.layer, sheet.where(header.top, 1))} if marks is not None and "layer" not in specs else {}
    table = table_of(sheet, header, specs, problems, stated)
    located = read_rows(table, rubric, problems, named)
    if located is None:
        return
    if marks is not None:
        period = Period.model_validate({"from": marks.start, "to": marks.end})
        about = {"rubric": marks.name, "period": period}
        located = Located(located.document.model_copy(update=about), located.locate, located.refused, located.is_roster)
    yield located


def _list_named(sheet: Sheet, header: Header, rubric: Rubric) -> str:
    """The list of records that a sheet is named after, in its title or in its head; "" where there is none."""
    lists = {name: spec for name, spec in rubric.fields.items() if spec.type == "records"}
    above = (text for row in sorted(sheet.rows) if row < header.top for text in texts_of(sheet, row).values())
    for text in (sheet.title, *above):
        found = meanings(text, (), lists) if text else ()
        if len(found) == 1:
            return found[0]
    return ""
