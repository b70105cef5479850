"""The tables of a report as CSV files: one row for each unit, indicator, item, value, problem."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from lawscore.publishing.report import Report
from lawscore.publishing.texts.columns import FILES, CsvFile
from lawscore.publishing.texts.fact_rows import fact_rows
from lawscore.publishing.texts.unit_rows import (
    Row,
    adjustment_rows,
    beside_rows,
    indicator_rows,
    item_rows,
    owed_rows,
    standing_rows,
)  # fmt: skip
from lawscore.publishing.visible import visible
from lawscore.reports.tables import inert

Rows: TypeAlias = Callable[[Report], Iterator[Row]]

#: Excel takes a file that begins with it for UTF-8.
_MARK: Final = "\ufeff"


def csv_files(report: Report) -> Iterator[tuple[str, bytes]]:
    """Each file by its name and its content: UTF-8 with a byte order mark, lines that end as RFC 4180 says.

    A file without rows has its first line, so that whoever reads them always finds the same files.
    """
    for name, rows in _ROWS.items():
        yield f"{name}.csv", _written(FILES[name], rows(report), report).encode()


def _written(file: CsvFile, rows: Iterable[Row], report: Report) -> str:
    stream = io.StringIO()
    stream.write(_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(file.heads(report.language))
    for row in rows:
        writer.writerow([inert(visible(row.get(key) or "")) for key in file.keys])
    return stream.getvalue()


def _problem_rows(report: Report) -> Iterator[Row]:
    for one in report.problems:
        yield {
            "severity": report.say(f"severity.{one.severity}"), "code": one.code, "where": one.where,
            "message": one.message, "hint": one.hint,
        }  # fmt: skip


_ROWS: Final[Mapping[str, Rows]] = {
    "standings": standing_rows,
    "beside": beside_rows,
    "indicators": indicator_rows,
    "items": item_rows,
    "facts": fact_rows,
    "owed": owed_rows,
    "adjustments": adjustment_rows,
    "problems": _problem_rows,
}
