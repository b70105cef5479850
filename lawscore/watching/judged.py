"""What came of looking at the rules, as text: it may come from a process of its own."""

from __future__ import annotations

from collections.abc import Iterable

from lawscore.analysis.diff import diff_rubrics
from lawscore.cases.report import failure
from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.problems import SEVERITIES, Problem, Severity
from lawscore.reports.diff import diff_text
from lawscore.reports.problem_text import render
from lawscore.watching.rules import Rules


@dataclass(frozen=True, slots=True)
class Line:
    """One problem as it is shown; `key` tells whether it was there before, wherever it stands now."""

    severity: Severity
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The check and the cases of a rubric: how many of each, and what to say of those that do not hold."""

    #: The rubric cannot be used now: it was not checked, and the cases are those of an earlier save.
    is_stale: bool
    problems: tuple[Line, ...]
    #: How many cases there are; None where there is no file of them, or none that could ever be read.
    cases: int | None
    failures: tuple[tuple[str, str], ...]
    #: The file of the cases cannot be read now: those are meant that could be read last, where there are any.
    is_unread: bool = False
    #: What the last edit changed in the rubric, in the trade's words; nothing where it changed nothing.
    edit: str = ""


def judged(before: Rules | None, now: Rules, language: Language) -> Judged:
    """What there is to show."""
    failing = [verdict for verdict in now.verdicts if not verdict.passed]
    unread = now.cases is not None and now.cases.document is None
    return Judged(
        is_stale=now.is_stale,
        problems=lines(now.problems, language),
        cases=len(now.verdicts) if now.document is not None else None,
        is_unread=unread,
        failures=tuple((verdict.case.case, failure(verdict, language).rstrip()) for verdict in failing),
        edit=_edit(before, now, language),
    )


def _edit(before: Rules | None, now: Rules, language: Language) -> str:
    """What is another in the rubric than at the save before; nothing of a rubric that cannot be used."""
    old, new = (rules.rubric if rules is not None else None for rules in (before, now))
    if old is None or new is None or old is new or now.is_stale:
        return ""
    found = diff_rubrics(old, new)
    return diff_text(found, language, "table").rstrip() if found.changes else ""


def lines(problems: Iterable[Problem], language: Language) -> tuple[Line, ...]:
    """Problems as they are shown, the gravest first."""
    found = [_line(problem, language) for problem in problems]
    return tuple(sorted(found, key=lambda line: SEVERITIES.index(line.severity)))


def _line(problem: Problem, language: Language) -> Line:
    where = problem.where
    key = f"{problem.code}\n{where.source or where.path}\n{problem.message(language)}"
    return Line(problem.severity, key, render(problem, language))
