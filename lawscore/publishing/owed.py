"""What is still owed by or for a unit, in words: the value or the question, and the indicators that wait for it."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.analysis.owing import owed_before
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.report import Report
from lawscore.reports.owed import cause_text, responsible_of
from lawscore.results.model import OwedPart


def owed_texts(report: Report, card: UnitCard) -> Iterator[str]:
    """One sentence for each value or answer."""
    for owed in card.part.owed:
        yield report.say(
            "letters.owed",
            kind=report.say(f"owed.{owed.kind}"),
            what=owed_text(report, owed),
            where=_where(report, card, owed),
        )


def owed_text(report: Report, owed: OwedPart) -> str:
    """The label of the field, the question to the assessor, what divides by zero."""
    return cause_text(report.rubric, owed_before(owed).cause, report.language)


def owed_by(report: Report, owed: OwedPart) -> str:
    """The department that answers for it, as far as the rubric says."""
    return responsible_of(report.rubric, owed_before(owed))


def _where(report: Report, card: UnitCard, owed: OwedPart) -> tuple[str, ...]:
    lines = (card.lines.get(one) for one in owed.indicators)
    labels = (line.heading.label for line in lines if line is not None)
    return (*labels, *(report.say("owed.veto", id=veto) for veto in owed.vetoes))
