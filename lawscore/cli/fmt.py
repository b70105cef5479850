"""`lawscore fmt`: documents in their one canonical layout, with every comment."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lawscore.classes import dataclass
from lawscore.cli.options import LangOption

if TYPE_CHECKING:
    from lawscore.cli.session import Session

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="cli.fmt_files")]
CheckOption = Annotated[bool, typer.Option("--check", help="cli.fmt_check")]
DiffOption = Annotated[bool, typer.Option("--diff", help="cli.fmt_diff")]

STANDARD_INPUT = "-"


def fmt(files: Files, *, check: CheckOption = False, diff: DiffOption = False, lang: LangOption = None) -> None:
    from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session

    session = Session.of(lang, None, None)
    names = list(dict.fromkeys(_named(files)))
    if not names:
        print(session.say("fmt.nothing"), file=sys.stderr)
        session.leave(UNREADABLE)
    sheets = [_formatted(session, name) for name in names]
    changed = [sheet for sheet in sheets if sheet is not None and sheet.is_changed]
    if diff:
        session.write("".join(sheet.diff() for sheet in changed))
    elif not check:
        for sheet in sheets:
            if sheet is not None and (sheet.is_changed or sheet.name == STANDARD_INPUT):
                _write(session, sheet)
    if not diff and files != [STANDARD_INPUT]:
        key = "fmt.would" if check else "fmt.done"
        told = [session.say(key, path=sheet.name) + "\n" for sheet in changed if sheet.name != STANDARD_INPUT]
        counts = {"count": str(len(told)), "rest": str(sum(sheet is not None for sheet in sheets) - len(told))}
        session.write("".join(told))
        print(session.say(f"{key}_count", **counts), file=sys.stderr)
    unreadable = None in sheets
    session.leave(UNREADABLE if unreadable else DID_NOT_HOLD if check and changed else HELD)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A document as it is, in its canonical layout, and whether the two are the same bytes."""

    name: str
    before: str
    after: str
    is_changed: bool

    def diff(self) -> str:
        from lawscore.reports.text_diff import text_diff

        return text_diff(self.name, self.before, self.after)


def _named(files: Sequence[str]) -> Iterator[str]:
    """The files that are named, and all YAML files of the folders that are."""
    for name in files:
        folder = Path(name)
        if name != STANDARD_INPUT and folder.is_dir():
            yield from (str(path) for path in sorted(folder.rglob("*.y*ml")) if path.suffix in (".yaml", ".yml"))
        else:
            yield name


def _formatted(session: Session, name: str) -> _Sheet | None:
    """One document; None where it cannot be read, or not be written anew, which is then told."""
    from lawscore.editing.formatting import formatted
    from lawscore.editing.steps import EditError
    from lawscore.editing.written import UnreadableError
    from lawscore.loading.files import read_text
    from lawscore.problems import Problem, Where, errors

    if Path(name).suffix in (".json", ".csv", ".xlsx", ".parquet"):
        session.report([Problem(code="fmt_not_yaml", where=Where(file=name))])
        return None
    if name == STANDARD_INPUT:
        text: str | None = session.standard_input()
    else:
        text, problems = read_text(name)
        session.report(errors(problems) if text is None else problems)
    if text is None:
        return None
    try:
        after = formatted(text, name)
    except UnreadableError as error:
        session.report(error.problems)
        return None
    except EditError:
        session.report([Problem(code="fmt_fault", where=Where(file=name))])
        raise
    is_same = text == after if name == STANDARD_INPUT else Path(name).read_bytes() == after.encode()
    return _Sheet(name, text, after, not is_same)


def _write(session: Session, sheet: _Sheet) -> None:
    if sheet.name == STANDARD_INPUT:
        session.write(sheet.after)
    else:
        session.write_beside(Path(sheet.name), sheet.after)
