"""How the totals of a group are spread: by grade, and in bands of tenths of the points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final

from lawscore.classes import dataclass
from lawscore.numbers import ZERO, Rounding, short_text
from lawscore.publishing.letters.heads import shown_text
from lawscore.publishing.means import mean
from lawscore.publishing.report import Group, Report

_SHARE: Final = Rounding(1)
_TENTHS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """A grade or a band of scores: how many units, and which share of those that are final."""

    band: str
    count: str
    share: str


def grades_of(report: Report, group: Group) -> Iterator[BandRow]:
    """The grades that the rubric gives, the best first, with how many units have each."""
    given = [card.part.grade for card in group.cards if card.part.grade is not None]
    for grade in report.grades:
        yield _band(grade, given.count(grade), len(given))


def bands_of(report: Report, group: Group) -> Iterator[BandRow]:
    """The bands from the best down to the last that has a unit; none where the total has no points to be a share of."""
    scores = [card.printed for card in group.cards if card.printed is not None]
    full = max((report.rubric.root.points_for(card.group or None) for card in group.cards), default=ZERO)
    if not scores or full <= 0:
        return
    step, worst = full / _TENTHS, min(scores)
    lows = [step * 9, *(step * tenth for tenth in range(8, 0, -1) if worst < step * (tenth + 1))]
    yield _band(_said(report, "from", lows[0]), sum(score >= lows[0] for score in scores), len(scores))
    for high, low in pairwise(lows):
        yield _band(_said(report, "between", low, high), sum(low <= score < high for score in scores), len(scores))
    if worst < lows[-1]:
        yield _band(_said(report, "below", lows[-1]), sum(score < lows[-1] for score in scores), len(scores))


def summary_of(report: Report, group: Group) -> str:
    """Mean, median, best and worst of the totals that stand, in a sentence; "" where there are none."""
    scores = sorted(_scores(group))
    average = mean(scores)
    if average is None:
        return report.say("letters.bulletin.no_scores")
    if len(scores) == 1:  # one alone has no mean and no spread
        return report.say("letters.bulletin.only", score=shown_text(average, report.shown))
    shown, middle = report.shown, len(scores) // 2
    median = scores[middle] if len(scores) % 2 else (scores[middle - 1] + scores[middle]) / 2
    facts = {"mean": average, "median": median, "best": scores[-1], "worst": scores[0], "range": scores[-1] - scores[0]}
    texts = {name: shown_text(value, shown) for name, value in facts.items()}
    return report.say("letters.bulletin.spread", count=str(len(scores)), **texts)


def _scores(group: Group) -> list[Fraction]:
    return [card.score for card in group.cards if card.score is not None]


def _said(report: Report, key: str, *limits: Fraction) -> str:
    names = ("low", "high")
    return report.say(f"letters.band.{key}", **dict(zip(names, map(short_text, limits), strict=False)))


def _band(band: str, count: int, of: int) -> BandRow:
    return BandRow(band=band, count=str(count), share=f"{_SHARE.text(Fraction(count, of) * 100)}%" if of else "")
