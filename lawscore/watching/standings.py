"""The units as rows: the first and the last, or those whom a save moved most, each figure as it was and as it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass
from lawscore.facts.card import Card
from lawscore.reports.signs import from_to
from lawscore.reports.standings import in_class, in_order, rank_text, shown
from lawscore.reports.tables import Table, headers
from lawscore.watching.moves import Move, Moves

_COLUMNS = ("rank", "unit", "name", "class", "score", "grade", "state")
_RIGHT = frozenset({"rank", "score"})
_OPTIONAL = frozenset({"class", "grade", "state"})


@dataclass(frozen=True)
class Standings:
    """The units of an assessment; of so many `rows` at most."""

    assessment: Assessment
    language: Language
    rows: int

    def first_and_last(self) -> Table:
        """All units in order where they are few, else the first and the last."""
        ordered = in_order(self.assessment)
        if len(ordered) <= self.rows:
            return self._table([self._row(card) for card in ordered])
        first, last = ordered[: (self.rows + 1) // 2], ordered[len(ordered) - self.rows // 2 :]
        return self._table([*map(self._row, first), _gap(""), *map(self._row, last)])

    def moved(self, moves: Moves) -> Table:
        """Those who moved most."""
        most = sorted(moves.moved, key=lambda move: move.weight, reverse=True)
        rows = [self._row(move.after, move) for move in islice(most, self.rows)]
        if len(most) > self.rows:
            rows.append(_gap(say(phrase("watch.more", count=str(len(most) - self.rows)), self.language)))
        return self._table(rows)

    def _table(self, rows: Sequence[Sequence[str]]) -> Table:
        return Table(_COLUMNS, headers(_COLUMNS, self.language), rows, _RIGHT, _OPTIONAL)

    def _row(self, card: Card, move: Move | None = None) -> list[str]:
        old = move.before if move is not None else None
        cells = self._cells(card)
        then = self._cells(old) if old is not None else cells
        told = [from_to(before, now) for before, now in zip(then, cells, strict=True)]
        state = ["watch.new"] if move is not None and old is None else []
        state += [f"state.{card.state}"] if card.state != "final" else []
        return [*told, say(phrase("watch.comma"), self.language).join(say(phrase(key), self.language) for key in state)]

    def _cells(self, card: Card) -> list[str]:
        rank, group = rank_text(card.standing, self.language), in_class(card, self.assessment) if self._classes else ""
        return [rank, card.unit.id, card.unit.name, group, shown(card.score, card.shown), card.grade or ""]

    @cached_property
    def _classes(self) -> bool:
        """Whether there are units of several classes."""
        return len({card.unit.unit_class for card in self.assessment}) > 1


def _gap(told: str) -> list[str]:
    """The row for all that are not listed."""
    return ["…", "", told, *[""] * (len(_COLUMNS) - 3)]
