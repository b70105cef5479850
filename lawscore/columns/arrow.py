"""The results of a part as Arrow record batches: scores, states, items.

Digits are texts, as in the result JSON: exact (`7/3`), or as they are shown (`2.33`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.columns.arrow_items import ItemColumns
from lawscore.columns.arrow_texts import Own, Texts, same
from lawscore.columns.codes import Codes, Integers
from lawscore.columns.parts import Part
from lawscore.columns.ratios import Ratios
from lawscore.columns.representatives import Representatives
from lawscore.columns.tables import ResultColumn
from lawscore.facts.card import Card, NodeResult
from lawscore.numbers import Rounding, exact_or_none
from lawscore.rubric.bound import Rubric

Figures = Literal["exact", "shown"]
_Tell: TypeAlias = Callable[[Fraction | None, Rounding], str | None]

#: The columns of the card itself, in their order; an indicator with such an id is written out.
OWN: Final = ("unit", "name", "class", "state", "score", "shown", "low", "high")
#: Of results that are worked out one by one so many units are told at a time.
_TOGETHER: Final = 4096


@dataclass
class Columns:
    """Makes record batches of one part after another; what is told of a result is made once, however many batches have it."""

    rubric: Rubric
    figures: Figures = "exact"
    language: Language = "zh"
    _kept: dict[tuple[str, int], Texts] = field(default_factory=dict, repr=False)
    _items: ItemColumns = field(init=False, repr=False)
    _of: Representatives | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._items = ItemColumns(tuple(self.rubric.nodes), self.language)

    def scores(self, part: Part) -> Any:
        """One row for each unit: the state of its card, its score (also as it is shown) and bounds, every indicator's score.

        Null where there is no score: the states say why.
        """
        self._begin(part)
        told: Mapping[str, tuple[Callable[[Card], Fraction | None], Figures]] = {
            "score": (lambda card: card.score, self.figures),
            "shown": (lambda card: card.score, "shown"),
            "low": (lambda card: card.bounds[0], self.figures),
            "high": (lambda card: card.bounds[1], self.figures),
        }
        whole = {name: self._of_card(part, name, number, figures) for name, (number, figures) in told.items()}
        state = self._told("state", part.scored.cards, part.scored.card_codes, _state_of_card, same("final"))
        own = {**part.who.columns(), "state": state, **whole}
        return _batch({**{name: own[name] for name in OWN}, **self._results(part, self._score, self._own_score)})

    def states(self, part: Part) -> Any:
        """One row for each unit: the state of every indicator (`scored`, `not_applicable`, `unscored`)."""
        self._begin(part)
        told = self._results(part, lambda found: found.state, lambda _name, _column: same("scored"), "states")
        return _batch({"unit": part.who.columns()["unit"], **told})

    def items(self, part: Part) -> Any:
        """One row for each item: those of a unit follow each other as on its card."""
        self._begin(part)
        ids = part.who.columns()["unit"]
        if not part.scored.is_wide:
            return self._items.of(part.scored, ids)
        import pyarrow as pa

        several = pa.Table.from_batches(self._some_items(part, ids)).unify_dictionaries()
        return several.combine_chunks().to_batches()[0] if several.num_rows else self._items.of(part.scored, ids)

    def _some_items(self, part: Part, ids: Any) -> Iterator[Any]:
        """The items of some units after the other: what has to be worked out for them is then let go."""
        for first in range(0, len(part), _TOGETHER):
            rows = np.arange(first, min(first + _TOGETHER, len(part)))
            yield self._items.of(part.scored.take(rows), ids[first : first + _TOGETHER])

    def _begin(self, part: Part) -> None:
        """What was made for results that are no longer kept goes too."""
        if part.representatives is not self._of:
            self._kept.clear()
            self._items.clear()
            self._of = part.representatives

    # --- the card --------------------------------------------------------------------------------------------------------

    def _of_card(self, part: Part, name: str, number: Callable[[Card], Fraction | None], figures: Figures) -> Any:
        """A number of each card. Where each unit has its own, the card is final: score and bounds are the same."""
        tell, wide = _TELLERS[figures], part.scored.wide
        own = _of_numbers(wide.score, self.rubric.root.shown, tell) if wide is not None else None
        return self._told(
            name, part.scored.cards, part.scored.card_codes, lambda card: tell(number(card), card.shown), own
        )

    # --- results ---------------------------------------------------------------------------------------------------------

    def _score(self, found: NodeResult) -> str | None:
        return _TELLERS[self.figures](found.score, found.shown)

    def _own_score(self, name: str, column: ResultColumn) -> Own | None:
        node = self.rubric.nodes[name] if name in self.rubric.nodes else self.rubric.beside[name].node
        return None if column.wide is None else _of_numbers(column.wide.score, node.shown, _TELLERS[self.figures])

    def _results(
        self,
        part: Part,
        tell: Callable[[NodeResult], str | None],
        own: Callable[[str, ResultColumn], Own | None],
        kind: str = "",
    ) -> dict[str, Any]:
        """A column for each indicator, and for each result beside the total, under its id."""
        found: dict[str, Any] = {}
        for name in (*self.rubric.beside, *self.rubric.nodes):
            column = part.scored.results[name]
            told = self._told(f"{kind}:{name}", column.table.results, column.codes, tell, own(name, column))
            found[f"indicator {name}" if name in OWN else name] = told
        return found

    def _told(
        self,
        kind: str,
        values: Sequence[Any],
        codes: Codes,
        tell: Callable[[Any], str | None],
        own: Own | None = None,
    ) -> Any:
        """A column of texts: what is told of each value stands once in its dictionary; `own` tells of rows without a code."""
        known = self._kept.get((kind, id(values)))
        if known is None:
            known = self._kept[kind, id(values)] = Texts(values)
        known.extend(values, tell)
        return known.column(codes, own)


def numerators(column: ResultColumn) -> tuple[Integers, int]:
    """The scores of an indicator as whole numbers over one denominator; 0 stands where there is none.

    Raises OverflowError where 64 bits do not hold them.
    """
    scores = column.scores
    if not isinstance(scores.under, int) or scores.over.dtype == object:
        raise OverflowError
    return scores.over, scores.under


def _of_numbers(numbers: Ratios, shown: Rounding, tell: _Tell) -> Own:
    """The texts of numbers of which each row has its own, each distinct one once."""

    def texts(rows: Integers) -> tuple[list[str | None], Codes]:
        own = numbers.take(rows)
        if isinstance(own.under, int) and own.over.dtype != object:
            distinct, at = np.unique(own.over, return_inverse=True)
            return [tell(Fraction(over, own.under), shown) for over in distinct.tolist()], at
        return [tell(own.at(row), shown) for row in range(len(rows))], np.arange(len(rows))

    return texts


def _state_of_card(card: Card) -> str:
    return card.state


def _exact(value: Fraction | None, _: Rounding) -> str | None:
    return exact_or_none(value)


def _shown(value: Fraction | None, rounding: Rounding) -> str | None:
    return None if value is None else rounding.text(value)


_TELLERS: Final[Mapping[Figures, _Tell]] = {"exact": _exact, "shown": _shown}


def _batch(columns: dict[str, Any]) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pydict(columns)
