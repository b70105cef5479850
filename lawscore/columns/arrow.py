"""The results of a part as Arrow record batches: scores, states, items. Each distinct text stands once, rows refer to it.

Digits are texts, as in the result JSON: exact (`7/3`), or as they are shown (`2.33`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from lawscore.catalogue import Language, say
from lawscore.columns.codes import Codes, Grown, Integers
from lawscore.columns.parts import Part, Scored
from lawscore.columns.ratios import Ratios
from lawscore.columns.representatives import Representatives
from lawscore.columns.results import ColumnAssessment
from lawscore.columns.tables import ResultColumn
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.items import Item
from lawscore.numbers import Rounding, exact_or_none, exact_text
from lawscore.rubric.bound import Rubric

Figures = Literal["exact", "shown"]

_WithItems: TypeAlias = Sequence[NodeResult] | Sequence[Card]

#: The columns of the card itself; an indicator with such an id is written out.
OWN: Final = frozenset({"unit", "name", "class", "state", "score", "low", "high"})


@dataclass
class Columns:
    """Makes record batches of one part after another; what is told of a result is made once, however many batches have it."""

    rubric: Rubric
    figures: Figures = "exact"
    language: Language = "zh"
    _kept: dict[tuple[str, int], _Texts] = field(default_factory=dict, repr=False)
    _items: dict[int, _Items] = field(default_factory=dict, repr=False)
    _of: Representatives | None = field(default=None, repr=False)

    def _begin(self, part: Part) -> None:
        """What was made for results that are no longer kept goes too."""
        if part.representatives is not self._of:
            self._kept.clear()
            self._items.clear()
            self._of = part.representatives

    def scores(self, part: Part) -> Any:
        """One row for each unit: the state of its card, its score and bounds, and the score of every indicator.

        Null where there is no score: the states say why.
        """
        self._begin(part)
        tell, cards, codes = _TELLERS[self.figures], part.scored.cards, part.scored.card_codes
        told: Mapping[str, Callable[[Card], str | None]] = {
            "state": lambda card: card.state,
            "score": lambda card: tell(card.score, card.shown),
            "low": lambda card: tell(card.bounds[0], card.shown),
            "high": lambda card: tell(card.bounds[1], card.shown),
        }
        own = part.scored.wide.score if part.scored.wide is not None else None
        wide = {name: self._of_number(own, self.rubric.root.shown) for name in told} | {"state": _same("final")}
        whole = {name: self._told(name, cards, codes, one, wide[name]) for name, one in told.items()}
        return _batch({**part.who.columns(), **whole, **self._results(part, self._score, self._own_score)})

    def states(self, part: Part) -> Any:
        """One row for each unit: the state of every indicator (`scored`, `not_applicable`, `unscored`)."""
        self._begin(part)
        told = self._results(part, lambda found: found.state, lambda _name, _column: _same("scored"), "states")
        return _batch({"unit": part.who.columns()["unit"], **told})

    def items(self, part: Part) -> Any:
        """One row for each item: those of a unit follow each other as on its card."""
        self._begin(part)
        ids = part.who.columns()["unit"]
        if not part.scored.is_wide:
            return self._items_in(part.scored, ids)
        import pyarrow as pa

        several = []
        for first in range(0, len(part), _TOGETHER):
            rows = np.arange(first, min(first + _TOGETHER, len(part)))
            alone = Columns(self.rubric, self.figures, self.language)  # what is kept of them serves nobody else
            several.append(alone._items_in(part.scored.take(rows), ids[first : first + _TOGETHER]))
        whole = pa.Table.from_batches(several).unify_dictionaries().combine_chunks().to_batches()
        return whole[0] if whole else several[0]

    def _items_in(self, scored: Scored, ids: Any) -> Any:
        import pyarrow as pa

        rows: list[Integers] = []
        found: list[Integers] = []
        first = 0
        listed: list[tuple[_WithItems, Codes]] = [
            _each(column.table.results, column.codes, column.of)
            for column in map(scored.results.__getitem__, self.rubric.nodes)
        ]
        listed.append(_each(scored.cards, scored.card_codes, scored.bare))
        groups = [self._items_of(values) for values, _ in listed]
        for group, (_, codes) in zip(groups, listed, strict=True):
            _spread(codes, group, first, rows, found)
            first += len(group.items)
        at = np.concatenate(rows) if rows else np.zeros(0, np.int64)
        order = np.argsort(at, kind="stable")
        at, numbers = at[order], (np.concatenate(found)[order] if found else at)
        told = {name: self._of_items(name, groups, numbers, tell) for name, tell in self._parts_of_items().items()}
        return _batch({"unit": ids.take(pa.array(at)), **told})

    def _score(self, found: NodeResult) -> str | None:
        return _TELLERS[self.figures](found.score, found.shown)

    def _own_score(self, name: str, column: ResultColumn) -> Own | None:
        node = self.rubric.nodes[name] if name in self.rubric.nodes else self.rubric.beside[name].node
        return self._of_number(column.wide.score if column.wide is not None else None, node.shown)

    def _of_number(self, numbers: Ratios | None, shown: Rounding) -> Own | None:
        """The texts of numbers of which each row has its own, each distinct one once."""
        if numbers is None:
            return None
        tell = _TELLERS[self.figures]

        def texts(rows: Integers) -> tuple[list[str | None], Codes]:
            own = numbers.take(rows)
            if isinstance(own.under, int) and own.over.dtype != object:
                distinct, at = np.unique(own.over, return_inverse=True)
                return [tell(Fraction(over, own.under), shown) for over in distinct.tolist()], at
            return [tell(own.at(row), shown) for row in range(len(rows))], np.arange(len(rows))

        return texts

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
        texts = self._texts(kind, values, tell)
        rows = np.flatnonzero(codes < 0)
        if own is None or not len(rows):
            return texts.column(texts.codes.array.take(codes))
        more, at = own(rows)
        numbers = np.empty(len(codes), np.int64)
        coded = np.flatnonzero(codes >= 0)
        numbers[coded] = texts.codes.array.take(codes[coded])
        numbers[rows] = at + len(texts.numbers)
        return _dictionary([*texts.numbers, *more], numbers)

    def _texts(self, kind: str, values: Sequence[Any], tell: Callable[[Any], str | None]) -> _Texts:
        known = self._kept.get((kind, id(values)))
        if known is None:
            known = self._kept[kind, id(values)] = _Texts(values)
        known.extend(values, tell)
        return known

    def _items_of(self, values: _WithItems) -> _Items:
        known = self._items.get(id(values))
        if known is None:
            known = self._items[id(values)] = _Items(values)
        known.extend(values)
        return known

    def _parts_of_items(self) -> Mapping[str, Callable[[Item], str | None]]:
        return {**_PARTS, "reason": lambda item: say(item.reason, self.language)}

    def _of_items(
        self, name: str, groups: Sequence[_Items], numbers: Integers, tell: Callable[[Item], str | None]
    ) -> Any:
        """One part of the items of several indicators, whose numbers follow each other."""
        dictionary: dict[str | None, int] = {}
        codes: list[Codes] = []
        for group in groups:
            texts = self._texts(f"items:{name}", group.items, tell)
            own = np.array([dictionary.setdefault(text, len(dictionary)) for text in texts.numbers], np.int64)
            codes.append(own.take(texts.codes.array) if len(own) else own)
        return _dictionary(dictionary, np.concatenate(codes).take(numbers))


#: The texts of some rows that have no code: each distinct one, and which of them each row has.
Own: TypeAlias = Callable[[Integers], tuple[list[str | None], Codes]]

#: Of results that are worked out one by one so many units are told at a time.
_TOGETHER: Final = 4096


def _same(text: str) -> Own:
    return lambda rows: ([text], np.zeros(len(rows), np.int64))


def _each(values: _WithItems, codes: Codes, of: Callable[[int], Any]) -> tuple[_WithItems, Codes]:
    """The same with codes for all: rows that have none are worked out."""
    rows = np.flatnonzero(codes < 0)
    if not len(rows):
        return values, codes
    every = codes.astype(np.int64)
    every[rows] = np.arange(len(rows)) + len(values)
    return [*values, *(of(row) for row in rows.tolist())], every


class _Texts:
    """What is told of the values of a list that grows: each distinct text under a number, and that of each value."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values  # held, so that no other list comes to have its identity
        self.numbers: dict[str | None, int] = {}
        self.codes = Grown()

    def extend(self, values: Sequence[Any], tell: Callable[[Any], str | None]) -> None:
        """Tell of those that are new."""
        for value in values[len(self.codes) :]:
            self.codes.append(self.numbers.setdefault(tell(value), len(self.numbers)))

    def column(self, codes: Integers) -> Any:
        """A column of these texts."""
        return _dictionary(self.numbers, codes)


class _Items:
    """The items of the results, or cards, of a list that grows, one after the other."""

    def __init__(self, values: _WithItems) -> None:
        self.values = values  # as above
        self.items: list[Item] = []
        self.counts, self.starts = Grown(), Grown()

    def extend(self, values: _WithItems) -> None:
        """Take those that are new."""
        for value in values[len(self.counts) :]:
            self.starts.append(len(self.items))
            self.counts.append(len(value.items))
            self.items += value.items


def standings(assessment: ColumnAssessment) -> Any:
    """One row for each unit, in the order of the roster: its rank and its grade in the total."""
    import pyarrow as pa

    stood = assessment.ranks.total if assessment.whole is None else None
    if stood is not None:
        return _batch({"unit": assessment.ids, **stood.columns()})
    found = assessment.standings
    return _batch({
        "unit": assessment.ids,
        "rank": pa.array([one.rank for one in found], pa.int32()),
        "tied": pa.array([one.tied for one in found], pa.bool_()),
        "overall": pa.array([one.overall for one in found], pa.int32()),
        "grade": pa.array([one.grade for one in found], pa.string()).dictionary_encode(),
    })  # fmt: skip


def numerators(column: ResultColumn) -> tuple[Integers, int]:
    """The scores of an indicator as whole numbers over one denominator; 0 stands where there is none.

    Raises OverflowError where 64 bits do not hold them.
    """
    scores = column.scores
    if not isinstance(scores.under, int) or scores.over.dtype == object:
        raise OverflowError
    return scores.over, scores.under


def _spread(codes: Codes, group: _Items, first: int, rows: list[Integers], found: list[Integers]) -> None:
    """The items of each unit: those of its code, whose numbers begin at `first`."""
    if not group.items:
        return
    counts = group.counts.array.take(codes)
    having = np.flatnonzero(counts)
    counts = counts.take(having)
    rows.append(np.repeat(having, counts))
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    found.append(np.repeat(group.starts.array.take(codes.take(having)), counts) + within + first)


def _dictionary(texts: Iterable[str | None], codes: Codes) -> Any:
    """A column that refers to texts; None among them is nothing."""
    import pyarrow as pa

    listed = list(texts)
    indices = codes.astype(np.int32)
    mask = indices == listed.index(None) if None in listed else None
    return pa.DictionaryArray.from_arrays(
        pa.array(indices, mask=mask), pa.array(["" if text is None else text for text in listed], pa.string())
    )


_PARTS: Final[dict[str, Callable[[Item], str | None]]] = {
    "indicator": lambda item: item.indicator,
    "rule": lambda item: item.rule,
    "kind": lambda item: item.kind,
    "cause": lambda item: item.cause,
    "points": lambda item: exact_text(item.points),
    "quantity": lambda item: exact_or_none(item.quantity),
    "price": lambda item: exact_or_none(item.price),
    "records": lambda item: "；".join(item.records) or None,
    "basis": lambda item: "；".join(item.basis) or None,
}


def _exact(value: Fraction | None, _: Rounding) -> str | None:
    return exact_or_none(value)


def _shown(value: Fraction | None, rounding: Rounding) -> str | None:
    return None if value is None else rounding.text(value)


_TELLERS: Final[dict[Figures, Callable[[Fraction | None, Rounding], str | None]]] = {"exact": _exact, "shown": _shown}


def _batch(columns: dict[str, Any]) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pydict(columns)
