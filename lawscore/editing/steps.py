"""The steps of an edit, by paths of the document as it was, and the tree that they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from lawscore.classes import dataclass
from lawscore.loading.source import Path, Tree


class EditError(Exception):
    """An edit that cannot be made, or did not come out as it was meant: our mistake, not that of the document."""

    def __init__(self, what: str, part: object) -> None:
        super().__init__(f"{what}: {part}")


@dataclass(frozen=True, slots=True)
class Set:
    """Another value at a path."""

    path: Path
    value: Tree


@dataclass(frozen=True, slots=True)
class Insert:
    """A new entry in the group at a path, before the one that is `at` now; it keeps to the one above, unless `below`."""

    path: Path
    at: int
    key: str | None
    value: Tree
    below: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """The entry at a path, left out."""

    path: Path


@dataclass(frozen=True, slots=True)
class Rename:
    """Another key for the entry at a path."""

    path: Path
    key: str


Step: TypeAlias = Set | Insert | Remove | Rename


def refuse_overlaps(steps: Sequence[Step]) -> None:
    """Two steps that speak of one part, and steps inside what is replaced or left out, are refused."""
    whole = Counter(step.path for step in steps if isinstance(step, Set | Remove))
    whole.update(step.path for step in steps if isinstance(step, Rename) and Remove(step.path) in steps)
    renamed = Counter(step.path for step in steps if isinstance(step, Rename))
    doubled = [path for path, count in (*whole.items(), *renamed.items()) if count > 1]
    for step in steps:
        above = range(len(step.path) + isinstance(step, Insert))
        doubled += [step.path for length in above if step.path[:length] in whole]
    if doubled:
        raise EditError("two edits of one part", doubled[0])


def meant(data: Tree, steps: Iterable[Step], path: Path = ()) -> Tree:
    """The tree that the steps make of a tree."""
    steps = [step for step in steps if step.path[: len(path)] == path]
    for step in steps:
        if isinstance(step, Set) and step.path == path:
            return step.value
    if all(step.path == path and not isinstance(step, Insert) for step in steps):
        return data
    entries: list[tuple[str | int, Tree]]
    entries = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    found: list[tuple[str, Tree]] = []
    for at in range(len(entries) + 1):
        found += [(step.key or "", step.value) for step in inserts(steps, path, at)]
        if at == len(entries):
            break
        key, value = entries[at]
        inside = (*path, key)
        if Remove(inside) not in steps:
            renamed = (step.key for step in steps if isinstance(step, Rename) and step.path == inside)
            found.append((next(renamed, str(key)), meant(value, steps, inside)))
    if isinstance(data, list):
        return [value for _, value in found]
    _refuse_doubled(path, [key for key, _ in found])
    return dict(found)


def inserts(steps: Iterable[Step], path: Path, at: int) -> list[Insert]:
    """The new entries of a group before its entry number `at`: first those that keep to the entry above."""
    here = [step for step in steps if isinstance(step, Insert) and step.path == path and step.at == at]
    return sorted(here, key=lambda step: step.below)


def _refuse_doubled(path: Path, keys: Sequence[str]) -> None:
    doubled = [key for key, count in Counter(keys).items() if count > 1]
    if doubled:
        raise EditError("a key would stand twice", (*path, doubled[0]))


def is_same(one: Tree, other: Tree) -> bool:
    """Whether two trees are the same, with their keys in the same order."""
    return one == other and _order(one) == _order(other)


def _order(data: Tree) -> object:
    """The keys in their order: equal mappings may differ in it."""
    if isinstance(data, dict):
        return [(key, _order(value)) for key, value in data.items()]
    return [_order(value) for value in data] if isinstance(data, list) else None
