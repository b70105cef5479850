"""A problem as JSON has it."""

from __future__ import annotations

from typing import Any

from lawscore.catalogue import Language, phrase
from lawscore.problems import Problem
from lawscore.results.sentences import Say, speaking


def problem_part(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem as a mapping."""
    return problem_told(problem, speaking(language))


def problem_told(problem: Problem, say: Say) -> dict[str, Any]:
    """The same, said by who takes down what it is in other languages."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "where": say(phrase("word.listed", parts=problem.where.named)),
        "message": say(problem.sentence),
        "hint": say(problem.hint) if problem.hint is not None else "",
    }
