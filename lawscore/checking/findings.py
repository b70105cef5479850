"""What a check found, as a problem at a path of the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.problems import Problem, Where

Path: TypeAlias = tuple[str | int, ...]


def finding(check: str, path: Path, facts: Mapping[str, object], hint: Phrase | None = None) -> Problem:
    """The problem that a check found; `check_rubric` gives it the severity of its check."""
    return Problem(code=check.replace("-", "_"), where=Where(path=path), facts=facts, hint=hint)


def doubtful(
    check: str, path: Path, facts: Mapping[str, object], hint: Phrase | None = None, *, proved: bool
) -> Problem:
    """The same where it need not be proved: `{how}` in its sentence says so, and what may be is only a warning."""
    how = phrase(f"check.{check.replace('-', '_')}.{'surely' if proved else 'may'}")
    certain = finding(check, path, {**facts, "how": how}, hint)
    return certain if proved else replace(certain, severity="warning")
