"""A result told in another language: every sentence as it was recorded when the result was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from lawscore.catalogue import Language, Phrase, phrase
from lawscore.results.model import (
    AdjustmentPart,
    AlsoPart,
    IndicatorPart,
    ItemPart,
    Part,
    ProblemPart,
    Result,
    UnitPart,
)
from lawscore.results.sentences import languages_of, translations, translator

P = TypeVar("P", bound=Part)

#: Where sentences stand in each part, in the order in which they are told; all other texts are the rubric's or the data's.
TOLD: Final[Mapping[type[Part], tuple[str, ...]]] = {
    Result: ("units", "problems"),
    UnitPart: ("notes", "indicators", "items", "also", "adjustments"),
    IndicatorPart: ("why", "notes"),
    ItemPart: ("reason",),
    AlsoPart: ("items", "notes"),
    AdjustmentPart: ("was", "now"),
    ProblemPart: ("where", "message", "hint"),
}


def retold(result: Result, language: Language) -> Result:
    """The same result in another language; as it is, in its own words, where `is_retellable` says that it cannot be."""
    if language == result.language or not is_retellable(result, language):
        return result
    recorded = result.sentences or {}
    others = [one for one in languages_of(language)[1:] if one in (result.language, *recorded)]
    into = {one: translator(recorded.get(one, {})) for one in (language, *others)}  # its own sentences stay as they are
    told: dict[Language, list[str]] = {one: [] for one in into}

    def tell(text: str) -> str:
        for one, translate in into.items():
            told[one].append(translate(text))
        return told[language][-1]

    found = _rebuilt(result, tell)
    sentences = {one: translations(zip(told[language], told[one], strict=True)) for one in others}
    return found.model_copy(update={"language": language, "sentences": sentences})


def is_retellable(result: Result, language: Language) -> bool:
    """Whether a result can be told in a language; those that were written before sentences were recorded have only one."""
    return language == result.language or language in (result.sentences or {})


def told_otherwise(result: Result, language: Language) -> Phrase | None:
    """What to say above a result that is asked for in a language in which it cannot be told; None where it can."""
    if is_retellable(result, language):
        return None
    own, asked = (phrase(f"value.language.{one}") for one in (result.language, language))
    return phrase("result.not_retold", own=own, asked=asked)


def _rebuilt(part: P, tell: Callable[[str], str]) -> P:
    """The part with each of its sentences told; a part in which nothing is told otherwise is the same one."""
    changed: dict[str, Any] = {}
    for name in TOLD[type(part)]:
        old = getattr(part, name)
        new = _told(old, tell)
        if new is not old:
            changed[name] = new
    return part.model_copy(update=changed) if changed else part


def _told(value: Any, tell: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return tell(value) if value else value  # a hint that there is not is told in no language
    if isinstance(value, Part):
        return _rebuilt(value, tell)
    if not value:
        return value
    new = [_told(one, tell) for one in value]
    return new if any(one is not other for one, other in zip(new, value, strict=True)) else value
