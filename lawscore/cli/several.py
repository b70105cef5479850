"""Options that take all words up to the next option: `--before RUBRIC DATA…`, `--data DATA…`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

if TYPE_CHECKING:
    from typer._click import Context

#: The options that take several words, each of which is handed on as a value of its own.
SEVERAL = ("--before", "--data", "--after")
#: The parameters of commands that have such options.
_PARAMETERS = ("before", "further")


class Command(TyperCommand):
    """A command some of whose options take several words."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(spread(args)))


def spread(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments with the option repeated before each of its words."""
    option: str | None = None
    for argument in arguments:
        name, is_joined, _ = argument.partition("=")
        if name in SEVERAL:
            option = name
            if is_joined:
                yield argument
        elif argument.startswith("-") and argument != "-":
            option = None
            yield argument
        elif option is not None:
            yield from (option, argument)
        else:
            yield argument


def class_of(command: Any) -> Any:
    """The class of a command: ours where one of its options takes several words."""
    return Command if any(name in command.__annotations__ for name in _PARAMETERS) else TyperCommand
