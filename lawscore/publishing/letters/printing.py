"""Word documents as PDF, through the LibreOffice of this machine: in a profile of its own, within a time, in batches."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from lawscore.classes import dataclass
from lawscore.problems import Problem, Where
from lawscore.publishing.letters.pdf_bytes import settled_pdf
from lawscore.publishing.visible import visible

_PROGRAMS: Final = ("soffice", "libreoffice")
#: So many documents go into one run of the program; so many seconds it may take to begin, and for each of them.
BATCH: Final = 100
_TO_BEGIN: Final = 60
_FOR_EACH: Final = 20
_FILTER: Final = "pdf:writer_pdf_Export"
#: What one run leaves: the profile of the program, what it makes, and what it says.
_PROFILE, _PDF, _TOLD = "profile", "pdf", "told"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF files that were made, and what went wrong."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


def find_office() -> str | None:
    """The program of LibreOffice on this machine."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)


def pdf(files: Sequence[Path], folder: Path, *, program: str | None = None, seconds: int | None = None) -> Printed:
    """Turn documents into PDF files of the same name in a folder.

    Where LibreOffice is not there, or does not finish, a problem says so; what it made until then is there. `seconds` is how
    long one run may take, by default as its documents need.
    """
    chosen = program or find_office()
    if chosen is None:
        return Printed((), (Problem(code="office_missing"),))
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for batch in _batches(files):
        with tempfile.TemporaryDirectory(prefix="lawscore-office-") as place:
            problem = _run(chosen, batch, Path(place), seconds or _TO_BEGIN + _FOR_EACH * len(batch))
            made += [_kept(one, folder) for file in batch if (one := Path(place, _PDF, f"{file.stem}.pdf")).is_file()]
        if problem is not None:
            return Printed(tuple(made), (problem,))
    there = {one.stem for one in made}
    lost = (Problem(code="office_no_pdf", where=Where(file=str(file))) for file in files if file.stem not in there)
    return Printed(tuple(made), tuple(lost))


def _kept(made: Path, folder: Path) -> Path:
    """A file where it is wanted, whole or not at all; what stood there under its name is gone."""
    made.write_bytes(settled_pdf(made.read_bytes()))
    beside = Path(shutil.copy(made, folder / f".{made.stem}.part"))
    return beside.replace(folder / made.name)


def _batches(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    return (files[start : start + BATCH] for start in range(0, len(files), BATCH))


def _run(program: str, batch: Sequence[Path], place: Path, seconds: int) -> Problem | None:
    """One run of the program; what it started ends with it."""
    profile = f"-env:UserInstallation={(place / _PROFILE).resolve().as_uri()}"
    options = [profile, "--headless", "--norestore", "--nolockcheck", "--convert-to", _FILTER]
    command = [program, *options, "--outdir", str((place / _PDF).resolve()), *_absolute(batch)]
    try:
        started = _started(command, place / _TOLD)
    except OSError as error:
        return Problem(code="office_failed", facts={"program": program, "reason": error.strerror or ""})
    try:
        status = started.wait(seconds)
    except subprocess.TimeoutExpired:
        return Problem(code="office_too_slow", facts={"program": program, "seconds": str(seconds), "count": len(batch)})
    finally:
        _end(started)
    reason = _last_line(place / _TOLD) or str(status)
    return Problem(code="office_failed", facts={"program": program, "reason": reason}) if status else None


def _started(command: Sequence[str], told: Path) -> subprocess.Popen[bytes]:
    with told.open("wb") as errors:
        return subprocess.Popen(  # noqa: S603 - the program was found on this machine, the files are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={**os.environ, "TZ": "UTC"},  # the zone of this machine is written into the PDF otherwise
            start_new_session=True,
        )


def _last_line(told: Path) -> str:
    """What the program said last."""
    lines = told.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return visible(lines[-1].strip())[:_LONGEST] if lines else ""


def _end(started: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: they are a group of their own, where the system has groups."""
    if started.poll() is not None:
        return
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(started.pid, signal.SIGKILL)
        else:
            started.kill()
    started.wait()


def _absolute(files: Sequence[Path]) -> list[str]:
    return [str(file.resolve()) for file in files]
