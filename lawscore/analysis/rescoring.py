"""Units scored again after a change of the rubric, or of some facts: only what the change can move is worked out anew.

The result is the assessment that scoring everything from nothing would give, to the last digit and sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lawscore.assessing import Assessment, Contradictions, assess_gathered, cohort_of, conclude, contradictions_in
from lawscore.classes import dataclass
from lawscore.expressions.values import Value
from lawscore.facts.calendar import Calendar
from lawscore.facts.unit import Layer, Scope, UnitFacts
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundCheck, Rubric
from lawscore.scoring.card import Scorer
from lawscore.scoring.moving import Moved, marks_of, moved, names_differing
from lawscore.scoring.renewing import Differing, Renewal
from lawscore.scoring.steps import score_units
from lawscore.submission.asking import asks_the_same
from lawscore.submission.gathering import Gathered


def rescore(
    before: Assessment, rubric: Rubric, gathered: Gathered | None = None, change: Moved | None = None
) -> Assessment:
    """The assessment of the same facts, or of others, under a rubric: what is kept of the earlier one stays the same object.

    Without `gathered` the facts stay; ValueError where the rubric asks for others than the earlier one did. `change` is
    what moves between the two rubrics, which then ask for the same, where that is known already: many assessments share it.
    """
    if gathered is None and change is None and not asks_the_same(before.rubric, rubric):
        msg = "the rubric asks for other facts than the earlier one: gather them again"
        raise ValueError(msg)
    given = _Given.of(before) if gathered is None else _Given.among(gathered)
    others = dict(_others(before, rubric, gathered))
    differing = names_differing(before.givens, given.givens)
    anew = given.calendar != before.calendar
    if change is None or differing or anew:
        change = moved(before.rubric, rubric, differing, everything=anew)
    scorer = Scorer(rubric)
    renewal = Renewal(change, scorer, given.givens, given.calendar, before.scopes)
    renewed = {facts.unit.id: renewal.scope(facts) for facts in given.units}
    scopes = {unit: scope for unit, (scope, _) in renewed.items()}
    cohort = cohort_of(rubric, scopes, others)
    if renewal.looks:
        score_units(rubric, cohort.scopes)
    changed = {unit: names for unit, (_, names) in renewed.items()}
    contradictions = _contradictions(before, change, cohort.scopes, changed)
    return conclude(
        rubric, scopes, cohort, given.givens, given.problems, calendar=given.calendar, others=others, layer=given.layer,
        contradictions=contradictions,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Given:
    """What an assessment is made of."""

    units: Sequence[UnitFacts]
    givens: Mapping[str, Value]
    problems: Sequence[Problem]
    calendar: Calendar | None
    layer: Layer | None

    @classmethod
    def of(cls, before: Assessment) -> _Given:
        units = [scope.facts for scope in before.scopes.values()]
        return cls(units, before.givens, before.submitted, before.calendar, before.layer)

    @classmethod
    def among(cls, gathered: Gathered) -> _Given:
        return cls(gathered.units, gathered.givens, gathered.problems, gathered.calendar, gathered.layer)


def _others(before: Assessment, rubric: Rubric, gathered: Gathered | None) -> Iterator[tuple[str, Assessment]]:
    """The units below, scored again by the rubrics that score them."""
    for name in before.others if gathered is None else gathered.others:
        below = gathered.others[name] if gathered is not None else None
        if name in before.others:
            yield name, rescore(before.others[name], rubric.others[name], below)
        elif below is not None:
            yield name, assess_gathered(rubric.others[name], below)


def _contradictions(
    before: Assessment, change: Moved, scopes: Mapping[str, Scope], changed: Mapping[str, Differing]
) -> Contradictions:
    """The checks that units' figures break: made again where the check or what it reads is another, or the check is gone."""
    gone = {check.id for check in before.rubric.checks} - {check.id for check in change.after.rubric.checks}
    again = gone.union(check.id for check in change.checks)
    found: dict[str, Mapping[str, Problem]] = {}
    for unit, scope in scopes.items():
        known = before.contradictions.get(unit)
        names = changed[unit]
        if known is None or names is None:
            found.update(contradictions_in(change.after.rubric, {unit: scope}))
        elif again or names:
            found[unit] = _renewed(known, change, scope, again, names)
        else:
            found[unit] = known
    return found


def _renewed(
    known: Mapping[str, Problem], change: Moved, scope: Scope, again: set[str], names: frozenset[str]
) -> Mapping[str, Problem]:
    marks = frozenset(mark for name in names for mark in marks_of(name))

    def asked(check: BoundCheck) -> bool:
        return check.id in again or bool(check.that.reads & marks)

    rubric = change.after.rubric
    unit = scope.unit.id
    made = contradictions_in(rubric, {unit: scope}, [check for check in rubric.checks if asked(check)])[unit]
    every = {check.id: made.get(check.id) if asked(check) else known.get(check.id) for check in rubric.checks}
    return {check: problem for check, problem in every.items() if problem is not None}
