"""Checks of what a reader needs: a basis for each indicator, a sentence for each rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.checking.reading import Reader
from lawscore.problems import Problem
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rules.combining import BoundCombination, charging_rules

#: So many indicators are named in one note.
MOST_NAMED: Final = 12


def basis_missing(reader: Reader) -> Iterator[Problem]:
    """An indicator rests on its own basis, on that of a branch above, of the document, or of each of its rules."""
    if reader.rubric.document.basis is None:
        for leaf in reader.rubric.leaves:
            if not _rests(leaf, reader.rubric):
                yield finding("basis-missing", leaf.path, {"ids": (leaf.id,)})


def without_basis(bare: Sequence[Problem]) -> Iterator[Problem]:
    """All indicators without a basis in one note."""
    ids = [str(one) for problem in bare for one in problem.facts["ids"]]  # type: ignore[attr-defined]
    more = ("…",) if len(ids) > MOST_NAMED else ()
    facts = {"ids": (*ids[:MOST_NAMED], *more), "count": Fraction(len(ids))}
    yield finding("basis-missing", ("indicators",), facts, phrase("hint.basis"))


def text_missing(reader: Reader) -> Iterator[Problem]:
    """Without its sentence a rule shows only figures on the scorecard."""
    for leaf in reader.rubric.leaves:
        for rule in _silent(leaf.rules):
            yield finding("text-missing", rule.path, {"id": leaf.id, "rule": rule.id})


def _rests(leaf: BoundNode, rubric: Rubric) -> bool:
    """Whether an indicator, all of its rules or something above it states a basis."""
    by_rule = all(rule.model.basis is not None for rule in charging_rules(leaf.rules))
    return by_rule or _has_basis(leaf, rubric)


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
