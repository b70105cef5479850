"""Lists of numbers: `[8, 9.5, 7]` in YAML and JSON, `8; 9.5; 7` in a cell. Every bad number is a problem of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Numbers, Unknown
from lawscore.problems import Problem
from lawscore.rubric.fields import Column
from lawscore.submission.places import Path
from lawscore.submission.typing import Typed, absence, stands_for, typed_value

#: Numbers are set apart by semicolons; by the comma of Chinese texts, which is no separator of thousands.
_APART: Final = re.compile(r"[;；、，]")


@dataclass(frozen=True, slots=True)
class NumberList:
    """What a list of numbers was read as; without `typed` and without problems it was not given."""

    typed: Typed | None = None
    #: Each bad number, at its place in the list; () where the list is a text.
    problems: tuple[tuple[Path, Problem], ...] = ()


def read_numbers(spec: Column, raw: object, cause: Cause) -> NumberList:
    """Read a list of numbers; one number alone is a list of one. A list with a bad number is not known."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return NumberList()
    if not isinstance(raw, list | tuple):
        meaning = stands_for(spec, raw)
        if meaning is not None:
            return NumberList(absence(spec, meaning, cause))
    single = _limits(spec.min, spec.max, spec.unit)
    numbers: list[Fraction] = []
    problems: list[tuple[Path, Problem]] = []
    for path, part in _parts(raw):
        found = typed_value(single, part, cause)
        if isinstance(found, Problem) and isinstance(part, str) and "," in part and found.hint is None:
            found = replace(found, hint=phrase("hint.numbers_apart"))
        if isinstance(found, Typed) and isinstance(found.value, Fraction):
            numbers.append(found.value)
        else:
            problems.append((path, found if isinstance(found, Problem) else _not_one(part)))
    if problems:
        return NumberList(Typed(Unknown((cause,))), tuple(problems))
    return NumberList(Typed(Numbers(tuple(numbers))))


@cache
def _limits(low: Fraction | None, high: Fraction | None, unit: str | None) -> Column:
    return Column(type="number", min=low, max=high, unit=unit)


def _parts(raw: object) -> Iterator[tuple[Path, object]]:
    """The single numbers as they were written, each with its place in the list."""
    if isinstance(raw, list | tuple):
        yield from (((place,), part) for place, part in enumerate(raw))
    elif isinstance(raw, str):
        yield from (((), part.strip()) for part in _APART.split(raw))
    else:
        yield (), raw


def _not_one(part: object) -> Problem:
    """Nothing where a number should stand, or a word for absence."""
    given = part if isinstance(part, str | int | float | Decimal) else ""
    return Problem(code="not_a_number", facts={"given": given}, hint=phrase("hint.numbers_apart"))
