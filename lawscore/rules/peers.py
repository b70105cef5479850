"""`peers`: a figure over the units of a cohort, to compare one's own with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from pydantic import model_validator

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.binding import Program
from lawscore.expressions.operations import multiply
from lawscore.expressions.reading import names_of, wordless
from lawscore.expressions.values import Kind, Missing, NotApplicable, Value, unknown
from lawscore.facts.unit import Scope
from lawscore.models import Accepting, Code, Formula, RoundingSpec, YesNo, refuse
from lawscore.numbers import ZERO, too_long
from lawscore.rules.binder import Binder
from lawscore.rules.cohort import Group, IfMissing, Within, bind_within, group_of, of_peers
from lawscore.rules.saying import told_of

Figure = Literal["mean", "median", "min", "max", "sum"]


class PeersMeasure(Accepting):
    """`{peers: mean, of: 满意率, within: class, include_self: true}`: a figure over the units of a cohort.

    Units to which `of` does not apply are outside. `missing` says what becomes of the figure where a unit still owes
    its value. A mean may be weighted. The figure of nobody is not applicable.
    """

    peers: Figure
    of: Formula
    within: Code
    include_self: YesNo
    missing: IfMissing = "unscored"
    weight: Formula | None = None
    round: RoundingSpec | None = None
    label: Code | None = None

    @model_validator(mode="after")
    def _weighted_mean(self) -> PeersMeasure:
        if self.weight is not None and self.peers != "mean":
            raise refuse("peers_weight", key=self.peers)
        return self

    @property
    def uses(self) -> set[str]:
        """The names that it reads."""
        return names_of(self.of, self.weight) | {self.within}

    def bind(self, binder: Binder) -> Program:
        """Make the measure ready: a program whose value is the figure, for each unit."""
        binder = binder.of_unit()
        of = binder.number(self.of, "of")
        weight = binder.number(self.weight, "weight") if self.weight is not None else None
        within = bind_within(self.within, binder, "within")
        text = f"{self.peers}({of.text})"
        bound = _Peers(self, binder.path, text, within, of, weight)
        kind = Kind("number", of.kind.measure, of.kind.whole and self.peers in ("min", "max", "sum"))
        reads = of_peers(of.reads, within.reads, weight.reads if weight is not None else frozenset())
        return Program(
            text, kind, bound.run, wordless(text), {}, reads, tell=bound.tell, title=told_of(self.peers, of.text)
        )


@dataclass(frozen=True, slots=True)
class _Peers:
    model: PeersMeasure
    path: tuple[str | int, ...]
    text: str
    within: Within
    of: Program
    weight: Program | None

    def run(self, scope: Scope) -> Value:
        group = self._group(scope)
        if isinstance(group, Missing):
            return group
        apart = "" if self.model.include_self else scope.unit.id
        waits = group.waits(self.text, apart) if self.model.missing == "unscored" else None
        if waits is not None:
            return waits
        if self.weight is None:
            figure: Fraction | Missing | None = _figure(self.model.peers, group, apart)
        else:
            figure = self._mean(scope, self.weight, group, apart)
        if figure is None:
            return NotApplicable(unknown("peers", self.text).causes)
        if isinstance(figure, Missing):
            return figure
        if self.model.round is not None:
            figure = self.model.round.rounding.apply(figure)
        return unknown("too_long", self.text) if too_long(figure) else figure

    def tell(self, scope: Scope) -> Phrase | None:
        """Over how many units the figure is."""
        group = self._group(scope)
        if not isinstance(group, Group):
            return None
        count = len(group.values) - (not self.model.include_self and scope.unit.id in group.values)
        return phrase("how.peers", count=Fraction(count))

    def _group(self, scope: Scope) -> Group | Missing:
        """What is added up: the figures of the units, each times its weight where there are weights."""
        if self.weight is None:
            return group_of(scope, self.within, self.path, self.of.run)
        return group_of(scope, self.within, self.path, self._product, "product")

    def _product(self, unit: Scope) -> Value:
        assert self.weight is not None  # asked for only where there are weights
        return multiply(self.weight.run(unit), self.of.run(unit))

    def _mean(self, scope: Scope, weight: Program, products: Group, apart: str) -> Fraction | Missing | None:
        """Σ weight × value ÷ Σ weight."""

        def run(unit: Scope) -> Value:
            product = self._product(unit)
            return weight.run(unit) if isinstance(product, Fraction) else product

        weights = group_of(scope, self.within, self.path, run, "weight")
        assert isinstance(weights, Group)  # of the same units
        if not products.values.keys() - {apart}:
            return None
        whole = weights.total - weights.values.get(apart, ZERO)
        if not whole:
            return unknown("zero_denominator", self.text)
        return (products.total - products.values.get(apart, ZERO)) / whole


def _figure(name: Figure, group: Group, apart: str) -> Fraction | None:
    """The figure of the group, without one unit; None where nobody is left."""
    own = group.values.get(apart)
    count = len(group.values) - (own is not None)
    if not count:
        return None
    if name in ("mean", "sum"):
        total = group.total - own if own is not None else group.total
        return total / count if name == "mean" else total
    apart_at = count if own is None else group.below(own)  # the value that is passed over; nothing is copied
    low, high = (group.ordered[place + (place >= apart_at)] for place in _PLACES[name](count))
    return low if low is high else (low + high) / 2


#: Of which two values, by their places among so many in order, a figure is the mean.
_PLACES: Final[Mapping[str, Callable[[int], tuple[int, int]]]] = {
    "min": lambda _: (0, 0),
    "max": lambda count: (count - 1, count - 1),
    "median": lambda count: ((count - 1) // 2, count // 2),
}
