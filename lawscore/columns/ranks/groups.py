"""The group of every unit: units are compared with those of their group."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes
from lawscore.columns.footprint import Footprint
from lawscore.columns.parts import Part
from lawscore.columns.ranks.looks import coded_units, scopes
from lawscore.columns.ranks.units import Column, Units
from lawscore.columns.roster import some_of
from lawscore.columns.who import OfTable
from lawscore.expressions.values import Missing, Unknown
from lawscore.facts.unit import Scope, Unit, UnitFacts
from lawscore.rules.cohort import Within

#: The code of a unit that is in no group, and of one whose group is not known.
NOWHERE: Final = -1
STRAY: Final = -2


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of every unit by its code."""

    codes: Codes
    #: By what the units of each group agree.
    keys: Sequence[Hashable]
    #: Why the group of a unit is not known, by its row.
    strays: Column | None = None
    #: Some units are in no group.
    is_partial: bool = True

    @property
    def size(self) -> int:
        """How many groups there are; never none."""
        return max(len(self.keys), 1)


def groups_of(units: Units, within: Within) -> Groups:
    """The group of each unit; units that are compared with nobody are in none."""
    column = _divided(units, within)
    known: dict[Hashable, int] = {}
    codes = np.empty(len(column.values), np.int32)
    why: list[Unknown | None] = []
    for place, scope in enumerate(column.values):
        key = within.of(scope)
        why.append(key if isinstance(key, Unknown) else None)
        if isinstance(key, Missing):
            codes[place] = STRAY if isinstance(key, Unknown) else NOWHERE
        else:
            codes[place] = known.setdefault(key, len(known)) if key == within.seen(scope) else NOWHERE
    strays = Column(why, column.codes) if any(why) else None
    is_plain = codes.tolist() == list(range(len(codes)))  # each has its own group: nothing is to be looked up
    found = column.codes if is_plain else codes.take(column.codes)
    return Groups(found, list(known), strays, bool((codes < 0).any() and (found < 0).any()))


def _divided(units: Units, within: Within) -> Column:
    """Scopes that tell which group a unit is in."""
    if within.text == "all":
        return scopes(units, Footprint(()))
    if within.text == "parent":
        return units.column(_by_parent)
    if not within.reads:
        return _by_class(units)
    return scopes(units, Footprint(tuple(name for name in units.rubric.fields if name in within.reads)))


def _by_class(units: Units) -> Column:
    known: dict[int, list[Scope]] = {}

    def read(part: Part) -> tuple[Sequence[Scope], Codes]:
        if not isinstance(part.who, OfTable):
            found = _classed(part.who.unit(row).unit_class for row in range(len(part)))
            return found, np.arange(len(part), dtype=np.int32)
        survey = part.who.survey
        if id(survey) not in known:
            known[id(survey)] = _classed(survey.classes if survey.lists else [None])
        return known[id(survey)], coded_units(part).classes

    return units.column(read)


def _classed(classes: Iterable[str | None]) -> list[Scope]:
    """A scope for all units of each class."""
    return [Scope(UnitFacts(unit=Unit(id="", name="", unit_class=one), values={}), {}) for one in classes]


def _by_parent(part: Part) -> tuple[Sequence[Scope], Codes]:
    """A scope for all units under the same parent."""
    rows: Sequence[int] = range(len(part))
    codes: Codes = np.arange(len(part), dtype=np.int32)
    if isinstance(part.who, OfTable):
        codes, rows = _parents(part, part.who)
    return [Scope(UnitFacts(unit=part.who.unit(row), values={}), {}) for row in rows], codes


def _parents(part: Part, who: OfTable) -> tuple[Codes, Sequence[int]]:
    """The parent of each unit under a code, and for each code one of its units."""
    if not who.survey.lists or who.survey.parents is None:
        return np.zeros(len(part), np.int32), range(min(len(part), 1))
    encoded = some_of(who.survey.parents, part.rows).dictionary_encode(null_encoding="encode")
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return codes, np.unique(codes, return_index=True)[1].tolist()
