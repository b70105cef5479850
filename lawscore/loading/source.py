"""What was read: a tree of texts in which every part still knows where it stands in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Final, NamedTuple, TypeAlias, Union

from lawscore.classes import dataclass
from lawscore.loading.lines import Lines
from lawscore.problems import Where

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]
#: Mappings, lists and texts; None is JSON's null. Readers make no numbers and no dates: the models do.
Tree: TypeAlias = Union[dict[str, "Tree"], list["Tree"], str, None]  # noqa: UP007 - names itself


class Part(NamedTuple):
    """Where one entry of a mapping or list begins: offsets of its key (None in a list) and of its value."""

    key: int | None
    value: int


#: From the offset at which a mapping or list begins to the places of its entries.
Parts: TypeAlias = Callable[[int], Mapping[Step, Part]]

_QUOTES: Final = ("'", '"')


def has(tree: object, step: Step) -> bool:
    """Whether a tree has an entry of this key or index."""
    if isinstance(tree, list):
        return isinstance(step, int) and 0 <= step < len(tree)
    return isinstance(tree, dict) and step in tree


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """How a tree lies in its text: the offset of the root, and the entries of what begins at an offset."""

    lines: Lines
    root: int
    parts: Parts


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """In which document a part was written, and where there; `parts` are what is put together of several documents."""

    source: Source
    path: Path
    parts: Mapping[Step, Origin] = field(default_factory=dict)

    def of(self, path: Path) -> tuple[Source, Path]:
        """The document in which the part at a path was written, and its path there."""
        part = self
        for place, step in enumerate(path):
            inside = part.parts.get(step)
            if inside is None:
                return part.source, (*part.path, *path[place:])
            part = inside
        return part.source, part.path


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A document that was read, by name.

    `spoiled` are the paths of values that the reader has already refused: nothing more is said of them. `origin` tells of
    a document that was put together of several in which of them each part was written; it has no layout of its own.
    """

    name: str
    data: Tree
    layout: Layout | None = field(default=None, repr=False)
    spoiled: frozenset[Path] = frozenset()
    origin: Origin | None = field(default=None, repr=False)

    def existing(self, path: Path) -> Path:
        """The path without the steps that the tree does not have (pydantic's union tags, a missing key)."""
        return self._follow(path)[0]

    def at(self, path: Path) -> Tree:
        """What stands at a path; None where there is nothing."""
        found, value = self._follow(path)
        return value if found == path else None

    def where(self, path: Path, *, key: bool = False, offset: int = 0) -> Where:
        """The place of the value at a path, or of its key; of the nearest part above it where there is none.

        Of a document that was put together, it is the place in the one in which the part was written. `offset` counts
        characters inside the text that stands there, where it is written as it is meant.
        """
        found, value = self._follow(path)
        if self.origin is not None:
            source, there = self.origin.of(found)
            return source.where(there, key=key and found[-1:] == path[-1:], offset=offset)
        if self.layout is None:
            return Where(file=self.name, path=found)
        spot = Part(None, self.layout.root)
        for step in found:
            spot = self.layout.parts(spot.value).get(step, spot)
        wants_key = key and spot.key is not None and found[-1:] == path[-1:]
        start = spot.key if wants_key and spot.key is not None else self._inside(spot.value, value, offset)
        return self.layout.lines.where(start, found)

    def _follow(self, path: Path) -> tuple[Path, Tree]:
        found: list[Step] = []
        value = self.data
        for step in path:
            if has(value, step):
                value = value[step]  # type: ignore[index]
                found.append(step)
        return tuple(found), value

    def _inside(self, start: int, value: Tree, offset: int) -> int:
        if offset <= 0 or not isinstance(value, str) or self.layout is None:
            return start
        text = self.layout.lines.text
        first = start + text.startswith(_QUOTES, start)
        return first + min(offset, len(value)) if text.startswith(value, first) else start
