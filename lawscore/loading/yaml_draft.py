"""The text as the YAML parser gets it: the author's, with the mistakes mended that have already been reported.

The parser gives up at its first error. To find the mistakes after it, an evident one is mended in a draft and the
draft is parsed again; the draft remembers what it changed, so that every place is told in the author's own columns.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import Final

from lawscore.classes import dataclass

#: Stands for a sign that must lose its meaning; it is a letter, so that the text around it stays one plain text.
_NEUTRAL: Final = "x"


@dataclass(frozen=True, slots=True)
class Draft:
    """A mended text; offsets of the draft become offsets of the author's text by `original`."""

    text: str
    #: Offsets of blanks that the author did not write, in order.
    inserted: tuple[int, ...] = ()
    #: Offsets at which values begin that no longer say what the author wrote.
    tainted: frozenset[int] = frozenset()

    def original(self, offset: int) -> int:
        """The offset in the author's text."""
        return offset - bisect_left(self.inserted, offset)

    def insert_blank(self, at: int) -> Draft:
        """Put a blank before the character at an offset."""
        moved = [offset + (offset >= at) for offset in self.inserted]
        return Draft(
            text=f"{self.text[:at]} {self.text[at:]}",
            inserted=tuple(sorted([*moved, at])),
            tainted=frozenset(offset + (offset >= at) for offset in self.tainted),
        )

    def put(self, at: int, sign: str) -> Draft:
        """Replace one character."""
        return replace(self, text=self.text[:at] + sign + self.text[at + 1 :])

    def neutralise(self, *offsets: int, value_at: int) -> Draft:
        """Take the meaning from some characters of the value that begins at `value_at`."""
        draft = self
        for offset in offsets:
            draft = draft.put(offset, _NEUTRAL)
        return replace(draft, tainted=draft.tainted | {value_at})
