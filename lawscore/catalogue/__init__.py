"""Every sentence that people read, in Chinese and English, under one key.

The engine speaks in `Phrase`s (a key and the facts); what they say in a language is looked up here, at the last moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache, reduce
from importlib import import_module
from typing import Final, Literal

from lawscore.classes import dataclass
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


_blank = object.__new__
_set_key, _set_facts = [vars(Phrase)[part].__set__ for part in ("key", "facts")]


def phrase(key: str, **facts: object) -> Phrase:
    """Make a phrase; facts are texts, numbers, dates, phrases or tuples of these."""
    made = _blank(Phrase)  # units have many: past the check that keeps a phrase as it is, this takes half as long
    _set_key(made, key)
    _set_facts(made, facts)
    return made


def chain(parts: Iterable[Phrase]) -> Phrase:
    """Several phrases as one, in their order."""
    return reduce(lambda left, right: phrase("how.and", left=left, right=right), parts)


@cache
def messages(language: Language) -> Mapping[str, str]:
    """The whole catalogue in one language: key → template with named places."""
    merged: dict[str, str] = {}
    for part in PARTS:
        merged.update(_part(part, language))
    return merged


def _part(part: str, language: Language) -> Mapping[str, str]:
    found: Mapping[str, str] = import_module(f"lawscore.catalogue.{language}_{part}").MESSAGES
    return found


@cache
def _template(key: str, language: Language) -> str:
    """The template of one key: a run that says little loads few parts."""
    for part in PARTS:
        if (found := _part(part, language).get(key)) is not None:
            return found
    raise KeyError(key)


def say(what: Phrase, language: Language) -> str:
    """Put a phrase into a language."""
    form = _form(what.key, language)
    if form is None:
        return fill(what.key, {name: _fact(fact, language) for name, fact in what.facts.items()}, language)
    text, names = form
    facts = what.facts
    told = [fact if (fact := facts[name]).__class__ is str else _fact(fact, language) for name in names]
    return text % tuple(told)


def fill(key: str, facts: Mapping[str, str], language: Language) -> str:
    """A sentence whose facts are in words already."""
    if _chooses_noun(key, language):
        facts = {name: _Told(fact) for name, fact in facts.items()}
    return _template(key, language).format_map(facts)


def listed(parts: Iterable[str], language: Language) -> str:
    """Several facts in words as one."""
    return ("、" if language == "zh" else ", ").join(parts)


def plain(fact: object) -> str:
    """A fact that is told alike in every language: a number, a date, a text."""
    if isinstance(fact, Fraction):
        return plain_text(fact)
    return fact.isoformat() if isinstance(fact, date) else str(fact)


@cache
def _chooses_noun(key: str, language: Language) -> bool:
    """Whether a sentence chooses between nouns; the others, nearly all, are filled in more quickly."""
    return _NOUNS.search(_template(key, language)) is not None


class _Told(str):
    """A fact in a template, where `{count:unit/units}` is the number and its noun: 1 unit, 2 units."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, _, many = spec.partition("/")
        return f"{self} {one if self == '1' else many}" if many else str(self)


def has(key: str, language: Language = "en") -> bool:
    """Whether the catalogue has the key."""
    return any(key in _part(part, language) for part in PARTS)


@cache
def _form(key: str, language: Language) -> tuple[str, tuple[str, ...]] | None:
    """A template as Python fills it in most quickly, and the facts in its places; None where it chooses between nouns."""
    from string import Formatter  # takes a while, and is needed only where something is said

    if _chooses_noun(key, language):
        return None
    parts = [(text.replace("%", "%%"), name) for text, name, _, _ in Formatter().parse(_template(key, language))]
    names = tuple([name for _, name in parts if name is not None])
    return "".join([text if name is None else f"{text}%s" for text, name in parts]), names


def _fact(fact: object, language: Language) -> str:
    sort = fact.__class__
    if sort is str:
        return fact  # type: ignore[return-value]
    if sort is Phrase:
        return say(fact, language)  # type: ignore[arg-type]
    if sort is Fraction:
        return plain_text(fact)  # type: ignore[arg-type]
    if isinstance(fact, str):
        return fact
    if isinstance(fact, Phrase):
        return say(fact, language)
    if isinstance(fact, tuple):
        return listed((_fact(part, language) for part in fact), language)
    return plain(fact)
