"""One run from Parquet files to Parquet files: what the command does on Spark."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.columns.folder import put_in_place
from lawscore.columns.results import Stats
from lawscore.columns.unfinished import RUN, clear, must_be_free, unfinished_of
from lawscore.rubric.bound import Rubric
from lawscore.spark.assessing import assess
from lawscore.spark.result import SparkAssessment
from lawscore.spark.session import session
from lawscore.submission.gathering import Gathered
from lawscore.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: The tables that are written, each as a folder with a part for each task.
TABLES: Final = ("scores", "states", "items", "standings", "problems")
#: So many problems are told beside the tables, the severest first.
_MOST_TOLD: Final = 20
_SEVEREST: Final = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run beside the tables: how many units in which state, how many problems, and some of them."""

    units: int
    states: Mapping[str, int]
    problems: Mapping[str, int]
    told: Sequence[Mapping[str, Any]]
    stats: Stats


def run(
    rubric: Rubric,
    paths: Sequence[str],
    master: str,
    folder: Path,
    *,
    beside: Gathered | None = None,
    ranks: bool = True,
    language: Language = "zh",
    settings: Mapping[str, str] | None = None,
) -> Ran:
    """Score Parquet files of units on a Spark master into a folder, which takes its name when all of it is there.

    Paths may be of any file system that the cluster knows. Raises `QuestionError` for what cannot be done on Spark, and
    `FileExistsError` where the folder holds anything but results of an earlier run.
    """
    unfinished = unfinished_of(folder)
    must_be_free(folder)
    clear(unfinished)
    with session(master, settings) as spark:
        df = spark.read.parquet(*paths)
        name = paths[0] if len(paths) == 1 else Path(paths[0]).parent.name
        with assess(
            df, rubric, beside=beside, items=True, states=True, ranks=ranks, language=language, name=name
        ) as found:
            for table, written in _tables(found).items():
                written.write.parquet(str(unfinished / table))
            ran = _told(found)
    _finish(rubric, folder, unfinished, ran, ranks=ranks, language=language)
    return ran


def _tables(found: SparkAssessment) -> dict[str, DataFrame]:
    tables = {"scores": found.units, "states": found.states, "items": found.items, "problems": found.problems}
    return {**tables, "standings": found.standings} if found.shape.rubric.standings else tables


def _told(found: SparkAssessment) -> Ran:
    from pyspark.sql import functions as f

    states = {row["state"]: row["count"] for row in found.rows.groupBy("state").count().collect()}
    problems = {row["severity"]: row["count"] for row in found.problems.groupBy("severity").count().collect()}
    order = f.array_position(f.array(*map(f.lit, _SEVEREST)), f.col("severity"))
    rows = found.problems.orderBy(order, "unit", "code", "column").limit(_MOST_TOLD).collect() if problems else []
    told = [row.asDict() for row in rows]
    return Ran(sum(states.values()), Counter(states), Counter(problems), told, found.stats)


def _finish(rubric: Rubric, folder: Path, unfinished: Path, ran: Ran, *, ranks: bool, language: Language) -> None:
    """Write what the run was, by which it can be doubted and repeated, and give the folder its name."""
    described = {
        "lawscore": __version__,
        "rubric": rubric.name,
        "digest": rubric.digest,
        "language": language,
        "engine": "spark",
        "ranks": ranks,
        "units": ran.units,
        "states": dict(sorted(ran.states.items())),
        "problems": dict(sorted(ran.problems.items())),
        "by_columns": ran.stats.by_columns,
        "one_by_one": dict(ran.stats.one_by_one),
        "tables": sorted(path.name for path in unfinished.iterdir()),
    }
    (unfinished / RUN).write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    put_in_place(unfinished, folder)
