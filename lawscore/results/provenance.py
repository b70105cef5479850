"""What a result was made of: digests of the meaning of submissions and calendar, not of files, their bytes or order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from operator import itemgetter
from typing import Any, Final, TypeAlias

from lawscore.assessing import Assessment
from lawscore.expressions.values import Cause, Missing, Numbers, Value
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.calendar import Calendar
from lawscore.facts.unit import Answer, Given, Layer, Question, Record, Records, UnitFacts
from lawscore.results.facts import FactsWriter, origin_of

#: The values that count, of one unit, as the result has them.
Facts: TypeAlias = Sequence[Mapping[str, Any]]
#: What JSON can hold.
Form: TypeAlias = Any


def provenance_of(assessment: Assessment, told: Mapping[str, Facts]) -> dict[str, str | None]:
    """The digests of what an assessment was made of, and the last layer that was asked to count.

    `told` are the values that count, of each unit by its id, as the result has them.
    """
    return {
        "submissions": submissions_digest(assessment, told),
        "calendar": calendar_digest(assessment.calendar),
        "layer": assessment.layer,
    }


def submissions_digest(assessment: Assessment, told: Mapping[str, Facts]) -> str:
    """The digest of everything that was gathered: units, values by layer, answers, adjustments, figures common to all."""
    writer = FactsWriter(assessment.rubric)
    units = sorted(assessment.facts.values(), key=lambda facts: facts.unit.id)
    below = {name: submissions_digest(other, facts_told(other)) for name, other in assessment.others.items()}
    givens = {name: form_of(value) for name, value in assessment.givens.items()}
    forms = (_unit(facts, told[facts.unit.id], writer) for facts in units)
    return digest(chain(forms, [givens], [below] if below else []))


def facts_told(assessment: Assessment) -> dict[str, Facts]:
    """The values that count, of each unit by its id."""
    writer = FactsWriter(assessment.rubric)
    return {unit: writer.facts(facts) for unit, facts in assessment.facts.items()}


def calendar_digest(calendar: Calendar | None) -> str | None:
    """The digest of which days are worked; None where no calendar was given."""
    if calendar is None:
        return None
    return digest([{day.isoformat(): worked for day, worked in calendar.days.items()}])


def digest(parts: Iterable[Form]) -> str:
    """The digest of several parts, one after the other; the order of keys does not change it."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(_ENCODER.encode(part).encode())
        whole.update(b"\n")
    return f"sha256:{whole.hexdigest()}"


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _unit(facts: UnitFacts, told: Facts, writer: FactsWriter) -> Form:
    """What was stated of a unit: nothing of what absence means, which is the rubric's to say."""
    unit = facts.unit
    return [
        [unit.id, unit.name, unit.unit_class, unit.parent, dict(unit.roles), unit.not_assessed],
        sorted(told, key=itemgetter("field")),
        {name: _layers(each, facts.origins[name]) for name, each in facts.layers.items()},
        _answers(facts.answers),
        sorted(_adjustment(one) for one in facts.adjustments),
        [[years, _unit(then, writer.facts(then), writer)] for years, then in sorted(facts.history.items())],
    ]


def _layers(values: Mapping[Layer, Value | Records], origins: Mapping[Layer, Given]) -> Form:
    """What each layer says of a field, and where it has it from; a later layer does not wipe that out."""
    return {layer: [form_of(value), origin_of(origins[layer])] for layer, value in values.items()}


def form_of(value: Value | Records) -> Form:
    """A value in a form that is the same whenever the value is; its type is the field's to say."""
    if isinstance(value, Fraction):  # most are
        return str(value)
    if isinstance(value, str | bool):
        return value
    if isinstance(value, Missing):
        return {"missing": type(value).__name__, "causes": [_cause(cause) for cause in value.causes]}
    if isinstance(value, tuple):
        return [_record(record) for record in value]
    if isinstance(value, Numbers):
        return [str(one) for one in value.values]
    assert isinstance(value, date)  # nothing else is a value
    return value.isoformat()


def _cause(cause: Cause) -> Form:
    return [cause.kind, cause.name, cause.record, cause.detail, cause.indicator]


def _record(record: Record) -> Form:
    return [record.key, {name: form_of(value) for name, value in record.values.items()}, sorted(record.nones)]


def _answers(answers: Mapping[Question, Answer]) -> Form:
    return sorted(
        [
            question.indicator, question.rule, question.record, question.about,
            answer.verdict or "", "" if answer.points is None else str(answer.points), answer.assessor, answer.reason,
        ]
        for question, answer in answers.items()
    )  # fmt: skip


def _adjustment(adjustment: Adjustment) -> Form:
    """What an authority changed; a changed value stands among the values, what came of it in the result."""
    return [
        adjustment.id, adjustment.effect, adjustment.authority, adjustment.date.isoformat(), adjustment.remark, adjustment.field,
        adjustment.record, adjustment.column, adjustment.indicator, adjustment.rule,
        "" if adjustment.points is None else str(adjustment.points),
        "" if adjustment.until is None else adjustment.until.isoformat(),
        [list(proof) for proof in adjustment.evidence],
    ]  # fmt: skip
