"""`panel`: what several raters say, by pools with weights, as one figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from lawscore.catalogue import Phrase, chain, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.reading import names_of, wordless
from lawscore.expressions.values import Kind, Missing, Unknown, Value, absorb, together, unknown
from lawscore.facts.unit import Record, Scope
from lawscore.models import (
    Accepting,
    Code,
    Formula,
    Identifier,
    NotNegativeShare,
    Number,
    Once,
    RoundingSpec,
    Whole,
    refuse,
)
from lawscore.numbers import ONE, ZERO, too_long
from lawscore.rules.binder import Binder, RecordList, broken
from lawscore.rules.figures import Trim, Trimming, mean_of, trimming_of
from lawscore.rules.records import keep_where
from lawscore.texts import folded

#: More raters of a pool than this are not written out one by one.
MOST_MARKS: Final = 8


def _fold(listed: dict[str, Fraction]) -> dict[str, Fraction]:
    """Values of a choice, as they are compared."""
    found = {folded(name): figure for name, figure in listed.items()}
    if len(found) < len(listed):
        raise refuse("choice_doubled")
    return found


class PanelMeasure(Accepting):
    """`{panel: 测评, pools: {班子: 60%, 科室: 40%}, marks: {A: 95, B: 85}, trim: 1, at_least: 3}`: the mean of raters.

    The list has a line for each rater. `pool` names the column of the pool, `of` that of the mark; each is found where
    only one column fits. Each pool is trimmed and averaged, then the pools are weighted. A pool with fewer raters than
    `at_least`, before trimming, leaves the figure unknown.
    """

    panel: Identifier
    pools: Annotated[dict[Code, NotNegativeShare], Field(min_length=1), AfterValidator(_fold)] | None = None
    marks: Annotated[dict[Code, Number], Field(min_length=1), AfterValidator(_fold)] | None = None
    pool: Identifier | None = None
    of: Formula | None = None
    where: Formula | None = None
    trim: Trim | None = None
    at_least: Annotated[int, Once(Whole, Field(ge=1))] = 1
    round: RoundingSpec | None = None
    label: Code | None = None

    @model_validator(mode="after")
    def _pooled(self) -> PanelMeasure:
        if self.pool is not None and self.pools is None:
            raise refuse("panel_pool_without_pools")
        return self

    @model_validator(mode="after")
    def _some_left(self) -> PanelMeasure:
        dropped = 2 * trimming_of(self.trim).count
        if "at_least" in self.model_fields_set and dropped >= self.at_least:
            raise refuse(
                "trim_takes_all",
                hint=phrase("hint.trim_takes_all", least=dropped + 1),
                trim=self.trim,
                given=self.at_least,
            )
        return self

    @property
    def uses(self) -> set[str]:
        """The names that it reads."""
        return names_of(self.of, self.where)

    def bind(self, binder: Binder) -> Program:
        """Make the measure ready: a program whose value is the figure, and which can say how it came about."""
        text = f"panel({self.panel})"
        records = binder.records(self.panel, "panel")
        if records is None:
            return broken(text)
        inner = binder.over(records)
        where = inner.condition(self.where, "where") if self.where is not None else None
        pool = _choice_column(records, self.pools, self.pool, "pools", binder) if self.pools is not None else None
        mark = self._mark(records, inner)
        self._check_weights(binder)
        if mark is None or (self.pools is not None and pool is None):
            return broken(text)
        bound = _Panel(self, records, where, pool, mark, trimming_of(self.trim))
        inside = [program.reads for program in (where, mark.program) if program is not None]
        reads = frozenset({records.name}).union(*inside)
        kind = Kind("number", mark.kind.measure)
        return Program(text, kind, bound.run, wordless(text), {}, reads, tell=bound.tell)

    def _check_weights(self, binder: Binder) -> None:
        total = sum(self.pools.values(), ZERO) if self.pools is not None else ONE
        if total != 1:
            binder.refuse("weights_sum", "pools", total=total * 100, follows=True)

    def _mark(self, records: RecordList, inner: Binder) -> _Mark | None:
        """What a rater's line is worth: the number of its mark, or an expression over the columns."""
        if self.marks is not None:
            column = _choice_column(records, self.marks, self.of, "marks", inner)
            return _Mark(Kind("number"), column=column, marks=self.marks) if column is not None else None
        if self.of is not None:
            program = inner.number(self.of, "of")
            return _Mark(program.kind, program=program)
        found = [name for name, column in records.columns.items() if column.kind.name == "number"]
        if len(found) != 1:
            _refuse_unclear("of", tuple(found), inner)
            return None
        program = inner.number(found.pop(), "panel")
        return _Mark(program.kind, program=program)


#: The key that names the column, by the key that lists its values.
_NAMED_BY: Final = {"pools": "pool", "marks": "of"}


def _refuse_unclear(key: str, found: tuple[str, ...], binder: Binder) -> None:
    """Several columns could be meant, or none."""
    hint = phrase(f"hint.panel_{key}")
    code = "panel_column_unclear" if found else "panel_column_missing"
    binder.refuse(code, "panel", hint=hint, key=key, columns=found)


def _choice_column(
    records: RecordList, wanted: Mapping[str, object], named: str | None, key: str, binder: Binder
) -> str | None:
    """The column whose values are the pools, or the marks: the one that is named, or else the only one that fits."""
    choices = {name: column.kind.options for name, column in records.columns.items() if column.kind.options is not None}
    if named is None:
        found = tuple(name for name, options in choices.items() if set(wanted) <= set(options))
        if len(found) != 1:
            _refuse_unfit(records, choices, wanted, key, found, binder)
            return None
        named = found[0]
    elif named not in records.columns:
        binder.refuse(
            "column_unknown", _NAMED_BY[key], name=named, records=records.name,
            columns=tuple(records.columns), follows=True,
        )  # fmt: skip
        return None
    options = choices.get(named, ())
    if set(options) != set(wanted):
        binder.refuse("panel_values_differ", key, name=named, options=options, key=key, given=tuple(wanted))
        return None
    return named


def _refuse_unfit(
    records: RecordList,
    choices: Mapping[str, tuple[str, ...]],
    wanted: Mapping[str, object],
    key: str,
    found: tuple[str, ...],
    binder: Binder,
) -> None:
    """No column, or more than one, has all of the pools or marks as its values; the nearest one is named."""
    if found or not choices:
        _refuse_unclear(_NAMED_BY[key], found, binder)
        return
    hint = _tell_nearest(choices, wanted)
    binder.refuse("panel_column_unfit", key, hint=hint, key=key, given=tuple(wanted), records=records.name)


def _tell_nearest(choices: Mapping[str, tuple[str, ...]], wanted: Mapping[str, object]) -> Phrase:
    near = max(choices, key=lambda name: len(set(wanted) & set(choices[name])))
    return phrase("hint.panel_nearest", name=near, options=choices[near])


@dataclass(frozen=True, slots=True)
class _Mark:
    """How a rater's line becomes a number."""

    kind: Kind
    program: Program | None = None
    column: str = ""
    marks: Mapping[str, Fraction] | None = None

    def value(self, record: Record, scope: Scope) -> Value:
        if self.program is not None:
            return self.program.run(scope.within(record))
        assert self.marks is not None  # one of the two
        mark = record.values[self.column]
        return mark if isinstance(mark, Missing) else self.marks[mark]  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class _Pool:
    """One pool of raters: what is left of its marks, of how many, and its weight."""

    name: str
    weight: Fraction
    found: int
    #: From the least to the greatest.
    marks: Sequence[Fraction]

    @property
    def mean(self) -> Fraction:
        return mean_of(self.marks)


@dataclass(frozen=True, slots=True)
class _Panel:
    model: PanelMeasure
    records: RecordList
    where: Program | None
    pool: str | None
    mark: _Mark
    trimming: Trimming

    def run(self, scope: Scope) -> Value:
        """The figure."""
        pools = self.pools(scope)
        return pools if isinstance(pools, Missing) else self.figure(pools)

    def figure(self, pools: Sequence[_Pool]) -> Value:
        value = sum((pool.weight * pool.mean for pool in pools), ZERO)
        if self.model.round is not None:
            value = self.model.round.rounding.apply(value)
        return unknown("too_long", self.model.panel) if too_long(value) else value

    def pools(self, scope: Scope) -> list[_Pool] | Missing:
        """The pools that count, each with enough raters."""
        found = self.records.of(scope)
        if not isinstance(found, Missing) and self.where is not None:
            found = keep_where(found, self.where, scope)
        if isinstance(found, Missing):
            return found
        marks = self.marks(found, scope)
        if not isinstance(marks, dict):
            return marks
        weights = self.model.pools or {"": ONE}
        pools = [self._pooled(name, weight, marks.get(name, [])) for name, weight in weights.items() if weight]
        short = [pool for pool in pools if not isinstance(pool, _Pool)]
        return Unknown(together(*short)) if short else [pool for pool in pools if isinstance(pool, _Pool)]

    def marks(self, records: Sequence[Record], scope: Scope) -> dict[str, list[Fraction]] | Unknown:
        """The marks by pool. Whose mark does not apply is no rater; whose is unknown leaves the figure open."""
        marks: dict[str, list[Fraction]] = {}
        open_: list[Unknown] = []
        for record in records:
            value = self.mark.value(record, scope)
            pool = record.values[self.pool] if self.pool is not None else ""
            missing = absorb((value, pool))
            if isinstance(missing, Unknown):
                open_.append(missing)
            elif missing is None:
                marks.setdefault(str(pool), []).append(value)  # type: ignore[arg-type]
        return Unknown(together(*open_)) if open_ else marks

    def _pooled(self, name: str, weight: Fraction, marks: Sequence[Fraction]) -> _Pool | Unknown:
        if len(marks) < self.model.at_least:
            return unknown("too_few_raters", self.model.panel, detail=f"{name}/{len(marks)}/{self.model.at_least}")
        left = self.trimming.left(marks)
        if not left:
            return unknown("nothing_left", self.model.panel, detail=f"{name}/{len(marks)}" if name else str(len(marks)))
        return _Pool(name, weight, len(marks), left)

    def tell(self, scope: Scope) -> Phrase | None:
        """How the figure came about: the mean of each pool, then their weighted sum."""
        pools = self.pools(scope)
        if isinstance(pools, Missing):
            return None
        value = self.figure(pools)
        if isinstance(value, Missing):
            return None
        told = [_tell_pool(pool) for pool in pools]
        if self.model.pools is None:
            return phrase("how.panel", how=chain(told))
        terms: Phrase | None = None
        for pool in pools:
            term = phrase("how.panel_term", weight=pool.weight * 100, mean=pool.mean)
            terms = term if terms is None else phrase("how.plus", left=terms, right=term)
        return phrase("how.panel", how=chain([*told, phrase("how.panel_sum", terms=terms, total=value)]))


def _tell_pool(pool: _Pool) -> Phrase:
    facts = {"marks": _tell_marks(pool.marks[::-1]), "count": Fraction(len(pool.marks)), "mean": pool.mean}
    off = (pool.found - len(pool.marks)) // 2
    told = phrase("how.panel_mean", **facts)
    if off:
        told = phrase("how.panel_trimmed", off=Fraction(off), how=told)
    return phrase("how.panel_pool", pool=pool.name, how=told) if pool.name else told


def _tell_marks(marks: Sequence[Fraction]) -> Phrase:
    """The marks from the highest to the lowest; equal ones together, where there are many."""
    terms: list[Phrase]
    if len(marks) <= MOST_MARKS:
        terms = [phrase("word.as_is", value=mark) for mark in marks]
    else:
        counted = {mark: marks.count(mark) for mark in dict.fromkeys(marks)}
        if len(counted) > MOST_MARKS:
            return phrase("how.panel_total", total=sum(marks, ZERO))
        terms = [phrase("how.panel_times", mark=mark, count=Fraction(count)) for mark, count in counted.items()]
    joined = terms[0]
    for term in terms[1:]:
        joined = phrase("how.plus", left=joined, right=term)
    return phrase("how.bracketed", terms=joined) if len(terms) > 1 else joined
