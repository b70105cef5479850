"""The records that an item counted, each with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lawscore.publishing.facts import scalar_text
from lawscore.publishing.report import Report
from lawscore.results.model import FactPart, ItemPart
from lawscore.rubric.fields import FieldSpec
from lawscore.texts import folded


def records_of(item: ItemPart, facts: Sequence[FactPart], report: Report) -> Iterator[str]:
    """One text for each record: its key, and the values of its other columns where the unit itself reported it."""
    found = dict(_described(facts, report)) if item.records else {}
    for record in item.records:
        told = found.get(folded(record), "")
        yield report.say("letters.record", record=record, told=told) if told else record


def _described(facts: Sequence[FactPart], report: Report) -> Iterator[tuple[str, str]]:
    for fact in facts:
        spec = report.rubric.fields.get(fact.field)
        if isinstance(fact.value, list) and spec is not None and spec.key is not None:
            for record in fact.value:
                if isinstance(record, Mapping):
                    yield folded(str(record.get(spec.key) or "")), _told(record, spec, report)


def _told(record: Mapping[str, str | list[str] | None], spec: FieldSpec, report: Report) -> str:
    columns = spec.fields or {}
    parts = (
        report.say("letters.column", label=column.label or name, value=_value(record[name], column, report))
        for name, column in columns.items()
        if name != spec.key and record.get(name) is not None
    )
    return report.say("letters.listed", parts=tuple(parts))


def _value(value: str | list[str] | None, column: object, report: Report) -> str:
    if isinstance(value, list):
        return report.say("letters.listed", parts=tuple(value))
    return scalar_text(value, column, report.language)  # type: ignore[arg-type]
