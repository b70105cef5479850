"""Locks of published versions: the digest of the meaning stands beside the rubric, and a change of it is an error.

`2023.1.lock` beside `2023.1.yaml` holds one line: `county-government@2023.1 sha256:…`. Blanks, comments, the order of keys
may change; what the rubric means may not: a change is a new version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lawscore.catalogue import phrase
from lawscore.loading.files import read_text
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric

ENDING: Final = ".lock"
_LINE: Final = re.compile(r"(?P<name>\S+@\S+) (?P<digest>sha256:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Lock:
    """Which version is locked, and the digest of its meaning."""

    name: str
    digest: str

    def __str__(self) -> str:
        return f"{self.name} {self.digest}\n"


def lock_beside(rubric_file: str | Path) -> Path:
    """Where the lock of a rubric stands."""
    path = Path(rubric_file)
    return path.with_name(path.name.removesuffix(path.suffix) + ENDING)


def lock_of(rubric: Rubric) -> Lock:
    """The lock that a rubric as it is now would have."""
    return Lock(rubric.name, rubric.digest)


def read_lock(path: Path) -> Lock | list[Problem]:
    """The lock in a file, or what is wrong with the file."""
    text, problems = read_text(path)
    if text is None:
        return problems
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return [Problem(code="lock_unreadable", where=Where(file=str(path), line=1, column=1))]
    return Lock(found["name"], found["digest"])


def against_lock(rubric: Rubric, rubric_file: Path) -> list[Problem]:
    """What is wrong with a version where it is locked; nothing where it is not."""
    path = lock_beside(rubric_file)
    if not path.is_file():
        return []
    lock = read_lock(path)
    if not isinstance(lock, Lock):
        return lock
    if lock == lock_of(rubric):
        return []
    facts: dict[str, object] = {"name": rubric.name, "locked": lock.name, "digest": lock.digest, "now": rubric.digest}
    code = "lock_broken" if lock.name == rubric.name else "lock_of_other"
    where = Where(file=str(rubric_file), line=1, column=1)
    return [Problem(code=code, where=where, facts=facts, hint=phrase("hint.lock_broken", path=str(path)))]
