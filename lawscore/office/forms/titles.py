"""Titles of sheets and names of files: spreadsheets and file systems do not take all signs, nor long names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lawscore.catalogue import Language, phrase, say
from lawscore.facts.unit import Unit
from lawscore.loading.xlsx_words import HIDDEN
from lawscore.rubric.fields import FieldSpec
from lawscore.texts import folded

_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_FILES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_OWN: Final = frozenset({"fields", "answers"})


def sheet_titles(keys: Sequence[str], lists: Mapping[str, FieldSpec], language: Language) -> dict[str, str]:
    """A title for each sheet: our own by the catalogue, that of a list by its name."""
    wanted = [
        say(phrase(f"form.sheet.{key}"), language) if key in _OWN and key not in lists else _NOT_IN_TITLES.sub("_", key)
        for key in keys
    ]
    return dict(zip(keys, _distinct(wanted, _LONGEST_TITLE, {HIDDEN}), strict=True))


def file_names(units: Sequence[Unit]) -> list[str]:
    """A file name for each unit: its name, else its id."""
    wanted = [_NOT_IN_FILES.sub("_", unit.name or unit.id).strip(". ") or "_" for unit in units]
    return [f"{name}.xlsx" for name in _distinct(wanted, 80, set())]


def distinct_titles(wanted: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Titles for further sheets of a workbook."""
    return _distinct(wanted, _LONGEST_TITLE, set(taken))


def _distinct(wanted: Iterable[str], longest: int, taken: set[str]) -> list[str]:
    """The names, cut to a length, those that are there already with a number behind."""
    used = {folded(name).casefold() for name in taken}
    found: list[str] = []
    for name in wanted:
        number, told = 1, name[:longest]
        while folded(told).casefold() in used:
            number += 1
            told = f"{name[: longest - len(str(number)) - 1]}_{number}"
        used.add(folded(told).casefold())
        found.append(told)
    return found
