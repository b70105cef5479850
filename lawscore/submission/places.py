"""Where a part of a data document stands, without knowing whether it was YAML, JSON, CSV or a dict."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple, Protocol, TypeAlias

from lawscore.classes import dataclass
from lawscore.problems import Where
from lawscore.submission.document import DataDocument

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]


class Locate(Protocol):
    """Finds the place, in what the user wrote, of a path of the document: of the value there, or of its key."""

    def __call__(self, path: Path, *, key: bool = False) -> Where: ...


@dataclass(frozen=True, eq=False)
class Located:
    """A data document and the way back to what was written.

    `refused` are parts that the reader had to leave out and has reported: `("submissions", i, "values", name)`, or
    without the name for all of them, `("submissions", i, "answers", k)`, `("adjustments", i)`, `("givens", name)`, or `("givens",)` for all.
    They count as values that nobody knows, not as values that nobody gave.
    """

    document: DataDocument
    locate: Locate
    refused: frozenset[Path] = frozenset()
    #: Its units are the roster; else (a table of values with names and classes) they only describe.
    is_roster: bool = True

    def at(self, *path: Step) -> Place:
        """The place of a part."""
        return Place(self, path)

    @cached_property
    def refused_below(self) -> Mapping[Path, tuple[Path, ...]]:
        """The refused parts by the part above them."""
        below: dict[Path, list[Path]] = {}
        for path in sorted(self.refused, key=str):
            below.setdefault(path[:-1], []).append(path)
        return {above: tuple(paths) for above, paths in below.items()}

    @cached_property
    def refused_submissions(self) -> frozenset[Step]:
        """The numbers of the submissions of which a part is refused."""
        return frozenset(path[1] for path in self.refused if path[0] == "submissions" and len(path) > 1)


class Place(NamedTuple):
    """A part of a document; the file is looked at only when something must be said about it."""

    source: Located
    path: Path

    def inside(self, *steps: Step) -> Place:
        """The place of a part of this part."""
        return Place(self.source, (*self.path, *steps))

    def where(self, *, key: bool = False) -> Where:
        """The place as a problem shows it."""
        return self.source.locate(self.path, key=key)


def order(where: Where) -> tuple[str, int, int, str, tuple[str, ...]]:
    """A key that sorts places, so that it never matters in which order files were read."""
    path = tuple(f"{step:09}" if isinstance(step, int) else step for step in where.path)
    return where.file, where.line or 0, where.column or 0, _cell_order(where.cell) if where.cell else "", path


def _cell_order(cell: str) -> str:
    """Cells by sheet, row and column: C9 before C17."""
    sheet, _, reference = cell.rpartition("!")
    letters = reference.rstrip("0123456789")
    return f"{sheet}!{reference[len(letters) :]:>9}{letters:>4}"
