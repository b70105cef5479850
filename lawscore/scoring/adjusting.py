"""What authorities changed in a score: waivers of what a rule takes, changes in points of a leaf, what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.values import Missing
from lawscore.facts.adjustment import Adjustment, AdjustmentState
from lawscore.facts.card import NodeResult
from lawscore.facts.items import Item
from lawscore.facts.outcome import Charge, Cut, Outcome
from lawscore.facts.unit import Scope
from lawscore.rubric.bound import AnyRule
from lawscore.rules.charger import Charges
from lawscore.rules.charging import BoundRule
from lawscore.scoring.telling import rule_name
from lawscore.texts import folded

Adjustments = Sequence[Adjustment]
NONE: Adjustments = ()


def waivers_of(scope: Scope, indicator: str) -> Adjustments:
    """The waivers in an indicator that are in force."""
    if not scope.facts.adjustments:
        return NONE
    return [
        one
        for one in scope.facts.adjustments
        if one.effect == "waiver" and one.indicator == indicator and one.state == "applied"
    ]


def waived(rule: BoundRule, scope: Scope, charges: Charges, dropped: int, waivers: Adjustments) -> Outcome:
    """What a rule comes to where some of its charges are waived: each waiver gives back what the rule then takes less."""
    outcome = rule.finish(scope, charges, dropped)
    if isinstance(charges, Missing):
        return outcome
    left = charges
    for waiver in waivers:
        if outcome.state in ("charged", "idle") and any(_covers(waiver, charge, rule) for charge in charges):
            left = tuple(charge for charge in left if not _covers(waiver, charge, rule))
            less = rule.finish(scope, left, dropped)
            told = _told_waiver(waiver, rule, [charge for charge in charges if _covers(waiver, charge, rule)], charges)
            outcome = _less(outcome, less, told, waiver.id)
    return outcome


def _covers(waiver: Adjustment, charge: Charge, rule: BoundRule) -> bool:
    """Whether a waiver holds for a charge: where records are dated, for those up to its last day, else while in force."""
    record = charge.record
    if waiver.record and (record is None or folded(record.key) != folded(waiver.record)):
        return False
    chosen = rule.occasion.filter
    if record is None or chosen is None or chosen.dated is None or waiver.until is None:
        return waiver.in_force
    day = record.values[chosen.dated.by]
    return isinstance(day, date) and day <= waiver.until


def _less(outcome: Outcome, less: Outcome, told: Phrase, waiver: str) -> Outcome:
    """The outcome with what a waiver gives back as a cut of its own; the charges stay visible."""
    if less.state not in ("charged", "idle"):
        return outcome
    back = Cut(less.amount - outcome.amount, "waiver", told, waiver)
    taking = less.takes_all
    state = "idle" if outcome.takes_all and not taking else outcome.state
    return outcome._replace(
        state=state, amount=less.amount, takes_all=taking, empties=less.empties, cuts=(*outcome.cuts, back)
    )


def _told_waiver(waiver: Adjustment, rule: BoundRule, covered: Sequence[Charge], charges: Sequence[Charge]) -> Phrase:
    """What was waived; the records by name, where others are charged all the same."""
    records = tuple(charge.record.key for charge in covered if charge.record is not None)
    partly = bool(records) and len(covered) < len(charges)
    key = "adjustment.waived_record" if waiver.record or partly else "adjustment.waived"
    return phrase(
        key, rule=rule_name((rule,), rule.id), record=waiver.record or records, authority=waiver.authority, date=waiver.date,
        until=waiver.until, remark=waiver.remark,
    )  # fmt: skip


def changes_of(scope: Scope, indicator: str, outcomes: Iterable[Outcome]) -> Adjustments:
    """The changes in points of a leaf; one that names a rule, or a record, only where the rule charged it."""
    if not scope.facts.adjustments:
        return NONE
    found = list(outcomes)
    return [
        one
        for one in scope.facts.adjustments
        if one.effect == "points" and one.indicator == indicator and (not one.rule or _charged(found, one))
    ]


def told_change(change: Adjustment, rules: tuple[AnyRule, ...]) -> Phrase:
    """Why a leaf with these rules has more or fewer points than they give it."""
    facts = {"authority": change.authority, "date": change.date, "remark": change.remark}
    if not change.rule:
        return phrase("adjustment.points", **facts)
    key = "adjustment.points_of_record" if change.record else "adjustment.points_of_rule"
    return phrase(key, rule=rule_name(rules, change.rule), record=change.record, **facts)


def came_of(adjustments: Iterable[Adjustment], nodes: Mapping[str, NodeResult]) -> tuple[Adjustment, ...]:
    """The adjustments of a unit with what came of each."""
    return tuple(replace(one, state=_state(one, nodes)) for one in adjustments)


def _state(one: Adjustment, nodes: Mapping[str, NodeResult]) -> AdjustmentState:
    if one.effect not in ("points", "waiver") or one.state != "applied":
        return one.state
    node = nodes.get(one.indicator)
    if node is None:
        return "without_effect"
    if node.state == "unscored":
        return "waiting"
    if any(_is_of(item, one) for item in node.items):
        return "applied"
    return "expired" if one.effect == "waiver" and _charged(node.outcomes, one) else "without_effect"


def _is_of(item: Item, one: Adjustment) -> bool:
    return item.kind == "adjustment" and item.rule == one.id


def _charged(outcomes: Iterable[Outcome], one: Adjustment) -> bool:
    """Whether the rule that an adjustment names charged the unit, and charged its record where it names one."""
    for outcome in outcomes:
        if outcome.rule == one.rule:
            charges = tuple(_charges(outcome))
            if not one.record:
                return bool(charges) or (outcome.empties and one.effect == "points")
            return any(charge.record and folded(charge.record.key) == folded(one.record) for charge in charges)
        if _charged(outcome.parts, one):
            return True
    return False


def _charges(outcome: Outcome) -> Iterator[Charge]:
    yield from outcome.charges
    for part in outcome.parts:
        yield from _charges(part)
