"""`lawscore check`: everything that is wrong or odd in rubrics, at its place."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from lawscore.checking import CHECKS, check_rubric
from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session
from lawscore.problems import Problem, errors
from lawscore.reports.problem_text import render
from lawscore.reports.standings import headers
from lawscore.reports.tables import Format, Table, render_table
from lawscore.results.writing import problem_part

_KEYS = ("severity", "code", "where", "message", "hint")


def check_command(session: Session, references: Sequence[str], form: Format, *, list_only: bool) -> int:
    """Check rubrics; the status is 0 where there is no error, 1 where there is one, 2 where one cannot be read."""
    if list_only:
        session.write("".join(f"{check.id}\n" for check in CHECKS))
        return HELD
    if not references:
        print(session.say("cli.nothing_to_check"), file=sys.stderr)
        return UNREADABLE
    status = HELD
    found: list[Problem] = []
    for reference in references:
        problems, readable = problems_of(session, reference)
        found.extend(problems)
        if errors(problems):
            status = max(status, DID_NOT_HOLD if readable else UNREADABLE)
    session.write(_shown(found, session, form, len(references)))
    return status


def problems_of(session: Session, reference: str) -> tuple[list[Problem], bool]:
    """Everything that is wrong with one rubric, and whether there was a document to look at."""
    loaded = session.find(reference)
    problems = list(loaded.problems)
    if loaded.rubric is not None:
        problems += [loaded.place(problem) for problem in check_rubric(loaded.rubric)]
    problems.sort(key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
    return problems, loaded.readable


def _shown(problems: Sequence[Problem], session: Session, form: Format, count: int) -> str:
    if form == "json":
        parts = [problem_part(problem, session.language) for problem in problems]
        return json.dumps(parts, ensure_ascii=False, indent=2) + "\n"
    if form == "table":
        told = [
            f"{session.say(f'severity.{problem.severity}')} {render(problem, session.language)}\n"
            for problem in problems
        ]
        tally = {
            severity: str(sum(problem.severity == severity for problem in problems))
            for severity in ("error", "warning", "note")
        }
        return "".join(told) + session.say("cli.checked", count=str(count), **tally) + "\n"
    rows = [[str(problem_part(problem, session.language)[key]) for key in _KEYS] for problem in problems]
    return render_table(Table(_KEYS, headers(_KEYS, session.language), rows), form)
