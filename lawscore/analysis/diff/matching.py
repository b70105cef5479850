"""Which rule of the new version is which of the old: by id, else by likeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any, Final

from lawscore.analysis.diff.tree import COMBINATIONS, PlacedRule, rules, same

#: Rules are taken for one another where at least so much of them is the same.
_LIKE: Final = Fraction(2, 5)
#: What says on which occasion a rule charges weighs more than how much and how far.
_OCCASION: Final = frozenset(
    {"when", "for", "each", "per", "of", "in_proportion_to", "where", "place", "import", "formula", *COMBINATIONS}
)
#: What a rule is about.
_SUBJECT: Final = ("when", "for", "each", "of", "in_proportion_to", "place", "import", "formula")
_NO_LIKENESS: Final = frozenset({"id", "basis", "evidence", "text"})
_HEAVY: Final = 3
#: Sentences that share so much are about the same thing.
_SAME_SENTENCE: Final = 0.7
#: Titles that share so much are of the same indicator.
_SAME_TITLE: Final = 0.5
#: Rules of one id with less in common are two rules.
_REWRITTEN: Final = Fraction(1, 5)


def matched(old: Sequence[PlacedRule], new: Sequence[PlacedRule]) -> list[tuple[PlacedRule, PlacedRule]]:
    """The pairs, in the order of the new version. Each rule is in one pair at most."""
    by_id = {rule.id: rule for rule in old if "id" in rule.rule}
    # Where an indicator was split, two of its parts may have a rule of that id: the first goes on, the other is new.
    pairs = {rule.path: by_id.pop(rule.id) for rule in new if "id" in rule.rule and rule.id in by_id}
    taken = {rule.path for rule in pairs.values()}
    left = [rule for rule in old if rule.path not in taken]
    open_ = [rule for rule in new if rule.path not in pairs]
    likely = [
        (-likeness(one, other), abs(place - where), place, where)
        for place, one in enumerate(left)
        for where, other in enumerate(open_)
    ]
    gone, met = set[int](), set[int]()
    for less, _, place, where in sorted(likely):
        if -less >= _LIKE and place not in gone and where not in met:
            gone.add(place)
            met.add(where)
            pairs[open_[where].path] = left[place]
    return [(pairs[rule.path], rule) for rule in new if rule.path in pairs]


def likeness(one: PlacedRule, other: PlacedRule) -> Fraction:
    """How much of two rules is the same, from 0 to 1; rules of different kinds are never alike."""
    if one.kind != other.kind:
        return Fraction(0)
    before, after = _told(one.rule), _told(other.rule)
    keys = {*before, *after}
    weights = {key: _HEAVY if key in _OCCASION else 1 for key in keys}
    alike = sum(weights[key] * _closeness(before[key], after[key]) for key in keys if key in before and key in after)
    like = alike / Fraction(sum(weights.values()))
    return max(like, _LIKE) if _say_alike(one.rule, other.rule) else like


def _closeness(one: Any, other: Any) -> Fraction:
    """How much of two values is the same, from 0 to 1."""
    if same(one, other):
        return Fraction(1)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        keys = {*one, *other}
        return sum(
            (_closeness(one[key], other[key]) for key in keys if key in one and key in other), Fraction(0)
        ) / len(keys)
    if isinstance(one, list) and isinstance(other, list) and one and other:
        longest = max(len(one), len(other))
        return sum((_closeness(*both) for both in zip(one, other, strict=False)), Fraction(0)) / longest
    return Fraction(0)


def is_rewritten(one: PlacedRule, other: PlacedRule) -> bool:
    """Whether two rules of one id have so little in common that they are told as a whole."""
    if one.kind == other.kind:
        return likeness(one, other) < _REWRITTEN
    before, after = (_occasion(rule) for rule in (one, other))
    return {one.kind, other.kind} != {"deduct", "award"} or not same(before, after)


def _occasion(rule: PlacedRule) -> dict[str, Any]:
    return {key: value for key, value in _told(rule.rule).items() if key in _OCCASION}


def are_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two indicators of one id are about the same thing: by title, by a rule, or by one below them."""
    titles = str(one.get("title", "")), str(other.get("title", ""))
    if titles[0] == titles[1] or SequenceMatcher(None, *titles, autojunk=False).ratio() >= _SAME_TITLE:
        return True
    there = {str(node["id"]): node for node in other.get("indicators", ())}
    if any(str(node["id"]) in there and are_alike(node, there[str(node["id"])]) for node in one.get("indicators", ())):
        return True
    return any(_share_subject(rule.rule, like.rule) for rule in rules(one, ()) for like in rules(other, ()))


def _share_subject(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rules ask about the same thing, whatever they charge for it."""
    return any(key in one and key in other and same(one[key], other[key]) for key in _SUBJECT) or _say_alike(one, other)


def _told(rule: Mapping[str, Any]) -> dict[str, Any]:
    """What a rule says beyond its defaults."""
    return {key: value for key, value in rule.items() if key not in _NO_LIKENESS and value not in (False, [], {})}


def _say_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    before, after = str(one.get("text", "")), str(other.get("text", ""))
    return bool(before and after) and SequenceMatcher(None, before, after, autojunk=False).ratio() >= _SAME_SENTENCE
