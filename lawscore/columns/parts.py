"""Units that were scored together, and each unit's card from the columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Integers, shortest
from lawscore.columns.ratios import Ratios
from lawscore.columns.representatives import Representatives
from lawscore.columns.tables import ResultColumn
from lawscore.columns.who import Who
from lawscore.facts.card import Card, VetoResult
from lawscore.facts.unit import Scope, Unit
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric


@dataclass(frozen=True, slots=True)
class WideCards:
    """Final cards whose scores hardly come twice: those of each row, and how to make the card of one."""

    score: Ratios
    again: Callable[[int], Card]
    #: Which vetoes there are of each row, and what these are.
    vetoes: Codes
    judged: Sequence[Sequence[VetoResult]]


@dataclass(frozen=True, slots=True)
class Scored:
    """The results of some units. `results` are those of the indicators, of the whole (""), and of what is beside it."""

    count: int
    results: Mapping[str, ResultColumn]
    #: The cards without what stands in `results`: by code, and the code of each unit.
    cards: Sequence[Card]
    card_codes: Codes
    #: For each consistency check what is said where it does not hold, by code, and the code of each unit.
    checks: tuple[tuple[list[Problem | None], Codes], ...] = ()
    #: The cards that have a score of their own; their code is below zero.
    wide: WideCards | None = None

    def bare(self, at: int) -> Card:
        """The card of one of the units, without what stands in `results`, and without its unit."""
        code = int(self.card_codes[at])
        if code >= 0:
            return self.cards[code]
        assert self.wide is not None  # else all have codes
        return self.wide.again(at)

    def card(self, at: int, rubric: Rubric, unit: Unit) -> Card:
        """The card of one of the units, without its ranks and grades."""
        card = self.bare(at)
        nodes = tuple([self.results[name].of(at) for name in rubric.nodes])
        also = tuple([self.results[name].of(at) for name in rubric.beside])
        items = (*[item for node in nodes for item in node.items], *card.items)
        return replace(card, unit=unit, nodes=nodes, also=also, items=items)

    @property
    def is_wide(self) -> bool:
        """Whether some results have their own numbers."""
        return any(column.wide is not None for column in self.results.values())

    def take(self, rows: Integers) -> Scored:
        """Those of some units, without what checks say."""
        results = {name: column.take(rows) for name, column in self.results.items()}
        wide = None
        if self.wide is not None:
            again = self.wide.again
            score, vetoes = self.wide.score.take(rows), self.wide.vetoes[rows]
            wide = WideCards(score, lambda row: again(int(rows[row])), vetoes, self.wide.judged)
        return replace(self, count=len(rows), results=results, card_codes=self.card_codes[rows], checks=(), wide=wide)

    def narrowed(self) -> Scored:
        """The same in as little room as it takes."""
        results = {
            name: ResultColumn(column.table, narrow(column.codes, len(column.table)), column.wide)
            for name, column in self.results.items()
        }
        return replace(self, results=results, card_codes=narrow(self.card_codes, len(self.cards)))


@dataclass(frozen=True, slots=True)
class Part:
    """Some units of a table: their rows there, counted from 0, who they are, and their results.

    `fields` are the codes of those of their values that ranks and grades ask for, and `representatives` knows the values.
    """

    rows: Integers
    who: Who
    scored: Scored
    fields: Mapping[str, Codes]
    representatives: Representatives
    #: Where the units were scored, of those that were scored one by one.
    scopes: Sequence[Scope] = ()

    def __len__(self) -> int:
        return len(self.rows)


def narrow(codes: Codes, size: int) -> Codes:
    """Codes of so many values in the shortest integers that hold them."""
    if codes.dtype.kind != "u" and len(codes) and codes.min() < 0:
        return codes.astype(next(kind for kind in _SIGNED if size <= np.iinfo(kind).max + 1))
    return codes.astype(shortest(size), copy=False)


_SIGNED: Final = (np.int8, np.int16, np.int32)
