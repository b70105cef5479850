"""The sheets of the values that count, and of the records of the lists among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from lawscore.catalogue import Language, listed, phrase, say
from lawscore.numbers import NotANumber, parse_number
from lawscore.publishing.book.cells import Cell, Value, day, figure, percent, whole
from lawscore.publishing.book.columns import Column
from lawscore.publishing.book.looks import LONG
from lawscore.publishing.book.sheet import Sheet, listing
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.facts import evidence_texts, fact_text, scalar_text
from lawscore.publishing.report import Report
from lawscore.results.model import FactPart
from lawscore.rubric.fields import Column as Spec


class Fact(NamedTuple):
    """A value of a unit, and the field of the rubric, where it still has one."""

    report: Report
    card: UnitCard
    part: FactPart
    spec: Spec | None


class Record(NamedTuple):
    """A record of a list of a unit, its number in it from 1."""

    fact: Fact
    number: int
    values: Mapping[str, Any]


def _number(text: str) -> Value:
    """Digits as they were given, where they are no more than digits (no `1e5`, no fraction)."""
    try:
        parse_number(text)
    except NotANumber:
        return text
    return figure(text) if text.isascii() and text.lstrip("-").replace(".", "", 1).isdigit() else text


def _percent(text: str) -> Value:
    try:
        return percent(text)
    except NotANumber:
        return text


_TYPED: Final[Mapping[str, Callable[[str], Value]]] = {
    "count": _number, "number": _number, "amount": _number, "percent": _percent, "date": day,
}  # fmt: skip


def typed(value: str | None, spec: Spec | None, language: Language) -> Value:
    """A value as a spreadsheet knows it: a number, a percentage, a day; else in words."""
    read = _TYPED.get(spec.type) if spec is not None and value is not None else None
    found = read(value) if read is not None and value is not None else None
    return found if found is not None and found != value else _words(value, spec, language)


def _words(value: str | None, spec: Spec | None, language: Language) -> str:
    """The same in words, without the unit of measure, which has a column."""
    told = scalar_text(value, spec, language)
    return told.removesuffix(f" {spec.unit}") if spec is not None and spec.unit else told


def _value(one: Fact) -> Value | Cell:
    """Numbers stand to the right; words to the left, over several lines where they are long."""
    if isinstance(one.part.value, list):
        return Cell(fact_text(one.part, one.card.rubric, one.report.language), LONG)
    found = typed(one.part.value, one.spec, one.report.language)
    return Cell(found, LONG) if isinstance(found, str) else found


def _given(one: Fact) -> Value:
    """A number, a percentage or a day as it was given; a word stands as it was given already."""
    value = one.part.value
    is_typed = one.spec is None or one.spec.type in _TYPED
    return value if is_typed and isinstance(value, str) else None


def _evidence(one: Fact) -> Value:
    return evidence_texts(one.part.evidence, one.report.language)


@cache
def _layer(layer: str, language: Language) -> str:
    return say(phrase(f"layer.{layer}"), language)


_C = Column[Fact]
COLUMNS: Final[tuple[_C, ...]] = (
    _C(key="unit", value=lambda one: one.card.id),
    _C(key="name", value=lambda one: one.card.name),
    _C(key="label", value=lambda one: one.spec.label or one.part.field if one.spec is not None else one.part.field),
    _C(key="value", kind="number", value=_value, width=26),
    _C(key="measure", kind="word", value=lambda one: one.spec.unit if one.spec is not None else None, optional=True),
    _C(key="given", kind="exact", value=_given),
    _C(key="layer", kind="word", value=lambda one: _layer(one.part.layer, one.report.language)),
    _C(key="source", value=lambda one: one.part.source, optional=True),
    _C(key="date", kind="word", value=lambda one: None if one.part.date is None else day(one.part.date), optional=True),
    _C(key="evidence", kind="long", value=_evidence, optional=True),
    _C(key="assessor", value=lambda one: one.part.assessor, optional=True),
    _C(key="remark", kind="long", value=lambda one: one.part.note, optional=True),
    _C(key="field", value=lambda one: one.part.field),
)


def _key(one: Record) -> Value:
    key = getattr(one.fact.spec, "key", None)
    found = one.values.get(key) if key is not None else None
    return found if isinstance(found, str) else None


def _contents(one: Record) -> Value:
    columns = getattr(one.fact.spec, "fields", None) or {}
    language = one.fact.report.language
    told = (
        one.fact.report.say(
            "book.part", label=_label(name, columns.get(name)), value=_part(value, columns.get(name), language)
        )
        for name, value in one.values.items()
    )
    return one.fact.report.say("book.joiner").join(told)


def _label(name: str, spec: Spec | None) -> str:
    return spec.label or name if spec is not None else name


def _part(value: object, spec: Spec | None, language: Language) -> str:
    if isinstance(value, list):
        return listed(map(str, value), language)
    return scalar_text(None if value is None else str(value), spec, language)


_R = Column[Record]
RECORDS: Final[tuple[_R, ...]] = (
    _R(key="unit", value=lambda one: one.fact.card.id),
    _R(key="name", value=lambda one: one.fact.card.name),
    _R(key="list", value=lambda one: _label(one.fact.part.field, one.fact.spec)),
    _R(key="number", kind="rank", value=lambda one: whole(one.number)),
    _R(key="record", value=_key, optional=True),
    _R(key="contents", kind="long", value=_contents),
    _R(key="layer", kind="word", value=lambda one: _layer(one.fact.part.layer, one.fact.report.language)),
    _R(key="source", value=lambda one: one.fact.part.source, optional=True),
    _R(key="evidence", kind="long", value=lambda one: _evidence(one.fact), optional=True),
)


def facts(report: Report) -> Sheet:
    """The sheet of the values."""
    return listing("facts", report, COLUMNS, lambda: _facts(report), frozen=2)


def records(report: Report) -> Sheet:
    """The sheet of the records."""
    return listing("records", report, RECORDS, lambda: _records(report), frozen=2)


def _facts(report: Report) -> Iterator[Fact]:
    fields = report.rubric.fields
    for card in report.units:
        for part in card.part.facts:
            yield Fact(report, card, part, fields.get(part.field))


def _records(report: Report) -> Iterator[Record]:
    for fact in _facts(report):
        if isinstance(fact.part.value, list):
            for number, one in enumerate(fact.part.value, 1):
                if isinstance(one, dict):
                    yield Record(fact, number, one)
