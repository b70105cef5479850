"""The check of columns: what units fill in for each record and no rule ever looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lawscore.checking.findings import finding
from lawscore.checking.reading import Reader
from lawscore.checking.words import words
from lawscore.problems import Problem
from lawscore.rules.panel import PanelMeasure

#: A column of these types may well be there to describe the record.
_DESCRIBING: Final = frozenset({"text", "date"})


def column_unused(reader: Reader) -> Iterator[Problem]:
    """A column of a list of records that is neither its key nor a description, and that nothing reads."""
    used = reader.words | words(reader.rubric.document.measures)
    rated = {part.panel for _, part in reader.parts if isinstance(part, PanelMeasure)}
    for name, spec in reader.rubric.document.fields.items():
        if name in rated or name not in used:
            continue  # a panel finds its columns by what they hold; of a list that nothing reads that is told of the list
        used_here = used | words(spec.columns or {})
        for column, inner in (spec.fields or {}).items():
            if inner.type not in _DESCRIBING and column != spec.key and column not in used_here:
                facts = {"name": column, "records": name}
                yield finding("column-unused", ("fields", name, "fields", column), facts)
