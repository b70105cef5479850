"""Quotas of grades over a spread table: equal units are counted where they are, the driver cuts, and each unit is told.

Which units are equal is said by `lawscore.spark.cutting`; their names are those of the first by their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass
from lawscore.columns.results import ColumnAssessment
from lawscore.facts.card import Standing
from lawscore.problems import Problem
from lawscore.rules.groups import FIRST
from lawscore.spark.counts import summed
from lawscore.spark.cutting import Equal, Falling, Lined, cut_all, read
from lawscore.spark.layout import quoted
from lawscore.spark.quiet import quietly
from lawscore.spark.refusing import MOST_APART, refuse
from lawscore.spark.shipped import Shipped, work

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: So many kinds of units, each equal in grade, value and group, may be gathered on the driver.
MOST_EQUALS: Final = 500_000
#: So many of them are known at a time where units are told.
MOST_KEPT: Final = 1 << 16
_ALL: Final = "quoted"
_COUNTED: Final = f"{_ALL} string, units bigint, first array<struct<id: string, name: string>>"
#: Between what is said of a grade.
_AND: Final = "；"


@dataclass(frozen=True)
class Settled:
    """What became of the grades of a standing: the lines of its quotas, and the units that were looked at together, by id."""

    lined: Lined
    #: The grade of each, and what is said of it.
    single: Mapping[str, tuple[str | None, str | None]]
    problems: Sequence[Problem] = ()


def settled(
    rows: DataFrame,
    place: int,
    shipped: Shipped,
    gathered: Callable[[Sequence[str]], ColumnAssessment],
    language: Language,
) -> Settled:
    """Find where the places of each quota of a standing end.

    Where that rests on what is still open, the units of the group are gathered, and graded as on one machine.
    """
    from pyspark.sql import functions as f

    bound = shipped.rubric.standings[place]
    units = rows.select("unit", "name", f.col(quoted(place)).alias(_ALL)).where(f.col(_ALL).isNotNull())
    with quietly():
        counts = summed(units.mapInArrow(work(counted), _COUNTED), _ALL).limit(MOST_EQUALS + 1).toArrow()
    if counts.num_rows > MOST_EQUALS:
        refuse(phrase("spark.why.equals", most=str(MOST_EQUALS)))
    lined = cut_all(bound, [_equal(row) for row in counts.to_pylist()])
    texts = [text for text in counts.column(_ALL).to_pylist() if lined.is_open(read(text))]
    if not texts:
        return Settled(lined, {})
    with quietly():
        ids = units.mapInArrow(work(partial(_waiting, lined)), "unit string").limit(MOST_APART + 1).toArrow()
    if ids.num_rows > MOST_APART:
        refuse(phrase("spark.why.quota_open", most=str(MOST_APART)))
    found = gathered(ids.column("unit").to_pylist())
    stood = found.ranks.by_result[bound.id]
    single = {unit.id: _in_words(stood.of(at), language) for at, unit in enumerate(found.units)}
    return Settled(lined, single, tuple(stood.grading.problems) if stood.grading is not None else ())


def _equal(row: Mapping[str, Any]) -> Equal:
    return Equal(read(row[_ALL]), row["units"], [(one["id"], one["name"]) for one in row["first"]])


def _in_words(standing: Standing, language: Language) -> tuple[str | None, str | None]:
    return standing.grade, _AND.join(say(note, language) for note in standing.notes) or None


def graded(rows: DataFrame, place: int, shipped: Shipped, found: Settled, language: Language) -> DataFrame:
    """Rows with `grade` and `note` of a standing, after all its quotas; the column of what units bring to them goes."""
    schema = rows.drop(quoted(place)).schema
    with quietly():
        return rows.mapInArrow(work(partial(told, shipped, place, found.lined, found.single, language)), schema)


def counted(batches: Iterable[Any]) -> Iterator[Any]:
    """How many units of each batch agree, and which are the first of them."""
    import pyarrow as pa

    first = pa.list_(pa.struct([("id", pa.string()), ("name", pa.string())]))
    for batch in batches:
        found: dict[str, list[tuple[str, str]]] = {}
        for unit, name, text in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            found.setdefault(text, []).append((unit, name))
        few = [[{"id": unit, "name": name} for unit, name in nsmallest(FIRST, units)] for units in found.values()]
        yield pa.RecordBatch.from_arrays(
            [pa.array(found, pa.string()), pa.array(map(len, found.values()), pa.int64()), pa.array(few, first)],
            [_ALL, "units", "first"],
        )


def _waiting(lined: Lined, batches: Iterable[Any]) -> Iterator[Any]:
    """The units of groups in which something is open."""
    import pyarrow as pa

    is_open = lru_cache(MOST_KEPT)(lambda text: lined.is_open(read(text)))
    for batch in batches:
        yield batch.select(["unit"]).filter(pa.array(map(is_open, batch.column(_ALL).to_pylist()), pa.bool_()))


def told(
    shipped: Shipped,
    place: int,
    lined: Lined,
    single: Mapping[str, tuple[str | None, str | None]],
    language: Language,
    batches: Iterable[Any],
) -> Iterator[Any]:
    """Rows with `grade` and `note` after all quotas."""
    import pyarrow as pa

    bound = shipped.rubric.standings[place]
    assert bound.grades is not None  # it has quotas
    falling, names = Falling(bound, lined.lines), bound.grades.spec.names
    fallen = lru_cache(MOST_KEPT)(lambda text: falling.of(read(text)))
    for batch in batches:
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        units, texts = columns["unit"].to_pylist(), columns.pop(quoted(place)).to_pylist()
        grades, said = columns["grade"].to_pylist(), columns["note"].to_pylist()
        for row, (unit, text) in enumerate(zip(units, texts, strict=True)):
            if unit in single:
                grades[row], said[row] = single[unit]
            elif text is not None:
                at, notes = fallen(text)
                if at is not None and notes:
                    own = [said[row]] if said[row] else []
                    grades[row], said[row] = names[at], _AND.join([*own, *(say(note, language) for note in notes)])
        columns |= {"grade": pa.array(grades, pa.string()), "note": pa.array(said, pa.string())}
        yield pa.RecordBatch.from_pydict(columns)
