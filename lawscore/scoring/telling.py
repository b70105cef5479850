"""From outcomes to items: what is asked is one item, each limit that held is another."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lawscore.arithmetic import is_zero, negative
from lawscore.catalogue import Phrase, chain, phrase
from lawscore.facts.items import CutCause, Item
from lawscore.facts.outcome import Charge, Outcome
from lawscore.numbers import ZERO
from lawscore.rubric.bound import AnyRule, BoundNode
from lawscore.rules.combining import BoundCombination


def items_of_outcome(node: BoundNode, outcome: Outcome) -> list[Item]:
    """The items of one rule, in the order in which they happened; `deduct: all` comes later, from the ledger."""
    found: list[Item] = []
    for part in outcome.parts:
        if part.state in ("charged", "idle"):
            found += items_of_outcome(node, part)
    charged = outcome.state == "charged" and not outcome.takes_all and not outcome.parts
    if charged and (not is_zero(outcome.asked) or outcome.notes):
        found.append(_item(node, outcome))
    elif outcome.state == "idle" and outcome.notes:
        found.append(_item(node, outcome._replace(how=chain(outcome.notes), notes=())))
    for cut in outcome.cuts:
        points = negative(cut.points) if outcome.sign < 0 else cut.points
        if cut.adjustment:
            found.append(item_of_adjustment(node.id, cut.adjustment, points, cut.reason))
        else:
            found.append(item_of_cut(node, cut.cause, points, cut.reason, outcome.rule))
    return found


def _item(node: BoundNode, outcome: Outcome) -> Item:
    label = rule_of(node.rules, outcome.rule).label
    charges = outcome.charges
    single = charges[0] if len(charges) == 1 else None
    quantity = single.quantity if single is not None else sum((charge.quantity for charge in charges), ZERO)
    records = tuple([charge.record.key for charge in charges if charge.record is not None])
    how: Phrase = outcome.how or phrase("how.points", total=outcome.asked)
    if outcome.notes:
        how = chain((how, *outcome.notes))
    return Item(
        indicator=node.id,
        rule=outcome.rule,
        kind="deduction" if outcome.sign < 0 else "award",
        points=negative(outcome.asked) if outcome.sign < 0 else outcome.asked,
        quantity=quantity,
        price=single.price if single is not None else _one_price(charges),
        occasion=label.occasion,
        reason=phrase("item.reason", text=label.text, how=how) if label.text else how,
        records=records,
        basis=node.basis if label.basis is None else label.basis,
        evidence=label.evidence,
    )


def _one_price(charges: Sequence[Charge]) -> Fraction | None:
    prices = {charge.price for charge in charges}
    return prices.pop() if len(prices) == 1 else None


def _reason_of_all(node: BoundNode, outcome: Outcome) -> Phrase:
    """Why a rule leaves nothing of its node: the rule's sentence, and what was found."""
    how = phrase("how.all", how=outcome.how) if outcome.how else phrase("how.all_plain")
    text = rule_of(node.rules, outcome.rule).label.text
    return phrase("item.reason", text=text, how=how) if text else how


def item_of_all(node: BoundNode, outcome: Outcome, points: Fraction) -> Item:
    """`deduct: all`: what was above zero is taken."""
    return Item(
        indicator=node.id or None,
        rule=outcome.rule,
        kind="deduction",
        points=-points,
        reason=_reason_of_all(node, outcome),
        records=tuple(charge.record.key for charge in outcome.charges if charge.record),
        basis=node.basis,
    )


def question_of(node: BoundNode, rule_id: str) -> str:
    """The question that a rule asks, or its id."""
    return getattr(rule_of(node.rules, rule_id).model, "for_", None) or rule_id


def item_of_cut(node: BoundNode, cause: CutCause, points: Fraction, reason: Phrase, rule: str | None = None) -> Item:
    """What changed the score without being a rule: `rule` is the one that it holds for, if it is one rule's."""
    return Item(node.id or None, rule, "cut", points, reason, basis=node.basis, cause=cause)


def limit_that_held(limit: Fraction, score: Fraction) -> tuple[CutCause, Phrase]:
    """Which limit of its node a score came to, and the sentence that says so."""
    cause: CutCause = "floor" if limit > score else "ceiling"
    return cause, phrase(f"cut.{cause}", **{cause: limit})


def item_of_adjustment(indicator: str, adjustment: str, points: Fraction, reason: Phrase) -> Item:
    """What an authority changed; in the place of the rule stands the id of its adjustment."""
    return Item(indicator=indicator, rule=adjustment, kind="adjustment", points=points, reason=reason)


def rule_name(rules: tuple[AnyRule, ...], rule_id: str) -> str:
    """What people call a rule: its sentence, where it has one."""
    found = _found(rules, rule_id)
    return " ".join(((found.label.text if found is not None else None) or rule_id).split())


def rule_of(rules: tuple[AnyRule, ...], rule_id: str) -> AnyRule:
    """The rule with an id, which is one of these or of those inside."""
    found = _found(rules, rule_id)
    assert found is not None  # who asks has its outcome
    return found


def _found(rules: tuple[AnyRule, ...], rule_id: str) -> AnyRule | None:
    for rule in rules:
        if rule.id == rule_id:
            return rule
        found = _found(rule.parts, rule_id) if isinstance(rule, BoundCombination) else None
        if found is not None:
            return found
    return None
