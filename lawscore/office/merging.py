"""Which cells of the printed table are one: a branch beside all its rows, a leaf over the levels it does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lawscore.classes import dataclass
from lawscore.office.table import Printed, Row


@dataclass(frozen=True, slots=True)
class Span:
    """Cells that are one: rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the body as it is drawn, with how many rows and columns it takes."""

    column: str
    text: str
    rows: int = 1
    columns: int = 1


def spans(printed: Printed) -> tuple[Span, ...]:
    """The merged cells of the body."""
    return (*_branches(printed), *_leaves(printed), *_shared(printed))


def drawn(printed: Printed) -> list[list[Cell]]:
    """The body row by row, without the cells that another one covers."""
    merged: Mapping[tuple[int, int], Span] = {(span.top, span.left): span for span in spans(printed)}
    covered = {
        (row, column)
        for span in merged.values()
        for row in range(span.top, span.bottom + 1)
        for column in range(span.left, span.right + 1)
    } - set(merged)
    return [
        [
            _cell(printed, row, column, merged.get((place, position)))
            for position, column in enumerate(printed.columns)
            if (place, position) not in covered
        ]
        for place, row in enumerate(printed.rows)
    ]


def _cell(printed: Printed, row: Row, column: str, span: Span | None) -> Cell:
    text = printed.cell(row, column)
    if span is None:
        return Cell(column, text)
    return Cell(column, text, span.bottom - span.top + 1, span.right - span.left + 1)


def _branches(printed: Printed) -> Iterator[Span]:
    for level in range(1, printed.depth):
        keys = [row.branches[level - 1].id if level <= len(row.branches) else None for row in printed.rows]
        yield from (Span(top, level, bottom, level) for top, bottom in _runs(keys))


def _leaves(printed: Printed) -> Iterator[Span]:
    for place, row in enumerate(printed.rows):
        left = len(row.branches) + 1
        if left < printed.depth:
            yield Span(place, left, place, printed.depth)


def _shared(printed: Printed) -> Iterator[Span]:
    """Sentences that several rows of a branch have in common (`every`) are printed once."""
    column = printed.columns.index("sentences")
    keys = [(_parent(row), row.text("sentences")) if row.text("sentences") else None for row in printed.rows]
    yield from (Span(top, column, bottom, column) for top, bottom in _runs(keys))


def _parent(row: Row) -> str:
    return row.branches[-1].id if row.branches else ""


def _runs(keys: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Where the same key stands in several neighbouring rows."""
    top = 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or keys[place] is None or keys[place] != keys[top]:
            if keys[top] is not None and place - top > 1:
                yield top, place - 1
            top = place
