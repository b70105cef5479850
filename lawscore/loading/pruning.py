"""A tree without some of its parts, which still knows the paths that its parts had before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import TypeAlias

from lawscore.classes import dataclass
from lawscore.loading.source import Path, Step, Tree

#: The parts to leave out, step by step; None where a part ends.
_Branch: TypeAlias = "dict[Step, _Branch | None]"


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is left of a tree. `kept` tells for each list that lost items the places that its items had."""

    data: Tree
    kept: dict[Path, list[int]] = field(default_factory=dict)

    def original(self, path: Path) -> Path:
        """The path, in the whole tree, of a path in the pruned one."""
        found: list[Step] = []
        for step in path:
            places = self.kept.get(tuple(found))
            inside = places is not None and isinstance(step, int) and 0 <= step < len(places)
            found.append(places[step] if places is not None and inside and isinstance(step, int) else step)
        return tuple(found)


def prune(data: Tree, paths: Iterable[Path]) -> Pruned | None:
    """Leave out the parts at some paths; None where nothing is left. Parts without a loss are not copied."""
    root: dict[Step, _Branch | None] = {}
    for path in sorted(paths, key=len):
        if not path:
            return None
        _plant(root, path)
    pruned = Pruned(data)
    return Pruned(_cut(data, root, (), pruned.kept), pruned.kept) if root else pruned


def _plant(root: dict[Step, _Branch | None], path: Path) -> None:
    branch: dict[Step, _Branch | None] = root
    for step in path[:-1]:
        inside = branch.setdefault(step, {})
        if inside is None:
            return
        branch = inside
    branch[path[-1]] = None


def _cut(data: Tree, branch: _Branch, path: Path, kept: dict[Path, list[int]]) -> Tree:
    if isinstance(data, dict):
        return {key: _inside(value, branch, key, path, kept) for key, value in data.items() if not _gone(branch, key)}
    if isinstance(data, list):
        places = [index for index in range(len(data)) if not _gone(branch, index)]
        if len(places) < len(data):
            kept[path] = places
        return [_inside(data[index], branch, index, path, kept) for index in places]
    return data


def _gone(branch: _Branch, step: Step) -> bool:
    return step in branch and branch[step] is None


def _inside(value: Tree, branch: _Branch, step: Step, path: Path, kept: dict[Path, list[int]]) -> Tree:
    further = branch.get(step)
    return value if further is None else _cut(value, further, (*path, step), kept)
