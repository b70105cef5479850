"""What is still owed: each missing value or answer, by unit and by the department that answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, has, phrase, say
from lawscore.expressions.values import Cause
from lawscore.facts.card import Card, Owed
from lawscore.reports.tables import Table, headers
from lawscore.rubric.bound import Rubric
from lawscore.rubric.tree import Node

#: A figure over units as a cause names it: mean(满意率).
_FIGURE = re.compile(r"(\w+)\((.+)\)")
_KEYS = ("unit", "name", "responsible", "kind", "value", "indicators")


def owed_table(assessment: Assessment, language: Language) -> Table:
    """One row for each missing value of each unit, sorted by unit (as listed) and department."""
    rows = [
        row for card in assessment for row in sorted(_rows(assessment.rubric, card, language), key=lambda row: row[2:4])
    ]
    return Table(_KEYS, headers(_KEYS, language), rows)


def _rows(rubric: Rubric, card: Card, language: Language) -> Iterator[list[str]]:
    for owed in card.owed:
        cause = owed.cause
        places = (*owed.indicators, *(say(phrase("owed.veto", id=veto), language) for veto in owed.vetoes))
        yield [
            card.unit.id,
            card.unit.name,
            responsible_of(rubric, owed),
            say(phrase(f"owed.{cause.kind}"), language),
            cause_text(rubric, cause, language),
            say(phrase("word.as_is", value=places), language),
        ]


def responsible_of(rubric: Rubric, owed: Owed) -> str:
    """An answer is owed by who scores the indicator; a value by the department that leads it, or by its source."""
    cause = owed.cause
    departments: list[str] = []
    for name in owed.indicators:
        for spec in _upwards(rubric, name):
            if cause.kind == "answer" and spec.scored_by:
                departments.append(spec.scored_by)
                break
            if cause.kind != "answer" and spec.responsible and spec.responsible.lead:
                departments.append(spec.responsible.lead)
                break
    field = rubric.fields.get(cause.name)
    if not departments and field is not None and field.source:
        departments.append(field.source)
    return "、".join(dict.fromkeys(departments))


def _upwards(rubric: Rubric, indicator: str) -> Iterator[Node]:
    node = rubric.nodes.get(indicator)
    while node is not None:
        if node.spec is not None:
            yield node.spec
        node = rubric.nodes.get(node.parent) if node.parent is not None else None


def cause_text(rubric: Rubric, cause: Cause, language: Language) -> str:
    """A cause in words: the label of the field, the question to the assessor, the division by zero."""
    subject = _subject(rubric, cause, language)
    record = say(phrase("owed.in_record", record=cause.record), language) if cause.record else ""
    special = f"owed.text.{cause.kind}.{cause.name}"  # where a function or an aggregate has a sentence of its own
    key = special if has(special) else f"owed.text.{cause.kind}"
    facts = {"subject": subject, "detail": cause.detail, **_parts(rubric, cause)}
    return say(phrase(key, **facts), language) + record


def year_before(rubric: Rubric, years: int) -> int | None:
    """The year that is so many before the assessed one; None where the period is no single year."""
    period = rubric.document.period
    return period.to.year - years if period.from_.year == period.to.year else None


def _parts(rubric: Rubric, cause: Cause) -> dict[str, object]:
    """The parts of a detail that has several: which pool of a panel, how many raters it has and how many it needs."""
    if cause.kind == "record":
        return {"by": phrase("owed.reported_by", unit=cause.detail) if cause.detail else ""}
    if cause.kind == "nothing_left":
        pool, _, count = cause.detail.rpartition("/")
        return {"pool": _pool(pool), "count": count}
    if cause.kind == "no_history" and cause.detail.isdecimal():
        year = year_before(rubric, int(cause.detail))
        before = phrase("word.years_before", years=cause.detail)
        return {"detail": before if year is None else phrase("word.year", year=str(year))}
    if cause.kind == "too_few":
        has_, _, least = cause.detail.partition(" < ")
        return {"has": has_, "least": least}
    if cause.kind != "too_few_raters":
        return {}
    rest, _, least = cause.detail.rpartition("/")
    pool, _, has_ = rest.rpartition("/")
    return {"pool": _pool(pool), "has": has_, "least": least}


def _pool(pool: str) -> object:
    return phrase("owed.pool", pool=pool) if pool else ""


def _subject(rubric: Rubric, cause: Cause, language: Language) -> str:
    if cause.kind == "answer":
        rule = cause.name.removeprefix(f"{cause.indicator}/") if cause.indicator else cause.name
        asked = rubric.question_index.get((cause.indicator, rule, cause.detail if cause.detail == "unless" else "for"))
        return asked.text if asked is not None else rule
    field = rubric.fields.get(cause.name)
    figure = _FIGURE.fullmatch(cause.name)
    if field is None and figure is not None and has(f"figure.{figure[1]}"):
        of = phrase("word.score") if figure[2] == "score" else figure[2]
        return (
            say(phrase(f"figure.{figure[1]}", of=of), language).replace("“", "").replace("”", "")
        )  # it stands in quotes
    if field is None or not field.label:
        return cause.name
    if field.label == cause.name:
        return field.label
    return say(phrase("owed.field", label=field.label, name=cause.name), language)
