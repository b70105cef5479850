"""Edits of a YAML document by path: every comment, quote and blank that they do not speak of stays as it was."""

from __future__ import annotations

from dataclasses import field, replace

from lawscore.classes import dataclass
from lawscore.editing.planning import plan
from lawscore.editing.splices import spliced
from lawscore.editing.steps import EditError, Insert, Remove, Rename, Set, Step, is_same, meant, refuse_overlaps
from lawscore.editing.written import Group, UnreadableError, Written, read_written
from lawscore.loading.source import Path, Source, Tree
from lawscore.loading.source import Step as PathStep
from lawscore.loading.yaml_reader import read_yaml

__all__ = ["EditError", "Edits", "UnreadableError"]


@dataclass(frozen=True, slots=True)
class Edits:
    """A document and what is to be changed in it; each method returns the edits with one more.

    All paths are those of the document as it was, also for later edits. `text()` is the document with all of them made.
    Values are texts, lists and mappings of texts: numbers too are given as they are to be read, "0.5".
    """

    written: Written
    steps: tuple[Step, ...] = field(default=())

    @classmethod
    def of(cls, document: str | Source, name: str = "") -> Edits:
        """Edits of a YAML text, or of one that was read already; one with slips raises `UnreadableError`."""
        if isinstance(document, str):
            return cls(read_written(document, name))
        if document.layout is None:
            raise EditError("not read from a text", document.name)
        return cls(read_written(document.layout.lines.text, document.name))

    def set(self, path: Path, value: Tree) -> Edits:
        """Another value at a path, which must be there."""
        self._must_be(path)
        return self._with(Set(path, value))

    def insert(
        self, path: Path, key: str, value: Tree, *, before: PathStep | None = None, after: PathStep | None = None
    ) -> Edits:
        """A new key in the mapping at a path: before or after another key, else at its end."""
        at, below = self._place(path, before, after, keyed=True)
        return self._with(Insert(path, at, key, value, below))

    def append(
        self, path: Path, value: Tree, *, before: PathStep | None = None, after: PathStep | None = None
    ) -> Edits:
        """A new item in the list at a path: before or after another item, else at its end."""
        at, below = self._place(path, before, after, keyed=False)
        return self._with(Insert(path, at, None, value, below))

    def remove(self, path: Path) -> Edits:
        """Leave an entry out, with the comment lines directly above it and the comment beside it."""
        self._must_be(path)
        if not path:
            raise EditError("the whole document cannot be left out", path)
        return self._with(Remove(path))

    def rename(self, path: Path, key: str) -> Edits:
        """Another key for the entry of a mapping."""
        self._must_be(path)
        if not path or not isinstance(path[-1], str):
            raise EditError("an item of a list has no key", path)
        return self._with(Rename(path, key))

    def text(self) -> str:
        """The document with all edits made; raises `EditError` where it would not read back as the tree that they mean."""
        refuse_overlaps(self.steps)
        data = meant(self.written.data, self.steps)
        text = spliced(self.written.text, plan(self.written, self.steps))
        source, problems = read_yaml(text, "")
        if problems or source is None or not is_same(source.data, data):
            raise EditError("the edits did not come out as meant", self.steps)
        return text

    def _with(self, step: Step) -> Edits:
        return replace(self, steps=(*self.steps, step))

    def _must_be(self, path: Path) -> None:
        if self.written.node(path) is None:
            raise EditError("there is nothing here", path)

    def _place(self, path: Path, before: PathStep | None, after: PathStep | None, *, keyed: bool) -> tuple[int, bool]:
        group = self.written.node(path)
        if not isinstance(group, Group) or (group.keyed != keyed and group.entries):
            raise EditError("there is no mapping here" if keyed else "there is no list here", path)
        beside = before if before is not None else after
        if beside is None:
            return len(group.entries), False
        entry = self.written.entry(group, beside)
        if entry is None:
            raise EditError("there is nothing here", (*path, beside))
        return group.entries.index(entry) + (before is None), before is not None
