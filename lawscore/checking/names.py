"""Checks of names: what is declared and never read, and names that are easily taken for one another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.checking.likeness import is_slip
from lawscore.models import Model
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document
from lawscore.rubric.fields import Column

#: Keys whose text is for people: a name in it is not a use of the name.
_PROSE: Final = frozenset(
    {"id", "text", "title", "label", "basis", "evidence", "for_", "message", "scored_by", "responsible",
     "accepts", "field", "every"})  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d]\w*")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")


def field_unused(rubric: Rubric) -> Iterator[Problem]:
    """A field, a common figure or a measure that no rule, measure, check, veto, tie, grade rule or result beside the total reads."""
    document = rubric.document
    used = _words_of_rules(document)
    for name, measure in document.measures.items():
        used |= _words(measure) - {name}
    for section in ("givens", "fields", "measures"):
        for name in getattr(document, section):
            if name not in used:
                yield finding("field-unused", (section, name), {"what": phrase(f"check.{section}"), "name": name})
    for leaf in rubric.leaves:
        if leaf.spec is not None and leaf.spec.field is not None and not {"value", leaf.id} & _words(leaf.spec):
            yield finding("field-unused", (*leaf.path, "field"), {"what": phrase("check.fields"), "name": leaf.id})


def near_duplicate_names(rubric: Rubric) -> Iterator[Problem]:
    """Names and labels of two fields of one type of which one is easily taken for the other."""
    document = rubric.document
    declared = [(section, name) for section in ("givens", "fields") for name in getattr(document, section)]
    for place, (section, name) in enumerate(declared):
        spec = getattr(document, section)[name]
        for other_section, other in declared[:place]:
            before = getattr(document, other_section)[other]
            pair = _confused(name, spec, other, before) if spec.type == before.type else None
            if pair is not None:
                yield finding("near-duplicate-names", (section, name), {"name": pair[0], "other": pair[1]})


def _confused(name: str, spec: Column, other: str, before: Column) -> tuple[str, str] | None:
    """The two names, or else the two labels, that differ by one character."""
    if is_slip(name, other):
        return name, other
    if spec.label is not None and before.label is not None and is_slip(spec.label, before.label):
        return spec.label, before.label
    return None


def _words_of_rules(document: Document) -> set[str]:
    ties = document.ranking.ties if document.ranking is not None else ()
    rules = document.grades.rules if document.grades is not None else ()
    return _words((document.indicators, document.checks, document.vetoes, document.also, ties, rules))


def _words(value: Any) -> set[str]:
    """The words in the texts of a part of the document, quoted ones left out."""
    return {
        word for text in _texts(value) for word in _WORD.findall(_QUOTED.sub("", unicodedata.normalize("NFKC", text)))
    }


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Model):
        yield from (text for key, inner in value if key not in _PROSE for text in _texts(inner))
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, tuple):
        yield from (text for inner in value for text in _texts(inner))
