"""How far a long work is: on a terminal in a line that changes, in a log in a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from lawscore.cli.session import Session

#: Is told how many steps are done, of how many.
Progress: TypeAlias = Callable[[int, int], None]

#: Shorter works are done before anybody could read how far they are.
_LONG: Final = 50
#: In a log, so many seconds lie between two lines.
_MINUTE: Final = 60
_CLEAR: Final = "\r\x1b[K"
#: The bar is so wide.
_WIDE: Final = 24


def progress(session: Session, key: str) -> Progress | None:
    """Tells how many steps are done: on a terminal at each percent, else in a line a minute; nothing where nobody listens."""
    if sys.stderr is None:
        return None
    if not sys.stderr.isatty():
        return _line_a_minute(lambda done, whole, _: session.say(key, done=str(done), whole=str(whole)))
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
def bar(session: Session, key: str, line: str) -> Iterator[Progress | None]:
    """Tells how many units are done, how many in a second, and how long it will take.

    On a terminal by the sentence `key`, in one line that is cleared in the end; else by `line`, in a line a minute.
    """
    if sys.stderr is None:
        yield None
        return
    if not sys.stderr.isatty():
        yield _line_a_minute(lambda *so_far: bar_text(session, line, *so_far))
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


def _line_a_minute(text: Callable[[int, int, float], str]) -> Progress:
    """Tells how far a work is where what is said goes to a file: a work of less than a minute says nothing."""
    start = before = time.monotonic()

    def show(done: int, whole: int) -> None:
        nonlocal before
        now = time.monotonic()
        if now - before >= _MINUTE and done < whole:
            before = now
            print(text(done, whole, now - start), file=sys.stderr, flush=True)

    return show


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
