"""Figures over the records of a list, or over a list of numbers: counts, sums, means, also means of means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from pydantic import model_validator

from lawscore.expressions.binding import Name, Program
from lawscore.expressions.reading import names_of, wordless
from lawscore.expressions.values import COUNT, Kind, Missing, Unknown, Value, absorb, together
from lawscore.facts.unit import Record, Records, Scope
from lawscore.models import Accepting, Code, Formula, Identifier, RoundingSpec, refuse
from lawscore.rules.binder import Binder, RecordList, broken
from lawscore.rules.figures import (
    AGGREGATES,
    FRACTIONAL,
    NO_TRIMMING,
    Aggregate,
    Run,
    Trim,
    Trimming,
    bind_numbers,
    figure,
    mean_of,
    rounded_by,
    trimming_of,
)
from lawscore.rules.records import columns_of, keep_where, layer_of


class RecordMeasure(Accepting):
    """`{count: 通报, where: 级别 == '省'}`: a count, sum, mean, median, min or max over the records of a list.

    `of` is an expression over the columns (not for a count); `distinct` counts different combinations of columns;
    `over` makes a mean of means, of the groups that the columns make, the outermost first; `trim` drops the extremes.
    The figures of nothing are not applicable; a count of nothing is 0. A list of numbers has figures too, without `of`.
    """

    count: Identifier | None = None
    sum: Identifier | None = None
    mean: Identifier | None = None
    median: Identifier | None = None
    min: Identifier | None = None
    max: Identifier | None = None
    of: Formula | None = None
    where: Formula | None = None
    distinct: Identifier | tuple[Identifier, ...] | None = None
    over: Identifier | tuple[Identifier, ...] | None = None
    trim: Trim | None = None
    round: RoundingSpec | None = None
    label: Code | None = None

    @model_validator(mode="after")
    def _one(self) -> RecordMeasure:
        named = [key for key in AGGREGATES if getattr(self, key) is not None]
        if len(named) != 1:
            raise refuse("measure_kinds", keys=AGGREGATES)
        if self.count is not None and self.of is not None:
            raise refuse("measure_count_of")
        if self.count is None and self.distinct is not None:
            raise refuse("measure_distinct")
        if self.mean is None and self.over is not None:
            raise refuse("measure_over")
        if self.trim is not None and (self.count is not None or self.over is not None):
            raise refuse("measure_trim")
        return self

    @property
    def key(self) -> Aggregate:
        """Which of the six it is."""
        return next(key for key in AGGREGATES if getattr(self, key) is not None)

    @property
    def named(self) -> str:
        """The list that it is over."""
        return str(getattr(self, self.key))

    @property
    def uses(self) -> set[str]:
        """The names that it reads."""
        return names_of(self.of, self.where)

    def bind(self, binder: Binder) -> Program:
        """Make the measure ready: a program whose value is the figure."""
        numbers = binder.names.find(self.named)
        if numbers is not None and numbers.kind.name == "numbers":
            return self._of_numbers(numbers, binder)
        records = binder.records(self.named, self.key)
        if records is None:
            return broken(self._text)
        if self.count is None and self.of is None:
            binder.refuse("measure_needs_of", key=self.key)
            return broken(self._text)
        return self._of_records(records, binder)

    @property
    def _text(self) -> str:
        return f"{self.key}({self.named})"

    def _of_numbers(self, numbers: Name, binder: Binder) -> Program:
        for key in ("of", "where", "distinct", "over"):
            if getattr(self, key) is not None:
                binder.refuse("measure_of_numbers", key, name=self.named, key=key)
        return bind_numbers(self._text, numbers, self.key, self.trim, self.round)

    def _of_records(self, records: RecordList, binder: Binder) -> Program:
        inner = binder.over(records)
        where = inner.condition(self.where, "where") if self.where else None
        of = inner.number(self.of, "of") if self.of else None
        distinct, over = columns_of(self.distinct), columns_of(self.over)
        for key, columns in (("distinct", distinct), ("over", over)):
            records.check_columns(columns, binder, key)
        kept = _kept(records, where)
        if of is None:
            run = _counting(kept, distinct)
        elif over:
            run = _mean_of_means(kept, of, over, self._text)
        else:
            run = _reducing(kept, of, self.key, trimming_of(self.trim), self._text)
        kind = COUNT if of is None else Kind("number", of.kind.measure, of.kind.whole and self.key not in FRACTIONAL)
        inside = [program.reads for program in (where, of) if program is not None]
        reads = frozenset({records.name}).union(*inside)
        return Program(self._text, kind, rounded_by(run, self.round), wordless(self._text), {}, reads)


Kept = Callable[[Scope], "Records | Missing"]
#: Values by the group of their record: its values in the columns of `over`.
Grouped = Mapping[tuple[object, ...], Sequence[Fraction]]


def _kept(records: RecordList, where: Program | None) -> Kept:
    """The records that the condition keeps; unknown where the condition is unknown for one of them."""

    def kept(scope: Scope) -> Records | Missing:
        found = records.of(scope)
        if isinstance(found, Missing) or where is None:
            return found
        return keep_where(found, where, scope)

    return kept


def _counting(kept: Kept, columns: Sequence[str]) -> Run:
    def run(scope: Scope) -> Value:
        records = kept(scope)
        if isinstance(records, Missing):
            return records
        if not columns:
            return Fraction(len(records))
        found = [tuple(record.values[column] for column in columns) for record in records]
        missing = [value for combination in found for value in combination if isinstance(value, Missing)]
        return Unknown(together(*missing)) if missing else Fraction(len(set(found)))

    return run


def _reducing(kept: Kept, of: Program, key: str, trimming: Trimming, text: str) -> Run:
    def run(scope: Scope) -> Value:
        records = kept(scope)
        if isinstance(records, Missing):
            return records
        known = values_of(records, of, scope)
        return figure([value for _, value in known], key, trimming, text) if isinstance(known, list) else known

    return run


def values_of(records: Records, of: Program, scope: Scope) -> list[tuple[Record, Fraction]] | Unknown:
    """The value of each record, those left out that have none; unknown where one is unknown."""
    found = [(record, of.run(scope.within(record))) for record in records]
    open_ = [value for _, value in found if isinstance(value, Unknown)]
    if open_:
        return Unknown(together(*open_))
    return [(record, value) for record, value in found if isinstance(value, Fraction)]


def _mean_of_means(kept: Kept, of: Program, over: tuple[str, ...], text: str) -> Run:
    def run(scope: Scope) -> Value:
        records = kept(scope)
        if isinstance(records, Missing):
            return records
        known = values_of(records, of, scope)
        if not isinstance(known, list):
            return known
        grouped: dict[tuple[object, ...], list[Fraction]] = {}
        open_: list[Unknown] = []
        for record, value in known:
            group = layer_of(record, over)
            if isinstance(group, tuple):
                grouped.setdefault(group, []).append(value)
            else:
                open_.append(group)
        return absorb(open_) or figure(means_of_means(grouped, len(over)), "mean", NO_TRIMMING, text)

    return run


def means_of_means(grouped: Grouped, levels: int) -> list[Fraction]:
    """The mean of the outermost groups, each the mean of the means inside it; nothing where there are no groups."""
    for level in reversed(range(levels)):
        outer: dict[tuple[object, ...], list[Fraction]] = {}
        for group, values in grouped.items():
            outer.setdefault(group[:level], []).append(mean_of(values))
        grouped = outer
    return [mean_of(values) for values in grouped.values()]
