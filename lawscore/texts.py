"""When two texts are the same text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_QUOTED: Final = re.compile(r"('[^']*'|\"[^\"]*\")")
_BLANKS: Final = re.compile(r" ?([^\w ]) ?")


def folded(text: str) -> str:
    """A text as it is compared: full-width and half-width signs are one, blanks around it do not count."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def evened(text: str) -> str:
    """A formula or a sentence without the blanks that nobody reads: those between words are one, those around signs none.

    Texts in quotes stay as they are, and so must names: a choice `A (1)` is not `A(1)`.
    """
    if text.split() == [text]:
        return text
    parts = _QUOTED.split(text)
    return "".join(
        part if place % 2 else _BLANKS.sub(r"\1", " ".join(part.split())) for place, part in enumerate(parts)
    )
