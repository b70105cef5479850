"""Lists of records: one line for each matter, its columns typed, told apart by the key column or else by content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Missing, NotApplicable, Unknown, Value
from lawscore.facts.unit import Record
from lawscore.models import kind_of, shorten
from lawscore.numbers import plain_text
from lawscore.problems import Problem
from lawscore.rubric.fields import Column, FieldSpec
from lawscore.submission.number_lists import read_numbers
from lawscore.submission.places import Path
from lawscore.submission.typing import Typed, absence, stands_for, typed_value
from lawscore.submission.words import fold, suggest


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A problem at a path inside a value; `key`: it concerns the key there, not what it holds."""

    path: Path
    problem: Problem
    key: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a field's value was read as. Nothing typed and no problem: it was not given; with problems: refused."""

    typed: Typed | None = None
    problems: tuple[Misplaced, ...] = ()


def read_field(spec: Column, name: str, raw: object) -> Reading:
    """Read the value of a field, whether single or a list of records."""
    if isinstance(spec, FieldSpec) and spec.type == "records":
        return read_records(spec, name, raw)
    if spec.type == "numbers":
        listed = read_numbers(spec, raw, Cause("value", name))
        wrong = tuple(Misplaced(path, problem) for path, problem in listed.problems)
        return Reading(None if wrong else listed.typed, wrong)
    found = typed_value(spec, raw, Cause("value", name))
    return Reading(problems=(Misplaced((), found),)) if isinstance(found, Problem) else Reading(found)


def read_records(spec: FieldSpec, name: str, raw: object) -> Reading:
    """Read a list of records.

    A bad value leaves its column unknown in that record. A list whose lines cannot be told apart, or hold something
    that is no column, is refused as a whole: to drop a line would quietly drop what is charged for it.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return Reading()
    if not isinstance(raw, list | tuple):
        meaning = stands_for(spec, raw)
        if meaning is not None:
            return Reading(absence(spec, meaning, Cause("value", name)))
        given = shorten(raw) if isinstance(raw, str | int | float | Fraction | date) else kind_of(raw)
        return Reading(problems=(Misplaced((), Problem(code="records_expected", facts={"given": given})),))
    problems = [*_misshapen(spec, name, raw), *_key_problems(spec, name, raw)]
    if problems:
        return Reading(problems=(*problems, *_also_wrong(spec, raw, problems)))
    drafts = [_Draft(spec, item, place) for place, item in enumerate(raw)]
    wrong = tuple(problem for draft in drafts for problem in draft.problems)
    return Reading(Typed(_numbered(spec, drafts)), wrong)


def _misshapen(spec: FieldSpec, name: str, items: Sequence[object]) -> Iterator[Misplaced]:
    columns = spec.fields or {}
    for place, item in enumerate(items):
        if not isinstance(item, Mapping):
            yield Misplaced((place,), Problem(code="record_not_mapping", facts={"name": name, "given": _shown(item)}))
            continue
        for column in item:
            if fold(str(column)) not in columns:
                facts = {"name": shorten(column), "records": name, "columns": tuple(columns)}
                computed = fold(str(column)) in (spec.columns or {})
                hint = phrase("hint.name_is_measure", name=column) if computed else suggest(fold(str(column)), columns)
                yield Misplaced(
                    (place, column), Problem(code="record_column_unknown", facts=facts, hint=hint), key=True
                )


def _also_wrong(spec: FieldSpec, items: Sequence[object], told: Sequence[Misplaced]) -> Iterator[Misplaced]:
    """What else is wrong in the records of a list that is refused: all of it is told in one run."""
    known = {one.path for one in told}
    drafts = (_Draft(spec, item, place) for place, item in enumerate(items) if isinstance(item, Mapping))
    return (one for draft in drafts for one in draft.problems if one.path not in known)


def _shown(item: object) -> str | Phrase:
    return kind_of(item) if isinstance(item, list | tuple) else shorten(item)


def _key_problems(spec: FieldSpec, name: str, items: Sequence[object]) -> Iterator[Misplaced]:
    """Keys that are missing, and keys that stand twice: both places are named."""
    if spec.key is None:
        return
    seen: dict[str, int] = {}
    for place, item in enumerate(items):
        if not isinstance(item, Mapping):
            continue
        found = _key_of(spec, spec.key, item)
        if isinstance(found, Problem):
            yield Misplaced((place, spec.key), found)
        elif found is None:
            yield Misplaced((place,), Problem(code="record_key_missing", facts={"name": name, "key": spec.key}))
        elif fold(found) in seen:
            facts = {"name": name, "key": found, "first": seen[fold(found)] + 1, "again": place + 1}
            yield Misplaced((place, spec.key), Problem(code="record_key_doubled", facts=facts))
        else:
            seen[fold(found)] = place


def _key_of(spec: FieldSpec, key: str, item: Mapping[str, object]) -> str | Problem | None:
    written = _raw(item, key)
    typed = typed_value((spec.fields or {})[key], written, Cause("record", key))
    if typed is None or isinstance(typed, Problem):
        return typed
    return None if isinstance(typed.value, Missing) else key_text(typed.value, written)


def key_text(value: Any, written: object) -> str:
    """The value of a key column as the text by which answers name the record: a text stays as it was written."""
    if isinstance(value, Fraction):
        return plain_text(value)
    return written.strip() if isinstance(value, str) and isinstance(written, str) else str(value)


def _raw(item: Mapping[str, object], column: str) -> object:
    if column in item:
        return item[column]
    return next((value for name, value in item.items() if fold(str(name)) == column), None)


class _Draft:
    """One record before it has a key of its own."""

    def __init__(self, spec: FieldSpec, item: Any, place: int) -> None:
        self.values: dict[str, Value] = {}
        self.nones: set[str] = set()
        self.problems: list[Misplaced] = []
        self.key = ""
        for column, inner in (spec.fields or {}).items():
            cause = Cause("record", column)
            found: Typed | Problem | None
            if inner.type == "numbers":
                listed = read_numbers(inner, _raw(item, column), cause)
                self.problems += [Misplaced((place, column, *path), problem) for path, problem in listed.problems]
                found = listed.typed
            else:
                found = typed_value(inner, _raw(item, column), cause)
            if isinstance(found, Problem):
                self.problems.append(Misplaced((place, column), found))
                found = Typed(Unknown((cause,)))
            elif found is None:
                found = absence(inner, inner.absent, cause)
            self.values[column] = found.value  # type: ignore[assignment]
            if found.none:
                self.nones.add(column)
        if spec.key is not None:
            self.key = key_text(self.values[spec.key], _raw(item, spec.key))

    def content(self) -> tuple[tuple[Any, ...], ...]:
        """What the record says, in a form that sorts."""
        return tuple((*_rank(value), column in self.nones) for column, value in self.values.items())

    def record(self, key: str) -> Record:
        """The record under its key; what is missing in it is put down to that key."""
        values = {column: _owned(value, key) for column, value in self.values.items()}
        return Record(key, values, frozenset(self.nones))


def _rank(value: Value) -> tuple[Any, ...]:
    if isinstance(value, Missing):
        return 1, type(value) is NotApplicable, tuple((cause.kind, cause.name, cause.detail) for cause in value.causes)
    return 0, value


def _owned(value: Value, key: str) -> Value:
    if not isinstance(value, Missing):
        return value
    return type(value)(tuple(replace(cause, record=key) for cause in value.causes))


_FIRST: Final = 1


def _numbered(spec: FieldSpec, drafts: list[_Draft]) -> tuple[Record, ...]:
    """Records in an order that does not depend on the file: by key, or by content and then numbered."""
    if spec.key is not None:
        return tuple(draft.record(draft.key) for draft in sorted(drafts, key=lambda draft: draft.key))
    ordered = sorted(drafts, key=_Draft.content)
    return tuple(draft.record(str(number)) for number, draft in enumerate(ordered, start=_FIRST))
