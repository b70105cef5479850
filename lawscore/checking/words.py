"""The words that the expressions of a document use: a name that is not among them is read by nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from lawscore.checking.walking import written_in
from lawscore.models import Model
from lawscore.rubric.document import Document

#: Keys whose text is for people: a name in it is not a use of the name.
_PROSE: Final = frozenset(
    {"id", "text", "title", "label", "basis", "evidence", "for_", "message", "scored_by", "responsible",
     "accepts", "field", "every"})  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d]\w*")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")


def words_of_rules(document: Document) -> frozenset[str]:
    """The words of all parts that score, rank, grade or check."""
    ties = document.ranking.ties if document.ranking is not None else ()
    rules = document.grades.rules if document.grades is not None else ()
    return words((document.indicators, document.checks, document.vetoes, document.also, ties, rules))


def words(value: Any) -> frozenset[str]:
    """The words in the texts of a part of the document, quoted ones left out."""
    texts = set(_texts(value))
    return frozenset(
        word for text in texts for word in _WORD.findall(_QUOTED.sub("", unicodedata.normalize("NFKC", text)))
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Model):
        for key, inner in written_in(value):
            if key not in _PROSE:
                yield from _texts(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
