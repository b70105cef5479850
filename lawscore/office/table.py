"""The printed table of a rubric (考核细则表) as data: what stands in which cell, before any file format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal, TypeAlias

from lawscore.catalogue import Language, has, phrase, say
from lawscore.classes import dataclass
from lawscore.numbers import written

#: What the points of a row are: of the total, or the most that a row may add to it or take from it.
Kind: TypeAlias = Literal["plain", "bonus", "penalty"]

#: The columns besides the levels, in the order of the page. The levels stand after the number.
NUMBER: Final = "number"
POINTS: Final = "points"
LEVEL: Final = "level"
AFTER_LEVELS: Final = (
    "content", POINTS, "sentences", "basis", "responsible", "scored_by", "evidence", "sources", "remarks",
)  # fmt: skip
#: Columns that are there even where nothing stands in them.
ALWAYS: Final = frozenset({NUMBER, POINTS, "sentences"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """An indicator that has parts: it heads the rows of all that is below it."""

    id: str
    title: str
    #: From 1.
    level: int
    points: Fraction
    kind: Kind = "plain"
    #: What stands in its cell: number, title, points.
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An indicator that is scored: one row of the table."""

    id: str
    title: str
    branches: tuple[Branch, ...]
    points: Fraction
    kind: Kind = "plain"
    #: The cells by column, lines apart; the levels and the points are not among them.
    cells: dict[str, tuple[str, ...]]

    def text(self, column: str) -> str:
        """What stands in a cell, line by line."""
        return "\n".join(self.cells.get(column, ()))


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below the table under a heading: lines, or a small table of its own."""

    title: str
    lines: Sequence[str] = ()
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Printed:
    """The whole paper in one language."""

    language: Language
    rubric: str
    version: str
    digest: str
    title: str
    #: Its first and last day, and what `issued` notes: kept for the way back.
    period: tuple[str, str]
    note: str
    #: Version, draft mark, who issued it, period, total: one line each.
    heading: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Fraction
    total_label: str
    sections: tuple[Section, ...]

    @cached_property
    def depth(self) -> int:
        """How many levels there are."""
        return max(len(row.branches) + 1 for row in self.rows)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns in which something stands; levels are `level.1`, `level.2` and so on."""
        levels = (f"{LEVEL}.{number}" for number in range(1, self.depth + 1))
        filled = {column for row in self.rows for column, lines in row.cells.items() if lines}
        rest = (column for column in AFTER_LEVELS if column in ALWAYS or column in filled)
        return (NUMBER, *levels, *rest)

    def cell(self, row: Row, column: str) -> str:
        """The text of a cell."""
        if column in (NUMBER, POINTS):
            return row.id if column == NUMBER else points_text(row)
        if not column.startswith(f"{LEVEL}."):
            return row.text(column)
        level = int(column.partition(".")[2])
        if level <= len(row.branches):
            return row.branches[level - 1].label
        return row.title if level == len(row.branches) + 1 else ""

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The headings of the columns."""
        return tuple(heading(column, self.language, self.depth) for column in self.columns)

    def blocks(self) -> Iterator[tuple[Branch | None, tuple[Row, ...]]]:
        """The rows by their first level; a row without a branch stands alone."""
        block: list[Row] = []
        for row in self.rows:
            if block and _first(block[0]) != _first(row):
                yield (*block[0].branches[:1], None)[0], tuple(block)
                block = []
            block.append(row)
        if block:
            yield (*block[0].branches[:1], None)[0], tuple(block)


def heading(column: str, language: Language, depth: int) -> str:
    """The heading of a column; a table of one level needs no number for it."""
    level = column.removeprefix(f"{LEVEL}.") if column.startswith(f"{LEVEL}.") else ""
    key = f"printed.column.{column}"
    if level:
        key = "printed.column.level.only" if depth == 1 else key if has(key) else "printed.column.level.more"
    return say(phrase(key, level=level), language)


def _first(row: Row) -> str | None:
    return row.branches[0].id if row.branches else None


def points_text(row: Row) -> str:
    """The points of a row as people read them: 4, of a bonus +4, of a penalty -5."""
    return ("+" if row.kind == "bonus" else "") + written(row.points)
