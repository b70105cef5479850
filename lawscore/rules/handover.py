"""`charged_to`: a record that one unit reports and another answers for.

The record is chosen (`where`, `dated`) in the unit that reports it; it is priced in the unit that is charged.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import field, replace
from typing import Final, TypeVar

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Missing, Unknown, together, unknown
from lawscore.facts.cohort import Cohort
from lawscore.facts.unit import Record, Records, Scope, Unit
from lawscore.rules.binder import RecordList
from lawscore.texts import folded

#: The unit that is charged with a record is not among those assessed.
NOBODY: Final = ""

#: Whether a unit's own record falls under the rule; unknown where that cannot be told.
Falls = Callable[[Scope, Record], bool | Unknown]

M = TypeVar("M", bound=Missing)


@dataclass(frozen=True, slots=True)
class Handed:
    """What other units report of one unit: records that it is charged with, and why there may be more."""

    records: list[Record] = field(default_factory=list)
    open: list[Unknown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stray:
    """A record that names a unit which is not assessed."""

    unit: Unit
    record: Record
    named: str


@dataclass(frozen=True, slots=True)
class Handover:
    """The records of one rule, by the unit that a column of theirs names; a blank one stays with the unit that reports."""

    key: Hashable
    column: str
    records: RecordList
    falls: Falls

    def charged(self, scope: Scope, kept: Records) -> Records | Missing:
        """The records that the unit is charged with: those of its own that stay, and those that others report of it."""
        own = [(record, self._target(scope, record)) for record in kept]
        open_ = [unknown("record", self.column, record.key) for record, target in own if not isinstance(target, str)]
        cohort = scope.cohort
        assert cohort is not None  # a rubric that looks at other units is scored with all of them
        handed = self.handed(cohort).get(scope.unit.id, Handed())
        if open_ or handed.open:
            return Unknown(together(*open_, *handed.open))
        return (*(record for record, target in own if target == scope.unit.id), *handed.records)

    def away(self, scope: Scope, kept: Records) -> Phrase | None:
        """What is said of records that are charged to others."""
        targets = [(record, self._target(scope, record)) for record in kept]
        gone = [(record, target) for record, target in targets if isinstance(target, str) and target != scope.unit.id]
        if not gone:
            return None
        cohort = scope.cohort
        assert cohort is not None  # as below
        known = cohort.scopes
        named = dict.fromkeys(
            known[target].unit.name if target in known else str(record.values[self.column]) for record, target in gone
        )
        return phrase("how.charged_away", records=tuple(record.key for record, _ in gone), units=tuple(named))

    def strays(self, cohort: Cohort) -> Iterator[Stray]:
        """The records whose unit is not assessed."""
        for scope in cohort.scopes.values():
            listed = self.records.of(scope)
            for record in listed if not isinstance(listed, Missing) else ():
                if self.falls(scope, record) is True and self._target(scope, record) == NOBODY:
                    yield Stray(scope.unit, record, str(record.values[self.column]))

    def waiting(self, cohort: Cohort) -> Iterator[Unit]:
        """The units of whose records it is not known yet which unit is charged, or that owe the whole list."""
        for scope in cohort.scopes.values():
            listed = self.records.of(scope)
            if isinstance(listed, Missing):
                waits = isinstance(listed, Unknown)
            else:
                waits = any(self._waits(scope, record) for record in listed)
            if waits:
                yield scope.unit

    def _waits(self, scope: Scope, record: Record) -> bool:
        return not isinstance(self._target(scope, record), str) and self.falls(scope, record) is not False

    def handed(self, cohort: Cohort) -> Mapping[str, Handed]:
        """What is reported of each unit by others, by the id of the unit that is charged."""
        return cohort.once(("handed", self.key), lambda: self._collect(cohort))

    def _collect(self, cohort: Cohort) -> dict[str, Handed]:
        found: dict[str, Handed] = {}
        for scope in cohort.scopes.values():
            listed = self.records.of(scope)
            for record in listed if not isinstance(listed, Missing) else ():
                target = self._target(scope, record)
                if not isinstance(target, str) or target in (NOBODY, scope.unit.id):
                    continue
                holds, key = self.falls(scope, record), f"{scope.unit.id}/{record.key}"
                if holds is True:
                    found.setdefault(target, Handed()).records.append(_taken(record, key, scope.unit))
                elif holds is not False:
                    found.setdefault(target, Handed()).open.append(_put_down(holds, key, scope.unit))
        return found

    def _target(self, scope: Scope, record: Record) -> str | Unknown:
        """The id of the unit that is charged; `NOBODY` where none that is assessed has that id or name."""
        named = record.values[self.column]
        if isinstance(named, Missing):
            return named if isinstance(named, Unknown) else scope.unit.id
        if not str(named).strip():
            return scope.unit.id
        cohort = scope.cohort
        assert cohort is not None  # as above
        units = cohort.once("units by name", lambda: _by_name(cohort))
        return units.get(str(named), NOBODY)


def _taken(record: Record, key: str, unit: Unit) -> Record:
    """A record as the unit that is charged has it; what is missing in it is put down to it and to who reports it."""
    values = {
        column: _put_down(value, key, unit) if isinstance(value, Missing) else value
        for column, value in record.values.items()
    }
    return replace(record, key=key, values=values, reported_by=unit.name)


def _put_down(missing: M, key: str, unit: Unit) -> M:
    """What is missing, put down to a record and to the unit that reports it."""
    return replace(
        missing,
        causes=tuple(
            replace(cause, record=key, detail=cause.detail or (unit.name if cause.kind == "record" else ""))
            for cause in missing.causes
        ),
    )


def _by_name(cohort: Cohort) -> dict[str, str]:
    """Unit ids by id and by name; a name that two units share is none, and an id comes before a name."""
    names: dict[str, str] = {}
    for scope in cohort.scopes.values():
        name = folded(scope.unit.name)
        names[name] = NOBODY if names.get(name, scope.unit.id) != scope.unit.id else scope.unit.id
    return {**names, **{folded(unit): unit for unit in cohort.scopes}}
