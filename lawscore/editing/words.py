"""When one word is a slip of the hand away from another."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

#: A shorter word is too like others for a slip to be evident.
_SHORTEST: Final = 4
#: Signs that differ from others in their width alone.
_WIDTHS: Final = ("<wide> ", "<narrow> ")


def is_one_slip(given: str, meant: str, known: Iterable[str]) -> bool:
    """Whether a word of the format is one slip of the hand away from what was meant, and from no other known word."""
    return _is_only(_is_slip, given, meant, known)


def is_same_name(given: str, meant: str, known: Iterable[str]) -> bool:
    """Whether a name differs from the one meant in width, case or encoding alone, and so from no other known name.

    An author chose the names: with one letter more, less or other, or two swapped, it may be the name of something else,
    and even of the opposite (`typical_cases`, `atypical_cases`).
    """
    return _is_only(_is_written_otherwise, given, meant, known)


def _is_only(is_like: Callable[[str, str], bool], given: str, meant: str, known: Iterable[str]) -> bool:
    return {word for word in {*known, meant} if is_like(given, word)} == {meant}


def _is_written_otherwise(given: str, meant: str) -> bool:
    return given != meant and _of_one_width(given).casefold() == _of_one_width(meant).casefold()


def _of_one_width(word: str) -> str:
    """The word with signs of the usual width; nothing else that looks alike is taken for the same (`²` and `2`)."""
    return unicodedata.normalize("NFC", "".join(map(_usual, word)))


def _usual(sign: str) -> str:
    is_wide = unicodedata.decomposition(sign).startswith(_WIDTHS)
    return unicodedata.normalize("NFKC", sign) if is_wide else sign


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
