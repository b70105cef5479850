"""Many units at once: a rubric and an Arrow table in, the results as columns out, each unit with the digits it has alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from lawscore.assessing import assess_gathered
from lawscore.columns.encoding import MOST_CODED
from lawscore.columns.engine import Engine
from lawscore.columns.groups import GroupPlan
from lawscore.columns.headers import layout_of
from lawscore.columns.made import Made
from lawscore.columns.parts import Part
from lawscore.columns.results import ColumnAssessment, Stats
from lawscore.columns.roster import survey
from lawscore.columns.run import Run, documents_of
from lawscore.columns.sources import Cut, Source, source_of
from lawscore.columns.units import Vocabularies
from lawscore.columns.who import Listed
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather

#: Why a table is scored row by row, beside what its form says.
_BESIDE: Final = "beside"
_CUT: Final = "cut"


def assess_table(
    rubric: Rubric,
    table: Any,
    *,
    beside: Gathered | None = None,
    name: str = "table",
    size: int | None = None,
    most_coded: int = MOST_CODED,
) -> ColumnAssessment:
    """Score every unit of an Arrow table (or record batches, or a Parquet file by its path), a row for each.

    `beside` is what other documents say: figures common to all, a calendar. So many units are worked on at a time (`size`);
    a field with more distinct values than `most_coded` is computed with as a column of numbers. Neither changes a result.
    Nothing raises for what stands in the table.
    """
    source = source_of(table, name, size) if size is not None else source_of(table, name)
    try:
        found = prepare(rubric, source, beside, most_coded)
        if isinstance(found, str):
            return in_rows(rubric, source, beside, found)
        return of_run(found)
    except Cut:  # the ordinary reader says where
        return in_rows(rubric, source, beside, _CUT)


def of_run(run: Run) -> ColumnAssessment:
    """A table that goes through the columns to its end."""
    parts = list(run.parts())
    return ColumnAssessment(run.rubric, parts, run.order(parts), run.problems(), run.stats)


def prepare(
    rubric: Rubric,
    source: Source,
    beside: Gathered | None = None,
    most_coded: int = MOST_CODED,
    made: Mapping[str, Made] | None = None,
) -> Run | str:
    """Make ready to score a table by columns; or why it must be scored row by row.

    `made` are groups of which not all units are in the table.
    """
    aside = GroupPlan(rubric).aside
    if aside is not None:
        return aside
    if beside is not None and beside.units:
        return _BESIDE
    layout = layout_of(source, rubric)
    if isinstance(layout, str):
        return layout
    found = survey(source, layout, rubric)
    if isinstance(found, str):
        return found
    return Run(
        rubric,
        source,
        layout,
        found,
        beside,
        most_coded=most_coded,
        made=made or {},
    )


def in_rows(rubric: Rubric, source: Source, beside: Gathered | None, why: str) -> ColumnAssessment:
    """A table whose units cannot be scored apart: all of it as any submission."""
    documents, before = documents_of(beside)
    read, problems = source.documents(rubric)
    return of_gathered(rubric, gather(rubric, [*documents, *read], problems=(*before, *problems)), why)


def of_gathered(rubric: Rubric, gathered: Gathered, why: str) -> ColumnAssessment:
    """Submissions of any kind, scored unit by unit, told as columns."""
    whole = assess_gathered(rubric, gathered)
    engine = Engine(rubric, Vocabularies({}), whole.givens, whole.calendar)
    cards = whole.cards
    part = Part(
        np.arange(len(cards)), Listed([card.unit for card in cards]), engine.enter(cards), {}, engine.representatives
    )
    stats = Stats(0, {why: len(cards)})
    return ColumnAssessment(rubric, [part], None, whole.problems, stats, whole)
