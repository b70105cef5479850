"""`peers`: a figure over the units of a cohort, to compare one's own with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, Literal

from pydantic import model_validator

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.operations import multiply
from lawscore.expressions.reading import names_of, wordless
from lawscore.expressions.values import Kind, Missing, NotApplicable, Value, unknown
from lawscore.facts.unit import Scope
from lawscore.models import Accepting, Code, Formula, RoundingSpec, YesNo, refuse
from lawscore.numbers import too_long
from lawscore.rules.binder import Binder
from lawscore.rules.cohort import Asks, Figure, IfMissing, Within, bind_within, figure_of, of_figures
from lawscore.rules.groups import Seat
from lawscore.rules.saying import told_of

Figures = Literal["mean", "median", "min", "max", "sum"]


class PeersMeasure(Accepting):
    """`{peers: mean, of: 满意率, within: class, include_self: true}`: a figure over the units of a cohort.

    Units to which `of` does not apply are outside. `missing` says what becomes of the figure where a unit still owes
    its value. A mean may be weighted. The figure of nobody is not applicable.
    """

    peers: Figures
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
        asks: Asks = "nothing" if self.include_self else "owing"
        if weight is None:
            in_order = not self.include_self and self.peers in ("median", "min", "max")
            run = of.run
            figures: tuple[Figure, ...] = (
                figure_of(binder, within, run, of.reads, texts=(of.text,), asks=asks, in_order=in_order),
            )
        else:
            figures = _weighed(binder, within, of, weight, asks)
        bound = _Peers(self, text, *figures)
        kind = Kind("number", of.kind.measure, of.kind.whole and self.peers in ("min", "max", "sum"))
        reads = of_figures(*figures)
        return Program(
            text, kind, bound.run, wordless(text), {}, reads, tell=bound.tell, title=told_of(self.peers, of.text)
        )


def _weighed(binder: Binder, within: Within, of: Program, weight: Program, asks: Asks) -> tuple[Figure, ...]:
    """What a weighted mean is made of: of each unit its figure times its weight, and its weight."""

    def product(unit: Scope) -> Value:
        return multiply(weight.run(unit), of.run(unit))

    def weight_of_product(unit: Scope) -> Value:
        found = product(unit)
        return weight.run(unit) if isinstance(found, Fraction) else found

    parts: dict[str, Callable[[Scope], Value]] = {"product": product, "weight": weight_of_product}
    texts = (of.text, weight.text)
    return tuple(
        figure_of(binder, within, run, of.reads, weight.reads, part=part, texts=texts, asks=asks)
        for part, run in parts.items()
    )


@dataclass(frozen=True, slots=True)
class _Peers:
    model: PeersMeasure
    text: str
    #: What is added up: the figures of the units, each times its weight where there are weights.
    added: Figure
    weights: Figure | None = None

    def run(self, scope: Scope) -> Value:
        seat = self._seat(scope, self.added)
        if isinstance(seat, Missing):
            return seat
        waits = seat.waits(self.text) if self.model.missing == "unscored" else None
        if waits is not None:
            return waits
        if not seat.others:
            return NotApplicable(unknown("peers", self.text).causes)
        if self.weights is None:
            figure: Fraction | Missing = _FIGURES[self.model.peers](seat)
        else:
            figure = self._mean(scope, self.weights, seat)
        if isinstance(figure, Missing):
            return figure
        if self.model.round is not None:
            figure = self.model.round.rounding.apply(figure)
        return unknown("too_long", self.text) if too_long(figure) else figure

    def tell(self, scope: Scope) -> Phrase | None:
        """Over how many units the figure is."""
        seat = self._seat(scope, self.added)
        return phrase("how.peers", count=Fraction(seat.others)) if isinstance(seat, Seat) else None

    def _seat(self, scope: Scope, figure: Figure) -> Seat | Missing:
        """The group, and the unit's own seat where the unit is passed over."""
        seat = figure.seat(scope)
        return Seat(seat.group) if self.model.include_self and isinstance(seat, Seat) else seat

    def _mean(self, scope: Scope, figure: Figure, products: Seat) -> Fraction | Missing:
        """Σ weight × value ÷ Σ weight."""
        weights = self._seat(scope, figure)
        assert isinstance(weights, Seat)  # of the same units
        whole = _total(weights)
        return _total(products) / whole if whole else unknown("zero_denominator", self.text)


def _total(seat: Seat) -> Fraction:
    return seat.group.total - seat.own if seat.own is not None else seat.group.total


def _in_the_middle(places: Callable[[int], tuple[int, int]]) -> Callable[[Seat], Fraction]:
    """The mean of two values by their places in order, the unit's own passed over."""

    def figure(seat: Seat) -> Fraction:
        group, count = seat.group, seat.others
        apart = count if seat.own is None else group.below(seat.own)
        low, high = (group.at(place + (place >= apart)) for place in places(count))
        return low if low is high else (low + high) / 2

    return figure


#: What the values of the others come to; there must be somebody.
_FIGURES: Final[Mapping[Figures, Callable[[Seat], Fraction]]] = {
    "sum": _total,
    "mean": lambda seat: _total(seat) / seat.others,
    "min": _in_the_middle(lambda _: (0, 0)),
    "max": _in_the_middle(lambda count: (count - 1, count - 1)),
    "median": _in_the_middle(lambda count: ((count - 1) // 2, count // 2)),
}
