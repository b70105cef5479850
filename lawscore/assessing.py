"""The use case: a rubric and the facts of all units in, an assessment out. Pure: no file, clock or environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lawscore.catalogue import phrase
from lawscore.expressions.values import PERCENT, Value
from lawscore.facts.card import Card
from lawscore.facts.unit import Scope, UnitFacts
from lawscore.problems import Problem, Where
from lawscore.ranking import grade_and_rank
from lawscore.rubric.bound import Rubric
from lawscore.rules.amounts import shown
from lawscore.scoring.card import score_unit


@dataclass(frozen=True)
class Assessment:
    """Every unit's scorecard under one rubric, ranked and graded, and what was found wrong with the input.

    `assessment["tieling"]` is the card of a unit; iterating gives the cards in the order of the roster.
    """

    rubric: Rubric
    cards: tuple[Card, ...]
    problems: tuple[Problem, ...] = ()
    facts: Mapping[str, UnitFacts] = field(default_factory=dict, repr=False)
    givens: Mapping[str, Value] = field(default_factory=dict, repr=False)

    @cached_property
    def _by_id(self) -> Mapping[str, Card]:
        return {card.unit.id: card for card in self.cards}

    def __getitem__(self, unit: str) -> Card:
        return self._by_id[unit]

    def __iter__(self) -> Iterator[Card]:
        return iter(self.cards)

    def __len__(self) -> int:
        return len(self.cards)


def assess_facts(
    rubric: Rubric, facts: Sequence[UnitFacts], givens: Mapping[str, Value], problems: Sequence[Problem] = ()
) -> Assessment:
    """Score every unit, then grade and rank. `facts` hold a value or a reason for every declared field."""
    cards = [score_unit(rubric, unit, givens) for unit in facts]
    findings = [finding for unit in facts for finding in check_consistency(rubric, unit, givens)]
    ranked, limits = grade_and_rank(rubric, cards)
    by_id = {unit.unit.id: unit for unit in facts}
    return Assessment(rubric, ranked, (*problems, *findings, *limits), by_id, givens)


def check_consistency(rubric: Rubric, facts: UnitFacts, givens: Mapping[str, Value]) -> Iterator[Problem]:
    """The declared checks that a unit's figures break. Checks report and never score."""
    scope = Scope(facts, givens)
    for check in rubric.checks:
        if check.that.run(scope) is False:
            rates = any(meaning.kind.measure == "percent" for meaning in check.that.names.values())
            values = tuple(
                phrase(
                    "check.value",
                    name=name,
                    value=shown(
                        meaning.fetch(scope), PERCENT if rates and meaning.kind.measure == "ratio" else meaning.kind
                    ),
                )
                for name, meaning in check.that.names.items()
            )
            yield Problem(
                code="check_failed",
                severity="note" if check.severity == "note" else "warning",
                where=Where(path=(facts.unit.id, check.id)),
                facts={"unit": facts.unit.name, "message": check.message, "values": values, "check": check.id},
            )
