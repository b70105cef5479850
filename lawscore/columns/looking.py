"""Results that are looked up by everything that they are read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Generic, TypeVar

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Grown, Integers
from lawscore.columns.combining import Combiner
from lawscore.columns.footprint import Footprint
from lawscore.columns.representatives import Representatives
from lawscore.columns.tables import ResultColumn
from lawscore.columns.units import CodedUnits
from lawscore.facts.unit import Scope
from lawscore.scoring.card import Scorer

T = TypeVar("T")

#: The results of some units that are there already, by their names.
Results = Mapping[str, ResultColumn]


@dataclass
class Looked(Generic[T]):
    """Finds something once for each combination of what its footprint names.

    `enter` is handed what was found and says under which code it is kept.
    """

    footprint: Footprint
    representatives: Representatives
    find: Callable[[Scope], T]
    enter: Callable[[T], int]
    combiner: Combiner = field(init=False)
    #: The code of each combination.
    _at: Grown = field(default_factory=Grown)

    def __post_init__(self) -> None:
        self.combiner = Combiner(self._width)

    @property
    def _width(self) -> int:
        return len(self.footprint.fields) + self.footprint.by_class + len(self.footprint.results)

    @property
    def evaluations(self) -> int:
        """How often something was worked out."""
        return len(self._at)

    def codes(self, units: CodedUnits, results: Results, rows: Integers | None = None) -> Codes:
        """The code of each unit, or of each of some."""
        count = units.count if rows is None else len(rows)
        if not self._width:
            self._work_out([()], results)
            return np.full(count, self._at.array[0], np.int32)
        columns = [*units.columns(self.footprint.fields, by_class=self.footprint.by_class), *self._looked_at(results)]
        if rows is not None:
            columns = [column.take(rows) for column in columns]
        return self.codes_by(columns, results)

    def codes_by(self, columns: Sequence[Codes], results: Results) -> Codes:
        """The code of each row, by the codes of what the footprint names."""
        found = self.combiner.combine(columns, self._sizes(results))
        self._work_out(self.combiner.combinations, results)
        return self._at.take(found)

    def _looked_at(self, results: Results) -> list[Codes]:
        return [results[name].codes for name in self.footprint.results]

    def _sizes(self, results: Results) -> list[int]:
        known, footprint = self.representatives.vocabularies, self.footprint
        fields = [len(known.fields[name]) for name in footprint.fields]
        classes = [len(known.classes)] if footprint.by_class else []
        return [*fields, *classes, *(len(results[name].table) for name in footprint.results)]

    def _work_out(self, combinations: Sequence[tuple[int, ...]], results: Results) -> None:
        own = self._width - len(self.footprint.results)
        for combination in combinations[len(self._at) :]:
            named = zip(self.footprint.results, combination[own:], strict=True)
            looked = {name: results[name].table.results[code] for name, code in named}
            scope = self.representatives.scope(self.footprint, combination[:own], looked)
            self._at.append(self.enter(self.find(scope)))


def scorer_of(scope: Scope) -> Scorer:
    """Whoever scores the unit of a scope."""
    assert isinstance(scope.scorer, Scorer)  # representatives are given one
    return scope.scorer
