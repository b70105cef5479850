"""Checks of what a reader needs: a basis for each indicator, a sentence for each rule."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.problems import Problem
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rules.combining import BoundCombination, charging_rules


def basis_missing(rubric: Rubric) -> Iterator[Problem]:
    """An indicator rests on its own basis, on that of a branch above, of the document, or of each of its rules."""
    if rubric.document.basis is not None:
        return
    for leaf in rubric.leaves:
        by_rule = all(rule.model.basis is not None for rule in charging_rules(leaf.rules))
        if not by_rule and not _has_basis(leaf, rubric):
            yield finding("basis-missing", leaf.path, {"id": leaf.id}, phrase("hint.basis"))


def text_missing(rubric: Rubric) -> Iterator[Problem]:
    """Without its sentence a rule shows only figures on the scorecard."""
    for leaf in rubric.leaves:
        for rule in _silent(leaf.rules):
            yield finding("text-missing", rule.path, {"id": leaf.id, "rule": rule.id})


def _has_basis(node: BoundNode, rubric: Rubric) -> bool:
    above: BoundNode | None = node
    while above is not None:
        if above.spec is not None and above.spec.basis is not None:
            return True
        above = rubric.nodes.get(above.parent) if above.parent is not None else None
    return False


def _silent(rules: tuple[AnyRule, ...]) -> Iterator[AnyRule]:
    """The rules that say nothing, neither themselves nor by the combination in which they stand."""
    for rule in rules:
        if rule.model.text is None:
            yield from _silent(rule.parts) if isinstance(rule, BoundCombination) else (rule,)
