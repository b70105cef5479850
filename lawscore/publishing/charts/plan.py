"""What a chart is to show before it is drawn: its title, what it tells in words, and the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeAlias

from lawscore.classes import dataclass
from lawscore.publishing.charts.labels import short
from lawscore.publishing.charts.sheet import Sheet
from lawscore.publishing.report import Group, Report

Name: TypeAlias = Literal["distribution", "grades", "means", "standings"]

#: More groups than this are shown as one.
MOST_GROUPS: Final = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart of a report. Without a sheet there is nothing to draw, and `told` says why."""

    name: Name
    title: str
    told: str
    sheet: Sheet | None = None


def everybody(report: Report) -> Group:
    """All units as one group."""
    return Group("", report.say("chart.everybody"), report.units)


def groups_of(report: Report, most: int = MOST_GROUPS) -> Sequence[Group]:
    """The groups as they are shown; all units as one where there are too many."""
    return report.groups if 1 < len(report.groups) <= most else [everybody(report)]


def named(group: Group, report: Report) -> str:
    """The title of a group; what is said of units that are in none."""
    return short(group.title) or report.say("chart.no_group")


def sentences(told: Iterable[str], report: Report) -> str:
    """Several findings as one sentence."""
    return report.say("chart.sentences", told=report.say("chart.between").join(told))
