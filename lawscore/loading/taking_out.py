"""`without`: which parts of an extended document the extending one does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.changes import DEEP, entries
from lawscore.loading.source import Source, Tree
from lawscore.problems import Problem, nearest
from lawscore.rubric.extending import BY_ID, BY_NAME
from lawscore.texts import folded

#: The part of `without` that names keys of the document.
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class TakenOut:
    """The names and ids that are taken out of each section, and what is wrong with them."""

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys that are taken out altogether."""
        return self.of(KEYS)

    def of(self, section: str) -> frozenset[str]:
        """The names or ids that are taken out of a section."""
        return self.names.get(section, frozenset())


def taken_out(base: Source, own: Source, name: str) -> TakenOut:
    """What `without` takes out of a document; what that one does not have is a mistake. Its form is checked elsewhere."""
    said = own.data.get("without") if isinstance(own.data, dict) else None
    names: dict[str, frozenset[str]] = {}
    problems: list[Problem] = []
    for section, listed in said.items() if isinstance(said, dict) else ():
        if section not in _KNOWN or not isinstance(listed, list):
            continue
        known = {_same(section)(one): one for one in _KNOWN[section](base, section)}
        names[section] = frozenset(_same(section)(one) for one in listed if isinstance(one, str))
        for place, one in enumerate(listed):
            if isinstance(one, str) and _same(section)(one) not in known:
                problems.append(_unknown(own, section, place, one, known, name))
    return TakenOut(names, tuple(problems))


def _unknown(own: Source, section: str, place: int, one: str, known: Iterable[str], name: str) -> Problem:
    meant = nearest(one, known)
    return Problem(
        code="without_unknown",
        where=own.where(("without", section, place)),
        facts={"name": one, "section": section, "base": name},
        hint=phrase("hint.nearest", name=meant) if meant is not None else None,
    )


def _named(base: Source, section: str) -> Iterable[str]:
    return _mapping(base.at((section,)))


def _listed(base: Source, section: str) -> Iterable[str]:
    return [entry.id for entry in entries(base, (section,), deep=section == DEEP)]


def _stated(base: Source, _section: str) -> Iterable[str]:
    return _mapping(base.data)


def _mapping(tree: Tree) -> Iterable[str]:
    return tree if isinstance(tree, dict) else ()


def _same(section: str) -> Callable[[str], str]:
    """Names are compared without regard to the width of their signs, ids as they are written."""
    return folded if section in BY_NAME else str


_KNOWN: Mapping[str, Callable[[Source, str], Iterable[str]]] = {
    **dict.fromkeys(BY_NAME, _named),
    **dict.fromkeys(BY_ID, _listed),
    KEYS: _stated,
}
