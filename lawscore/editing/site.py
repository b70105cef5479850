"""The place of a problem in a text, as a mend looks at it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Final

from lawscore.classes import dataclass
from lawscore.editing.written import UnreadableError, Written, read_written
from lawscore.problems import Problem

_BREAK: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, eq=False)
class Sheet:
    """A text that is being mended."""

    text: str

    @cached_property
    def starts(self) -> list[int]:
        """The offsets at which its lines begin."""
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    @cached_property
    def written(self) -> Written | None:
        """Its parts with their places; None while there are slips."""
        try:
            return read_written(self.text)
        except UnreadableError:
            return None

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, both counted from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line; empty where there is none."""
        if not 0 < number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


@dataclass(frozen=True, eq=False)
class Site:
    """A problem of a text, and the offset at which it stands."""

    sheet: Sheet
    problem: Problem
    at: int

    @classmethod
    def of(cls, sheet: Sheet, problem: Problem) -> Site | None:
        """The site of a problem that has a line of this text."""
        line, column = problem.where.line, problem.where.column
        if line is None or column is None or line > len(sheet.starts):
            return None
        return cls(sheet, problem, sheet.starts[line - 1] + column - 1)

    @property
    def text(self) -> str:
        """The whole text."""
        return self.sheet.text

    @property
    def sign(self) -> str:
        """The character at the offset."""
        return self.text[self.at : self.at + 1]

    @property
    def line_start(self) -> int:
        """Where the line of the problem begins."""
        return self.sheet.starts[(self.problem.where.line or 1) - 1]

    @property
    def line_end(self) -> int:
        """Where the line of the problem ends, before its break."""
        return self.line_start + len(self.sheet.line(self.problem.where.line or 1))
