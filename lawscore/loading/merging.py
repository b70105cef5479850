"""Two documents put together: what an extending rubric changes, adds and takes out; every part still knows its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Final, NamedTuple

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.changes import DEEP, Changes, changes_of
from lawscore.loading.source import Origin, Path, Source, Step, Tree
from lawscore.loading.taking_out import TakenOut, taken_out
from lawscore.models import kind_of
from lawscore.problems import Problem
from lawscore.rubric.extending import BY_ID, BY_NAME, HEADER
from lawscore.texts import folded


class Part(NamedTuple):
    """A part of the document that comes of it, and where it was written."""

    data: Tree
    origin: Origin


@dataclass(frozen=True, slots=True)
class Merged:
    """The document that comes of two, and what is wrong with the changes."""

    source: Source
    problems: list[Problem]


def merge(base: Source, own: Source, name: str) -> Merged:
    """Put the parts of a document over those of the one that it extends; `name` is that one's `id@version`."""
    gone = taken_out(base, own, name)
    merging = _Merging(base, own, name, gone, [*gone.problems])
    part = merging.document()
    spoiled = frozenset(path for spoilt in own.spoiled for path in merging.moved(spoilt))
    return Merged(Source(own.name, part.data, spoiled=spoiled, origin=part.origin), merging.problems)


#: The words for what a section must be, where it is something else.
_MUST_BE: Final = {dict: "expected_mapping", list: "expected_list"}


@dataclass(slots=True)
class _Merging:
    base: Source
    own: Source
    name: str
    gone: TakenOut
    problems: list[Problem]
    #: Where own parts went.
    places: dict[Path, Path] = field(default_factory=dict)

    def document(self) -> Part:
        """The header of the document itself; of the rest what it states, else what the other states."""
        base, own = _mapping(self.base.data), _mapping(self.own.data)
        parts: dict[Step, Part] = {}
        for key in own:
            parts[key] = self.section(key) if key in base and key not in HEADER else self.mine((key,), (key,))
        for key in base:
            if key not in parts and key not in HEADER and key not in self.gone.keys:
                parts[key] = self.section(key)
        return _together(parts, Origin(self.own, ()))

    def section(self, key: str) -> Part:
        """A key of the document that the other states, and perhaps this one too."""
        here: Path = (key,)
        if key in BY_NAME:
            return self.named(here, here if key in _mapping(self.own.data) else None, here, self.gone.of(key))
        if key in BY_ID:
            return self.listed(key)
        return self.mine(here, here) if key in _mapping(self.own.data) else self.other(here)

    def mine(self, path: Path, here: Path) -> Part:
        """A part of this document, whole; `here` is its path in the one that comes of both."""
        self.places[path] = here
        return Part(self.own.at(path), Origin(self.own, path))

    def other(self, path: Path) -> Part:
        """A part of the other document, whole."""
        return Part(self.base.at(path), Origin(self.base, path))

    def named(self, theirs: Path, mine: Path | None, here: Path, gone: frozenset[str] = frozenset()) -> Part:
        """A mapping by names: an own entry stands in the place of the one of its name."""
        own = self.fitting(mine, dict) if mine is not None else None
        stated = {folded(name): name for name in own} if isinstance(own, dict) else {}
        origin = Origin(self.own, mine) if stated and mine is not None else Origin(self.base, theirs)
        parts: dict[Step, Part] = {}
        for name in _mapping(self.base.at(theirs)):
            own_name = stated.pop(folded(name), None)
            if own_name is not None and mine is not None:
                parts[own_name] = self.mine((*mine, own_name), (*here, own_name))
            elif folded(name) not in gone:
                parts[name] = self.other((*theirs, name))
        parts |= {name: self.mine((*mine, name), (*here, name)) for name in stated.values() if mine is not None}
        return _together(parts, origin)

    def listed(self, key: str) -> Part:
        """A list of entries with ids: an own entry changes the one of its id, wherever that stands."""
        path: Path = (key,)
        entries = self.fitting(path, list) if key in _mapping(self.own.data) else []
        changes = changes_of(self.base, self.own, key, self.name, self.gone.of(key), has_own=bool(entries))
        self.problems += changes.problems
        return self.entries(path, path, changes, None, Origin(self.own if entries else self.base, path))

    def entries(self, theirs: Path | None, here: Path, changes: Changes, above: str | None, origin: Origin) -> Part:
        """What becomes of one list: its entries in their order, changed or replaced, then what is added to it."""
        parts: list[Part] = []
        for entry in changes.entries(theirs) if theirs is not None else ():
            place = (*here, len(parts))
            if entry.id in changes.replaced:
                parts.append(self.mine(changes.replaced[entry.id], place))
            elif entry.id not in self.gone.of(changes.key):
                parts.append(self.entry(entry.path, entry.id, place, changes))
        for path in changes.added.get(above, ()):
            parts.append(self.mine(path, (*here, len(parts))))
        return Part([part.data for part in parts], Origin(origin.source, origin.path, _origins(enumerate(parts))))

    def entry(self, theirs: Path, name: str, here: Path, changes: Changes) -> Part:
        """An entry of the other document, with the keys that this one states of it."""
        stated = changes.changed.get(name)
        own, base = self.own.at(stated) if stated is not None else None, self.base.at(theirs)
        if not isinstance(base, dict) and not isinstance(own, dict):
            return self.other(theirs)
        parts: dict[Step, Part] = {key: self.other((*theirs, key)) for key in _mapping(base)}
        parts.setdefault("id", Part(name, Origin(self.base, theirs)))  # a bare text is one
        origin = Origin(self.base, theirs)
        if isinstance(own, dict) and stated is not None:
            self.places[stated] = here
            origin = Origin(self.own, stated)
            parts |= {key: self.key(theirs, (*stated, key), (*here, key)) for key in own if key != changes.inside}
        inside = (*theirs, DEEP) if DEEP in parts else None
        if inside is not None or name in changes.added:
            opened = changes.opened.get(name)
            begins = Origin(self.own, opened) if opened is not None else Origin(self.base, inside or theirs)
            parts[DEEP] = self.entries(inside, (*here, DEEP), changes, name, begins)
        return _together(parts, origin)

    def key(self, theirs: Path, mine: Path, here: Path) -> Part:
        """A key that this document states of an entry; what is accepted goes by name here too."""
        if mine[-1] == "accepts" and isinstance(_mapping(self.base.at(theirs)).get("accepts"), dict):
            return self.named((*theirs, "accepts"), mine, here)
        return self.mine(mine, here)

    def fitting(self, path: Path, kind: type[dict[str, Tree] | list[Tree]]) -> Tree:
        """What this document states at a path, where it is of the kind that it must be."""
        value = self.own.at(path)
        if isinstance(value, kind):
            self.places[path] = path
            return value
        if path not in self.own.spoiled:
            facts = {"what": phrase("place.part", name=str(path[-1])), "given": kind_of(value)}
            self.problems.append(Problem(code=_MUST_BE[kind], where=self.own.where(path), facts=facts))
        return None

    def moved(self, path: Path) -> Iterator[Path]:
        """Where a path of this document is in the one that comes of both."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                yield (*self.places[path[:length]], *path[length:])
                return


def _mapping(tree: Tree) -> Mapping[str, Tree]:
    return tree if isinstance(tree, dict) else {}


def _together(parts: Mapping[Step, Part], origin: Origin) -> Part:
    data: Tree = {str(name): part.data for name, part in parts.items()}
    return Part(data, Origin(origin.source, origin.path, _origins(parts.items())))


def _origins(parts: Iterable[tuple[Step, Part]]) -> dict[Step, Origin]:
    return {step: part.origin for step, part in parts}
