"""The rules are looked at in a process of their own, while the units are scored here."""

from __future__ import annotations

import gc
import signal
from dataclasses import field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.watching.files import Asked
from lawscore.watching.judged import Judged, judged
from lawscore.watching.rules import Rules, look_at_rules


@dataclass(slots=True)
class Here:
    """Looks at the rules when it is asked for what came of them."""

    asked: Asked
    language: Language
    rules: Rules | None = None

    def begin(self) -> None:
        """Nothing begins before it is asked for."""

    def result(self) -> Judged:
        """What came of the rules as they are now."""
        before, self.rules = self.rules, look_at_rules(self.asked, self.rules)
        return judged(before, self.rules, self.language)

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class Apart:
    """Looks at the rules in another process, from when it begins until it is asked for what came of them."""

    asked: Asked
    language: Language
    _line: Connection | None = None
    _process: BaseProcess | None = None
    _here: Here | None = field(default=None, repr=False)

    def begin(self) -> None:
        """Begin to look."""
        try:
            if self._process is None:
                self._start()
            if self._line is not None:
                self._line.send(True)
        except OSError:
            self._fall_back()

    def result(self) -> Judged:
        """What came of it; where the other process is gone, it is found here."""
        try:
            if self._line is not None:
                found: Judged = self._line.recv()
                return found
        except (EOFError, OSError):
            self._fall_back()
        if self._here is None:
            self._here = Here(self.asked, self.language)
        return self._here.result()

    def close(self) -> None:
        """End the other process."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join()

    def _start(self) -> None:
        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self.asked, self.language), daemon=True)
        self._process.start()
        theirs.close()

    def _fall_back(self) -> None:
        self._line = None


def _serve(line: Connection, asked: Asked, language: Language) -> None:
    """Answer until nobody asks any more. An interrupt is for the process that shows what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    here = Here(asked, language)
    while True:
        try:
            line.recv()
            line.send(here.result())
        except (EOFError, OSError):
            return
        gc.collect()  # while nobody waits
        gc.freeze()
