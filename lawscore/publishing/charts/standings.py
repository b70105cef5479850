"""The totals of the units in the order of the standings; of very many units those of their groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from lawscore.publishing.blocks import blocks_of
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.charts.labels import cut, short, wrapped
from lawscore.publishing.charts.overview import overview_plan
from lawscore.publishing.charts.plan import Plan, named, sentences
from lawscore.publishing.charts.scale import scale_over
from lawscore.publishing.charts.sheet import LINE, SIZE, SMALL, WIDTH, Bar, Dot, Label, Mark, Rule, Sheet
from lawscore.publishing.report import Group, Report
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
    low, high = ("…" if one is None else minus_sign(report.shown.text(one)) for one in (card.low, card.high))
    return f"{low} – {high}"


def _legend(cards: Sequence[UnitCard], report: Report) -> str:
    states = dict.fromkeys(card.part.state for card in cards)
    return "　".join(report.say(f"chart.standings_{state}") for state in ("final", "provisional") if state in states)


def _told(cards: Sequence[UnitCard], report: Report) -> str:
    final = [card for card in cards if card.score is not None]
    told = [_told_of(group, members, report) for group, members in blocks_of(final, report)] if final else []
    still_open = [card for card in cards if card.score is None]
    told += [_still_open(card, report) for card in still_open[:_TOLD]]
    if len(still_open) > _TOLD:
        told.append(report.say("chart.more_open", count=str(len(still_open) - _TOLD)))
    return sentences(told, report)


def _told_of(group: Group | None, members: Sequence[UnitCard], report: Report) -> str:
    first, last = members[0], members[-1]
    scores = [one.score for one in members if one.score is not None]
    of = report.say("chart.everybody") if group is None else named(group, report)
    return report.say(
        _sentence(scores), group=of, count=str(len(members)), first=_short(first), last=_short(last),
        high=minus_sign(report.shown.text(scores[0])), low=minus_sign(report.shown.text(scores[-1])),
    )  # fmt: skip


def _sentence(scores: Sequence[Fraction]) -> str:
    if len(scores) == 1:
        return "chart.standings_lone"
    return "chart.standings_told" if min(scores) < max(scores) else "chart.standings_equal"


def _still_open(card: UnitCard, report: Report) -> str:
    return report.say("chart.open_told", unit=_short(card), bounds=_score(card, report), count=str(len(card.part.owed)))
