"""What executors count of the figures over groups, as rows: how many units of a group have a value, and which are the first.

Spark adds such rows up by its own aggregates; a group is made of counts alone (`lawscore.rules.groups`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from lawscore.columns.cohorts import Cohorts
from lawscore.expressions.values import Unknown, Value
from lawscore.rules.cohort import Figure
from lawscore.rules.groups import FIRST, Holders, Tally

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: A unit that is among the first: whether it stands behind the roster, its id, its name. So they follow each other.
Holder: TypeAlias = tuple[bool, str, str]

#: What rows that are added up agree in.
BY: Final = ("figure", "kind", "key", "value")
COUNTS: Final = (
    "figure string, kind string, `key` string, `value` string, units bigint,"
    " first array<struct<behind: boolean, id: string, name: string>>"
)
#: A value, none but owed, units of no known group; and figures that a figure asks for.
HELD: Final = "held"
OPEN: Final = "open"
STRAY: Final = "stray"
ASKS: Final = "asks"

_UNKNOWN: Final = Unknown(())


class Count(NamedTuple):
    """So many units, and the first of them."""

    figure: str
    kind: str
    key: str | None
    value: str | None
    units: int
    first: Sequence[Holder]


def counts_of(cohorts: Cohorts, level: Iterable[Figure], but: Container[str] = ()) -> Iterator[Count]:
    """What was counted of the figures of a level; and which other figures were asked for."""
    behind = len(cohorts.survey.class_codes)

    def holder(place: int) -> Holder:
        unit = cohorts.unit(place)
        return place >= behind, unit.id, unit.name

    for figure in level:
        yield from _of_tally(figure, cohorts.counted(figure, but), holder)
        for asked in sorted(cohorts.asked_by[figure.mark]):
            yield Count(figure.mark, ASKS, asked, None, 0, ())
    for asked in sorted(cohorts.asked):
        yield Count("", ASKS, asked, None, 0, ())


def _of_tally(figure: Figure, tally: Tally, holder: Callable[[int], Holder]) -> Iterator[Count]:
    for key, values in tally.held.items():
        group = written(key)
        # else the first are asked for only where the group has one unit
        is_told = figure.asks == "alike" or sum(units.number for units in values.values()) == 1
        for value, units in values.items():
            first = [holder(place) for place in units.first] if is_told else ()
            yield Count(figure.mark, HELD, group, written(value), units.number, first)
    waiting = [(OPEN, written(key), units) for key, units in tally.open.items()]
    for kind, key, units in (*waiting, *((STRAY, None, units) for units in tally.strays)):
        yield Count(figure.mark, kind, key, None, units.number, [holder(place) for place in units.first])


def batch_of(counts: Iterable[Count]) -> Any:
    """Such rows as Arrow takes them."""
    import pyarrow as pa

    text, holder = pa.string(), [("behind", pa.bool_()), ("id", pa.string()), ("name", pa.string())]
    columns = list(zip(*counts, strict=True)) or [()] * len(Count._fields)
    *plain, first = columns
    told = [[dict(zip(("behind", "id", "name"), one, strict=True)) for one in few] for few in first]
    kinds = (text, text, text, text, pa.int64())
    arrays = [pa.array(column, kind) for column, kind in zip(plain, kinds, strict=True)]
    return pa.RecordBatch.from_arrays([*arrays, pa.array(told, pa.list_(pa.struct(holder)))], Count._fields)


def summed(counts: DataFrame, *by: str) -> DataFrame:
    """The rows of all parts added up, where they agree in some columns."""
    from pyspark.sql import functions as f

    first = f.slice(f.array_sort(f.flatten(f.collect_list("first"))), 1, FIRST)
    return counts.groupBy(*by).agg(f.sum("units").alias("units"), first.alias("first"))


def read_counts(table: Any) -> Iterator[Count]:
    """The rows as they come back."""
    columns = [table.column(name).to_pylist() for name in Count._fields[:-1]]
    few = ([(one["behind"], one["id"], one["name"]) for one in first] for first in table.column("first").to_pylist())
    yield from map(Count, *columns, few)


def enter(tally: Tally, count: Count, places: Mapping[Holder, int]) -> None:
    """Enter what such a row says among what is known of its figure."""
    key: Hashable | Unknown = _UNKNOWN if count.kind == STRAY else read(count.key or "")
    value: Value = read(count.value or "") if count.kind == HELD else _UNKNOWN
    tally.add(key, value, Holders(count.units, tuple([places[one] for one in count.first])))


# --- values as texts ----------------------------------------------------------------------------------------------------------


def written(value: Any) -> str:
    """A value as a text: values that are equal have the same. Numbers of any length are written in little time."""
    kind = type(value).__name__
    return kind + ":" + _WRITTEN[kind](value)


def read(text: str) -> Any:
    """The value that was written."""
    kind, _, told = text.partition(":")
    return _READ[kind](told)


def _ratio(text: str) -> Fraction:
    over, _, under = text.partition("/")
    return Fraction(int(over, 16), int(under, 16))


_WRITTEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "str": str,
    "bool": lambda answer: "yes" if answer else "",
    "date": date.isoformat,
    "Fraction": lambda number: f"{number.numerator:x}/{number.denominator:x}",
}
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "str": str,
    "bool": bool,
    "date": date.fromisoformat,
    "Fraction": _ratio,
}
