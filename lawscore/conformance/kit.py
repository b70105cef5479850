"""The kit: its files read and validated, every mistake in them at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.conformance.case import Case, KitFile
from lawscore.loading.files import read_text
from lawscore.loading.validating import validate
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, Where, errors

BASE: Final = "base.yaml"


@dataclass(frozen=True, slots=True)
class Base:
    """What every rubric of the kit begins with: as text, and as a mapping."""

    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kit:
    """The files of cases that were found, the base of their rubrics, and what is wrong with the files themselves."""

    base: Base
    files: tuple[KitFile, ...]
    problems: tuple[Problem, ...] = ()

    def cases(self) -> Iterator[tuple[KitFile, Case]]:
        """Every case with its file."""
        return ((file, case) for file in self.files for case in file.cases)

    def about(self, form: int) -> Kit:
        """The cases of one form."""
        return Kit(self.base, tuple(file for file in self.files if file.form == form), self.problems)


def installed_conformance() -> Path:
    """The folder of the kit that comes with the package; in a checkout, that of the checkout."""
    package = Path(str(files("lawscore")))
    packed = package / "installed_conformance"
    return packed if packed.is_dir() else package.parent / "conformance"


def load_kit(paths: Sequence[Path] = (), folder: Path | None = None) -> Kit:
    """The cases of files and folders; of the whole kit where none is named."""
    folder = folder or installed_conformance()
    text, problems = read_text(folder / BASE)
    source, found = read_yaml(text or "", BASE)
    base = Base(text or "", source.data if source is not None and isinstance(source.data, dict) else {})
    problems += found
    read: list[KitFile] = []
    for path in _files(paths or [folder]):
        file, found = _read(path)
        problems += found
        if file is not None:
            read.append(file)
    problems += _doubled(read)
    read.sort(key=lambda file: (file.form is None, file.form or 0, file.topic))
    return Kit(base, tuple(read), tuple(problems))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        inside = sorted(one for one in path.rglob("*.yaml") if one.name != BASE) if path.is_dir() else [path]
        yield from inside


def _read(path: Path) -> tuple[KitFile | None, list[Problem]]:
    text, problems = read_text(path)
    if text is None:
        return None, problems
    source, found = read_yaml(text, str(path))
    problems += found
    if source is None:
        return None, problems
    validated = validate(KitFile, source)
    problems += validated.problems
    return (None if errors(problems) else validated.value), problems


def _doubled(read: Iterable[KitFile]) -> Iterator[Problem]:
    """Ids must be unique: they are what a report names a case by."""
    seen: set[str] = set()
    for file in read:
        for case in file.cases:
            if case.id in seen:
                yield Problem(code="id_doubled", where=Where(path=(file.about, case.id)), facts={"id": case.id})
            seen.add(case.id)
