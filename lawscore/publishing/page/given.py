"""The values that count, and what an authority changed, of one unit, as data for the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lawscore.catalogue import listed
from lawscore.publishing.facts import evidence_text, fact_text, scalar_text, target_of
from lawscore.publishing.page.lines import Form, there
from lawscore.publishing.page.tongues import Text, Tongues, both
from lawscore.reports.signs import minus_sign
from lawscore.results.model import AdjustmentPart, FactPart
from lawscore.rubric.fields import FieldSpec

LAYERS: Final = ("self_reported", "verified", "reviewed", "adjusted")
_BETWEEN: Final = " · "


def fact_form(tongues: Tongues, fact: FactPart) -> Form:
    """One value: in words, from which layer, where it has it from, on what it rests; of a list its records."""
    rubric, languages = tongues.report.rubric, tongues.languages
    told = (fact.source, fact.date, fact.assessor, fact.note)
    return there(
        value=both(fact_text(fact, rubric, language) for language in languages), layer=LAYERS.index(fact.layer),
        origin=_BETWEEN.join(one for one in told if one), evidence=[evidence_text(one) for one in fact.evidence],
        records=list(_records(tongues, fact)),
    )  # fmt: skip


def _records(tongues: Tongues, fact: FactPart) -> Iterator[Text]:
    """Each record of a list on one line: its columns and what stands in them."""
    spec = tongues.report.rubric.fields.get(fact.field)
    for record in fact.value if isinstance(fact.value, list) else ():
        if not isinstance(record, str):
            yield tongues.join([_column(tongues, spec, name, value) for name, value in record.items()])


def _column(tongues: Tongues, spec: FieldSpec | None, name: str, value: str | Sequence[str] | None) -> Text:
    column = (spec.fields or {}).get(name) if spec is not None else None
    label = name if column is None or not column.label else column.label
    return both(
        f"{label} {scalar_text(value, column, language) if value is None or isinstance(value, str) else listed(value, language)}"
        for language in tongues.languages
    )


def adjustment_form(tongues: Tongues, parts: Sequence[AdjustmentPart]) -> Form:
    """One adjustment: who, when, why, what was and what is now."""
    part = parts[0]
    return there(
        id=part.id, authority=part.authority, date=part.date, remark=part.remark,
        effect=f"value.effect.{part.effect}", state=f"value.state.{part.state}", where=_BETWEEN.join(target_of(part, tongues.report.rubric)),
        points=None if part.points is None else minus_sign(part.points), until=part.until,
        was=both(one.was for one in parts), now=both(one.now for one in parts),
        evidence=[evidence_text(one) for one in part.evidence],
    )  # fmt: skip
