"""The sheets of what is still owed, of what authorities changed, and of what is wrong with the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lawscore.analysis.owing import owed_before
from lawscore.catalogue import listed
from lawscore.facts.card import Owed
from lawscore.publishing.book.cells import Value, amount, day
from lawscore.publishing.book.columns import Column
from lawscore.publishing.book.sheet import Sheet, listing
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.facts import evidence_texts, target_of
from lawscore.publishing.report import Report
from lawscore.reports.owed import cause_text, responsible_of
from lawscore.results.model import AdjustmentPart, ProblemPart


class Debt(NamedTuple):
    """A value or an answer that a unit, or who scores it, still owes."""

    report: Report
    card: UnitCard
    owed: Owed


class Change(NamedTuple):
    """What an authority changed for a unit."""

    report: Report
    card: UnitCard
    part: AdjustmentPart


class Fault(NamedTuple):
    """A problem of the data."""

    report: Report
    part: ProblemPart


def _places(one: Debt) -> Value:
    vetoes = (one.report.say("owed.veto", id=veto) for veto in one.owed.vetoes)
    return listed([*one.owed.indicators, *vetoes], one.report.language)


_D = Column[Debt]
OWED: Final[tuple[_D, ...]] = (
    _D(key="unit", value=lambda one: one.card.id),
    _D(key="name", value=lambda one: one.card.name),
    _D(key="class", value=lambda one: one.card.class_title, optional=True),
    _D(key="owed_kind", kind="word", value=lambda one: one.report.say(f"owed.{one.owed.cause.kind}")),
    _D(key="owed", kind="long", value=lambda one: cause_text(one.report.rubric, one.owed.cause, one.report.language)),
    _D(key="responsible", kind="long", value=lambda one: responsible_of(one.report.rubric, one.owed), optional=True),
    _D(key="indicators", kind="long", value=_places),
)


def _target(one: Change) -> Value:
    return " / ".join(target_of(one.part, one.report.rubric))


def _evidence(one: Change) -> Value:
    return evidence_texts(one.part.evidence, one.report.language)


_A = Column[Change]
ADJUSTMENTS: Final[tuple[_A, ...]] = (
    _A(key="unit", value=lambda one: one.card.id),
    _A(key="name", value=lambda one: one.card.name),
    _A(key="class", value=lambda one: one.card.class_title, optional=True),
    _A(key="adjustment", value=lambda one: one.part.id),
    _A(key="authority", value=lambda one: one.part.authority),
    _A(key="date", kind="word", value=lambda one: day(one.part.date)),
    _A(key="effect", kind="word", value=lambda one: one.report.say(f"book.effect.{one.part.effect}")),
    _A(key="target", kind="long", value=_target),
    _A(key="was", kind="long", value=lambda one: one.part.was, optional=True),
    _A(key="now", kind="long", value=lambda one: one.part.now, optional=True),
    _A(key="points", kind="number", value=lambda one: amount(one.part.points, signed=True), optional=True),
    _A(key="until", kind="word", value=lambda one: None if one.part.until is None else day(one.part.until), optional=True),
    _A(key="adjusted", kind="word", value=lambda one: one.report.say(f"book.adjusted.{one.part.state}")),
    _A(key="remark", kind="long", value=lambda one: one.part.remark),
    _A(key="evidence", kind="long", value=_evidence, optional=True),
)  # fmt: skip

_F = Column[Fault]
PROBLEMS: Final[tuple[_F, ...]] = (
    _F(key="severity", kind="word", value=lambda one: one.report.say(f"severity.{one.part.severity}")),
    _F(key="where", kind="long", value=lambda one: one.part.where),
    _F(key="message", kind="long", value=lambda one: one.part.message),
    _F(key="hint", kind="long", value=lambda one: one.part.hint, optional=True),
    _F(key="code", value=lambda one: one.part.code),
)


def owed(report: Report) -> Sheet:
    """The sheet of what is owed."""
    return listing("owed", report, OWED, lambda: _owed(report), frozen=2)


def adjustments(report: Report) -> Sheet:
    """The sheet of the adjustments."""
    return listing("adjustments", report, ADJUSTMENTS, lambda: _adjustments(report), frozen=2)


def problems(report: Report) -> Sheet:
    """The sheet of the problems."""
    return listing("problems", report, PROBLEMS, lambda: (Fault(report, part) for part in report.problems))


def _owed(report: Report) -> Iterator[Debt]:
    for card in report.units:
        for part in card.part.owed:
            yield Debt(report, card, owed_before(part))


def _adjustments(report: Report) -> Iterator[Change]:
    for card in report.units:
        for part in card.part.adjustments:
            yield Change(report, card, part)
