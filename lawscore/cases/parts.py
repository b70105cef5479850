"""The parts of a rubric that a case can reach, each by the name that a file of cases gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rules.amounts import Band, BandList, PriceList
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
    #: What is written there: the rule's sentence, the indicator's title, the condition.
    text: str = ""


def parts_of(rubric: Rubric) -> Iterator[Part]:
    """All of them, in the order of the document."""
    for node in rubric.nodes.values():
        yield from _of_node(node)
    for veto in rubric.vetoes:
        yield Part(f"veto:{veto.spec.id}", "veto", veto.spec.text or veto.spec.for_ or veto.spec.when or "")
        if veto.spec.unless is not None:
            yield Part(f"veto:{veto.spec.id}:unless", "waiver", veto.spec.id)
    for check in rubric.checks:
        yield Part(f"check:{check.id}", "check", check.message)
    for name in rubric.document.grades.names if rubric.document.grades is not None else ():
        yield Part(f"grade:{name}", "grade", name)
    for name in rubric.document.grades.quota if rubric.document.grades is not None else ():
        yield Part(f"quota:{name}", "quota", name)


def _of_node(node: BoundNode) -> Iterator[Part]:
    for rule in node.rules:
        yield from _of_rule(node, rule)
    if node.applies is not None:
        yield Part(f"{node.id}:not_applicable", "not_applicable", node.title)
    spec = node.spec
    for key, stated in (("floor", spec and spec.floor), ("ceiling", spec and spec.ceiling)):
        if stated is not None and getattr(node, key) is not None:
            yield Part(f"{node.id}:{key}", "floor" if key == "floor" else "ceiling", node.title)


def _of_rule(node: BoundNode, rule: AnyRule) -> Iterator[Part]:
    name = f"{node.id}/{rule.id}"
    if isinstance(rule, BoundCombination):
        for part in rule.parts:
            yield from _of_rule(node, part)
    else:
        yield Part(name, "rule", rule.model.text or "")
        for label, _ in prices_of(rule):
            yield Part(f"{name}:{label}", "price", rule.model.text or "")
    for key, kind in _LIMITS.items():
        if getattr(rule.model, key, None) not in (None, ()):
            yield Part(f"{name}:{key}", kind, rule.model.text or "")


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
