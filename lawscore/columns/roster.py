"""Who the units of a table are, seen before anything is scored: which rows can be scored by columns, and which cannot.

A row whose unit stands in it alone and plainly is regular. All others, and two regular ones of each class, are gathered as
any submission is: what is to be said of a roster is said there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags, Integers, shortest
from lawscore.columns.headers import Layout
from lawscore.columns.sheets import Sheets, note_group
from lawscore.columns.sources import Source
from lawscore.columns.texts import flags_of, folded_column, folded_texts, standing_twice, told_texts
from lawscore.facts.cohort import rings
from lawscore.facts.unit import Unit
from lawscore.rubric.bound import Rubric
from lawscore.texts import folded

_DESCRIBING: Final = ("name", "class", "parent")
#: What says of a row that it is not the only one of its unit.
_DIVIDING: Final = ("layer", "year")
#: So many units of a class tell a class of one from others.
FEW: Final = 2


@dataclass(frozen=True)
class Survey:
    """The units of a table by row: their ids, names, parents (Arrow columns, in chunks as they came) and classes."""

    ids: Any
    names: Any
    parents: Any
    classes: list[str | None]
    class_codes: Codes
    #: Rows that say something of their unit beside its figures.
    describing: Flags
    irregular: Flags
    #: Regular rows that are gathered too, so that what is to be said of classes and of the roster is the same.
    witnesses: frozenset[int]

    @property
    def lists(self) -> bool:
        """Whether the rows that describe their units are a roster."""
        return bool(self.describing.any())

    def unit(self, row: int) -> Unit:
        """The unit of a regular row."""
        unit_id = self.ids[row].as_py()
        if not self.lists:
            return Unit(id=unit_id, name=unit_id)
        parent = self.parents[row].as_py() if self.parents is not None else ""
        name = self.names[row].as_py() if self.names is not None else ""
        unit_class = self.classes[int(self.class_codes[row])]
        return Unit(id=unit_id, name=name or unit_id, unit_class=unit_class, parent=folded(parent) if parent else None)


def some_of(column: Any, rows: Integers) -> Any:
    """Some rows of a column, in their order: only the chunks that have them are put together."""
    import pyarrow as pa

    if not len(rows):
        return pa.array([], pa.string())
    first = int(rows[0])
    near = column.slice(first, int(rows[-1]) + 1 - first).combine_chunks()
    return near if len(near) == len(rows) else near.take(pa.array(rows - first))


@dataclass
class _Columns:
    """The columns of our own words, as they are read."""

    texts: dict[str, list[Any]] = field(default_factory=dict)
    classes: dict[str | None, int] = field(default_factory=dict)
    class_codes: list[Codes] = field(default_factory=list)
    odd: list[Flags] = field(default_factory=list)
    describing: list[Flags] = field(default_factory=list)

    def enter(self, name: str, texts: Any) -> None:
        """Take a batch of one column."""
        if name == "class":
            self.class_codes.append(self._classed(texts))
        elif name not in _DIVIDING:
            self.texts.setdefault(name, []).append(texts)

    def _classed(self, texts: Any) -> Codes:
        encoded = texts.dictionary_encode()
        known = [folded(text) or None for text in encoded.dictionary.to_pylist()]
        at = np.array([self.classes.setdefault(one, len(self.classes)) for one in known], np.int32)
        codes: Codes = at.take(encoded.indices.to_numpy(zero_copy_only=False))
        return codes

    def whole(self, name: str) -> Any | None:
        """One column of texts, in chunks."""
        import pyarrow as pa

        return pa.chunked_array(self.texts[name], pa.string()) if self.texts.get(name) else None


def survey(source: Source, layout: Layout, rubric: Rubric) -> Survey | str:
    """Look at who the units are; or why the table must be read row by row."""
    columns = _read(source, layout)
    if columns is None:
        return "layers_or_years"
    import pyarrow as pa

    ids = columns.whole("unit")
    ids = pa.chunked_array([], pa.string()) if ids is None else ids
    ragged = _ragged(layout, len(ids))
    odd, describing = _joined(columns.odd) | ragged, _joined(columns.describing) & ~ragged
    classes, codes, wrong = _classes(columns, rubric, len(ids))
    parents, compared = columns.whole("parent"), folded_column(ids)
    irregular = odd | ~_given(ids) | wrong | standing_twice(compared) | _circling(ids, compared, parents)
    if describing.any():
        irregular |= ~describing
    witnesses = frozenset(_witnesses(codes, len(classes), irregular))
    return Survey(ids, columns.whole("name"), parents, classes, codes, describing, irregular, witnesses)


def _read(source: Source, layout: Layout) -> _Columns | None:
    """The columns of our own words; None where units have several layers, or years."""
    columns, names = _Columns(), {source.schema.field(place).name: name for name, place in layout.own.items()}
    first = 0
    for batch, group in source.read(list(names)):
        note_group(layout.table, first + 1, group)
        first += batch.num_rows
        odd, unread, describing = (np.zeros(batch.num_rows, np.bool_) for _ in range(3))
        for written, name in names.items():
            told = told_texts(batch.column(written))
            if name in _DIVIDING and (told.odd.any() or _given(told.texts).any()):
                return None
            columns.enter(name, told.texts)
            odd |= told.odd
            unread |= told.unread
            if name in _DESCRIBING:
                describing |= _given(told.texts)
        columns.odd.append(odd)
        columns.describing.append(describing & ~unread)  # a row that does not say what it is about describes nobody
    return columns


def _joined(flags: Sequence[Flags]) -> Flags:
    return np.concatenate([np.zeros(0, np.bool_), *flags])


def _given(texts: Any) -> Flags:
    import pyarrow.compute as pc

    return flags_of(pc.greater(pc.binary_length(texts), 0))


def _ragged(layout: Layout, count: int) -> Flags:
    """The rows that do not fit the header."""
    found = np.zeros(count, np.bool_)
    if isinstance(layout.table, Sheets):
        found[layout.table.all_ragged()] = True
    return found


def _classes(columns: _Columns, rubric: Rubric, count: int) -> tuple[list[str | None], Codes, Flags]:
    """The classes, the code of each row, and the rows of which something is to be said."""
    declared: Mapping[str, str] = rubric.document.classes
    if not columns.class_codes:
        return [None], np.zeros(count, np.int32), np.full(count, bool(declared))
    classes, codes = list(columns.classes), np.concatenate(columns.class_codes)
    amiss = np.array([one not in declared for one in classes], np.bool_) & bool(declared)
    return classes, codes, amiss.take(codes)


def _circling(ids: Any, compared: Any, parents: Any | None) -> Flags:
    """The rows of units that stand above themselves: each of them stands above some unit, so only those are looked at."""
    import pyarrow.compute as pc

    if parents is None or not _given(parents).any():
        return np.zeros(len(ids), np.bool_)
    above = folded_texts(parents.unique())
    rows = np.flatnonzero(flags_of(pc.is_in(compared, above)))
    kin = {ids[row].as_py(): parents[row].as_py() or None for row in rows.tolist()}
    found = rings(kin)
    circling = np.zeros(len(ids), np.bool_)
    circling[[row for row in rows.tolist() if ids[row].as_py() in found]] = True
    return circling


def _witnesses(codes: Codes, count: int, irregular: Flags) -> list[int]:
    """The first regular rows of each class."""
    regular: Integers = np.flatnonzero(~irregular)
    if count == 1:
        first: list[int] = regular[:FEW].tolist()
        return first
    classed = codes.take(regular).astype(shortest(count))  # short codes are put in order far faster
    order = np.argsort(classed, kind="stable")
    ordered = classed.take(order)
    is_first = np.ones(len(order), np.bool_)
    is_first[FEW:] = ordered[FEW:] != ordered[:-FEW]
    found: list[int] = regular.take(order[is_first]).tolist()
    return found
