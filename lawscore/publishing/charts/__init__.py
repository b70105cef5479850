"""Charts of a report as inline SVG: readable in print and by a screen reader, coloured by the page that holds them.

Each function gives the text of one `<svg>`, or "" where there is nothing to draw; `charts` gives all, with their titles
and with what they tell in words. All figures are counted exactly; the same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lawscore.classes import dataclass
from lawscore.publishing.charts.inks import INKS, style_sheet, variable
from lawscore.publishing.charts.plan import Name, Plan
from lawscore.publishing.report import Report
from lawscore.results.naming import mark_of

__all__ = ["INKS", "Chart", "charts", "distribution", "grades", "means", "standings", "style_sheet", "variable"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `title` and `told` are for people, `svg` is "" where there is nothing to draw, and `told` says why."""

    name: Name
    title: str
    told: str
    svg: str


def charts(report: Report) -> tuple[Chart, ...]:
    """All charts; the converter starts once in a process (about a second), each further chart takes some 30 ms."""
    return tuple(_chart(plan(report), report) for plan in _plans().values())


def distribution(report: Report) -> str:
    """How many final totals lie in each step of the scale, by group."""
    return _svg("distribution", report)


def grades(report: Report) -> str:
    """How many units have which grade, by group."""
    return _svg("grades", report)


def means(report: Report) -> str:
    """Each indicator of the top level: the mean share of its points by group, from the lowest unit to the highest."""
    return _svg("means", report)


def standings(report: Report) -> str:
    """The total of each unit, or what it can still come to; of more than 60 units those of the groups."""
    return _svg("standings", report)


def _plans() -> Mapping[Name, Callable[[Report], Plan]]:
    from lawscore.publishing.charts.distribution import distribution_plan
    from lawscore.publishing.charts.grades import grades_plan
    from lawscore.publishing.charts.means import means_plan
    from lawscore.publishing.charts.standings import standings_plan

    return {
        "standings": standings_plan, "grades": grades_plan, "distribution": distribution_plan, "means": means_plan,
    }  # fmt: skip


def _svg(name: Name, report: Report) -> str:
    return _chart(_plans()[name](report), report).svg


def _chart(plan: Plan, report: Report) -> Chart:
    from lawscore.publishing.charts.drawing import drawn
    from lawscore.publishing.charts.finishing import finished
    from lawscore.publishing.charts.labels import clean, short

    svg, told = "", clean(plan.told)
    if plan.sheet is not None:
        mark = mark_of(report.rubric, report.language)
        title = report.say("chart.title", title=short(report.title), mark=mark, chart=plan.title)
        svg = finished(drawn(plan.sheet), name=plan.name, title=title, told=told, language=report.language)
    return Chart(plan.name, plan.title, told, svg)
