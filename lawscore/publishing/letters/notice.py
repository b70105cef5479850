"""A notice: what a unit is told of its result, as the places of a letterhead."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lawscore.classes import dataclass
from lawscore.numbers import Rounding
from lawscore.publishing.cards import Line as Scored
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.letters.changes import Change, changes_of
from lawscore.publishing.letters.entries import Entry, Indicator, Teller
from lawscore.publishing.letters.heads import Head, head_of, points_text, score_cell, shown_text, signed_text
from lawscore.publishing.letters.places import Line
from lawscore.publishing.letters.rules import Rules
from lawscore.publishing.letters.standing import bounds_of, full_of, result_of
from lawscore.publishing.owed import owed_texts
from lawscore.publishing.report import Report
from lawscore.reports.signs import minus_sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One indicator beside the mean of the group."""

    indicator: str
    points: str
    score: str
    mean: str
    difference: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Head):
    """The places of a notice. What does not apply is empty."""

    unit: str
    unit_id: str
    group: str
    result: str
    total: str
    full: str
    rank: str
    grade: str
    group_mean: str
    difference: str
    provisional: str
    bounds: str
    not_assessed: str
    notes: tuple[Line, ...]
    losses: tuple[Indicator, ...]
    gains: tuple[Indicator, ...]
    whole: tuple[Entry, ...]
    vetoes: tuple[Entry, ...]
    adjustments: tuple[Change, ...]
    owed: tuple[Line, ...]
    comparison: tuple[Compared, ...]


def notice_of(report: Report, card: UnitCard, rules: Rules) -> Notice:
    """The notice of one unit."""
    mean = report.means[card.group].of_total
    final = card.part.state == "final"
    teller = Teller(report, card, rules)
    return Notice(
        **head_of(report),
        unit=card.name or card.id,
        unit_id=card.id,
        group=card.class_title,
        result=result_of(report, card),
        total=minus_sign(card.part.score or ""),
        full=full_of(report, card),
        rank="" if card.part.rank is None else str(card.part.rank),
        grade=card.part.grade or "",
        group_mean=shown_text(mean, report.shown),
        difference=_difference(card.score, mean, report.shown),
        provisional="" if final or card.part.not_assessed else report.say("letters.provisional"),
        bounds="" if final else bounds_of(card),
        not_assessed=card.part.not_assessed or "",
        notes=tuple(Line(note) for note in card.part.notes),
        losses=tuple(teller.losses()),
        gains=tuple(teller.gains()),
        whole=tuple(teller.whole()),
        vetoes=tuple(teller.vetoes()),
        adjustments=tuple(changes_of(report, card, rules)),
        owed=tuple(Line(text) for text in owed_texts(report, card)),
        comparison=tuple(_comparison(report, card)),
    )


def _comparison(report: Report, card: UnitCard) -> Iterator[Compared]:
    """The parts of the total beside the means of the group; none where the unit stands alone in it."""
    means = report.means[card.group]
    if card.part.state == "not_assessed" or means.count + (card.score is None) < 2:
        return
    for line in _parts(card):
        mean, shown = means.of(line.heading.id), line.heading.shown
        yield Compared(
            indicator=line.heading.label,
            points=points_text(report, line.points),
            score=score_cell(report, line) or report.say(f"state.{line.part.state}"),
            mean=shown_text(mean, shown),
            difference=_difference(line.score, mean, shown),
            before=minus_sign(line.earlier.score or "") if line.earlier is not None else "",
        )


def _parts(card: UnitCard) -> tuple[Scored, ...]:
    """The indicators whose scores make the total; where it is no sum, those of the top level."""
    return tuple(step.line for step in card.steps if step.line is not None) or card.top


def _difference(score: Fraction | None, mean: Fraction | None, shown: Rounding) -> str:
    return "" if score is None or mean is None else signed_text(score - mean, shown)
