"""Every key of the format, and when one word is a slip of the hand away from another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from lawscore.models import Model

#: A shorter word is too like others for a slip to be evident.
_SHORTEST: Final = 4


@cache
def format_keys() -> frozenset[str]:
    """The keys of all models, wherever they may stand."""
    found: set[str] = set()
    waiting: list[Any] = [Model]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        found.update(field.alias or name for name, field in model.model_fields.items())
    return frozenset(found)


def is_one_slip(given: str, meant: str, known: Iterable[str]) -> bool:
    """Whether a word is one slip of the hand away from what was meant, and from no other known word.

    Of a Chinese name only its signs may have changed places, or their width: with one sign more, less or other it may
    be the name of something else.
    """
    return {word for word in {*known, meant} if _is_slip(given, word)} == {meant}


def _is_slip(given: str, meant: str) -> bool:
    if _folded(given) == _folded(meant):
        return given != meant
    if min(len(given), len(meant)) < _SHORTEST or any(map(str.isdigit, given + meant)):
        return False
    if sorted(given) == sorted(meant):
        return _is_swapped(given, meant)
    return given.isascii() and meant.isascii() and _is_one_off(given, meant)


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("-", "_")


def _is_swapped(given: str, meant: str) -> bool:
    """Whether two neighbours have changed places."""
    other = [at for at, (one, two) in enumerate(zip(given, meant, strict=True)) if one != two]
    return len(other) == 2 and other[1] == other[0] + 1


def _is_one_off(given: str, meant: str) -> bool:
    """Whether one letter is too many, missing or other."""
    if abs(len(given) - len(meant)) > 1:
        return False
    at = next((at for at, (one, two) in enumerate(zip(given, meant, strict=False)) if one != two), None)
    if at is None:
        return True
    return given[at + 1 :] in (meant[at:], meant[at + 1 :]) or given[at:] == meant[at + 1 :]
