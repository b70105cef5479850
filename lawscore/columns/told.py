"""What is told of a delivery as a whole: its problems as a table, and the description of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lawscore.catalogue import Language
from lawscore.columns.orders import Order, manifest_of
from lawscore.columns.results import ColumnAssessment
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric


def problem_rows(problems: Sequence[Problem], language: Language) -> Any:
    """What was found wrong, a row for each."""
    import pyarrow as pa

    rows = [
        {
            "severity": problem.severity, "code": problem.code, "where": problem.where.told(language),
            "file": problem.where.file or None, "row": problem.where.line,
            "row_group": problem.where.spot.group if problem.where.spot is not None else None,
            "column": (problem.where.spot.column or None) if problem.where.spot is not None else None,
            "message": problem.message(language), "hint": problem.hint_text(language) or None,
        }
        for problem in problems
    ]  # fmt: skip
    return pa.RecordBatch.from_pylist(rows, pa.schema([(name, kind()) for name, kind in _problem_columns().items()]))


def _problem_columns() -> dict[str, Callable[[], Any]]:
    import pyarrow as pa

    texts = ("severity", "code", "where", "file", "row", "row_group", "column", "message", "hint")
    return {name: pa.int64 if name in ("row", "row_group") else pa.string for name in texts}


def description(
    rubric: Rubric, order: Order, found: ColumnAssessment, states: Mapping[str, int], problems: Sequence[Problem]
) -> dict[str, Any]:
    """The description of the run, by which it can be doubted and repeated: nothing of when, where or how fast."""
    at_the_end = ("standings", "problems") if rubric.standings else ("problems",)
    return {
        **manifest_of(order),
        "units": len(found),
        "states": dict(states),
        "by_columns": found.stats.by_columns,
        "one_by_one": dict(found.stats.one_by_one),
        "problems": dict(sorted(Counter(problem.severity for problem in problems).items())),
        "tables": [order.single] if order.single is not None else [*order.tables, *at_the_end],
    }
