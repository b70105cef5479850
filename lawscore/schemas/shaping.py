"""A schema as editors like it: no null where a key is left out instead, alternatives that each can be completed."""

from __future__ import annotations

from typing import Any, Final

_NULL: Final = {"type": "null"}


def shaped(node: Any) -> Any:
    """The schema, or a part of it, in that shape; it takes what it took, but for null."""
    if isinstance(node, list):
        return [shaped(part) for part in node]
    if not isinstance(node, dict):
        return node
    part = {key: shaped(value) for key, value in node.items() if not (key == "default" and value is None)}
    if "const" in part:
        part["enum"] = [part.pop("const")]
    if "oneOf" in part:  # told apart by their keys: of alternatives of which only one may fit, editors complete none
        part["anyOf"] = part.pop("oneOf")
    return _without_null(part)


def _without_null(node: dict[str, Any]) -> dict[str, Any]:
    """What may be left out is not written as null."""
    options = node.get("anyOf")
    if not isinstance(options, list) or _NULL not in options:
        return node
    left = [option for option in options if option != _NULL]
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    return {**left[0], **rest} if len(left) == 1 else {**rest, "anyOf": left}
