"""Mutation operators beside those of cosmic-ray: what this engine could confuse without Python noticing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import parso
from cosmic_ray.operators.operator import Example, Operator
from parso.python.tree import Keyword, Name, String

_PAIRS: Final = (
    ("min", "max"), ("floor", "ceiling"), ("any", "all"), ("below", "equal"), ("ONE", "ZERO"),
    ("Unknown", "NotApplicable"), ("bisect_left", "bisect_right"), ("in", "not in"),
    ("'higher'", "'lower'"), ("'first'", "'last'"), ("'shared'", "'mean'"), ("'leave_out'", "'unscored'"),
    ("'not_applicable'", "'unscored'"), ("'idle'", "'charged'"), ("'unknown'", "'not_applicable'"),
)  # fmt: skip
#: One way only: without the sorting, without the emptiness.
_ONE_WAY: Final = {
    "sorted": ("list",),
    "NotApplicable": ("Missing",),
    "Unknown": ("Missing",),
    "Missing": ("Unknown", "NotApplicable"),
}


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one, other in _PAIRS:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    for one, others in _ONE_WAY.items():
        found.setdefault(one, []).extend(others)
    return {one: tuple(others) for one, others in found.items()}


SWAPS: Final = _table()


class Swap(Operator):
    """One name, word or key in place of its neighbour: `min` for `max`, `Unknown` for `NotApplicable`."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        if isinstance(node, Name | String | Keyword) and not _defines(node):
            for _ in _others(node):
                yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        other = _others(node)[index]
        return type(node)(other, node.start_pos, node.prefix)

    @classmethod
    def examples(cls) -> tuple[Any, ...]:
        return (Example("min(a, b)", "max(a, b)"),)


def _others(node: Any) -> list[str]:
    """What may stand in its place; nothing is ever made that is missing and of neither kind."""
    found = SWAPS.get(node.value.replace('"', "'"), ())
    called = isinstance(node, Name) and node.get_next_leaf().value == "("
    return [other for other in found if not (called and other == "Missing")]


def _defines(node: Any) -> bool:
    """A name that is defined, imported or a keyword of a call, and the `in` of a loop, are not looked up."""
    if isinstance(node, Keyword):
        return node.value == "in" and node.parent.type != "comparison"
    if not isinstance(node, Name):
        return False
    if node.parent.type == "argument":
        return bool(node.parent.children[0] is node and node.parent.children[1] == "=")
    imported = parso.tree.search_ancestor(node, "import_from", "import_name")
    return node.is_definition() or imported is not None
