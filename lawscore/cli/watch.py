"""`lawscore watch`: the check, the cases and the standings again at each save, until Ctrl-C."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lawscore.cli.options import LangOption, LayerOption, Rubric, RubricsOption

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.watching.desk import Desk, View

WatchedData = Annotated[list[str] | None, typer.Argument(metavar="DATA...", help="cli.watch_data")]
OnceOption = Annotated[bool, typer.Option("--once", help="cli.watch_once")]
RowsOption = Annotated[int, typer.Option("--rows", metavar="N", min=1, help="cli.watch_rows")]

#: How long, in milliseconds, a save may take to come to rest; how often files are looked at where no event tells of them.
_STEP: Final = 20
_DEBOUNCE: Final = 200
_AT_LEAST_EVERY: Final = 1000
#: Seconds in which a file that is not there may come back: editors put another in its place.
_COMES_BACK: Final = 0.1
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"

#: When each file was last written, how long it is, and which file it is; None for one that is not there.
Signature = Sequence[tuple[int, int, int] | None]


def watch(
    rubric: Rubric,
    data: WatchedData = None,
    *,
    once: OnceOption = False,
    rows: RowsOption = 10,
    layer: LayerOption = None,
    lang: LangOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import HELD, UNREADABLE, Session
    from lawscore.watching.apart import Apart, Here
    from lawscore.watching.desk import Desk
    from lawscore.watching.files import Asked
    from lawscore.watching.showing import Shower

    session = Session.of(lang, rubrics, None)
    if "-" in (data or ()):
        print(session.say("watch.no_stdin"), file=sys.stderr)
        session.leave(UNREADABLE)
    asked = Asked(rubric=rubric, data=tuple(data or ()), folders=tuple(session.rubrics), layer=session.layer(layer))
    shower = Shower(session.language, rows)
    if once:
        view = Desk(asked, Here(asked, session.language)).look()
        session.write(shower.text(view))
        session.leave(_status(session, view))
    if not _can_watch():
        print(session.say("watch.needs_extra"), file=sys.stderr)
        session.leave(UNREADABLE)
    desk = Desk(asked, Apart(asked, session.language))
    try:
        _announce(session, asked.rubric, asked.data)
        for view, seconds in _looks(desk):
            _show(session, shower.text(view, seconds))
    except KeyboardInterrupt:
        pass
    finally:
        desk.rulings.close()
    session.leave(HELD)


def _status(session: Session, view: View) -> int:
    """2 where the rubric or a file cannot be read, 1 where the check, a case or a value does not hold, else 0."""
    from lawscore.cli.session import DID_NOT_HOLD, UNREADABLE

    if view.scores.is_stale or view.scores.is_unread or view.judged.is_unread:
        return UNREADABLE
    wrong = bool(view.judged.failures) or any(line.severity == "error" for line in view.judged.problems)
    return max(session.status(view.scores.problems), DID_NOT_HOLD if wrong else 0)


def _can_watch() -> bool:
    from importlib.util import find_spec

    return find_spec("watchfiles") is not None


def _announce(session: Session, rubric: str, data: Sequence[str]) -> None:
    key = "watch.first" if data else "watch.first_rules"
    print(session.say(key, files=(rubric, *data)), file=sys.stderr)


def _looks(desk: Desk) -> Iterator[tuple[View, Fraction]]:
    """The first look, and one more after each save, with the seconds that it took.

    Objects that are kept from one look to the next are taken out of the search for garbage, which would go through all
    of them again and again; between two looks there is time for it.
    """
    gc.disable()
    try:
        shown, seconds = _timed(desk)
        yield shown, seconds
        _tidy(desk)
        for _ in _saves(desk):
            view, seconds = _timed(desk)
            if view.scores is not shown.scores or view.judged != shown.judged:
                shown = view
                yield view, seconds
                _tidy(desk)
    finally:
        gc.unfreeze()
        gc.enable()


def _timed(desk: Desk) -> tuple[View, Fraction]:
    from time import perf_counter_ns

    start = perf_counter_ns()
    view = desk.look()
    return view, Fraction(perf_counter_ns() - start, 10**9)


def _tidy(desk: Desk) -> None:
    """Let go of what the last look has replaced; units that know of one another are only found by a whole search."""
    scored = desk.view.assessment if desk.view is not None else None
    if scored is not None and scored.rubric.looks_around:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def _saves(desk: Desk) -> Iterator[None]:
    """Once after each save of any file that is looked at; the folders are watched, so that files may be replaced."""
    from watchfiles import watch as changes

    from lawscore.watching.files import folders_of

    seen = _signature(desk.files)
    while True:
        folders = [folder for folder in folders_of(desk.files) if folder.is_dir()] or [Path.cwd()]
        for _ in changes(
            *folders, watch_filter=_only(desk.files), step=_STEP, debounce=_DEBOUNCE, rust_timeout=_AT_LEAST_EVERY,
            yield_on_timeout=True, recursive=False, raise_interrupt=True, ignore_permission_denied=True,
        ):  # fmt: skip
            now = _settled(desk.files)
            if now != seen:
                yield
                seen = now
                if [folder for folder in folders_of(desk.files) if folder.is_dir()] != folders:
                    break  # the rubric rests on files elsewhere now


def _only(files: Sequence[str]) -> Callable[[object, str], bool]:
    """Whether an event is about one of the files."""
    wanted = {str(Path(file).resolve().parent / Path(file).name) for file in files}
    return lambda _change, path: path in wanted


def _settled(files: Sequence[str]) -> Signature:
    """What files look like now; one that is away may just be replaced."""
    from time import sleep

    now = _signature(files)
    if None in now:
        sleep(_COMES_BACK)
        now = _signature(files)
    return now


def _signature(files: Sequence[str]) -> Signature:
    return [_stat(Path(file)) for file in files]


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _show(session: Session, text: str) -> None:
    """On a terminal in the place of what was shown before, all at once; else below it."""
    plain = sys.stdout is None or not sys.stdout.isatty()
    session.write(f"{text}\n" if plain else f"{_CLEAR}{text}")
