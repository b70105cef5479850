"""The values that count, as the result has them: each with its layer and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from lawscore.classes import dataclass
from lawscore.expressions.values import Missing, NotApplicable, Numbers, Value
from lawscore.facts.unit import Given, Record, Records, UnitFacts
from lawscore.numbers import written
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column, FieldSpec

#: A value as a submission could state it again; None where it is not known.
Written: TypeAlias = "str | list[str] | list[dict[str, str | list[str] | None]] | None"


@dataclass(frozen=True, slots=True)
class FactsWriter:
    """Writes the facts of one unit after another; what holds for many values is written once."""

    rubric: Rubric
    _origins: dict[int, dict[str, Any]] = field(default_factory=dict, repr=False)

    def facts(self, facts: UnitFacts) -> list[dict[str, Any]]:
        """One entry for every field that somebody gave, in the order of the rubric's fields."""
        given, values, nones = facts.provenance, facts.values, facts.nones
        return [
            {"field": name, "value": value_of(values[name], spec, is_none=name in nones), **self._origin(given[name])}
            for name, spec in self.rubric.fields.items()
            if name in given
        ]

    def _origin(self, given: Given) -> dict[str, Any]:
        found = self._origins.get(id(given))
        if found is None:
            found = self._origins[id(given)] = origin_of(given)
        return found


def origin_of(given: Given) -> dict[str, Any]:
    """Where a value comes from; what is not said is left out."""
    told = {
        "source": given.source,
        "date": given.date.isoformat() if given.date is not None else "",
        "evidence": [{key: part for key, part in proof._asdict().items() if part} for proof in given.evidence],
        "assessor": given.assessor,
        "note": given.note,
    }
    return {"layer": given.layer, **{key: part for key, part in told.items() if part}}


def value_of(value: Value | Records, spec: Column, *, is_none: bool = False) -> Written:
    """A value as a submission could state it: `none` where nothing happened, null where it is not known."""
    if is_none:
        return "none"
    if isinstance(value, Fraction):  # most are
        return f"{written(value * 100)}%" if spec.type == "percent" else written(value)
    if isinstance(value, tuple):
        columns = spec.fields if isinstance(spec, FieldSpec) and spec.fields else {}
        return [_record(record, columns) for record in value]
    return _single(value, spec)


def _record(record: Record, columns: Mapping[str, Column]) -> dict[str, str | list[str] | None]:
    return {
        name: "none" if name in record.nones else _single(value, columns[name]) for name, value in record.values.items()
    }


def _single(value: Value, spec: Column) -> str | list[str] | None:
    if isinstance(value, Missing):
        return "not_applicable" if isinstance(value, NotApplicable) else None
    if isinstance(value, Fraction):
        return f"{written(value * 100)}%" if spec.type == "percent" else written(value)
    return _WRITERS[type(value)](value)


_WRITERS: Final[Mapping[type, Callable[[Any], str | list[str]]]] = {
    bool: lambda value: "yes" if value else "no",
    date: date.isoformat,
    str: str,
    Numbers: lambda numbers: [written(one) for one in numbers.values],
}
