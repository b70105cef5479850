"""Who the units of a table are, seen before anything is scored: which rows can be scored by columns, and which cannot.

A row whose unit stands in it alone and plainly is regular. All others, and two regular ones of each class, are gathered as
any submission is: what is to be said of a roster is said there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from lawscore.columns.codes import Codes, Integers
from lawscore.columns.headers import Layout
from lawscore.columns.sources import Source
from lawscore.columns.tables import Flags
from lawscore.columns.texts import folded_texts, standing_twice, told_texts
from lawscore.facts.cohort import rings
from lawscore.facts.unit import Unit
from lawscore.rubric.bound import Rubric
from lawscore.texts import folded

_DESCRIBING: Final = ("name", "class", "parent")
#: What says of a row that it is not the only one of its unit.
_DIVIDING: Final = ("layer", "year")
#: So many units of a class tell a class of one from others.
_FEW: Final = 2


@dataclass(frozen=True)
class Survey:
    """The units of a table by row: their ids, names, parents (Arrow arrays) and classes."""

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


@dataclass
class _Columns:
    """The columns of our own words, as they are read."""

    parts: dict[str, list[Any]] = field(default_factory=dict)
    odd: list[Flags] = field(default_factory=list)

    def whole(self, name: str) -> Any | None:
        """One column."""
        import pyarrow as pa

        return pa.concat_arrays(self.parts[name]) if self.parts.get(name) else None


def survey(source: Source, layout: Layout, rubric: Rubric) -> Survey | str:
    """Look at who the units are; or why the table must be read row by row."""
    columns = _read(source, layout)
    if columns is None:
        return "layers_or_years"
    import pyarrow as pa

    ids = columns.whole("unit")
    ids = pa.array([], pa.string()) if ids is None else ids
    described = {name: columns.whole(name) for name in _DESCRIBING}
    given = [_given(column) for column in described.values() if column is not None]
    describing = np.logical_or.reduce(given) if given else np.zeros(len(ids), np.bool_)
    classes, codes, wrong = _classes(described["class"], rubric, len(ids))
    odd = np.concatenate(columns.odd) if columns.odd else np.zeros(0, np.bool_)
    irregular = odd | ~_given(ids) | wrong | standing_twice(folded_texts(ids)) | _circling(ids, described["parent"])
    if describing.any():
        irregular |= ~describing
    witnesses = frozenset(_witnesses(codes, irregular))
    return Survey(ids, described["name"], described["parent"], classes, codes, describing, irregular, witnesses)


def _read(source: Source, layout: Layout) -> _Columns | None:
    """The columns of our own words; None where units have several layers, or years."""
    columns, names = _Columns(), {source.schema.field(place).name: name for name, place in layout.own.items()}
    for batch, _ in source.read(list(names)):
        odd = np.zeros(batch.num_rows, np.bool_)
        for written, name in names.items():
            texts, refused = told_texts(batch.column(written))
            if name in _DIVIDING and (refused.any() or _given(texts).any()):
                return None
            columns.parts.setdefault(name, []).append(texts)
            odd |= refused
        columns.odd.append(odd)
    return columns


def _given(texts: Any) -> Flags:
    import pyarrow.compute as pc

    found: Flags = pc.greater(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    return found


def _classes(texts: Any | None, rubric: Rubric, count: int) -> tuple[list[str | None], Codes, Flags]:
    """The classes, the code of each row, and the rows of which something is to be said."""
    declared: Mapping[str, str] = rubric.document.classes
    if texts is None:
        return [None], np.zeros(count, np.int64), np.full(count, bool(declared))
    encoded = texts.dictionary_encode()
    written = [folded(text) or None for text in encoded.dictionary.to_pylist()]
    classes = list(dict.fromkeys(written))
    at = np.array([classes.index(one) for one in written], np.int64)
    codes = at.take(encoded.indices.to_numpy(zero_copy_only=False))
    amiss = np.array([one not in declared for one in classes], np.bool_) & bool(declared)
    return classes, codes, amiss.take(codes)


def _circling(ids: Any, parents: Any | None) -> Flags:
    """The rows of units that stand above themselves."""
    if parents is None or not _given(parents).any():
        return np.zeros(len(ids), np.bool_)
    above = {unit: parent or None for unit, parent in zip(ids.to_pylist(), parents.to_pylist(), strict=True)}
    found = rings(above)
    return np.array([unit in found for unit in ids.to_pylist()], np.bool_)


def _witnesses(codes: Codes, irregular: Flags) -> Iterator[int]:
    """The first regular rows of each class."""
    regular: Integers = np.flatnonzero(~irregular)
    classed = codes.take(regular)
    for code in np.unique(classed).tolist():
        yield from regular[np.flatnonzero(classed == code)[:_FEW]].tolist()
