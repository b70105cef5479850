"""Locks of published versions: the digest of the meaning stands beside the rubric, and a change of it is an error.

`2023.1.lock` beside `2023.1.yaml` holds a line: `county-government@2023.1 sha256:…`. Blanks, comments, the order of keys
may change; what the rubric means may not: a change is a new version. Where it extends another, a line for that one follows
(`extends common@2023.1 sha256:…`), so that a change can be told from one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.files import read_text
from lawscore.loading.loaded import Loaded
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric

ENDING: Final = ".lock"
_LINE: Final = re.compile(r"(?P<extends>extends )?(?P<name>\S+@\S+) (?P<digest>sha256:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Lock:
    """Which version is locked, the digest of its meaning, and those of the rubrics on which it rests."""

    name: str
    digest: str
    bases: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        rests_on = "".join(f"extends {name} {digest}\n" for name, digest in self.bases.items())
        return f"{self.name} {self.digest}\n{rests_on}"


def lock_beside(rubric_file: str | Path) -> Path:
    """Where the lock of a rubric stands."""
    path = Path(rubric_file)
    return path.with_name(path.name.removesuffix(path.suffix) + ENDING)


def lock_of(rubric: Rubric, bases: Mapping[str, str]) -> Lock:
    """The lock that a rubric as it is now would have; `bases` are the digests of the rubrics on which it rests."""
    return Lock(rubric.name, rubric.digest, bases)


def read_lock(path: Path) -> Lock | list[Problem]:
    """The lock in a file, or what is wrong with the file."""
    text, problems = read_text(path)
    if text is None:
        return problems
    found = [_LINE.fullmatch(line.strip()) for line in text.strip().splitlines()]
    lines = [line for line in found if line is not None]
    if len(lines) != len(found) or [line["extends"] is None for line in lines].count(True) != 1 or lines[0]["extends"]:
        return [Problem(code="lock_unreadable", where=Where(file=str(path), line=1, column=1))]
    return Lock(lines[0]["name"], lines[0]["digest"], {line["name"]: line["digest"] for line in lines[1:]})


def against_lock(loaded: Loaded, rubric_file: Path) -> list[Problem]:
    """What is wrong with a version where it is locked; nothing where it is not."""
    path, rubric = lock_beside(rubric_file), loaded.rubric
    if rubric is None or not path.is_file():
        return []
    lock = read_lock(path)
    if not isinstance(lock, Lock):
        return lock
    if (lock.name, lock.digest) == (rubric.name, rubric.digest):
        return [loaded.place(one) for one in locked_draft(rubric.name, rubric.document.status, path)]
    return [_broken(lock, rubric, loaded, Where(file=str(rubric_file), line=1, column=1), path)]


def locked_draft(name: str, status: str, lock: Path) -> list[Problem]:
    """That a version is a draft, though it was locked as one that was issued: others no longer find it."""
    if status != "draft" or not lock.is_file():
        return []
    hint = phrase("hint.lock_of_draft", path=str(lock))
    return [Problem(code="lock_of_draft", where=Where(path=("status",)), facts={"name": name}, hint=hint)]


def _broken(lock: Lock, rubric: Rubric, loaded: Loaded, where: Where, path: Path) -> Problem:
    """What changed: the version itself, one on which it rests, or the lock is of another."""
    facts: dict[str, object] = {"name": rubric.name, "locked": lock.name, "digest": lock.digest, "now": rubric.digest}
    if lock.name != rubric.name:
        return Problem(code="lock_of_other", where=where, facts=facts, hint=phrase("hint.lock_broken", path=str(path)))
    changed = _changed_base(lock, loaded)
    if changed is None or changed.rubric is None:
        return Problem(code="lock_broken", where=where, facts=facts, hint=phrase("hint.lock_broken", path=str(path)))
    facts |= {"base": changed.rubric.name, "file": changed.name}
    hint = phrase("hint.lock_base_changed", base=changed.rubric.name, file=changed.name, path=str(path))
    return Problem(code="lock_base_changed", where=where, facts=facts, hint=hint)


def _changed_base(lock: Lock, loaded: Loaded) -> Loaded | None:
    """The rubric on which it rests that no longer means what it meant: the lowest one, where it began."""
    changed = None
    for base in loaded.bases:
        if base.rubric is not None and lock.bases.get(base.rubric.name, base.rubric.digest) != base.rubric.digest:
            changed = base
    return changed
