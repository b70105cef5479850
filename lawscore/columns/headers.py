"""What the columns of a table of units are, and whether the table can be scored by columns at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lawscore.classes import dataclass
from lawscore.columns.sheets import each_table
from lawscore.columns.sources import Source
from lawscore.loading.csv_headers import Headers, read_headers
from lawscore.loading.csv_reader import WIDE, has_row_for_each_unit
from lawscore.loading.table_stream import StreamTable
from lawscore.rubric.bound import Rubric

#: Columns that programs write beside the data: the numbers of the rows.
_NUMBERING: Final = re.compile(r"__index_level_\d+__")


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of units: which of its columns are fields, and which our own words, by their places in the schema."""

    table: StreamTable
    headers: Headers
    fields: Mapping[str, int]
    own: Mapping[str, int]
    #: The places of the columns that are no numbering of rows, and of those whose type some field takes.
    kept: tuple[int, ...]
    read: frozenset[int]


def layout_of(source: Source, rubric: Rubric) -> Layout | str:
    """The layout of a table, or why it must be read row by row."""
    names = source.schema.names
    kept = tuple(place for place, name in enumerate(names) if not _NUMBERING.fullmatch(name))
    table = source.table(tuple(names[place] for place in kept))
    if not all(has_row_for_each_unit(one, rubric) for one in each_table(table, ())):
        return "form"
    own = tuple(word for word in WIDE if word == "unit" or word not in rubric.fields)
    headers = read_headers(table, own, rubric.fields, [])
    if headers.doubled or len(set(names)) < len(names) or not all(name.strip() for name in names):
        return "columns"
    read = frozenset(place for place in kept if source.is_read(place))
    places = {name: kept[at] for name, at in headers.index.items()}
    fields = {name: place for name, place in places.items() if name not in own}
    ours = {name: place for name, place in places.items() if name in own}
    if not read.issuperset(ours.values()):
        return "unread"
    if not fields:
        return "form"
    return Layout(table, headers, fields, ours, kept, read)
