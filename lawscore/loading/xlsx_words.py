"""The words of the forms: what stands above columns and before facts, in each language, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from lawscore.catalogue import LANGUAGES, Language, phrase, say
from lawscore.submission.words import fold

#: The columns of the sheet of fields, and which of them are filled in.
FIELD_COLUMNS: Final = (
    "field", "label", "measure", "help", "value", "absent", "reason", "document", "number", "note",
)  # fmt: skip
FIELD_ENTRIES: Final = ("value", "absent", "reason", "document", "number", "note")
#: The columns of the sheet of assessors' answers.
ANSWER_COLUMNS: Final = ("question", "title", "asked", "answers", "record", "answer", "points", "assessor", "reason")
ANSWER_ENTRIES: Final = ("record", "answer", "points", "assessor", "reason")
#: What the head of a sheet states: for which unit, in which layer, which list of records.
FACTS: Final = ("unit", "name", "class", "layer", "records")

#: The hidden sheet says in its first row that the workbook is one of our forms, and which sort.
HIDDEN: Final = "lawscore"
MARK: Final = "lawscore form"
MARK_VERSION: Final = "1"


def word(kind: str, key: str, language: Language) -> str:
    """A word in a language; kinds are `column`, `answer` and `fact`."""
    return say(phrase(f"form.{kind}.{key}"), language)


@cache
def meanings(kind: str) -> Mapping[str, str]:
    """What the words of a kind mean, in all languages, by how they are compared."""
    return dict(_meanings(kind))


def meaning(kind: str, text: str) -> str | None:
    """What a text means as a word of a kind; a colon behind it does not count."""
    return meanings(kind).get(fold(text).casefold().rstrip(":").rstrip())


_KEYS: Final = {"column": FIELD_COLUMNS, "answer": ANSWER_COLUMNS, "fact": FACTS}


def _meanings(kind: str) -> Iterator[tuple[str, str]]:
    for key in _KEYS[kind]:
        for language in LANGUAGES:
            yield fold(word(kind, key, language)).casefold(), key
