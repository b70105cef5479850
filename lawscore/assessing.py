"""The use case: a rubric and the facts of all units in, an assessment out. Pure: no file, clock or environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import TypeAlias

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import PERCENT, Value
from lawscore.facts.adjustment import ran_out
from lawscore.facts.calendar import Calendar
from lawscore.facts.card import Card
from lawscore.facts.cohort import Cohort
from lawscore.facts.unit import Layer, Scope, UnitFacts
from lawscore.problems import Problem, Where, each_once, nearest
from lawscore.ranking import grade_and_rank
from lawscore.rubric.bound import BoundCheck, BoundNode, Rubric
from lawscore.rules.cohort import alone
from lawscore.rules.combining import charging_rules
from lawscore.rules.handover import Handover
from lawscore.rules.saying import shown
from lawscore.rules.units import without_units_below
from lawscore.scoring.card import Scorer
from lawscore.scoring.steps import score_units
from lawscore.submission.gathering import Gathered

#: By unit and by check, what is said of a check that does not hold.
Contradictions: TypeAlias = Mapping[str, Mapping[str, Problem]]


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
    #: The figures common to all, and which days are worked.
    givens: Mapping[str, Value] = field(default_factory=dict, repr=False)
    calendar: Calendar | None = field(default=None, repr=False)
    #: The last layer of the data that counts; None where all do.
    layer: Layer | None = None
    #: What was wrong with the data before anything was scored.
    submitted: tuple[Problem, ...] = field(default=(), repr=False)
    #: The consistency checks that the facts of a unit break.
    contradictions: Contradictions = field(default_factory=dict, repr=False)

    @cached_property
    def facts(self) -> Mapping[str, UnitFacts]:
        """What is known about each unit, by its id."""
        return {unit: scope.facts for unit, scope in self.scopes.items()}

    @property
    def assessed(self) -> Mapping[str, Scope]:
        """Where the units were scored that are assessed: what figures over units are made of."""
        return _assessed(self.scopes)

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
    layer: Layer | None = None,
) -> Assessment:
    """Score every unit, then grade and rank. `facts` hold a value or a reason for every declared field.

    `others` are the assessments, by `id@version` of their rubrics, of the units below these; `layer` is the
    last one that counted when the facts were gathered.
    """
    others = others or {}
    scorer = Scorer(rubric)
    scopes = {unit.unit.id: Scope(unit, givens, calendar=calendar, scorer=scorer) for unit in facts}
    cohort = cohort_of(rubric, scopes, others)
    score_units(rubric, cohort.scopes)
    return conclude(rubric, scopes, cohort, givens, problems, calendar=calendar, others=others, layer=layer)


def conclude(
    rubric: Rubric,
    scopes: Mapping[str, Scope],
    cohort: Cohort,
    givens: Mapping[str, Value],
    problems: Sequence[Problem],
    *,
    calendar: Calendar | None,
    others: Mapping[str, Assessment],
    layer: Layer | None,
    contradictions: Contradictions | None = None,
) -> Assessment:
    """Grade and rank units that are scored; `contradictions` are those in their facts, where they are known already."""
    cards = [scope.card() for scope in scopes.values()]
    if contradictions is None:
        contradictions = contradictions_in(rubric, cohort.scopes)
    ranked, limits = grade_and_rank(rubric, cards, scopes)
    last = rubric.document.period.to
    notes = [*(_about_others(rubric, cohort) if rubric.compares else ()), *_about_adjustments(ranked, last)]
    below = (problem for other in others.values() for problem in other.problems)
    findings = (problem for found in contradictions.values() for problem in found.values())
    found = each_once((*problems, *below, *findings, *notes, *limits))
    return Assessment(
        rubric, ranked, found, scopes, others, givens, calendar, layer, tuple(problems), contradictions
    )  # fmt: skip


def assess_gathered(rubric: Rubric, gathered: Gathered) -> Assessment:
    """Score what was gathered from data. The units below come first: a unit's score may rest on theirs."""
    others = {name: assess_gathered(rubric.others[name], below) for name, below in gathered.others.items()}
    return assess_facts(
        rubric, gathered.units, gathered.givens, gathered.problems, calendar=gathered.calendar, others=others,
        layer=gathered.layer,
    )  # fmt: skip


def _assessed(scopes: Mapping[str, Scope]) -> Mapping[str, Scope]:
    """The scopes of the units that are assessed."""
    if all(scope.unit.not_assessed is None for scope in scopes.values()):
        return scopes
    return {unit: scope for unit, scope in scopes.items() if scope.unit.not_assessed is None}


def cohort_of(rubric: Rubric, scopes: Mapping[str, Scope], others: Mapping[str, Assessment]) -> Cohort:
    """The units that are assessed; all see them, where the rubric looks at other units."""
    cohort = Cohort(_assessed(scopes), {name: Cohort(other.assessed) for name, other in others.items()})
    if rubric.looks_around:  # else a scope goes as soon as nobody holds it: nothing that it holds leads back to it
        for scope in scopes.values():
            scope.cohort = cohort
    return cohort


def _about_others(rubric: Rubric, cohort: Cohort) -> Iterator[Problem]:
    """What there is to say of records that are charged to others, and of comparisons."""
    yield from _charged_to_nobody(rubric, cohort)
    yield from _charged_to_open(rubric, cohort)
    yield from _charged_where_not_applicable(rubric, cohort)
    yield from _compared_with_nobody(cohort)
    yield from _without_units_below(cohort)


def _about_adjustments(cards: Iterable[Card], last: date) -> Iterator[Problem]:
    """Adjustments that change nothing, which is seen only when the unit is scored."""
    for card in cards:
        for one in card.adjustments:
            if one.effect not in ("points", "waiver") or one.state not in ("expired", "without_effect"):
                continue
            node = card.node(one.indicator)
            facts: dict[str, object] = {
                "unit": card.unit.name,
                "id": one.indicator,
                "rule": one.rule,
                "record": one.record,
                "about": phrase("adjustment.of_record", record=one.record) if one.record else "",
            }
            if node.state == "not_applicable" or node.why is not None:
                yield Problem(code="adjustment_not_applicable", severity="warning", where=one.where(), facts=facts)
            elif one.state == "expired":
                yield ran_out(one, card.unit.name, last)
            elif one.effect == "waiver":
                yield Problem(code="adjustment_nothing_waived", severity="note", where=one.where(), facts=facts)
            elif one.rule:
                yield Problem(code="adjustment_nothing_charged", where=one.where(), facts=facts)


def _handed_over(rubric: Rubric) -> Iterator[tuple[BoundNode, str, Handover]]:
    """The rules whose records go to the unit that they name: the indicator, the id of the rule, and where they go."""
    for node in rubric.leaves:
        for rule in charging_rules(node.rules):
            if rule.occasion.filter is not None and rule.occasion.filter.handover is not None:
                yield node, rule.id, rule.occasion.filter.handover


def _charged_where_not_applicable(rubric: Rubric, cohort: Cohort) -> Iterator[Problem]:
    """Records that are charged to a unit under an indicator that does not apply to it: they cost nobody anything."""
    for node, rule, handover in _handed_over(rubric):
        for unit, handed in handover.handed(cohort).items():
            if handed.records and cohort.scopes[unit].node(node.id).state == "not_applicable":
                keys = tuple(record.key for record in handed.records)
                facts: dict[str, object] = {"unit": cohort.scopes[unit].unit.name, "records": keys, "id": node.id}
                yield Problem(
                    code="charged_not_applicable", severity="warning", where=Where(path=(unit, rule)), facts=facts
                )


def _charged_to_nobody(rubric: Rubric, cohort: Cohort) -> Iterator[Problem]:
    """Records that name a unit which is not assessed: charged to nobody, and said so."""
    for _, rule, handover in _handed_over(rubric):
        for stray in handover.strays(cohort):
            facts: dict[str, object] = {"unit": stray.unit.name, "record": stray.record.key, "named": stray.named}
            where = Where(path=(stray.unit.id, rule))
            units = [name for scope in cohort.scopes.values() for name in (scope.unit.name, scope.unit.id)]
            guess = nearest(stray.named, units)
            hint = phrase("hint.nearest", name=guess) if guess else None
            yield Problem(code="charged_to_nobody", where=where, facts=facts, hint=hint)


def _charged_to_open(rubric: Rubric, cohort: Cohort) -> Iterator[Problem]:
    """Records of which it is not known yet whom they are charged to: the others are final all the same, and warned."""
    for _, _, handover in _handed_over(rubric):
        for unit in handover.waiting(cohort) if len(cohort.scopes) > 1 else ():
            facts: dict[str, object] = {"unit": unit.name, "records": handover.records.label}
            where = Where(path=(unit.id, handover.records.name))
            yield Problem(code="charged_to_open", severity="warning", where=where, facts=facts)


def _compared_with_nobody(cohort: Cohort) -> Iterator[Problem]:
    """A comparison within a group of one unit says nothing: worth a note."""
    for path, unit in alone(cohort):
        facts: dict[str, object] = {"unit": cohort.scopes[unit].unit.name}
        yield Problem(code="compared_with_nobody", severity="note", where=Where(path=path), facts=facts)


def _without_units_below(cohort: Cohort) -> Iterator[Problem]:
    """A figure over the units below of a unit that has none: their data may have been forgotten."""
    for path, unit in without_units_below(cohort):
        facts: dict[str, object] = {"unit": cohort.scopes[unit].unit.name, "measure": str(path[-1])}
        yield Problem(code="no_units_below", severity="warning", where=Where(path=path), facts=facts)


def contradictions_in(
    rubric: Rubric, scopes: Mapping[str, Scope], checks: Sequence[BoundCheck] | None = None
) -> Contradictions:
    """The declared checks (or those that are asked for) that units' figures break. Checks report and never score."""
    asked = rubric.checks if checks is None else checks
    return {
        unit: {check.id: told for check in asked if (told := _broken(check, scope))} for unit, scope in scopes.items()
    }


def _broken(check: BoundCheck, scope: Scope) -> Problem | None:
    """What to say of a check that the figures of a unit break."""
    if check.that.run(scope) is not False:
        return None
    unit = scope.unit
    rates = any(meaning.kind.measure == "percent" for meaning in check.that.names.values())
    values = tuple(
        phrase(
            "check.value",
            name=name,
            value=shown(meaning.fetch(scope), PERCENT if rates and meaning.kind.measure == "ratio" else meaning.kind),
        )
        for name, meaning in check.that.names.items()
    )
    return Problem(
        code="check_failed",
        severity="note" if check.severity == "note" else "warning",
        where=Where(path=(unit.id, check.id)),
        facts={"unit": unit.name, "message": check.message, "values": values, "check": check.id},
    )
