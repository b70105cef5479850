"""When two texts are the same text."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """A text as it is compared: full-width and half-width signs are one, blanks around it do not count."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
