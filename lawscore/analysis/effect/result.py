"""What a change of the rubric does to units: scores, ranks and grades before and after, on the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Final

from lawscore.analysis.carrying import Carried
from lawscore.analysis.diff import RubricChange, RubricDiff
from lawscore.analysis.effect.crossing import Crossing
from lawscore.analysis.effect.parts import Kind, ScorePart
from lawscore.analysis.effect.spread import Spread, spread_of
from lawscore.assessing import Assessment
from lawscore.classes import dataclass
from lawscore.facts.card import Card
from lawscore.facts.unit import Unit
from lawscore.numbers import ZERO
from lawscore.problems import Problem

_DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


#: The sections of a document that limit the whole, or give it its points.
_OF_THE_WHOLE: Final[Mapping[Kind, tuple[str, ...]]] = {
    "limit": ("floor", "ceiling", "round", "vetoes"), "points": ("points", "scaled_to"), "indicator": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEffect:
    """One unit under both rubrics. `parts` add up to `change` exactly; without a score in both there are none."""

    before: Card
    after: Card
    parts: tuple[ScorePart, ...] = ()
    crossing: Crossing | None = None

    @property
    def unit(self) -> Unit:
        """Who it is."""
        return self.after.unit

    @property
    def change(self) -> Fraction | None:
        """By how much the score changes; None where there is no score in one of the two."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score

    @property
    def is_moved(self) -> bool:
        """Whether anything of the total differs: the score, the rank, the grade, whether it is final."""
        return bool(self.change) or self._told(self.before) != self._told(self.after)

    def rules_moved(self, part: ScorePart) -> frozenset[str]:
        """The rules of an indicator that charge other points than before."""
        before, after = _charged(self.before, part.old), _charged(self.after, part.new)
        return frozenset(rule for rule in {*before, *after} if before.get(rule) != after.get(rule))

    def is_limited(self, part: ScorePart) -> bool:
        """Whether a limit or a rounding of the indicator itself holds, before or after."""
        sides = ((self.before, part.old), (self.after, part.new))
        return any(
            item.rule is None for card, ids in sides for node in card.nodes if node.id in ids for item in node.items
        )

    @staticmethod
    def _told(card: Card) -> tuple[object, ...]:
        return card.state, card.bounds, card.rank, card.grade


def _has_date(value: object) -> bool:
    return _DATE.search(str(value)) is not None


def _charged(card: Card, ids: tuple[str, ...]) -> Mapping[str, Fraction]:
    """What each rule of some indicators charges."""
    found: dict[str, Fraction] = {}
    for node in card.nodes:
        for item in node.items if node.id in ids else ():
            if item.rule is not None:
                found[item.rule] = found.get(item.rule, ZERO) + item.points
    return found


@dataclass(frozen=True, slots=True)
class IndicatorEffect:
    """What one indicator does to all units: how many it lifts and lowers, and by how much."""

    part: ScorePart
    spread: Spread


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Every unit under both rubrics. `effect["tieling"]` is one unit; iterating goes through all."""

    diff: RubricDiff
    before: Assessment
    #: The same facts under the new rubric, and what of them it has no place for.
    carried: Carried
    units: tuple[UnitEffect, ...]
    #: What checks find wrong with the rubric only as it is tried: sums that no longer add up. It is scored all the same.
    unsound: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the data: under the old rubric, then what only the new one finds, and further data."""
        return (*self.before.problems, *self.carried.problems)

    @property
    def after(self) -> Assessment:
        """The assessment under the new rubric."""
        return self.carried.assessment

    @cached_property
    def _by_id(self) -> Mapping[str, UnitEffect]:
        return {one.unit.id: one for one in self.units}

    def __getitem__(self, unit: str) -> UnitEffect:
        return self._by_id[unit]

    def __iter__(self) -> Iterator[UnitEffect]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    @property
    def compared(self) -> tuple[UnitEffect, ...]:
        """The units that have a score in both."""
        return tuple(one for one in self.units if one.change is not None)

    @property
    def open(self) -> tuple[UnitEffect, ...]:
        """The units that are assessed and have no score in one of the two."""
        return tuple(one for one in self.units if one.change is None and one.after.state != "not_assessed")

    @property
    def crossings(self) -> tuple[UnitEffect, ...]:
        """The units that get another grade."""
        return tuple(one for one in self.units if one.crossing is not None)

    @property
    def spread(self) -> Spread:
        """How the changes are spread over all units that have a score in both."""
        return spread_of(one.change for one in self.units if one.change is not None)

    @property
    def spread_by_class(self) -> Mapping[str, Spread]:
        """The same for each class, in the order of the rubric; empty where units have no classes."""
        classes = dict.fromkeys(
            (*self.after.rubric.document.classes, *(one.unit.unit_class or "" for one in self.compared))
        )
        found = {name: [one.change for one in self.compared if (one.unit.unit_class or "") == name] for name in classes}
        return {
            name: spread_of(one for one in changes if one is not None) for name, changes in found.items() if changes
        }

    @cached_property
    def by_indicator(self) -> tuple[IndicatorEffect, ...]:
        """What each indicator does to the units that have a score in both; the one that moves most comes first."""
        found: dict[tuple[object, ...], tuple[ScorePart, dict[str, Fraction]]] = {}
        for one in self.compared:
            for part in one.parts:
                found.setdefault((part.kind, part.old, part.new), (part, {}))[1][one.unit.id] = part.points
        everyone = [one.unit.id for one in self.compared]
        effects = [
            IndicatorEffect(part, spread_of(points.get(unit, ZERO) for unit in everyone))
            for part, points in found.values()
        ]
        sizes = {
            id(one): sum(abs(made) for made in points.values())
            for one, (_, points) in zip(effects, found.values(), strict=True)
        }
        return tuple(sorted(effects, key=lambda one: -sizes[id(one)]))

    @property
    def dated(self) -> tuple[str, ...]:
        """The parts whose dates are others and did not move on with the period: on old data that alone may charge otherwise."""
        found = (one.part.name for one in self.diff.digits if all(map(_has_date, (one.before, one.after))))
        return tuple(dict.fromkeys(name for name in found if name in self.carried.dated))

    def because(self, part: ScorePart, unit: UnitEffect | None = None) -> tuple[RubricChange, ...]:
        """The changes of the rubric behind a part: those of its indicator that can move a digit, of its rules first.

        With a unit, only those of the rules that charge it otherwise, and of the indicator itself where its limits hold.
        """
        ids = {*part.old, *part.new}
        if not ids:
            return tuple(one for one in self.diff.digits if one.section in _OF_THE_WHOLE[part.kind])
        found = [one for one in self.diff.digits if ids & {one.indicator, one.was}]
        found.sort(key=lambda one: one.rule is None)
        if unit is None:
            return tuple(found)
        rules, limited = unit.rules_moved(part), unit.is_limited(part)
        struck = [one for one in found if one.rule in rules]
        return tuple([*struck, *(one for one in found if one.rule is None and limited)] if struck else found)
