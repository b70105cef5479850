"""Ranks by Spark's own aggregates and windows, over order keys: units that agree in the key are one level, and levels are ranked.

A window over all units of a group would send them to one machine, which a group of a hundred million does not bear. Levels are
therefore cut by the first bytes of their keys into stretches that follow each other; a rank is what all stretches before have,
and what stands before within the stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lawscore.ranking.ties import name_of
from lawscore.rubric.bound import BoundRanking
from lawscore.spark.layout import stand

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

#: So many bytes of a key say in which stretch it is: whether the unit is set back, the whole points, and some of the rest.
_STRETCH: Final = 4

#: Whole groups, and all units together.
GROUP: Final = "group"
OVERALL: Final = "overall"


def ranked(rows: DataFrame, place: int, ranking: BoundRanking) -> DataFrame:
    """The rows with their rank, whether others share it, and the same among all; `open` is what a tie waits for."""
    from pyspark.sql import functions as f

    names = [name_of(tie) for tie in ranking.ties] if _some_open(rows, place, ranking) else []
    found = _placed(rows, place, f.col(stand(place)).group, GROUP, ranking, names)
    if ranking.overall is None:
        nothing = {"overall": f.lit(None).cast("bigint"), "overall_tied": f.lit(False), "overall_open": _no_text()}
        return found.withColumns(nothing)
    everybody = f.when(f.col(stand(place)).everybody, f.lit(""))
    found = found.withColumnsRenamed({"rank": "_rank", "tied": "_tied", "open": "_open"})
    found = _placed(found, place, everybody, OVERALL, ranking, names)
    found = found.withColumnsRenamed({"rank": "overall", "tied": "overall_tied", "open": "overall_open"})
    return found.withColumnsRenamed({"_rank": "rank", "_tied": "tied", "_open": "open"})


def _some_open(rows: DataFrame, place: int, ranking: BoundRanking) -> bool:
    """Whether a step of the chain cannot be told for anybody: else keys hold the whole chain already, and no window is needed."""
    from pyspark.sql import functions as f

    if not ranking.ties:
        return False
    open_ = f.exists(f.col(stand(place)).steps, lambda step: step.open)
    return bool(rows.where(open_).limit(1).count())


def level_columns(ranking: BoundRanking) -> list[tuple[str, str, str]]:
    """The columns of such rows that say in which group and level a unit is, and what its tie waits for."""
    kinds = [GROUP, *([OVERALL] if ranking.overall is not None else [])]
    return [(f"_group_{kind}", f"_key_{kind}", "open" if kind == GROUP else "overall_open") for kind in kinds]


def _placed(
    rows: DataFrame, place: int, group: Column, kind: str, ranking: BoundRanking, names: Sequence[str]
) -> DataFrame:
    """The rows with `rank`, `tied` and `open` within one kind of groups; null where a unit is not in any, or has no place."""
    from pyspark.sql import functions as f

    of, key = f"_group_{kind}", f"_key_{kind}"
    begun = f.col(stand(place)).place if names else f.col(stand(place)).whole
    rows = rows.withColumns({of: group, key: f.when(group.isNotNull(), begun)})
    rows = rows.withColumn("open", _no_text())
    for number, name in enumerate(names):
        rows = _stepped(rows, f.get(f.col(stand(place)).steps, f.lit(number)), name, of, key)
    levels = rows.where(f.col(key).isNotNull()).groupBy(of, key).agg(f.count(f.lit(1)).alias("_units"))
    ranks = _ranks(levels, of, key, ranking).withColumnsRenamed({of: f"{of}_", key: f"{key}_"})
    same = (f.col(of) == f.col(f"{of}_")) & (f.col(key) == f.col(f"{key}_"))
    found = rows.join(ranks, same, "left").withColumn("tied", f.coalesce(f.col("_units") > 1, f.lit(False)))
    return found.drop(f"{of}_", f"{key}_", "_units")


def _stepped(rows: DataFrame, step: Column, name: str, of: str, key: str) -> DataFrame:
    """The keys with one more step of the chain; where it cannot be told for one unit of a level, it divides nobody there."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    nobody = f.when(f.col(key).isNull(), f.col("unit"))  # those without a place would all come together on one machine
    level = Window.partitionBy(of, key, nobody)
    waits = f.col("open").isNull() & (f.max(step.open).over(level)) & (f.count(f.lit(1)).over(level) > 1)
    rows = rows.withColumn("open", f.when(f.col(key).isNotNull() & waits, f.lit(name)).otherwise(f.col("open")))
    return rows.withColumn(key, f.when(f.col("open").isNull(), f.concat(f.col(key), step.key)).otherwise(f.col(key)))


def _ranks(levels: DataFrame, of: str, key: str, ranking: BoundRanking) -> DataFrame:
    """The levels with their rank: what is ahead in earlier stretches, and what is ahead in the same one."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    ahead = f.lit(1) if ranking.spec.method == "dense" else f.col("_units")
    levels = levels.withColumns({"_stretch": f.substring(f.col(key), 1, _STRETCH), "_ahead": ahead})
    before = Window.unboundedPreceding, -1
    stretches = levels.groupBy(of, "_stretch").agg(f.sum("_ahead").alias("_all"))
    earlier = f.sum("_all").over(Window.partitionBy(of).orderBy("_stretch").rowsBetween(*before))
    stretches = stretches.select(
        f.col(of).alias("_of"), f.col("_stretch").alias("_at"), f.coalesce(earlier, f.lit(0)).alias("_earlier")
    )
    inside = f.sum("_ahead").over(Window.partitionBy(of, "_stretch").orderBy(key).rowsBetween(*before))
    levels = levels.withColumn("_inside", f.coalesce(inside, f.lit(0)))
    same = (levels[of] == stretches["_of"]) & (levels["_stretch"] == stretches["_at"])
    rank = (f.col("_earlier") + f.col("_inside") + 1).cast("bigint")
    return levels.join(stretches, same).select(of, key, "_units", rank.alias("rank"))


def _no_text() -> Column:
    from pyspark.sql import functions as f

    return f.lit(None).cast("string")
