"""A text by its lines: on which line and in which column a character stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from typing import Final

from lawscore.classes import dataclass
from lawscore.problems import Where

_BREAK: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, eq=False)
class Lines:
    """A named text; offsets count characters from 0, lines and columns from 1, as editors show them."""

    name: str
    text: str = field(repr=False)
    _texts: dict[int, str] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def line(self, offset: int) -> int:
        """The number of the line that holds the offset."""
        return bisect_right(self._starts, offset)

    def of(self, number: int) -> str:
        """The text of a line, without its break. Kept, so that all problems of a huge line share one copy."""
        if number not in self._texts:
            start = self._starts[number - 1]
            end = self._starts[number] if number < len(self._starts) else len(self.text)
            self._texts[number] = self.text[start:end].rstrip("\r\n")
        return self._texts[number]

    def where(self, offset: int, path: tuple[str | int, ...] = ()) -> Where:
        """The place of an offset; one past the end is at the end."""
        offset = max(0, min(offset, len(self.text)))
        number = self.line(offset)
        column = offset - self._starts[number - 1] + 1
        return Where(file=self.name, line=number, column=column, path=path, source=self.of(number))
