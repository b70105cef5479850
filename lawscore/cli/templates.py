"""An office's own letterhead, read from its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.publishing.letters import Letter
    from lawscore.publishing.papers import Template


def letterhead_in(session: Session, path: Path | None, letter: Letter) -> Template:
    """An office's own letterhead, or the one that comes with lawscore; one that cannot be filled in ends the run."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.publishing.letters import check_letterhead
    from lawscore.publishing.papers import SHIPPED, Template

    if path is None:
        return SHIPPED
    try:
        content = path.read_bytes()
    except OSError as error:
        session.refuse("cli.cannot_read", path=str(path), reason=error.strerror or str(error))
    problems = check_letterhead(content, letter, str(path))
    if problems:
        session.report(problems)
        session.leave(UNREADABLE)
    return Template(content, str(path))
