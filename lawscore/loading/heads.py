"""What the files of a rubric's versions say of themselves at their top: read without making them ready."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from lawscore.loading.files import read_text
from lawscore.loading.reading import LARGEST_RUBRIC, read_document
from lawscore.loading.source import Source
from lawscore.loading.validating import validate
from lawscore.models import Code, Model
from lawscore.problems import Problem, Where, errors
from lawscore.rubric.document import Document, Period
from lawscore.rubric.versions import Finding, Version, Versions


class HeadDocument(Model):
    """The keys of a rubric that place it among its versions; what else there is is not looked at."""

    model_config = ConfigDict(extra="ignore")

    rubric: Annotated[Code, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Code
    status: Literal["draft", "published"]
    supersedes: Code | None = None
    extends: Code | None = None
    period: Period


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
    for path in sorted(folder.glob("*/*.yaml")):
        if rubric_id in (None, path.parent.name) and not path.name.endswith((".cases.yaml", ".migration.yaml")):
            yield path


def heads_of(rubric_id: str, folders: Sequence[Path]) -> list[Head]:
    """The heads of all versions of a rubric; where two folders have a version, that of the first counts."""
    first: dict[str, Path] = {}
    for folder in folders:
        for path in rubric_files(folder, rubric_id):
            first.setdefault(path.stem, path)
    return [read_head(first[stem]) for stem in sorted(first)]


def versions_of(heads: Iterable[Head]) -> Versions:
    """The versions that can be read, each by the name of its file."""
    return Versions([head.version for head in heads if head.version is not None and head.is_named_right])


def placed(finding: Finding, heads: Iterable[Head]) -> Problem:
    """A finding as a problem at its place in the file of the version that it is told of."""
    about = finding.versions[0]
    return next(head.placed(finding.problem) for head in heads if head.version is about)
