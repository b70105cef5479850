"""Who stands above whom: units that stand above themselves, and units above that are nobody who is assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.facts.cohort import rings
from lawscore.facts.unit import Unit
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.places import Located, Place, order
from lawscore.submission.roster import Roster
from lawscore.submission.words import fold, suggest

#: So many units are named that count for nobody; the others are counted.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Kin:
    """The units that all documents name, and whether anybody looks at which units are above those of a rubric."""

    #: The ids as they are compared, and as they are written.
    known: Mapping[str, str]
    looked_at: bool

    def below(self, rubric: Rubric, name: str) -> Kin:
        """For the units that another rubric scores, below those of a rubric."""
        return replace(self, looked_at=name in rubric.looks_below)

    def of(self, rubric: Rubric) -> Kin:
        """For the units of a rubric, which may look at those of its own units that are below others."""
        return replace(self, looked_at=self.looked_at or "" in rubric.looks_below)


def named_in(documents: Iterable[Located]) -> dict[str, str]:
    """All units that documents list or bring data of."""
    named: dict[str, str] = {}
    for document in (one.document for one in documents):
        for unit in (*(entry.id for entry in document.units), *(one.unit for one in document.submissions)):
            named.setdefault(fold(unit), unit.strip())
    return named


def odd_parents(roster: Roster, units: Iterable[Unit], kin: Kin) -> Iterator[Problem]:
    """Units that stand above themselves, and, where anybody looks at them, units above that are not known."""
    listed = {**roster.described, **roster.units}
    places = {
        fold(unit.id): (unit, place)
        for unit in units
        if fold(unit.id) in listed and (place := listed[fold(unit.id)].parent) is not None
    }
    yield from _circles(places)
    if kin.looked_at:
        yield from _unknown(places, kin)


def _circles(places: Mapping[str, tuple[Unit, Place]]) -> Iterator[Problem]:
    """Each circle once, where the first of its units stands."""
    waiting = sorted(rings({unit.id: unit.parent for unit, _ in places.values()}), key=lambda unit: _at(places, unit))
    while waiting:
        circle = [waiting[0]]
        while circle[-1] in waiting:
            waiting.remove(circle[-1])
            unit, _ = places[fold(circle[-1])]
            above, _ = places[fold(unit.parent or "")]
            circle.append(above.id)
        where = places[fold(circle[0])][1].where()
        facts: dict[str, object] = {"circle": " → ".join(circle)}
        yield Problem(code="parent_circle", where=where, facts=facts, hint=phrase("hint.parent_circle"))


def _at(places: Mapping[str, tuple[Unit, Place]], unit: str) -> tuple[object, ...]:
    return order(places[fold(unit)][1].where())


def _unknown(places: Mapping[str, tuple[Unit, Place]], kin: Kin) -> Iterator[Problem]:
    """Each unit that is above others and not known once, where it is first named."""
    below: dict[str, list[str]] = {}
    for key, (unit, _) in places.items():
        if unit.parent is not None and fold(unit.parent) not in kin.known:
            below.setdefault(fold(unit.parent), []).append(key)
    for keys in below.values():
        first = min(keys, key=lambda key: _at(places, key))
        unit, place = places[first]
        assert unit.parent is not None  # looked at above
        facts = {"parent": unit.parent, "units": _names([places[key][0] for key in keys])}
        hint = suggest(unit.parent, kin.known.values())
        yield Problem(code="parent_unknown", severity="warning", where=place.where(), facts=facts, hint=hint)


def _names(units: Sequence[Unit]) -> object:
    names = tuple(unit.name for unit in units[:_MOST_NAMED])
    return names if len(units) <= _MOST_NAMED else phrase("word.and_more", names=names, count=str(len(units)))
