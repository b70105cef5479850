"""What authorities changed for a unit, as `explain` lists it: what, by whom, when and why, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lawscore.catalogue import Language, phrase, say
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.card import Card
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.scoring.telling import rule_name

_INDENT: Final = "  "


def adjustments_of(card: Card, node: BoundNode | None = None) -> tuple[Adjustment, ...]:
    """All adjustments of a unit; with a node, those of the leaves at or below it and of the fields that they read."""
    if node is None or not card.adjustments:
        return card.adjustments
    leaves = {leaf.id: leaf.reads for leaf in node.walk()}
    reads = frozenset[str]().union(*leaves.values())
    return tuple(one for one in card.adjustments if one.indicator in leaves or one.field in reads)


def adjusted(adjustments: Iterable[Adjustment], rubric: Rubric, language: Language) -> Iterator[str]:
    """A heading and one line for each adjustment, its evidence below it."""
    yield say(phrase("explain.adjustments"), language)
    for one in adjustments:
        state = phrase(f"adjustment.state.{one.state}")
        facts = {"id": one.id, "authority": one.authority, "date": one.date, "remark": one.remark}
        what = _what(one, rubric, language)
        yield _INDENT + say(phrase("explain.adjustment", what=what, state=state, **facts), language)
        if one.evidence:
            evidence = tuple(str(proof) for proof in one.evidence)
            yield _INDENT * 2 + say(phrase("explain.adjusted_evidence", evidence=evidence), language)


def _what(one: Adjustment, rubric: Rubric, language: Language) -> str:
    target = _target(one, rubric, language)
    if one.effect == "points":
        points = one.points or ZERO
        sign = "+" if points > 0 else "−" if points < 0 else ""
        return say(phrase("explain.adjusted_points", target=target, sign=sign, points=abs(points)), language)
    if one.effect == "waiver":
        return say(phrase("explain.adjusted_waiver", target=target, until=one.until), language)
    if one.effect == "value":
        key = "explain.adjusted_value" if one.was is not None else "explain.adjusted_now"
        return say(phrase(key, target=target, was=one.was, now=one.now), language)
    key = f"explain.adjusted_{one.effect}" + ("" if one.was is not None else "_bare")
    return say(phrase(key, target=target, was=one.was), language)


def _target(one: Adjustment, rubric: Rubric, language: Language) -> str:
    """What is changed, as people call it: the field, record and column, or the indicator and the rule."""
    if one.indicator:
        node = rubric.nodes[one.indicator]
        indicator = node.id if node.title == node.id else f"{node.id} {node.title}"
        if not one.rule:
            return indicator
        key = "explain.target_rule_record" if one.record else "explain.target_rule"
        return say(phrase(key, indicator=indicator, rule=rule_name(node.rules, one.rule), record=one.record), language)
    field = rubric.fields[one.field].label or one.field
    if not one.record:
        return field
    key = "explain.target_column" if one.column else "explain.target_record"
    return say(phrase(key, field=field, record=one.record, column=one.column), language)
