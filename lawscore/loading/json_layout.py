"""Where the parts of a JSON text stand, found only when somebody asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from json import JSONDecoder
from typing import Any, Final

from lawscore.loading.source import Part, Path, Step

_BLANK: Final = re.compile(r"[ \t\n\r]*")
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)


class JsonLayout:
    """The entries of the mapping or list that begins at an offset of a sound JSON text.

    Only what lies on the way is looked at, the rest is passed over at the speed of the decoder; what was looked at once
    is kept. Call it with an offset, as `Layout.parts` is called.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, dict[Step, Part]] = {}
        self._value = JSONDecoder(parse_int=str, parse_float=str).raw_decode

    def __call__(self, start: int) -> Mapping[Step, Part]:
        if start not in self._known:
            found: dict[Step, Part] = {}
            for step, part in self.entries(start):
                found.setdefault(step, part)
            self._known[start] = found
        return self._known[start]

    def entries(self, start: int) -> Iterator[tuple[Step, Part]]:
        """All entries, also those of doubled keys."""
        opening, at = self._text[start], self._blank(start + 1)
        if opening not in "{[" or self._text[at] in "}]":
            return
        count = 0
        while True:
            step: Step = count
            key_at = at if opening == "{" else None
            if key_at is not None:
                step, at = self._value(self._text, at)
                at = self._blank(self._blank(at) + 1)
            yield step, Part(key_at, at)
            at = self._blank(self._end(at))
            if self._text[at] != ",":
                return
            at, count = self._blank(at + 1), count + 1

    def keys(self, start: int) -> Iterator[tuple[Path, list[tuple[str, int]]]]:
        """The path of every mapping from an offset inwards, and its keys with their offsets."""
        waiting: list[tuple[int, Path]] = [(start, ())]
        while waiting:
            at, path = waiting.pop()
            entries = list(self.entries(at))
            yield path, [(str(step), part.key) for step, part in entries if part.key is not None]
            inside = ((step, part) for step, part in reversed(entries) if self._text[part.value] in "{[")
            waiting += [(part.value, (*path, step)) for step, part in inside]

    def _blank(self, at: int) -> int:
        found = _BLANK.match(self._text, at)
        return found.end() if found else at

    def _end(self, at: int) -> int:
        result: tuple[Any, int] = self._value(self._text, at)
        return result[1]


def too_deep(text: str, deepest: int) -> int:
    """The offset of the first bracket that opens a level below the deepest allowed."""
    depth = 0
    for found in _TOKEN.finditer(text):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if depth > deepest:
            return found.start()
    return 0
