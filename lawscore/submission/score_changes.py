"""Changes in points and waivers: the leaf, the rule and the record that they name, and whether they still hold."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pydantic_core import PydanticCustomError

from lawscore.catalogue import phrase
from lawscore.facts.adjustment import Adjustment, Effect
from lawscore.models import shorten, to_fraction
from lawscore.problems import Where
from lawscore.rubric.bound import AnyRule, BoundNode
from lawscore.rules.combining import charging_rules
from lawscore.submission.adjustments import Entered
from lawscore.submission.answers import KeysOf, Refused
from lawscore.submission.document import AdjustmentEntry
from lawscore.submission.names import Names
from lawscore.submission.words import fold, suggest


def score_change(names: Names, entered: Entered, effect: Effect, keys: KeysOf) -> Adjustment:
    """A change in points, or a waiver; one that has run out is kept as such. Raises `Refused`."""
    entry = entered.entry
    node = _leaf(names, entry.indicator or "")
    rule = _rule(node, entry.rule) if entry.rule is not None else None
    in_force = entry.until is None or entry.until >= names.rubric.document.period.to
    by_days = rule is not None and effect == "waiver" and _is_dated(rule)
    if rule is not None and effect == "waiver" and rule.sign > 0:
        raise Refused("adjustment_not_deduction", "rule", rule=rule.id)
    return Adjustment(
        id=entered.id,
        authority=entry.authority,
        date=entry.date,
        remark=entry.remark,
        effect=effect,
        indicator=node.id,
        rule=rule.id if rule is not None else "",
        record=_record(rule, entry.record, keys) if rule is not None and entry.record is not None else "",
        points=_points(entry) if effect == "points" else None,
        until=entry.until,
        in_force=in_force,
        by_days=by_days,
        evidence=entered.evidence,
        state="applied" if in_force or by_days else "expired",
        places={"until": entered.place.inside("until").where(), "": _blamed(entered)},
    )


def _blamed(entered: Entered) -> Where:
    """What is wrong where it turns out that there is nothing to change: the narrowest part that is named."""
    part = next(part for part in ("record", "rule", "indicator") if getattr(entered.entry, part) is not None)
    return entered.place.inside(part).where()


def _leaf(names: Names, written: str) -> BoundNode:
    rubric = names.rubric
    name = names.indicators.get(fold(written))
    if name is None and fold(written) in {fold(beside) for beside in rubric.beside}:
        raise Refused("adjustment_not_leaf", "indicator", None, id=shorten(written))
    if name is None:
        raise Refused("adjustment_indicator_unknown", "indicator", suggest(written, rubric.nodes), id=shorten(written))
    node = rubric.nodes[name]
    if not node.is_leaf:
        leaves = tuple(below.id for below in node.walk() if below.is_leaf)
        raise Refused("adjustment_not_leaf", "indicator", phrase("hint.leaves", leaves=leaves), id=name)
    return node


def _rule(node: BoundNode, written: str) -> AnyRule:
    rules = {fold(rule.id): rule for rule in node.every_rule()}
    found = rules.get(fold(written))
    if found is None:
        names = [rule.id for rule in rules.values()]
        hint = suggest(written, names) or phrase("hint.rules", rules=tuple(names))
        raise Refused("adjustment_rule_unknown", "rule", hint, id=shorten(written), indicator=node.id)
    return found


def _record(rule: AnyRule, written: str, keys: KeysOf) -> str:
    """The key of a record that a rule goes through; of one that another unit reports, as it is written."""
    filters = [one.occasion.filter for one in charging_rules([rule])]
    lists = {filtered.records.name for filtered in filters if filtered is not None}
    if not lists:
        raise Refused("adjustment_rule_without_records", "record", rule=rule.id)
    known = [keys.get(name) for name in lists]
    found = [listed[fold(written)] for listed in known if listed is not None and fold(written) in listed]
    if found:
        return found[0]
    if None in known or any(filtered is not None and filtered.handover is not None for filtered in filters):
        return written.strip()
    names = [key for listed in known if listed is not None for key in listed.values()]
    facts: dict[str, object] = {"key": shorten(written), "records": tuple(sorted(lists))}
    raise Refused("adjustment_record_unknown", "record", suggest(fold(written), names), **facts)


def _is_dated(rule: AnyRule) -> bool:
    """Whether a rule, or one in it, chooses records by date: their dates then decide what a waiver covers."""
    return any(one.occasion.filter and one.occasion.filter.dated for one in charging_rules([rule]))


def _points(entry: AdjustmentEntry) -> Fraction:
    try:
        return to_fraction(entry.points)
    except PydanticCustomError as error:
        context: Mapping[str, Any] = error.context or {}
        raise Refused(context["code"], "points", context["hint"], **context["facts"]) from error
