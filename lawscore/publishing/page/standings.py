"""The standings of the page: rows with the keys by which they are sorted, and the bars beside the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final
from urllib.parse import quote

from lawscore.classes import dataclass
from lawscore.publishing.blocks import by_class
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.figures import NONE, figure, per_mille
from lawscore.publishing.page.columns import Column, columns
from lawscore.publishing.page.figures import ends, places
from lawscore.publishing.page.tongues import Text, Tongues

#: Names beyond so many signs are cut in the table; the scorecard has them whole.
_LONG: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A unit. `keys` are its places in the order by each column, -1 where it has none; texts the page sorts by its language."""

    href: str
    name: str
    #: A name that may need to be cut.
    long: bool
    state: str
    #: Its places among the groups and the grades; -1 where it has no grade.
    group: int
    grade: int
    cells: Sequence[Text]
    keys: Sequence[int]
    #: From where to where the bar reaches, in per mille of the axis; None where there is nothing to draw.
    bar: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are ranked together; `title` is that of the class, "" where all stand together."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Standings:
    """The whole table."""

    columns: Sequence[Column]
    blocks: Sequence[Block]
    #: The ends of the axis of the bars, as figures.
    axis: tuple[str, str]

    @property
    def style(self) -> str:
        """The grid of every row, and how wide it is at least."""
        least = sum(column.least for column in self.columns)
        return f"--cols:{' '.join(column.width for column in self.columns)};--least:calc({least:g} * var(--unit))"


def standings(tongues: Tongues) -> Standings:
    """The table, in the order of the standings."""
    report = tongues.report
    found = tuple(columns(tongues))
    axis = ends(bound for card in report.units for bound in (card.low, card.high))
    rows = list(_rows(tongues, found, axis))
    low, high = (figure(end, report.shown) for end in axis)
    return Standings(found, tuple(_blocks(tongues, rows)), (low, high))


def _rows(tongues: Tongues, found: Sequence[Column], axis: tuple[Fraction, Fraction]) -> Iterator[Row]:
    report = tongues.report
    keyed = [places([column.key(card) for card in report.units]) if column.key else None for column in found]
    groups = {group.id: place for place, group in enumerate(report.groups)}
    grades = {grade: place for place, grade in enumerate(report.grades)}
    for place, cards in enumerate(tongues.units()):
        card = cards[0]
        yield Row(
            href=f"#unit={quote(card.id, safe='', errors='replace')}", name=card.name or card.id,
            long=len(card.name) > _LONG, state=card.part.state, group=groups[card.group],
            grade=grades.get(card.part.grade or "", -1), cells=[column.cell(cards) for column in found],
            keys=[-1 if keys is None else keys[place] for keys in keyed], bar=_bar(card, *axis),
        )  # fmt: skip


def _blocks(tongues: Tongues, rows: Sequence[Row]) -> Iterator[Block]:
    """Class by class where the standings are; else all together."""
    report = tongues.report
    if not by_class(report):
        yield Block("", rows)
        return
    for place, group in enumerate(report.groups):
        yield Block(group.title or NONE, [row for row in rows if row.group == place])


def _bar(card: UnitCard, low: Fraction, high: Fraction) -> tuple[int, int] | None:
    """A total from the lower end of the axis, or the bounds of one that does not stand."""
    if card.part.state == "not_assessed" or card.low is None or card.high is None:
        return None
    begin = low if card.score is not None else card.low
    return per_mille(begin - low, high - low), per_mille(card.high - low, high - low)
