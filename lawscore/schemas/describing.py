"""Says in a schema what each key means, what each word stands for, and how a value may be written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lawscore.catalogue import Language, has, phrase, say
from lawscore.classes import dataclass
from lawscore.models import IN_QUOTES
from lawscore.schemas.examples import EXAMPLES
from lawscore.submission.words import ABSENT_WORDS, LAYER_WORDS, VERDICT_WORDS

#: Under which names the keys of a model are described, besides its own; what is the same everywhere stands under `any`.
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "node_part": ("node",),
    "also": ("also", "node"),
    **dict.fromkeys(
        ("deduct", "award", "import", "formula_rule", "place", "sum_of", "first_of", "highest_of"), ("rule",)
    ),
    **dict.fromkeys(("field_spec", "given_spec", "record_column"), ("field",)),
    **dict.fromkeys(("case_spec", "case_unit", "given"), ("case",)),
    "expect": ("expected_unit",),
    "column_figure": ("measure",),
    **{
        f"{name}_measure": (f"{name}_measure", "measure")
        for name in ("record", "peers", "units", "growth", "earlier", "normalise", "panel")
    },
    **{f"{name}_part": (f"{name}_part", "scored") for name in ("unit", "indicator", "also")},
}
#: Where the words of a key are described, if not under `value` and the key.
_WORDS: Final[Mapping[tuple[str, str], str]] = {
    **{("ranking", key): "value.place_word" for key in ("vetoed", "ineligible", "not_assessed")},
    ("peers_measure", "peers"): "value.figure",
    ("units_measure", "units"): "value.figure",
    ("value_entry", "absent"): "value.said_absent",
    ("owed_part", "kind"): "owed",
    ("result", "sentences"): "value.language",
    **{(model, "codes"): "value.absent" for model in ("field_spec", "given_spec", "record_column")},
}
#: Words of both languages that mean the same.
_SAME: Final[Mapping[str, str]] = {**LAYER_WORDS, **ABSENT_WORDS, **VERDICT_WORDS}
_BREAK: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def described(schema: dict[str, Any], language: Language) -> dict[str, Any]:
    """The schema with its words in a language."""
    return _Describer(language).node(schema)


def key_of(model: str, key: str) -> str | None:
    """Under which key of the catalogue a key of a model is described."""
    groups = (*_GROUPS.get(model, (model,)), "any")
    return next((f"key.{group}.{key}" for group in groups if has(f"key.{group}.{key}")), None)


def name_of(title: str) -> str:
    """The name of a model in the catalogue: `PriceList` is `price_list`."""
    return _BREAK.sub("_", title).lower()


@dataclass(frozen=True, slots=True)
class _Describer:
    language: Language

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(key, **facts), self.language)

    def node(self, node: dict[str, Any]) -> dict[str, Any]:
        """A schema or a part of it; models are told by their properties."""
        found = {key: self._part(value) for key, value in node.items() if key != "properties"}
        if "properties" not in node:
            if found.get("description") == IN_QUOTES:
                found["description"] = self.say("schema.in_quotes")
            return self._short_forms(found)
        model = name_of(node["title"])
        found.pop("description", None)  # what the code says of it to those who read the code
        properties = {key: self._property(model, key, value) for key, value in node["properties"].items()}
        return {**found, "title": self.say(f"model.{model}"), "properties": properties}

    def _part(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self.node(value)
        return [self._part(one) for one in value] if isinstance(value, list) else value

    def _property(self, model: str, key: str, given: dict[str, Any]) -> dict[str, Any]:
        """A key: what it means, first; then what it takes."""
        found = self.node({name: value for name, value in given.items() if name != "title"})
        told = self.say(key_of(model, key) or f"key.{model}.{key}")
        if IN_QUOTES in _notes(given):
            told = self.say("schema.with_advice", text=told, advice=phrase("schema.in_quotes"))
        found = {**found, "description": told.replace("`", "")}
        if "`" in told:
            found["markdownDescription"] = told
        group = (key_of(model, key) or "").removeprefix("key.")
        if group in EXAMPLES:
            found["examples"] = list(EXAMPLES[group])
        self._words(found, _WORDS.get((model, key), f"value.{key}"))
        return found

    def _words(self, node: Any, stem: str) -> None:
        """Describe the words of a key, wherever among its alternatives they stand."""
        for part in _own(node):
            words: Sequence[Any] = part.get("enum", ())
            told = [self._word(stem, word) for word in words]
            if any(told):
                part["enumDescriptions"] = told

    def _word(self, stem: str, word: object) -> str:
        for one in (word, _SAME.get(str(word))):
            if has(f"{stem}.{one}"):
                return self.say(f"{stem}.{one}").replace("`", "")  # plain text, where editors show no Markdown
        return ""

    def _short_forms(self, node: dict[str, Any]) -> dict[str, Any]:
        """A type that stands for a whole field: `文号: text`."""
        for option in node.get("anyOf", ()):
            if isinstance(option, dict) and "count" in option.get("enum", ()):
                self._words(option, "value.type")
        return node


def _own(node: Any) -> Iterator[dict[str, Any]]:
    """A node and its alternatives, items and entries, but not the models inside."""
    if isinstance(node, list):
        for part in node:
            yield from _own(part)
    elif isinstance(node, dict) and "properties" not in node:
        yield node
        for key in ("anyOf", "items", "prefixItems", "additionalProperties", "propertyNames"):
            yield from _own(node.get(key))


def _notes(node: Any) -> set[str]:
    """The descriptions of a node and its alternatives."""
    return {part["description"] for part in _own(node) if "description" in part}
