"""What came of a Spark table: tables of units, ranks, items and problems, worked out when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any, Final, Self

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.columns.results import ColumnAssessment, Stats
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import BoundStanding
from lawscore.spark.comparing import Compared
from lawscore.spark.layout import (
    ASKED,
    DENOMINATOR,
    ITEM,
    ITEMS,
    NUMERATOR,
    PROBLEM,
    PROBLEMS,
    RESULTS,
    SHOWN,
    STATES,
    UNIT,
    WAY,
    Shape,
    has_quota,
    quoted,
    stand,
)
from lawscore.spark.quiet import quietly
from lawscore.spark.quotas import Settled, graded, settled
from lawscore.spark.ranks import level_columns, ranked
from lawscore.spark.rows import BY_COLUMNS
from lawscore.spark.shipped import Shipped
from lawscore.spark.telling import Told, row_of, told

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

_PROBLEM: Final = ", ".join(f"`{name}` string" for name in ("unit", *PROBLEM))
_STANDING: Final = (
    "unit", "class", "result", "rank", "tied", "overall", "overall_tied", "grade", "note", "open", "overall_open",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class SparkAssessment:
    """Every unit of a Spark table under one rubric, as Spark tables. What was scored is kept until `close`."""

    shape: Shape
    _rows: DataFrame = field(repr=False)
    _told: tuple[Told, ...] = field(repr=False)
    _compared: Compared = field(repr=False)
    _shipped: Shipped = field(repr=False)
    #: Some units, by their ids, scored together on the driver.
    _gathered: Callable[[Sequence[str]], ColumnAssessment] = field(repr=False)
    _language: Language = "zh"
    #: The ranks of each result, by its place.
    _kept: dict[int, DataFrame] = field(default_factory=dict, repr=False)
    #: What became of its quotas, the same way.
    _quotas: dict[int, Settled] = field(default_factory=dict, repr=False)

    @cached_property
    def rows(self) -> DataFrame:
        """All that is known of each unit, in one row: the other tables are made of it."""
        from pyspark import StorageLevel

        return self._rows.persist(StorageLevel.MEMORY_AND_DISK)

    def close(self) -> None:
        """Let go of what is kept."""
        for kept in (*self._kept.values(), *([self.rows] if "rows" in self.__dict__ else [])):
            kept.unpersist()
        self._kept.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def units(self) -> DataFrame:
        """One row for each unit: who it is, its state, its score (exact, shown, and as a ratio), its bounds, every result."""
        own = ("unit", "name", "class", "state", "score", SHOWN, NUMERATOR, DENOMINATOR, "low", "high")
        return self.rows.select(*own, *self._each(RESULTS))

    @property
    def states(self) -> DataFrame:
        """One row for each unit: the state of every indicator."""
        self._must_be_there(self.shape.states, "states")
        return self.rows.select(UNIT[0], *self._each(STATES))

    @property
    def items(self) -> DataFrame:
        """One row for each item; `place` counts those of a unit, as they follow each other on its card."""
        from pyspark.sql import functions as f

        self._must_be_there(self.shape.items, "items")
        rows = self.rows.select("unit", f.posexplode(ITEMS).alias("place", "item"))
        return rows.select("unit", "place", *(f.col(f"item.{name}") for name in ITEM))

    @property
    def standings(self) -> DataFrame:
        """One row for each unit and each result that is ranked or graded; `result` is blank for the total."""
        tables = [self._standing(place, bound) for place, bound in self._bound]
        return reduce(lambda one, other: one.unionByName(other), tables) if tables else self._nobody()

    @property
    def problems(self) -> DataFrame:
        """One row for each problem: its unit, where it is of one, the column, and what there is to say."""
        from pyspark.sql import functions as f

        found = self.rows.where(f.col(PROBLEMS).isNotNull()).select("unit", f.explode(PROBLEMS).alias("one"))
        tables = [found.select("unit", *(f.col(f"one.{name}") for name in PROBLEM)), *self._told_here()]
        tables += [self._ties(place, bound) for place, bound in self._bound if _may_be_undecided(bound)]
        return reduce(lambda one, other: one.unionByName(other), tables)

    @property
    def stats(self) -> Stats:
        """How units were scored: so many by columns, so many one by one."""
        counts = {row[WAY]: row["count"] for row in self.rows.groupBy(WAY).count().collect()}
        return Stats(counts.pop(BY_COLUMNS, 0), counts)

    # --- the tables ------------------------------------------------------------------------------------------------------

    @property
    def _bound(self) -> Iterator[tuple[int, BoundStanding]]:
        return enumerate(self.shape.rubric.standings)

    def _each(self, column: str) -> list[Column]:
        from pyspark.sql import functions as f

        return [f.col(column)[place].alias(name) for place, name in enumerate(self.shape.names.values())]

    @staticmethod
    def _must_be_there(asked: bool, name: str) -> None:  # noqa: FBT001 - the answer itself
        if not asked:
            raise ValueError(name + " must be asked for when the table is assessed")

    def _stood(self, place: int, bound: BoundStanding) -> DataFrame:
        """The units with their ranks and the levels that they are in."""
        from pyspark import StorageLevel

        rows = self.rows.select("unit", "name", "class", stand(place), *([quoted(place)] if has_quota(bound) else []))
        if bound.ranking is None:
            return rows
        if place not in self._kept:
            self._kept[place] = ranked(rows, place, bound.ranking).persist(StorageLevel.MEMORY_AND_DISK)
        return self._kept[place]

    def _standing(self, place: int, bound: BoundStanding) -> DataFrame:
        from pyspark.sql import functions as f

        rows = self._stood(place, bound)
        if bound.ranking is None:
            rows = rows.withColumns({name: f.lit(None).cast(kind) for name, kind in _UNRANKED.items()})
        own = f.col(stand(place))
        rows = rows.withColumns({"result": f.lit(bound.id), "grade": own.grade, "note": own.note})
        if not has_quota(bound):
            return rows.select(*_STANDING)
        rows = rows.select(*_STANDING, quoted(place))
        return graded(rows, place, self._shipped, self._settled(place), self._language)

    def _settled(self, place: int) -> Settled:
        if place not in self._quotas:
            self._quotas[place] = settled(self.rows, place, self._shipped, self._gathered, self._language)
        return self._quotas[place]

    def _nobody(self) -> DataFrame:
        from pyspark.sql import functions as f

        kinds = {**_UNRANKED, "result": "string", "grade": "string", "note": "string"}
        rows = self.rows.select("unit", "class").where(f.lit(False))
        return rows.withColumns({name: f.lit(None).cast(kind) for name, kind in kinds.items()}).select(*_STANDING)

    def _told_here(self) -> list[DataFrame]:
        rows = [{"unit": unit, **row} for unit, row in (*self._told, *self._lonely(), *self._waiting())]
        return [self.rows.sparkSession.createDataFrame(rows, _PROBLEM)] if rows else []

    def _lonely(self) -> Iterator[Told]:
        """What is said of units that are alone in groups with which results compare them."""
        from pyspark.sql import functions as f

        if self.shape.rubric.compares:
            asked = self.rows.select(f.explode(ASKED).alias("mark")).distinct().collect()
            found = self._compared.problems(self.shape.rubric, (row["mark"] for row in asked))
            yield from told(found, (), self._language)

    def _waiting(self) -> Iterator[Told]:
        """What is said of grades that wait for what is open."""
        for place, bound in self._bound:
            if has_quota(bound):
                yield from told(self._settled(place).problems, (), self._language)

    def _ties(self, place: int, bound: BoundStanding) -> DataFrame:
        """Ties that wait for a figure, and those that an ordinal ranking should not have; each said once."""
        from pyspark.sql import functions as f

        assert bound.ranking is not None  # asked only of rankings
        rows, found = self._stood(place, bound), []
        for of, key, open_ in level_columns(bound.ranking):
            named = f.array_sort(f.collect_list(f.struct("unit", "name")))
            levels = rows.where(f.col(key).isNotNull()).groupBy(of, key).agg(
                named.alias("units"), f.first(open_).alias("by"), f.count(f.lit(1)).alias("count")
            )  # fmt: skip
            is_left = f.lit(bound.ranking.spec.method == "ordinal") & (f.col("count") > 1)
            found.append(levels.where(f.col("by").isNotNull() | is_left).select("units", "by"))
        each = reduce(lambda one, other: one.unionByName(other), found).dropDuplicates(["units"])
        path, language = (*map(str, bound.path), "ranking"), self._language
        named = each.select(f.col("units.name").alias("names"), "by")
        with quietly():
            return named.mapInArrow(lambda batches: _told_ties(batches, path, language), _PROBLEM)


_UNRANKED: Final = {
    "rank": "bigint", "tied": "boolean", "overall": "bigint", "overall_tied": "boolean", "open": "string",
    "overall_open": "string",
}  # fmt: skip


def _may_be_undecided(bound: BoundStanding) -> bool:
    return bound.ranking is not None and (bool(bound.ranking.ties) or bound.ranking.spec.method == "ordinal")


def _told_ties(batches: Iterable[Any], path: Sequence[str], language: Language) -> Iterator[Any]:
    """Ties as problems."""
    import pyarrow as pa

    kinds = pa.schema([(name, pa.string()) for name in ("unit", *PROBLEM)])
    for batch in batches:
        rows = [
            {"unit": None, **row_of(_tie(tuple(row["names"]), row["by"], path), language)} for row in batch.to_pylist()
        ]
        yield pa.RecordBatch.from_pylist(rows, kinds)


def _tie(names: tuple[str, ...], by: str | None, path: Sequence[str]) -> Problem:
    facts: dict[str, object] = {"units": names, **({"by": by} if by is not None else {})}
    code = "tie_left" if by is None else "tie_open"
    return Problem(code=code, severity="warning", where=Where(path=tuple(path)), facts=facts)
