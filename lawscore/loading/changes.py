"""What a document changes in a list of the one that it extends: by the ids of the entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Final, NamedTuple

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.loading.source import Path, Source, Tree
from lawscore.problems import Problem, nearest
from lawscore.rubric.extending import WHOLE_BY

#: The list whose entries have lists of entries themselves, under the same key.
DEEP: Final = "indicators"


class Entry(NamedTuple):
    """An entry of a list: where it stands, its id, and that of the entry above it."""

    path: Path
    id: str
    above: str | None


@dataclass(slots=True)
class Changes:
    """What an own list says of the entries of another: paths in the own document, by id."""

    key: str
    base: Source
    #: Entries of which some keys are stated.
    changed: dict[str, Path] = field(default_factory=dict)
    #: Entries that were taken out and are stated anew, in their place.
    replaced: dict[str, Path] = field(default_factory=dict)
    #: New entries, by the one in whose list they stand.
    added: dict[str | None, list[Path]] = field(default_factory=dict)
    #: The lists that changed entries state.
    opened: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def inside(self) -> str | None:
        """The key under which an entry has entries of its own."""
        return DEEP if self.key == DEEP else None

    def entries(self, path: Path) -> Iterator[Entry]:
        """The entries of one list of the other document."""
        return entries(self.base, path)


def entries(source: Source, path: Path, above: str | None = None, *, deep: bool = False) -> Iterator[Entry]:
    """The entries of a list that have an id, and with `deep` those inside them."""
    listed = source.at(path)
    for place, item in enumerate(listed if isinstance(listed, list) else ()):
        name = id_of(item)
        if name is None:
            continue
        here = (*path, place)
        yield Entry(here, name, above)
        if deep and isinstance(item, dict) and DEEP in item:
            yield from entries(source, (*here, DEEP), name, deep=True)


def id_of(item: Tree) -> str | None:
    """The id of an entry; a bare text is one, and so is a number in a mapping from Python."""
    name = item.get("id") if isinstance(item, dict) else item
    return None if name is None or isinstance(name, dict | list) else str(name)


def either(keys: Sequence[str]) -> Phrase | str:
    """One key or another, in words."""
    return keys[0] if len(keys) == 1 else phrase("version.or", one=keys[0], other=either(keys[1:]))


def changes_of(base: Source, own: Source, key: str, name: str, gone: frozenset[str], *, has_own: bool) -> Changes:
    """Go through the own list under a key of the document; `gone` are the ids that it takes out of the other."""
    found = Changes(key, base)
    if has_own:
        there = {entry.id: entry for entry in entries(base, (key,), deep=key == DEEP)}
        _Finder(own, name, there, _with_those_inside(there, gone), found).level((key,), None)
    return found


def _with_those_inside(there: dict[str, Entry], gone: frozenset[str]) -> frozenset[str]:
    """What is taken out, and what stands inside it; an entry comes after the one above it."""
    found = set(gone)
    found.update(entry.id for entry in there.values() if entry.above in found)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Finder:
    own: Source
    #: The `id@version` of the other document, for the sentences.
    name: str
    there: dict[str, Entry]
    gone: frozenset[str]
    found: Changes

    def level(self, path: Path, above: str | None) -> None:
        """One own list: at the top an entry is found wherever it stands, further down only where it stands."""
        listed = self.own.at(path)
        for place, item in enumerate(listed if isinstance(listed, list) else ()):
            here, name = (*path, place), id_of(item)
            entry = self.there.get(name) if name is not None else None
            if entry is None or entry.id in self.gone:
                self.new(here, item, entry, above)
            elif entry.id in self.found.changed:
                self.refuse("id_doubled", here, id=entry.id)
            elif above is None or entry.above == above:
                self.change(here, item, entry.id)
            else:
                at = {"above": entry.above or phrase("place.top"), "below": above}
                hint = phrase("hint.extends_elsewhere")
                self.refuse("extends_elsewhere", here, hint, id=entry.id, base=self.name, **at)

    def new(self, here: Path, item: Tree, entry: Entry | None, above: str | None) -> None:
        """An entry that the other document does not have, or that was taken out of it."""
        if not self._is_whole(here, item, above):
            self._refuse_incomplete(here, str(id_of(item)))
        elif entry is not None and entry.above == above and entry.id not in self.found.replaced:
            self.found.replaced[entry.id] = here
        else:
            self.found.added.setdefault(above, []).append(here)

    def change(self, here: Path, item: Tree, name: str) -> None:
        """Keys of an entry that the other document has, and its own list further down."""
        self.found.changed[name] = here
        if self.found.inside is None or not isinstance(item, dict) or DEEP not in item:
            return
        path = (*here, DEEP)
        if isinstance(item[DEEP], list):
            self.found.opened[name] = path
            self.level(path, name)
        elif path not in self.own.spoiled:
            facts = {"what": phrase("place.part", name=DEEP), "given": phrase("word.text")}
            self.found.problems.append(Problem(code="expected_list", where=self.own.where(path), facts=facts))

    def refuse(self, code: str, here: Path, hint: Phrase | None = None, **facts: object) -> None:
        """Note what is wrong with the id of an own entry."""
        where = self.own.where((*here, "id"))
        self.found.problems.append(Problem(code=code, where=where, facts=facts, hint=hint))

    def _is_whole(self, here: Path, item: Tree, above: str | None) -> bool:
        """Whether a new entry says what it is; what is wrong with it otherwise is for others to tell."""
        if id_of(item) is None or any(path[: len(here)] == here for path in self.own.spoiled):
            return True
        stated = item if isinstance(item, dict) else {}
        return any(key in stated for key in WHOLE_BY[self.found.key]) or self._in_table(above)

    def _in_table(self, above: str | None) -> bool:
        """Whether the list stands in a table (`every`) that gives its parts their rules."""
        while above is not None:
            for source, path in ((self.own, self.found.changed.get(above)), (self.found.base, self.there[above].path)):
                node = source.at(path) if path is not None else None
                every = node.get("every") if isinstance(node, dict) else None
                if isinstance(every, dict):
                    return "rules" in every
            above = self.there[above].above
        return False

    def _refuse_incomplete(self, here: Path, name: str) -> None:
        meant = nearest(name, self.there)
        hint = phrase("hint.extends_nearest", name=meant, base=self.name) if meant is not None else None
        facts = {"id": name, "base": self.name, "keys": either(WHOLE_BY[self.found.key])}
        self.refuse("extends_incomplete", here, hint, **facts)
