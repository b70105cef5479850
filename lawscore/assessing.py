"""The use case: a rubric and the facts of all units in, an assessment out. Pure: no file, clock or environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lawscore.catalogue import phrase
from lawscore.expressions.values import PERCENT, Value
from lawscore.facts.calendar import Calendar
from lawscore.facts.card import Card
from lawscore.facts.cohort import Cohort
from lawscore.facts.unit import Scope, UnitFacts
from lawscore.problems import Problem, Where, each_once
from lawscore.ranking import grade_and_rank
from lawscore.rubric.bound import Rubric
from lawscore.rules.cohort import alone
from lawscore.rules.combining import charging_rules
from lawscore.rules.saying import shown
from lawscore.scoring.card import Scorer
from lawscore.scoring.steps import score_units


@dataclass(frozen=True)
class Assessment:
    """Every unit's scorecard under one rubric, ranked and graded, and what was found wrong with the input.

    `assessment["tieling"]` is the card of a unit; iterating gives the cards in the order of the roster.
    """

    rubric: Rubric
    cards: tuple[Card, ...]
    problems: tuple[Problem, ...] = ()
    #: Where each unit was scored, by its id.
    scopes: Mapping[str, Scope] = field(default_factory=dict, repr=False)
    #: The assessments of the units below, by `id@version` of the rubric that scores them.
    others: Mapping[str, Assessment] = field(default_factory=dict, repr=False)

    @cached_property
    def facts(self) -> Mapping[str, UnitFacts]:
        """What is known about each unit, by its id."""
        return {unit: scope.facts for unit, scope in self.scopes.items()}

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
    rubric: Rubric,
    facts: Sequence[UnitFacts],
    givens: Mapping[str, Value],
    problems: Sequence[Problem] = (),
    *,
    calendar: Calendar | None = None,
    others: Mapping[str, Assessment] | None = None,
) -> Assessment:
    """Score every unit, then grade and rank. `facts` hold a value or a reason for every declared field.

    `others` are the assessments, by `id@version` of their rubrics, of the units below these.
    """
    others = others or {}
    cohort = _cohort(rubric, facts, givens, calendar, others)
    scopes = cohort.scopes
    cards = score_units(rubric, scopes)
    findings = [finding for scope in scopes.values() for finding in check_consistency(rubric, scope)]
    ranked, limits = grade_and_rank(rubric, cards, scopes)
    notes = (*_charged_to_nobody(rubric, cohort), *_compared_with_nobody(cohort)) if rubric.compares else ()
    below = (problem for other in others.values() for problem in other.problems)
    found = each_once((*problems, *below, *findings, *notes, *limits))
    return Assessment(rubric, ranked, found, scopes, others)


def _cohort(
    rubric: Rubric,
    facts: Sequence[UnitFacts],
    givens: Mapping[str, Value],
    calendar: Calendar | None,
    others: Mapping[str, Assessment],
) -> Cohort:
    """Where each unit is scored; all of them see one another, where the rubric looks at other units."""
    scorer = Scorer(rubric)
    scopes = {unit.unit.id: Scope(unit, givens, calendar=calendar, scorer=scorer) for unit in facts}
    cohort = Cohort(scopes, {name: Cohort(other.scopes) for name, other in others.items()})
    if rubric.looks_around:  # else a scope goes as soon as nobody holds it: nothing that it holds leads back to it
        for scope in scopes.values():
            scope.cohort = cohort
    return cohort


def _charged_to_nobody(rubric: Rubric, cohort: Cohort) -> Iterator[Problem]:
    """Records that name a unit which is not assessed: charged to nobody, and said so."""
    for rule in (rule for node in rubric.leaves for rule in charging_rules(node.rules)):
        handover = rule.occasion.filter.handover if rule.occasion.filter is not None else None
        for stray in handover.strays(cohort) if handover is not None else ():
            facts: dict[str, object] = {"unit": stray.unit.name, "record": stray.record.key, "named": stray.named}
            where = Where(path=(stray.unit.id, rule.id))
            yield Problem(code="charged_to_nobody", severity="warning", where=where, facts=facts)


def _compared_with_nobody(cohort: Cohort) -> Iterator[Problem]:
    """A comparison within a group of one unit says nothing: worth a note."""
    for path, unit in alone(cohort):
        facts: dict[str, object] = {"unit": cohort.scopes[unit].unit.name}
        yield Problem(code="compared_with_nobody", severity="note", where=Where(path=path), facts=facts)


def check_consistency(rubric: Rubric, scope: Scope) -> Iterator[Problem]:
    """The declared checks that a unit's figures break. Checks report and never score."""
    unit = scope.unit
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
                where=Where(path=(unit.id, check.id)),
                facts={"unit": unit.name, "message": check.message, "values": values, "check": check.id},
            )
