"""What was read: a tree of texts in which every part still knows where it stands in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias, Union

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
class Source:
    """A document that was read, by name.

    `spoiled` are the paths of values that the reader has already refused: nothing more is said of them.
    """

    name: str
    data: Tree
    layout: Layout | None = field(default=None, repr=False)
    spoiled: frozenset[Path] = frozenset()

    def existing(self, path: Path) -> Path:
        """The path without the steps that the tree does not have (pydantic's union tags, a missing key)."""
        return self._follow(path)[0]

    def where(self, path: Path, *, key: bool = False, offset: int = 0) -> Where:
        """The place of the value at a path, or of its key; of the nearest part above it where there is none.

        `offset` counts characters inside the text that stands there, where it is written as it is meant.
        """
        found, value = self._follow(path)
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
