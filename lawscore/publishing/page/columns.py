"""The columns of the standings: what stands in each cell, and by which exact value it is sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Final, TypeAlias

from lawscore.classes import dataclass
from lawscore.numbers import parse_exact
from lawscore.publishing.blocks import by_class
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.figures import NONE, bounds_text
from lawscore.publishing.page.tongues import Cards, Text, Tongues, both
from lawscore.reports.signs import minus_sign
from lawscore.results.model import AlsoPart
from lawscore.rubric.bound import BoundAlso

#: What a column is sorted by: exact, or None where there is nothing.
Key: TypeAlias = Fraction | int | None
STATES: Final = ("final", "provisional", "not_assessed")
#: Columns whose cells are texts, sorted as the language of the reader sorts.
_IN_WORDS: Final = frozenset({"name", "id"})
#: How wide columns are at least, in units of the style sheet: rows are laid out one by one when they come into view, so none may ask another.
#: The first of them grows.
_GROWING: Final = "name"
_WIDTHS: Final[Mapping[str, float]] = {
    "rank": 5.1, _GROWING: 9, "score": 8.8, "grade": 5.8, "state": 6.6, "class": 8, "overall": 5.8, "also": 7.5, "earlier": 9,
    "id": 7.5, "note": 14,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: what it is called, what stands in a cell, and by what it is sorted."""

    name: str
    title: Text
    cell: Callable[[Cards], Text]
    key: Callable[[UnitCard], Key] | None = None
    number: bool = False

    @property
    def least(self) -> float:
        """How wide it is at least."""
        return _WIDTHS[self.name]

    @property
    def width(self) -> str:
        """Its width in the grid of a row."""
        width = f"calc({self.least:g} * var(--unit))"
        return f"minmax({width}, 1fr)" if self.name == _GROWING else width

    @property
    def sort(self) -> str:
        """How the page sorts by it; "" where it does not."""
        return "words" if self.name in _IN_WORDS else "place" if self.key is not None else ""


def columns(tongues: Tongues) -> Iterator[Column]:
    """The columns in which something stands, what matters most first: a narrow screen shows no more."""
    report = tongues.report
    units = [card.part for card in report.units]
    say = tongues.say
    yield Column(name="rank", title=say("column.rank"), cell=partial(_rank, tongues), key=_rank_key, number=True)
    yield Column(name="name", title=say("page.unit"), cell=lambda cards: cards[0].name)
    yield Column(name="score", title=say("column.score"), cell=_score, key=lambda card: card.score, number=True)
    if report.grades:
        order = {grade: place for place, grade in enumerate(report.grades)}
        yield Column(
            name="grade", title=say("column.grade"), cell=lambda cards: cards[0].part.grade or NONE,
            key=lambda card: order.get(card.part.grade or ""),
        )  # fmt: skip
    if any(unit.state != "final" for unit in units):
        states = {state: tongues.say(f"state.{state}") for state in STATES}
        yield Column(
            name="state", title=say("column.state"), cell=lambda cards: states[cards[0].part.state],
            key=lambda card: STATES.index(card.part.state),
        )  # fmt: skip
    if not by_class(report) and any(group.id for group in report.groups):
        order_of = {group.id: place for place, group in enumerate(report.groups)}
        yield Column(
            name="class", title=say("column.class"), cell=lambda cards: cards[0].class_title or NONE,
            key=lambda card: order_of[card.group],
        )  # fmt: skip
    if any(unit.overall is not None or unit.overall_range is not None for unit in units):
        yield Column(
            name="overall", title=say("column.overall"), cell=partial(_overall, tongues),
            key=lambda card: _first(card.part.overall, card.part.overall_range), number=True,
        )  # fmt: skip
    for also in report.rubric.beside.values():
        yield from _beside(tongues, also)
    if report.earlier:
        yield Column(
            name="earlier", title=say("page.earlier", period=report.earlier.period), cell=_earlier, key=_earlier_key,
            number=True,
        )  # fmt: skip
    yield Column(name="id", title=say("page.id"), cell=lambda cards: cards[0].id)
    notes = {card.id: note for cards in tongues.units() for card in cards[:1] if (note := note_of(tongues, cards))}
    if notes:
        yield Column(name="note", title=say("column.note"), cell=lambda cards: notes.get(cards[0].id, ""))


def _rank(tongues: Tongues, cards: Cards) -> Text:
    part = cards[0].part
    return _ranked(tongues, part.rank, part.rank_range, tied=part.tied)


def _overall(tongues: Tongues, cards: Cards) -> Text:
    part = cards[0].part
    return _ranked(tongues, part.overall, part.overall_range, tied=part.overall_tied)


def _ranked(tongues: Tongues, rank: int | None, bounds: tuple[int, int] | None, *, tied: bool) -> Text:
    """A rank, marked where others share it; where bounds leave it open, from which to which."""
    if bounds is not None and (rank is None or bounds[0] != bounds[1]):
        return f"{bounds[0]}–{bounds[1]}" if bounds[0] != bounds[1] else str(bounds[0])
    if rank is None:
        return NONE
    return tongues.say("page.tied", rank=str(rank)) if tied else str(rank)


def _first(rank: int | None, bounds: tuple[int, int] | None) -> int | None:
    return rank if rank is not None or bounds is None else bounds[0]


def _rank_key(card: UnitCard) -> Key:
    return _first(card.part.rank, card.part.rank_range)


def _score(cards: Cards) -> Text:
    """The total; what a provisional one can still come to."""
    part = cards[0].part
    if part.score is not None:
        return minus_sign(part.score)
    return NONE if part.state == "not_assessed" else bounds_text(part)


def _earlier(cards: Cards) -> Text:
    before = cards[0].earlier
    return NONE if before is None or before.score is None else minus_sign(before.score)


def _earlier_key(card: UnitCard) -> Key:
    before = card.earlier
    return None if before is None or before.exact is None else parse_exact(before.exact)


def _beside(tongues: Tongues, also: BoundAlso) -> Iterator[Column]:
    """A result beside the total; its rank and grade where it has them."""
    title, spec = also.node.title, also.spec

    def part_of(card: UnitCard) -> AlsoPart | None:
        return next((part for part in card.part.also if part.id == spec.id), None)

    def score(cards: Cards) -> Text:
        part = part_of(cards[0])
        return NONE if part is None or part.score is None else minus_sign(part.score)

    def rank(cards: Cards) -> Text:
        part = part_of(cards[0])
        return NONE if part is None else _ranked(tongues, part.rank, None, tied=part.tied)

    def score_key(card: UnitCard) -> Key:
        part = part_of(card)
        return None if part is None or part.exact is None else parse_exact(part.exact)

    def rank_key(card: UnitCard) -> Key:
        part = part_of(card)
        return None if part is None else part.rank

    def grade(cards: Cards) -> Text:
        part = part_of(cards[0])
        return NONE if part is None or part.grade is None else part.grade

    yield Column(name="also", title=title, cell=score, key=score_key, number=True)
    if spec.ranking:
        name = tongues.say("column.beside", name=title, what=tongues.say("column.rank"))
        yield Column(name="also", title=name, cell=rank, key=rank_key, number=True)
    if spec.grades:
        name = tongues.say("column.beside", name=title, what=tongues.say("column.grade"))
        yield Column(name="also", title=name, cell=grade)


def note_of(tongues: Tongues, cards: Cards) -> Text:
    """What must not stand unexplained: a unit that is not assessed, a veto, a grade that is not that of the points."""
    reason = cards[0].part.not_assessed
    aside = [tongues.say("why.not_assessed", reason=reason)] if reason is not None else []
    return tongues.join([*aside, *map(both, zip(*(card.remarks for card in cards), strict=True))])
