"""What may stand under a key: the words that its shape lists, or how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.loading.shapes import Schema

#: Keys whose value is a list or a mapping, as it is usually written.
FORMS: Final[Mapping[str, str]] = {
    "against": "{years_back: 1}",
    "plus": "[{add: 0.3, when: …}]",
    "times": "[{factor: 2, when: …}]",
    "peers_mean": "{within: class}",
    "applies": "{when: …, otherwise: full}",
    "passes": "{from: 60%}",
    "round": "{places: 2}",
    "shown": "{places: 2}",
}
#: Words that are keys of a mapping, and are written where the mapping belongs.
NESTED: Final[Mapping[str, str]] = {"peers_mean": "{peers_mean: {within: class}}"}
#: Keys that take words and other values too.
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "from_zero": ("unscored", "not_applicable", "100%"),
    "within": ("class", "all", "parent", "…"),
}


def form_hint(key: object) -> Phrase | None:
    """How the value of a key is written, where it is more than a text."""
    form = FORMS.get(str(key))
    return phrase("hint.write_instead", instead=f"{key}: {form}") if form is not None else None


def values_hint(key: str, shape: Schema | None) -> Phrase | None:
    """What a key takes: its form, or the words that it can be."""
    words = _WORDS.get(key) or _listed(shape)
    return phrase("hint.key_values", name=key, values=words) if words else form_hint(key)


def _listed(shape: Schema | None) -> tuple[str, ...]:
    if shape is None:
        return ()
    if shape["type"] == "bool":
        return "yes", "no"
    return tuple(str(word) for word in shape["expected"]) if shape["type"] == "literal" else ()
