"""The one evaluator, asked once for all units that agree in what a result reads: in the scope of one that stands for them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, cast

from lawscore.classes import dataclass
from lawscore.columns.cohorts import Cohorts
from lawscore.columns.combining import Combination
from lawscore.columns.footprint import Footprint
from lawscore.columns.units import Vocabularies
from lawscore.expressions.values import Value
from lawscore.facts.calendar import Calendar
from lawscore.facts.card import NodeResult
from lawscore.facts.unit import Scope, Unit, UnitFacts
from lawscore.rubric.bound import Rubric
from lawscore.scoring.card import Scorer

_NO_NAMES: Final[frozenset[str]] = frozenset()
NO_NUMBERS: Final[Mapping[str, Fraction]] = {}


class Somebody:
    """The unit that stands for many, where its class is not read: who asks for more than all have in common is wrong."""

    id = name = ""
    not_assessed = None
    roles: Mapping[str, str] = {}


@dataclass(frozen=True)
class Representatives:
    """Makes scopes of units that stand for many: they hold what a footprint names, and nothing else."""

    rubric: Rubric
    vocabularies: Vocabularies
    givens: Mapping[str, Value]
    calendar: Calendar | None
    #: The groups of units that results look at.
    cohorts: Cohorts | None = None

    def scope(
        self,
        footprint: Footprint,
        codes: Combination,
        results: Mapping[str, NodeResult],
        scorer: Scorer | None = None,
        numbers: Mapping[str, Fraction] = NO_NUMBERS,
    ) -> Scope:
        """The scope of a unit with these values, in the order of the footprint, and these results.

        `numbers` are the values of fields that have no code.
        """
        known, values, nones = self.vocabularies.fields, dict[str, Any](numbers), _NO_NAMES
        for name, code in zip(footprint.fields, codes, strict=False):
            if name not in numbers:
                found = known[name]
                values[name] = found.values[code]
                nones = nones | {name} if found.nones[code] else nones
        classes = self.vocabularies.classes
        unit = self._unit(classes[codes[len(footprint.fields)]]) if footprint.by_class else _SOMEBODY
        scorer = Scorer(self.rubric) if scorer is None else scorer
        scope = Scope(
            UnitFacts(unit=unit, values=values, nones=nones), self.givens, calendar=self.calendar, scorer=scorer
        )
        scope.results.update(results if self.cohorts is None else self.cohorts.handing(scope, results))
        return scope

    @staticmethod
    def _unit(unit_class: str | None) -> Unit:
        return Unit(id="", name="", unit_class=unit_class)


_SOMEBODY: Unit = cast("Any", Somebody())
