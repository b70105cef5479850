"""`lawscore check`: everything that is wrong or odd in rubrics, at its place, and the mends that are evident."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Annotated, cast

import typer

from lawscore.cli.options import LangOption, ListOption, OutputOption, RubricsOption

if TYPE_CHECKING:
    from lawscore.cli.looking import Looked
    from lawscore.cli.session import Session


class CheckFormat(str, Enum):
    """The formats of what was found."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"
    sarif = "sarif"


ToCheck = Annotated[list[str] | None, typer.Argument(metavar="RUBRIC...", help="cli.check_rubrics")]
FormatOption = Annotated[CheckFormat, typer.Option("--format", help="cli.check_format")]
FixOption = Annotated[bool, typer.Option("--fix", help="cli.check_fix")]
DiffOption = Annotated[bool, typer.Option("--diff", help="cli.check_diff")]

_KEYS = ("severity", "code", "where", "message", "hint")


def check(
    rubric: ToCheck = None,
    *,
    list_: ListOption = False,
    fix: FixOption = False,
    diff: DiffOption = False,
    form: FormatOption = CheckFormat.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.checking import CHECKS
    from lawscore.cli.looking import look_at, mend, named
    from lawscore.cli.session import HELD, UNREADABLE, Session

    session = Session.of(lang, rubrics, output)
    if list_:
        session.write("".join(f"{one.id}\n" for one in CHECKS))
        session.leave(HELD)
    references = list(named(rubric or []))
    if not references or (diff and not fix):
        key = "cli.diff_needs_fix" if references else "check.no_rubric" if rubric else "cli.nothing_to_check"
        print(session.say(key), file=sys.stderr)
        session.leave(UNREADABLE)
    looked = [mend(session, one, write=not diff) if fix else look_at(session, one) for one in references]
    if diff:
        session.write("".join(one.diff() for one in looked))
    else:
        session.write(_shown(session, looked, form))
    session.leave(max(one.status for one in looked))


def _shown(session: Session, looked: Sequence[Looked], form: CheckFormat) -> str:
    """What was found, in a format; what was mended comes first where people read it, else on stderr."""
    mends = "".join(_mends(session, looked))
    if form is CheckFormat.table:
        return mends + _told(session, looked)
    print(mends, end="", file=sys.stderr)
    return _SHOWN[form](session, looked) if form in _SHOWN else _table(session, looked, form)


def _mends(session: Session, looked: Sequence[Looked]) -> Iterator[str]:
    for one in looked:
        for mend in one.mends:
            place = f"{mend.problem.where.file}:{mend.line}"
            key = "check.mended" if mend.after else "check.left_out"
            yield session.say(key, where=place, before=mend.before, after=mend.after) + "\n"


def _told(session: Session, looked: Sequence[Looked]) -> str:
    from lawscore.problems import SEVERITIES
    from lawscore.reports.problem_text import render

    problems = [problem for one in looked for problem in one.problems]
    told = [
        f"{session.say(f'severity.{problem.severity}')} {render(problem, session.language)}\n" for problem in problems
    ]
    tally = {severity: str(sum(problem.severity == severity for problem in problems)) for severity in SEVERITIES}
    line = session.say("cli.checked", count=str(len(looked)), **tally) + "\n"
    mended = sum(len(one.mends) for one in looked)
    return "".join(told) + (session.say("check.mended_count", count=str(mended)) + "\n" if mended else "") + line


def _json(session: Session, looked: Sequence[Looked]) -> str:
    from lawscore.results.problem_part import problem_part

    parts = [problem_part(problem, session.language) for one in looked for problem in one.problems]
    return json.dumps(parts, ensure_ascii=False, indent=2) + "\n"


def _sarif(session: Session, looked: Sequence[Looked]) -> str:
    from lawscore.cli.looking import findings
    from lawscore.reports.sarif import sarif

    found = [finding for one in looked for finding in findings(session, one)]
    return json.dumps(sarif(found, session.language), ensure_ascii=False, indent=2) + "\n"


def _table(session: Session, looked: Sequence[Looked], form: CheckFormat) -> str:
    from lawscore.reports.tables import Format, Table, headers, render_table
    from lawscore.results.problem_part import problem_part

    parts = [problem_part(problem, session.language) for one in looked for problem in one.problems]
    rows = [[str(part[key]) for key in _KEYS] for part in parts]
    return render_table(Table(_KEYS, headers(_KEYS, session.language), rows), cast("Format", form.value))


_SHOWN = {CheckFormat.json: _json, CheckFormat.sarif: _sarif}
