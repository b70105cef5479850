"""Measures over earlier years: how much a figure grew, and what it was then.

The expression is worked out again on the unit's facts of those years; a figure that nobody gave for them is never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.looks import COHORT, NODE
from lawscore.expressions.reading import names_of, wordless
from lawscore.expressions.values import PERCENT, Cause, Kind, Missing, NotApplicable, Unknown, Value, together, unknown
from lawscore.facts.unit import Scope
from lawscore.models import (
    Accepting,
    Code,
    Formula,
    Model,
    Once,
    RoundingSpec,
    Whole,
    refuse,
    shorten,
    to_share,
    to_text,
)
from lawscore.numbers import ZERO, plain_text, too_long
from lawscore.rules.binder import Binder
from lawscore.rules.saying import told_name

#: Before the name of a field whose earlier years a program looks at, among the things it reads.
HISTORY_OF: Final = "history:"

IfMissing: TypeAlias = Literal["unscored", "not_applicable", "use_available"]
FromZero: TypeAlias = Literal["unscored", "not_applicable"]
Years: TypeAlias = Annotated[int, Once(Whole, Field(ge=1, le=50))]


def _to_from_zero(value: object) -> object:
    """One of the two words, or the percentage that growth from zero counts as."""
    if value in ("unscored", "not_applicable") or isinstance(value, Fraction):
        return value
    text = to_text(value).strip()
    if not text.endswith(("%", "％")):
        raise refuse("from_zero_unreadable", given=shorten(text))
    return to_share(text)


_FROM_ZERO = WithJsonSchema(
    {"anyOf": [{"enum": ["unscored", "not_applicable"]}, {"type": "string", "pattern": r"^-?[\d.]+ ?%$"}]}
)


class YearsBack(Model):
    """`{years_back: 1}` or `{mean_of_years: 3}`: what growth is measured against."""

    years_back: Years | None = None
    mean_of_years: Years | None = None

    @model_validator(mode="after")
    def _one(self) -> YearsBack:
        if (self.years_back is None) == (self.mean_of_years is None):
            raise refuse("growth_against")
        return self

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are looked at, by how far back they are."""
        if self.years_back is not None:
            return (self.years_back,)
        assert self.mean_of_years is not None  # the model demands one of the two
        return tuple(range(1, self.mean_of_years + 1))


class GrowthMeasure(Accepting):
    """`{growth: 应出庭, against: {years_back: 1}, from_zero: unscored, missing: unscored}`: (now - then) ÷ then.

    From zero to zero nothing grew. `from_zero` says what growth from zero to something is worth, `missing` what becomes
    of it where the figure of an earlier year is not known; a mean may make do with the years that there are.
    """

    growth: Formula
    against: YearsBack
    from_zero: Annotated[FromZero | Fraction, BeforeValidator(_to_from_zero), _FROM_ZERO]
    missing: IfMissing
    round: RoundingSpec | None = None
    label: Code | None = None

    @model_validator(mode="after")
    def _available(self) -> GrowthMeasure:
        if self.missing == "use_available" and self.against.mean_of_years is None:
            raise refuse("use_available_alone")
        return self

    @property
    def uses(self) -> set[str]:
        """The names that it reads."""
        return names_of(self.growth)

    def bind(self, binder: Binder) -> Program:
        """Make the measure ready: a program whose value is a percentage."""
        binder = binder.of_unit()
        of = binder.number(self.growth, "growth")
        growth = Growth(of, f"growth({self.growth})", self)
        title = phrase("figure.growth", of=of.text)
        return replace(_program(of, growth.text, PERCENT, growth, binder, "growth"), tell=growth.tell, title=title)


class EarlierMeasure(Accepting):
    """`{earlier: 应出庭, years_back: 1, missing: unscored}`: what an expression was worth in an earlier year."""

    earlier: Formula
    years_back: Years
    missing: Literal["unscored", "not_applicable"]
    round: RoundingSpec | None = None
    label: Code | None = None

    @property
    def uses(self) -> set[str]:
        """The names that it reads."""
        return names_of(self.earlier)

    def bind(self, binder: Binder) -> Program:
        """Make the measure ready: a program of the kind of its expression."""
        binder = binder.of_unit()
        of = binder.program(self.earlier, "earlier")
        text = f"earlier({self.earlier})"
        kind = Kind(of.kind.name, of.kind.measure, of.kind.whole and self.round is None, of.kind.options, of.kind.low)
        return _program(of, text, kind, Earlier(of, self), binder, "earlier")


@dataclass(frozen=True, slots=True)
class Growth:
    """How much a figure grew, for one unit."""

    of: Program
    text: str
    model: GrowthMeasure

    def __call__(self, scope: Scope) -> Value:
        """The growth as a share, or why it cannot be told."""
        now = self.of.run(scope)
        if isinstance(now, Missing):
            return now
        base = self._base(scope)
        if isinstance(base, Missing):
            return base
        assert isinstance(now, Fraction)  # checked when the measure was bound
        if not base:
            return self._from_zero(now)
        grown = (now - base) / base
        return unknown("too_long", self.text) if too_long(grown) else _rounded(grown, self.model.round)

    def tell(self, scope: Scope) -> Phrase | None:
        """The figure of now and that of then; which years are left out of a mean."""
        now, base = self.of.run(scope), self._base(scope)
        if not (isinstance(now, Fraction) and isinstance(base, Fraction) and isinstance(self(scope), Fraction)):
            return None
        share = self.of.kind.measure in ("percent", "ratio")
        figures = {"now": _shown(now, share=share), "base": _shown(base, share=share)}
        told = phrase("how.growth", name=told_name(self.of), **figures)
        absent = tuple(
            phrase("word.years_before", years=Fraction(year))
            for year in self.model.against.years
            if isinstance(self.of.run(scope.before(year)), Missing)
        )
        return phrase("how.without_years", how=told, years=absent) if absent else told

    def _base(self, scope: Scope) -> Fraction | Missing:
        years = self.model.against.years
        then = [self.of.run(scope.before(year)) for year in years]
        known = [value for value in then if isinstance(value, Fraction)]
        missing = [value for value in then if isinstance(value, Missing)]
        if missing and not (known and self.model.missing == "use_available"):
            return _absent(missing, self.model.missing)
        mean = sum(known, ZERO) / len(known)
        return unknown("too_long", self.text) if too_long(mean) else mean

    def _from_zero(self, now: Fraction) -> Value:
        if not now:
            return ZERO
        worth = self.model.from_zero
        if isinstance(worth, Fraction):
            return worth
        cause = Cause("from_zero", self.of.text, detail=plain_text(now))
        return NotApplicable((cause,)) if worth == "not_applicable" else Unknown((cause,))


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an expression was worth in an earlier year, for one unit."""

    of: Program
    model: EarlierMeasure

    def __call__(self, scope: Scope) -> Value:
        """The value of then, or why it cannot be told."""
        then = self.of.run(scope.before(self.model.years_back))
        if isinstance(then, Missing):
            return _absent([then], self.model.missing)
        return _rounded(then, self.model.round)


def _shown(value: Fraction, *, share: bool) -> object:
    return phrase("word.percent", value=value * 100) if share else value


def _absent(missing: Sequence[Missing], means: IfMissing) -> Missing:
    causes = together(*missing)
    return NotApplicable(causes) if means == "not_applicable" else Unknown(causes)


def _rounded(value: Value, spec: RoundingSpec | None) -> Value:
    return spec.rounding.apply(value) if spec is not None and isinstance(value, Fraction) else value


def _program(of: Program, text: str, kind: Kind, run: Callable[[Scope], Value], binder: Binder, key: str) -> Program:
    if any(read.startswith((COHORT, NODE)) for read in of.reads):
        binder.refuse("history_of_others", key, given=of.text)
    elif of.kind.name != "any" and not any(":" not in read for read in of.reads):
        binder.refuse("history_of_nothing", key, given=of.text)
    fields = {HISTORY_OF + read for read in of.reads if ":" not in read}
    return Program(text, kind, run, wordless(text), {}, of.reads | fields)
