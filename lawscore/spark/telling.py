"""Problems as rows: a table that is spread over machines has no rows that could be counted, so unit and column say the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from lawscore.catalogue import Language, Phrase
from lawscore.problems import Problem

#: The id of a unit as it is written, None for a problem of none; and what there is to say.
Told: TypeAlias = tuple[str | None, dict[str, Any]]


def told(problems: Iterable[Problem], ids: Sequence[str], language: Language) -> Iterator[Told]:
    """Each problem as a row, with its unit; `ids` are those of the rows of the table."""
    known = frozenset(ids) if problems else frozenset()
    for problem in problems:
        line, path = problem.where.line, problem.where.path
        unit = ids[line - 1] if line else path[0] if path and path[0] in known else None
        yield (str(unit) if unit else None), row_of(problem, language)


def ids_of(column: Any) -> list[str]:
    """What stands in the column of ids, row by row."""
    return ["" if one is None else str(one).strip() for one in column.to_pylist()]


def row_of(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem as a row, without its unit."""
    problem = replace(problem, facts={name: _unplaced(fact) for name, fact in problem.facts.items()})
    spot = problem.where.spot
    return {
        "code": problem.code,
        "severity": problem.severity,
        "column": (spot.column or None) if spot is not None else None,
        "record": str(spot.record) if spot is not None and spot.record is not None else None,
        "sentence": problem.message(language),
        "hint": problem.hint_text(language) or None,
    }


def _unplaced(fact: object) -> object:
    """A place inside a sentence, without the number of a row."""
    if not isinstance(fact, Phrase) or fact.key != "where.spot":
        return fact
    parts = fact.facts.get("parts")
    kept = tuple(part for part in parts if not part.key.startswith("where.row")) if isinstance(parts, tuple) else ()
    facts: Mapping[str, object] = {**fact.facts, "parts": kept}
    return Phrase(fact.key, facts) if kept else str(fact.facts.get("file", ""))
