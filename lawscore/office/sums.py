"""Whether the points of a table add up, and whether each indicator has some: what a careful reader would ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lawscore.numbers import ZERO
from lawscore.office.lines import Table
from lawscore.office.parts import Part
from lawscore.problems import Problem, Severity, Where


def questions(table: Table, parts: Sequence[Part]) -> Iterator[Problem]:
    """Sums that do not hold are warnings; an indicator without points, or a number that stands twice, cannot be used."""
    every = [part for one in parts for part in one.walk()]
    yield from _doubled(table, every)
    for part in every:
        if part.line is not None and part.kind == "plain" and part.points == ZERO:
            yield _problem("table_points_zero", table.where(part.line, "points"), title=part.title)
        if part.head is not None and part.kind == "plain" and part.points not in (None, part.sum):
            where = table.sheet.where(part.head.row, part.head.column)
            yield _problem("table_branch_differs", where, "warning", title=part.title, points=part.points, sum=part.sum)
    total = sum((part.stated for part in parts), ZERO)
    if table.total is not None and table.total[1].figure != total:
        where, stated = table.total
        yield _problem("table_total_differs", where, "warning", points=stated.figure, sum=total)


def _doubled(table: Table, parts: Sequence[Part]) -> Iterator[Problem]:
    names = Counter(part.id for part in parts)
    for part in parts:
        if names[part.id] > 1 and part.line is not None:
            yield _problem("table_id_doubled", table.where(part.line, "number"), id=part.id)


def _problem(code: str, where: Where, severity: Severity = "error", **facts: object) -> Problem:
    return Problem(code=code, where=where, severity=severity, facts=facts)
