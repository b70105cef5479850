"""Every sentence that people read, in Chinese and English, under one key.

The engine speaks in `Phrase`s (a key and the facts); what they say in a language is looked up here, at the last moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, reduce
from importlib import import_module
from typing import Final, Literal

from lawscore.numbers import plain_text

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
#: By which other programs know the languages.
LANGUAGE_TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}

#: Files of the catalogue: each `<language>_<part>.py` holds one dict named MESSAGES.
PARTS: Final = (
    "words",
    "items",
    "values",
    "standings",
    "loading",
    "binding",
    "submissions",
    "checks",
    "reports",
    "results",
    "cases",
    "watch",
    "coverage",
    "versions",
    "years",
    "sensitivity",
    "diff",
    "office",
    "workbook",
    "letters",
    "tables",
    "columns",
    "spark",
    "editing",
    "report_book",
    "keys",
    "keys_parts",
    "keys_data",
    "keys_results",
    "keys_values",
    "keys_models",
    "charts",
    "report_texts",
    "page",
    "cli",
)

#: A number and its noun in a template: `{count:unit/units}`.
_NOUNS: Final = re.compile(r"\{\w+:[^}]*/")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence before it is put into a language: a key of the catalogue and the facts it tells."""

    key: str
    facts: Mapping[str, object]

    def __str__(self) -> str:
        """The Chinese sentence: for debuggers and assertion messages."""
        return say(self, "zh")


def phrase(key: str, **facts: object) -> Phrase:
    """Make a phrase; facts are texts, numbers, dates, phrases or tuples of these."""
    return Phrase(key, facts)


def chain(parts: Iterable[Phrase]) -> Phrase:
    """Several phrases as one, in their order."""
    return reduce(lambda left, right: phrase("how.and", left=left, right=right), parts)


@cache
def messages(language: Language) -> Mapping[str, str]:
    """The whole catalogue in one language: key → template with named places."""
    merged: dict[str, str] = {}
    for part in PARTS:
        module = import_module(f"lawscore.catalogue.{language}_{part}")
        merged.update(module.MESSAGES)
    return merged


def say(what: Phrase, language: Language) -> str:
    """Put a phrase into a language."""
    return fill(what.key, {name: _fact(fact, language) for name, fact in what.facts.items()}, language)


def fill(key: str, facts: Mapping[str, str], language: Language) -> str:
    """A sentence whose facts are in words already."""
    if key in _with_nouns(language):
        facts = {name: _Told(fact) for name, fact in facts.items()}
    return messages(language)[key].format_map(facts)


def listed(parts: Iterable[str], language: Language) -> str:
    """Several facts in words as one."""
    return ("、" if language == "zh" else ", ").join(parts)


def plain(fact: object) -> str:
    """A fact that is told alike in every language: a number, a date, a text."""
    if isinstance(fact, Fraction):
        return plain_text(fact)
    return fact.isoformat() if isinstance(fact, date) else str(fact)


@cache
def _with_nouns(language: Language) -> frozenset[str]:
    """The keys of sentences that choose between nouns; the others, nearly all, are filled in more quickly."""
    return frozenset(key for key, template in messages(language).items() if _NOUNS.search(template))


class _Told(str):
    """A fact in a template, where `{count:unit/units}` is the number and its noun: 1 unit, 2 units."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, _, many = spec.partition("/")
        return f"{self} {one if self == '1' else many}" if many else str(self)


def has(key: str, language: Language = "en") -> bool:
    """Whether the catalogue has the key."""
    return key in messages(language)


def _fact(fact: object, language: Language) -> str:
    if isinstance(fact, str):
        return fact
    if isinstance(fact, Phrase):
        return say(fact, language)
    if isinstance(fact, tuple):
        return listed((_fact(part, language) for part in fact), language)
    return plain(fact)
