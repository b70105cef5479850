"""Results that are read from columns of numbers: whoever reads such a field, or such a result, is followed along its paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Generic, NoReturn, TypeVar

import numpy as np

from lawscore.columns.codes import Codes, Combiner, Flags, Integers
from lawscore.columns.following import Lost
from lawscore.columns.looking import Looked, Results
from lawscore.columns.paths import Along, Paths
from lawscore.columns.ratios import Ratios, joined, of_codes, spread
from lawscore.columns.tables import ResultColumn, WideResults
from lawscore.columns.units import WIDE, CodedUnits
from lawscore.facts.card import Interval, NodeResult, settled

T = TypeVar("T")

#: So few units that are alike in all but their numbers are not worth following.
_FEW: Final = 8


def numbers_of(result: NodeResult) -> Sequence[Fraction] | None:
    """The numbers by which results of a path differ: score, points, how many do not pass. None where it is still open."""
    if result.state != "scored" or result.score is None or not isinstance(result.failed, Fraction):
        return None
    if not _is_settled(result.interval, result.score, result.points):
        return None
    return result.score, result.points, result.failed


def _is_settled(interval: Interval, score: Fraction, points: Fraction) -> bool:
    """Whether nothing else can come; where that is no matter of course, the comparison is noted on the path."""
    return not interval.may_vanish and interval[:4] == (score, score, points, points)


class _Untold(tuple[Any, ...]):
    """What a result that stands for many does not tell: its items, and what came of its rules."""

    __slots__ = ()

    def __iter__(self) -> NoReturn:
        raise Lost

    def __len__(self) -> NoReturn:
        raise Lost

    def __getitem__(self, _: object) -> NoReturn:
        raise Lost


_UNTOLD: Final[tuple[Any, ...]] = _Untold()


def standing_for(result: NodeResult, score: Fraction, points: Fraction, failed: Fraction) -> NodeResult:
    """A scored result with other numbers: for who asks for these, and for nothing else that differs between units."""
    return result._replace(
        score=score, points=points, failed=failed, interval=settled(score, points), so_far=(score, points),
        items=_UNTOLD, outcomes=_UNTOLD, start=None, why=None, causes=(),
    )  # fmt: skip


def wide_of(along: Sequence[Along], count: int, again: Callable[[int], NodeResult]) -> WideResults:
    """What units come to along their paths, as columns."""
    own = [one for one in along if one.code < 0]
    score, points, failed = (
        joined(count, [(one.rows, spread(one.numbers[at], len(one.rows))) for one in own]) for at in range(3)
    )
    return WideResults(score, points, failed, again)


@dataclass(frozen=True, slots=True)
class _Input:
    """One of what a footprint names: what kind of value each unit has there (0 for numbers), and the numbers."""

    kinds: Codes | None
    numbers: Sequence[Ratios]
    #: The codes of the units, and those that have none.
    codes: Codes


@dataclass
class Followed(Generic[T]):
    """Finds what `looked` finds, for units some of whose values are columns of numbers."""

    looked: Looked[T]
    numbers_of: Callable[[T], Sequence[Fraction] | None] = lambda _: None
    _paths: dict[tuple[int, ...], Paths[T]] = field(default_factory=dict)

    @property
    def evaluations(self) -> int:
        """How often something was worked out."""
        return self.looked.evaluations + sum(map(len, self._paths.values()))

    def is_asked(self, units: CodedUnits, results: Results) -> bool:
        """Whether something that is read comes in a column of numbers."""
        footprint = self.looked.footprint
        return any(name in units.wide for name in footprint.fields) or any(
            results[name].wide is not None for name in footprint.results
        )

    def codes(self, units: CodedUnits, results: Results) -> Codes:
        """The code of each unit, of what has no numbers of its own."""
        return self.find(units, results)[0] if self.is_asked(units, results) else self.looked.codes(units, results)

    def find(self, units: CodedUnits, results: Results, rows: Integers | None = None) -> tuple[Codes, list[Along]]:
        """The code of each unit, `WIDE` for those that are told by their paths; and those paths."""
        count = units.count if rows is None else len(rows)
        inputs = [self._taken(one, rows) for one in self._inputs(units, results)]
        if rows is not None:
            results = {name: results[name].take(rows) for name in self.looked.footprint.results}
        codes = np.full(count, WIDE, np.int32)
        told: list[Along] = []
        alone: list[Integers] = []
        for kinds, at in self._alike(inputs, count):
            paths = self._paths.get(kinds)
            if paths is None and len(at) < _FEW:
                alone.append(at)
                continue
            if paths is None:
                paths = self._paths[kinds] = self._begun(kinds, inputs, results, int(at[0]))
            numbers = [one.take(at) for one in self._numbers(inputs, kinds)]
            along, single = paths.follow(numbers, len(at))
            for one in along:
                if one.code >= 0:
                    codes[at[one.rows]] = one.code
                else:
                    told.append(Along(at[one.rows], WIDE, one.numbers))
            alone.append(at[single])
        if any(map(len, alone)):
            left = np.concatenate(alone)
            codes[left] = self._one_by_one(inputs, results, left)
        return codes, told

    def again(self, units: CodedUnits, results: Results, row: int) -> T:
        """What one unit comes to, with all that there is to say of it."""
        fields, footprint = {}, self.looked.footprint
        for name in footprint.fields:
            if name in units.wide and units.fields[name][row] == WIDE:
                fields[name] = units.wide[name].at(row)
        columns = units.columns(footprint.fields, by_class=footprint.by_class)
        looked = {name: results[name].of(row) for name in footprint.results}
        scope = self.looked.representatives.scope(
            footprint, tuple(int(column[row]) for column in columns), looked, numbers=fields
        )
        return self.looked.find(scope)

    # --- what a footprint names ------------------------------------------------------------------------------------------

    def _inputs(self, units: CodedUnits, results: Results) -> Iterator[_Input]:
        footprint, vocabularies = self.looked.footprint, self.looked.representatives.vocabularies
        for name in footprint.fields:
            codes, values = units.fields[name], vocabularies.fields[name]
            column = units.wide.get(name)
            if column is None:
                is_number = values.is_number.take(codes)
                yield _Input(_kinds(codes, is_number), (of_codes(values.numbers, codes),), codes)
                continue
            coded = np.flatnonzero(codes != WIDE)
            if not len(coded):
                yield _Input(None, (column,), codes)
                continue
            is_number = np.ones(len(codes), np.bool_)
            is_number[coded] = values.is_number.take(codes[coded])
            own = np.flatnonzero(codes == WIDE)
            numbers = joined(len(codes), [(coded, of_codes(values.numbers, codes[coded])), (own, column.take(own))])
            yield _Input(_kinds(codes, is_number), (numbers,), codes)
        if footprint.by_class:
            yield _Input(units.classes.astype(np.int64) + 1, (), units.classes)
        for name in footprint.results:
            one = results[name]
            is_scored = one.marked(one.table.closed) & one.marked(one.table.there)
            yield _Input(_kinds(one.codes, is_scored), (one.scores, one.points, one.failed), one.codes)

    @staticmethod
    def _taken(one: _Input, rows: Integers | None) -> _Input:
        if rows is None:
            return one
        kinds = one.kinds[rows] if one.kinds is not None else None
        return _Input(kinds, [column.take(rows) for column in one.numbers], one.codes[rows])

    @staticmethod
    def _alike(inputs: Sequence[_Input], count: int) -> Iterator[tuple[tuple[int, ...], Integers]]:
        """The units that have the same kinds of values, and which these are."""
        told = [one.kinds for one in inputs if one.kinds is not None]
        if not told:
            yield (0,) * len(inputs), np.arange(count)
            return
        combiner = Combiner(len(told))
        codes = combiner.combine(told, [int(one.max(initial=0)) + 1 for one in told])
        for code in np.unique(codes).tolist():
            named = iter(combiner.combinations[code])
            yield (
                tuple(0 if one.kinds is None else next(named) for one in inputs),
                np.flatnonzero(codes == code),
            )

    @staticmethod
    def _numbers(inputs: Sequence[_Input], kinds: tuple[int, ...]) -> list[Ratios]:
        """The columns of what is a number for units of such kinds."""
        return [column for one, kind in zip(inputs, kinds, strict=True) if not kind for column in one.numbers]

    # --- one of many -----------------------------------------------------------------------------------------------------

    def _begun(self, kinds: tuple[int, ...], inputs: Sequence[_Input], results: Results, row: int) -> Paths[T]:
        """Nothing is known of units of such kinds yet; all that is no number is that of one of them."""
        footprint = self.looked.footprint
        names = [*footprint.fields, *([""] if footprint.by_class else [])]
        codes = tuple(int(one.codes[row]) for one in inputs[: len(names)])
        looked = dict(zip(footprint.results, kinds[len(names) :], strict=True))
        first = {name: results[name].of(row) for name in footprint.results}

        def find(numbers: Sequence[Fraction]) -> T:
            given = iter(numbers)
            fields = {name: next(given) for name, kind in zip(footprint.fields, kinds, strict=False) if not kind}
            others = {
                name: first[name] if kind else standing_for(first[name], next(given), next(given), next(given))
                for name, kind in looked.items()
            }
            scope = self.looked.representatives.scope(footprint, codes, others, numbers=fields)
            return self.looked.find(scope)

        return Paths(find, self.numbers_of, self.looked.enter)

    def _one_by_one(self, inputs: Sequence[_Input], results: Results, rows: Integers) -> Codes:
        """The codes of units that are no matter of paths: their numbers are entered among the values."""
        footprint, vocabularies = self.looked.footprint, self.looked.representatives.vocabularies
        columns: list[Codes] = []
        for name, one in zip(footprint.fields, inputs, strict=False):
            codes = one.codes[rows].astype(np.int64)
            for at in np.flatnonzero(codes == WIDE).tolist():
                codes[at] = vocabularies.fields[name].code_of(one.numbers[0].at(int(rows[at])))
            columns.append(codes)
        others = list(inputs[len(footprint.fields) :])
        if footprint.by_class:
            columns.append(others.pop(0).codes[rows])
        columns += [results[name].take(rows).coded() for name in footprint.results]
        return self.looked.codes_by(columns, results)


def _kinds(codes: Codes, is_number: Flags) -> Codes | None:
    """0 for numbers, above that the codes of what is none; None where all are numbers."""
    if is_number.all():
        return None
    return np.where(is_number, 0, codes.astype(np.int64) + 1)


def column_of(
    followed: Followed[NodeResult], table: Any, units: CodedUnits, results: Mapping[str, ResultColumn]
) -> ResultColumn:
    """The results of an indicator."""
    if not followed.is_asked(units, results):
        return ResultColumn(table, followed.looked.codes(units, results))
    codes, along = followed.find(units, results)
    if not along:
        return ResultColumn(table, codes)
    again = followed.again
    return ResultColumn(table, codes, wide_of(along, units.count, lambda row: again(units, results, row)))
