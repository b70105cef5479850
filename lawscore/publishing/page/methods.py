"""The end of the page: how points come together, what was done with them, and what the result was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lawscore.classes import dataclass
from lawscore.office.table import POINTS, Printed, Section
from lawscore.office.tabling import printed
from lawscore.publishing.page.overview import Grid
from lawscore.publishing.page.tongues import Text, Tongues, both
from lawscore.publishing.ranked import ranked_otherwise
from lawscore.rubric.bound import Rubric

_COLUMNS = ("sentences", "basis", "remarks")


@dataclass(frozen=True, slots=True)
class Told:
    """A section of the rubric below its table: lines, or a small table."""

    title: Text
    lines: Sequence[Text]
    grid: Grid | None


@dataclass(frozen=True, slots=True)
class Methods:
    """The rules by indicator, what the rubric says besides, and what the result was made of."""

    rules: Grid
    sections: Sequence[Told]
    provenance: Sequence[tuple[Text, Text]]
    #: The lines of the sections on grades: limits and quotas.
    grades: Sequence[Text]


def methods(tongues: Tongues) -> Methods:
    """All of it."""
    papers = [printed(tongues.report.rubric, language) for language in tongues.languages]
    told = [_told(sections) for sections in zip(*(paper.sections for paper in papers), strict=True)]
    title = tongues.say("below.title.grades")
    grades = next((section.lines for section in told if section.title == title), ())
    return Methods(_rules(tongues, papers), told, tuple(_provenance(tongues)), grades)


def _rules(tongues: Tongues, papers: Sequence[Printed]) -> Grid:
    """Number, indicator with the branches above it, points, and the sentences."""
    names = [column for column in _COLUMNS if column in papers[0].columns]
    headers = [tongues.say(f"printed.column.{name}") for name in ("number", "level.only", POINTS, *names)]
    rows = [
        [
            rows[0].id, " › ".join([*(branch.title for branch in rows[0].branches), rows[0].title]),
            papers[0].cell(rows[0], POINTS), *(both(row.text(name) for row in rows) for name in names),
        ]
        for rows in zip(*(paper.rows for paper in papers), strict=True)
    ]  # fmt: skip
    return Grid(headers, rows)


def _told(sections: Sequence[Section]) -> Told:
    first = sections[0]
    lines = [both(texts) for texts in zip(*(one.lines for one in sections), strict=True)]
    if not first.headers:
        return Told(both(one.title for one in sections), lines, None)
    headers = [both(texts) for texts in zip(*(one.headers for one in sections), strict=True)]
    rows = [
        [both(texts) for texts in zip(*row, strict=True)] for row in zip(*(one.rows for one in sections), strict=True)
    ]
    return Told(both(one.title for one in sections), lines, Grid(headers, rows))


def _provenance(tongues: Tongues) -> Iterator[tuple[Text, Text]]:
    """What the result was made of and how it was rounded and ranked; the whole digests."""
    report, say = tongues.report, tongues.say
    result, rubric = report.result, report.rubric
    yield say("page.rubric"), tongues.tell(lambda one: one.name)
    yield say("page.digest_rubric"), result.rubric.digest
    for other in result.rubric.others:
        yield say("page.digest_other", rubric=f"{other.id}@{other.version}"), other.digest
    if result.provenance is not None:
        yield say("page.digest_data"), result.provenance.submissions
        if result.provenance.calendar is not None:
            yield say("page.digest_calendar"), result.provenance.calendar
    yield say("page.rounding"), _rounding(tongues, rubric)
    yield from _ranked(tongues)
    yield say("page.calculation"), say("page.calculation_told", version=str(result.calculation))
    yield say("page.lawscore"), result.lawscore
    yield say("page.verify"), say("page.verify_told")


def _rounding(tongues: Tongues, rubric: Rubric) -> Text:
    shown = rubric.root.shown
    mode = tongues.say(f"value.mode.{shown.mode}")
    return tongues.say("page.rounding_told", places=str(shown.places), mode=mode)


def _ranked(tongues: Tongues) -> Iterator[tuple[Text, Text]]:
    """How the totals were ranked, where it is otherwise than the rubric says."""
    if ranked_otherwise(tongues.report):
        yield tongues.say("page.ranked"), tongues.tell(ranked_otherwise)
