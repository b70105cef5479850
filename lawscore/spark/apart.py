"""The rows that cannot be scored apart from the rest: gathered on the driver, with all that is to be said of the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from lawscore.catalogue import phrase
from lawscore.spark.refusing import MOST_APART, refuse
from lawscore.spark.scoring import Task
from lawscore.spark.telling import Told, ids_of, told

#: What is said of a roster as a whole: the rows that only bear witness to it are told of nowhere else here.
_OF_ROSTERS: Final = frozenset({"class_of_one"})
#: So many units of a class tell a class of one from others.
_FEW: Final = 2


def scored_apart(task: Task, table: Any) -> tuple[Any | None, list[Told]]:
    """The results of such rows as an Arrow table, None where there are none, and all problems that were found.

    `table` has them, and units beside them that bear witness: which classes there are is said of the roster as a whole.
    """
    import pyarrow as pa

    marks = task.marked(table)
    is_apart = marks.aside(task.known)
    apart, others = np.flatnonzero(is_apart), np.flatnonzero(~is_apart)
    if len(apart) > MOST_APART:
        refuse(phrase("spark.why.apart", most=str(MOST_APART)))
    witnesses = _few_of_each(others, marks.ids.to_pylist(), marks.classes.to_pylist())
    rows = [*_in_order(apart, marks.ids.to_pylist(), table), *witnesses]
    chosen = table.take(pa.array(rows, pa.int64()))
    found = task.assessed(chosen)
    ids = ids_of(chosen.column(task.known.own["unit"]))
    problems = [
        one
        for problem, one in zip(found.found, told(found.found, ids, task.language), strict=True)
        if problem.code in _OF_ROSTERS or not problem.where.line or problem.where.line <= len(apart)
    ]
    bystanders = pa.array(ids[len(apart) :], pa.string())
    batches = list(_without(task.rows().of(found, ()), bystanders))
    return (pa.Table.from_batches(batches) if batches else None), problems


def _few_of_each(rows: Any, ids: Sequence[str], classes: Sequence[str]) -> list[int]:
    """Two rows of each class, always the same ones, however the table was divided."""
    found: dict[str, list[int]] = {}
    for row in sorted(rows.tolist(), key=lambda row: ids[row]):
        found.setdefault(classes[row], []).append(row)
    return [row for members in found.values() for row in members[:_FEW]]


def _in_order(rows: Any, ids: Sequence[str], table: Any) -> list[int]:
    """The rows in an order that does not depend on how the table was divided: by their units, then by what they say."""
    import pyarrow as pa

    said = table.take(pa.array(rows)).to_pylist()
    keyed = zip(rows.tolist(), said, strict=True)
    return [row for row, _ in sorted(keyed, key=lambda one: (ids[one[0]], repr(one[1])))]


def _without(batches: Iterator[Any], bystanders: Any) -> Iterator[Any]:
    """The rows of all other units."""
    import pyarrow.compute as pc

    for batch in batches:
        left = batch.filter(pc.invert(pc.is_in(batch.column("unit"), bystanders)))
        if left.num_rows:
            yield left
