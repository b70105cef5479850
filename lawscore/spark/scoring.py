"""What runs on executors: rows of units in, rows of results out, batch by batch through the columns of one machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Final

import numpy as np

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.columns.arrow import Columns
from lawscore.columns.assess import of_run, prepare
from lawscore.columns.made import Made
from lawscore.columns.results import ColumnAssessment
from lawscore.columns.roster import FEW
from lawscore.columns.run import Run
from lawscore.columns.sources import source_of
from lawscore.rubric.bound import Rubric
from lawscore.spark.comparing import Compared
from lawscore.spark.counts import Count, batch_of, counts_of
from lawscore.spark.rows import Rows
from lawscore.spark.shipped import Shipped
from lawscore.spark.telling import Told, ids_of, told
from lawscore.spark.who import Known, Marked, marked
from lawscore.submission.gathering import Gathered

#: So many rows are worked on with what was found once for all of them; then it is let go.
TOGETHER: Final = 1 << 18


@dataclass(frozen=True)
class Task:
    """What an executor is told to do: it travels there, and knows nothing of Spark."""

    shipped: Shipped
    known: Known
    language: Language = "zh"
    beside: Gathered | None = None
    items: bool = False
    states: bool = False
    #: The groups that results look at, as far as they are made.
    compared: Compared = field(default_factory=Compared)

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

    def counted(self, batches: Iterable[Any]) -> Iterator[Any]:
        """What all other rows bring to the groups that are made next."""
        for table in self._others(batches):
            yield batch_of(self.counts(_by_id(table, self.known.own["unit"])))

    def chosen(self, ids: frozenset[str], batches: Iterable[Any]) -> Iterator[Any]:
        """The rows of some units, as they are; `ids` as they are compared."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(sorted(ids), pa.string())
        for table in _tables(batches):
            yield from table.filter(pc.is_in(self.marked(table).ids, value_set=wanted)).combine_chunks().to_batches()

    def together(self, table: Any) -> ColumnAssessment:
        """The same rows once they are all at hand, in the order of their ids."""
        return self.assessed(_by_id(table, self.known.own["unit"]))[0]

    def scored(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The results of all other rows."""
        rows = self.rows()
        for table in self._others(batches):
            found, asked = self.assessed(table)
            yield from rows.of(found, self.told_of(found, table), asked)

    def _others(self, batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as pa

        for table in _tables(batches):
            alone = ~self.marked(table).aside(self.known)
            kept = table if alone.all() else table.filter(pa.array(alone))
            if kept.num_rows:
                yield kept

    def marked(self, table: Any) -> Marked:
        """Who the units of some rows are."""
        return marked(self.rubric, self.known, table)

    def run(self, table: Any) -> Run:
        """The way of some rows through the columns of one machine."""
        source = source_of(table, self.known.layout.table.name)
        found = prepare(self.rubric, source, self.beside, made=self._made)
        assert isinstance(found, Run)  # it was asked whether such a table can be scored
        return found

    def assessed(self, table: Any) -> tuple[ColumnAssessment, Sequence[str]]:
        """Score rows as a table of one machine; and which figures over groups were asked for."""
        run = self.run(table)
        found = of_run(run)
        return found, sorted(run.cohorts.asked) if run.cohorts is not None else ()

    def counts(self, table: Any, bystanders: Sequence[str] | None = None) -> Iterator[Count]:
        """What some rows bring to the groups that are made next; where there are bystanders, only those rows that are not plain."""
        run = self.run(table)
        cohorts = run.cohorts
        assert cohorts is not None  # there are groups to make
        level = next(cohorts.levels)
        run.count(level if bystanders is None else ())
        return counts_of(cohorts, level, frozenset(bystanders or ()))

    def told_of(self, found: ColumnAssessment, table: Any) -> Iterator[Told]:
        """What was found wrong, each problem with the id of its unit."""
        return told(found.found, ids_of(table.column(self.known.own["unit"])), self.language)

    @property
    def _made(self) -> Mapping[str, Made]:
        return self.compared.made()

    def rows(self) -> Rows:
        """Makes rows of results."""
        return Rows(self.rubric, Columns(self.rubric, "exact", self.language), items=self.items, states=self.states)


def _witnesses(classes: Any, chosen: Any) -> list[int]:
    """The first rows of each class that are not chosen yet."""
    left = np.flatnonzero(~chosen)
    encoded = classes.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).take(left)
    return [row for code in np.unique(codes).tolist() for row in left[np.flatnonzero(codes == code)[:FEW]].tolist()]


def _by_id(table: Any, column: str) -> Any:
    """Rows of a table that is spread have no order of their own: the first of some units are the first by their ids."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return table.take(pc.sort_indices(pa.array(ids_of(table.column(column)), pa.string())))


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
