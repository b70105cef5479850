"""The command run through its own entry point: here, or in a process of its own, which takes ten times as long.

Both give it words, an input and an environment, and take its status, its output and its problems, as bytes decoded alike.
That they come to the same is held by tests/test_cli.py.
"""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from lawscore.cli import main

ROOT = Path(__file__).resolve().parent.parent
_LOCALE = frozenset({"LANG", "LC_ALL", "LC_MESSAGES"})


class Done(NamedTuple):
    """What a run of the command came to."""

    returncode: int
    stdout: str
    stderr: str


def run(
    *arguments: str, stdin: str | None = None, lang: str | None = None, folder: Path = ROOT, **environment: str
) -> Done:
    """The command in this process."""
    told, problems = _stream(), _stream()
    streams = {"stdin": _stream(stdin or ""), "stdout": told, "stderr": problems}
    with (
        mock.patch.dict(os.environ, _environment(environment), clear=True),
        mock.patch.multiple(sys, argv=["lawscore", *_words(arguments, lang)], **streams),
        chdir(folder),
        _collecting_as_before(),
    ):
        status = _status()
    return Done(status, _text(told), _text(problems))


def run_apart(
    *arguments: str, stdin: str | None = None, lang: str | None = None, folder: Path = ROOT, **environment: str
) -> Done:
    """The command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "lawscore", *_words(arguments, lang)],
        capture_output=True, text=True, encoding="utf-8", input=stdin or "", cwd=folder, check=False,
        env=_environment(environment),
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def _words(arguments: tuple[str, ...], lang: str | None) -> list[str]:
    return [*arguments, *(["--lang", lang] if lang else [])]


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """The environment without the locale of whoever runs the tests."""
    return {**{name: value for name, value in os.environ.items() if name not in _LOCALE}, **more}


def _status() -> int:
    """How the command ends; as a process does, with 0 where it ends without a word."""
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _stream(text: str = "") -> io.TextIOWrapper:
    """A stream like one of a process: text over bytes."""
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")


def _text(stream: io.TextIOWrapper) -> str:
    """What was written to a stream, its ends of lines read as those of a process are."""
    stream.flush()
    return io.TextIOWrapper(io.BytesIO(stream.buffer.getvalue()), encoding="utf-8").read()  # type: ignore[attr-defined]


@contextmanager
def _collecting_as_before() -> Iterator[None]:
    """The command collects garbage rarely; that is its own affair."""
    before = gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*before)


__all__ = ["ROOT", "Done", "run", "run_apart"]
