"""The versions of a rubric as they are found: what each says, whether it is locked, and what is wrong between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.heads import Head, glance, heads_of, misnamed, placed, version_of, versions_of
from lawscore.loading.loaded import Loaded
from lawscore.loading.locks import Lock, lock_beside, read_lock
from lawscore.loading.references import Library, folder_around
from lawscore.loading.rubrics import load_file
from lawscore.problems import Problem, Where, each_once
from lawscore.rubric.versions import Version, Versions, findings

#: Whether a version is locked; "" of a draft that is not, since drafts are not locked.
Locked = Literal["yes", "no", "broken", ""]


@dataclass(frozen=True, slots=True)
class Row:
    """One file of a rubric."""

    head: Head
    locked: Locked
    superseded_by: tuple[str, ...] = ()

    @property
    def version(self) -> Version | None:
        """What it says of itself; None where it cannot be read."""
        return self.head.version


@dataclass(frozen=True, slots=True)
class History:
    """All versions of one rubric."""

    id: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def history_of(rubric_id: str, library: Library) -> History:
    """The versions of a rubric in the folders of a library, the first by name first."""
    heads = heads_of(rubric_id, library.places)
    versions = versions_of(heads)
    problems = [problem for head in heads for problem in (*head.problems, *misnamed(head))]
    problems += [placed(finding, heads) for finding in findings(versions)]
    rows = []
    for head in heads:
        locked, found = _lock(head, library)
        problems += found
        later = versions.superseded_by(head.version) if head.version is not None else ()
        rows.append(Row(head, locked, tuple(one.version for one in later)))
    return History(rubric_id, tuple(rows), each_once(sorted(problems, key=_place)))


def version_problems(loaded: Loaded, folders: Sequence[str | Path] = ()) -> list[Problem]:
    """What is wrong between a version that was loaded from a file and the other versions of its rubric."""
    if loaded.rubric is None:
        return []
    path = Path(loaded.name)
    version = version_of(loaded.rubric.document, path)
    own = Head(path, version, source=loaded.source)
    library = Library((*map(Path, folders), folder_around(path)))
    others = [head for head in heads_of(version.id, library.places, read=glance) if not _is_same(head, version)]
    versions = Versions([version, *versions_of(others).all])
    return [placed(one, [own, *others]) for one in findings(versions) if version in one.versions]


def _is_same(head: Head, version: Version) -> bool:
    return head.version is None or head.version.name == version.name


def _lock(head: Head, library: Library) -> tuple[Locked, list[Problem]]:
    """Whether a version is locked, and what is wrong with that."""
    if lock_beside(head.path).is_file():
        loaded = load_file(head.path, library)
        is_broken = loaded.rubric is None and not _holds(loaded, head)
        return "broken" if is_broken else "yes", list(loaded.problems) if loaded.rubric is None else []
    if head.version is None or not head.version.is_published:
        return "", []
    name = head.version.name
    unlocked = Problem(
        code="version_not_locked",
        severity="warning",
        where=Where(path=("status",)),
        facts={"name": name},
        hint=phrase("hint.version_not_locked", name=name),
    )
    return "no", [head.placed(unlocked)]


def _holds(loaded: Loaded, head: Head) -> bool:
    """Whether a version that cannot be used still means what it meant when it was locked."""
    lock = read_lock(lock_beside(head.path))
    is_draft = any(problem.code == "lock_of_draft" for problem in loaded.problems)
    return isinstance(lock, Lock) and lock.digest == loaded.digest and not is_draft


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.where.file, problem.where.line or 0, problem.where.column or 0
