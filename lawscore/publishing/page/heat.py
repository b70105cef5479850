"""The heat map: of each unit and indicator the share of its points, and what stands in its place where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from lawscore.publishing.cards import Line, UnitCard
from lawscore.publishing.figures import share_of_line
from lawscore.publishing.headings import Heading
from lawscore.publishing.page.figures import change
from lawscore.publishing.page.tongues import Tongues

#: A whole number: the share in per mille. A text beginning with a sign: the score of an indicator that only adds or takes.
#: "n": not applicable. "u": not scored yet. 0 as a text: nothing was added or taken. None: the unit has no such indicator.
Cell: TypeAlias = int | str | None
_STATES: Final = {"not_applicable": "n", "unscored": "u"}


def heat(tongues: Tongues) -> list[list[Cell]]:
    """A row for each unit, a cell for each heading."""
    report = tongues.report
    return [_row(card, report.headings) for card in report.units]


def _row(card: UnitCard, headings: Sequence[Heading]) -> list[Cell]:
    return [None if line is None else _cell(line) for line in (card.lines.get(heading.id) for heading in headings)]


def _cell(line: Line) -> Cell:
    if line.part.state != "scored" or line.score is None:
        return _STATES.get(line.part.state, "u")
    share = share_of_line(line)
    return change(line.score, line.heading.shown) if share is None else share
