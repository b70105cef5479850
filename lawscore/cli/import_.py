"""`lawscore import`: a table of an office becomes a rubric, or is brought into the rubric that it was printed from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lawscore.catalogue import say
from lawscore.cli.options import LangOption, OutputOption

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.office.lines import Table
    from lawscore.office.skeleton import Wanted

Workbook = Annotated[Path, typer.Argument(metavar="TABLE.xlsx", help="cli.import_table")]
SheetOption = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="cli.import_sheet")]
IntoOption = Annotated[Path | None, typer.Option("--into", metavar="RUBRIC", help="cli.import_into")]
DiffOption = Annotated[bool, typer.Option("--diff", help="cli.import_diff")]
IdOption = Annotated[str | None, typer.Option("--id", metavar="ID", help="cli.import_id")]
VersionOption = Annotated[str | None, typer.Option("--as-version", metavar="VERSION", help="cli.import_version")]
TitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="cli.import_title")]
YearOption = Annotated[int | None, typer.Option("--year", metavar="YEAR", min=1900, max=2999, help="cli.import_year")]


def import_(
    table: Workbook,
    *,
    sheet: SheetOption = None,
    into: IntoOption = None,
    diff: DiffOption = False,
    rubric_id: IdOption = None,
    version: VersionOption = None,
    title: TitleOption = None,
    year: YearOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
) -> None:
    from lawscore.cli.session import HELD, Session
    from lawscore.office.skeleton import Wanted

    session = Session.of(lang, None, output)
    found = _table(session, table, sheet)
    if into is None:
        _new(session, found, Wanted(id=rubric_id, version=version, title=title, year=year), str(table))
    else:
        _into(session, found, into, diff=diff)
    session.leave(HELD)


import_.__name__ = "import"  # the command is called so; in Python the word is taken


def _table(session: Session, path: Path, sheet: str | None) -> Table:
    """The table of a workbook, or the end of the run with everything that is wrong with it."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.office.reading import read_table
    from lawscore.office.workbook import read_workbook
    from lawscore.problems import errors

    book = read_workbook(path)
    found = read_table(book, sheet, str(path)) if not book.problems else book.problems
    problems = found if isinstance(found, tuple) else found.problems
    session.report(problems)
    if isinstance(found, tuple) or errors(problems):
        session.leave(UNREADABLE)
    return found


def _new(session: Session, table: Table, wanted: Wanted, file: str) -> None:
    """The skeleton of a rubric."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.loading.rubrics import load_text
    from lawscore.office.parts import outline
    from lawscore.office.skeleton import head_of, skeleton
    from lawscore.office.sums import questions
    from lawscore.problems import Problem, errors

    parts = outline(table)
    asked = list(questions(table, parts))
    head = head_of(table, wanted, file, session.language)
    asked += [head] if isinstance(head, Problem) else []
    session.report(asked)
    if isinstance(head, Problem) or errors(asked):
        session.leave(UNREADABLE)
    text = skeleton(table, parts, head, session.language)
    loaded = load_text(text, str(session.output or "rubric.yaml"))
    session.report(loaded.problems)
    session.write(text)
    if loaded.rubric is None:
        session.leave(UNREADABLE)


def _into(session: Session, table: Table, path: Path, *, diff: bool) -> None:
    """The changes of the table, in the rubric: listed, and written unless only the difference is asked for."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.loading.files import rewritten
    from lawscore.office.bringing import bring
    from lawscore.reports.text_diff import text_diff

    brought = bring(table, path)
    session.report(brought.problems)
    if not brought.is_sound:
        session.leave(UNREADABLE)
    told = [say(one, session.language) for one in brought.told] or [session.say("import.unchanged")]
    if diff:
        print(*told, sep="\n", file=sys.stderr)
        session.write(text_diff(str(path), brought.before, brought.after))
        return
    if brought.after != brought.before or session.output is not None:
        session.write_beside(session.output or path, rewritten(path, brought.after))
    sys.stdout.write("".join(f"{one}\n" for one in told))
