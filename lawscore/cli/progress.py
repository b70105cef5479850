"""How far a long work is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lawscore.cli.session import Session

#: Shorter works are done before anybody could read how far they are.
_LONG: Final = 50
_CLEAR: Final = "\r\x1b[K"


def progress(session: Session, key: str) -> Callable[[int, int], None] | None:
    """Tells on a terminal how many steps are done; nothing where errors go to a file."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    before = -1

    def show(done: int, whole: int) -> None:
        nonlocal before
        percent = 100 * done // whole
        if whole >= _LONG and percent > before:
            before = percent
            told = "" if done == whole else session.say(key, done=str(done), whole=str(whole))
            print(f"{_CLEAR}{told}", end="", file=sys.stderr, flush=True)

    return show
