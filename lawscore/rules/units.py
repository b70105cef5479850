"""`units`: a figure over the units below this one: a county from its townships, a unit from its case files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal

from pydantic import Field, model_validator

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Name, Program
from lawscore.expressions.looks import COHORT, NODE, UNITS
from lawscore.expressions.operations import multiply
from lawscore.expressions.reading import names_of, wordless
from lawscore.expressions.values import COUNT, Cause, Kind, NotApplicable, Unknown, Value, unknown
from lawscore.facts.cohort import Cohort, rings
from lawscore.facts.unit import Scope
from lawscore.models import Accepting, Code, Formula, RoundingSpec, refuse
from lawscore.numbers import ZERO, too_long
from lawscore.rules.binder import Binder, broken
from lawscore.rules.cohort import IfMissing, of_units_below
from lawscore.rules.groups import Group, Holders, Tally
from lawscore.rules.saying import shown, told_of
from lawscore.texts import folded

Figure = Literal["mean", "median", "min", "max", "sum", "count"]

#: The kinds of what a cohort keeps for the units below one: those of this rubric, and those of another.
BELOW_UNIT: Final = "units below"
OTHERS_BELOW: Final = "units below of another rubric"
#: The whole result of a unit, vetoes included, as `of: score` names it.
SCORE: Final = "score"
#: So many units below are told one by one.
MOST_TOLD: Final = 10


class UnitsMeasure(Accepting):
    """`{units: mean, of: score, below: this, with: township-government@2023.1, weight: 人口}`: over the units below.

    Those are the units whose `parent` is this one. `with` names the rubric that scores them (default: this one); `of`
    and `weight` are expressions over their fields and results, and `score` is the whole result. Units to which `of`
    does not apply are outside; the figure of nobody is not applicable, and a count of nobody is 0.
    """

    units: Figure
    of: Formula | None = None
    below: Literal["this"]
    with_: Code | None = Field(default=None, alias="with")
    weight: Formula | None = None
    missing: IfMissing = "unscored"
    round: RoundingSpec | None = None
    label: Code | None = None

    @model_validator(mode="after")
    def _whole(self) -> UnitsMeasure:
        if self.weight is not None and self.units != "mean":
            raise refuse("peers_weight", key=self.units)
        if (self.of is None) != (self.units == "count"):
            raise refuse("measure_count_of" if self.of is not None else "measure_needs_of", key=self.units)
        return self

    @property
    def uses(self) -> set[str]:
        """The names that it reads."""
        return names_of(self.of, self.weight) if self.with_ is None else set()  # else they are names of another rubric

    def bind(self, binder: Binder) -> Program:
        """Make the measure ready."""
        inner = binder.below(self.with_, "with")
        if inner is None:
            return broken(self.units)
        inner = inner.also({SCORE: WHOLE})
        of = inner.number(self.of, "of") if self.of is not None else None
        weight = inner.number(self.weight, "weight") if self.weight is not None else None
        text = f"{self.units}({of.text if of is not None else 'units'})"
        bound = _Units(self, binder.path, text, of, weight)
        kind = Kind("number", of.kind.measure) if of is not None else COUNT
        programs = [program.reads for program in (of, weight) if program is not None]
        looked = of_units_below(*programs) if self.with_ is None else frozenset({COHORT})
        reads = looked | {UNITS + (self.with_ or "")}
        title = told_of(self.units, phrase("word.score") if self.of == SCORE else of.text if of is not None else "")
        return Program(text, kind, bound.run, wordless(text), {}, reads, tell=bound.tell, title=title)


def _whole_result(scope: Scope) -> Value:
    total = scope.total()
    return total.score if total.score is not None else Unknown(total.causes)


WHOLE: Final = Name(Kind("number"), _whole_result, SCORE, reads=frozenset({NODE}))


@dataclass(frozen=True, slots=True)
class _Units:
    model: UnitsMeasure
    key: tuple[str | int, ...]
    text: str
    of: Program | None
    weight: Program | None

    def run(self, scope: Scope) -> Value:
        if self.model.with_ is None and scope.unit.id in _rings(scope):
            return unknown("circle", self.text)
        group = self._counted(scope)
        if self.model.missing == "unscored" and (waits := group.waits(self.text)):
            return waits
        if self.of is None:
            return Fraction(group.count)
        if not group.values:
            return NotApplicable((Cause("peers", self.text),))
        if self.weight is None:
            figure: Fraction | Unknown = _FIGURES[self.model.units](group)
        else:
            figure = self._weighted(scope, self.of, self.weight, group)
        if not isinstance(figure, Fraction):
            return figure
        if self.model.round is not None:
            figure = self.model.round.rounding.apply(figure)
        return unknown("too_long", self.text) if too_long(figure) else figure

    def tell(self, scope: Scope) -> Phrase | None:
        """Over how many units the figure is, and what each has where they are few."""
        if scope.unit.id in _rings(scope):
            return None
        counted = self._counted(scope).count
        count = Fraction(counted)
        if not 0 < counted <= MOST_TOLD:
            return phrase("how.units", count=count)
        units = [unit for unit in self._below(scope) if isinstance(self._added(unit), Fraction)]
        return phrase("how.units_told", count=count, units=tuple(self._told(unit) for unit in units))

    def _told(self, unit: Scope) -> object:
        """One of the units below: its name, its figure and its weight."""
        if self.of is None:
            return unit.unit.name
        facts: dict[str, object] = {"name": unit.unit.name, "value": shown(self.of.run(unit), self.of.kind)}
        if self.weight is None:
            return phrase("how.unit_below", **facts)
        return phrase("how.unit_weighed", weight=shown(self.weight.run(unit), self.weight.kind), **facts)

    def _counted(self, scope: Scope) -> Group:
        """What is added up: the figures of the units below, each times its weight where there are weights."""
        return self._group(scope, "of" if self.weight is None else "product", self._added)

    def _added(self, unit: Scope) -> Value:
        """What one of the units adds; of a unit that is only counted, any number would do."""
        if self.of is None:
            return ZERO
        return self.of.run(unit) if self.weight is None else multiply(self.weight.run(unit), self.of.run(unit))

    def _weighted(self, scope: Scope, of: Program, weight: Program, products: Group) -> Fraction | Unknown:
        """Σ weight × value ÷ Σ weight."""

        def run(unit: Scope) -> Value:
            product = multiply(weight.run(unit), of.run(unit))
            return weight.run(unit) if isinstance(product, Fraction) else product

        whole = self._group(scope, "weight", run).total
        return products.total / whole if whole else unknown("zero_denominator", self.text)

    def _group(self, scope: Scope, part: str, run: Callable[[Scope], Value]) -> Group:
        """The values of the units below, among those of the rubric that scores them."""
        cohort = scope.cohort
        assert cohort is not None  # a rubric that looks at other units is scored with all of them
        kind = BELOW_UNIT if self.model.with_ is None else OTHERS_BELOW
        return cohort.once((kind, (self.key, part, scope.unit.id)), lambda: _values(self._below(scope), run))

    def _below(self, scope: Scope) -> list[Scope]:
        """The units below, where they are scored."""
        cohort = scope.cohort
        assert cohort is not None  # as above
        units = cohort if self.model.with_ is None else cohort.others.get(self.model.with_, cohort)
        if units is cohort and self.model.with_ is not None:
            return []
        below: Mapping[str, list[Scope]] = units.once("below", lambda: _by_parent(units.scopes.values()))
        return below.get(folded(scope.unit.id), [])


def without_units_below(cohort: Cohort) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The figures over the units below, scored by another rubric, of a unit that has none: where each stands, and the unit."""
    for (path, part, unit), group in cohort.found(OTHERS_BELOW):
        if part == "of" and not group.values and not group.owed.number:
            yield path, unit


def _rings(scope: Scope) -> frozenset[str]:
    """The units that stand above themselves."""
    cohort = scope.cohort
    assert cohort is not None  # as above
    return cohort.once("rings", lambda: rings({unit: one.unit.parent for unit, one in cohort.scopes.items()}))


def _by_parent(scopes: Iterable[Scope]) -> dict[str, list[Scope]]:
    below: dict[str, list[Scope]] = {}
    for scope in scopes:
        if scope.unit.parent is not None:
            below.setdefault(folded(scope.unit.parent), []).append(scope)
    return below


def _values(scopes: Sequence[Scope], run: Callable[[Scope], Value]) -> Group:
    tally = Tally()
    for place, scope in enumerate(scopes):
        tally.add(_TOGETHER, run(scope), Holders(1, (place,)))
    groups = tally.groups(lambda place: scopes[place].unit.name)
    return groups.get(_TOGETHER, groups[None])


#: The key of the one group.
_TOGETHER: Final = ""
_FIGURES: Final[Mapping[Figure, Callable[[Group], Fraction]]] = {
    "sum": lambda group: group.total,
    "mean": lambda group: group.mean,
    "median": lambda group: group.median,
    "min": lambda group: group.least,
    "max": lambda group: group.greatest,
}
