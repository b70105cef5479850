"""How far a long work is, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lawscore.cli.session import Session

#: Shorter works are done before anybody could read how far they are.
_LONG: Final = 50
_CLEAR: Final = "\r\x1b[K"
#: The bar is so wide.
_WIDE: Final = 24


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


@contextmanager
def bar(session: Session, key: str) -> Iterator[Callable[[int, int], None] | None]:
    """Tells on a terminal how many units are done, how many in a second, and how long it will take; then clears the line."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    start = time.monotonic()

    def show(done: int, whole: int) -> None:
        told = bar_text(session, key, done, whole, time.monotonic() - start)
        print(f"{_CLEAR}{told}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        print(_CLEAR, end="", file=sys.stderr, flush=True)


def bar_text(session: Session, key: str, done: int, whole: int, seconds: float) -> str:
    """One line: the bar, the units, those in a second, and the time left."""
    rate = done / seconds if seconds > 0 else 0
    left = (whole - done) / rate if rate else 0
    full = _WIDE * done // whole if whole else _WIDE
    return session.say(
        key,
        bar="█" * full + "░" * (_WIDE - full),
        done=f"{done:,}",
        whole=f"{whole:,}",
        rate=f"{rate:,.0f}",
        left=_clock(left),
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
