"""What came of a table: every unit's card, ranks and grades, and the results as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any

from lawscore.assessing import Assessment
from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.columns.codes import Integers
from lawscore.columns.parts import Part
from lawscore.columns.ranks.ranks import Ranks
from lawscore.columns.ranks.units import Units
from lawscore.expressions.layers import LAYERS_OF
from lawscore.facts.card import Card, Standing
from lawscore.facts.unit import Unit
from lawscore.problems import Problem, each_once
from lawscore.rubric.bound import Rubric
from lawscore.rules.history import HISTORY_OF


@dataclass(frozen=True, slots=True)
class Stats:
    """How units were scored: so many by columns, so many one by one and why; and how often each result was worked out."""

    by_columns: int
    one_by_one: Mapping[str, int]
    #: By indicator ("" is the whole).
    evaluations: Mapping[str, int] = field(default_factory=dict)

    def told(self) -> tuple[Phrase, ...]:
        """The same in sentences."""
        evaluations = sum(self.evaluations.values())
        by_columns = phrase("columns.by_columns", count=str(self.by_columns), evaluations=str(evaluations))
        return (
            *((by_columns,) if self.by_columns else ()),
            *(
                phrase("columns.one_by_one", count=str(count), why=phrase(f"columns.why.{why}"))
                for why, count in self.one_by_one.items()
            ),
        )


@dataclass(frozen=True, eq=False)
class ColumnAssessment:
    """Every unit of a table under one rubric. `assessment["tieling"]` is the card of a unit, made when it is asked for."""

    rubric: Rubric
    parts: Sequence[Part]
    #: The order of the units, where it is not that of the parts.
    order: Integers | None
    #: What was found wrong with the table, before ranks and grades.
    found: tuple[Problem, ...]
    stats: Stats
    #: The assessment of a table whose units were scored row by row.
    whole: Assessment | None = None

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Card]:
        return map(self.card, range(len(self)))

    def __getitem__(self, unit: str) -> Card:
        return self.card(self._by_id[unit])

    def card(self, place: int) -> Card:
        """The card of the unit at a place in the order of the roster."""
        if self.whole is not None:
            return self.whole.cards[place]
        card = self._units.card(place)
        return self.ranks.placed(card, place) if self.rubric.standings else card

    @property
    def units(self) -> Iterator[Unit]:
        """Who the units are, in their order."""
        return map(self._units.unit, range(len(self)))

    @property
    def ids(self) -> Any:
        """The ids of the units in their order, as an Arrow array."""
        return self._units.ids

    @property
    def standings(self) -> Sequence[Standing]:
        """How each unit stands among all in the total, in their order."""
        if self.whole is not None:
            return [card.standing for card in self.whole.cards]
        return self.ranks.total if self.ranks.total is not None else [Standing()] * len(self)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong, also with ranks and grades."""
        if self.whole is not None:
            return self.whole.problems
        return each_once((*self.found, *self.ranks.problems))

    @cached_property
    def _by_id(self) -> Mapping[str, int]:
        return {unit: place for place, unit in enumerate(self.ids.to_pylist())}

    @cached_property
    def ranks(self) -> Ranks:
        """Ranks and grades as columns, of a table whose units were scored by columns."""
        return Ranks(self._units)

    @cached_property
    def _units(self) -> Units:
        return Units(self.rubric, self.parts, self.order)


def ranking_fields(rubric: Rubric) -> tuple[str, ...]:
    """The fields that ranks and grades read."""
    reads = frozenset[str]().union(*(bound.reads for bound in rubric.standings))
    named = {read.removeprefix(LAYERS_OF).removeprefix(HISTORY_OF) for read in reads}
    for bound in rubric.standings:
        ties = bound.ranking.ties if bound.ranking is not None else ()
        named |= {tie.records.name for tie in ties if tie.records is not None}
    return tuple(name for name in rubric.fields if name in named)
