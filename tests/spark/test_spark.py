"""Scoring on a real cluster: the digits, items, ranks and problems of one machine, also where an executor dies in mid-job."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lawscore.columns.assess import assess_table
from lawscore.loading.rubrics import load_rubric
from lawscore.numbers import exact_or_none
from lawscore.problems import QuestionError
from lawscore.spark import assess, run
from lawscore.spark.quiet import quietly
from lawscore.spark.refusing import must_be_possible
from tests.columns.made_up_tables import table_of
from tests.property.strategies import Chance
from tests.spark.both_ways import agree
from tests.spark.comparisons import RUBRIC as COMPARISONS
from tests.spark.comparisons import units_of
from tests.support import rubric_of

#: One worker has them all, so that there is one cluster.
INDICATORS = """
classes: {a: 甲, b: 乙, c: 丙}
fields: {件数: count, 报备: yesno, 应办: {type: count, min: 1}, 已办: count, 报送日期: date}
indicators:
  - {id: a, points: 2, rules: [{deduct: 0.5, each: 件数, text: 每件扣0.5分}]}
  - {id: b, points: 2, rules: [{deduct: 1, when: not 报备, text: 没有报备}]}
  - {id: score, points: 3, rules: [{award: 3, in_proportion_to: 已办 / 应办}]}
points: 7
grades: {using: shown, bands: [{grade: 优, from: 5}, {grade: 良, else: true}]}
"""
#: All that a standing depends on stands in the results and the class.
RATIOS = rubric_of(
    INDICATORS
    + """
ranking: {within: class, using: exact, overall: true, ties: [{higher: a}, {lower: id}]}
"""
)
#: Here also vetoes, fields that may be owed, and a grade that only some may have.
CHAINED = rubric_of(
    INDICATORS.replace(
        "true}]}", "true}], quota: {优: {at_most: 10%, within: class, fraction: up, tie_at_cut: let_in}}}"
    )
    + """
vetoes: [{id: v, when: 件数 >= 6, text: 件数过多, effect: {grade_at_most: 良}}]
ranking:
  within: class
  using: exact
  overall: true
  vetoed: last
  ties: [{fewer: vetoes}, {lower: 报送日期}, {higher: b}]
also:
  - {id: 两项, members: [a, b], ranking: {within: all, using: shown, better: lower, method: dense}}
"""
)
DAYS = [None, "2023-03-01", "2023-03-02"]


def villages(count: int) -> pa.Table:
    """A table with all that may be wrong with who its units are, and some wrong values."""
    rows = range(count)
    return pa.table({
        "unit": [_id(row, count) for row in rows],
        "class": [("a", "b", "a", "c")[row % 4] if row % 41 else "没有" for row in rows],
        "件数": [str(row % 7) if row % 29 else "许多" for row in rows],
        "报备": [row % 3 > 0 for row in rows],
        "应办": [7 + row % 5 for row in rows],
        "已办": [row % 6 for row in rows],
        "报送日期": [DAYS[row % 3] if row % 11 else DAYS[1] for row in rows],
    })  # fmt: skip


def _id(row: int, count: int) -> str:
    if row == count // 2:
        return "Ｕ007 "  # the same as u007
    return "" if row == count - 3 else f"U{row:03}"


def spread(cluster: Any, table: pa.Table, parts: int = 3) -> Any:
    with quietly():
        return cluster.createDataFrame(table).repartition(parts)


def test_ratios_ties_and_dirty_rosters(cluster):
    table = villages(200)
    with assess(spread(cluster, table), CHAINED, items=True, states=True, language="en") as found:
        expected = agree(CHAINED, table, found)
        assert found.stats.by_columns == expected.stats.by_columns
        assert dict(found.stats.one_by_one) == dict(expected.stats.one_by_one)


def test_a_real_rubric(cluster, tmp_path):
    rubric = load_rubric("rubrics/village/2023.1.yaml")
    pq.write_table(table_of(Chance(Random(7)), rubric, 60, dirty=False), tmp_path / "villages.parquet")
    df = cluster.read.parquet(str(tmp_path / "villages.parquet"))
    with assess(df, rubric, items=True, states=True, language="en") as found:
        agree(rubric, df.toArrow(), found)


def test_rules_that_compare_units(cluster):
    """All forms at once, over units of which some stand twice, above themselves, outside the roster, or gave nothing."""
    table = units_of(40, 1)
    with assess(spread(cluster, table, 2), COMPARISONS, items=True, states=True, language="en") as found:
        expected = agree(COMPARISONS, table, found)
    assert "compared_with_nobody" in {problem.code for problem in expected.problems}


# --- an executor dies -----------------------------------------------------------------------------------------------------


class Gate:
    """Holds the first two tasks of a job where they are until somebody opens it: by named pipes, so that nobody looks twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in range(2):
            os.mkfifo(folder / str(part))

    def task(self) -> Callable[[Iterable[Any]], Iterator[Any]]:
        """What runs in a task: a function that travels by itself, since executors do not know the tests."""
        folder = self.folder

        def held(batches: Iterable[Any]) -> Iterator[Any]:
            from pyspark import TaskContext

            if (folder / "armed").exists():
                (folder / str(TaskContext.get().partitionId())).read_text()
            yield from batches

        return held

    def arm(self) -> None:
        (self.folder / "armed").touch()

    def wait(self) -> list[Any]:
        """Wait until both tasks have come; they stay until what is returned is closed."""
        return [(self.folder / str(part)).open("w") for part in range(2)]

    def disarm(self) -> None:
        """Whoever comes later, a task that is tried again, passes."""
        (self.folder / "armed").unlink()

    def release(self) -> None:
        """Let go of who waits for tasks that will not come."""
        for part in range(2):
            os.close(os.open(self.folder / str(part), os.O_RDONLY | os.O_NONBLOCK))


def executors(cluster: Any) -> set[int]:
    """The executors: children of the JVM that this test has started."""
    jvm = cluster.sparkContext._gateway.proc.pid
    found = set()
    for folder in Path("/proc").iterdir():
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text()
        except (OSError, ValueError, IndexError):
            continue
        if parent == jvm and "CoarseGrainedExecutorBackend" in command:
            found.add(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the processes of the cluster are found in /proc")
def test_an_executor_that_dies_in_mid_job_changes_nothing(cluster, tmp_path):
    table, gate = villages(400), Gate(tmp_path)
    with quietly():
        df = spread(cluster, table, 2)
        gated = df.mapInArrow(gate.task(), df.schema)
    with assess(gated, RATIOS, items=True, states=True, language="en") as found, ThreadPoolExecutor(1) as pool:
        gate.arm()
        job = pool.submit(found.rows.count)
        job.add_done_callback(lambda _: gate.release())
        held = gate.wait()
        before = executors(cluster)
        os.kill(min(before), signal.SIGKILL)
        gate.disarm()
        for pipe in held:
            pipe.close()
        assert job.result() == len(assess_table(RATIOS, table))
        assert min(before) not in executors(cluster)
        agree(RATIOS, table, found)


# --- files, and what cannot be done ----------------------------------------------------------------------------------------


def test_files_in_and_files_out(cluster, tmp_path):
    table = villages(60)
    (tmp_path / "data").mkdir()
    for part in range(2):
        pq.write_table(table.slice(part * 30, 30), tmp_path / "data" / f"{part}.parquet")
    (tmp_path / "out.part" / "scores").mkdir(parents=True)  # what a run left that was killed
    ran = run(RATIOS, [str(tmp_path / "data")], "local[1]", tmp_path / "out", language="en")
    expected = assess_table(RATIOS, table)
    tables = ("scores", "states", "items", "standings", "problems")
    written = {name: pq.read_table(tmp_path / "out" / name).to_pylist() for name in tables}
    assert {row["unit"]: row["score"] for row in written["scores"]} == {
        card.unit.id: exact_or_none(card.score) for card in expected
    }
    assert Counter(row["unit"] for row in written["items"]) == Counter(
        card.unit.id for card in expected for _ in card.items
    )
    assert {row["unit"]: row["rank"] for row in written["standings"]} == {card.unit.id: card.rank for card in expected}
    assert Counter(row["code"] for row in written["problems"]) == Counter(one.code for one in expected.problems)
    assert sum(ran.problems.values()) == len(expected.problems)
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["digest"] == RATIOS.digest
    assert ran.units == len(written["scores"]) == len(written["states"]) == sum(ran.states.values())
    assert not (tmp_path / "out.part").exists()


BELOW = """
fields: {件数: count}
measures: {和: {units: sum, of: 件数, below: this}}
indicators: [{id: a, points: 2, rules: [{award: 和}]}]
points: 2
"""
_CANNOT = "this cannot be scored on Spark: "


@pytest.mark.parametrize(
    ("text", "columns", "chinese", "english"),
    [
        (
            BELOW, ("unit", "件数"),
            "不能在 Spark 上计分：单位的得分取自其下级单位（`units`）；请在一台机器上计分",
            _CANNOT + "units are scored from the units below them (`units`); score on one machine",
        ),
        (
            INDICATORS, ("unit", "件数", "件数"),
            "不能在 Spark 上计分：数据表的列名重复或为空；请在一台机器上计分",
            _CANNOT + "names of columns stand twice or are blank; score on one machine",
        ),
    ],
    ids=["units below", "columns that stand twice"],
)  # fmt: skip
def test_what_cannot_be_done_is_said_before_anything_is(text, columns, chinese, english):
    with pytest.raises(QuestionError) as refused:
        must_be_possible(rubric_of(text), pa.schema([(name, pa.string()) for name in columns]), None)
    [problem] = refused.value.problems
    assert (problem.message("zh"), problem.message("en")) == (chinese, english)
