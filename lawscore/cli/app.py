"""The command line: which commands there are, and their help in the language of the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

import typer

from lawscore.catalogue import Language, phrase, say
from lawscore.cli.interrupting import telling
from lawscore.cli.language import chosen_language
from lawscore.cli.options import Version
from lawscore.cli.several import class_of
from lawscore.version import __version__

#: Each command and where its function is, in the order of the help.
COMMANDS: Final[Mapping[str, str]] = {
    "score": "score.score",
    "explain": "commands.explain",
    "rank": "rank.rank",
    "sensitivity": "sensitivity.sensitivity",
    "layers": "layers.layers",
    "verify": "verify.verify",
    "missing": "commands.missing",
    "rectify": "years.rectify",
    "compare": "years.compare",
    "check": "check.check",
    "fmt": "fmt.fmt",
    "test": "testing.test",
    "coverage": "testing.coverage",
    "watch": "watch.watch",
    "diff": "diff.diff",
    "what-if": "what_if.what_if",
    "lock": "lock.lock",
    "versions": "versions.versions",
    "show": "show.show",
    "docs": "docs.docs",
    "import": "import_.import_",
    "template": "template.template",
    "report": "report.report",
    "letterhead": "letterhead.letterhead",
    "schema": "commands.schema",
    "conformance": "commands.conformance",
}


def build(arguments: Sequence[str]) -> Callable[..., object]:
    """The command; its help speaks the language that the arguments or the locale ask for."""
    language = chosen_language(arguments)
    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_root)
    for name in _asked(arguments):
        command = _function(name)
        app.command(name, cls=class_of(command))(command)
    group: Any = typer.main.get_command(app)
    group.invoke = telling(group.invoke, arguments)
    for command in (group, *group.commands.values()):
        command.get_help = _translated(command.get_help, group, language)
    return group  # type: ignore[no-any-return]


def _root(*, version: Version = False) -> None:
    if version:
        print(f"lawscore {__version__}")
        raise typer.Exit


def _asked(arguments: Sequence[str]) -> Sequence[str]:
    """The one command that is named first; all of them where none is, for the help and for who mistypes."""
    first = arguments[0] if arguments else ""
    if first == "--version":
        return []
    return [first] if first in COMMANDS else [*COMMANDS]


def _function(name: str) -> Callable[..., None]:
    """The function of a command; the modules of the others are not imported."""
    module, _, function = COMMANDS[name].partition(".")
    found: Callable[..., None] = getattr(import_module(f"lawscore.cli.{module}"), function)
    return found


def _translated(get_help: Callable[[Any], str], group: Any, language: Language) -> Callable[[Any], str]:
    """The help in a language: most runs show none, and need not look its sentences up."""

    def told(context: Any) -> str:
        _translate(group, "cli.help", language)
        for name, command in group.commands.items():
            _translate(command, f"cli.{name}", language)
        return get_help(context)

    return told


def _translate(command: Any, key: str, language: Language) -> None:
    """Options carry keys of the catalogue as their help; here they get their sentences."""
    command.help = say(phrase(key), language)
    for parameter in command.params:
        written = getattr(parameter, "help", None)
        if written and written.startswith("cli."):
            parameter.help = say(phrase(written), language)
        elif parameter.name == "help":
            parameter.help = say(phrase("cli.show_help"), language)
