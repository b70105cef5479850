"""A tree of texts as YAML: in one line where it is small, else in lines of its own."""

from __future__ import annotations

from typing import Final

from lawscore.editing.texts import key_of, text_of
from lawscore.loading.source import Tree

WIDTH: Final = 120
#: How many brackets may stand inside one another in a line.
_DEEPEST: Final = 3


def in_line(value: Tree, *, key: str = "", flow: bool = False) -> str:
    """The value in one line; `flow` where it stands inside brackets already."""
    if isinstance(value, dict):
        inside = (f"{key_of(name, flow=True)}: {in_line(part, key=name, flow=True)}" for name, part in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_item(part, key) for part in value) + "]"
    return text_of(value or "", key=key, flow=flow)


def _item(value: Tree, key: str) -> str:
    if isinstance(value, str):
        return text_of(value, key=key, flow=True, place="item")
    return in_line(value, key=key, flow=True)


def entry_lines(key: str | None, value: Tree, column: int, above: str = "") -> list[str]:
    """An entry of a block that begins in a column; all lines but the first are indented, `above` is the key of a list."""
    head = "-" if key is None else f"{key_of(key)}:"
    name = above if key is None else key
    if not is_large(value, column + len(head) + 1):
        told = text_of(value, key=name, place="item") if isinstance(value, str) and key is None else None
        return [f"{head} {told if told is not None else in_line(value, key=name)}"]
    inside = block_lines(value, column + 2, name)
    if key is None:
        return [f"- {inside[0].lstrip()}", *inside[1:]]
    return [head, *inside]


def block_lines(value: Tree, column: int, key: str = "") -> list[str]:
    """A mapping or list in lines of its own, all indented."""
    pairs: list[tuple[str | None, Tree]] = (
        list(value.items()) if isinstance(value, dict) else [(None, part) for part in value or ()]
    )
    found: list[str] = []
    for name, part in pairs:
        first, *rest = entry_lines(name, part, column, key)
        found += [" " * column + first, *rest]
    return found


def is_large(value: Tree, column: int) -> bool:
    """Whether a mapping or list is too long or too deep for the rest of a line that begins in a column."""
    if not isinstance(value, dict | list) or not value:
        return False
    return depth(value) > _DEEPEST or column + len(in_line(value)) > WIDTH


def depth(value: Tree) -> int:
    """How many mappings and lists stand inside one another."""
    if not isinstance(value, dict | list):
        return 0
    return 1 + max((depth(part) for part in (value.values() if isinstance(value, dict) else value)), default=0)
