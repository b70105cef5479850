"""`lawscore versions`: which versions there are of a rubric, which is in force, and what is wrong between them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from lawscore.cli.options import Format, FormatOption, LangOption, OutputOption, RubricsOption

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.loading.references import Library

Ids = Annotated[list[str] | None, typer.Argument(metavar="ID...", help="cli.versions_id")]


def versions(
    id_: Ids = None,
    *,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import DID_NOT_HOLD, HELD, Session
    from lawscore.loading.histories import history_of
    from lawscore.loading.references import Library
    from lawscore.problems import errors
    from lawscore.reports.tables import render_table
    from lawscore.reports.versions import versions_part, versions_table
    from lawscore.results.text import json_text

    session = Session.of(lang, rubrics, output)
    library = Library.of(session.rubrics)
    histories = [history_of(one, library) for one in _wanted(session, id_ or [], library)]
    if form is Format.json:
        session.write(json_text(versions_part(histories, session.language)))
    else:
        session.write(render_table(versions_table(histories, session.language), form.value))
        session.report(problem for history in histories for problem in history.problems)
    session.leave(DID_NOT_HOLD if any(errors(history.problems) for history in histories) else HELD)


def _wanted(session: Session, asked: list[str], library: Library) -> list[str]:
    """The ids that are asked for; all in the folders of the run where none is, or else those installed."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.loading.heads import rubric_files

    known = list(dict.fromkeys(path.parent.name for folder in library.places for path in rubric_files(folder)))
    given = list(dict.fromkeys(path.parent.name for folder in library.folders for path in rubric_files(folder)))
    for one in asked:
        session.must_know("no_rubric_id", one, known)
    if not known:
        print(session.say("versions.nothing", folders=tuple(map(str, library.places))), file=sys.stderr)
        session.leave(UNREADABLE)
    return list(dict.fromkeys(asked)) or given or known
