"""The rectification list (整改清单): what is to be mended, by whom, and what became of last year's list.

Every line is of one unit and one rule of one indicator, or of the awards that an indicator did not earn, or of a veto.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from lawscore.analysis.losses import Loss, marks_of
from lawscore.analysis.mending import Mended, MendState, RulePrices, Why, follow_up
from lawscore.analysis.owing import OwingFollower, OwingState, owed_before
from lawscore.analysis.published import marks_of_published
from lawscore.assessing import Assessment
from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.facts.card import Card, Owed
from lawscore.facts.unit import Unit
from lawscore.numbers import ZERO
from lawscore.results.model import Result, UnitPart
from lawscore.rubric.bound import AnyRule, Rubric
from lawscore.rubric.migration import UNCHANGED, Migration
from lawscore.rules.basis import cite
from lawscore.rules.charging import BoundRule

#: The states of a line in the order in which they are counted.
STATES: Final[tuple[MendState | OwingState, ...]] = (
    "mended", "partly", "not_mended", "worse", "supplied", "still_owed", "not_comparable", "new", "owed",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Departments:
    """Who answers for an indicator: the nearest that the rubric names, at the indicator or above it."""

    lead: str = ""
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMend:
    """One line of the list: this year's loss, or what became of last year's."""

    unit: Unit
    loss: Loss
    departments: Departments
    #: Where last year's list was followed up.
    mended: Mended | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """A value or an answer that a unit still owes; against last year's list also one that it owed then."""

    unit: Unit
    owed: Owed
    departments: Departments
    state: OwingState = "owed"
    why: Why = ""


@dataclass(frozen=True, kw_only=True)
class Rectification:
    """The list of all units, in the order of the assessment; units that only last year's result has come last."""

    rubric: Rubric
    units: tuple[Unit, ...]
    lines: tuple[ToMend, ...]
    owing: tuple[Owing, ...]
    #: `id@version` of the rubric of last year's result; empty where nothing was followed up.
    since: str = ""

    @property
    def lost(self) -> Fraction:
        """The points that all lines took this year."""
        now = (line.loss.points if line.mended is None else line.mended.now or ZERO for line in self.lines)
        return sum(now, ZERO)

    def counts(self) -> Mapping[MendState | OwingState, int]:
        """How many lines and values owed are in each state, where last year's list was followed up."""
        states: list[MendState | OwingState] = [line.mended.state for line in self.lines if line.mended is not None]
        states += [one.state for one in self.owing] if self.since else []
        return {state: states.count(state) for state in STATES if state in states}

    def of(self, unit: str) -> Rectification:
        """The list of one unit."""
        return Rectification(
            rubric=self.rubric, since=self.since, units=tuple(one for one in self.units if one.id == unit),
            lines=tuple(line for line in self.lines if line.unit.id == unit),
            owing=tuple(one for one in self.owing if one.unit.id == unit),
        )  # fmt: skip


def rectify(assessment: Assessment, since: Result | None = None, migration: Migration = UNCHANGED) -> Rectification:
    """The list of every unit; with last year's result, what became of each of its lines, then the new ones."""
    desks = _Desks(assessment.rubric)
    published = {unit.id: unit for unit in since.units} if since is not None else {}
    lines: list[ToMend] = []
    for card in assessment:
        if since is None:
            losses = (desks.told(loss, card) for loss in marks_of(card).losses() if loss.is_to_mend)
            lines += (ToMend(unit=card.unit, loss=loss, departments=desks.of(loss.indicator)) for loss in losses)
        else:
            lines += _followed(card, published.pop(card.unit.id, None), since, migration, desks)
    for unit in published.values():
        lines += _gone(unit, since, migration, desks) if since is not None else ()
    owing = tuple(_owing(assessment, since, migration, desks))
    name = f"{since.rubric.id}@{since.rubric.version}" if since is not None else ""
    units = (*(card.unit for card in assessment), *(_who(unit) for unit in published.values()))
    return Rectification(rubric=assessment.rubric, units=units, lines=tuple(lines), owing=owing, since=name)


def _followed(
    card: Card, before: UnitPart | None, since: Result, migration: Migration, desks: _Desks
) -> Iterator[ToMend]:
    marks = marks_of_published(before, since.language) if before is not None else None
    for found in follow_up(card, marks_of(card), marks, migration, desks.rules):
        losses = tuple(desks.told(loss, card) for loss in found.losses)
        mended = replace(found, losses=losses, loss=losses[0] if found.state == "new" else found.loss)
        about = mended.loss.indicator
        departments = desks.of(about) if found.state == "new" else desks.since(about, migration)
        yield ToMend(unit=card.unit, loss=mended.loss, departments=departments, mended=mended)


def _gone(unit: UnitPart, since: Result, migration: Migration, desks: _Desks) -> Iterator[ToMend]:
    """The lines of a unit that is not there this year."""
    for loss in marks_of_published(unit, since.language).losses():
        if loss.is_to_mend:
            mended = Mended(loss=loss, state="not_comparable", why="no_unit", before=loss.points, now=None)
            departments = desks.since(loss.indicator, migration)
            yield ToMend(unit=_who(unit), loss=loss, departments=departments, mended=mended)


def _owing(assessment: Assessment, since: Result | None, migration: Migration, desks: _Desks) -> Iterator[Owing]:
    """What every unit owes; with last year's result also what became of what it owed then."""
    before = {unit.id: unit for unit in since.units} if since is not None else {}
    for card in assessment:
        follower = OwingFollower(card, assessment.facts[card.unit.id], assessment.givens, migration)
        was = before.pop(card.unit.id, None)
        for one in follower.follow(was.owed if was is not None else ()):
            departments = desks.of(*one.owed.indicators) if one.why != "gone" else Departments()
            yield Owing(unit=card.unit, owed=one.owed, departments=departments, state=one.state, why=one.why)
    for unit in before.values():
        for owed in map(owed_before, unit.owed):
            departments = desks.of(
                *(new for old in owed.indicators for new in migration.targets(old, assessment.rubric.nodes))
            )
            yield Owing(unit=_who(unit), owed=owed, departments=departments, state="not_comparable", why="no_unit")


def _who(unit: UnitPart) -> Unit:
    return Unit(id=unit.id, name=unit.name, unit_class=unit.class_)


class _Desks:
    """The departments of a rubric by indicator, and the rules that each indicator has."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.rules = rule_prices(rubric)

    def of(self, *indicators: str) -> Departments:
        """The departments of indicators; of the first that has any."""
        return next(filter(None, map(self._nearest, indicators)), Departments())

    def since(self, indicator: str, migration: Migration) -> Departments:
        """The departments of what an indicator of last year became: its id may be that of another one now."""
        return self.of(*migration.targets(indicator, self.rubric.nodes))

    def told(self, loss: Loss, card: Card) -> Loss:
        """A loss of awards that were not earned, with what they are given for, and on which basis."""
        node = self.rubric.nodes.get(loss.indicator)
        if loss.kind != "missed" or node is None:
            return loss
        result = card.node(loss.indicator)
        idle = {outcome.rule for outcome in result.outcomes if outcome.state == "idle"}
        awards = [rule.model for rule in node.rules if rule.sign > 0]
        missed = [rule.model for rule in node.rules if rule.sign > 0 and rule.id in idle] or awards
        texts = [phrase("word.as_is", value=one.text) for one in missed if getattr(one, "text", None)]
        bases = [base for one in missed for base in cite(getattr(one, "basis", None))]
        basis = tuple(dict.fromkeys(bases)) or cite(node.spec.basis if node.spec is not None else None)
        return replace(loss, reasons=(*loss.reasons, *texts), basis=basis)

    def _nearest(self, indicator: str) -> Departments | None:
        node = self.rubric.nodes.get(indicator)
        while node is not None:
            named = node.spec.responsible if node.spec is not None else None
            if named is not None:
                return Departments(lead=named.lead or "", support=named.support)
            node = self.rubric.nodes.get(node.parent or "")
        return None


def rule_prices(rubric: Rubric) -> RulePrices:
    """The rules of each indicator, of the vetoes under the empty id, each with its price where that is one number."""
    found = {node.id: {rule.id: _price(rule) for rule in node.every_rule()} for node in rubric.nodes.values()}
    return {**found, "": {veto.spec.id: None for veto in rubric.vetoes}}


def _price(rule: AnyRule) -> Fraction | None:
    return rule.amount.constant if isinstance(rule, BoundRule) else None
