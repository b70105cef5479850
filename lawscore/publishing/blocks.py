"""The standings in blocks: group by group where they are ranked so, else all units in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from lawscore.publishing.cards import UnitCard
from lawscore.publishing.report import Group, Report


def blocks_of(cards: Sequence[UnitCard], report: Report) -> Iterator[tuple[Group | None, Sequence[UnitCard]]]:
    """Units in the order of the standings, with their group; None where the ranks are not those of the groups."""
    blocks = [(group, list(members)) for group, members in groupby(cards, key=lambda card: card.group)]
    if len(blocks) <= 1 or len(blocks) > len({group for group, _ in blocks}):
        yield None, cards
        return
    for group, members in blocks:
        yield report.group_of[group], members
