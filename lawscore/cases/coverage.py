"""Which parts of a rubric its cases reach: rules that took or gave something, limits that held, vetoes, grades, checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from lawscore.cases.comparing import failed_checks
from lawscore.facts.card import NodeResult
from lawscore.facts.outcome import Outcome
from lawscore.library import Assessment, Scorecard
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rules.amounts import Band, BandList, PriceList
from lawscore.rules.combining import BoundCombination, charging_rules

PartKind = Literal[
    "rule", "price", "at_most", "unless", "floor", "ceiling", "not_applicable", "veto", "waiver", "check", "grade"
]
#: The prices of each rule of an indicator, by its id: as they are written, and how much.
_Priced = Mapping[str, Sequence[tuple[str, Fraction]]]
#: The keys of the sentences by which limits say that they held.
_CUTS: Final[Mapping[str, PartKind]] = {
    "cut.at_most": "at_most",
    "cut.at_most_together": "at_most",
    "cut.waived": "unless",
    "cut.waived_by": "unless",
}


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of a rubric that a case can reach. `name` is how the case file names it: `4.2/rate`, `4.2/rate:at_most`."""

    name: str
    kind: PartKind
    #: What is written there: the rule's sentence, the indicator's title, the condition.
    text: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The parts of a rubric in the order of the document, those that cases reach, and those that are argued."""

    parts: tuple[Part, ...]
    reached: frozenset[str]
    argued: Mapping[str, str]

    @property
    def open(self) -> tuple[Part, ...]:
        """The parts that no case reaches and no word explains."""
        return tuple(part for part in self.parts if part.name not in self.reached and part.name not in self.argued)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names that are argued and are no part of the rubric, or are reached after all."""
        names = {part.name for part in self.parts}
        return tuple(name for name in self.argued if name not in names or name in self.reached)

    @property
    def counts(self) -> tuple[int, int]:
        """How many parts are reached or argued, of how many."""
        return len(self.parts) - len(self.open), len(self.parts)


def coverage_of(rubric: Rubric, found: Iterable[Assessment], argued: Mapping[str, str]) -> Coverage:
    """The coverage that assessments give a rubric."""
    reached: set[str] = set()
    priced = {node.id: {rule.id: tuple(_prices(rule)) for rule in charging_rules(node.rules)} for node in rubric.leaves}
    for assessment in found:
        for card in assessment:
            reached.update(_reached(card, rubric, priced))
            reached.update(f"check:{check}" for check in failed_checks(assessment, card.unit.id))
    return Coverage(tuple(_parts(rubric)), frozenset(reached), argued)


def _parts(rubric: Rubric) -> Iterator[Part]:
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
        for label, _ in _prices(rule):
            yield Part(f"{name}:{label}", "price", rule.model.text or "")
    for key, kind in _LIMITS.items():
        if getattr(rule.model, key, None) is not None:
            yield Part(f"{name}:{key}", kind, rule.model.text or "")


_LIMITS: Final[Mapping[str, PartKind]] = {"at_most": "at_most", "unless": "unless"}


def _prices(rule: AnyRule) -> Iterator[tuple[str, Fraction]]:
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


def _reached(card: Scorecard, rubric: Rubric, priced: Mapping[str, _Priced]) -> Iterator[str]:
    for node in _asked(card, rubric):
        yield from _reached_in(node, priced.get(node.id, {}))
    for veto in card.vetoes:
        if veto.struck or veto.waived:
            yield f"veto:{veto.id}"
        if veto.waived:
            yield f"veto:{veto.id}:unless"
    if card.grade is not None:
        yield f"grade:{card.grade}"


def _asked(card: Scorecard, rubric: Rubric) -> Iterator[NodeResult]:
    """The nodes that are there for the unit: of its class, and not below a branch that does not apply to it."""
    closed: set[str | None] = set()
    for node in card.nodes:
        bound = rubric.nodes[node.id]
        if bound.parent in closed or not bound.is_for(card.unit.unit_class):
            closed.add(node.id)
        else:
            if not bound.is_leaf and bound.applies is not None and _does_not_apply(node):
                closed.add(node.id)
            yield node


def _does_not_apply(node: NodeResult) -> bool:
    return node.state == "not_applicable" or node.why is not None


def _reached_in(node: NodeResult, priced: _Priced) -> Iterator[str]:
    for outcome in _flat(node.outcomes):
        name = f"{node.id}/{outcome.rule}"
        prices = {charge.price for charge in outcome.charges}
        yield from (f"{name}:{label}" for label, price in priced.get(outcome.rule, ()) if price in prices)
        if outcome.state == "charged" and (outcome.asked or outcome.takes_all or outcome.empties):
            yield name
        for cut in outcome.cuts:
            if cut.reason.key in _CUTS:
                yield f"{name}:{_CUTS[cut.reason.key]}"
    if _does_not_apply(node):
        yield f"{node.id}:not_applicable"
    for item in node.items:
        if item.reason.key in ("cut.floor", "cut.ceiling"):
            yield f"{node.id}:{item.reason.key.removeprefix('cut.')}"


def _flat(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        yield outcome
        yield from _flat(outcome.parts)
