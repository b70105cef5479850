"""Splices of a text: what is cut at an offset, and what is put there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lawscore.editing.steps import EditError


class Splice(NamedTuple):
    """Cut from `start` to `end`, and put a text there; `start == end` only puts."""

    start: int
    end: int
    text: str = ""


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with all splices made; those at one offset in their order, and what is put there before what is cut."""
    found: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda one: (one.start, one.end > one.start)):
        if splice.start < at:
            raise EditError("two edits meet at the offset", splice.start)
        found += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join([*found, text[at:]])
