"""The standings in blocks: class by class where the ranks are given within classes, else all units in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from lawscore.publishing.cards import UnitCard
from lawscore.publishing.report import Group, Report


def by_class(report: Report) -> bool:
    """Whether each class stands by itself."""
    return report.within == "class" and len(report.groups) > 1


def blocks_of(cards: Sequence[UnitCard], report: Report) -> Iterator[tuple[Group | None, Sequence[UnitCard]]]:
    """Units in the order of the standings, with their group; None where the ranks are not those of the classes."""
    if not by_class(report):
        yield None, cards
        return
    for group, members in groupby(cards, key=lambda card: card.group):
        yield report.group_of[group], list(members)
