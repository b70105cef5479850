"""Text of results and rubrics as a paper may hold it: what cannot be seen, or misleads the eye, is made visible."""

from __future__ import annotations

import re
from typing import Final

#: Control characters but tab and line break, what turns the direction of reading, halves of characters, what is no character.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_REPLACED: Final = "\ufffd"
_PICTURES: Final = 0x2400
_DELETE: Final = "\x7f"


def visible(text: str) -> str:
    """The text with line breaks as they are; `␀` for a control character, `�` for what has no picture of its own."""
    if not _UNSEEN.search(text):
        return text
    return _UNSEEN.sub(_shown, text.replace("\r\n", "\n").replace("\r", "\n"))


def _shown(match: re.Match[str]) -> str:
    sign = match.group()
    if sign < " ":
        return chr(_PICTURES + ord(sign))
    return "\u2421" if sign == _DELETE else _REPLACED
