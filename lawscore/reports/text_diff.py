"""The difference between two texts of a file, as `diff -u` and `patch` know it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from io import StringIO
from typing import Final

_NO_NEWLINE: Final = "\n\\ No newline at end of file\n"


def text_diff(name: str, before: str, after: str) -> str:
    """What changes in a file; empty where nothing does."""
    return "".join(_ended(unified_diff(_lines(before), _lines(after), name, name)))


def _lines(text: str) -> list[str]:
    """The lines with their ends: only a line feed ends one, whatever else `splitlines` takes for an end."""
    return list(StringIO(text, newline="\n"))


def _ended(lines: Iterator[str]) -> Iterator[str]:
    """Each line with an end of its own; one that has none in its text says so."""
    return (line if line.endswith("\n") else line + _NO_NEWLINE for line in lines)
