"""The sheets of units by indicators: the scores as they are shown, and cell by cell the same in their exact values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache, partial
from itertools import chain, groupby
from typing import Final

from lawscore.numbers import Rounding, parse_exact
from lawscore.publishing.book import looks
from lawscore.publishing.book.cells import Cell, Row, Value, exact, exactly, figure, fraction, rounded, whole
from lawscore.publishing.book.columns import Column
from lawscore.publishing.book.looks import Look
from lawscore.publishing.book.sheet import Merge, Sheet
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.figures import share_of
from lawscore.publishing.headings import Heading
from lawscore.publishing.report import Group, Report

#: So many columns a sheet has, and a few for the unit.
MOST: Final = 16_000
#: The row of the sheet in which the top level stands above its columns.
_TOP_ROW: Final = 3
#: The looks from so much of the points on, in per mille.
_WHOLE: Final = 1000
_BANDS: Final = ((_WHOLE, looks.FULL), (800, looks.HIGH), (600, looks.MIDDLE))

_C = Column[UnitCard]
#: What stands of the unit before its indicators.
COLUMNS: Final[tuple[_C, ...]] = (
    _C(key="rank", kind="rank", value=lambda card: whole(card.part.rank)),
    _C(key="unit", value=lambda card: card.id),
    _C(key="name", value=lambda card: card.name),
)
CLASS: Final = _C(key="class", value=lambda card: card.class_title)
#: The total as each of the two sheets has it.
TOTAL: Final = _C(key="score", kind="score", value=lambda card: figure(card.part.score))
TOTAL_EXACT: Final = _C(key="exact", kind="exact", value=lambda card: exact(card.part.exact))


def matrices(report: Report) -> Iterator[Sheet]:
    """The sheet of the scores as they are shown; one of the exact values too, where any of them was rounded."""
    for first in range(0, max(len(report.headings), 1), MOST):
        yield _Matrix(report, report.headings[first : first + MOST], is_exact=False).sheet()
    if _is_rounded(report):
        for first in range(0, max(len(report.headings), 1), MOST):
            yield _Matrix(report, report.headings[first : first + MOST], is_exact=True).sheet()


def _is_rounded(report: Report) -> bool:
    """Whether some score is not what it is shown as."""
    lines = (line.part for card in report.units for line in card.lines.values())
    scores = chain(
        ((card.part.score, card.part.exact) for card in report.units), ((one.score, one.exact) for one in lines)
    )
    return any(rounded(shown, exact_) for shown, exact_ in scores)


class _Matrix:
    """One of the sheets while it is made."""

    def __init__(self, report: Report, headings: Sequence[Heading], *, is_exact: bool) -> None:
        self.report, self.headings, self.is_exact = report, headings, is_exact
        self.has_classes = any(card.group for card in report.units)
        self.own = [*COLUMNS, *([CLASS] if self.has_classes else [])]
        self.known = {one.id: one for one in report.headings}
        self.states = {state: report.say(f"state.{state}") for state in ("not_applicable", "unscored")}

    def sheet(self) -> Sheet:
        total = TOTAL_EXACT if self.is_exact else TOTAL
        columns = [*self.own, total, *map(self.column, self.headings)]
        return Sheet(
            key="exacts" if self.is_exact else "indicators", report=self.report, columns=columns, count=len(self.report.units),
            rows=([column.value(card) for column in columns] for card in self.report.units),
            heads=(self.tops(), self.points()), merges=tuple(self.merges()), foot=tuple(self.means()),
            frozen=len(self.own) + 1, wide=len(self.headings) > 14,
        )  # fmt: skip

    @property
    def first(self) -> int:
        """The column of the first indicator, from 1."""
        return len(self.own) + 2

    def column(self, heading: Heading) -> Column[UnitCard]:
        return Column(
            key="indicator", kind="exact" if self.is_exact else "number", value=partial(self.score, heading), title=heading.label,
            level=min(heading.depth - 1, 7),
        )  # fmt: skip

    def score(self, heading: Heading, card: UnitCard) -> Value | Cell:
        line = card.lines.get(heading.id)
        if line is None:
            return Cell("—", looks.ABSENT) if card.part.state != "not_assessed" else None
        part = line.part
        if part.score is None or part.exact is None:
            look = looks.NOT_APPLICABLE if part.state == "not_applicable" else looks.UNSCORED
            return Cell(self.states[part.state], look)
        return Cell(exact(part.exact) if self.is_exact else figure(part.score), look_of(part.exact, part.points))

    def tops(self) -> Row:
        """The top level above its columns."""
        return [*[None] * (self.first - 1), *(Cell(self.top(one).label, looks.HEAD_TOP) for one in self.headings)]

    def merges(self) -> Iterator[Merge]:
        place = self.first
        for _, members in groupby(self.headings, key=lambda one: self.top(one).id):
            last = place + sum(1 for _ in members) - 1
            if last > place:
                yield Merge(_TOP_ROW, place, last)
            place = last + 1

    def top(self, heading: Heading) -> Heading:
        while heading.parent is not None and heading.parent in self.known:
            heading = self.known[heading.parent]
        return heading

    def points(self) -> Row:
        """The points of each, by the document."""
        of = Cell(self.report.say("book.of_points"), looks.HEAD_NUMBER)
        whole_ = Cell(fraction(self.report.rubric.root.points), looks.HEAD_NUMBER)
        each = (Cell(fraction(one.points), looks.HEAD_NUMBER) for one in self.headings)
        return [*[None] * (len(self.own) - 1), of, whole_, *each]

    def means(self) -> Iterator[Row]:
        """The means of each group, and of how many units."""
        for group in self.report.groups:
            yield list(self.mean(group))

    def mean(self, group: Group) -> Iterator[Cell]:
        means = self.report.means[group.id]
        label = self.report.say("book.mean", group=group.title or self.report.say("book.all"))
        yield Cell(label, looks.MEAN)
        yield from (Cell(None, looks.MEAN) for _ in self.own[1:])
        yield self.mean_cell(means.total, self.report.shown)
        for heading in self.headings:
            yield self.mean_cell(means.indicators.get(heading.id), heading.shown)

    def mean_cell(self, mean: Fraction | None, shown: Rounding) -> Cell:
        return Cell(exactly(mean) if self.is_exact else _shown(mean, shown), looks.MEAN_FIGURE)


def _shown(mean: Fraction | None, shown: Rounding) -> Value:
    return None if mean is None else figure(shown.text(mean))


@lru_cache(maxsize=65_536)
def look_of(exact_: str, points: str) -> Look:
    """The look of a score by how much of its points it is; what has none (a bonus, a penalty) by its sign."""
    score = parse_exact(exact_)
    share = share_of(score, parse_exact(points))
    if score < 0:
        return looks.BELOW_ZERO
    if share is None:
        return looks.FULL
    if share > _WHOLE:
        return looks.OVER
    return next((look for least, look in _BANDS if share >= least), looks.LOW)
