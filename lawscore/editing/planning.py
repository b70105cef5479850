"""From steps to splices: each part of the document that is touched has its own plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lawscore.editing import in_blocks, in_brackets
from lawscore.editing.replacing import replaced
from lawscore.editing.runs import change
from lawscore.editing.splices import Splice
from lawscore.editing.steps import Insert, Remove, Rename, Set, Step, meant
from lawscore.editing.texts import key_of, quoted
from lawscore.editing.written import Entry, Group, Written
from lawscore.loading.source import Path, Tree


def plan(document: Written, steps: Sequence[Step]) -> list[Splice]:
    """The splices that make the steps; at one offset, what is deeper in the document comes first."""
    found: list[Splice] = []
    steps = sorted(_simpler(document, steps), key=lambda step: -len(step.path))
    for step in steps:
        if isinstance(step, Set):
            found += replaced(document, step.path, step.value)
        elif isinstance(step, Rename):
            found.append(_renamed(document, step))
    for path in sorted(_changed(steps), key=lambda path: -len(path)):
        group = document.node(path)
        assert isinstance(group, Group)
        changed = change(group, path, steps)
        found += (in_brackets if group.flow else in_blocks).splices(document, changed)
    return found


def _changed(steps: Sequence[Step]) -> set[Path]:
    """The groups whose entries change."""
    removed = {step.path[:-1] for step in steps if isinstance(step, Remove)}
    return removed | {step.path for step in steps if isinstance(step, Insert)}


def _simpler(document: Written, steps: Sequence[Step]) -> list[Step]:
    """A group that is or becomes empty, or has no brackets of its own in those of a list, is written anew as a whole."""
    for path in sorted(_changed(steps), key=len):
        group = document.node(path)
        if isinstance(group, Group) and (_is_bare(document, group) or not _stays(group, path, steps)):
            own = [step for step in steps if step.path[: len(path)] == path and not _is_of(step, path)]
            others = [step for step in steps if step not in own]
            return _simpler(document, [*others, Set(path, meant(_at(document.data, path), _below(own, path)))])
    return list(steps)


def _is_of(step: Step, path: Path) -> bool:
    """Whether a step speaks of the entry at a path, and not of what stands in it."""
    return step.path == path and not isinstance(step, Insert)


def _is_bare(document: Written, group: Group) -> bool:
    """Whether it is `a: 1` in `[a: 1, b: 2]`."""
    return group.flow and document.text[group.start] not in "{["


def _stays(group: Group, path: Path, steps: Sequence[Step]) -> bool:
    """Whether some entry of the group stays."""
    keys = [at if entry.key is None else entry.key.value for at, entry in enumerate(group.entries)]
    return any(Remove((*path, key)) not in steps for key in keys)


def _below(steps: Sequence[Step], path: Path) -> list[Step]:
    """Steps as paths of what stands at a path."""
    return [replace(step, path=step.path[len(path) :]) for step in steps]


def _at(data: Tree, path: Path) -> Tree:
    for step in path:
        data = data[step]  # type: ignore[index]
    return data


def _renamed(document: Written, step: Rename) -> Splice:
    entry = document.entry(document.node(step.path[:-1]), step.path[-1])
    assert isinstance(entry, Entry)
    assert entry.key is not None
    group = document.node(step.path[:-1])
    told = quoted(step.key) if entry.key.style else key_of(step.key, flow=isinstance(group, Group) and group.flow)
    return Splice(entry.key.start, entry.key.end, told)
