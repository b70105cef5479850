"""The work on one rubric: the edits of its text so far, what was done, and what cannot be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.editing.canon import ordered
from lawscore.editing.edits import Edits
from lawscore.loading.source import Path, Tree
from lawscore.models import shorten
from lawscore.office.comparing import Cell, Plan
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric


@dataclass(slots=True)
class Work:
    """A rubric, the plan that is brought into it, and what came of it up to now."""

    rubric: Rubric
    plan: Plan
    edits: Edits
    told: list[Phrase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    #: Branches of which nothing is left.
    emptied: list[str] = field(default_factory=list)

    @property
    def data(self) -> Tree:
        """The rubric as it was."""
        return self.edits.written.data

    def at(self, path: Path) -> Any:
        """What stood at a path, or None."""
        value: Any = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def refuse(self, code: str, cell: Cell, **facts: object) -> None:
        """A cell that cannot be brought in."""
        self.problems.append(Problem(code=code, where=cell.where, facts={"id": cell.id, **facts}))

    def warn(self, code: str, cell: Cell, **facts: object) -> None:
        """Something to look at in what was brought in."""
        self.warnings.append(Problem(code=code, where=cell.where, severity="warning", facts={"id": cell.id, **facts}))

    def tell(self, cell: Cell, before: str, after: str) -> None:
        """A cell that was brought in: of several lines those that are another."""
        column = phrase(f"printed.column.{cell.column}") if cell.column != "title" else phrase("import.title")
        old, new = lines_of(before), lines_of(after)
        before, after = (" ".join(line for line in own if line not in other) for own, other in ((old, new), (new, old)))
        facts = {"name": self.name(cell.id), "column": column, "before": brief(before), "after": brief(after)}
        self.told.append(phrase("import.changed", **facts))

    def name(self, node: str) -> Phrase:
        """How an indicator, or the document, is named in what is told."""
        if not node:
            return phrase("import.document")
        return phrase("import.indicator", id=node, title=self.rubric.nodes[node].title)

    def put(self, owner: Path, key: str, value: Tree) -> None:
        """A key set, written anew at its place, or left out where it has no value any more."""
        node = self.at(owner)
        if key in node:
            path = (*owner, key)
            self.edits = self.edits.set(path, value) if value else self.edits.remove(path)
        elif value:
            keys = ordered([*node, key], "indicator" if owner else "rubric")
            at = keys.index(key)
            self.edits = self.edits.insert(owner, key, value, after=keys[at - 1] if at else None)

    def lists(self, path: Path, gone: Sequence[int], new: Mapping[int, Tree], pairs: Mapping[int, int]) -> None:
        """Items of a list left out, and new ones behind those that they follow in the table."""
        for old in gone:
            self.edits = self.edits.remove((*path, old))
        kept = {later: earlier for earlier, later in pairs.items()}
        for place, value in new.items():
            above = [kept[one] for one in kept if one < place]
            if above:
                self.edits = self.edits.append(path, value, after=max(above))
            else:
                self.edits = self.edits.append(path, value, before=min(kept.values()))


def lines_of(text: str) -> list[str]:
    """The lines of a cell."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def brief(text: str, limit: int = 40) -> object:
    """A text as it is told."""
    return shorten(text, limit) if text else phrase("import.nothing")
