"""What a footprint names, as columns: for each unit what kind of value it has there, and the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags, Integers
from lawscore.columns.combining import Combiner
from lawscore.columns.looking import Looked, Results
from lawscore.columns.ratios import Ratios, of_codes
from lawscore.columns.ratios_together import joined
from lawscore.columns.units import WIDE, CodedUnits, FieldValues


@dataclass(frozen=True, slots=True)
class Input:
    """One of what a footprint names: what kind of value each unit has there (0 for numbers), and the numbers."""

    #: None where all are numbers.
    kinds: Codes | None
    numbers: Sequence[Ratios]
    #: The codes of the units, and those that have none.
    codes: Codes

    def take(self, rows: Integers | None) -> Input:
        """That of some units; of all, where none are named."""
        if rows is None:
            return self
        kinds = self.kinds[rows] if self.kinds is not None else None
        return Input(kinds, [column.take(rows) for column in self.numbers], self.codes[rows])


def inputs_of(looked: Looked[Any], units: CodedUnits, results: Results) -> Iterator[Input]:
    """All that is read: fields, the class, then results."""
    footprint, vocabularies = looked.footprint, looked.representatives.vocabularies
    for name in footprint.fields:
        yield _field(units.fields[name], vocabularies.fields[name], units.wide.get(name))
    if footprint.by_class:
        yield Input(units.classes.astype(np.int64) + 1, (), units.classes)
    for name in footprint.results:
        one = results[name]
        is_scored = one.marked(one.table.closed) & one.marked(one.table.there)
        yield Input(_kinds(one.codes, is_scored), (one.scores, one.points, one.failed), one.codes)


def _field(codes: Codes, values: FieldValues, column: Ratios | None) -> Input:
    if column is None:
        return Input(_kinds(codes, values.is_number.take(codes)), (of_codes(values.numbers, codes),), codes)
    coded = np.flatnonzero(codes != WIDE)
    if not len(coded):
        return Input(None, (column,), codes)
    is_number = np.ones(len(codes), np.bool_)
    is_number[coded] = values.is_number.take(codes[coded])
    own = np.flatnonzero(codes == WIDE)
    numbers = joined(len(codes), [(coded, of_codes(values.numbers, codes[coded])), (own, column.take(own))])
    return Input(_kinds(codes, is_number), (numbers,), codes)


def _kinds(codes: Codes, is_number: Flags) -> Codes | None:
    """0 for numbers, above that the codes of what is none; None where all are numbers."""
    if is_number.all():
        return None
    return np.where(is_number, 0, codes.astype(np.int64) + 1)


def alike(inputs: Sequence[Input], count: int) -> Iterator[tuple[tuple[int, ...], Integers]]:
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


def numbers_among(inputs: Sequence[Input], kinds: tuple[int, ...]) -> list[Ratios]:
    """The columns of what is a number for units of such kinds."""
    return [column for one, kind in zip(inputs, kinds, strict=True) if not kind for column in one.numbers]
