"""The same table scored by columns and row by row."""

from __future__ import annotations

from typing import Any

from lawscore.assessing import Assessment, assess_gathered
from lawscore.columns.assess import assess_table
from lawscore.columns.results import ColumnAssessment
from lawscore.loading.table_objects import read_tables
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather

#: Sizes of batches that must make no difference.
SIZES = (1, 2, 7, 1000)


def row_by_row(rubric: Rubric, table: Any, beside: Gathered | None = None) -> Assessment:
    """As any submission is scored."""
    documents, problems = read_tables(table, rubric)
    origin = beside.origin if beside is not None else None
    others, before = (origin.documents, origin.problems) if origin is not None else ((), ())
    return assess_gathered(rubric, gather(rubric, [*others, *documents], problems=[*before, *problems]))


def agree(rubric: Rubric, table: Any, size: int, beside: Gathered | None = None) -> ColumnAssessment:
    """Score a table both ways; everything that is said of any unit, and of the table, must be the same."""
    expected = row_by_row(rubric, table, beside)
    found = assess_table(rubric, table, size=size, beside=beside)
    for one, other in zip(found, expected.cards, strict=True):
        assert one == other
    assert found.problems == expected.problems
    assert [problem.hint for problem in found.problems] == [problem.hint for problem in expected.problems]
    return found
