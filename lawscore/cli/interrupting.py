"""Ctrl-C: one sentence on stderr that says what is left of the run, and the status of a program that was interrupted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

INTERRUPTED: Final = 130


class Interrupted(KeyboardInterrupt):
    """The run was interrupted: what is left of it is told by a sentence."""

    def __init__(self, key: str, facts: Mapping[str, object]) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


def tell(broken: KeyboardInterrupt, arguments: Sequence[str]) -> int:
    """Say what is left; returns the status to end with."""
    from lawscore.catalogue import phrase, say
    from lawscore.cli.language import chosen_language

    what = phrase(broken.key, **broken.facts) if isinstance(broken, Interrupted) else phrase("cli.interrupted")
    print(say(what, chosen_language(arguments)), file=sys.stderr)
    return INTERRUPTED


def telling(invoke: Callable[[Any], Any], arguments: Sequence[str]) -> Callable[[Any], Any]:
    """The same command, which says so when it is interrupted: what runs commands would end in silence."""

    def invoked(context: Any) -> Any:
        try:
            return invoke(context)
        except KeyboardInterrupt as broken:
            import typer

            raise typer.Exit(tell(broken, arguments)) from None

    return invoked
