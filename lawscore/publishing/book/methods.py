"""The last sheet: what the result rests on, how it is verified, how points come to grades and ranks, what each column holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lawscore.office.below import sections
from lawscore.publishing.book import facts, items, lists, matrix, parameters, standings
from lawscore.publishing.book.cells import Cell, Row
from lawscore.publishing.book.columns import Column, blank
from lawscore.publishing.book.looks import FREE_LONG, HEAD, LABEL, SECTION
from lawscore.publishing.book.sheet import Sheet
from lawscore.publishing.report import Report

#: The columns of every sheet that is a list, as the code has them: what stands on the sheet and in the documentation.
LISTS: Final[Mapping[str, Sequence[Column[Any]]]] = {
    "standings": (*standings.COLUMNS, *standings.EARLIER, *standings.NOTES),
    "indicators": (*matrix.COLUMNS, matrix.CLASS, matrix.TOTAL),
    "exacts": (*matrix.COLUMNS, matrix.CLASS, matrix.TOTAL_EXACT),
    "items": items.COLUMNS,
    "facts": facts.COLUMNS,
    "records": facts.RECORDS,
    "owed": lists.OWED,
    "adjustments": lists.ADJUSTMENTS,
    "parameters": parameters.COLUMNS,
    "problems": lists.PROBLEMS,
}


def methods(report: Report, keys: Sequence[str]) -> Sheet:
    """The sheet; `keys` are those of the other sheets that there are."""
    rows = [*_provenance(report), [], *_rules(report), *_columns(report, keys)]
    columns = [blank(24), blank(96), blank(30)]
    return Sheet(key="methods", report=report, columns=columns, rows=rows, count=len(rows), listed=False)


def _provenance(report: Report) -> Iterator[Row]:
    result = report.result
    made = result.provenance
    facts_ = {
        "rubric": report.name,
        "digest": result.rubric.digest,
        "others": "\n".join(f"{one.id}@{one.version} {one.digest}" for one in result.rubric.others),
        "submissions": "" if made is None else made.submissions,
        "calendar": "" if made is None else made.calendar or "",
        "lawscore": result.lawscore,
        "calculation": str(result.calculation),
        "rounding": report.say(
            "book.rounding", places=str(report.shown.places), mode=report.say(f"round.{report.shown.mode}")
        ),
        "verify": report.say("book.verify"),
    }
    yield [Cell(report.say("book.methods.provenance"), SECTION)]
    for key, told in facts_.items():
        if told:
            yield [Cell(report.say(f"book.fact.{key}"), LABEL), Cell(told, FREE_LONG)]


def _rules(report: Report) -> Iterator[Row]:
    """Vetoes, grades, ranking, results beside the total, notes and basis, as the printed table tells them."""
    for section in sections(report.rubric, report.language):
        yield [Cell(section.title, SECTION)]
        for line in section.lines:
            yield [None, Cell(line, FREE_LONG)]
        for row in section.rows:
            yield [row[0], Cell("\n".join((row[1], *row[3:])), FREE_LONG), Cell(row[2], FREE_LONG)]
        yield []


def _columns(report: Report, keys: Sequence[str]) -> Iterator[Row]:
    """Which column holds what."""
    yield [Cell(report.say("book.methods.columns"), SECTION)]
    yield [Cell(report.say(f"book.methods.{key}"), HEAD) for key in ("sheet", "column", "how")]
    for key in keys:
        for column in LISTS.get(key, ()):
            heading = report.say(f"book.column.{column.key}")
            yield [report.say(f"book.sheet.{key}"), heading, report.say(f"book.kind.{column.kind}")]
