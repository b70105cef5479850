"""How the totals are distributed: of each group how many units lie in each step of the scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from lawscore.numbers import plain_text
from lawscore.publishing.charts.figures import Bin, bins, scale_of_bins
from lawscore.publishing.charts.labels import cut
from lawscore.publishing.charts.plan import Plan, groups_of, named, sentences
from lawscore.publishing.charts.scale import Scale
from lawscore.publishing.charts.sheet import SIZE, SMALL, WIDTH, Bar, Dot, Label, Mark, Rule, Sheet
from lawscore.publishing.means import mean
from lawscore.publishing.report import Group, Report
from lawscore.reports.signs import minus_sign

_LEFT: Final = 16
_RIGHT: Final = WIDTH - 16
_HEAD: Final = 34
_BARS: Final = 84
#: The bars of a lone group are higher.
_HIGH: Final = 150
_FOOT: Final = 30
_GAP: Final = Fraction(1, 20)


def distribution_plan(report: Report) -> Plan:
    """The bins of each group's final totals."""
    title = report.say("chart.distribution")
    totals = [card.printed for card in report.units if card.printed is not None]
    scale = scale_of_bins(totals, report.rubric.root.points)
    if scale is None:
        return Plan("distribution", title, report.say("chart.nothing_final" if not totals else "chart.too_large"))
    groups = [group for group in groups_of(report) if group.final]
    told = [_told(group, scale, report) for group in groups]
    left_out = len(report.units) - len(totals)
    if left_out:
        told.append(report.say("chart.not_final", count=str(left_out)))
    told.append(report.say("chart.half_open" if len(groups) == 1 else "chart.half_open_groups"))
    return Plan("distribution", title, sentences(told, report), _sheet(groups, scale, report))


def _sheet(groups: Sequence[Group], scale: Scale, report: Report) -> Sheet:
    high = _HIGH if len(groups) == 1 else _BARS
    row = _HEAD + high + 14
    marks = [mark for place, group in enumerate(groups) for mark in _row(group, place * row, high, scale, report)]
    bottom = row * len(groups)
    marks.append(
        Label(report.say("chart.half_open_axis"), bottom + _FOOT, x=WIDTH / 2, align="center", ink="soft", size=SMALL)
    )
    return Sheet(
        height=bottom + _FOOT + 12, left=_LEFT, right=_RIGHT, scale=scale, marks=marks, top=_HEAD, bottom=bottom
    )


def _row(group: Group, top: float, high: float, scale: Scale, report: Report) -> Iterator[Mark]:
    """A line of head, the bars with their counts, the mean below them."""
    totals = _totals(group)
    middle = mean([card.score for card in group.cards if card.score is not None])
    assert middle is not None
    found = list(bins(totals, scale))
    floor = top + _HEAD + high
    most = max(one.count for one in found)
    count = report.say("chart.units_mean", count=str(len(totals)), mean=minus_sign(report.shown.text(middle)))
    yield Label(cut(named(group, report), 26), top + 14, x=_LEFT, bold=True)
    yield Label(count, top + 14, x=_RIGHT, align="right", ink="soft", size=SMALL)
    for one in found:
        if one.count:
            yield _bar(one, floor, (high - 16) * one.count / most, scale)
    for one in found:
        if one.count:
            above = floor - (high - 16) * one.count / most - 9
            yield Label(str(one.count), above, (one.begin + one.end) / 2, 0, "center", size=SIZE)
    yield Rule(scale.low, scale.high, floor, floor, "soft", 1)
    yield Dot(middle, floor + 7, "mean", 55, "diamond")


def _bar(one: Bin, floor: float, height: float, scale: Scale) -> Bar:
    gap = scale.step * _GAP
    return Bar(one.begin + gap, one.end - gap, floor - height, floor)


def _told(group: Group, scale: Scale, report: Report) -> str:
    totals = _totals(group)
    middle = mean([card.score for card in group.cards if card.score is not None])
    assert middle is not None
    low, high, told = (minus_sign(report.shown.text(value)) for value in (min(totals), max(totals), middle))
    facts = {"group": named(group, report), "count": str(len(totals)), "low": low, "high": high, "mean": told}
    if min(totals) == max(totals):
        return report.say("chart.distribution_equal", **facts)
    return report.say("chart.distribution_told", **facts, fullest=_fullest(list(bins(totals, scale)), report))


def _fullest(found: Sequence[Bin], report: Report) -> str:
    """The fullest step, where there is one."""
    most = max(one.count for one in found)
    fullest = [one for one in found if one.count == most]
    if len(fullest) > 1:
        return ""
    begin, end = (minus_sign(plain_text(one)) for one in (fullest[0].begin, fullest[0].end))
    return report.say("chart.fullest", begin=begin, end=end, count=str(most))


def _totals(group: Group) -> list[Fraction]:
    """The totals as they are shown."""
    return [card.printed for card in group.cards if card.printed is not None]
