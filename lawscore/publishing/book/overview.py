"""The first sheet: what was assessed, how many units of each state and grade, the means of each group, the other sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lawscore.publishing.book.cells import Cell, Row, exactly, figure, whole
from lawscore.publishing.book.columns import blank
from lawscore.publishing.book.looks import FREE, FREE_FIGURE, FREE_WORD, HEAD, LABEL, LINK, NOTE, SECTION
from lawscore.publishing.book.sheet import Sheet
from lawscore.publishing.ranked import ranked_otherwise
from lawscore.publishing.report import Group, Report

STATES: Final = ("final", "provisional", "not_assessed")
#: The row below the guide.
_FIRST: Final = 3
_WIDTHS: Final = (26, 12, 12, 12, 12, 12, 12, 12, 40)


class Listed(NamedTuple):
    """Another sheet: its tab, its key, how many rows it has."""

    title: str
    key: str
    rows: int


def overview(report: Report, sheets: Sequence[Listed]) -> Sheet:
    """The sheet."""
    rows = [*_facts(report), [], *_groups(report), [], *_grades(report)]
    links = {(_FIRST + len(rows) + 2 + place, 1): sheet.title for place, sheet in enumerate(sheets)}
    rows += list(_contents(report, sheets))
    return Sheet(
        key="overview", report=report, columns=[blank(width) for width in _WIDTHS], rows=rows, count=len(rows),
        links=links, listed=False,
    )  # fmt: skip


def _facts(report: Report) -> Iterator[Row]:
    """What stands above all numbers."""
    result, issued = report.result, report.rubric.document.issued
    layer = result.provenance.layer if result.provenance is not None else None
    facts = {
        "rubric": report.name,
        "period": result.period,
        "issued_by": issued.by or "",
        "issued_number": issued.number or "",
        "issued_on": "" if issued.on is None else issued.on.isoformat(),
        "issued_note": issued.note or "",
        "layer": "" if layer is None else report.say(f"layer.{layer}"),
        "ranked": ranked_otherwise(report),
        "earlier": "" if not report.earlier else f"{report.earlier.period} {report.earlier.rubric}",
        "digest": result.rubric.digest,
    }
    for key, told in facts.items():
        if told:
            yield [Cell(report.say(f"book.fact.{key}"), LABEL), told]
    yield [Cell(report.say("book.fact.units"), LABEL), Cell(whole(len(report.units)), FREE)]
    yield [Cell(report.say("book.fact.problems"), LABEL), Cell(whole(len(report.problems)), FREE)]


def _groups(report: Report) -> Iterator[Row]:
    """The units of each group by state, and their scores."""
    keys = ("group", "units", *STATES, "highest", "lowest", "mean", "mean_exact")
    yield [Cell(report.say("book.overview.groups"), SECTION)]
    yield [Cell(_head(report, key), HEAD) for key in keys]
    for group in report.groups:
        means, scores = report.means[group.id], [card.score for card in group.final if card.score is not None]
        shown = [figure(report.shown.text(one)) for one in (max(scores), min(scores))] if scores else [None, None]
        mean = None if means.total is None else figure(report.shown.text(means.total))
        yield [
            _name(report, group), _count(len(group.cards)), *(_count(group.count(state)) for state in STATES),
            *(Cell(one, FREE_FIGURE) for one in (*shown, mean)), Cell(exactly(means.total), NOTE),
        ]  # fmt: skip


def _head(report: Report, key: str) -> str:
    return report.say(f"state.{key}" if key in STATES else f"book.overview.{key}")


def _grades(report: Report) -> Iterator[Row]:
    """How many units of each group have each grade."""
    if not report.grades:
        return
    yield [Cell(report.say("book.overview.grades"), SECTION)]
    without = report.say("book.overview.without")
    yield [Cell(text, HEAD) for text in (report.say("book.overview.group"), *report.grades, without)]
    for group in report.groups:
        found: Mapping[str | None, int] = Counter(card.part.grade for card in group.cards)
        yield [_name(report, group), *(_count(found[grade]) for grade in (*report.grades, None))]
    yield []


def _name(report: Report, group: Group) -> str:
    return group.title or report.say("book.all")


def _count(number: int) -> Cell:
    return Cell(whole(number), FREE_WORD)


def _contents(report: Report, sheets: Sequence[Listed]) -> Iterator[Row]:
    """The other sheets, each a way to it."""
    yield [Cell(report.say("book.overview.sheets"), SECTION)]
    yield [Cell(report.say(f"book.overview.{key}"), HEAD) for key in ("sheet", "rows", "what")]
    for sheet in sheets:
        rows = Cell(whole(sheet.rows), FREE_WORD)
        yield [Cell(sheet.title, LINK), rows, Cell(report.say(f"book.what.{sheet.key}"), NOTE)]
