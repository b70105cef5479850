"""What `explain` says of a named figure: as a percentage where a rule takes it so, or why it cannot be computed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.values import PERCENT, Kind, Unknown, Value
from lawscore.rubric.bound import BoundNode
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import charging_rules
from lawscore.rules.saying import shown

#: The keys of a rule that say what its figure is held against.
_HELD_AGAINST: Final = ("per", "below", "above")


def figure_text(value: Value, kind: Kind, *, percent: bool) -> object:
    """A figure as a fact of a sentence; where it divides by zero, what is zero."""
    if isinstance(value, Unknown) and len(value.causes) == 1 and value.causes[0].kind == "zero_denominator":
        return _divided(value.causes[0].name)
    return shown(value, PERCENT if percent and kind.measure == "ratio" else kind)


def percents(node: BoundNode) -> frozenset[str]:
    """The figures, by name, that rules of a leaf hold against percentages: their items tell them as percentages too."""
    return frozenset(name for rule in charging_rules(node.rules) for name in _percents_of(rule))


def _percents_of(rule: BoundRule) -> Iterator[str]:
    model = rule.model
    if any("%" in str(getattr(model, key, "")) for key in _HELD_AGAINST):
        yield str(getattr(model, "of", ""))
    amount = getattr(model, "amount", None)
    if any("%" in str(limit) for band in getattr(amount, "bands", ()) for _, limit in band):
        yield str(getattr(amount, "by", ""))
    yield str(getattr(model, "in_proportion_to", ""))


def _divided(division: str) -> Phrase:
    """Why a division has no value: by its denominator, where its text plainly shows which that is."""
    _, _, below = division.rpartition("/")
    if division.count("/") == 1 and below.count("(") == below.count(")"):
        return phrase("explain.divided_by_zero", of=below.strip())
    return phrase("explain.zero_denominator", of=division)
