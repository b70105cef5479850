"""The versions of rubrics as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lawscore.catalogue import Language, phrase, say
from lawscore.loading.histories import History, Row
from lawscore.reports.tables import Table, headers
from lawscore.results.problem_part import problem_part

_KEYS: Final = ("rubric_id", "version", "status", "period", "supersedes", "superseded_by", "locked", "extends")


def versions_table(histories: Iterable[History], language: Language) -> Table:
    """One row for each version; of a file that cannot be read its name only."""
    rows = [_cells(history, row, language) for history in histories for row in history.rows]
    return Table(_KEYS, headers(_KEYS, language), rows, optional=frozenset({"locked", "extends"}))


def _cells(history: History, row: Row, language: Language) -> list[str]:
    version = row.version
    locked = say(phrase(f"locked.{row.locked}"), language)
    if version is None:
        return [history.id, row.head.path.stem, "", "", "", "", locked, ""]
    period = say(phrase("version.period", start=version.start, end=version.end), language)
    status = say(phrase(f"status.{version.status}"), language)
    later = say(phrase("version.listed", listed=row.superseded_by), language)
    return [version.id, version.version, status, period, version.supersedes or "", later, locked, version.extends or ""]


def versions_part(histories: Iterable[History], language: Language) -> dict[str, Any]:
    """The versions and what is wrong between them, as JSON has them."""
    listed = list(histories)
    return {
        "versions": [part for history in listed for part in _parts(history)],
        "problems": [problem_part(problem, language) for history in listed for problem in history.problems],
    }


def _parts(history: History) -> Iterator[dict[str, Any]]:
    for row in history.rows:
        version = row.version
        told: dict[str, Any] = {"id": history.id, "version": row.head.path.stem, "status": None, "period": None}
        if version is not None:
            period = {"from": version.start.isoformat(), "to": version.end.isoformat()}
            told |= {"id": version.id, "version": version.version, "status": version.status, "period": period}
        yield {
            **told,
            "supersedes": version.supersedes if version is not None else None,
            "superseded_by": list(row.superseded_by),
            "locked": row.locked or None,
            "extends": version.extends if version is not None else None,
            "file": str(row.head.path),
        }
