"""The rubrics that a document names (`with`): those that score the units below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

from pydantic import BaseModel

from lawscore.classes import dataclass
from lawscore.loading.loaded import Loaded
from lawscore.loading.references import Library, is_latest
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document
from lawscore.rules.units import UnitsMeasure

#: Loads a version that is meant by its name, from its file.
Load: TypeAlias = Callable[[str, Path, Library], Loaded]

#: Values in which no other part of a document stands: most are of these.
_SCALARS: Final = frozenset({str, bool, int, type(None), Fraction})


@dataclass(frozen=True, slots=True)
class Others:
    """The rubrics that a document names: those at hand, and of the others what is wrong."""

    rubrics: dict[str, Rubric] = field(default_factory=dict)
    #: The code of the problem that is reported where it is named.
    unusable: dict[str, str] = field(default_factory=dict)
    #: Their own problems, in their own files.
    problems: list[Problem] = field(default_factory=list)


def others_of(document: Document, library: Library, given: Mapping[str, Rubric], load: Load) -> Others:
    """The rubrics that a document names: given, or looked up. One that is not found is missed where it is named."""
    found = Others()
    inside = replace(library, open=(*library.open, f"{document.rubric}@{document.version}"))
    for name in dict.fromkeys(_with(document)):
        path = inside.path(name)
        if name in given:
            found.rubrics[name] = given[name]
        elif name in inside.open:
            found.unusable[name] = "with_circle"
        elif path is not None:
            _take(name, load(name, path, inside), found)
        elif is_latest(name):
            found.unusable[name] = "with_latest"
    return found


def _take(name: str, loaded: Loaded, found: Others) -> None:
    if loaded.rubric is not None:
        found.rubrics[name] = loaded.rubric
    else:
        found.unusable[name] = "with_broken"
        found.problems.extend(loaded.problems)


def _with(document: Document) -> Iterator[str]:
    """Every rubric that a measure over the units below names, in the order of the document."""
    waiting: list[Any] = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, UnitsMeasure) and part.with_ is not None:
            yield part.with_
        inside = vars(part) if isinstance(part, BaseModel) else part
        parts = list(
            inside.values() if isinstance(inside, Mapping) else inside if isinstance(inside, tuple | list) else ()
        )
        waiting += [one for one in reversed(parts) if type(one) not in _SCALARS]
