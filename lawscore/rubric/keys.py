"""The keys that the format of a document has, wherever in it they may stand."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from typing_extensions import TypeAliasType

from lawscore.models import Model


@cache
def format_keys(root: type[Model]) -> frozenset[str]:
    """The keys of a document and of all its parts, as they are written."""
    seen: set[type[Model]] = set()
    waiting: list[Any] = [root]
    while waiting:
        part = waiting.pop()
        if isinstance(part, TypeAliasType):
            waiting.append(part.__value__)
        elif not (isinstance(part, type) and issubclass(part, Model)):
            waiting += get_args(part)
        elif part not in seen:
            seen.add(part)
            waiting += (field.annotation for field in part.model_fields.values())
    return frozenset(field.alias or name for model in seen for name, field in model.model_fields.items())
