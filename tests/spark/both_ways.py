"""The same table scored on Spark and on one machine; everything that is said of any unit must be the same."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from lawscore.catalogue import say
from lawscore.columns.arrow import Columns
from lawscore.columns.assess import assess_table
from lawscore.columns.results import ColumnAssessment
from lawscore.facts.card import Card, Standing
from lawscore.rubric.bound import Rubric
from lawscore.spark import SparkAssessment
from lawscore.spark.layout import ITEM, UNIT
from lawscore.spark.telling import ids_of, told

STANDING = ("rank", "tied", "overall", "overall_tied", "grade")
_NOTE = "；"


def agree(rubric: Rubric, table: Any, found: SparkAssessment, *, items: bool = True) -> ColumnAssessment:
    """Compare all tables of a result with the columns of one machine."""
    expected = assess_table(rubric, table)
    columns = Columns(rubric, "exact", "en")
    units = [row for part in expected.parts for row in columns.scores(part).to_pylist()]
    theirs = {row["unit"]: row for row in _rows(found.units)}
    names = [*UNIT, *found.shape.names.values()]
    assert {unit: tuple(row[name] for name in names) for unit, row in theirs.items()} == {
        row["unit"]: tuple(row.values()) for row in units
    }
    for card in expected:
        row = theirs[card.unit.id]
        assert row["shown"] == (None if card.score is None else card.shown.text(card.score))
        ratio = None if row["numerator"] is None else Fraction(row["numerator"], row["denominator"])
        assert ratio == card.score
    states = [row for part in expected.parts for row in columns.states(part).to_pylist()]
    assert states_of(found) == {row["unit"]: tuple(row.values()) for row in states}
    if items:
        each = [row for part in expected.parts for row in columns.items(part).to_pylist()]
        assert items_of(found) == _by_unit(each)
    assert standings_of(found) == {key: one for card in expected for key, one in _standings(rubric, card)}
    rows = table.column("unit")
    assert problems_of(found) == Counter(
        (unit, row["code"], row["severity"], row["column"], row["sentence"], row["hint"])
        for unit, row in told(expected.problems, ids_of(rows), "en")
    )
    return expected


def states_of(found: SparkAssessment) -> dict[str, tuple[Any, ...]]:
    return {row["unit"]: tuple(row.values()) for row in _rows(found.states)}


def items_of(found: SparkAssessment) -> dict[str, list[tuple[Any, ...]]]:
    return _by_unit(sorted(_rows(found.items), key=lambda row: row["place"]))


def standings_of(found: SparkAssessment) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {
        (row["unit"], row["result"]): (row["class"], *(row[name] for name in STANDING), row["note"] or "")
        for row in _rows(found.standings)
    }


def problems_of(found: SparkAssessment) -> Counter[tuple[Any, ...]]:
    return Counter(
        tuple(row[name] for name in ("unit", "code", "severity", "column", "sentence", "hint"))
        for row in _rows(found.problems)
    )


def _rows(df: Any) -> list[dict[str, Any]]:
    return [row.asDict() for row in df.collect()]


def _by_unit(rows: list[dict[str, Any]]) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row["unit"], []).append(tuple(row[name] for name in ITEM))
    return found


def _standings(rubric: Rubric, card: Card) -> list[tuple[tuple[str, str], tuple[Any, ...]]]:
    every = {"": card.standing, **{one.id: one.standing for one in (*card.nodes, *card.also)}}
    return [((card.unit.id, bound.id), (card.unit.unit_class, *_told(every[bound.id]))) for bound in rubric.standings]


def _told(standing: Standing) -> tuple[Any, ...]:
    return *(getattr(standing, name) for name in STANDING), _NOTE.join(say(note, "en") for note in standing.notes)
