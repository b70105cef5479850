"""What is counted in parts comes to the groups of the whole: as rows of texts, in whatever order they come back."""

from __future__ import annotations

import pickle
from datetime import date
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.columns.assess import assess_table
from lawscore.columns.groups import GroupPlan
from lawscore.spark.comparing import Compared
from lawscore.spark.counts import batch_of, read, read_counts, written
from lawscore.spark.scoring import Task
from lawscore.spark.shipped import Shipped
from lawscore.spark.who import known_of
from tests.spark.comparisons import RUBRIC, units_of
from tests.support import rubric_of
from tests.support_data import gathered

VALUES = st.one_of(st.text(st.characters(codec="utf-8")), st.booleans(), st.dates(), st.fractions())


@given(VALUES, VALUES)
def test_values_as_texts_are_equal_where_the_values_are(one, other):
    assert read(written(one)) == one
    assert type(read(written(one))) is type(one)
    assert (written(one) == written(other)) == (type(one) is type(other) and one == other)


def test_a_date_is_no_text():
    assert written(date(2023, 3, 1)) != written("2023-03-01")


def test_parts_that_are_counted_apart_score_as_the_whole():
    """Regular units only: those that are gathered on the driver need a cluster to be told from them."""
    chance = Random(3)
    table = units_of(26, 3).filter(pa.array([row not in {4, 5, 7, 11, 13, 14} for row in range(26)]))
    rows = list(range(len(table)))
    chance.shuffle(rows)
    parts = [table.take(rows[first::2]) for first in range(2)]
    task = Task(Shipped.of(RUBRIC), known_of(RUBRIC, table.schema, "table"))
    found = Compared()
    for level in GroupPlan(RUBRIC).levels:
        counted = Task(task.shipped, task.known, compared=found).counted
        batches = [batch for part in parts for batch in counted(part.to_batches())]
        chance.shuffle(batches)
        found = found.counted(level, [count for batch in batches for count in read_counts(batch)])
    scoring = Task(task.shipped, task.known, compared=found)
    scored = [scoring.assessed(part) for part in parts]
    cards = {card.unit.id: card for columns, _ in scored for card in columns}
    whole = assess_table(RUBRIC, table)
    for card in whole:
        assert [node.score for node in cards[card.unit.id].nodes] == [node.score for node in card.nodes]
        assert cards[card.unit.id].items == card.items
    asked = {mark for _, marks in scored for mark in marks}
    alone = [problem for problem in whole.problems if problem.code == "compared_with_nobody"]
    assert list(found.problems(RUBRIC, asked)) == alone
    assert batch_of([]).num_rows == 0


def test_figures_common_to_all_travel_with_the_task():
    rubric = rubric_of(
        "givens: {基准: number}\nfields: {数: number}\npoints: 9\nrules: [{deduct: 1, when: 数 < 基准, text: 低于基准}]"
    )
    beside = gathered("givens: {基准: 2}\n", rubric=rubric)
    table = pa.table({"unit": ["a", "b"], "数": [1, 3]})
    task = Task(Shipped.of(rubric), known_of(rubric, table.schema, "table"), beside=beside)
    arrived = pickle.loads(pytest.importorskip("pyspark.cloudpickle").dumps(task))
    rows = [row for batch in arrived.scored(table.to_batches()) for row in batch.to_pylist()]
    assert {row["unit"]: row["score"] for row in rows} == {"a": "8", "b": "9"}
