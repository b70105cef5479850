"""Units that were scored together, and each unit's card from the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lawscore.columns.codes import Codes, Integers
from lawscore.columns.representatives import Representatives
from lawscore.columns.tables import ResultColumn
from lawscore.columns.who import Who
from lawscore.facts.card import Card
from lawscore.facts.unit import Scope, Unit
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric


@dataclass(frozen=True, slots=True)
class Scored:
    """The results of some units. `results` are those of the indicators, of the whole (""), and of what is beside it."""

    count: int
    results: Mapping[str, ResultColumn]
    #: The cards without what stands in `results`: by code, and the code of each unit.
    cards: list[Card]
    card_codes: Codes
    #: For each consistency check what is said where it does not hold, by code, and the code of each unit.
    checks: tuple[tuple[list[Problem | None], Codes], ...] = ()

    def card(self, at: int, rubric: Rubric, unit: Unit) -> Card:
        """The card of one of the units, without its ranks and grades."""
        card = self.cards[int(self.card_codes[at])]
        nodes = tuple([self.results[name].of(at) for name in rubric.nodes])
        also = tuple([self.results[name].of(at) for name in rubric.beside])
        items = (*[item for node in nodes for item in node.items], *card.items)
        return replace(card, unit=unit, nodes=nodes, also=also, items=items)

    def narrowed(self) -> Scored:
        """The same in as little room as it takes."""
        results = {
            name: ResultColumn(column.table, narrow(column.codes, len(column.table)))
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
    kinds = (np.uint8, np.uint16, np.int32)
    return codes.astype(next(kind for kind in kinds if size <= np.iinfo(kind).max + 1))
