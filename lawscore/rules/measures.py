"""Measures: named quantities. An expression over the unit's fields, or a figure over a list of records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from lawscore.expressions.binding import Program
from lawscore.expressions.reading import Unreadable, names_in, read, wordless
from lawscore.expressions.values import COUNT, Kind, Missing, NotApplicable, Unknown, Value, together, unknown
from lawscore.facts.unit import Record, Records, Scope
from lawscore.models import Code, Formula, Identifier, Model, RoundingSpec, Whole, YesNo, refuse
from lawscore.numbers import ZERO, too_long
from lawscore.rules.binder import Binder, broken

Aggregate = Literal["count", "sum", "mean", "min", "max"]
AGGREGATES: Final[tuple[Aggregate, ...]] = ("count", "sum", "mean", "min", "max")
COHORT_KEYS: Final = ("peers", "growth", "units")
MEASURE_KEYS: Final = (*AGGREGATES, *COHORT_KEYS)


class RecordMeasure(Model):
    """`{count: 通报, where: 级别 == '省'}`: a count, sum, mean, min or max over the records of a list.

    `of` is an expression over the columns (not for a count); `distinct` counts different combinations of columns.
    The sum, mean, min and max of nothing are not applicable; a count of nothing is 0.
    """

    count: Identifier | None = None
    sum: Identifier | None = None
    mean: Identifier | None = None
    min: Identifier | None = None
    max: Identifier | None = None
    of: Formula | None = None
    where: Formula | None = None
    distinct: Identifier | tuple[Identifier, ...] | None = None
    round: RoundingSpec | None = None
    label: Code | None = None

    @model_validator(mode="after")
    def _one(self) -> RecordMeasure:
        named = [key for key in AGGREGATES if getattr(self, key) is not None]
        if len(named) != 1:
            raise refuse("measure_kinds", keys=AGGREGATES)
        if self.count is not None and self.of is not None:
            raise refuse("measure_count_of")
        if self.count is None and self.of is None:
            raise refuse("measure_needs_of", key=named[0])
        if self.count is None and self.distinct is not None:
            raise refuse("measure_distinct")
        return self

    @property
    def key(self) -> Aggregate:
        """Which of the five it is."""
        return next(key for key in AGGREGATES if getattr(self, key) is not None)

    def bind(self, binder: Binder) -> Program:
        """Make the measure ready: a program whose value is the figure."""
        text = f"{self.key}({getattr(self, self.key)})"
        records = binder.records(getattr(self, self.key), self.key)
        if records is None:
            return broken(text)
        inner = binder.within(records)
        where = inner.condition(self.where, "where") if self.where else None
        kept = _kept(records.name, where)
        of = inner.number(self.of, "of") if self.of else None
        columns = (self.distinct,) if isinstance(self.distinct, str) else self.distinct or ()
        for column in columns:
            if column not in records.columns:
                binder.refuse(
                    "column_unknown", "distinct", name=column, records=records.name, columns=tuple(records.columns)
                )
        run = _rounded(_counting(kept, columns) if of is None else _reducing(kept, of, self.key, text), self.round)
        kind = COUNT if of is None else Kind("number", of.kind.measure, of.kind.whole and self.key != "mean")
        inside = [program.reads for program in (where, of) if program is not None]
        return Program(text, kind, run, wordless(text), {}, frozenset({records.name}).union(*inside))


Kept = Callable[[Scope], "Records | Missing"]


def _kept(name: str, where: Program | None) -> Kept:
    """The records that the condition keeps; unknown where the condition is unknown for one of them."""

    def kept(scope: Scope) -> Records | Missing:
        records = scope.records(name)
        if isinstance(records, Missing) or where is None:
            return records
        return keep_where(records, where, scope)

    return kept


def keep_where(records: Records, where: Program, scope: Scope) -> Records | Missing:
    """The records for which a condition holds."""
    chosen: list[Record] = []
    open_: list[Missing] = []
    for record in records:
        holds = where.run(scope.within(record))
        if isinstance(holds, Unknown):
            open_.append(Unknown(_on_record(holds, record)))
        elif holds is True:
            chosen.append(record)
    return Unknown(together(*open_)) if open_ else tuple(chosen)


def _on_record(missing: Missing, record: Record) -> tuple[Any, ...]:
    return tuple(replace(cause, record=cause.record or record.key) for cause in missing.causes)


def _counting(kept: Kept, columns: Sequence[str]) -> Callable[[Scope], Value]:
    def run(scope: Scope) -> Value:
        records = kept(scope)
        if isinstance(records, Missing):
            return records
        if not columns:
            return Fraction(len(records))
        seen = set()
        for record in records:
            combination = tuple(record.values[column] for column in columns)
            missing = [value for value in combination if isinstance(value, Missing)]
            if missing:
                return Unknown(together(*missing))
            seen.add(combination)
        return Fraction(len(seen))

    return run


def _reducing(kept: Kept, of: Program, key: str, text: str) -> Callable[[Scope], Value]:
    reduce = REDUCERS[key]

    def run(scope: Scope) -> Value:
        records = kept(scope)
        if isinstance(records, Missing):
            return records
        values = [of.run(scope.within(record)) for record in records]
        open_ = [value for value in values if isinstance(value, Unknown)]
        if open_:
            return Unknown(together(*open_))
        known = [value for value in values if isinstance(value, Fraction)]
        if not known:
            return NotApplicable(unknown("value", text).causes)
        reduced = reduce(known)
        return unknown("too_long", text) if too_long(reduced) else reduced

    return run


def mean_of(values: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean, exactly."""
    return sum(values, ZERO) / len(values)


REDUCERS: Final[dict[str, Callable[[Sequence[Fraction]], Fraction]]] = {
    "sum": lambda values: sum(values, ZERO),
    "mean": mean_of,
    "min": min,
    "max": max,
}


def _rounded(run: Callable[[Scope], Value], spec: RoundingSpec | None) -> Callable[[Scope], Value]:
    if spec is None:
        return run
    rounding = spec.rounding

    def rounded(scope: Scope) -> Value:
        value = run(scope)
        return rounding.apply(value) if isinstance(value, Fraction) else value

    return rounded


class PeersMeasure(Model):
    """`{peers: mean, of: 满意率, within: class, include_self: true}`: a figure over the units of a cohort."""

    peers: Literal["mean", "min", "max", "sum"]
    of: Formula
    within: Code
    include_self: YesNo
    missing: Literal["leave_out", "unscored"] = "unscored"
    weight: Formula | None = None
    round: RoundingSpec | None = None


class YearsBack(Model):
    """`{years_back: 1}` or `{mean_of_years: 3}`: what growth is measured against."""

    years_back: Whole | None = None
    mean_of_years: Whole | None = None

    @model_validator(mode="after")
    def _one(self) -> YearsBack:
        if (self.years_back is None) == (self.mean_of_years is None):
            raise refuse("growth_against")
        return self


class GrowthMeasure(Model):
    """`{growth: 应出庭, against: {years_back: 1}, from_zero: unscored, missing: unscored}`."""

    growth: Formula
    against: YearsBack
    from_zero: Literal["unscored", "not_applicable"]
    missing: Literal["unscored", "not_applicable"]
    round: RoundingSpec | None = None


class UnitsMeasure(Model):
    """`{units: mean, of: score, below: this, with: township-government@2023.1, weight: 人口}`: over the sub-units."""

    units: Literal["mean", "min", "max", "sum"]
    of: Formula
    below: Literal["this"]
    with_: Code | None = Field(default=None, alias="with")
    weight: Formula | None = None
    round: RoundingSpec | None = None


CohortMeasure: TypeAlias = PeersMeasure | GrowthMeasure | UnitsMeasure


def _measure_tag(value: object) -> str | None:
    if isinstance(value, Model):
        return {RecordMeasure: "records", PeersMeasure: "peers", GrowthMeasure: "growth", UnitsMeasure: "units"}.get(
            type(value)
        )
    if not isinstance(value, dict):
        return "formula"
    for key in COHORT_KEYS:
        if key in value:
            return key
    return "records" if any(key in value for key in AGGREGATES) else None


Measure: TypeAlias = Annotated[
    Annotated[Formula, Tag("formula")]
    | Annotated[RecordMeasure, Tag("records")]
    | Annotated[PeersMeasure, Tag("peers")]
    | Annotated[GrowthMeasure, Tag("growth")]
    | Annotated[UnitsMeasure, Tag("units")],
    Discriminator(_measure_tag, custom_error_type="lawscore_measure", custom_error_message="measure"),
]


def measure_uses(measure: Measure) -> set[str]:
    """The names that a measure reads, as far as its expressions can be read."""
    keys = ("of", "where", "growth", "weight")
    texts = [measure] if isinstance(measure, str) else [getattr(measure, key, None) for key in keys]
    used: set[str] = set()
    for text in texts:
        if isinstance(text, str):
            with suppress(Unreadable):
                used.update(node.id for node in names_in(read(text)))
    return used


def bind_measure(measure: Any, binder: Binder) -> Program:
    """Make a measure ready; one over the cohort can be declared, but a rule that reads it is refused (see `COHORT`)."""
    if isinstance(measure, str):
        return binder.program(measure)
    if isinstance(measure, RecordMeasure):
        return measure.bind(binder)
    return broken("cohort", Kind("number", measure="percent" if isinstance(measure, GrowthMeasure) else "plain"))
