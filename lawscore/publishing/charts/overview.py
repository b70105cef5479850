"""The totals of very many units by group: lowest, highest, the middle half, the median."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from lawscore.publishing.charts.figures import Spread, spread
from lawscore.publishing.charts.labels import wrapped
from lawscore.publishing.charts.plan import MOST_GROUPS, Plan, groups_of, named, sentences
from lawscore.publishing.charts.scale import scale_over
from lawscore.publishing.charts.sheet import LINE, SIZE, SMALL, WIDTH, Bar, Dot, Label, Mark, Rule, Sheet
from lawscore.publishing.report import Group, Report
from lawscore.reports.signs import minus_sign

_LEFT: Final = 210
_RIGHT: Final = WIDTH - 72
_HEAD: Final = 30
_STEPS: Final = 6
_MOST_GROUPS: Final = 60


def overview_plan(report: Report, title: str) -> Plan:
    """A row for each group that has a final unit."""
    spreads = [(group, spread(_totals(group))) for group in groups_of(report, _MOST_GROUPS)]
    rows = [(group, found) for group, found in spreads if found is not None]
    scale = scale_over([end for _, found in rows for end in (found.low, found.high)], _STEPS)
    if scale is None:
        return Plan("standings", title, report.say("chart.nothing_final"))
    marks: list[Mark] = [
        Label(report.say("chart.overview_legend"), 12, x=WIDTH - 8, align="right", ink="soft", size=SMALL)
    ]
    y = float(_HEAD)
    for group, found in rows:
        lines = wrapped(_label(group, report), (_LEFT - 20) / SIZE, 2)
        height = LINE * len(lines) + 12
        for place, line in enumerate(lines):
            marks.append(Label(line, y + height / 2 + LINE * (place - (len(lines) - 1) / 2), x=8))
        marks.extend(_row(found, y + height / 2))
        marks.append(Label(_text(found.median, report), y + height / 2, x=WIDTH - 8, align="right"))
        y += height
    told = sentences(_findings(rows, report), report)
    sheet = Sheet(height=y + 26, left=_LEFT, right=_RIGHT, scale=scale, marks=marks, top=_HEAD, bottom=y)
    return Plan("standings", title, told, sheet)


def _findings(rows: Sequence[tuple[Group, Spread]], report: Report) -> Iterator[str]:
    """Each group; of many the one with the highest and the one with the lowest median."""
    if len(rows) > MOST_GROUPS:
        yield report.say("chart.overview_groups", count=str(len(rows)))
        ordered = sorted(rows, key=lambda row: row[1].median)
        rows = (ordered[-1], ordered[0])
    for group, found in rows:
        yield _told(group, found, report)


def _row(found: Spread, y: float) -> Iterator[Mark]:
    yield Rule(found.low, found.high, y, y, "mark")
    yield Bar(found.first, found.third, y - 5, y + 5, "spread")
    yield Dot(found.median, y, "mean", 70, "diamond")


def _label(group: Group, report: Report) -> str:
    return f"{named(group, report)} · {report.say('chart.units', count=str(len(_totals(group))))}"


def _text(value: Fraction, report: Report) -> str:
    return minus_sign(report.shown.text(value))


def _told(group: Group, found: Spread, report: Report) -> str:
    figures = {name: _text(getattr(found, name), report) for name in ("low", "first", "median", "third", "high")}
    return report.say("chart.overview_told", group=named(group, report), count=str(len(_totals(group))), **figures)


def _totals(group: Group) -> list[Fraction]:
    return [card.score for card in group.final if card.score is not None]
