"""The workbook of a result, read back: every figure is that of the result, all text is text, nothing in it runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from lawscore.catalogue import LANGUAGES, Language, phrase, say
from lawscore.numbers import parse_exact, written
from lawscore.publishing.book import workbook
from lawscore.publishing.report import Report, report_of
from tests.property.strategies import made_up, seeds
from tests.support_libreoffice import Convert
from tests.support_reports import changed_report, kept_report, kept_result, made_report

ROOT = Path(__file__).parents[2]
#: Results that are unlike one another: rounded and exact, provisional, adjusted, ranked in classes, not assessed, indices.
KEPT = (
    ("tieling-2023", "county", "zh"), ("tieling-2023", "county", "en"), ("cixi-2017", "round-2017", "zh"),
    ("cixi-2017", "round-2017", "en"), ("cixi-2017", "case-files", "zh"), ("heyan-2023", "villages", "en"),
    ("liaoyang-2015", "tasks", "zh"),
)  # fmt: skip
#: What a cell must not do, look like, or hide.
HOSTILE = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "<r><t>甲</t></r>", "_x0041_", "a\x00b\x1bc\u202ed", "'甲", "＝1＋1",
    '</t></is></c><c r="A9"><f>1+1</f></c>', "  两边有空格  ", "甲\n乙", "&amp;", "\ud800",
)  # fmt: skip


def told(key: str, language: Language, **facts: object) -> str:
    return say(phrase(f"book.{key}", **facts), language)


@cache
def kept_book(example: str, name: str, language: Language) -> tuple[Report, bytes, Any]:
    """A report that is kept, its workbook, and that workbook read back."""
    report = kept_report(example, name, language)
    content = workbook(report)
    return report, content, opened(content)


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def rows_of(book: Any, report: Report, key: str) -> list[dict[str, Any]]:
    """The rows of a sheet, and of those on which it goes on, by the headings of their columns."""
    title = told(f"sheet.{key}", report.language)
    sheets = [one for one in book.worksheets if one.title == title or one.title.startswith(f"{title}_")]
    return [row for sheet in sheets for row in _rows(sheet)]


def _rows(sheet: Any) -> list[dict[str, Any]]:
    first, last = (int(number) for number in re.findall(r"\d+", sheet.auto_filter.ref))
    heads = [cell.value for cell in sheet[first]]
    found = sheet.iter_rows(min_row=first + 1, max_row=last, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in found]


def number(value: object) -> Fraction:
    """A number of a cell as its digits say."""
    return Fraction(str(value))


@pytest.mark.parametrize(("example", "name", "language"), KEPT)
def test_the_standings_are_those_of_the_result(example: str, name: str, language: Language):
    report, _, book = kept_book(example, name, language)
    column = {
        key: told(f"column.{key}", language) for key in ("unit", "name", "score", "exact", "rank", "grade", "state")
    }
    rows = rows_of(book, report, "standings")
    assert [row[column["unit"]] for row in rows] == [card.id for card in report.units]
    for row, card in zip(rows, report.units, strict=True):
        score = row[column["score"]]
        assert (None if score is None else number(score)) == (
            None if card.part.score is None else Fraction(card.part.score)
        )
        assert row[column["exact"]] == (None if card.score is None else written(card.score))
        assert row[column["rank"]] == card.part.rank
        assert row.get(column["grade"]) == card.part.grade
        assert row[column["name"]] == card.name


@pytest.mark.parametrize(("example", "name", "language"), KEPT)
def test_every_score_of_every_indicator_stands_in_its_cell(example: str, name: str, language: Language):
    report, _, book = kept_book(example, name, language)
    unit = told("column.unit", language)
    exacts = rows_of(book, report, "exacts") if told("sheet.exacts", language) in book.sheetnames else None
    for place, (row, card) in enumerate(zip(rows_of(book, report, "indicators"), report.units, strict=True)):
        assert row[unit] == card.id
        for line in card.lines.values():
            cell = row[line.heading.label]
            if line.part.score is None:
                assert cell == say(phrase(f"state.{line.part.state}"), language)
                continue
            assert number(cell) == Fraction(line.part.score)
            assert line.score is not None
            assert (exacts[place][line.heading.label] if exacts else written(number(cell))) == written(line.score)
        for heading in report.headings:
            if heading.id not in card.lines:
                assert row[heading.label] == "—"


@pytest.mark.parametrize(("example", "name", "language"), KEPT)
def test_every_item_has_a_row_and_their_sum_is_what_changed(example: str, name: str, language: Language):
    report, _, book = kept_book(example, name, language)
    rows = rows_of(book, report, "items")
    column = {key: told(f"column.{key}", language) for key in ("unit", "points", "exact", "reason", "counts")}
    total = say(phrase("word.total"), language)
    for card in report.units:
        own = [row for row in rows if row[column["unit"]] == card.id and row[column["counts"]] == total]
        assert [Fraction(row[column["exact"]]) for row in own] == [parse_exact(one.exact) for one in card.part.items]
        assert [number(row[column["points"]]) for row in own] == [Fraction(one.points) for one in card.part.items]
        assert [row[column["reason"]] for row in own] == [one.reason for one in card.part.items]
    beside = sum(len(also.items) for card in report.units for also in card.part.also)
    assert len(rows) == beside + sum(len(card.part.items) for card in report.units)


@pytest.mark.parametrize(("example", "name", "language"), KEPT)
def test_values_records_debts_adjustments_and_problems_are_all_there(example: str, name: str, language: Language):
    report, _, book = kept_book(example, name, language)
    units = report.result.units
    facts = [fact for unit in units for fact in unit.facts]
    assert len(rows_of(book, report, "facts")) == len(facts)
    records = [one for fact in facts if isinstance(fact.value, list) for one in fact.value if isinstance(one, dict)]
    assert len(rows_of(book, report, "records")) == len(records)
    assert len(rows_of(book, report, "owed")) == sum(len(unit.owed) for unit in units)
    assert len(rows_of(book, report, "adjustments")) == sum(len(unit.adjustments) for unit in units)
    messages = [row[told("column.message", language)] for row in rows_of(book, report, "problems")]
    assert messages == [problem.message for problem in report.problems]


@pytest.mark.parametrize(("example", "name", "language"), KEPT)
def test_no_cell_of_the_book_is_a_formula_and_nothing_leads_out_of_it(example: str, name: str, language: Language):
    _, content, book = kept_book(example, name, language)
    assert_inert(content, book)


def assert_inert(content: bytes, book: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert [name for name in names if "vba" in name.lower() or "external" in name.lower()] == []
        for name in names:
            text = archive.read(name)
            assert b"<f>" not in text and b"<f " not in text
            assert b'TargetMode="External"' not in text
            assert b"<dcterms:" not in text
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("n", "s", "inlineStr", "d")
                if isinstance(cell.value, str) and cell.value[0] in "=+-@'":
                    assert cell.quotePrefix


def hostile(language: Language) -> Report:
    """Units whose names, ids, reasons and values are what an attacker would write."""

    def change(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for unit, text in zip(units, (*HOSTILE, *HOSTILE), strict=False):
            unit["name"] = text
            unit["id"] = f"{unit['id']}{text}"
            unit["notes"] = [text, "长" * 40_000]
            for item in unit["items"][:3]:
                item["reason"] = text
                item["records"] = [text]
            for fact in unit["facts"][:3]:
                fact["source"] = text
        return units

    return changed_report("cixi-2017", "round-2017", change, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_are_shown_and_do_nothing(language: Language):
    report = hostile(language)
    content = workbook(report)
    book = opened(content)
    assert_inert(content, book)
    rows = rows_of(book, report, "standings")
    names = {unescape(row[told("column.name", language)]) for row in rows}
    shown = {"a\x00b\x1bc\u202ed": "a␀b␛c\ufffdd", "\ud800": "\ufffd"}
    expected = {shown.get(card.name, card.name) for card in report.units}
    assert names == expected
    notes = [unescape(row[told("column.notes", language)]) for row in rows]
    assert max(map(len, notes)) <= 32_767
    assert notes[0].endswith(told("cut", language, count=str(40_000 + 1 + len(report.units[0].part.notes[0]))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_that_does_not_fit_goes_on_in_further_sheets_and_says_so(language: Language):
    report = kept_report("cixi-2017", "round-2017", language)
    book = opened(workbook(report, room=100))
    items = rows_of(book, report, "items")
    assert len(items) == len(rows_of(opened(workbook(report)), report, "items"))
    title = told("sheet.items", language)
    parts = tuple(name for name in book.sheetnames if name.startswith(title))
    assert len(parts) == -(-len(items) // 97)
    assert all(sheet.max_row <= 100 for sheet in book.worksheets)
    guide = told("guide.parts", language, count=str(len(items)), sheets=parts)
    assert all(book[name]["A2"].value.endswith(guide) for name in parts)


def test_a_number_of_too_many_digits_is_text():
    def change(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
        units[0]["so_far"] = {"score": "12345678901234567.89", "of": "1/3"}
        units[0].update(
            state="provisional", score=None, exact=None, rank=None, grade=None, bounds=["0.10", "100000000000000.10"]
        )
        return units

    report = changed_report("heyan-2023", "villages", change)
    row = next(row for row in rows_of(opened(workbook(report)), report, "standings") if row["已评得分"] is not None)
    assert (row["已评得分"], row["已评分值"]) == ("12345678901234567.89", "1/3")
    assert (row["最低可能"], row["最高可能"]) == (0.1, "100000000000000.10")
    assert row["得分"] is None


@given(seeds())
@settings(max_examples=12, deadline=None)
def test_the_scores_of_any_result_are_read_back(seed: int):
    _, report = made_report(made_up(seed))
    rows = rows_of(opened(workbook(report)), report, "standings")
    assert [row["精确值"] for row in rows] == [
        None if card.score is None else written(card.score) for card in report.units
    ]
    shown = [None if card.part.score is None else Fraction(card.part.score) for card in report.units]
    assert [None if row["得分"] is None else number(row["得分"]) for row in rows] == shown


def test_the_earlier_result_stands_beside_with_its_change():
    result, rubric = kept_result("cixi-2017", "round-2017")
    before, _ = kept_result("cixi-2017", "round-2016")
    report = report_of(result, rubric, before)
    rows = {row["单位编号"]: row for row in rows_of(opened(workbook(report)), report, "standings")}
    for card in report.units:
        if card.score is None or card.earlier is None or card.earlier.exact is None:
            continue
        change = card.score - parse_exact(card.earlier.exact)
        assert rows[card.id]["增减精确值"] == written(change)
        assert number(rows[card.id]["增减"]) == report.shown.apply(change)
        assert rows[card.id]["名次升降"] == (card.earlier.rank or 0) - (card.part.rank or 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_reads_the_same_numbers(language: Language, tmp_path: Path, converted: Convert):
    report, content, _ = kept_book("cixi-2017", "round-2017", language)
    book = tmp_path / "report.xlsx"
    book.write_bytes(content)
    filter_ = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    converted(book, filter_, tmp_path)
    rows = csv_rows(tmp_path, told("sheet.standings", language), told("column.rank", language))
    unit, score = told("column.unit", language), told("column.score", language)
    assert {row[unit]: row[score] for row in rows} == {card.id: card.part.score or "" for card in report.units}
    matrix = csv_rows(tmp_path, told("sheet.indicators", language), told("column.rank", language))
    for row, card in zip(matrix, report.units, strict=False):
        for line in card.lines.values():
            stated = (
                line.part.score if line.part.score is not None else say(phrase(f"state.{line.part.state}"), language)
            )
            assert row[line.heading.label] == stated


def csv_rows(folder: Path, sheet: str, first: str) -> list[dict[str, str]]:
    """The rows below the headings of a sheet that was written as CSV."""
    lines = list(csv.reader((folder / f"report-{sheet}.csv").read_text(encoding="utf-8").splitlines()))
    head = next(place for place, line in enumerate(lines) if line and line[0] == first)
    return [dict(zip(lines[head], line, strict=False)) for line in lines[head + 1 :]]
