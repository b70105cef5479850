"""What cannot be done on Spark, said before any work is: nothing is scored in another way than on one machine."""

from __future__ import annotations

from typing import Any, Final

from lawscore.catalogue import Phrase, phrase
from lawscore.columns.assess import prepare
from lawscore.columns.sources import source_of
from lawscore.problems import Problem, QuestionError
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered

#: So many rows may have to be gathered together on the driver.
MOST_APART: Final = 200_000


def must_be_possible(rubric: Rubric, schema: Any, beside: Gathered | None) -> None:
    """Raise `QuestionError` where units of such a table cannot be scored under a rubric on Spark."""
    why = prepare(rubric, source_of(schema.empty_table()), beside)
    if isinstance(why, str):
        refuse(phrase("spark.why.form", why=phrase(f"columns.why.{why}")))


def refuse(*reasons: Phrase) -> None:
    """Say that it cannot be done on Spark."""
    raise QuestionError([Problem(code="spark_cannot", facts={"why": reason}) for reason in reasons])
