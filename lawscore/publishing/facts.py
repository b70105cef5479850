"""Values of a result as people read them: label, value with its unit of measure, where it comes from."""

from __future__ import annotations

from lawscore.catalogue import Language, phrase, say
from lawscore.reports.values import field_text
from lawscore.results.model import EvidencePart, FactPart
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column

_WORDS = {"yes": "word.yes", "no": "word.no", "not_applicable": "word.not_applicable", "none": "explain.none"}


def label_of(name: str, rubric: Rubric, language: Language) -> str:
    """A field by its label, its name beside it; the bare name where the rubric does not know it."""
    spec = rubric.fields.get(name)
    return name if spec is None else field_text(name, spec, language)


def fact_text(fact: FactPart, rubric: Rubric, language: Language) -> str:
    """The value of a fact in words: how many records a list has, yes or no, the unit of measure behind a number."""
    spec, value = rubric.fields.get(fact.field), fact.value
    if isinstance(value, list):
        if spec is not None and spec.type == "numbers":
            return "、".join(str(one) for one in value)
        return say(phrase("explain.records", count=str(len(value))), language)
    return scalar_text(value, spec, language)


def scalar_text(value: str | None, spec: Column | None, language: Language) -> str:
    """One value in words."""
    if value is None:
        return say(phrase("word.unknown"), language)
    if value in ("none", "not_applicable") or (spec is not None and spec.type == "yesno" and value in _WORDS):
        return say(phrase(_WORDS[value]), language)
    return f"{value} {spec.unit}" if spec is not None and spec.unit else value


def origin_of(fact: FactPart, language: Language) -> str:
    """Where a value comes from: layer, source, date, assessor, note; its evidence is told by `evidence_text`."""
    layer = say(phrase(f"layer.{fact.layer}"), language)
    told = (layer, fact.source, fact.date or "", fact.assessor, fact.note)
    return say(phrase("word.listed", parts=tuple(part for part in told if part)), language)


def evidence_text(evidence: EvidencePart) -> str:
    """A document by its name and number."""
    return " ".join(part for part in (evidence.name, evidence.number) if part)
