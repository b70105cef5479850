"""The tree that the lines of a table make: branches with what their headings say, indicators with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Final

from lawscore.classes import dataclass
from lawscore.numbers import ZERO
from lawscore.office import wording
from lawscore.office.lines import Head, Line, Table
from lawscore.office.points import Points, split_title
from lawscore.office.table import Kind

_HIERARCHICAL: Final = re.compile(r".*\d+\.\d+.*|.*[^\d].*")


@dataclass(slots=True)
class Part:
    """An indicator of the outline. A branch has parts, one that is scored has its line."""

    title: str
    id: str = ""
    kind: Kind = "plain"
    #: Of a bonus the most that it adds, of a penalty the most that it takes, both without a sign; None where nothing says.
    points: Fraction | None = None
    line: Line | None = None
    head: Head | None = None
    parts: list[Part] = field(default_factory=list)

    def walk(self) -> Iterator[Part]:
        """This one and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def sum(self) -> Fraction:
        """The points of all below it that count for the total."""
        if self.line is not None:
            return ZERO if self.kind != "plain" else self.points or ZERO
        return sum((part.stated for part in self.parts), ZERO)

    @property
    def stated(self) -> Fraction:
        """Its points of the total: those that its heading says, else the sum of its parts."""
        if self.kind != "plain":
            return ZERO
        return self.sum if self.points is None else self.points


def outline(table: Table) -> list[Part]:
    """The parts of the first level, numbered."""
    top: list[Part] = []
    open_: dict[Head, Part] = {}
    for line in table.lines:
        inside, kind = top, "plain"
        for depth, head in enumerate(line.heads):
            if head not in open_:
                open_[head] = branch(head, table, kind)
                inside.append(open_[head])
            inside, kind = open_[head].parts, open_[line.heads[depth]].kind
        inside.append(_leaf(line, kind))
    number(top)
    return top


def branch(head: Head, table: Table, above: str) -> Part:
    """What the cell of a branch says: perhaps a number, a title, perhaps points."""
    text, beside = split_title(head.text)
    marked = _marked(text, table)
    name, title = marked or wording.without_number(" ".join(text.split()))
    points = beside or head.points
    kind = _kind(points, title, above)
    return Part(title=title, id=name, kind=kind, points=abs(points.figure) if points else None, head=head)


def _marked(text: str, table: Table) -> tuple[str, str] | None:
    """The number that one of our own tables put before a title, whatever it looks like."""
    known = table.marks.kept if table.marks is not None else {}
    plain = " ".join(text.split())
    found = [name for name, kept in known.items() if not kept.is_leaf and plain.startswith(f"{name} ")]
    name = max(found, key=len, default="")
    return (name, plain[len(name) :].strip()) if name else None


def _leaf(line: Line, above: str) -> Part:
    name, title = ("", line.title) if line.id else wording.without_number(line.title)
    kind = _kind(line.points, title, above)
    figure = abs(line.points.figure) if line.points is not None else None
    return Part(title=title, id=line.id or name, kind=kind, points=figure, line=line)


def _kind(points: Points | None, title: str, above: str) -> Kind:
    if points is not None and points.kind != "plain":
        return points.kind
    said = wording.kind_of(title)
    return said if said != "plain" else above  # type: ignore[return-value]


def number(top: Sequence[Part]) -> None:
    """Numbers for all: those of the table where they tell one from another, else 1, 1.1 and so on."""
    parts = [part for one in top for part in one.walk()]
    leaves = [part.id for part in parts if part.line is not None]
    running = any(part.parts for part in parts) and not any(_HIERARCHICAL.fullmatch(name) for name in leaves)
    if running or not all(leaves) or len(set(leaves)) < len(leaves):
        for part in parts:
            part.id = ""
    taken = {part.id for part in parts if part.id}
    _fill(top, "", taken)


def _fill(parts: Sequence[Part], above: str, taken: set[str]) -> None:
    doubled = [part.id for part in parts if part.id and part.line is None]
    for place, part in enumerate(parts, 1):
        if not part.id or (part.line is None and doubled.count(part.id) > 1):
            part.id = _common(part, taken) or free(above, place, taken)
        taken.add(part.id)
        _fill(part.parts, f"{part.id}.", taken)


def _common(part: Part, taken: set[str]) -> str:
    """The number that those of all its parts begin with: 3 of 3.1 and 3.2."""
    begun = {one.id.rpartition(".")[0] for one in part.walk() if one.line is not None}
    name = next(iter(begun)) if len(begun) == 1 else ""
    return "" if name in taken else name


def free(above: str, place: int, taken: set[str]) -> str:
    """The first number below a branch that nothing has, from a place on."""
    while f"{above}{place}" in taken:
        place += 1
    return f"{above}{place}"
