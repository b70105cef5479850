"""A sheet as a table of texts: where its header is, what its cells say, what is merged, which rows are totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.csv_headers import Specs, meanings, own_word
from lawscore.loading.csv_table import Row, Table
from lawscore.loading.xlsx_sheets import Range, Sheet
from lawscore.loading.xlsx_texts import Told, told
from lawscore.problems import Problem, Where
from lawscore.rubric.fields import Column
from lawscore.submission.words import fold

#: The header stands among the first rows: below a title, a note, the name of the office.
_DEEPEST_HEADER: Final = 30
#: Words that tell a header, and words under which merged cells mean the same in every row.
_SIGNS: Final = frozenset({"unit", "id"})
_DESCRIBING: Final = frozenset({"unit", "id", "name", "class", "parent", "layer", "year"})
_TOTALS: Final = frozenset({"合计", "总计", "小计", "total", "sum"})
#: Columns that count the rows.
_NUMBERING: Final = frozenset({"序号", "no.", "no", "#"})


@dataclass(frozen=True, slots=True)
class SheetTable(Table):
    """A table that stands on a sheet: its places are cells. `extra` are places of columns that the sheet has not."""

    sheet: Sheet
    extra: Mapping[int, Where]

    def where(self, line: int, column: int = 0) -> Where:
        return self.extra.get(column) or self.sheet.where(line, column + 1)


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header, and its texts by column."""

    top: int
    bottom: int
    texts: Mapping[int, str]


def texts_of(sheet: Sheet, row: int) -> dict[int, str]:
    """What the cells of a row say, whatever they are about."""
    return {column: told(sheet, cell).text for column, cell in sheet.rows.get(row, {}).items()}


def find_header(sheet: Sheet) -> Header | None:
    """The first row that names units, and at least one other column."""
    for row in first_rows(sheet):
        texts = texts_of(sheet, row)
        sign = next((column for column, text in texts.items() if own_word(text) in _SIGNS), None)
        if sign is not None and sum(bool(text) for text in texts.values()) > 1:
            return _whole_header(sheet, row, sign)
    return None


def first_rows(sheet: Sheet) -> Iterator[int]:
    """The rows near the top that hold anything."""
    yield from (row for row in sorted(sheet.rows) if row <= _DEEPEST_HEADER)


def _whole_header(sheet: Sheet, row: int, sign: int) -> Header:
    """Where the cell of the units is merged over several rows, all of them are the header: the lowest text counts."""
    merged = merged_at(sheet, row, sign)
    top, bottom = (merged.top, merged.bottom) if merged is not None else (row, row)
    texts: dict[int, str] = {}
    for line in range(top, bottom + 1):
        texts |= {column: text for column, text in texts_of(sheet, line).items() if text}
    return Header(top, bottom, texts)


def merged_at(sheet: Sheet, row: int, column: int) -> Range | None:
    """The merged cells to which a cell belongs."""
    return next((m for m in sheet.merged if m.top <= row <= m.bottom and m.left <= column <= m.right), None)


def table_of(
    sheet: Sheet,
    header: Header,
    specs: Specs,
    problems: list[Problem],
    stated: Mapping[str, tuple[str, Where]] | None = None,
) -> SheetTable:
    """The rows below a header; `stated` are columns that the sheet states once for all rows, with their places."""
    last = max(header.texts, default=1)
    names = [header.texts.get(column, "") for column in range(1, last + 1)]
    names = ["" if fold(name).casefold() in _NUMBERING else name for name in names]
    extra = dict(stated or {})
    values = tuple(text for text, _ in extra.values())
    lines = _Lines(sheet, header, [_spec(name, specs) for name in names], problems)
    rows = tuple(
        Row(row.line, (*_without_numbers(names, row.cells), *values), refused=row.refused) for row in lines.rows()
    )
    places = {len(names) + place: where for place, (_, where) in enumerate(extra.values())}
    return SheetTable(sheet.file, header.bottom, (*names, *extra), rows, sheet, places)


def _without_numbers(names: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    """The cells, blank where the column has a name that only counts rows, and so was taken away."""
    return (cell if name else "" for name, cell in zip(names, cells, strict=True)) if "" in names else iter(cells)


def _spec(name: str, specs: Specs) -> Column | None:
    found = meanings(name, (), specs) if name else ()
    return specs[found[0]] if len(found) == 1 else None


class _Lines:
    """The rows of a table, read one after another; what is wrong with a cell is told at the cell."""

    def __init__(self, sheet: Sheet, header: Header, specs: Sequence[Column | None], problems: list[Problem]) -> None:
        self.sheet, self.header, self.specs, self.problems = sheet, header, specs, problems
        self.describing = {c for c, text in header.texts.items() if own_word(text) in _DESCRIBING}
        self.spread = dict(self._spread())

    def rows(self) -> Iterator[Row]:
        below = {row for row in self.sheet.rows if row > self.header.bottom}
        for line in sorted(below | {line for line, column in self.spread if column in self.describing}):
            texts, refused = self._texts(line)
            own = [text for column, text in texts.items() if column not in self.describing]
            if not any(own) and not refused and line not in below:
                continue
            if self._is_total(line, texts):
                continue
            if any(texts.values()) or refused:
                cells = tuple(texts.get(column, "") for column in range(1, len(self.specs) + 1))
                yield Row(line, cells, refused=frozenset(column - 1 for column in refused))

    def _texts(self, line: int) -> tuple[dict[int, str], set[int]]:
        texts: dict[int, str] = {}
        refused: set[int] = set()
        for column, cell in self.sheet.rows.get(line, {}).items():
            if column > len(self.specs):
                continue
            found = told(self.sheet, cell, self.specs[column - 1])
            self._report(found, line, column)
            texts[column] = found.text
            if found.refused:
                refused.add(column)
        for column in range(1, len(self.specs) + 1):
            over = self.spread.get((line, column))
            if over is not None and column in self.describing:
                texts[column] = told(self.sheet, self.sheet.rows[over.top][over.left]).text
            elif over is not None:
                refused.add(column)
        return texts, refused

    def _report(self, found: Told, line: int, column: int) -> None:
        self.problems += [problem.at(self.sheet.where(line, column)) for problem in found.problems]

    def _spread(self) -> Iterator[tuple[tuple[int, int], Range]]:
        """The cells over which merged ones that hold something lie: nobody knows for which of them a figure is."""
        for one in self.sheet.merged:
            holds = one.left in self.sheet.rows.get(one.top, {})
            if one.top <= self.header.bottom or not holds or one.left > len(self.specs):
                continue
            if one.left not in self.describing or one.right > one.left:
                where = self.sheet.where(one.top, one.left)
                self.problems.append(Problem(code="cell_merged", where=where, hint=phrase("hint.cell_merged")))
            for row in range(one.top, min(one.bottom, one.top + _MOST_MERGED) + 1):
                for column in range(one.left, min(one.right, len(self.specs)) + 1):
                    yield (row, column), one

    def _is_total(self, line: int, texts: Mapping[int, str]) -> bool:
        named = next((column for column in sorted(self.describing) if texts.get(column)), None)
        if named is None or fold(texts[named]).casefold() not in _TOTALS:
            return False
        where, facts = self.sheet.where(line, named), {"name": texts[named]}
        self.problems.append(Problem(code="row_of_totals", where=where, severity="note", facts=facts))
        return True


#: More rows are never merged by hand.
_MOST_MERGED: Final = 10_000
