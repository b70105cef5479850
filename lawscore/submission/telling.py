"""Values and records as adjustments tell them: what it was, and what it is now."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.values import Missing
from lawscore.facts.unit import Record
from lawscore.rubric.fields import Column, FieldSpec
from lawscore.rules.saying import shown
from lawscore.submission.typing import Typed


def told_value(spec: Column, typed: Typed | None) -> Phrase:
    """A value with its unit of measure; a list by its records; None (refused) is unknown."""
    if typed is None:
        return phrase("word.unknown")
    if typed.none:
        return phrase("explain.none")
    value: Any = typed.value
    if spec.type == "records" and isinstance(value, tuple):
        count = Fraction(len(value))
        return phrase("adjustment.records", count=count, keys=tuple(record.key for record in value)) if value else (
            phrase("explain.records", count=count)
        )  # fmt: skip
    told = phrase("word.as_is", value=shown(value, spec.kind))
    return (
        phrase("adjustment.with_unit", value=told, unit=spec.unit)
        if spec.unit and isinstance(value, Fraction)
        else told
    )


def told_record(spec: FieldSpec, record: Record) -> Phrase:
    """A record by its columns, without its key and what is missing."""
    columns = spec.fields or {}
    parts = tuple(
        phrase("adjustment.part", name=name, value=told_value(columns[name], Typed(value, name in record.nones)))
        for name, value in record.values.items()
        if name != spec.key and not isinstance(value, Missing)
    )
    return phrase("adjustment.record", parts=parts) if parts else phrase("explain.records", count=Fraction(1))
