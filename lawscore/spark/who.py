"""Who the units of one batch of rows are, and which rows cannot be scored apart from the rest of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Flags
from lawscore.columns.headers import Layout, layout_of
from lawscore.columns.roster import Survey, survey
from lawscore.columns.sources import source_of
from lawscore.columns.texts import folded_texts
from lawscore.rubric.bound import Rubric

#: What is said of a row: as bits of one number.
IRREGULAR: Final = 1
DESCRIBING: Final = 2
#: The row has a layer or a year: then it is not the only one of its unit.
DIVIDING: Final = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the whole table: its columns, whether it lists its units, and the ids that cannot be scored apart."""

    layout: Layout
    #: The columns of our own words, by these.
    own: Mapping[str, str]
    lists: bool = False
    #: As they are compared: those that stand twice, and those that stand above themselves.
    entangled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Marked:
    """The rows of a batch: their ids and the units above them as they are compared, their classes, and what is said of each."""

    ids: Any
    parents: Any
    classes: Any
    flags: Any

    def aside(self, known: Known) -> Flags:
        """The rows that are to be gathered together, whatever batch they are in."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found: Flags = (self.flags & IRREGULAR).astype(np.bool_)
        if known.lists:
            found = found | ~(self.flags & DESCRIBING).astype(np.bool_)
        if known.entangled:
            entangled = pc.is_in(self.ids, pa.array(sorted(known.entangled), pa.string()))
            found = found | entangled.to_numpy(zero_copy_only=False)
        return found


def known_of(rubric: Rubric, schema: Any, name: str) -> Known:
    """What the columns say, before any row is looked at."""
    layout = layout_of(source_of(schema.empty_table(), name), rubric)
    assert isinstance(layout, Layout)  # it was asked whether such a table can be scored
    return Known(layout, {word: schema.names[place] for word, place in layout.own.items()})


def marked(rubric: Rubric, known: Known, table: Any) -> Marked:
    """Look at who the units of some rows are, by the rules by which a whole table is looked at."""
    own = {word: table.schema.names.index(column) for word, column in known.own.items()}
    found = survey(source_of(table), replace(known.layout, own=own), rubric)
    if not isinstance(found, Survey):
        return _divided(table.num_rows)
    return Marked(
        folded_texts(_flat(found.ids)),
        folded_texts(_flat(found.parents)) if found.parents is not None else _blank(table.num_rows),
        _classes(found),
        found.irregular * IRREGULAR + found.describing * DESCRIBING,
    )


def _divided(count: int) -> Marked:
    return Marked(_blank(count), _blank(count), _blank(count), np.full(count, DIVIDING))


def _classes(found: Survey) -> Any:
    import pyarrow as pa

    names = pa.array([one or "" for one in found.classes], pa.string())
    return names.take(pa.array(found.class_codes))


def _flat(texts: Any) -> Any:
    import pyarrow as pa

    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _blank(count: int) -> Any:
    import pyarrow as pa

    return pa.array([""] * count, pa.string())
