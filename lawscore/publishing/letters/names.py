"""The file of each unit's paper: the name of the unit as far as a file may have it, safe everywhere and unlike all others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

#: What a file's name may hold: letters and digits of any writing, and a few signs between them.
_UNSAFE: Final = re.compile(r"[^\w·（）()\-]+")
_LONGEST: Final = 60
#: Names that Windows keeps for itself.
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


def file_names(units: Iterable[tuple[str, str]], ending: str) -> Mapping[str, str]:
    """A name for the id of each unit, given id and name of all; a second one of the same name is numbered."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for unit, name in units:
        stem = chosen = _stem(name or unit)
        number = 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{stem}-{number}"
        taken.add(chosen.casefold())
        found[unit] = chosen + ending
    return found


def _stem(text: str) -> str:
    stem = _UNSAFE.sub("_", unicodedata.normalize("NFC", text))[:_LONGEST].strip("_-") or "unit"
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem
