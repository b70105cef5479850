"""`lawscore docs`: the rubric as the table that an office would print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lawscore.cli.options import LangOption, OutputOption, Rubric, RubricsOption

if TYPE_CHECKING:
    from lawscore.office.table import Printed


class PaperFormat(str, Enum):
    """The formats of the printed table."""

    md = "md"
    html = "html"
    xlsx = "xlsx"
    docx = "docx"


PaperOption = Annotated[PaperFormat | None, typer.Option("--format", help="cli.docs_format")]


def docs(
    rubric: Rubric,
    *,
    form: PaperOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import HELD, UNREADABLE, Session
    from lawscore.office.extras import lacking
    from lawscore.office.tabling import printed

    session = Session.of(lang, rubrics, output)
    chosen = form.value if form is not None else _by_ending(output)
    if chosen in _IN_BYTES and output is None:
        print(session.say("cli.docs_needs_output", format=chosen), file=sys.stderr)
        session.leave(UNREADABLE)
    missing = lacking(chosen)
    if missing is not None:
        session.report([missing])
        session.leave(UNREADABLE)
    loaded = session.usable(rubric)
    assert loaded.rubric is not None
    paper = printed(loaded.rubric, session.language, is_extending=loaded.base is not None)
    if chosen in _IN_BYTES and output is not None:
        session.write_beside(output, _IN_BYTES[chosen](paper))
    else:
        session.write(_IN_TEXT[chosen](paper))
    session.leave(HELD)


def _by_ending(output: Path | None) -> str:
    """The format that the name of the output asks for, else Markdown."""
    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    return {"htm": "html"}.get(ending, ending) if ending in ("htm", *(one.value for one in PaperFormat)) else "md"


def _markdown(paper: Printed) -> str:
    from lawscore.office.markdown import markdown

    return markdown(paper)


def _html(paper: Printed) -> str:
    from lawscore.office.html import html

    return html(paper)


def _xlsx(paper: Printed) -> bytes:
    from lawscore.office.xlsx import xlsx

    return xlsx(paper)


def _docx(paper: Printed) -> bytes:
    from lawscore.office.docx import docx

    return docx(paper)


_IN_TEXT: Mapping[str, Callable[[Printed], str]] = {"md": _markdown, "html": _html}
_IN_BYTES: Mapping[str, Callable[[Printed], bytes]] = {"xlsx": _xlsx, "docx": _docx}
