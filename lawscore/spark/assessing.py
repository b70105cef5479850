"""Units of a Spark table under a rubric: scored where their rows are, ranked by Spark, with the digits of one machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from lawscore.catalogue import Language, phrase
from lawscore.columns.results import ColumnAssessment
from lawscore.facts.cohort import rings
from lawscore.rubric.bound import Rubric
from lawscore.spark.apart import Apart
from lawscore.spark.comparing import Compared, made_of
from lawscore.spark.counts import COUNTS
from lawscore.spark.layout import Shape
from lawscore.spark.quiet import quietly
from lawscore.spark.refusing import MOST_APART, must_be_possible, refuse
from lawscore.spark.result import SparkAssessment
from lawscore.spark.scoring import Task
from lawscore.spark.shipped import Shipped, work
from lawscore.spark.who import DESCRIBING, DIVIDING, IRREGULAR, Known, known_of
from lawscore.submission.gathering import Gathered
from lawscore.texts import folded

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TABLE: Final = "table"
_MARKS: Final = "id string, parent string, class string, flags int"


def assess(
    df: DataFrame,
    rubric: Rubric,
    *,
    beside: Gathered | None = None,
    items: bool = False,
    states: bool = False,
    ranks: bool = True,
    language: Language = "zh",
    name: str = _TABLE,
) -> SparkAssessment:
    """Score every unit of a Spark table, a row for each, as `lawscore.columns.assess.assess_table` does on one machine.

    Who the units are is found at once; what is scored is worked out when a table of the result is asked for, and kept then
    until `close`. `items` and `states` ask for those tables; without `ranks` nothing is ranked or graded. Raises
    `QuestionError` for what cannot be done on Spark.
    """
    with quietly():
        schema = _schema(df)
        must_be_possible(rubric, schema, beside)
        shipped = Shipped.of(rubric, unranked=not ranks)
        task = Task(shipped, known_of(rubric, schema, name), language, beside, items=items, states=states)
        task, are_apart = _surveyed(df, task)
        shape = Shape(shipped.rubric, items=items, states=states)
        gathered = df.mapInArrow(work(task.apart), df.schema).toArrow() if are_apart else schema.empty_table()
        apart = Apart.of(task, gathered)
        task = _compared(df, task, apart)
        others, problems, asked = apart.scored(task)
        rows = df.mapInArrow(work(task.scored), shape.rows)
        if others is not None:
            rows = rows.unionByName(df.sparkSession.createDataFrame(others, shape.rows))
        compared = task.compared.asking(asked)
        return SparkAssessment(shape, rows, tuple(problems), compared, shipped, partial(_together, df, task), language)


def _together(df: DataFrame, task: Task, ids: Sequence[str]) -> ColumnAssessment:
    """Some units, with all their rows, scored on the driver."""
    chosen = partial(task.chosen, frozenset(map(folded, ids)))
    with quietly():
        return task.together(df.mapInArrow(work(chosen), df.schema).toArrow())


def _compared(df: DataFrame, task: Task, apart: Apart) -> Task:
    """With the groups that results look at."""
    if not task.rubric.compares:
        return task

    def counting(found: Compared) -> DataFrame:
        return df.mapInArrow(work(replace(task, compared=found).counted), COUNTS)

    found = made_of(task.rubric, counting, lambda found: apart.counts(replace(task, compared=found)))
    return replace(task, compared=found)


def _schema(df: DataFrame) -> Any:
    from pyspark.sql.pandas.types import to_arrow_schema

    return to_arrow_schema(df.schema)


def _surveyed(df: DataFrame, task: Task) -> tuple[Task, bool]:
    """What the whole table says of its units; and whether any of its rows are to be gathered together."""
    from pyspark.sql import functions as f

    own = [f"`{column.replace('`', '``')}`" for column in task.known.own.values()]
    marks = df.select(*own).mapInArrow(work(task.told), _MARKS)
    found = marks.groupBy("class", "flags").agg(f.count(f.lit(1)).alias("units")).collect()
    flags = {row["flags"] for row in found}
    if any(flag & DIVIDING for flag in flags):
        refuse(phrase("columns.why.layers_or_years"))
    lists = any(flag & DESCRIBING for flag in flags)
    apart = sum(row["units"] for row in found if row["flags"] & IRREGULAR or (lists and not row["flags"] & DESCRIBING))
    if apart > MOST_APART:
        refuse(phrase("spark.why.apart", most=str(MOST_APART)))
    known = replace(task.known, lists=lists, entangled=_entangled(marks, task.known))
    units = {
        name: sum(row["units"] for row in found if row["class"] == name) for name in {row["class"] for row in found}
    }
    odd = any(flag & IRREGULAR for flag in flags) or len({flag & DESCRIBING for flag in flags}) > 1
    return replace(task, known=known), bool(known.entangled) or odd or 1 in units.values()


def _entangled(marks: DataFrame, known: Known) -> frozenset[str]:
    """The ids that stand twice, and those of units that stand above themselves."""
    from pyspark.sql import functions as f

    named = marks.where(f.col("id") != "")
    twice = named.groupBy("id").count().where(f.col("count") > 1).select("id").limit(MOST_APART + 1).collect()
    if len(twice) > MOST_APART:
        refuse(phrase("spark.why.apart", most=str(MOST_APART)))
    return frozenset(row["id"] for row in twice) | (_circling(named) if "parent" in known.own else frozenset())


def _circling(named: DataFrame) -> frozenset[str]:
    """The units that stand above themselves: each of them stands above some unit, so only those are looked at."""
    from pyspark.sql import functions as f

    below = named.where(f.col("parent") != "")
    above = below.select(f.col("parent").alias("_above")).distinct()
    kin = below.join(above, f.col("id") == f.col("_above"), "left_semi").select("id", "parent")
    return frozenset(rings({row["id"]: row["parent"] for row in kin.toLocalIterator()}))
