"""What the parts and keys of a rubric are called where two versions are compared, and their values as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, Final

from lawscore.analysis.diff.tree import COMBINATIONS, Part, Path
from lawscore.catalogue import Language, Phrase, has, phrase, say
from lawscore.rubric.office_names import NAMED_BY_OFFICE

#: Parts that are called by a word and their name.
_NAMED: Final = frozenset(
    {"fields", "givens", "measures", "vetoes", "checks", "also", "grade", "classes", "roles", "once", "with"}
)
#: Sections that are called by a word.
_SECTIONS: Final = frozenset({"grades", "ranking", "period"})
#: What stands around a band's limits.
_LIMITS: Final[Mapping[str, str]] = {"from": "≥", "above": ">", "to": "≤", "below": "<"}


def part_text(part: Part, language: Language) -> str:
    """What a part of the rubric is called."""
    if part.section in ("indicator", "rule"):
        return indicator_text(part.name, part.title, language)
    if part.section in _NAMED and part.name:
        label = (
            phrase("diff.labelled", name=part.name, label=part.title)
            if part.title not in ("", part.name)
            else part.name
        )
        return say(phrase(f"diff.part.{part.section}", name=label), language)
    known = part.section in _SECTIONS
    return say(phrase(f"diff.part.{part.section}" if known else "diff.part.whole"), language)


def indicator_text(indicator: str, title: str, language: Language) -> str:
    """An indicator by id and title; by one of them, where they are the same."""
    return (
        indicator
        if title in ("", indicator)
        else say(phrase("diff.part.indicator", id=indicator, title=title), language)
    )


def steps_text(part: Part, language: Language) -> str:
    """What the steps inside a part lead to: `适用·条件`, `第 2 项依据·章节`."""
    whole = part.section not in ("indicator", "rule") and not part.name and part.section not in _SECTIONS
    steps: Path = (part.section, *part.steps) if whole and part.section else part.steps
    told: Phrase | str = ""
    above, names = part.section, False
    for step in steps:
        is_name = names and isinstance(step, str)
        word: Phrase | str = step if is_name and isinstance(step, str) else _word(step, above)
        told = phrase("diff.inside", outer=told, inner=word) if told else word
        above = above if is_name or isinstance(step, int) else step
        names = not is_name and step in NAMED_BY_OFFICE
    return say(phrase("word.as_is", value=told), language)


def _word(step: str | int, above: str) -> Phrase | str:
    if isinstance(step, int):
        return phrase("diff.nth", number=str(step + 1))
    return key_word(step, above)


def key_word(key: str, above: str = "") -> Phrase | str:
    """The word for a key of the format below another one."""
    for known in (f"diff.key.{above}.{key}", f"diff.key.{key}"):
        if has(known):
            return phrase(known)
    return key


def value_text(value: Any, language: Language, key: str = "") -> str:
    """A value in the words of the trade, in short: without what is only a default. `key` is that under which it stands."""
    return say(_value(value, key), language)


def _value(value: Any, key: str = "", *, inside: bool = False) -> Phrase:
    if value is None or value in ("", [], {}):
        return phrase("diff.none")
    if isinstance(value, bool):
        return phrase("diff.yes" if value else "diff.no")
    if isinstance(value, Mapping):
        parts = [
            phrase("diff.pair", name=key_word(str(name), key), value=_value(one, str(name), inside=True))
            for name, one in value.items()
            if one not in (False, [], {}, None)
        ]
        pairs = reduce(lambda one, other: phrase("diff.pairs", one=one, other=other), parts)
        return phrase("diff.bracketed", value=pairs) if inside else pairs
    if isinstance(value, Sequence) and not isinstance(value, str):
        return phrase("word.as_is", value=tuple(_value(one, key, inside=True) for one in value))
    known = f"diff.value.{key}.{value}"
    return phrase(known) if has(known) else phrase("word.as_is", value=" ".join(str(value).split()))


def band_text(band: Mapping[str, Any]) -> str:
    """The limits of a band: `≥60%、<80%`."""
    return "、".join(f"{sign}{band[key]}" for key, sign in _LIMITS.items() if key in band)


def rule_text(rule: Mapping[str, Any], language: Language) -> str:
    """A rule in the office's own sentence; as it is written, where it has none."""
    if rule.get("text"):
        return " ".join(str(rule["text"]).split())
    inside = next((rule[key] for key in COMBINATIONS if key in rule), None)
    if inside is not None:
        return say(phrase("word.as_is", value=tuple(rule_text(one, language) for one in inside)), language)
    if rule.get("for"):
        return str(rule["for"])
    return value_text(rule, language)
