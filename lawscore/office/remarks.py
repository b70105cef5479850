"""What else is to be said of an indicator beside its points and sentences: when it applies, its limits, whom it is for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lawscore.catalogue import Language, phrase, say
from lawscore.numbers import ZERO, plain_text
from lawscore.office.citing import cited
from lawscore.office.conditions import condition
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rubric.tree import Applies, Node, PeersMean
from lawscore.rules.combining import BoundCombination


def remarks(node: BoundNode, rubric: Rubric, language: Language) -> Iterator[str]:
    """One sentence for each remark."""
    spec = node.spec
    assert spec is not None
    if spec.applies is not None:
        yield _applies(spec.applies, rubric, language)
    if spec.only_for is not None:
        classes = tuple(rubric.document.classes.get(name, name) for name in spec.only_for)
        yield say(phrase("remark.only_for", classes=classes), language)
    if node.weight is not None:
        yield say(phrase("remark.weight", weight=phrase("word.percent", value=node.weight * 100)), language)
    if node.uncounted:
        yield say(phrase("remark.uncounted"), language)
    yield from _of_leaf(spec, node, language) if node.is_leaf else _of_branch(node, language)
    yield from _limits(spec, node, language)


def _of_leaf(spec: Node, node: BoundNode, language: Language) -> Iterator[str]:
    if spec.start is not None:
        start = node.points if spec.start == "full" else ZERO if spec.start == "zero" else spec.start
        yield say(phrase("remark.start", points=start), language)
    if spec.once_per is not None:
        columns = (spec.once_per,) if isinstance(spec.once_per, str) else spec.once_per
        yield say(phrase("remark.once_per", columns=columns), language)
    for rule in _charging(node.rules):
        yield from (say(phrase("remark.rule_basis", basis=basis), language) for basis in cited(rule.model.basis))
        if rule.model.evidence:
            yield say(phrase("remark.rule_evidence", evidence=rule.model.evidence), language)


def _of_branch(node: BoundNode, language: Language) -> Iterator[str]:
    if node.aggregate != "sum":
        yield say(phrase(f"remark.aggregate.{node.aggregate}"), language)
    if node.scaled_to is not None and any(_can_drop_out(child) for child in node.children):
        yield say(phrase("remark.scaled_open", points=node.scaled_to), language)
    elif node.scaled_to is not None:
        yield say(phrase("remark.scaled", points=node.scaled_to), language)
    for rule in node.rules:
        if rule.model.text:
            yield rule.model.text


def _can_drop_out(node: BoundNode) -> bool:
    applies = node.spec.applies if node.spec is not None else None
    return applies is not None and applies.otherwise == "leave_out"


def _limits(spec: Node, node: BoundNode, language: Language) -> Iterator[str]:
    """Limits that the column of points does not tell already."""
    ceiling, floor = spec.ceiling, spec.floor
    single = node.points == ZERO and (_is_over(ceiling) != _is_under(floor))
    if ceiling == "none":
        yield say(phrase("remark.no_ceiling"), language)
    elif ceiling is not None and not (single and _is_over(ceiling)):
        yield say(phrase("remark.ceiling", points=ceiling), language)
    if floor == "none":
        yield say(phrase("remark.no_floor"), language)
    elif floor is not None and not (single and _is_under(floor)):
        yield say(phrase("remark.floor", points=plain_text(floor)), language)


def _is_over(limit: object) -> bool:
    return isinstance(limit, Fraction) and limit > 0


def _is_under(limit: object) -> bool:
    return isinstance(limit, Fraction) and limit < 0


def _applies(applies: Applies, rubric: Rubric, language: Language) -> str:
    if applies.text is not None:
        return " ".join(applies.text.split())
    otherwise = "peers_mean" if isinstance(applies.otherwise, PeersMean) else applies.otherwise
    return say(phrase(f"remark.applies.{otherwise}", condition=condition(applies.when, rubric, language)), language)


def _charging(rules: tuple[AnyRule, ...]) -> Iterator[AnyRule]:
    for rule in rules:
        yield rule
        if isinstance(rule, BoundCombination):
            yield from _charging(rule.parts)
