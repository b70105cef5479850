"""The cards of units without their indicators: the whole as it counts after vetoes, once for all that agree in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from fractions import Fraction
from typing import Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes
from lawscore.columns.combining import Combiner
from lawscore.columns.deferred import Deferred
from lawscore.columns.footprint import Footprint
from lawscore.columns.looking import scorer_of
from lawscore.columns.parts import WideCards
from lawscore.columns.paths import Along, Paths
from lawscore.columns.ratios import spread
from lawscore.columns.ratios_together import joined
from lawscore.columns.representatives import Representatives
from lawscore.columns.tables import ResultColumn, ResultTable, WideResults
from lawscore.columns.units import WIDE
from lawscore.columns.wide import standing_for
from lawscore.facts.card import Card, NodeResult, VetoResult
from lawscore.facts.unit import Scope
from lawscore.scoring.card import Scorer

Vetoes = tuple[VetoResult, ...]
_NOTHING: Final = Footprint(())
#: The whole, among the results.
WHOLE: Final = ""


@dataclass
class Wholes:
    """Makes such cards; the whole as it counts is entered among the results, as `table`."""

    representatives: Representatives
    table: ResultTable
    cards: Deferred[Card] = field(default_factory=Deferred)
    _combiner: Combiner = field(default_factory=lambda: Combiner(2))
    #: The code of the card of each combination of a whole and vetoes.
    _at: list[int] = field(default_factory=list)
    _paths: dict[int, Paths[Card]] = field(default_factory=dict)
    #: Where the whole as it counts stands in `table`, for each card: others enter results there too.
    _counted: list[int] = field(default_factory=list)

    def find(
        self, total: ResultColumn, vetoes: Codes, known_vetoes: Sequence[Vetoes]
    ) -> tuple[Codes, WideCards | None, ResultColumn]:
        """The codes of the cards, those that have a score of their own, and the whole as it counts."""
        if total.wide is None:
            codes = self._coded(total.table, total.codes, vetoes, known_vetoes)
            return codes, None, ResultColumn(self.table, self._totals(codes))
        codes = np.full(len(total.codes), WIDE, np.int32)
        rows = np.flatnonzero(~total.own)
        codes[rows] = self._coded(total.table, total.codes[rows], vetoes[rows], known_vetoes)
        return self._wide(total, vetoes, known_vetoes, codes)

    def _coded(self, table: ResultTable, totals: Codes, vetoes: Codes, known_vetoes: Sequence[Vetoes]) -> Codes:
        found = self._combiner.combine((totals, vetoes), (max(len(table), 1), max(len(known_vetoes), 1)))
        for one in self._combiner.combinations[len(self._at) :]:
            self._at.append(self._numbered(table, one[0], known_vetoes[one[1]]))
        return np.array(self._at, np.int32).take(found)

    def _wide(
        self, total: ResultColumn, vetoes: Codes, known_vetoes: Sequence[Vetoes], codes: Codes
    ) -> tuple[Codes, WideCards | None, ResultColumn]:
        assert total.wide is not None  # that is why it is asked
        inputs = (total.wide.score, total.wide.points, total.wide.failed)
        told: list[Along] = []
        for veto in np.unique(vetoes[total.own]).tolist():
            rows = np.flatnonzero(total.own & (vetoes == veto))
            if veto not in self._paths:
                self._paths[veto] = self._begun(total.of(int(rows[0])), known_vetoes[veto])
            along, alone = self._paths[veto].follow([one.take(rows) for one in inputs], len(rows))
            for one in along:
                codes[rows[one.rows]] = one.code
            told += [one._replace(rows=rows[one.rows]) for one in along if one.code < 0]
            for row in rows[alone].tolist():
                codes[row] = self._entered(total.of(row), known_vetoes[veto])
        if not told:
            return codes, None, ResultColumn(self.table, self._totals(codes))
        count = len(codes)
        score = joined(count, [(one.rows, spread(one.numbers[0], len(one.rows))) for one in told])

        def scope_of(row: int) -> Scope:
            return self._scope(total.of(row), known_vetoes[int(vetoes[row])])

        def counted(row: int) -> NodeResult:
            scope = scope_of(row)
            return scorer_of(scope).total(scope)

        wide = WideResults(score, total.wide.points, total.wide.failed, counted)
        return (
            codes,
            WideCards(score, lambda row: scope_of(row).card(), vetoes, known_vetoes),
            ResultColumn(self.table, self._totals(codes), wide),
        )

    def _totals(self, codes: Codes) -> Codes:
        """The codes of the wholes as they count, by those of the cards."""
        counted = np.array([*self._counted, WIDE], np.int32)  # the last is that of cards without a code
        return counted.take(codes, mode="wrap") if len(codes) else codes

    def _begun(self, first: NodeResult, vetoes: Vetoes) -> Paths[Card]:
        def find(numbers: Sequence[Fraction]) -> Card:
            score, points, failed = numbers
            return self._scope(standing_for(first, score, points, failed)._replace(items=()), vetoes).card()

        def enter(card: Card) -> int:
            return self._entered(card.total, vetoes)

        return Paths(find, _score_of, enter)

    def _numbered(self, table: ResultTable, code: int, vetoes: Vetoes) -> int:
        """Enter the card of a whole with this code; where no veto asks anything of it, it counts as it is."""
        numbers = table.scored(code) if not vetoes else None
        if numbers is None:
            return self._entered(table.results[code], vetoes)

        def counted() -> NodeResult:
            scope = self._scope(table.results[code], vetoes)
            return scorer_of(scope).total(scope)

        self._counted.append(self.table.append_scored(numbers, counted))
        self.cards.append_later(lambda: self._scope(table.results[code], vetoes).card())
        return len(self.cards) - 1

    def _entered(self, total: NodeResult, vetoes: Vetoes) -> int:
        """Enter a card with these vetoes over this whole, and nothing else on it."""
        scope = self._scope(total, vetoes)
        self._counted.append(self.table.append(scorer_of(scope).total(scope)))
        self.cards.append(scope.card())
        return len(self.cards) - 1

    def _scope(self, total: NodeResult, vetoes: Vetoes) -> Scope:
        rubric = self.representatives.rubric
        bare = total._replace(items=())
        blank = dict.fromkeys((*rubric.nodes, *rubric.beside), bare)
        return self.representatives.scope(_NOTHING, (), {**blank, WHOLE: total}, Scorer(rubric, judged={"": vetoes}))


def _score_of(card: Card) -> Sequence[Fraction] | None:
    """The score of a card that is settled."""
    score, (low, high) = card.score, card.bounds
    if card.state != "final" or score is None or low is None or high is None:
        return None
    return (score,) if low == score == high else None
