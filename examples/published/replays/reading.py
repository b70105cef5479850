"""From a publisher's table to data for lawscore: rows by unit, blanks as values not given."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

import lawscore

#: The folder of the rubrics: `<id>/<version>.yaml`.
RUBRICS = Path(__file__).resolve().parent.parent

Row = Mapping[str, str]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, as written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def by_unit(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a CSV file by the column `unit`."""
    return {row["unit"]: row for row in rows(path)}


@cache
def rubric_of(reference: str) -> lawscore.Rubric:
    """A rubric of a published index, by `id@version`."""
    return lawscore.load_rubric(reference, [RUBRICS])


def assess(reference: str, table: Sequence[Row], names: Callable[[str], str] = str) -> lawscore.Assessment:
    """Score the rows by a rubric. Columns that it declares are submitted, under the field's name; blanks are not."""
    rubric = rubric_of(reference)
    data = [{"unit": row["unit"], **_values(row, rubric.fields, names)} for row in table]
    assessment = lawscore.assess(rubric, data)
    if assessment.problems:
        raise ValueError(assessment.problems[0].message("en"))
    return assessment


def _values(row: Row, fields: Collection[str], names: Callable[[str], str]) -> dict[str, str]:
    named = {names(column): value for column, value in row.items()}
    return {name: value for name, value in named.items() if name in fields and value != ""}
