"""Characters that no document may hold: those that cannot be seen, and those that turn the direction of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawscore.catalogue import phrase
from lawscore.loading.lines import Lines
from lawscore.problems import Problem

#: Control characters, line breaks that editors do not show, zero-width and direction signs, halves of characters.
UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def unseen(lines: Lines) -> Iterator[Problem]:
    """A problem for each such character of a text."""
    for found in UNSEEN.finditer(lines.text):
        where, facts = lines.where(found.start()), {"sign": code_point(found[0])}
        yield Problem(code="control_character", where=where, facts=facts, hint=phrase("hint.control_character"))


def code_point(character: str) -> str:
    """How a character that cannot be seen is named: U+3000."""
    return f"U+{ord(character):04X}"
