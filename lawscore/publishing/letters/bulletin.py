"""A bulletin: what the units of an assessment are told together, as the places of a letterhead."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.classes import dataclass
from lawscore.numbers import parse_exact
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.letters.heads import Head, head_of, period_text, signed_text
from lawscore.publishing.letters.losses import LossRow, RuleRow, by_indicator, by_rule
from lawscore.publishing.letters.rules import Rules
from lawscore.publishing.letters.spread import BandRow, bands_of, grades_of, summary_of
from lawscore.publishing.letters.standing import bounds_of, place_of
from lawscore.publishing.owed import owed_texts
from lawscore.publishing.report import Group, Report
from lawscore.reports.signs import from_to, minus_sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One unit in the order of its group."""

    rank: str
    unit: str
    total: str
    grade: str
    difference: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One group of units."""

    group: str
    count: str
    summary: str
    standings: tuple[Standing, ...]
    grades: tuple[BandRow, ...]
    bands: tuple[BandRow, ...]
    indicators: tuple[LossRow, ...]
    rules: tuple[RuleRow, ...]
    frequent: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUnit:
    """A unit whose total does not stand, or that is not assessed."""

    unit: str
    group: str
    state: str
    bounds: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A unit beside its earlier result."""

    unit: str
    group: str
    before: str
    total: str
    change: str
    ranks: str
    grades_changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin(Head):
    """The places of a bulletin. What does not apply is empty."""

    count: str
    final: str
    provisional: str
    not_assessed: str
    summary: str
    parts: tuple[Part, ...]
    open_units: tuple[OpenUnit, ...]
    compared: str
    changes: tuple[Moved, ...]


def bulletin_of(report: Report) -> Bulletin:
    """The bulletin of a report."""
    rules = Rules(report)
    states = [card.part.state for card in report.units]
    counts = {state: states.count(state) for state in ("final", "provisional", "not_assessed")}
    moved = tuple(_moved(report))
    return Bulletin(
        **head_of(report),
        count=str(len(states)),
        **{name: str(count) if count or name == "final" else "" for name, count in counts.items()},
        summary=_summary(report, counts),
        parts=tuple(_part(report, group, rules) for group in report.groups),
        open_units=tuple(_open_units(report)),
        compared=_compared(report) if moved else "",
        changes=moved,
    )


def _summary(report: Report, counts: dict[str, int]) -> str:
    told = [report.say(f"letters.bulletin.{state}", count=str(count)) for state, count in counts.items() if count]
    told.insert(0, report.say("letters.bulletin.units", count=str(len(report.units))))
    return report.say("letters.sentence", parts=report.say("letters.joiner").join(told))


def _part(report: Report, group: Group, rules: Rules) -> Part:
    most, often = by_rule(report, group, rules)
    return Part(
        group=group.title or report.say("letters.all_units"),
        count=str(len(group.cards)),
        summary=summary_of(report, group),
        standings=tuple(_standings(report, group)),
        grades=tuple(grades_of(report, group)),
        bands=tuple(bands_of(report, group)),
        indicators=tuple(by_indicator(report, group)),
        rules=tuple(most),
        frequent=tuple(often),
    )


def _standings(report: Report, group: Group) -> Iterator[Standing]:
    """The units whose total stands: what is still open is told apart."""
    mean = report.means[group.id].of_total
    for card in group.final:
        away = "" if mean is None or card.score is None else signed_text(card.score - mean, report.shown)
        yield Standing(
            rank=place_of(report, card) or "—", unit=card.name or card.id, total=minus_sign(card.part.score or ""),
            grade=card.part.grade or "", difference=away, note="\n".join(card.remarks),
        )  # fmt: skip


def _open_units(report: Report) -> Iterator[OpenUnit]:
    for group in report.groups:
        for card in group.cards:
            if card.part.state != "final":
                why = card.part.not_assessed or "\n".join(owed_texts(report, card))
                yield OpenUnit(
                    unit=card.name or card.id, group=card.class_title, state=report.say(f"state.{card.part.state}"),
                    bounds=bounds_of(card), why=why,
                )  # fmt: skip


def _moved(report: Report) -> Iterator[Moved]:
    """The units that stood in the earlier result too."""
    for card in report.units:
        before = card.earlier
        if before is None or (before.score is None and card.part.score is None):
            continue
        yield Moved(
            unit=card.name or card.id,
            group=card.class_title,
            before=minus_sign(before.score or report.say(f"state.{before.state}")),
            total=minus_sign(card.part.score or report.say(f"state.{card.part.state}")),
            change=_change(report, card),
            ranks=from_to(*(None if rank is None else str(rank) for rank in (before.rank, card.part.rank))),
            grades_changed=from_to(before.grade, card.part.grade),
        )


def _change(report: Report, card: UnitCard) -> str:
    if card.earlier is None or card.earlier.exact is None or card.score is None:
        return ""
    return signed_text(card.score - parse_exact(card.earlier.exact), report.shown)


def _compared(report: Report) -> str:
    """How many units rose and fell, and which rubric scored them before."""
    both = [
        card.score - parse_exact(card.earlier.exact)
        for card in report.units
        if card.score is not None and card.earlier is not None and card.earlier.exact is not None
    ]
    rose, fell = sum(one > 0 for one in both), sum(one < 0 for one in both)
    facts = {"both": len(both), "rose": rose, "fell": fell, "same": len(both) - rose - fell}
    counts = {name: str(count) for name, count in facts.items()}
    return report.say(
        "letters.bulletin.compared",
        period=period_text(report, report.earlier.period),
        rubric=report.earlier.rubric,
        **counts,
    )
