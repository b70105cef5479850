"""The plain cells of a sheet, taken out of its XML before it is parsed: a form has thousands, most of them blank.

What is taken out is a cell that says where it stands and holds nothing, or one text or value without a formula. Everything
else goes through the parser, and so does a cell of which one could think twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Final

#: Takes a cell by its reference, style, type and value; all of them are there.
Take = Callable[[str, str | None, str, str], None]

_PIECE: Final = 1 << 20
_ROW: Final = b"<row"
_BLANK: Final = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,9}")?(?: t="n")?(?: ?/>|></c>)')
#: No control character, and no line break that a parser would make another one of.
_TEXT: Final = rb"([^<\x00-\x08\x0b-\x1f\x7f]+)"
_PLAIN: Final = re.compile(
    rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="([0-9]{1,9})")?(?: t="(inlineStr|n|s|str|b)")?>'
    rb'(?:<is><t(?: xml:space="preserve")?>' + _TEXT + rb"</t></is>|<v>" + _TEXT + rb"</v>)</c>"
)
_CELL: Final = re.compile(rb"<(?:[\w.-]+:)?c[\s>/]")
_PLACED: Final = re.compile(rb'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"')
#: A row that holds nothing any more and that one could see, if there were anything in it.
_EMPTY_ROW: Final = re.compile(rb'<row r="[1-9][0-9]{0,6}"(?![^>]*hidden)[^>]*(?:/>|></row>)')
_ANY_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?row[\s>/]")
_NUMBERED: Final = re.compile(rb'<row r="[0-9]+"')
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_INSTRUCTION: Final = re.compile(rb"<\?(?!xml\s)")
_ENTITY: Final = re.compile(r"&(?:#([0-9]{2,6});|([a-z]+);)?")
#: So many texts are remembered: most stand in every form that was made of a rubric.
_MOST_KEPT: Final = 1 << 14
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
#: The last number of a character that any XML may hold, and halves of characters, which none may.
_LAST_CHARACTER, _FIRST_HALF, _LAST_HALF = 0x10FFFF, 0xD800, 0xDFFF
_SPACE: Final = 0x20


def apart(stream: IO[bytes], take: Take) -> Iterator[bytes]:
    """The bytes of a sheet in pieces of whole rows, without the plain cells, which are handed to `take`.

    The last row of each piece stays as it is: what comes behind may count on from there.
    """
    rest, is_plain = b"", True
    while read := stream.read(_PIECE):
        piece = rest + read
        cut = max(piece.rfind(_ROW), 0) or len(piece)
        piece, rest = piece[:cut], piece[cut:]
        is_plain = is_plain and _is_plain(piece) and not piece.endswith(b"<")
        last = piece.rfind(_ROW) if is_plain and rest and _is_placed(piece) else 0
        yield _filled(piece[:last], take) + piece[last:] if last > 0 else piece
    yield rest


def _is_plain(piece: bytes) -> bool:
    """Whether each `<` begins an element, not a comment, CDATA or an instruction, and the text is UTF-8."""
    return b"<!" not in piece and _INSTRUCTION.search(piece) is None and _DECLARED.search(piece) is None


def _is_placed(piece: bytes) -> bool:
    """Whether each cell and row says where it stands: one that does not follows on the one before."""
    if len(_CELL.findall(piece)) != len(_PLACED.findall(piece)):
        return False
    return len(_ANY_ROW.findall(piece)) == len(_NUMBERED.findall(piece))


def _filled(piece: bytes, take: Take) -> bytes:
    def taken(found: re.Match[bytes]) -> bytes:
        reference, style, kind, text, value = found.groups()
        if (text is None) is (kind == b"inlineStr"):
            return found[0]
        told = _unescaped(text if value is None else value)
        if told is None:
            return found[0]
        take(reference.decode(), None if style is None else style.decode(), (kind or b"n").decode(), told)
        return b""

    return _EMPTY_ROW.sub(b"", _PLAIN.sub(taken, _BLANK.sub(b"", piece)))


@lru_cache(_MOST_KEPT)
def _unescaped(content: bytes) -> str | None:
    """The text that bytes of XML are; None where a parser would refuse them."""
    if b"]]>" in content:
        return None
    try:
        text = content.decode()
        return _ENTITY.sub(_character, text) if b"&" in content else text
    except (ValueError, KeyError):  # an entity that XML does not have
        return None


def _character(found: re.Match[str]) -> str:
    if found[1] is None:
        return _NAMED[found[2]]
    number = int(found[1])
    if number < _SPACE or number > _LAST_CHARACTER or _FIRST_HALF <= number <= _LAST_HALF or number in (0xFFFE, 0xFFFF):
        raise ValueError(number)
    return chr(number)
