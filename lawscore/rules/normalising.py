"""`normalise`: figures of different kinds brought to one scale, by fixed goalposts or by how the units compare.

Each value is exact but for the z-score, whose standard deviation has 34 digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from lawscore import irrational
from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.reading import names_of, wordless
from lawscore.expressions.values import Cause, Kind, Missing, NotApplicable, Value, absorb, unknown
from lawscore.facts.unit import Scope
from lawscore.models import Accepting, Code, Formula, RoundingSpec, refuse, to_fraction
from lawscore.numbers import ONE, ZERO, too_long
from lawscore.rules.binder import Binder
from lawscore.rules.cohort import Figure, IfMissing, bind_within, figure_of, of_figures
from lawscore.rules.groups import Group, Seat
from lawscore.rules.limit import check_measure
from lawscore.rules.saying import shown, told_name, told_of

Method = Literal["goalposts", "min_max", "z_score", "percentile", "rank", "distance_to_best"]


def _to_flat(value: object) -> object:
    return value if value in ("unscored", "not_applicable") else to_fraction(value)


Flat = Annotated[
    Any,
    BeforeValidator(_to_flat),
    WithJsonSchema({"anyOf": [{"enum": ["unscored", "not_applicable"]}, {"type": ["number", "string"]}]}),
]

#: Which keys each method takes beside `of`, `better`, `round`; a key with a star must be there.
_COHORT_KEYS: Final = frozenset({"within*", "better*", "missing"})
_KEYS: Final[Mapping[Method, frozenset[str]]] = {
    "goalposts": frozenset({"low*", "high*", "beyond*", "better"}),
    "min_max": _COHORT_KEYS | {"flat"},
    "z_score": _COHORT_KEYS | {"flat", "deviation*"},
    "percentile": _COHORT_KEYS | {"flat"},
    "rank": _COHORT_KEYS | {"tied*"},
    "distance_to_best": _COHORT_KEYS | {"flat"},
}
#: What the keys take that may be missing.
_VALUES: Final = {
    "beyond": ("clip", "keep"),
    "better": ("higher", "lower"),
    "within": ("class", "all", "parent", "…"),
    "deviation": ("population", "sample"),
    "tied": ("shared", "mean"),
}
_SPECIAL: Final = ("low", "high", "beyond", "better", "within", "missing", "flat", "deviation", "tied")


class NormaliseMeasure(Accepting):
    """`{normalise: goalposts, of: 寿命, low: 20, high: 85, beyond: clip}`, or by the units `within` a group.

    `better` says which way is good; where it is `lower` the scale is turned round. `flat` is the value where all units
    are equal (or there is one only), which has no place on a scale: a number, `not_applicable`, or `unscored` (default).
    """

    normalise: Method
    of: Formula
    better: Literal["higher", "lower"] | None = None
    low: Formula | None = None
    high: Formula | None = None
    beyond: Literal["clip", "keep"] | None = None
    within: Code | None = None
    missing: IfMissing | None = None
    flat: Flat | None = None
    deviation: Literal["population", "sample"] | None = None
    tied: Literal["shared", "mean"] | None = None
    round: RoundingSpec | None = None
    label: Code | None = None

    @model_validator(mode="after")
    def _keys_of_the_method(self) -> NormaliseMeasure:
        keys = _KEYS[self.normalise]
        for key in _SPECIAL:
            given = getattr(self, key) is not None
            if given and key not in keys and key + "*" not in keys:
                raise refuse("normalise_key_useless", key=key, method=self.normalise)
            if not given and key + "*" in keys:
                hint = phrase("hint.key_values", name=key, values=_VALUES[key]) if key in _VALUES else None
                raise refuse("normalise_key_missing", hint=hint, key=key, method=self.normalise)
        return self

    @property
    def uses(self) -> set[str]:
        """The names that it reads."""
        return names_of(self.of, self.low, self.high) | {self.within or ""}

    def bind(self, binder: Binder) -> Program:
        """Make the measure ready."""
        if self.normalise != "goalposts":
            binder = binder.of_unit()  # other units have no such record
        of = binder.number(self.of, "of")
        text = f"{self.normalise}({of.text})"
        if self.normalise == "goalposts":
            return self._goalposts(of, text, binder)
        within = bind_within(self.within or "", binder, "within")
        in_order = self.normalise in ("percentile", "rank")
        figure = figure_of(binder, within, of.run, of.reads, texts=(of.text,), in_order=in_order)
        bound = _Normalised(self, text, of, figure)
        reads = of_figures(figure)
        title = told_of(self.normalise, of.text)
        return Program(text, Kind("number"), bound.run, wordless(text), {}, reads, tell=bound.tell, title=title)

    def _goalposts(self, of: Program, text: str, binder: Binder) -> Program:
        low, high = binder.number(self.low or "", "low"), binder.number(self.high or "", "high")
        told = len(binder.problems)
        check_measure(of.kind, low, binder, "low")
        check_measure(of.kind, high, binder, "high")
        first, last = low.constant, high.constant
        compared = len(binder.problems) == told and isinstance(first, Fraction) and isinstance(last, Fraction)
        if compared and first >= last:  # type: ignore[operator]
            binder.refuse("goalposts_crossed", "low", low=low.text, high=high.text)
        bound = _Goalposts(self, text, of, low, high)
        reads = of.reads | low.reads | high.reads
        title = told_of(self.normalise, of.text)
        return Program(text, Kind("number"), bound.run, wordless(text), {}, reads, tell=bound.tell, title=title)


@dataclass(frozen=True, slots=True)
class _Goalposts:
    """(value - low) ÷ (high - low), turned round where lower is better, inside 0 and 1 where `beyond` clips."""

    model: NormaliseMeasure
    text: str
    of: Program
    low: Program
    high: Program

    def run(self, scope: Scope) -> Value:
        value, low, high = self.of.run(scope), self.low.run(scope), self.high.run(scope)
        missing = absorb((value, low, high))
        if missing is not None:
            return missing
        assert isinstance(value, Fraction)  # checked when the measure was bound
        assert isinstance(low, Fraction)  # as above
        assert isinstance(high, Fraction)  # as above
        if low == high:
            return unknown("zero_denominator", self.text)
        share = (high - value if self.model.better == "lower" else value - low) / (high - low)
        if self.model.beyond == "clip":
            share = min(max(share, ZERO), ONE)
        return _rounded(share, self.model, self.text)

    def tell(self, scope: Scope) -> Phrase | None:
        """How the share came about."""
        if isinstance(self.run(scope), Missing):
            return None
        parts = {"value": self.of.run(scope), "low": self.low.run(scope), "high": self.high.run(scope)}
        told = {key: shown(value, self.of.kind) for key, value in parts.items()}
        return phrase("how.goalposts", name=told_name(self.of), **told)


@dataclass(frozen=True, slots=True)
class _Normalised:
    model: NormaliseMeasure
    text: str
    of: Program
    figure: Figure

    def run(self, scope: Scope) -> Value:
        value = self.of.run(scope)
        if isinstance(value, Missing):
            return value
        seat = self.figure.seat(scope)
        if isinstance(seat, Missing):
            return seat
        waits = seat.waits(self.text) if self.model.missing != "leave_out" else None
        if waits is not None:
            return waits
        if seat.own is None:
            return NotApplicable((Cause("peers", self.text),))  # a unit has no place on a scale of others
        assert isinstance(value, Fraction)  # checked when the measure was bound
        try:
            found = _METHODS[self.model.normalise](self.model, seat.group, value)
        except irrational.TooLong:
            return unknown("too_long", self.text)
        return self._flat() if found is None else _rounded(found, self.model, self.text)

    def tell(self, scope: Scope) -> Phrase | None:
        """How the figure came about."""
        seat = self.figure.seat(scope)
        value, found = self.of.run(scope), self.run(scope)
        if not isinstance(seat, Seat) or not seat.group.values or isinstance(found, Missing):
            return None
        group = seat.group
        figures: dict[str, Value] = {"value": value, "low": group.least, "high": group.greatest}
        figures["best"] = group.least if self.model.better == "lower" else group.greatest
        if self.model.normalise == "z_score":
            figures |= {"mean": group.mean, "deviation": _deviation(self.model, group)}
        facts = {key: shown(figure, self.of.kind) for key, figure in figures.items()}
        count = Fraction(group.count)
        return phrase(f"how.{self.model.normalise}", name=told_name(self.of), count=count, **facts)

    def _flat(self) -> Value:
        if isinstance(self.model.flat, Fraction):
            return self.model.flat
        cause = unknown("zero_denominator", self.text)
        return NotApplicable(cause.causes) if self.model.flat == "not_applicable" else cause


def _rounded(value: Fraction, model: NormaliseMeasure, text: str) -> Value:
    if model.round is not None:
        value = model.round.rounding.apply(value)
    return unknown("too_long", text) if too_long(value) else value


def _min_max(model: NormaliseMeasure, group: Group, value: Fraction) -> Fraction | None:
    """(value - least) ÷ (greatest - least)."""
    low, high = group.least, group.greatest
    if low == high:
        return None
    return (high - value if model.better == "lower" else value - low) / (high - low)


def _z_score(model: NormaliseMeasure, group: Group, value: Fraction) -> Fraction | None:
    """(value - mean) ÷ standard deviation."""
    deviation = _deviation(model, group)
    if not deviation:
        return None
    distance = group.mean - value if model.better == "lower" else value - group.mean
    return distance / deviation


def _deviation(model: NormaliseMeasure, group: Group) -> Fraction:
    """The standard deviation; zero where one value alone has none. Raises `irrational.TooLong`."""
    if model.deviation == "sample" and group.count == 1:
        return ZERO
    if too_long(group.mean):
        raise irrational.TooLong
    return group.sample_deviation if model.deviation == "sample" else group.deviation


def _percentile(model: NormaliseMeasure, group: Group, value: Fraction) -> Fraction | None:
    """The share of the other units that are worse, those that are equal counted by half."""
    others = group.count - 1
    if not others:
        return None
    below, equal = group.below(value), group.equal(value)
    worse = group.count - below - equal if model.better == "lower" else below
    return (worse + Fraction(equal - 1, 2)) / others


def _rank(model: NormaliseMeasure, group: Group, value: Fraction) -> Fraction | None:
    """The place, 1 for the best; units that are equal share the first of their places, or the mean of them."""
    below, equal = group.below(value), group.equal(value)
    ahead = below if model.better == "lower" else group.count - below - equal
    return ahead + (ONE if model.tied == "shared" else Fraction(equal + 1, 2))


def _distance_to_best(model: NormaliseMeasure, group: Group, value: Fraction) -> Fraction | None:
    """Value ÷ best; where lower is better, best ÷ value."""
    best = group.least if model.better == "lower" else group.greatest
    over, under = (best, value) if model.better == "lower" else (value, best)
    return over / under if best >= 0 and under else None


_METHODS: Final[Mapping[Method, Callable[[NormaliseMeasure, Group, Fraction], Fraction | None]]] = {
    "min_max": _min_max,
    "z_score": _z_score,
    "percentile": _percentile,
    "rank": _rank,
    "distance_to_best": _distance_to_best,
}
