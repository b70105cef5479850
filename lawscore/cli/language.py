"""Which language the command speaks: `--lang`, else the locale, else English."""

from __future__ import annotations

import os
from collections.abc import Sequence

from lawscore.catalogue import LANGUAGES, Language


def chosen_language(arguments: Sequence[str]) -> Language:
    """The language for help and messages, found before the options are read."""
    for place, argument in enumerate(arguments):
        given = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and place + 1 < len(arguments):
            given = arguments[place + 1]
        for language in LANGUAGES:
            if given == language:
                return language
    return locale_language()


def locale_language() -> Language:
    """The language of the locale: Chinese where it says so."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
