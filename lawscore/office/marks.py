"""What the workbook keeps of the rubric on a hidden sheet: which version was printed, and what stood in each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from lawscore import numbers
from lawscore.classes import dataclass
from lawscore.office.table import Printed, Row

#: The name of the hidden sheet, and the version of what stands on it.
SHEET: Final = "lawscore"
VERSION: Final = "1"
#: The cells of a row that are read back where they were changed.
KEPT: Final = ("title", "points", "content", "sentences", "basis", "responsible", "scored_by", "evidence")
_FACTS: Final = ("rubric", "version", "digest", "language", "start", "end", "note", "title", "points")
_HEAD: Final = ("row", "parent", "kind", *KEPT)


@dataclass(frozen=True, slots=True)
class Kept:
    """An indicator as it was printed: its branch, what its points are, and its cells by column."""

    id: str
    parent: str
    kind: str
    cells: Mapping[str, str]
    is_leaf: bool = True


@dataclass(frozen=True, slots=True)
class Marks:
    """What was printed: which version of which rubric, in which language, and its indicators by id."""

    rubric: str
    version: str
    digest: str
    language: str
    #: The period and the note of the rubric.
    start: str
    end: str
    note: str
    #: The title above the table, and the figure in the row of the total.
    title: str
    points: str
    kept: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """`id@version`."""
        return f"{self.rubric}@{self.version}"


def written(printed: Printed) -> Iterator[Sequence[str]]:
    """The rows of the hidden sheet."""
    yield (SHEET, VERSION)
    facts = (
        printed.rubric, printed.version, printed.digest, printed.language, *printed.period, printed.note, printed.title,
        numbers.written(printed.total),
    )  # fmt: skip
    yield from zip(_FACTS, facts, strict=True)
    yield _HEAD
    told: set[str] = set()
    for row in printed.rows:
        parent = ""
        for branch in row.branches:
            if branch.id not in told:
                told.add(branch.id)
                yield (f"+{branch.id}", parent, branch.kind, branch.title, branch.label)
            parent = branch.id
        yield (row.id, parent, row.kind, *(_cell(printed, row, column) for column in KEPT))


def _cell(printed: Printed, row: Row, column: str) -> str:
    return row.title if column == "title" else printed.cell(row, column)


def read(rows: Iterable[Sequence[str]]) -> Marks | None:
    """The marks that a hidden sheet holds; None where it is none of ours."""
    listed = [[*row, "", ""] for row in rows]
    facts = {row[0]: row[1] for row in listed[1 : len(_FACTS) + 1]}
    if not listed or listed[0][:2] != [SHEET, VERSION] or set(facts) != set(_FACTS):
        return None
    kept = (_kept(row) for row in listed[len(_FACTS) + 2 :] if row[0])
    return Marks(**facts, kept={one.id: one for one in kept})


def _kept(row: Sequence[str]) -> Kept:
    name, parent, kind, *cells = row
    if name.startswith("+"):
        return Kept(name[1:], parent, kind, {"title": cells[0], "label": cells[1]}, is_leaf=False)
    return Kept(name, parent, kind, dict(zip(KEPT, [*cells, *[""] * len(KEPT)], strict=False)))
