"""Texts of a result as a Word document holds them: shown, never obeyed."""

from __future__ import annotations

from html import escape
from typing import Final

from lawscore.publishing.visible import visible

_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB: Final = '</w:t><w:tab/><w:t xml:space="preserve">'


def plain(text: str) -> str:
    """The text as it stands in XML."""
    return escape(visible(text), quote=False)


def markup(text: str) -> str:
    """The text as it stands inside `<w:t>`; its line breaks are line breaks of the paragraph."""
    return plain(text).replace("\n", _BREAK).replace("\t", _TAB)
