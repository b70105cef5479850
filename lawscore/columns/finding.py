"""Finds what rests on columns of numbers: units are followed along their paths, and those that cannot be go one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any, Final, Generic, TypeVar

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Integers
from lawscore.columns.inputs import Input, alike, inputs_of, numbers_among
from lawscore.columns.looking import Looked, Results
from lawscore.columns.paths import Along, Paths
from lawscore.columns.tables import ResultColumn
from lawscore.columns.units import WIDE, CodedUnits
from lawscore.columns.wide import standing_for, wide_of
from lawscore.facts.card import NodeResult

T = TypeVar("T")

#: So few units that are alike in all but their numbers are not worth following.
_FEW: Final = 8


@dataclass
class Finder(Generic[T]):
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
        inputs = [one.take(rows) for one in inputs_of(self.looked, units, results)]
        if rows is not None:
            results = {name: results[name].take(rows) for name in self.looked.footprint.results}
        codes = np.full(count, WIDE, np.int32)
        told: list[Along] = []
        alone: list[Integers] = []
        for kinds, at in alike(inputs, count):
            paths = self._paths.get(kinds)
            if paths is None and len(at) < _FEW:
                alone.append(at)
                continue
            if paths is None:
                paths = self._paths[kinds] = self._begun(kinds, inputs, results, int(at[0]))
            numbers = [one.take(at) for one in numbers_among(inputs, kinds)]
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

    # --- one of many -----------------------------------------------------------------------------------------------------

    def _begun(self, kinds: tuple[int, ...], inputs: Sequence[Input], results: Results, row: int) -> Paths[T]:
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

    def _one_by_one(self, inputs: Sequence[Input], results: Results, rows: Integers) -> Codes:
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


def column_of(
    finder: Finder[NodeResult], table: Any, units: CodedUnits, results: Mapping[str, ResultColumn]
) -> ResultColumn:
    """The results of an indicator."""
    if not finder.is_asked(units, results):
        return ResultColumn(table, finder.looked.codes(units, results))
    codes, along = finder.find(units, results)
    if not along:
        return ResultColumn(table, codes)
    again = finder.again
    return ResultColumn(table, codes, wide_of(along, units.count, lambda row: again(units, results, row)))
