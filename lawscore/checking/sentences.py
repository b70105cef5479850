"""The check that a rule does what its sentence says: every figure of the sentence against the figures of the rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from lawscore.checking.figures import Figure, Role, sentence_of
from lawscore.checking.numerals import NUMBER
from lawscore.checking.pairs import Pair
from lawscore.checking.parameters import Parameter, cap_of, parameters_of
from lawscore.checking.reading import Reader, combinations
from lawscore.numbers import ONE, ZERO
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination, charging_rules

#: What is compared, and the other figures of a sentence that may speak of the same.
_ROLES: Final[tuple[tuple[Role, tuple[Role, ...]], ...]] = (
    ("price", ("cap", "full")),
    ("cap", ("price", "full", "plain")),
    ("grain", ("price",)),
    ("step", ()),
    ("limit", ("plain", "step")),
    ("factor", ()),
    ("date", ()),
)
_NOTHING: Final = re.compile(r"不得分|[计得][零0]分|扣完(?!为止)|扣光|全部扣除")
_EACH: Final = re.compile(
    r"每\s*(?:[少多低高超迟缺]|逾期)?\s*[\d.]*\s*(?:个百分点|%|[个项件次人名条起份篇部期场张间家处日天])[^,;。、每]{0,3}?"
    rf"(?:扣|减|(?<![参增])加|得)(?:{NUMBER})分"
)


def text_disagrees(reader: Reader) -> Iterator[Problem]:
    """The sentence says 0.5, the rule takes 0.2."""
    for node, rule in reader.rules:
        if rule.model.text is not None:
            yield from _rule(rule, node, reader)
    for node in reader.rubric.nodes.values():
        for combination in combinations(node.rules):
            if combination.model.text is not None:
                yield from _figures(_of_combination(combination, node, reader))


def _rule(rule: BoundRule, node: BoundNode, reader: Reader) -> Iterator[Problem]:
    sentence = sentence_of(rule.model.text)
    if not sentence.figures and not _NOTHING.search(sentence.text):
        return
    taken = tuple(parameters_of(rule, node, reader))
    pair = Pair(rule.id, rule.path, sentence.among(_units(taken)), taken, (rule,), node, reader)
    yield from _figures(pair)
    for look in (_way, _parts_of_steps, _all_or_some, _each_or_once):
        yield from look(pair, rule)


def _of_combination(combination: BoundCombination, node: BoundNode, reader: Reader) -> Pair:
    rules = tuple(charging_rules(combination.parts))
    caps = [one for part in combinations((combination,)) for one in cap_of(part.model.at_most, part.path)]
    taken = (*caps, *(one for rule in rules for one in parameters_of(rule, node, reader)))
    sentence = sentence_of(combination.model.text).among(_units(taken))
    return Pair(combination.id, combination.path, sentence, taken, rules, node, reader)


def _units(taken: tuple[Parameter, ...]) -> frozenset[str]:
    """The units that a rule counts in."""
    return frozenset(one.unit for one in taken if one.unit)


def _figures(pair: Pair) -> Iterator[Problem]:
    for role, kin in _ROLES:
        stated = sorted(_only_stated(pair, role), key=pair.may_mean)
        taken = list(_only_taken(pair, role, kin)) if stated else []
        for figure, parameter in zip(stated, taken, strict=False):
            yield pair.otherwise(figure.said, parameter.path, parameter.told(pair.path))
        for figure in stated[len(taken) :]:
            if pair.misses(figure) and not pair.may_mean(figure):
                yield pair.nowhere(figure.said)


def _only_stated(pair: Pair, role: Role) -> Iterator[Figure]:
    """The figures of the sentence that the rule has not, each once."""
    values, seen = pair.values(role), set[frozenset[Fraction]]()
    for figure in pair.sentence.of(role):
        if not figure.readings & values and figure.readings not in seen:
            seen.add(figure.readings)
            yield figure


def _only_taken(pair: Pair, role: Role, kin: tuple[Role, ...]) -> Iterator[Parameter]:
    """The figures of the rule that the sentence has not. A limit of zero or of one is seldom said."""
    said = frozenset[Fraction]().union(*(figure.readings for figure in pair.sentence.of(role, *kin)))
    seldom = {ZERO, ONE} if role == "limit" else {ZERO}
    for parameter in {one.value: one for one in pair.taken if one.role == role}.values():
        if parameter.value not in said | seldom:
            yield parameter


def _way(pair: Pair, rule: BoundRule) -> Iterator[Problem]:
    """扣 against `award`, 加 against `deduct`."""
    signed = [figure for figure in pair.sentence.of("price", "cap") if figure.sign]
    if signed and all(figure.sign != rule.sign for figure in signed):
        yield pair.otherwise(signed[0].said, (*rule.path, rule.model.key), _amount(rule))


def _parts_of_steps(pair: Pair, rule: BoundRule) -> Iterator[Problem]:
    """不足1个百分点按比例 against `counts_as_whole`."""
    partial = getattr(rule.model, "partial", None)
    for figure in pair.sentence.of("step"):
        if figure.partial and partial is not None and figure.partial != partial:
            yield pair.otherwise(figure.said, (*rule.path, "partial"), f"partial: {partial}")


def _all_or_some(pair: Pair, rule: BoundRule) -> Iterator[Problem]:
    """不得分 against a deduction that leaves something."""
    said = _NOTHING.search(pair.sentence.text)
    constant = rule.amount.constant
    if said is None or pair.sentence.of("price") or constant is None or rule.sign > 0:
        return
    if constant < pair.node.points:
        yield pair.otherwise(said.group(), (*rule.path, rule.model.key), _amount(rule))


def _each_or_once(pair: Pair, rule: BoundRule) -> Iterator[Problem]:
    """每件扣1分 against a rule that charges once."""
    said = _EACH.search(pair.sentence.text)
    model = rule.model
    counts = any(key is not None for key in (model.each, model.per, model.in_proportion_to))
    if said is not None and not counts and rule.amount.constant is not None:
        yield pair.once(said.group(), (*rule.path, model.key))


def _amount(rule: BoundRule) -> str:
    """The amount as it is written, where it is short."""
    amount = rule.model.amount
    return f"{rule.model.key}: {amount}" if isinstance(amount, str) else rule.model.key
