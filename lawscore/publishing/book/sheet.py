"""A sheet of the workbook before it is drawn: its headings, its columns, its rows one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any, TypeVar

from lawscore.classes import dataclass
from lawscore.publishing.book.cells import Row
from lawscore.publishing.book.columns import Column, kept
from lawscore.publishing.report import Report

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells of a row that are one: the row of the sheet, its first and its last column, from 1."""

    row: int
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet. `rows` are drawn once, and so are those of `foot`, which stand below, outside of the filter."""

    key: str
    report: Report
    columns: Sequence[Column[Any]]
    rows: Iterable[Row]
    count: int
    #: Further sentences of its guide, behind its own.
    guide: Sequence[str] = ()
    #: Rows of headings above that of the columns.
    heads: Sequence[Row] = ()
    merges: Sequence[Merge] = ()
    foot: Sequence[Row] = ()
    #: So many columns stay in sight.
    frozen: int = 0
    #: Whether it is a list under its headings, to be filtered.
    listed: bool = True
    #: It is printed over several pages side by side, with the columns that stay in sight on each.
    wide: bool = False
    #: A column whose numbers have bars, and the number whose bar is as wide as the cell.
    bar: tuple[int, str] | None = None
    #: By row and column: the title of the tab to which a cell leads.
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What its tab says."""
        return self.report.say(f"book.sheet.{self.key}")

    def heading(self, column: Column[Any]) -> str:
        """What stands above a column."""
        return column.title or self.report.say(f"book.column.{column.key}")


def listing(
    key: str, report: Report, columns: Iterable[Column[S]], subjects: Callable[[], Iterable[S]], **more: Any
) -> Sheet:
    """A sheet with a row for each subject; columns that may be left out and say nothing are."""
    shown, count = kept(columns, subjects())
    return Sheet(
        key=key, report=report, columns=shown, count=count,
        rows=([column.value(one) for column in shown] for one in subjects()), **more,
    )  # fmt: skip
