"""The XML of a workbook, piece by piece: no document type, no entities, nothing fetched, nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Final, Protocol
from xml.parsers.expat import ParserCreate

_PIECE: Final = 1 << 20

Attributes = Mapping[str, str]


class Handlers(Protocol):
    """What is done with an element, by its name without a prefix, and with a text."""

    def start(self, name: str, attributes: Attributes) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class RefusedXml(Exception):
    """XML that no spreadsheet writes: `reason` says why."""

    def __init__(self, *reason: object) -> None:
        super().__init__(" ".join(map(str, reason)))


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a part, so many at a time."""
    while piece := stream.read(_PIECE):
        yield piece


def parse(content: Iterable[bytes], handlers: Handlers) -> None:
    """Go through XML, which comes in pieces. Raises ExpatError, and `RefusedXml` for a document type: entities stand only there."""
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = _without_prefix(handlers.start)
    parser.EndElementHandler = lambda name: handlers.end(name if ":" not in name else name.rpartition(":")[2])
    parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = _refuse
    for piece in content:
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _without_prefix(start: Callable[[str, Attributes], None]) -> Callable[[str, dict[str, str]], None]:
    def started(name: str, attributes: dict[str, str]) -> None:
        start(name if ":" not in name else name.rpartition(":")[2], attributes)

    return started


def _refuse(*_: object) -> None:
    raise RefusedXml("a document type is declared")
