"""A problem as JSON has it."""

from __future__ import annotations

from typing import Any

from lawscore.catalogue import Language
from lawscore.problems import Problem


def problem_part(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem as a mapping."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "where": str(problem.where),
        "message": problem.message(language),
        "hint": problem.hint_text(language),
    }
