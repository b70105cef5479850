"""`lawscore letterhead`: the Word template of a letter, for an office to make its own, and whether that can be filled in."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from lawscore.cli.options import LangOption


class LetterKind(str, Enum):
    """The letters that have a letterhead."""

    notice = "notice"
    bulletin = "bulletin"


LetterArgument = Annotated[LetterKind, typer.Argument(metavar="notice|bulletin", help="cli.letterhead_letter")]
ToOption = Annotated[Path | None, typer.Option("--output", metavar="DOCX", help="cli.letterhead_output")]
CheckOption = Annotated[Path | None, typer.Option("--check", metavar="DOCX", help="cli.letterhead_check")]


def letterhead(
    letter: LetterArgument, *, output: ToOption = None, check: CheckOption = None, lang: LangOption = None
) -> None:
    from lawscore.cli.session import HELD, UNREADABLE, Session
    from lawscore.cli.templates import letterhead_in
    from lawscore.office.extras import lacking
    from lawscore.publishing.letters import letterhead as shipped

    session = Session.of(lang, None, None)
    missing = lacking("letter")
    if missing is not None:
        session.report([missing])
        session.leave(UNREADABLE)
    if (check is None) == (output is None):
        session.refuse("cli.letterhead_needs_output")
    if check is not None:
        letterhead_in(session, check, letter.value)
        session.write(session.say("cli.letterhead_sound", path=str(check)) + "\n")
        session.leave(HELD)
    assert output is not None  # one of the two is there
    session.write_beside(output, shipped(letter.value, session.language))
    print(session.say("cli.report_written", count="1", path=str(output)), file=sys.stderr)
    session.leave(HELD)
