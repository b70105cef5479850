"""What runs on executors: rows of units in, rows of results out, batch by batch through the columns of one machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from lawscore.catalogue import Language
from lawscore.columns.arrow import Columns
from lawscore.columns.assess import assess_table
from lawscore.columns.results import ColumnAssessment
from lawscore.rubric.bound import Rubric
from lawscore.spark.rows import Rows
from lawscore.spark.shipped import Shipped
from lawscore.spark.telling import Told, ids_of, told
from lawscore.spark.who import Known, Marked, marked
from lawscore.submission.gathering import Gathered

#: So many rows are worked on with what was found once for all of them; then it is let go.
TOGETHER: Final = 1 << 18
#: So many units of a class tell a class of one from others.
_FEW: Final = 2


@dataclass(frozen=True)
class Task:
    """What an executor is told to do: it travels there, and knows nothing of Spark."""

    shipped: Shipped
    known: Known
    language: Language = "zh"
    beside: Gathered | None = None
    items: bool = False
    states: bool = False

    @property
    def rubric(self) -> Rubric:
        """The rubric."""
        return self.shipped.rubric

    def told(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Who the units are, one row for each: what the whole table is to know of them."""
        import pyarrow as pa

        for table in _tables(batches):
            found = self.marked(table)
            flags = pa.array(found.flags, pa.int32())
            yield pa.RecordBatch.from_pydict(
                {"id": found.ids, "parent": found.parents, "class": found.classes, "flags": flags}
            )

    def apart(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The rows that cannot be scored apart, as they are, and two others of each class beside them."""
        import pyarrow as pa

        for table in _tables(batches):
            found = self.marked(table)
            chosen = found.aside(self.known)
            chosen[_witnesses(found.classes, chosen)] = True
            yield from table.filter(pa.array(chosen)).combine_chunks().to_batches()

    def scored(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The results of all other rows."""
        import pyarrow as pa

        rows = self.rows()
        for table in _tables(batches):
            alone = ~self.marked(table).aside(self.known)
            kept = table if alone.all() else table.filter(pa.array(alone))
            if kept.num_rows:
                found = self.assessed(kept)
                yield from rows.of(found, self.told_of(found, kept))

    def marked(self, table: Any) -> Marked:
        """Who the units of some rows are."""
        return marked(self.rubric, self.known, table)

    def assessed(self, table: Any) -> ColumnAssessment:
        """Score rows as a table of one machine."""
        return assess_table(self.rubric, table, beside=self.beside, name=self.known.layout.table.name)

    def told_of(self, found: ColumnAssessment, table: Any) -> Iterator[Told]:
        """What was found wrong, each problem with the id of its unit."""
        return told(found.found, ids_of(table.column(self.known.own["unit"])), self.language)

    def rows(self) -> Rows:
        """Makes rows of results."""
        return Rows(self.rubric, Columns(self.rubric, "exact", self.language), items=self.items, states=self.states)


def _witnesses(classes: Any, chosen: Any) -> list[int]:
    """The first rows of each class that are not chosen yet."""
    left = np.flatnonzero(~chosen)
    encoded = classes.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).take(left)
    return [row for code in np.unique(codes).tolist() for row in left[np.flatnonzero(codes == code)[:_FEW]].tolist()]


def _tables(batches: Iterable[Any]) -> Iterator[Any]:
    """The batches of a partition put together to tables of not too many rows."""
    import pyarrow as pa

    held: list[Any] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        if count >= TOGETHER:
            yield pa.Table.from_batches(held)
            held, count = [], 0
    if count:
        yield pa.Table.from_batches(held)
