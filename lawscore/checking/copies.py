"""Checks of what stands twice: sentences, rules, titles and labels that were copied and not changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Final, TypeVar

from lawscore.catalogue import phrase
from lawscore.checking.figures import sentence_of
from lawscore.checking.findings import Path, finding
from lawscore.checking.parameters import parameters_of
from lawscore.checking.reading import Reader
from lawscore.checking.walking import written_in
from lawscore.problems import Problem
from lawscore.rubric.bound import AnyRule, BoundNode
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination
from lawscore.texts import folded

One = TypeVar("One")

#: What a rule says for people; two rules that differ in nothing else are the same.
_SPOKEN: Final = frozenset({"id", "text", "basis", "evidence", "accepts"})
#: Where one of several rules counts, two of them may well ask the same.
_CHOOSING: Final = frozenset({"first_of", "highest_of"})


def text_repeated(reader: Reader) -> Iterator[Problem]:
    """Two rules with one sentence and different figures: one was copied and its sentence forgotten.

    In another indicator a sentence without any figure may well be used again.
    """
    spoken = [(node, rule) for node, rule in reader.rules if rule.model.text is not None]
    for (first, one), (node, other) in _repeated(spoken, lambda pair: folded(pair[1].model.text)):
        speaks = node is first or bool(sentence_of(other.model.text).figures)
        if speaks and _figures(one, first, reader) != _figures(other, node, reader):
            facts = {"rule": other.id, "id": node.id, "other": one.id, "other_id": first.id}
            yield finding("text-repeated", (*other.path, "text"), facts, phrase("hint.text_repeated"))


def rule_repeated(reader: Reader) -> Iterator[Problem]:
    """Two rules of one indicator that charge the same occasion: the same matter is charged twice."""
    for node in reader.rubric.nodes.values():
        for one, other in _repeated(_counting_together(node.rules), _occasion):
            facts = {"rule": other.id, "other": one.id, "id": node.id}
            yield finding("rule-repeated", other.path, facts, phrase("hint.rule_repeated"))


def title_repeated(reader: Reader) -> Iterator[Problem]:
    """Two parts of one branch with one title."""
    for branch in (reader.rubric.root, *reader.rubric.nodes.values()):
        titled = [node for node in branch.children if node.spec is not None and node.spec.title is not None]
        for one, other in _repeated(titled, lambda node: folded(node.title)):
            facts = {"title": other.title, "id": other.id, "other": one.id}
            yield finding("title-repeated", (*other.path, "title"), facts)


def label_repeated(reader: Reader) -> Iterator[Problem]:
    """Two fields, or two columns of one list, with one label: who fills them in cannot tell them apart."""
    document = reader.rubric.document
    for section, columns in [(("fields",), document.fields), (("givens",), document.givens), *_lists(reader)]:
        labelled = [(name, spec) for name, spec in columns.items() if spec.label is not None]
        for (other, _), (name, spec) in _repeated(labelled, lambda pair: (folded(pair[1].label), pair[1].unit)):
            facts = {"name": name, "other": other, "label": spec.label}
            yield finding("label-repeated", (*section, name, "label"), facts)


def _lists(reader: Reader) -> Iterator[tuple[Path, Any]]:
    for name, spec in reader.rubric.document.fields.items():
        if spec.fields is not None:
            yield ("fields", name, "fields"), spec.fields


def _repeated(ones: Iterable[One], key: Callable[[One], Hashable]) -> Iterator[tuple[One, One]]:
    """Each one that comes again, after the first of its like."""
    seen: dict[Hashable, One] = {}
    for one in ones:
        mark = key(one)
        if mark is not None and mark in seen:
            yield seen[mark], one
        else:
            seen[mark] = one


def _figures(rule: BoundRule, node: BoundNode, reader: Reader) -> list[tuple[str, object]]:
    return sorted((one.role, one.value) for one in parameters_of(rule, node, reader))


def _counting_together(rules: Iterable[AnyRule]) -> Iterator[BoundRule]:
    """The rules of which several may charge one matter: those of a choice are left out."""
    for rule in rules:
        if not isinstance(rule, BoundCombination):
            yield rule
        elif rule.key not in _CHOOSING:
            yield from _counting_together(rule.parts)


def _occasion(rule: BoundRule) -> Hashable:
    """What makes a rule charge; None where its amount alone decides, or where its records are told apart otherwise."""
    if rule.occasion.always or rule.sign > 0:
        return None
    own = {*_SPOKEN, rule.model.key, "at_most", "round"}
    return tuple(sorted((key, repr(value)) for key, value in written_in(rule.model) if key not in own))
