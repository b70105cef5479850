"""Checks of names: what is declared and never read, and names that are easily taken for one another."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.checking.likeness import alike, is_slip
from lawscore.checking.reading import Reader
from lawscore.checking.words import words
from lawscore.problems import Problem
from lawscore.rubric.fields import Column


def field_unused(reader: Reader) -> Iterator[Problem]:
    """A field, a common figure or a measure that no rule, measure, check, veto, tie, grade rule or result beside the total reads."""
    document = reader.rubric.document
    used = set(reader.words)
    for name, measure in document.measures.items():
        used |= words(measure) - {name}
    for section in ("givens", "fields", "measures"):
        for name in getattr(document, section):
            if name not in used:
                yield finding("field-unused", (section, name), {"what": phrase(f"check.{section}"), "name": name})
    for leaf in reader.rubric.leaves:
        if leaf.spec is not None and leaf.spec.field is not None and not {"value", leaf.id} & words(leaf.spec):
            yield finding("field-unused", (*leaf.path, "field"), {"what": phrase("check.fields"), "name": leaf.id})


def near_duplicate_names(reader: Reader) -> Iterator[Problem]:
    """Names and labels of two fields of one type of which one is easily taken for the other."""
    document = reader.rubric.document
    before: dict[tuple[str, str], dict[str, Column]] = {}
    for section in ("givens", "fields"):
        for name, spec in getattr(document, section).items():
            marks = [(spec.type, mark) for word in (name, spec.label or name) for mark in alike(word)]
            others = {other: one for mark in marks for other, one in before.get(mark, {}).items()}
            for other, one in others.items():
                pair = _confused(name, spec, other, one)
                if pair is not None:
                    yield finding("near-duplicate-names", (section, name), {"name": pair[0], "other": pair[1]})
            for mark in marks:
                before.setdefault(mark, {})[name] = spec


def _confused(name: str, spec: Column, other: str, before: Column) -> tuple[str, str] | None:
    """The two names, or else the two labels, that differ by one character."""
    if is_slip(name, other):
        return name, other
    if spec.label is not None and before.label is not None and is_slip(spec.label, before.label):
        return spec.label, before.label
    return None
