"""Adjustments (调整): what an authority changed after submission: by whom, when, why, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field as made
from datetime import date as Date  # noqa: N812 - a part of an adjustment is named `date`
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.problems import Problem, Where

if TYPE_CHECKING:
    from lawscore.facts.unit import Evidence

Effect: TypeAlias = Literal["value", "void", "restored", "points", "waiver"]
#: What came of it: it counts; a later one took its place; the indicator is not scored yet; there was nothing to
#: change; it had run out.
AdjustmentState: TypeAlias = Literal["applied", "superseded", "waiting", "without_effect", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One adjustment of one unit.

    `value`, `void` and `restored` name a field, perhaps a record and a column of it: they change facts, which are then
    scored again.
    `points` names a leaf, perhaps a rule and a record, and is a change of its score; `waiver` names a rule that takes
    points, perhaps a record, and the last day (`until`) on which it holds.
    """

    id: str
    authority: str
    date: Date
    remark: str
    effect: Effect
    field: str = ""
    record: str = ""
    column: str = ""
    indicator: str = ""
    rule: str = ""
    points: Fraction | None = None
    #: The original value and the one that counts instead, as they are told; None where the effect is not on facts.
    was: Phrase | None = None
    now: Phrase | None = None
    until: Date | None = None
    #: Whether a waiver holds on the last day of the period; where records are dated, their days decide.
    in_force: bool = True
    #: Whether the rule that is waived, or one in it, chooses records by date.
    by_days: bool = False
    evidence: tuple[Evidence, ...] = ()
    state: AdjustmentState = "applied"
    #: Where its parts are written, for what is found only when the unit is scored; "" is the whole.
    places: Mapping[str, Where] = made(default_factory=dict, compare=False, repr=False)

    def where(self, part: str = "") -> Where:
        """Where a part of it is written; nowhere, where it was not read."""
        return self.places.get(part, Where())


def ran_out(waiver: Adjustment, unit: str, last: Date) -> Problem:
    """The warning that a waiver ended before it covered anything that `unit` is charged; `last` ends the period."""
    key = "adjustment.ended_before_records" if waiver.by_days else "adjustment.ended_before_last_day"
    facts = {"unit": unit, "rule": waiver.rule, "until": waiver.until, "why": phrase(key, last=last)}
    return Problem(code="adjustment_expired", severity="warning", where=waiver.where("until"), facts=facts)
