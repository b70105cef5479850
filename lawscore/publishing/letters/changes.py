"""What authorities changed already for a unit, as its notice tells it."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.classes import dataclass
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.facts import evidence_text, label_of
from lawscore.publishing.letters.heads import value_text
from lawscore.publishing.letters.rules import Rules
from lawscore.publishing.report import Report
from lawscore.results.model import AdjustmentPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an authority changed already."""

    code: str
    what: str
    authority: str
    date: str
    remark: str
    state: str
    proof: str


def changes_of(report: Report, card: UnitCard, rules: Rules) -> Iterator[Change]:
    """The adjustments of a unit, in their order."""
    for one in card.part.adjustments:
        yield Change(
            code=one.id, what=_what(report, card, rules, one), authority=one.authority, date=one.date, remark=one.remark,
            state=report.say(f"letters.adjustment.{one.state}"),
            proof=report.say("letters.listed", parts=tuple(evidence_text(proof) for proof in one.evidence)),
        )  # fmt: skip


def _what(report: Report, card: UnitCard, rules: Rules, one: AdjustmentPart) -> str:
    """What was changed, from what to what."""
    facts: dict[str, object] = {
        "target": _target(report, card, rules, one), "was": value_text(one.was), "now": value_text(one.now),
        "until": one.until or "", "sign": "", "points": "",
    }  # fmt: skip
    if one.effect == "points" and one.points is not None:
        facts |= {"sign": "−" if one.points.startswith("-") else "+", "points": one.points.lstrip("-+")}
    return report.say(_sentence(one), **facts)


def _sentence(one: AdjustmentPart) -> str:
    """The key of what says it: some have one of their own for where nothing stood there before."""
    if one.effect == "value" and not one.was:
        return "explain.adjusted_now"
    bare = "_bare" if one.effect in ("void", "restored") and not one.was else ""
    return f"explain.adjusted_{one.effect}{bare}"


def _target(report: Report, card: UnitCard, rules: Rules, one: AdjustmentPart) -> str:
    """The indicator and rule, or the field, record and column."""
    line = card.lines.get(one.indicator)
    named = line.heading.label if line is not None else label_of(one.field, report.rubric, report.language)
    rule = rules.sentence(one.indicator, one.rule) or one.rule
    return report.say("letters.listed", parts=tuple(part for part in (named, rule, one.record, one.column) if part))
