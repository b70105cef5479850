"""Where the units of a group lost points: by indicator, by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from typing import Final

from lawscore.classes import dataclass
from lawscore.numbers import ZERO, Rounding, parse_exact
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.headings import Heading
from lawscore.publishing.letters.heads import points_text, shown_text, signed_text
from lawscore.publishing.letters.rules import Rules
from lawscore.publishing.report import Group, Report

#: So many rows tell where the points went; what comes after is in the report page and the workbook.
MOST: Final = 10
_SHARE: Final = Rounding(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """An indicator by the mean of what was lost in it."""

    indicator: str
    points: str
    mean: str
    lost: str
    share: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule by what it took in all, how often and from how many units."""

    indicator: str
    rule: str
    times: str
    count: str
    change: str


@dataclass
class _Taken:
    """What one rule took."""

    heading: Heading
    rule: str
    exact: Counter[str] = field(default_factory=Counter)
    times: int = 0
    units: set[str] = field(default_factory=set)

    @cached_property
    def points(self) -> Fraction:
        """All that it took."""
        return sum((parse_exact(text) * count for text, count in self.exact.items()), ZERO)


def by_indicator(report: Report, group: Group) -> Iterator[LossRow]:
    """The leaves in which most was lost on average, the most first; those of units that have no such indicator do not count.

    The mean is rounded, and what is lost is what it leaves of the points: the two that stand side by side add up.
    """
    headings = {line.heading.id: line.heading for card in group.cards for line in card.leaves}
    means = report.means[group.id]
    found = [_loss(heading, group, means.indicators[heading.id]) for heading in headings.values()]
    for loss in sorted((one for one in found if one.lost > 0), key=lambda one: -one.lost)[:MOST]:
        shown, alone = loss.heading.shown, means.of(loss.heading.id) is None
        reached = shown.apply(loss.points - loss.lost)
        yield LossRow(
            indicator=loss.heading.label,
            points=points_text(report, loss.points),
            mean="" if alone else shown_text(reached, shown),
            lost=shown_text(loss.points - reached, shown),
            share=f"{_SHARE.text(loss.lost / loss.points * 100)}%" if loss.points > 0 else "",
            count=str(loss.count),
        )


@dataclass(frozen=True, slots=True)
class _Loss:
    """Of one indicator: the points, what was lost of them on average, how many units lost any."""

    heading: Heading
    points: Fraction
    lost: Fraction
    count: int


def _loss(heading: Heading, group: Group, mean: Fraction | None) -> _Loss:
    lines = (line for card in group.cards if (line := card.lines.get(heading.id)) is not None)
    pairs = Counter((line.part.points, line.part.exact) for line in lines if line.part.exact is not None)
    if mean is None or not pairs:
        return _Loss(heading, ZERO, ZERO, 0)
    points, struck = ZERO, 0
    for (given, exact), count in pairs.items():  # each of few values once: thousands of units share them
        points += parse_exact(given) * count
        struck += count if parse_exact(exact) < parse_exact(given) else 0
    points /= pairs.total()
    return _Loss(heading, points, points - mean, struck)


def by_rule(report: Report, group: Group, rules: Rules) -> tuple[list[RuleRow], list[RuleRow]]:
    """The rules that took most in all, and those that took from most units."""
    taken = list(_taken(group.cards).values())
    most = sorted(taken, key=lambda one: (one.points, -len(one.units)))[:MOST]
    often = sorted(taken, key=lambda one: (-len(one.units), -one.times, one.points))[:MOST]
    return [_row(one, rules, report) for one in most], [_row(one, rules, report) for one in often]


def _taken(cards: Sequence[UnitCard]) -> dict[tuple[str, str], _Taken]:
    found: dict[tuple[str, str], _Taken] = {}
    for card in cards:
        for line in card.lines.values():  # branches have rules too
            for item in line.items:
                if item.kind == "deduction" and item.exact.startswith("-"):
                    one = found.setdefault((line.heading.id, item.rule or ""), _Taken(line.heading, item.rule or ""))
                    one.exact[item.exact] += 1
                    one.times += max(len(item.records), 1)
                    one.units.add(card.id)
    return found


def _row(one: _Taken, rules: Rules, report: Report) -> RuleRow:
    return RuleRow(
        indicator=one.heading.label,
        rule=rules.sentence(one.heading.id, one.rule) or one.rule,
        times=str(one.times),
        count=str(len(one.units)),
        change=signed_text(one.points, report.shown),
    )
