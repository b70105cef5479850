"""The totals of the units in the order of the standings; of very many units those of their groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Final

from lawscore.publishing.blocks import blocks_of
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.charts.labels import cut, short, wrapped
from lawscore.publishing.charts.overview import overview_plan
from lawscore.publishing.charts.plan import Plan, named, sentences
from lawscore.publishing.charts.scale import scale_over
from lawscore.publishing.charts.sheet import LINE, SIZE, SMALL, WIDTH, Bar, Dot, Label, Mark, Rule, Sheet
from lawscore.publishing.figures import bounds_text
from lawscore.publishing.report import Report
from lawscore.reports.signs import minus_sign

#: More units than this are shown by group.
MOST_UNITS: Final = 60

_LEFT: Final = 210
_RIGHT: Final = WIDTH - 118
_RANK: Final = 30
_HEAD: Final = 30
_GROUP: Final = 26
_STEPS: Final = 6
#: So many provisional units are told one by one.
_TOLD: Final = 5


def standings_plan(report: Report) -> Plan:
    """A dot where the total stands, an open bar where it does not yet; units that are not assessed have no row."""
    title = report.say("chart.standings")
    cards = [card for card in report.units if card.part.state != "not_assessed"]
    values = [value for card in cards for value in (card.score, card.low, card.high) if value is not None]
    if not values:
        return Plan("standings", title, report.say("chart.nothing_final"))
    scale = scale_over(values, _STEPS)
    if scale is None:
        return Plan("standings", title, report.say("chart.too_large"))
    if len(cards) > MOST_UNITS:
        return overview_plan(report, title)
    marks: list[Mark] = [Label(_legend(cards, report), 12, x=WIDTH - 8, align="right", ink="soft", size=SMALL)]
    y = float(_HEAD)
    for group, members in blocks_of(cards, report):
        if group is not None:
            marks.append(Label(cut(named(group, report), 40), y + _GROUP / 2, x=8, bold=True))
            y += _GROUP
        for card in members:
            height = _height(card)
            marks.extend(_row(card, y + height / 2, scale.low, scale.high, report))
            y += height
    sheet = Sheet(height=y + 26, left=_LEFT, right=_RIGHT, scale=scale, marks=marks, top=_HEAD, bottom=y)
    return Plan("standings", title, _told(cards, report), sheet)


def _name(card: UnitCard) -> tuple[str, ...]:
    return wrapped(card.name.strip() or card.id, (_LEFT - _RANK - 20) / SIZE, 2)


def _short(card: UnitCard) -> str:
    return short(card.name) or short(card.id)


def _height(card: UnitCard) -> float:
    return LINE * max(1, len(_name(card))) + 5


def _row(card: UnitCard, y: float, low: Fraction, high: Fraction, report: Report) -> Iterator[Mark]:
    lines = _name(card)
    yield Label("" if card.part.rank is None else str(card.part.rank), y, x=_RANK, align="right", ink="soft")
    for place, line in enumerate(lines):
        yield Label(line, y + LINE * (place - (len(lines) - 1) / 2), x=_RANK + 10)
    if card.score is not None:
        yield Rule(low, card.score, y, y, "grid", 1)
        yield Dot(card.score, y)
    else:
        begin, end = (low if card.low is None else card.low), (high if card.high is None else card.high)
        yield Bar(begin, end, y - 5, y + 5, "open", hollow=True)
    yield Label(_score(card, report), y, x=WIDTH - 8, align="right")


def _score(card: UnitCard, report: Report) -> str:
    if card.score is not None:
        return minus_sign(report.shown.text(card.score))
    return bounds_text(card.part)


def _legend(cards: Sequence[UnitCard], report: Report) -> str:
    states = dict.fromkeys(card.part.state for card in cards)
    return "　".join(report.say(f"chart.standings_{state}") for state in ("final", "provisional") if state in states)


def _told(cards: Sequence[UnitCard], report: Report) -> str:
    final = [card for card in cards if card.score is not None]
    ranked = any(card.part.rank is not None for card in final)
    told: list[str] = []
    for group, members in blocks_of(final, report) if final else ():
        of = report.say("chart.everybody") if group is None else named(group, report)
        told += _told_of(of, members, report, ranked=ranked)
    still_open = [card for card in cards if card.score is None]
    told += [_still_open(card, report) for card in still_open[:_TOLD]]
    if len(still_open) > _TOLD:
        told.append(report.say("chart.more_open", count=str(len(still_open) - _TOLD)))
    return sentences(told, report)


def _told_of(of: str, members: Sequence[UnitCard], report: Report, *, ranked: bool) -> Iterator[str]:
    """The highest and the lowest total; of units that have no rank, where others have one, in a sentence of their own."""
    apart = [card for card in members if ranked and card.part.rank is None]
    for cards, kind in (([card for card in members if card not in apart], "standings"), (apart, "unranked")):
        scored = [(card.score, card) for card in cards if card.score is not None]
        if scored:
            yield _highest_and_lowest(kind, of, scored, report)


def _highest_and_lowest(kind: str, of: str, scored: Sequence[tuple[Fraction, UnitCard]], report: Report) -> str:
    """By their exact totals, whatever the ranks go by; of equal ones the first."""
    (high, first), (low, last) = max(scored, key=itemgetter(0)), min(scored, key=itemgetter(0))
    how = "lone" if len(scored) == 1 else "told" if low < high else "equal"
    return report.say(
        f"chart.{kind}_{how}", group=of, count=str(len(scored)), first=_short(first), last=_short(last),
        high=minus_sign(report.shown.text(high)), low=minus_sign(report.shown.text(low)),
    )  # fmt: skip


def _still_open(card: UnitCard, report: Report) -> str:
    return report.say("chart.open_told", unit=_short(card), bounds=_score(card, report), count=str(len(card.part.owed)))
