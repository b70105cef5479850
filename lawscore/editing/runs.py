"""What changes in the entries of one group: which runs of them go, and what comes between those that stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lawscore.classes import dataclass
from lawscore.editing.steps import Insert, Remove, Step, inserts
from lawscore.editing.written import Group, Text
from lawscore.loading.source import Path


@dataclass(frozen=True, slots=True)
class Run:
    """Entries that go, from the first to the last of them."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class New:
    """New entries between two that stay (None at the ends of the group); `below`: they keep to the one below."""

    above: int | None
    beneath: int | None
    entries: tuple[Insert, ...]
    below: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that changes among the entries of a group; `key` is the one that the group stands under."""

    group: Group
    key: str
    gone: tuple[Run, ...]
    new: tuple[New, ...]


def change(group: Group, path: Path, steps: Sequence[Step]) -> Change:
    """The change that the steps at a path make in a group, of which some entry stays."""
    gone = [at for at, step in enumerate(_keys(group)) if Remove((*path, step)) in steps]
    stays = [at for at in range(len(group.entries)) if at not in gone]
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    return Change(group, key, tuple(_runs(gone)), tuple(_news(group, path, steps, stays)))


def _keys(group: Group) -> list[str | int]:
    return [at if entry.key is None else entry.key.value for at, entry in enumerate(group.entries)]


def _runs(gone: Sequence[int]) -> Iterator[Run]:
    first: int | None = None
    for at in gone:
        first = at if first is None else first
        if at + 1 not in gone:
            yield Run(first, at)
            first = None


def _news(group: Group, path: Path, steps: Sequence[Step], stays: Sequence[int]) -> Iterator[New]:
    """One for each gap between entries that stay: what was meant for entries that go comes there too."""
    for above, beneath in zip((None, *stays), (*stays, None), strict=True):
        first = 0 if above is None else above + 1
        last = len(group.entries) if beneath is None else beneath
        found = [step for at in range(first, last + 1) for step in inserts(steps, path, at)]
        if found:
            below = above is None or (beneath is not None and all(step.below for step in found))
            yield New(above, beneath, tuple(found), below)


def last_text(group: Group) -> Text | None:
    """The text with which a group ends."""
    node = group.entries[-1].value
    while isinstance(node, Group) and node.entries and not node.flow:
        node = node.entries[-1].value
    return node if isinstance(node, Text) else None
