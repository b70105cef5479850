"""All units of an assessment, for what compares one with the others or takes records over from them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import field
from typing import Any, TypeVar

from lawscore.classes import dataclass
from lawscore.facts.unit import Scope
from lawscore.texts import folded

T = TypeVar("T")


def rings(parents: Mapping[str, str | None]) -> frozenset[str]:
    """The ids of the units that stand above themselves, by way of others or at once."""
    above = {folded(unit): folded(parent) for unit, parent in parents.items() if parent is not None}
    found: set[str] = set()
    seen: set[str] = set()
    for start in above:
        path: dict[str, None] = {}
        unit: str | None = start
        while unit is not None and unit not in seen:
            seen.add(unit)
            path[unit] = None
            unit = above.get(unit)
        if unit in path:
            way = list(path)
            found.update(way[way.index(unit) :])
    return frozenset(unit for unit in parents if folded(unit) in found)


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """The scopes of all units that one rubric scores, by unit id, in their order.

    Figures over the units are worked out when they are first asked for, and kept: `once`.
    """

    scopes: Mapping[str, Scope]
    #: The units below a unit that another rubric scores, by that rubric's name.
    others: Mapping[str, Cohort] = field(default_factory=dict)
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """The figure with this key: found now, or as it was found before."""
        if key not in self._kept:
            self._kept[key] = find()
        found: T = self._kept[key]
        return found

    def found(self, kind: str) -> Iterator[tuple[Any, Any]]:
        """All figures of one kind that were asked for: those whose key is `(kind, key)`, by that key."""
        for key, figure in self._kept.items():
            if isinstance(key, tuple) and key[0] == kind:
                yield key[1], figure
