"""A rubric as it would have been in an earlier year: in that period, and reading what was written as was done then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from lawscore.analysis.diff.moving_back import moved_back
from lawscore.analysis.relabelling import became
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column, FieldSpec
from lawscore.rubric.migrating import same_kind
from lawscore.rubric.migration import UNCHANGED, Migration

Spec = TypeVar("Spec", bound=Column)


def as_then(old: Rubric, new: Rubric, migration: Migration = UNCHANGED) -> Rubric:
    """The new rubric in the period of the old one, with its codes and ways to write percentages; those below too.

    Dates that the new one moved on with its period are those of the old one.
    """
    document = new.document
    then = moved_back(old.document, document, migration).model_copy(
        update={
            "period": old.document.period,
            "fields": _read_as(document.fields, old.document.fields, migration),
            "givens": _read_as(document.givens, old.document.givens, migration),
        }
    )
    if then == document and not new.others:
        return new
    bound, _ = bind_rubric(then, {name: _below(other, old) for name, other in new.others.items()})
    assert bound is not None  # it was sound, no rule reads the period, nor how values are written, and a date is a date
    return bound


def _below(other: Rubric, old: Rubric) -> Rubric:
    before = next((one for one in old.others.values() if one.id == other.id), None)
    return other if before is None else as_then(before, other)


def sources(old: Mapping[str, Column], new: Mapping[str, Column], migration: Migration) -> dict[str, str]:
    """For each field of the new version the field of the old one that it came of."""
    found = {name: became(old, new, migration, name) for name in old}
    return {target: name for name, target in found.items() if target is not None}


def _read_as(new: Mapping[str, Spec], old: Mapping[str, Column], migration: Migration) -> dict[str, Spec]:
    source = sources(old, new, migration)
    return {name: _written(spec, old[source[name]]) if name in source else spec for name, spec in new.items()}


def _written(spec: Spec, old: Column) -> Spec:
    """A field whose values are written as those of the old one: the same sign never means something else."""
    update: dict[str, Any] = {"codes": old.codes, "given_as": old.given_as}
    if isinstance(spec, FieldSpec) and spec.fields and isinstance(old, FieldSpec):
        were = old.fields or {}
        update["fields"] = {
            name: _written(one, were[name]) if name in were and same_kind(were[name], one) else one
            for name, one in spec.fields.items()
        }
    return spec.model_copy(update=update)
