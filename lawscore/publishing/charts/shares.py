"""What the units of a group won of an indicator: shares of its points, or scores where no indicator has points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lawscore.classes import dataclass
from lawscore.publishing.cards import Line, UnitCard
from lawscore.publishing.charts.figures import Spread, spread
from lawscore.publishing.headings import Heading
from lawscore.publishing.report import Group, Report


@dataclass(frozen=True, slots=True)
class Won:
    """Of one indicator in one group; no spread where no unit is scored in it."""

    heading: Heading
    group: Group
    spread: Spread | None


def shown_headings(report: Report) -> Sequence[Heading]:
    """The top level; where one branch alone has points, what is below it in its place, as the steps of a unit tell it."""
    found = [one for one in report.headings if one.parent is None]
    while True:
        heavy = [one for one in found if one.points]
        if len(heavy) != 1 or heavy[0].leaf or report.rubric.nodes[heavy[0].id].aggregate != "sum":
            return found
        place = found.index(heavy[0])
        inside = [one for one in report.headings if one.parent == heavy[0].id]
        if not inside:
            return found
        found[place : place + 1] = inside


def has_points(headings: Sequence[Heading]) -> bool:
    """Whether shares of points can be shown: not of indices that are made without points."""
    return any(one.points for one in headings)


def won(headings: Sequence[Heading], groups: Sequence[Group]) -> Iterator[Won]:
    """Each indicator in each group; those without points are left out where others have some."""
    by_points = has_points(headings)
    for heading in headings:
        if heading.points or not by_points:
            for group in groups:
                values = [one for card in group.cards for one in _value(card, heading, by_points=by_points)]
                yield Won(heading, group, spread(values))


def _value(card: UnitCard, heading: Heading, *, by_points: bool) -> Iterator[Fraction]:
    line: Line | None = card.lines.get(heading.id)
    if line is None or line.score is None:
        return
    if not by_points:
        yield line.score
    elif line.points:  # a class may have other points than the document, or none
        yield line.score / line.points
