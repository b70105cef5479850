"""Which parts of a rubric its cases reach: rules that took or gave something, limits that held, vetoes, grades, checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from lawscore.cases.comparing import failed_checks
from lawscore.cases.parts import Part, PartKind, parts_of, prices_of
from lawscore.cases.running import Verdict
from lawscore.facts.card import NodeResult
from lawscore.facts.items import CutCause
from lawscore.facts.outcome import Charge, Outcome
from lawscore.library import Assessment, Scorecard
from lawscore.rubric.bound import Rubric
from lawscore.rules.combining import charging_rules
from lawscore.texts import folded

#: The prices of each rule of an indicator, by its id: as they are written, and how much.
_Priced = Mapping[str, Sequence[tuple[str, Fraction]]]
#: The limits of a rule, by the cause of the cut that says that they held.
_CUTS: Final[Mapping[CutCause, PartKind]] = {"at_most": "at_most", "waiver": "unless"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The parts of a rubric in the order of the document, those that cases reach, and those that are argued."""

    parts: tuple[Part, ...]
    #: By the name of a part the cases that reach it, in the order of their file.
    reached: Mapping[str, Sequence[str]]
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


def coverage_of(rubric: Rubric, verdicts: Iterable[Verdict], argued: Mapping[str, str]) -> Coverage:
    """The coverage that cases give a rubric."""
    reached: dict[str, list[str]] = {}
    priced = {
        node.id: {rule.id: tuple(prices_of(rule)) for rule in charging_rules(node.rules)} for node in rubric.leaves
    }
    for verdict in verdicts:
        for name in dict.fromkeys(_all_reached(verdict.assessment, rubric, priced)):
            reached.setdefault(name, []).append(verdict.case.case)
    return Coverage(tuple(parts_of(rubric)), reached, argued)


def _all_reached(found: Assessment, rubric: Rubric, priced: Mapping[str, _Priced]) -> Iterator[str]:
    for card in found:
        yield from _reached(card, rubric, priced)
        yield from (f"check:{check}" for check in failed_checks(found, card.unit.id))


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
    for note in card.standing.notes:
        if note.key.startswith("grade.quota"):
            yield f"quota:{note.facts['grade']}"


def _asked(card: Scorecard, rubric: Rubric) -> Iterator[NodeResult]:
    """The nodes that are there for the unit: of its class, and not below a branch that does not apply to it."""
    closed: set[str | None] = set()
    for node in card.nodes if card.state != "not_assessed" else ():
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
        listed = priced.get(outcome.rule, ())
        yield from (f"{name}:{label}" for charge in outcome.charges for label in _labels_of(charge, listed))
        yield from (
            f"{name}:{key}" for charge in outcome.charges for key, changed in _CHANGES.items() if changed(charge)
        )
        if outcome.state == "charged" and (outcome.asked or outcome.takes_all or outcome.empties):
            yield name
        for cut in outcome.cuts:
            if cut.cause in _CUTS and not cut.adjustment:
                yield f"{name}:{_CUTS[cut.cause]}"
    if _does_not_apply(node):
        yield f"{node.id}:not_applicable"
    for item in node.items:
        if item.cause in ("floor", "ceiling"):
            yield f"{node.id}:{item.cause}"


#: What changes a charge beside its price.
_CHANGES: Final[Mapping[str, Callable[[Charge], bool]]] = {
    "once_per": lambda charge: charge.repeats > 0,
    "times": lambda charge: charge.factor != 1,
    "plus": lambda charge: charge.surcharge != 0,
}


def _labels_of(charge: Charge, listed: Sequence[tuple[str, Fraction]]) -> Iterator[str]:
    """The price that a charge had: by the words that it stands under, where there are any; otherwise by how much."""
    told = charge.priced
    words = told.facts["values"] if told is not None and told.key == "how.listed" else None
    fitting = {folded(label): label for label, price in listed if price == charge.price}
    if isinstance(words, tuple) and all(isinstance(word, str) for word in words):
        found = fitting.get(folded(" ".join(words)), fitting.get("else"))
        yield from () if found is None else (found,)
    else:
        yield from fitting.values()


def _flat(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        yield outcome
        yield from _flat(outcome.parts)
