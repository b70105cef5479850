"""Results of all units as one column, and of which kind the cards are by which units are ranked: their state and vetoes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Final, TypeAlias

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes
from lawscore.columns.parts import Part, WideCards
from lawscore.columns.ratios import Ratios, column, spread
from lawscore.columns.ratios_together import joined
from lawscore.facts.card import Card, VetoResult

#: What is read of a part: the results that its units share, which of them each has (below zero: one for itself), and the
#: scores of those that have one for themselves.
Read: TypeAlias = tuple[Sequence[Any], Codes, Ratios | None]
#: A card that has a score for itself is settled.
_FINAL: Final = "final"


@dataclass(frozen=True, slots=True)
class Scores:
    """Results of all units: first those that units share, then those that one unit has for itself, as numbers only."""

    shared: Sequence[Any]
    numbers: Ratios
    #: Of which unit each of those is, counted as the parts come.
    rows: Codes
    #: Which of them each unit has.
    codes: Codes
    #: Every unit has one for itself, in the order of the units.
    is_each: bool = False

    def __len__(self) -> int:
        return len(self.shared) + len(self.rows)

    def find(self, at: int, own: Callable[[int], Any]) -> Any:
        """One of them; `own` makes that of a unit for itself."""
        shared = len(self.shared)
        return self.shared[at] if at < shared else own(int(self.rows[at - shared]))


def scores_of(found: Sequence[Read], order: Codes | None) -> Scores:
    """The results of all parts, in the order of the units."""
    numbers = [spread(numbers, len(codes)) for _, codes, numbers in found if numbers is not None and (codes < 0).all()]
    if found and len(numbers) == len(found) and order is None:
        rows = np.arange(sum(map(len, numbers)))
        return Scores([], stacked(numbers), rows, rows, is_each=True)
    shared, firsts = listed(values for values, _, _ in found)
    own: list[Ratios] = []
    of_own, pieces, start, count = list[Codes](), list[Codes](), 0, len(shared)
    for values, codes, scores in found:
        made = codes + np.int32(first) if (first := firsts[id(values)]) else codes
        if scores is not None:
            at = np.flatnonzero(codes < 0)
            made = made.astype(np.int32)
            made[at] = np.arange(count, count + len(at))
            own.append(scores.take(at))
            of_own.append(at + start)
            count += len(at)
        pieces.append(made)
        start += len(codes)
    codes = together(pieces)
    return Scores(shared, stacked(own), together(of_own), codes if order is None else codes.take(order))


def kinds_of(cards: Scores, parts: Sequence[Part]) -> tuple[list[Card], Codes]:
    """Cards that differ in their state or in their vetoes, and which of them each of `cards` is like."""
    known: dict[tuple[str, int | None], int] = {}
    kinds: list[Card] = []
    of_shared: list[int] = []
    for card in cards.shared:
        of_shared.append(known.setdefault(_key(card.state, card.vetoes), len(kinds)))
        if of_shared[-1] == len(kinds):
            kinds.append(card)
    pieces = [np.array(of_shared, np.int32)]
    for part, wide, rows in _with_own(parts):
        vetoes = wide.vetoes.take(rows)
        of_vetoes = np.zeros(len(wide.judged), np.int32)
        for veto in np.flatnonzero(np.bincount(vetoes)).tolist():
            of_vetoes[veto] = known.setdefault(_key(_FINAL, wide.judged[veto]), len(kinds))
            if of_vetoes[veto] == len(kinds):
                kinds.append(part.scored.bare(int(rows[np.argmax(vetoes == veto)])))
        pieces.append(of_vetoes.take(vetoes))
    return kinds, np.concatenate(pieces)


def _key(state: str, vetoes: Sequence[VetoResult]) -> tuple[str, int | None]:
    """By what cards of one kind agree: cards with the same vetoes share them."""
    return state, id(vetoes) if vetoes else None


def _with_own(parts: Sequence[Part]) -> Iterator[tuple[Part, WideCards, Codes]]:
    """The parts that have cards of single units, these, and their rows."""
    for part in parts:
        if part.scored.wide is not None:
            yield part, part.scored.wide, np.flatnonzero(part.scored.card_codes < 0)


def listed(every: Iterable[Sequence[Any]]) -> tuple[list[Any], dict[int, int]]:
    """Lists one after the other, each of them once, and where each begins by its identity."""
    values: list[Any] = []
    firsts: dict[int, int] = {}
    for one in every:
        if id(one) not in firsts:
            firsts[id(one)] = len(values)
            values += one
    return values, firsts


def together(pieces: Sequence[Codes]) -> Codes:
    """Codes one after the other."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces) if pieces else np.zeros(0, np.int32)


def stacked(columns: Sequence[Ratios]) -> Ratios:
    """Numbers one after the other."""
    if not columns:
        return column(np.zeros(0, np.int64), 1)
    under = columns[0].under
    if isinstance(under, int) and all(isinstance(one.under, int) and one.under == under for one in columns):
        return Ratios(np.concatenate([one.over for one in columns]), under, max(one.most for one in columns), under)
    ends = list(accumulate(map(len, columns)))
    rows = (np.arange(end - len(one), end) for end, one in zip(ends, columns, strict=True))
    return joined(ends[-1], list(zip(rows, columns, strict=True)))
