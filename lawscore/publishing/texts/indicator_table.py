"""The means of the indicators, of each group beside one another; of a lone group the lowest and the highest score too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from lawscore.numbers import ZERO, plain_text
from lawscore.publishing.figures import figure
from lawscore.publishing.headings import Heading
from lawscore.publishing.means import mean
from lawscore.publishing.report import Group, Report
from lawscore.publishing.texts.marking import table
from lawscore.publishing.texts.wording import percent

#: More groups than this do not fit beside one another.
_MOST_GROUPS: Final = 6


def indicator_table(report: Report) -> Iterator[str]:
    """One row for each indicator, in the order of the rubric."""
    groups = report.groups if 1 < len(report.groups) <= _MOST_GROUPS else ()
    titles = [report.say("column.indicator"), report.say("column.points")]
    if groups:
        titles += [group.title or report.say("chart.no_group") for group in groups]
        rows = [[*_head(one), *(_of_group(one, group) for group in groups)] for one in report.headings]
    else:
        titles += [report.say(f"memo.{one}") for one in ("mean", "share", "lowest", "highest")]
        rows = [[*_head(one), *_of_all(one, report)] for one in report.headings]
    yield from table(titles, rows, frozenset(range(1, len(titles))))


def _head(heading: Heading) -> list[str]:
    return [heading.label, plain_text(heading.points)]


def _of_group(heading: Heading, group: Group) -> str:
    """The mean, and its share of the points."""
    scores, points = _scores(heading, group)
    middle = mean(scores)
    share = _share(scores, points)
    return figure(middle, heading.shown) + ("" if share is None else f" ({percent(share)})")


def _of_all(heading: Heading, report: Report) -> list[str]:
    scores, points = _scores(heading, Group("", "", report.units))
    ends = (min(scores, default=None), max(scores, default=None))
    return [
        figure(mean(scores), heading.shown),
        percent(_share(scores, points)),
        *(figure(one, heading.shown) for one in ends),
    ]


def _scores(heading: Heading, group: Group) -> tuple[list[Fraction], list[Fraction]]:
    """What the units were scored, and the points that each could have."""
    lines = [card.lines[heading.id] for card in group.cards if heading.id in card.lines]
    scored = [(line.score, line.points) for line in lines if line.score is not None]
    return [score for score, _ in scored], [points for _, points in scored]


def _share(scores: Sequence[Fraction], points: Sequence[Fraction]) -> Fraction | None:
    """The mean of the shares; None where any unit has no points to have."""
    if not scores or any(one <= ZERO for one in points):
        return None
    return mean([score / of for score, of in zip(scores, points, strict=True)])
