"""The questions that a rubric puts to assessors, with the answers that each takes."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.facts.unit import Question
from lawscore.rubric.bound import Asked, BoundNode
from lawscore.rubric.document import Document
from lawscore.rules.charging import BoundRule, Waived
from lawscore.rules.combining import charging_rules

#: The indicator of a question of a veto: a veto belongs to none, and no indicator has an empty id.
VETO = ""


def questions_of(root: BoundNode, document: Document) -> tuple[Asked, ...]:
    """All questions in the order of the document; those of vetoes last."""
    asked = [
        question for node in root.walk() for rule in charging_rules(node.rules) for question in _of_rule(node, rule)
    ]
    return (*asked, *_of_vetoes(document))


def _of_rule(node: BoundNode, rule: BoundRule) -> Iterator[Asked]:
    model = rule.model
    records = rule.occasion.records.name if rule.occasion.records is not None else None
    if rule.amount.asks:
        text = getattr(model, "for_", None) or model.text or node.title
        yield Asked(Question(node.id, rule.id), text, records, model.amount,
            may_not_apply=model.may_not_apply, optional=model.optional, reason_required=True,
        )  # fmt: skip
    elif rule.occasion.question is not None:
        yield Asked(
            Question(node.id, rule.id), rule.occasion.question, records,
            may_not_apply=model.may_not_apply, optional=model.optional,
        )  # fmt: skip
    unless = getattr(model, "unless", None)
    if isinstance(unless, Waived):
        yield Asked(Question(node.id, rule.id, about="unless"), unless.for_, may_not_apply=True)


def _of_vetoes(document: Document) -> Iterator[Asked]:
    for veto in document.vetoes:
        if veto.for_ is not None:
            yield Asked(Question(VETO, veto.id), veto.for_, reason_required=True)
        if isinstance(veto.unless, Waived):
            yield Asked(Question(VETO, veto.id, about="unless"), veto.unless.for_, may_not_apply=True)
