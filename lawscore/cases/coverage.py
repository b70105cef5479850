"""Which parts of a rubric its cases reach: rules that took or gave something, limits that held, vetoes, grades, checks."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from lawscore.cases.comparing import failed_checks
from lawscore.cases.parts import Part, PartKind, parts_of, prices_of
from lawscore.cases.running import Verdict
from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.facts.card import NodeResult
from lawscore.facts.items import CutCause
from lawscore.facts.outcome import Charge, flat
from lawscore.library import Assessment, Scorecard
from lawscore.numbers import NotANumber, parse_number
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
        if veto.struck:
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
    for outcome in flat(node.outcomes):
        name = f"{node.id}/{outcome.rule}"
        listed = priced.get(outcome.rule, ())
        yield from (f"{name}:{label}" for charge in outcome.charges for label in _labels_of(charge, listed))
        yield from (
            f"{name}:{key}" for charge in outcome.charges for key, changed in _CHANGES.items() if changed(charge)
        )
        is_waived = not outcome.amount and any(cut.cause == "waiver" for cut in outcome.cuts)
        if outcome.state == "charged" and not is_waived and (outcome.asked or outcome.takes_all or outcome.empties):
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
    elif len(fitting) < 2 or told is None or told.key != "how.by":
        yield from fitting.values()
    else:
        yield from _band_of(_number(told.facts["value"]), fitting.values())


def _band_of(value: Fraction | None, labels: Iterable[str]) -> Iterator[str]:
    """Of bands of one price the one in which a value lies; none where that cannot be told from what is written."""
    for label in labels if value is not None else ():
        words = label.split() if label != "else" else []
        limits = [(key, _written(limit)) for key, limit in zip(words[::2], words[1::2], strict=False)]
        if len(words) % 2 or any(key not in _HOLDS or limit is None for key, limit in limits):
            return
        if all(_HOLDS[key](value, limit) for key, limit in limits):
            yield label
            return


def _number(told: object) -> Fraction | None:
    """The value by which a band was found."""
    if isinstance(told, Phrase) and told.key == "word.percent":
        percent = told.facts["value"]
        return percent / 100 if isinstance(percent, Fraction) else None
    return told if isinstance(told, Fraction) else None


def _written(limit: str) -> Fraction | None:
    try:
        return parse_number(limit.removesuffix("%")) / (100 if limit.endswith("%") else 1)
    except NotANumber:
        return None


_HOLDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "from": operator.ge, "above": operator.gt, "to": operator.le, "below": operator.lt,
}  # fmt: skip
