"""The parts of a rubric that a case can reach, each by the name that a file of cases gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, Literal

from lawscore.classes import dataclass
from lawscore.models import Model
from lawscore.numbers import plain_text
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rubric.document import Veto
from lawscore.rules.amounts import Band, BandList, PriceList
from lawscore.rules.charging import Waived
from lawscore.rules.combining import BoundCombination

PartKind = Literal[
    "rule",
    "price",
    "once_per",
    "times",
    "plus",
    "at_most",
    "unless",
    "floor",
    "ceiling",
    "not_applicable",
    "veto",
    "waiver",
    "check",
    "grade",
    "quota",
]


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of a rubric that a case can reach. `name` is how the case file names it: `4.2/rate`, `4.2/rate:at_most`."""

    name: str
    kind: PartKind
    #: What it belongs to: the rule's sentence, the indicator's title, the condition.
    text: str = ""
    #: What is written there, where that is more than the text: the limit, the price, the waiver.
    written: str = ""


def parts_of(rubric: Rubric) -> Iterator[Part]:
    """All of them, in the order of the document."""
    for node in rubric.nodes.values():
        for rule in node.rules:
            yield from _of_rule(node, rule)
        yield from parts_of_node(node)
    for group in groups_of(rubric).values():
        yield from group


def groups_of(rubric: Rubric) -> Mapping[PartKind, Sequence[Part]]:
    """Those that stand outside the tree, by what they are, where there are any."""
    grades = rubric.document.grades
    found: dict[PartKind, list[Part]] = {
        "veto": [part for veto in rubric.vetoes for part in _of_veto(veto.spec)],
        "check": [Part(f"check:{one.id}", "check", one.message, one.that.text) for one in rubric.checks],
        "grade": [Part(f"grade:{name}", "grade", name) for name in (grades.names if grades is not None else ())],
        "quota": [Part(f"quota:{name}", "quota", name) for name in (grades.quota if grades is not None else ())],
    }
    return {kind: parts for kind, parts in found.items() if parts}


def _of_veto(veto: Veto) -> Iterator[Part]:
    yield Part(f"veto:{veto.id}", "veto", veto.text or veto.for_ or veto.when or "")
    if veto.unless is not None:
        yield Part(f"veto:{veto.id}:unless", "waiver", veto.id, _written(veto.unless))


def parts_of_node(node: BoundNode) -> Iterator[Part]:
    """Those of an indicator itself: where it does not apply, its floor and its ceiling."""
    if node.applies is not None:
        yield Part(f"{node.id}:not_applicable", "not_applicable", node.title, node.applies.text)
    spec = node.spec
    if spec is not None and spec.floor is not None and node.floor is not None:
        yield Part(f"{node.id}:floor", "floor", node.title, plain_text(node.floor))
    if spec is not None and spec.ceiling is not None and node.ceiling is not None:
        yield Part(f"{node.id}:ceiling", "ceiling", node.title, plain_text(node.ceiling))


def _of_rule(node: BoundNode, rule: AnyRule) -> Iterator[Part]:
    if isinstance(rule, BoundCombination):
        for part in rule.parts:
            yield from _of_rule(node, part)
    yield from parts_of_rule(node, rule)


def parts_of_rule(node: BoundNode, rule: AnyRule) -> Iterator[Part]:
    """Those of a rule itself: that it charges, its prices, what changes or limits what it charges."""
    name, text = f"{node.id}/{rule.id}", rule.model.text or ""
    if not isinstance(rule, BoundCombination):
        yield Part(name, "rule", text)
        for label, price in prices_of(rule):
            yield Part(f"{name}:{label}", "price", text, f"{label} → {plain_text(price)}")
    for key, kind in _LIMITS.items():
        stated = getattr(rule.model, key, None)
        if stated not in (None, ()):
            yield Part(f"{name}:{key}", kind, text, _written(stated))


def _written(value: object) -> str:
    """What a key of the rubric says, on one line; a waiver by its question."""
    if isinstance(value, Waived):
        return value.for_
    if isinstance(value, Model):
        return _written(value.model_dump(by_alias=True, exclude_unset=True))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_written(part)}" for key, part in value.items())
    if isinstance(value, tuple | list):
        return "; ".join(map(_written, value))
    return plain_text(value) if isinstance(value, Fraction) else str(value)


_LIMITS: Final[Mapping[str, PartKind]] = {
    "once_per": "once_per", "times": "times", "plus": "plus", "at_most": "at_most", "unless": "unless",
}  # fmt: skip


def prices_of(rule: AnyRule) -> Iterator[tuple[str, Fraction]]:
    """The bands or the prices of a rule, as they are written, where they are numbers: `from 98%`, `市`, `else`."""
    amount = getattr(rule.model, "amount", None)
    found: Iterator[tuple[str, object]] = iter(())
    if isinstance(amount, BandList):
        found = ((_limits(band), band.points) for band in amount.bands)
    elif isinstance(amount, PriceList):
        found = _listed(amount.prices, ())
    otherwise = (
        [("else", amount.else_)] if isinstance(amount, BandList | PriceList) and amount.else_ is not None else []
    )
    for label, price in (*found, *otherwise):
        if isinstance(price, str) and _NUMBER.fullmatch(price.strip()):
            yield label, Fraction(price.strip())


def _limits(band: Band) -> str:
    limits = (("from", band.from_), ("above", band.above), ("to", band.to), ("below", band.below))
    return " ".join(f"{key} {limit}" for key, limit in limits if limit is not None)


#: A price that is written as a number: others depend on what is found.
_NUMBER: Final = re.compile(r"\d+(\.\d+)?")


def _listed(prices: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    for key, price in prices.items():
        if isinstance(price, Mapping):
            yield from _listed(price, (*above, key))
        else:
            yield " ".join((*above, key)), price
