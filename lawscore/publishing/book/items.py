"""The sheet of the items: every deduction, award, limit, adjustment and veto of every unit, with its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lawscore.catalogue import listed
from lawscore.publishing.book.cells import Value, amount, exact, figure
from lawscore.publishing.book.columns import Column
from lawscore.publishing.book.sheet import Sheet, listing
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.facts import kind_key
from lawscore.publishing.report import Report
from lawscore.results.model import ItemPart


class Item(NamedTuple):
    """An item, the unit that has it, and what it changes: an indicator, the total, a result beside it."""

    report: Report
    card: UnitCard
    part: ItemPart
    id: str
    title: str
    beside: bool = False


def _counts(one: Item) -> Value:
    return one.report.say("book.beside" if one.beside else "word.total")


_C = Column[Item]
COLUMNS: Final[tuple[_C, ...]] = (
    _C(key="unit", value=lambda one: one.card.id),
    _C(key="name", value=lambda one: one.card.name),
    _C(key="class", value=lambda one: one.card.class_title, optional=True),
    _C(key="counts", kind="word", value=_counts),
    _C(key="indicator", value=lambda one: one.id),
    _C(key="title", kind="long", value=lambda one: one.title, width=22),
    _C(key="rule", value=lambda one: one.part.rule),
    _C(key="kind", kind="word", value=lambda one: one.report.say(kind_key(one.part))),
    _C(key="points", kind="score", value=lambda one: figure(one.part.points, signed=True)),
    _C(key="exact", kind="exact", value=lambda one: exact(one.part.exact)),
    _C(key="quantity", kind="number", value=lambda one: amount(one.part.quantity)),
    _C(key="price", kind="number", value=lambda one: amount(one.part.price)),
    _C(key="reason", kind="long", value=lambda one: one.part.reason),
    _C(key="occasion", kind="long", value=lambda one: one.part.occasion, optional=True, width=18),
    _C(
        key="records",
        kind="long",
        value=lambda one: listed(one.part.records, one.report.language),
        optional=True,
        width=18,
    ),
    _C(
        key="basis",
        kind="long",
        value=lambda one: one.report.say("book.joiner").join(one.part.basis),
        optional=True,
        width=30,
    ),
)


def items(report: Report) -> Sheet:
    """The sheet."""
    titles = {heading.id: heading.title for heading in report.headings}
    return listing("items", report, COLUMNS, lambda: _items(report, titles), frozen=2)


def _items(report: Report, titles: Mapping[str, str]) -> Iterator[Item]:
    whole = report.say("word.total")
    for card in report.units:
        for part in card.part.items:
            title = whole if part.indicator is None else titles.get(part.indicator, "")
            yield Item(report, card, part, part.indicator or "", title)
        for also in card.part.also:
            for part in also.items:
                yield Item(report, card, part, also.id, also.title, beside=True)
