"""Figures and notes of a report as its texts write them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lawscore.numbers import Rounding
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.figures import NONE, bounds_text, change_since, figure
from lawscore.publishing.report import Report
from lawscore.reports.signs import minus_sign, signed
from lawscore.reports.standings import tied_text

_PERCENT = Rounding(1)


def percent(value: Fraction | None) -> str:
    """A share with one decimal."""
    return NONE if value is None else minus_sign(_PERCENT.text(value * 100)) + "%"


def rank_text(card: UnitCard, report: Report) -> str:
    """A rank, marked where others share it; the range that is still open where the result has it."""
    if card.part.rank is None and card.part.rank_range is not None:
        best, worst = card.part.rank_range
        return report.say("rank.range", best=str(best), worst=str(worst))
    return tied_text(card.part.rank, report.language, tied=card.part.tied)


def score_text(card: UnitCard, report: Report) -> str:
    """The total, or its bounds, or nothing where the unit is not assessed."""
    if card.score is not None:
        return figure(card.score, report.shown)
    return bounds_text(card.part) if card.part.state == "provisional" else ""


def change_text(card: UnitCard, report: Report) -> str:
    """The change as it is shown, with its sign."""
    return minus_sign(signed(change_since(card), report.shown))


def notes_of(card: UnitCard, report: Report) -> Iterator[str]:
    """Why a grade or a rank is not what the points alone would make it."""
    if card.part.not_assessed is not None:
        yield report.say("why.not_assessed", reason=card.part.not_assessed)
    yield from card.remarks
