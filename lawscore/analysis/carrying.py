"""The facts of one assessment under another version of the rubric, seen in their own period.

What a document says is gathered again under the new names; what nobody said keeps the meaning that it had: a figure that
the old version did not ask for is unknown, whatever its absence would mean in the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lawscore.analysis.moved_dates import dates_in
from lawscore.analysis.older_reading import as_then, sources
from lawscore.analysis.redrafting import redraft
from lawscore.analysis.relabelling import Left, counterpart
from lawscore.assessing import Assessment, assess_gathered
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Missing, NotApplicable, Unknown, Value
from lawscore.facts.unit import Record, Records, UnitFacts
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column, FieldSpec
from lawscore.rubric.migrating import same_kind
from lawscore.rubric.migration import UNCHANGED, Migration
from lawscore.submission.gathering import NOTHING_MORE, Gathered, Origin, gather
from lawscore.submission.names import Names
from lawscore.submission.places import Located
from lawscore.submission.typing import Typed, absence
from lawscore.submission.words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The old facts under the new rubric, and what could not be carried over."""

    assessment: Assessment
    left: Left
    #: Fields of the new version of which the old data know nothing.
    unknown: tuple[str, ...]
    #: Indicators, measures and vetoes that state dates which did not move on with the period, and stay as they are.
    dated: tuple[str, ...]
    #: What was found wrong only now.
    problems: tuple[Problem, ...]


def carry(
    gathered: Gathered,
    old: Rubric,
    new: Rubric,
    migration: Migration,
    further: Origin = NOTHING_MORE,
    revise: Callable[[Gathered], Gathered] = lambda found: found,
) -> Carried:
    """Score the facts of the old version under the new one. `gathered` must know what it was gathered from.

    `further` is what only the new version knows, and what was wrong with reading it; `revise` has the last word on what all of them come to.
    """
    assert gathered.origin is not None
    left = Left()
    rubric = as_then(old, new, migration)
    documents = (*redraft(gathered.origin.documents, old, rubric, migration, left), *further.documents)
    whole = gathered.origin.whole and further.whole
    found = gather(rubric, documents, layer=gathered.layer, problems=further.problems, whole=whole)
    found = revise(_as_before(found, gathered, rubric, old, migration, _given(rubric, further.documents)))
    known = {(problem.code, problem.where) for problem in gathered.problems}
    later = tuple(one for one in found.problems if (one.code, one.where) not in known)
    source = sources(old.fields, new.fields, migration)
    return Carried(
        assessment=assess_gathered(rubric, found),
        left=left,
        unknown=tuple(name for name in new.fields if name not in source),
        dated=tuple(_dated(new, rubric)) if old.document.period != new.document.period else (),
        problems=later,
    )


def _dated(new: Rubric, then: Rubric) -> Iterator[str]:
    """Where a date is written into a rule, a measure or a veto, and did not move on with the period."""
    before = dict(_dating(then))
    yield from (name for name, dates in _dating(new) if dates & before[name])


def _dating(rubric: Rubric) -> Iterator[tuple[str, frozenset[str]]]:
    for node in rubric.nodes.values():
        if node.spec is not None:
            yield node.id, dates_in([node.spec.rules, node.spec.applies])
    parts: dict[str, Any] = {**rubric.document.measures, **{veto.id: veto for veto in rubric.document.vetoes}}
    yield from ((name, dates_in(part)) for name, part in parts.items())


def _given(rubric: Rubric, documents: Iterable[Located]) -> frozenset[str]:
    """The common figures that some documents give."""
    names = Names.of(rubric).givens
    written = (fold(name) for one in documents for name in one.document.givens)
    return frozenset(names[name] for name in written if name in names)


def _as_before(
    found: Gathered,
    before: Gathered,
    new: Rubric,
    old: Rubric,
    migration: Migration,
    given: frozenset[str] = frozenset(),
) -> Gathered:
    """What nobody said means what it meant, for each unit and for the units below; `given` are figures said since."""
    known = {facts.unit.id: facts for facts in before.units}
    carrier = _Carrier(new.fields, old.fields, sources(old.fields, new.fields, migration))
    units = tuple(carrier.facts(facts, known.get(facts.unit.id)) for facts in found.units)
    others = dict(found.others)
    for name, below in before.others.items():
        rubric = counterpart(old.others[name], name, new)
        if rubric is not None:
            others[rubric.name] = _as_before(others[rubric.name], below, rubric, old.others[name], UNCHANGED)
    as_then = _givens(found, before, new, old, migration)
    givens = {name: found.givens[name] if name in given else value for name, value in as_then.items()}
    return replace(found, units=units, givens=givens, others=others)


def _givens(found: Gathered, before: Gathered, new: Rubric, old: Rubric, migration: Migration) -> dict[str, Value]:
    there, were = new.document.givens, old.document.givens
    source = sources(were, there, migration)
    given = dict(found.givens)
    for name in there:
        if name not in source:
            given[name] = Unknown((Cause("value", name),))
        elif isinstance(absent := before.givens[source[name]], Missing):
            given[name] = type(absent)((Cause("value", name),))
    return given


@dataclass(frozen=True, slots=True)
class _Carrier:
    """Gives what nobody said the meaning that it had in the old version."""

    new: Mapping[str, FieldSpec]
    old: Mapping[str, FieldSpec]
    sources: Mapping[str, str]

    def facts(self, found: UnitFacts, before: UnitFacts | None) -> UnitFacts:
        values, nones = dict(found.values), set(found.nones)
        for name, spec in self.new.items():
            source = self.sources.get(name)
            if name not in found.provenance:
                typed = _absent(spec, Cause("value", name), *_was(before, source))
                values[name] = typed.value
                (nones.add if typed.none else nones.discard)(name)
            elif isinstance(rows := values[name], tuple) and source is not None and before is not None:
                values[name] = self._rows(rows, before.values[source], spec, self.old[source])
        reported = found.reported
        if reported is not None:
            reported = self.facts(reported, before.reported if before is not None else None)
        return replace(found, values=values, nones=frozenset(nones), reported=reported)

    @staticmethod
    def _rows(rows: Records, before: object, spec: FieldSpec, old: FieldSpec) -> Records:
        """The records, where a column is new or its absence means something else now."""
        columns = spec.fields or {}
        were = {
            name: one for name, one in (old.fields or {}).items() if name in columns and same_kind(one, columns[name])
        }
        changed = {name: one for name, one in columns.items() if name not in were or were[name].absent != one.absent}
        if not changed:
            return rows
        known = {row.key: row for row in before} if isinstance(before, tuple) else {}
        return tuple(_row(row, known.get(row.key), changed, were) for row in rows)


def _row(row: Record, before: Record | None, changed: Mapping[str, Column], were: Mapping[str, Column]) -> Record:
    values, nones = dict(row.values), set(row.nones)
    for column, spec in changed.items():
        if not isinstance(values[column], Missing) and column not in nones:
            continue  # it was given, though the list may have another key now
        old = before.values[column] if before is not None and column in were else None
        if old is not None and not isinstance(old, Missing) and before is not None and column not in before.nones:
            continue  # it was given
        none = before is not None and column in before.nones
        typed = _absent(spec, Cause("record", column, row.key), old, none)
        values[column] = typed.value  # type: ignore[assignment]  # a column is never a list
        (nones.add if typed.none else nones.discard)(column)
    return replace(row, values=values, nones=frozenset(nones))


def _was(before: UnitFacts | None, source: str | None) -> tuple[object, bool]:
    """What a field was, and whether it was said to be none; None where there was no such field."""
    if before is None or source is None:
        return None, False
    return before.values[source], source in before.nones


def _absent(spec: Column, cause: Cause, before: object, none: bool) -> Typed:  # noqa: FBT001 - a part of what it was
    """A value that nobody gave, as it was: none, not applicable, or else unknown."""
    if none:
        return absence(spec, "none", cause)
    return absence(spec, "not_applicable" if isinstance(before, NotApplicable) else "unknown", cause)
