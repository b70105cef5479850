"""Data documents that stand inside other documents, as they are written: their readers type them later."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from lawscore.models import Code

#: A part of a document whose readers type it and report its mistakes.
Tree: TypeAlias = dict[Code, Any]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


_ONE: dict[str, Any] = {"type": "object"}
#: One data document, or several.
Documents: TypeAlias = Annotated[
    tuple[Tree, ...],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [_ONE, {"type": "array", "items": _ONE}]}),
]
