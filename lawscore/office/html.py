"""The printed table as one self-contained HTML page: for the screen, light and dark, and for A4 paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lawscore.catalogue import LANGUAGE_TAGS
from lawscore.classes import dataclass
from lawscore.numbers import plain_text
from lawscore.office.merging import Cell, drawn
from lawscore.office.table import LEVEL, NUMBER, POINTS, Printed
from lawscore.office.templating import template

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A cell as the template has it: `head` is the scope of a heading, empty for data."""

    text: str
    css: str
    head: str
    spans: Markup | str


def html(printed: Printed) -> str:
    """The page. Every text in it is escaped by the template engine."""
    points = printed.columns.index(POINTS)
    return template("lawscore.office", "printed.html.j2").render(
        paper=printed,
        lang=LANGUAGE_TAGS[printed.language],
        blocks=list(_blocks(printed)),
        total=plain_text(printed.total),
        before_points=points,
        after_points=len(printed.columns) - points - 1,
    )


def _blocks(printed: Printed) -> Iterator[list[list[_Drawn]]]:
    """The rows in groups: a branch of the first level and all below it, so that its cell heads a row group."""
    rows = iter(drawn(printed))
    for _, block in printed.blocks():
        yield [_row(next(rows), len(row.branches)) for row in block]


def _row(cells: Sequence[Cell], branches: int) -> list[_Drawn]:
    return [_Drawn(cell.text, _css(cell), _head(cell, branches), _spans(cell)) for cell in cells]


def _css(cell: Cell) -> str:
    return cell.column.partition(".")[0]


def _head(cell: Cell, branches: int) -> str:
    """The number and the title head their row, a branch the rows beside it."""
    if cell.column == NUMBER:
        return "row"
    level = cell.column.removeprefix(f"{LEVEL}.")
    if level == cell.column:
        return ""
    return "row" if int(level) > branches else "rowgroup"


def _spans(cell: Cell) -> Markup | str:
    from markupsafe import Markup

    told = [(key, count) for key, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1]
    return Markup("").join(Markup(' {}="{}"').format(key, count) for key, count in told)
