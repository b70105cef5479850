"""The rows of the values that count: one for each value, one for each column of each record of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lawscore.publishing.cards import UnitCard
from lawscore.publishing.facts import scalar_text
from lawscore.publishing.report import Report
from lawscore.publishing.texts.cells import Row, listed, proofs, unit_cells
from lawscore.results.model import FactPart
from lawscore.rubric.fields import Column


def fact_rows(report: Report) -> Iterator[Row]:
    """Numbers stand bare, their unit of measure beside them; a list without records has one row, that says so."""
    for card in report.units:
        for fact in card.part.facts:
            for cells in _values(fact, report):
                yield {**_about(card, fact, report), **cells}


def _about(card: UnitCard, fact: FactPart, report: Report) -> Row:
    spec = report.rubric.fields.get(fact.field)
    return {
        **unit_cells(card), "field": fact.field, "label": spec.label if spec is not None else "",
        "layer": report.say(f"layer.{fact.layer}"), "source": fact.source, "date": fact.date,
        "evidence": proofs(fact.evidence), "assessor": fact.assessor, "note": fact.note,
    }  # fmt: skip


def _values(fact: FactPart, report: Report) -> Iterator[Row]:
    spec, value = report.rubric.fields.get(fact.field), fact.value
    if not isinstance(value, list):
        yield _cell(value, spec, report)
    elif not value:
        yield {"value": report.say("explain.records", count="0")}
    else:
        values: Sequence[str | Mapping[str, str | list[str] | None]] = value
        for place, one in enumerate(values, 1):
            record = {"record": str(place)}
            if isinstance(one, str):
                yield {**record, **_cell(one, spec, report)}
                continue
            columns = (spec.fields or {}) if spec is not None else {}
            for name, cell in one.items():
                told = _cell(listed(cell) if isinstance(cell, list) else cell, columns.get(name), report)
                yield {**record, "column": name, **told}


def _cell(value: str | None, spec: Column | None, report: Report) -> Row:
    bare = None if spec is None or spec.unit else spec  # the unit of measure has a column of its own
    return {"value": scalar_text(value, bare, report.language), "measure": spec.unit if spec is not None else None}
