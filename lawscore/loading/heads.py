"""What the files of a rubric's versions say of themselves at their top: read without making them ready."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from lawscore.classes import dataclass
from lawscore.loading.files import read_text
from lawscore.loading.reading import LARGEST_RUBRIC, read_document
from lawscore.loading.source import Source
from lawscore.loading.validating import validate
from lawscore.models import Code, Model
from lawscore.problems import Problem, Where, errors
from lawscore.rubric.document import Document, Period
from lawscore.rubric.versions import Finding, Version, Versions

_KEY: Final = re.compile(r"(?P<key>[a-z_]+):(?=\s|$)")


class HeadDocument(Model):
    """The keys of a rubric that place it among its versions; what else there is is not looked at."""

    model_config = ConfigDict(extra="ignore")

    rubric: Annotated[Code, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Code
    status: Literal["draft", "published"]
    supersedes: Code | None = None
    extends: Code | None = None
    period: Period


_WANTED: Final = frozenset(HeadDocument.model_fields)


@dataclass(frozen=True, slots=True)
class Head:
    """A file of a rubric: the version that it holds, or what is wrong with it."""

    path: Path
    version: Version | None
    problems: tuple[Problem, ...] = ()
    source: Source | None = field(default=None, repr=False)

    @property
    def is_named_right(self) -> bool:
        """Whether the file is called as the version that it holds."""
        return self.version is not None and (self.path.parent.name, self.path.stem) == (
            self.version.id,
            self.version.version,
        )

    def placed(self, problem: Problem) -> Problem:
        """A problem of the version, at its place in the file."""
        if self.source is None:
            return problem.at(Where(file=str(self.path)))
        return problem.at(self.source.where(problem.where.path))


def read_head(path: Path) -> Head:
    """The head of one file."""
    text, problems = read_text(path, largest=LARGEST_RUBRIC)
    if text is None:
        return Head(path, None, tuple(problems))
    source, reading = read_document(text, str(path))
    if source is None:
        return Head(path, None, tuple(reading))
    found = validate(HeadDocument, source)
    if found.value is None or found.problems:
        return Head(path, None, (*errors(reading), *found.problems), source)
    return Head(path, version_of(found.value, path), source=source)


def glance(path: Path) -> Head:
    """The head of a file without reading the rest of it: fields and indicators are most of a rubric.

    Where the top alone does not make a head, all of it is read.
    """
    text, problems = read_text(path, largest=LARGEST_RUBRIC)
    source = read_document(_top(text), str(path))[0] if text is not None and not errors(problems) else None
    found = validate(HeadDocument, source) if source is not None else None
    if found is None or found.value is None or found.problems:
        return read_head(path)
    return Head(path, version_of(found.value, path), source=source)


def _top(text: str) -> str:
    """The text with the lines of all other keys left blank, so that every line keeps its number."""
    lines, is_wanted = text.splitlines(), True
    if not all(_is_plain(line) for line in lines):
        return text
    for place, line in enumerate(lines):
        found = _KEY.match(line)
        is_wanted = found["key"] in _WANTED if found is not None else is_wanted
        lines[place] = line if is_wanted else ""
    return "\n".join(lines) + "\n"


def _is_plain(line: str) -> bool:
    """Whether a line is inside of something, a comment, an item of a list, or begins with the key of a block."""
    return line[:1] in ("", " ", "#", "-", "\ufeff") or _KEY.match(line) is not None


def misnamed(head: Head) -> list[Problem]:
    """That a file is not called as the version that it holds."""
    if head.version is None or head.is_named_right:
        return []
    facts = {"name": f"{head.path.parent.name}@{head.path.stem}", "found": head.version.name}
    return [head.placed(Problem(code="rubric_of_other_name", where=Where(path=("version",)), facts=facts))]


def version_of(document: HeadDocument | Document, path: Path) -> Version:
    """The version that a document is."""
    return Version(
        id=document.rubric, version=document.version, status=document.status, start=document.period.from_,
        end=document.period.to, supersedes=document.supersedes, extends=document.extends, file=str(path),
    )  # fmt: skip


def rubric_files(folder: Path, rubric_id: str | None = None) -> Iterator[Path]:
    """The rubric files of a folder: `<id>/<version>.yaml`, without the cases and migration maps beside them.

    An id is meant as it is written: one with a `*` or a `/` names nothing.
    """
    for home in _homes(folder):
        if rubric_id in (None, home.name):
            files = sorted(home.glob("*.yaml"))
            yield from (path for path in files if not path.name.endswith((".cases.yaml", ".migration.yaml")))


def _homes(folder: Path) -> list[Path]:
    """What may be a folder of versions; nothing where the folder cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def heads_of(rubric_id: str, folders: Sequence[Path], read: Callable[[Path], Head] = read_head) -> list[Head]:
    """The heads of all versions of a rubric; where two folders have a version, that of the first counts."""
    first: dict[str, Path] = {}
    for folder in folders:
        for path in rubric_files(folder, rubric_id):
            first.setdefault(path.stem, path)
    return [read(first[stem]) for stem in sorted(first)]


def versions_of(heads: Iterable[Head]) -> Versions:
    """The versions that can be read, each by the name of its file."""
    return Versions([head.version for head in heads if head.version is not None and head.is_named_right])


def placed(finding: Finding, heads: Iterable[Head]) -> Problem:
    """A finding as a problem at its place in the file of the version that it is told of."""
    about = finding.versions[0]
    return next(head.placed(finding.problem) for head in heads if head.version is about)
