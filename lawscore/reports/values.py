"""Values of fields, and where they come from, as people read them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lawscore.catalogue import Language, phrase, say
from lawscore.expressions.values import Missing, NotApplicable
from lawscore.facts.unit import Given
from lawscore.rubric.fields import Column
from lawscore.rules.saying import shown


def value_text(value: object, spec: Column, language: Language, *, is_none: bool = False) -> str:
    """A value in words: how many records a list has, the unit of measure behind a number, why there is none."""
    if is_none:
        return say(phrase("explain.none"), language)
    if isinstance(value, tuple):
        return say(phrase("explain.records", count=Fraction(len(value))), language)
    if isinstance(value, Missing):
        gone = isinstance(value, NotApplicable)
        return say(phrase("word.not_applicable" if gone else "word.unknown"), language)
    fact: Any = value
    text = say(phrase("word.as_is", value=shown(fact, spec.kind)), language)
    return f"{text} {spec.unit}" if spec.unit and isinstance(value, Fraction) else text


def field_text(name: str, spec: Column, language: Language) -> str:
    """A field by its label, its name beside it."""
    return say(phrase("owed.field", label=spec.label, name=name), language) if spec.label not in (None, name) else name


def origin_text(given: Given, language: Language) -> str:
    """Where a value comes from: layer, source, date, who assessed it, evidence by name and number, note."""
    layer = say(phrase(f"layer.{given.layer}"), language)
    told = (layer, given.cited, given.assessor, *(str(proof._replace(hash="")) for proof in given.evidence), given.note)
    return say(phrase("word.listed", parts=tuple(part for part in told if part)), language)
