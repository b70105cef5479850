"""The items of many units as an Arrow record batch: a row for each item, those of a unit in the order of its card.

What is told of an item is told once, however many units have it; a row is the number of its item, looked up in each column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Final, TypeAlias

import numpy as np

from lawscore.catalogue import Language, say
from lawscore.classes import dataclass
from lawscore.columns.arrow_texts import Indices, Texts, column_of
from lawscore.columns.codes import Codes, Grown, Integers, taken
from lawscore.columns.parts import Scored
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.items import Item
from lawscore.numbers import exact_or_none, exact_text

_WithItems: TypeAlias = Sequence[NodeResult | Card]
_Tell: TypeAlias = Callable[[Item], str | None]

#: What every item has; in the other columns nothing may stand.
ALWAYS: Final = frozenset({"unit", "kind", "points", "reason"})
#: In one whole number of 64 bits the first of the items of a result, and in its last bits how many there are.
_COUNT_BITS: Final = 24
_MOST_OF_ONE: Final = (1 << _COUNT_BITS) - 1


@dataclass
class ItemColumns:
    """Makes record batches of items; what is told of results that are kept is kept too."""

    names: Sequence[str]
    language: Language
    _kept: dict[int, _Group] = field(default_factory=dict, repr=False)
    _looked_up: _LookedUp | None = field(default=None, repr=False)

    def clear(self) -> None:
        """Let go of what is kept."""
        self._kept.clear()
        self._looked_up = None

    def of(self, scored: Scored, ids: Any) -> Any:
        """The items of some units, with the id of each."""
        import pyarrow as pa

        having = [_Having(group, rows, codes) for group, rows, codes in self._groups(scored) if group.items]
        unit, numbers = _laid_out(having, scored.count)
        columns = {"unit": pa.DictionaryArray.from_arrays(pa.array(unit), ids, safe=False)}
        told = self._told([one.group for one in having])
        for name, (texts, places) in told.items():
            alike = len(texts) <= 1
            indices = np.zeros(len(numbers), np.int32) if alike else places.take(numbers, mode="clip")
            columns[name] = column_of(texts, indices)
        fields = [pa.field(name, column.type, nullable=name not in ALWAYS) for name, column in columns.items()]
        return pa.RecordBatch.from_arrays(list(columns.values()), schema=pa.schema(fields))

    def _groups(self, scored: Scored) -> Iterator[tuple[_Group, Integers | None, Codes]]:
        """The results of each indicator, and the cards: which units have them (None: all), and the code of each.

        Results that have no code are worked out, and kept by nobody.
        """
        columns = [scored.results[name] for name in self.names]
        listed: list[tuple[_WithItems, Codes, Callable[[int], NodeResult | Card]]] = [
            *((one.table.results, one.codes, one.of) for one in columns), (scored.cards, scored.card_codes, scored.bare),
        ]  # fmt: skip
        for values, codes, of in listed:
            if not len(codes) or codes.min() >= 0:
                yield self._group(values), None, codes
                continue
            rows, coded = np.flatnonzero(codes < 0), np.flatnonzero(codes >= 0)
            yield self._group(values), coded, codes[coded]
            yield _Group([of(row) for row in rows.tolist()], self._tellers), rows, np.arange(len(rows))

    def _group(self, values: _WithItems) -> _Group:
        known = self._kept.get(id(values))
        if known is None:
            known = self._kept[id(values)] = _Group(values, self._tellers)
        known.extend()
        return known

    @property
    def _tellers(self) -> Mapping[str, _Tell]:
        return {**_PARTS, "reason": lambda item: say(item.reason, self.language)}

    def _told(self, groups: Sequence[_Group]) -> Mapping[str, tuple[Collection[str | None], Indices]]:
        """What is told of the items of several groups, whose numbers follow each other: made anew where one has grown."""
        grown = [(group, len(group.items)) for group in groups]
        if self._looked_up is None or self._looked_up.of != grown:
            self._looked_up = _LookedUp(grown, {name: _merged(name, groups) for name in self._tellers})
        return self._looked_up.told


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """What was told of groups when they had so many items: each distinct text, and which of them each item has."""

    of: Sequence[tuple[_Group, int]]
    told: Mapping[str, tuple[Collection[str | None], Indices]]


class _Group:
    """The items of the results, or cards, of a list that grows, one after the other, and what is told of each."""

    def __init__(self, values: _WithItems, tellers: Mapping[str, _Tell]) -> None:
        self.values = values  # held, so that no other list comes to have its identity
        self.items: list[Item] = []
        self.counts, self.starts = Grown(), Grown()
        self._tellers = tellers
        self.texts = {name: Texts(self.items) for name in tellers}
        self.extend()

    def extend(self) -> None:
        """Take those that are new."""
        new = self.values[len(self.counts) :]
        for value in new:
            self.starts.append(len(self.items))
            self.counts.append(len(value.items))
            self.items += value.items
        for name, tell in self._tellers.items() if new else ():
            self.texts[name].extend(self.items, tell)


class _Having:
    """The units that have items of a group, and for each the number of the first with how many there are."""

    def __init__(self, group: _Group, rows: Integers | None, codes: Codes) -> None:
        self.group = group
        counts = group.counts.array
        having = np.flatnonzero(taken((counts != 0).astype(np.uint8), codes).view(np.bool_))
        self.spans = (group.starts.array << _COUNT_BITS | counts).take(codes.take(having))
        self.rows = having if rows is None else rows.take(having)


def _laid_out(having: Sequence[_Having], units: int) -> tuple[Indices, Integers]:
    """For all items in their order, which unit has it, and its number: groups have theirs one after the other."""
    groups = np.zeros(units, np.int64)
    for one in having:
        groups[one.rows] += 1
    next_ = np.cumsum(groups) - groups
    spans, first = np.empty(int(groups.sum()), np.int64), 0
    for one in having:
        at = next_.take(one.rows)
        spans[at] = one.spans + (first << _COUNT_BITS)
        next_[one.rows] = at + 1
        first += len(one.group.items)
    counts = spans & _MOST_OF_ONE
    numbers = np.repeat((spans >> _COUNT_BITS) - np.cumsum(counts) + counts, counts)
    numbers += np.arange(len(numbers))
    return np.repeat(np.repeat(np.arange(units, dtype=np.int32), groups), counts), numbers


def _merged(name: str, groups: Sequence[_Group]) -> tuple[Collection[str | None], Indices]:
    """One thing that is told of the items of several groups, one after the other."""
    every: dict[str | None, int] = {}
    places: list[Indices] = [np.zeros(0, np.int32)]
    for group in groups:
        texts = group.texts[name]
        own = np.array([every.setdefault(text, len(every)) for text in texts.numbers], np.int32)
        places.append(own.take(texts.codes.array))
    return every, np.concatenate(places)


_PARTS: Final[Mapping[str, _Tell]] = {
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
#: What is told of an item, in the order of the columns.
ITEM: Final = (*_PARTS, "reason")
