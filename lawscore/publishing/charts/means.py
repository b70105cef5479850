"""The means of the indicators of the top level: of each group the mean, and from the lowest to the highest unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final

from lawscore.numbers import ONE, ZERO, Rounding
from lawscore.publishing.charts.labels import cut, short, wrapped
from lawscore.publishing.charts.plan import Plan, everybody, groups_of, named
from lawscore.publishing.charts.scale import Scale, scale_over
from lawscore.publishing.charts.shares import Won, has_points, shown_headings, won
from lawscore.publishing.charts.sheet import LINE, SIZE, SMALL, WIDTH, Bar, Dot, Label, Mark, Sheet
from lawscore.publishing.report import Report
from lawscore.reports.signs import minus_sign

_LEFT: Final = 210
_RIGHT: Final = WIDTH - 76
_HEAD: Final = 30
_ROW: Final = 22
_MOST_ROWS: Final = 72
_STEPS: Final = 6
_PERCENT: Final = Rounding(1)
#: How many of the weakest indicators the description names.
_NAMED: Final = 3


def means_plan(report: Report) -> Plan:
    """Shares of points, or scores where no indicator has points."""
    headings = shown_headings(report)
    groups = groups_of(report)
    if len(groups) * len(headings) > _MOST_ROWS:
        groups = [everybody(report)]
    found = list(won(headings, groups))
    told = _Told(report, by_points=has_points(headings))
    scale = told.scale([one for one in found if one.spread is not None])
    if scale is None:
        return Plan("means", told.title, report.say("chart.nothing_scored"))
    marks: list[Mark] = [Label(told.legend, 12, x=WIDTH - 8, align="right", ink="soft", size=SMALL)]
    y = float(_HEAD)
    for _, rows in groupby(found, key=lambda one: one.heading.id):
        block = _scored_rows(list(rows))
        marks.extend(_block(block, y, told))
        y += _height(block)
    times, unit = (100, "%") if told.by_points else (1, "")
    sheet = Sheet(
        height=y + 26, left=_LEFT, right=_RIGHT, scale=scale, marks=marks, top=_HEAD, bottom=y, unit=unit, times=times
    )
    return Plan("means", told.title, told.sentences(found), sheet)


def _scored_rows(rows: Sequence[Won]) -> Sequence[Won]:
    """Without groups to which the indicator does not apply; one row at least."""
    return [one for one in rows if one.spread is not None] or rows[:1]


def _block(rows: Sequence[Won], top: float, told: _Told) -> Iterator[Mark]:
    """An indicator: its title beside its row, or above the rows of its groups."""
    lines = _title(rows)
    if _alone(rows):
        middle = top + _height(rows) / 2
        for place, line in enumerate(lines):
            yield Label(line, middle + LINE * (place - (len(lines) - 1) / 2), x=8)
        yield from _row(rows[0], middle, told)
        return
    for place, line in enumerate(lines):
        yield Label(line, top + 12 + LINE * place, x=8, bold=True)
    for place, row in enumerate(rows):
        y = top + LINE * len(lines) + 8 + _ROW * (place + 0.4)
        yield Label(cut(named(row.group, told.report), (_LEFT - 34) / SIZE), y, x=20)
        yield from _row(row, y, told)


def _alone(rows: Sequence[Won]) -> bool:
    """Whether all units are one group: then its name says nothing."""
    return len(rows) == 1 and not rows[0].group.id


def _title(rows: Sequence[Won]) -> tuple[str, ...]:
    room = (_LEFT - 20) / SIZE if _alone(rows) else (WIDTH - 16) / (SIZE * 1.08)
    return wrapped(rows[0].heading.label, room, 2)


def _height(rows: Sequence[Won]) -> float:
    title = LINE * len(_title(rows))
    return title + 12 if _alone(rows) else title + 10 + _ROW * len(rows)


def _row(row: Won, y: float, told: _Told) -> Iterator[Mark]:
    if row.spread is not None:
        yield Bar(row.spread.low, row.spread.high, y - 3, y + 3, "spread")
        yield Dot(row.spread.mean, y, "mean", 70, "diamond")
    yield Label(told.mean(row), y, x=WIDTH - 8, align="right", ink="text" if row.spread else "soft")


class _Told:
    """How figures are written, and the chart in words."""

    def __init__(self, report: Report, *, by_points: bool) -> None:
        self.report = report
        self.by_points = by_points
        self.title = report.say("chart.means" if by_points else "chart.means_of_scores")
        self.legend = report.say("chart.means_legend")

    def scale(self, found: Sequence[Won]) -> Scale | None:
        """From nothing to all of the points, further where units fell below or rose above; or over the scores."""
        spreads = [one.spread for one in found if one.spread is not None]
        ends = [end for one in spreads for end in (one.low, one.high)]
        if self.by_points and ends:
            return scale_over([ZERO, ONE, *ends], _STEPS, Fraction(1, 100))
        return scale_over(ends, _STEPS)

    def mean(self, row: Won) -> str:
        """The mean as it stands beside the row."""
        return "—" if row.spread is None else self.figure(row.spread.mean, row)

    def figure(self, value: Fraction, row: Won) -> str:
        """A share in percent, or a score."""
        text = _PERCENT.text(value * 100) + "%" if self.by_points else row.heading.shown.text(value)
        return minus_sign(text)

    def sentences(self, found: Sequence[Won]) -> str:
        """The lowest and the highest means: what a reader of the picture would see first."""
        scored = [(one.spread.mean, one) for one in found if one.spread is not None]
        ordered = [one for _, one in sorted(scored, key=lambda pair: pair[0])]
        if len(ordered) <= 2 * _NAMED:
            return self.report.say("chart.means_all", means=self._listed(ordered))
        lowest, highest = ordered[:_NAMED], ordered[: -_NAMED - 1 : -1]
        return self.report.say("chart.means_told", lowest=self._listed(lowest), highest=self._listed(highest))

    def _listed(self, rows: Sequence[Won]) -> str:
        return self.report.say("chart.between").join(map(self._sentence, rows))

    def _sentence(self, row: Won) -> str:
        assert row.spread is not None
        low, mean, high = (self.figure(one, row) for one in (row.spread.low, row.spread.mean, row.spread.high))
        key = "chart.mean_told_of" if row.group.id else "chart.mean_told"
        return self.report.say(
            key, indicator=short(row.heading.label), group=named(row.group, self.report), low=low, mean=mean, high=high
        )
