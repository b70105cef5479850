"""The files that are watched, and what stood in them when they were last looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from lawscore.cases.loading import cases_beside
from lawscore.classes import dataclass
from lawscore.facts.unit import Layer
from lawscore.loading.references import Library, folder_around
from lawscore.loading.rereading import content_of
from lawscore.loading.rubrics import Loaded, rubric_files
from lawscore.rubric.bound import Rubric

#: What stands in each file; None where it cannot be read now.
Contents: TypeAlias = Mapping[str, bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be watched: a rubric as it was named, data files, and where other rubrics are looked up."""

    rubric: str
    data: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    layer: Layer | None = None


def contents(files: Iterable[str]) -> Contents:
    """What stands in files now. One that is being replaced just now is not there; the next event tells of it again."""
    return {file: content_of(Path(file)) for file in files}


def rubric_files_of(loaded: Loaded, folders: Sequence[Path]) -> tuple[str, ...]:
    """The files that a rubric rests on: its own, those that it extends, those that score the units below."""
    found = [loaded.name, *(base.name for base in loaded.bases)]
    library = Library((*folders, folder_around(loaded.name)))
    if loaded.rubric is not None:
        found += [str(path) for name in _named(loaded.rubric) if (path := library.path(name)) is not None]
    return tuple(dict.fromkeys(file for file in found if Path(file).suffix))


def judged_by(loaded: Loaded, folders: Sequence[Path]) -> tuple[str, ...]:
    """The files by which a rubric is judged: those that it rests on, and its other versions."""
    found = list(rubric_files_of(loaded, folders))
    if loaded.rubric is not None:
        places = Library((*folders, folder_around(loaded.name))).places
        found += (str(path) for place in places for path in rubric_files(place, loaded.rubric.document.rubric))
    return tuple(dict.fromkeys(found))


def cases_of(loaded: Loaded) -> str:
    """The file of the cases of a rubric, whether there is one yet or not."""
    return str(cases_beside(loaded.name))


def _named(rubric: Rubric) -> Iterator[str]:
    for name, other in rubric.others.items():
        yield name
        yield from _named(other)


def folders_of(files: Iterable[str]) -> tuple[Path, ...]:
    """The folders of files: a file that is replaced or made again is told of by its folder."""
    return tuple(dict.fromkeys(Path(file).resolve().parent for file in files))
