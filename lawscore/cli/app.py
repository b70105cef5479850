"""The command line: which commands there are, and their help in the language of the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import typer

from lawscore.catalogue import Language, phrase, say
from lawscore.cli import commands, testing, years
from lawscore.cli.check import check
from lawscore.cli.diff import diff
from lawscore.cli.docs import docs
from lawscore.cli.fmt import fmt
from lawscore.cli.import_ import import_
from lawscore.cli.interrupting import telling
from lawscore.cli.language import chosen_language
from lawscore.cli.layers import layers
from lawscore.cli.letterhead import letterhead
from lawscore.cli.lock import lock
from lawscore.cli.rank import rank
from lawscore.cli.report import report
from lawscore.cli.score import score
from lawscore.cli.sensitivity import sensitivity
from lawscore.cli.several import class_of
from lawscore.cli.show import show
from lawscore.cli.template import template
from lawscore.cli.verify import verify
from lawscore.cli.versions import versions
from lawscore.cli.watch import watch
from lawscore.cli.what_if import what_if

COMMANDS: tuple[Callable[..., None], ...] = (
    score,
    commands.explain,
    rank,
    sensitivity,
    layers,
    verify,
    commands.missing,
    years.rectify,
    years.compare,
    check,
    fmt,
    testing.test,
    testing.coverage,
    watch,
    diff,
    what_if,
    lock,
    versions,
    show,
    docs,
    import_,
    template,
    report,
    letterhead,
    commands.schema,
    commands.conformance,
)


def build(arguments: Sequence[str]) -> Callable[..., object]:
    """The command; its help speaks the language that the arguments or the locale ask for."""
    language = chosen_language(arguments)
    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(commands.root)
    for command in COMMANDS:
        app.command(cls=class_of(command))(command)
    group: Any = typer.main.get_command(app)
    group.invoke = telling(group.invoke, arguments)
    _translate(group, "cli.help", language)
    for name, command in group.commands.items():
        _translate(command, f"cli.{name}", language)
    return group  # type: ignore[no-any-return]


def _translate(command: Any, key: str, language: Language) -> None:
    """Options carry keys of the catalogue as their help; here they get their sentences."""
    command.help = say(phrase(key), language)
    for parameter in command.params:
        written = getattr(parameter, "help", None)
        if written and written.startswith("cli."):
            parameter.help = say(phrase(written), language)
        elif parameter.name == "help":
            parameter.help = say(phrase("cli.show_help"), language)
