"""What came of a table: every unit's card, ranks and grades, and the results as columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from lawscore.assessing import Assessment
from lawscore.catalogue import Phrase, phrase
from lawscore.columns.codes import Integers
from lawscore.columns.footprint import Footprint
from lawscore.columns.parts import Part
from lawscore.expressions.layers import LAYERS_OF
from lawscore.facts.card import Card, NodeResult, Standing
from lawscore.facts.copies import copied
from lawscore.facts.unit import Scope, Unit
from lawscore.problems import Problem, each_once
from lawscore.ranking import grade_and_rank
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
        return sum(len(part) for part in self.parts)

    def __iter__(self) -> Iterator[Card]:
        return map(self.card, range(len(self)))

    def __getitem__(self, unit: str) -> Card:
        return self.card(self._by_id[unit])

    def card(self, place: int) -> Card:
        """The card of the unit at a place in the order of the roster."""
        if self.whole is not None:
            return self.whole.cards[place]
        card = self._card(place)
        if not self.rubric.standings:
            return card
        ranked = self._ranked[0][place]
        nodes, also = (_stood(card.nodes, ranked.nodes), _stood(card.also, ranked.also))
        return replace(card, standing=ranked.standing, nodes=nodes, also=also)

    @property
    def units(self) -> Iterator[Unit]:
        """Who the units are, in their order."""
        return map(self._unit, range(len(self)))

    @property
    def standings(self) -> Sequence[Standing]:
        """How each unit stands among all in the total, in their order."""
        if self.whole is not None:
            return [card.standing for card in self.whole.cards]
        return [card.standing for card in self._ranked[0]] if self.rubric.standings else [Standing()] * len(self)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong, also with ranks and grades."""
        if self.whole is not None:
            return self.whole.problems
        return each_once((*self.found, *self._ranked[1]))

    @cached_property
    def _by_id(self) -> Mapping[str, int]:
        return {self._unit(place).id: place for place in range(len(self))}

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(part) for part in self.parts), initial=0))

    def _at(self, place: int) -> tuple[Part, int]:
        """The part that has a unit, and its place there."""
        flat = place if self.order is None else int(self.order[place])
        number = bisect_right(self._starts, flat) - 1
        return self.parts[number], flat - self._starts[number]

    def _unit(self, place: int) -> Unit:
        part, at = self._at(place)
        return part.who.unit(at)

    def _card(self, place: int) -> Card:
        part, at = self._at(place)
        return part.scored.card(at, self.rubric, part.who.unit(at))

    # --- ranks and grades ------------------------------------------------------------------------------------------------

    @cached_property
    def _ranked(self) -> tuple[tuple[Card, ...], list[Problem]]:
        """Cards that hold what ranks and grades look at, with their standings; and what could not be settled."""
        if not self.rubric.standings:
            return (), []
        light = _looks_at_totals_only(self.rubric)
        cards = [self._light(place) if light else self._card(place) for place in range(len(self))]
        scopes = {card.unit.id: self._scope(place, card) for place, card in enumerate(cards)}
        return grade_and_rank(self.rubric, cards, scopes)

    def _light(self, place: int) -> Card:
        part, at = self._at(place)
        return copied(part.scored.cards[int(part.scored.card_codes[at])], unit=part.who.unit(at))

    def _scope(self, place: int, card: Card) -> Scope:
        """The scope of a unit, with what ranks and grades read of it."""
        part, at = self._at(place)
        if part.scopes:
            return part.scopes[at]
        names = tuple(part.fields)
        codes = tuple(int(part.fields[name][at]) for name in names)
        made = part.representatives.scope(Footprint(names), codes, {})
        found = _Found(part, at)
        return Scope(replace(made.facts, unit=card.unit), made.givens, calendar=made.calendar, scorer=found)


@dataclass(frozen=True, slots=True)
class _Found:
    """Hands out results that are there already."""

    part: Part
    at: int

    def node(self, _scope: Scope, indicator: str) -> NodeResult:
        return self.part.scored.results[indicator].of(self.at)

    def card(self, _scope: Scope) -> Card:
        raise NotImplementedError  # ranks and grades are handed the cards

    def total(self, _scope: Scope) -> NodeResult:
        raise NotImplementedError  # nobody looks at other units here

    def is_there(self, _scope: Scope, _indicator: str) -> bool:
        raise NotImplementedError  # as above


def _stood(results: tuple[NodeResult, ...], ranked: tuple[NodeResult, ...]) -> tuple[NodeResult, ...]:
    """The results with their standings."""
    if not any(one.standing is not None for one in ranked):
        return results
    return tuple(one._replace(standing=other.standing) for one, other in zip(results, ranked, strict=True))


def _looks_at_totals_only(rubric: Rubric) -> bool:
    """Whether ranks and grades look at no indicator."""
    for bound in rubric.standings:
        ties = bound.ranking.ties if bound.ranking is not None else ()
        if bound.id or any(tie.indicator is not None for tie in ties):
            return False
        if bound.grades is not None and bound.grades.rules:
            return False
    return True


def ranking_fields(rubric: Rubric) -> tuple[str, ...]:
    """The fields that ranks and grades read."""
    reads = frozenset[str]().union(*(bound.reads for bound in rubric.standings))
    named = {read.removeprefix(LAYERS_OF).removeprefix(HISTORY_OF) for read in reads}
    for bound in rubric.standings:
        ties = bound.ranking.ties if bound.ranking is not None else ()
        named |= {tie.records.name for tie in ties if tie.records is not None}
    return tuple(name for name in rubric.fields if name in named)
