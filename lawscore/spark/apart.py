"""The rows that cannot be scored apart from the rest: gathered on the driver, with all that is to be said of the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.columns.roster import FEW
from lawscore.spark.counts import Count
from lawscore.spark.refusing import MOST_APART, refuse
from lawscore.spark.scoring import Task
from lawscore.spark.telling import Told, ids_of, told

#: What is said of a roster as a whole: the rows that only bear witness to it are told of nowhere else here.
_OF_ROSTERS: Final = frozenset({"class_of_one"})


@dataclass(frozen=True)
class Apart:
    """Such rows, the first so many of a table, and units beside them that bear witness: what is said of classes needs both."""

    table: Any
    count: int
    #: What stands in the column of ids.
    ids: Sequence[str]

    @classmethod
    def of(cls, task: Task, table: Any) -> Apart:
        """Take them from a table that has them."""
        import pyarrow as pa

        marks = task.marked(table)
        is_apart = marks.aside(task.known)
        apart, others = np.flatnonzero(is_apart), np.flatnonzero(~is_apart)
        if len(apart) > MOST_APART:
            refuse(phrase("spark.why.apart", most=str(MOST_APART)))
        witnesses = _few_of_each(others, marks.ids.to_pylist(), marks.classes.to_pylist())
        rows = [*_in_order(apart, marks.ids.to_pylist(), table), *witnesses]
        chosen = table.take(pa.array(rows, pa.int64()))
        return cls(chosen, len(apart), ids_of(chosen.column(task.known.own["unit"])))

    @property
    def bystanders(self) -> Sequence[str]:
        """The ids of the witnesses."""
        return self.ids[self.count :]

    def counts(self, task: Task) -> Iterator[Count]:
        """What these units bring to the groups that are made next."""
        return task.counts(self.table, self.bystanders)

    def scored(self, task: Task) -> tuple[Any | None, list[Told], Sequence[str]]:
        """Their results as an Arrow table, None where there are none; all problems; the figures over groups asked for."""
        import pyarrow as pa

        found, asked = task.assessed(self.table)
        problems = [
            one
            for problem, one in zip(found.found, told(found.found, self.ids, task.language), strict=True)
            if problem.code in _OF_ROSTERS or not problem.where.line or problem.where.line <= self.count
        ]
        bystanders = pa.array(self.bystanders, pa.string())
        batches = list(_without(task.rows().of(found, ()), bystanders))
        return (pa.Table.from_batches(batches) if batches else None), problems, asked


def _few_of_each(rows: Any, ids: Sequence[str], classes: Sequence[str]) -> list[int]:
    """Two rows of each class, always the same ones, however the table was divided."""
    found: dict[str, list[int]] = {}
    for row in sorted(rows.tolist(), key=lambda row: ids[row]):
        found.setdefault(classes[row], []).append(row)
    return [row for members in found.values() for row in members[:FEW]]


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
