"""What cannot be done on Spark, said before any work is: nothing is scored in another way than on one machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lawscore.catalogue import Phrase, phrase
from lawscore.columns.assess import prepare
from lawscore.columns.sources import source_of
from lawscore.problems import Problem, QuestionError
from lawscore.rubric.bound import BoundStanding, Rubric
from lawscore.submission.gathering import Gathered

#: So many rows may have to be gathered together on the driver.
MOST_APART: Final = 200_000


def must_be_possible(rubric: Rubric, schema: Any, beside: Gathered | None, *, ranks: bool) -> None:
    """Raise `QuestionError` with all reasons why units of such a table cannot be scored under a rubric on Spark."""
    found = list(_rubric_or_table(rubric, schema, beside))
    if ranks:
        found += [reason for bound in rubric.standings for reason in _standing(bound)]
    if found:
        refuse(*{reason.key: reason for reason in found}.values())


def refuse(*reasons: Phrase) -> None:
    """Say that it cannot be done on Spark."""
    raise QuestionError([Problem(code="spark_cannot", facts={"why": reason}) for reason in reasons])


def _rubric_or_table(rubric: Rubric, schema: Any, beside: Gathered | None) -> Iterator[Phrase]:
    if rubric.looks_around or rubric.others:  # the rows of one task are not all units
        yield phrase("spark.why.looks_around")
        return
    why = prepare(rubric, source_of(schema.empty_table()), beside)
    if isinstance(why, str):
        yield phrase(f"columns.why.{why}")


def _standing(bound: BoundStanding) -> Iterator[Phrase]:
    ties = bound.ranking.ties if bound.ranking is not None else ()
    if any(tie.spec.countback is not None for tie in ties):
        yield phrase("spark.why.countback")
    if bound.grades is not None and bound.grades.quota:
        yield phrase("spark.why.quota")
