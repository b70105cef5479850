"""From outcomes to items: what is asked is one item, each limit that held is another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from lawscore.catalogue import Phrase, chain, phrase
from lawscore.facts.items import CutCause, Item
from lawscore.facts.outcome import Charge, Outcome
from lawscore.numbers import ZERO
from lawscore.rubric.bound import AnyRule, BoundNode
from lawscore.rules.basis import Bases, cite
from lawscore.rules.combining import BoundCombination


def items_of_outcome(node: BoundNode, outcome: Outcome) -> Iterator[Item]:
    """The items of one rule, in the order in which they happened; `deduct: all` comes later, from the ledger."""
    for part in outcome.parts:
        if part.state in ("charged", "idle"):
            yield from items_of_outcome(node, part)
    charged = outcome.state == "charged" and not outcome.takes_all and not outcome.parts
    if charged and (outcome.asked or outcome.notes):
        yield _item(node, outcome)
    elif outcome.state == "idle" and outcome.notes:
        yield _item(node, outcome._replace(how=chain(outcome.notes), notes=()))
    for cut in outcome.cuts:
        points = -cut.points if outcome.sign < 0 else cut.points
        if cut.adjustment:
            yield item_of_adjustment(node.id, cut.adjustment, points, cut.reason)
        else:
            yield item_of_cut(node, cut.cause, points, cut.reason, outcome.rule)


def _item(node: BoundNode, outcome: Outcome) -> Item:
    model = model_of(node.rules, outcome.rule)
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
        points=-outcome.asked if outcome.sign < 0 else outcome.asked,
        quantity=quantity,
        price=single.price if single is not None else _one_price(charges),
        occasion=occasion_of(model),
        reason=phrase("item.reason", text=model.text, how=how) if model.text else how,
        records=records,
        basis=basis_of(node, model.basis),
        evidence=model.evidence or "",
    )


def _one_price(charges: Sequence[Charge]) -> Fraction | None:
    prices = {charge.price for charge in charges}
    return prices.pop() if len(prices) == 1 else None


def _reason_of_all(node: BoundNode, outcome: Outcome) -> Phrase:
    """Why a rule leaves nothing of its node: the rule's sentence, and what was found."""
    how = phrase("how.all", how=outcome.how) if outcome.how else phrase("how.all_plain")
    text = model_of(node.rules, outcome.rule).text
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
        basis=basis_of(node, None),
    )


def question_of(node: BoundNode, rule_id: str) -> str:
    """The question that a rule asks, or its id."""
    return getattr(model_of(node.rules, rule_id), "for_", None) or rule_id


def item_of_cut(node: BoundNode, cause: CutCause, points: Fraction, reason: Phrase, rule: str | None = None) -> Item:
    """What changed the score without being a rule: `rule` is the one that it holds for, if it is one rule's."""
    basis = basis_of(node, None)
    return Item(node.id or None, rule, "cut", points, reason, basis=basis, cause=cause)


def limit_that_held(limit: Fraction, score: Fraction) -> tuple[CutCause, Phrase]:
    """Which limit of its node a score came to, and the sentence that says so."""
    cause: CutCause = "floor" if limit > score else "ceiling"
    return cause, phrase(f"cut.{cause}", **{cause: limit})


def item_of_adjustment(indicator: str, adjustment: str, points: Fraction, reason: Phrase) -> Item:
    """What an authority changed; in the place of the rule stands the id of its adjustment."""
    return Item(indicator=indicator, rule=adjustment, kind="adjustment", points=points, reason=reason)


def basis_of(node: BoundNode, own: Bases | None) -> tuple[str, ...]:
    """A rule's own basis, else the indicator's."""
    if own is not None:
        return cite(own)
    return cite(node.spec.basis) if node.spec is not None else ()


def occasion_of(model: Any) -> str:
    """The occasion as it is written in the rubric: the question, the condition, what is counted or measured."""
    for key in ("for_", "each", "of", "in_proportion_to", "when", "place"):
        text = getattr(model, key, None)
        if text:
            return str(text)
    amount = getattr(model, "amount", None) or getattr(model, "import_", None)
    return amount if isinstance(amount, str) else ""


def rule_name(rules: tuple[AnyRule, ...], rule_id: str) -> str:
    """What people call a rule: its sentence, where it has one."""
    return " ".join((getattr(model_of(rules, rule_id), "text", None) or rule_id).split())


def model_of(rules: tuple[AnyRule, ...], rule_id: str) -> Any:
    """What is written for a rule."""
    for rule in rules:
        if rule.id == rule_id:
            return rule.model
        if isinstance(rule, BoundCombination):
            found = model_of(rule.parts, rule_id)
            if found is not None:
                return found
    return None
