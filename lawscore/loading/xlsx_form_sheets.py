"""The sheets of a form, told apart by what stands on them: they may be renamed, moved, and have rows and columns added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from lawscore.classes import dataclass
from lawscore.loading.csv_headers import meanings as meanings_of
from lawscore.loading.csv_headers import own_word
from lawscore.loading.xlsx_sheets import Book, Range, Sheet
from lawscore.loading.xlsx_table import Header, first_rows, texts_of
from lawscore.loading.xlsx_words import meaning
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import FieldSpec

Sort: TypeAlias = Literal["fields", "answers", "records"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a sheet's head: what it says, and the cell in which it should stand."""

    text: str
    row: int
    column: int


@dataclass(frozen=True)
class FormSheet:
    """One sheet of a form. `columns` are the columns by their meaning; of records, by the name in the rubric."""

    sort: Sort
    sheet: Sheet
    header: Header
    columns: Mapping[str, int]
    facts: Mapping[str, Fact]
    #: The list whose records stand on it.
    listed: str = ""

    @cached_property
    def headings(self) -> frozenset[int]:
        """The rows that are one cell from end to end, with one text: titles of what stands below."""
        wide = {one.top for one in self.sheet.merged if one.right - one.left + 1 >= len(self.columns)}
        return frozenset(row for row in wide if len(self.sheet.rows.get(row, ())) == 1)

    @cached_property
    def tall(self) -> tuple[Range, ...]:
        """The merged cells that reach over several rows."""
        return tuple(one for one in self.sheet.merged if one.bottom > one.top)

    def lines(self) -> Iterator[int]:
        """The rows below the header in which anything stands, but for titles."""
        below = (row for row in sorted(self.sheet.rows) if row > self.header.bottom)
        yield from (row for row in below if row not in self.headings)


def form_sheets(book: Book, rubric: Rubric) -> list[FormSheet]:
    """The sheets that are parts of a form, in their order."""
    found = (form_sheet(sheet, rubric) for sheet in book.sheets if not sheet.is_hidden)
    return [one for one in found if one is not None]


def form_sheet(sheet: Sheet, rubric: Rubric) -> FormSheet | None:
    """A sheet of a form; None for any other sheet, a table with a column of units among them."""
    facts: dict[str, Fact] = {}
    for row in first_rows(sheet):
        texts = {column: text for column, text in texts_of(sheet, row).items() if text}
        for sort, kind, needed in (
            ("fields", "column", {"field", "value"}),
            ("answers", "answer", {"question", "answer"}),
        ):
            columns = _columns(kind, texts)
            if needed <= set(columns) and not any(own_word(text) == "unit" for text in texts.values()):
                return FormSheet(sort, sheet, Header(row, row, texts), columns, facts)  # type: ignore[arg-type]
        spec = _list_of(facts, rubric)
        if spec is not None:
            columns = _record_columns(spec[1], texts)
            if columns:
                return FormSheet("records", sheet, Header(row, row, texts), columns, facts, spec[0])
        facts |= _facts(texts, row)
    return None


def _columns(kind: str, texts: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in texts.items():
        key = meaning(kind, text)
        if key is not None:
            found.setdefault(key, column)
    return found


def _record_columns(spec: FieldSpec, texts: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in texts.items():
        names = meanings_of(text, (), spec.fields or {})
        if len(names) == 1:
            found.setdefault(names[0], column)
    return found


def _list_of(facts: Mapping[str, Fact], rubric: Rubric) -> tuple[str, FieldSpec] | None:
    lists = {name: spec for name, spec in rubric.fields.items() if spec.type == "records"}
    found = meanings_of(facts["records"].text, (), lists) if "records" in facts else ()
    return (found[0], lists[found[0]]) if len(found) == 1 else None


def _facts(texts: Mapping[int, str], row: int) -> dict[str, Fact]:
    """The facts of a row: a word, and what stands to its right, before the next word."""
    words = {column: key for column, text in texts.items() if (key := meaning("fact", text)) is not None}
    found: dict[str, Fact] = {}
    for column, key in words.items():
        after = min((other for other in texts if other > column), default=column + 1)
        found[key] = Fact("", row, column + 1) if after in words else Fact(texts.get(after, ""), row, after)
    return found
