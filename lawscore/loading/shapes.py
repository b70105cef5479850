"""What a model expects at each place: pydantic's own description of it, without the wrappings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias

from pydantic import BaseModel

from lawscore.models import LATER

#: A part of pydantic's core schema.
Schema: TypeAlias = Mapping[str, Any]
Kind: TypeAlias = Literal["mapping", "list", "text"]

#: Where a wrapping keeps what it wraps.
_INNER: Final = {
    "default": "schema",
    "nullable": "schema",
    "function-before": "schema",
    "function-after": "schema",
    "function-wrap": "schema",
    "custom-error": "schema",
    "lax-or-strict": "lax_schema",
    "json-or-python": "python_schema",
}
_KINDS: Final[Mapping[str, Kind]] = {
    "model": "mapping",
    "model-fields": "mapping",
    "typed-dict": "mapping",
    "dict": "mapping",
    "list": "list",
    "tuple": "list",
    "set": "list",
    "frozenset": "list",
}


class Shapes:
    """The shapes of one model. `root` is its own; the others are reached from it, step by step."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._definitions: dict[str, Schema] = {}
        self.root: Schema = model.__pydantic_core_schema__

    def bare(self, schema: Schema | None) -> Schema | None:
        """The shape without defaults, validating functions and references; None stays None."""
        while schema is not None:
            kind = schema["type"]
            if kind == "definitions":
                self._definitions |= {part["ref"]: part for part in schema["definitions"]}
                schema = schema["schema"]
            elif kind == "definition-ref":
                schema = self._definitions.get(schema["schema_ref"])
            elif LATER in schema.get("metadata", {}):
                schema = schema["metadata"][LATER].__pydantic_core_schema__
            elif kind == "chain":
                schema = schema["steps"][0]
            elif kind in _INNER:
                schema = schema[_INNER[kind]]
            else:
                return schema
        return None

    def fields(self, shape: Schema) -> Mapping[str, Schema | None]:
        """The keys that a model allows, as they are written in a document, each with its shape."""
        inside = self.bare(shape["schema"]) if shape["type"] == "model" else shape
        if inside is None or inside["type"] not in ("model-fields", "typed-dict"):
            return {}
        return {_alias(name, field): field["schema"] for name, field in inside["fields"].items()}

    def arm(self, shape: Schema, tag: object) -> Schema | None:
        """The arm of a tagged union."""
        return shape["choices"].get(tag)  # type: ignore[no-any-return]

    def item(self, shape: Schema, index: int) -> Schema | None:
        """The shape of an item of a list or tuple."""
        items = shape.get("items_schema")
        if not isinstance(items, list):
            return items
        variadic = shape.get("variadic_item_index")
        if variadic is not None and index >= variadic:
            return items[variadic]  # type: ignore[no-any-return]
        return items[index] if 0 <= index < len(items) else None

    def kinds(self, schema: Schema | None) -> frozenset[Kind]:
        """The kinds of value that a shape can take."""
        shape = self.bare(schema)
        if shape is None or shape["type"] == "any":
            return frozenset({"mapping", "list", "text"})
        if shape["type"] in ("union", "tagged-union"):
            return frozenset[Kind]().union(*(self.kinds(choice) for choice in choices(shape)))
        return frozenset({_KINDS.get(shape["type"], "text")})


def choices(shape: Schema) -> Iterator[Schema]:
    """The arms of a union, in the order in which they are tried."""
    arms = shape["choices"]
    for arm in arms.values() if isinstance(arms, Mapping) else arms:
        yield arm[0] if isinstance(arm, tuple) else arm


def _alias(name: str, field: Schema) -> str:
    alias = field.get("validation_alias")
    return alias if isinstance(alias, str) else name
