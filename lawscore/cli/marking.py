"""`--mark DIR`: copies of the workbooks with their problems marked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.problems import Problem as Found

MarkOption = Annotated[Path | None, typer.Option("--mark", metavar="DIR", help="cli.mark")]


def write_marked(session: Session, folder: Path, problems: Sequence[Found]) -> None:
    """Write a marked copy of each workbook in which something is wrong, under its own name."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.office.extras import lacking
    from lawscore.office.forms.marking import by_workbook, marked
    from lawscore.problems import Problem

    missing = lacking("xlsx")
    if missing is not None:
        session.report([missing])
        session.leave(UNREADABLE)
    found = by_workbook(problems)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        session.cannot_write(str(folder), error)
    written = 0
    for path, name in zip(found, _names(list(found)), strict=True):
        copy = marked(path, found[path], session.language)
        if isinstance(copy, Problem):
            session.report([copy])
        else:
            session.write_beside(folder / name, copy)
            written += 1
    print(session.say("cli.marked", count=str(written), path=str(folder)), file=sys.stderr)


def _names(paths: Sequence[str]) -> list[str]:
    """The names of the copies: those of the files, from folders that have the same names with the folder before."""
    names = [Path(path).stem for path in paths]
    told = [
        name if names.count(name) == 1 else "_".join(Path(path).with_suffix("").parts[-2:])
        for path, name in zip(paths, names, strict=True)
    ]
    return [f"{name}_{place}.xlsx" if told.index(name) != place else f"{name}.xlsx" for place, name in enumerate(told)]
