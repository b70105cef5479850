"""A part of a letterhead ready to be filled in: what stands there, what is put, what is there for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from lawscore.classes import dataclass
from lawscore.problems import Problem
from lawscore.publishing.letters.inert import markup
from lawscore.publishing.letters.marks import Sign


@dataclass(frozen=True, slots=True)
class Put:
    """Puts the text of a place; `depth` counts the lists around it."""

    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Section:
    """What is there for each row of a list (`#`), where there is anything (`?`) or nothing (`^`)."""

    name: str
    depth: int
    sign: Sign
    inside: tuple[Piece, ...]


Piece: TypeAlias = str | Put | Section


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letterhead: its pieces, or what is wrong with its marks."""

    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...] = ()

    def filled(self, paper: object) -> str:
        """The XML of the part for one paper."""
        return "".join(_run(self.pieces, (paper,)))


def _run(pieces: Sequence[Piece], stack: tuple[object, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Put):
            yield markup(getattr(stack[piece.depth], piece.name))
        else:
            yield from _section(piece, stack)


def _section(section: Section, stack: tuple[object, ...]) -> Iterator[str]:
    value: Any = getattr(stack[section.depth], section.name)
    if section.sign != "#" or isinstance(value, str):
        if bool(value) is not (section.sign == "^"):
            yield from _run(section.inside, stack)
        return
    for row in value:
        yield from _run(section.inside, (*stack, row))
