"""The same PDF for the same letter: LibreOffice writes when it ran, and numbers that follow from that."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

#: The moment of making, in the document's own list and in its metadata.
_MOMENT: Final = re.compile(rb"(/(?:Creation|Mod)Date\s*\(D:)(\d{14})")
_STATED: Final = re.compile(rb"(<xmp:(?:Create|Modify|Metadata)Date>)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
#: What identifies a file, worked out from the moment.
_PAIR: Final = re.compile(rb"(/ID\s*\[\s*<)[0-9A-Fa-f]{32}(>\s*<)[0-9A-Fa-f]{32}(>\s*\])")
_CHECKSUM: Final = re.compile(rb"(/DocChecksum\s*/)[0-9A-Fa-f]{32}")
_FIRST: Final = b"19800101000000"
_FIRST_STATED: Final = b"1980-01-01T00:00:00"


def settled_pdf(content: bytes) -> bytes:
    """The document without the moment at which it was made; every byte stays at its place, since a list at its end counts them."""
    content = _MOMENT.sub(lambda found: found[1] + _FIRST, content)
    content = _STATED.sub(lambda found: found[1] + _FIRST_STATED, content)
    content = _identified(content, b"0" * 32)
    return _identified(content, sha256(content).hexdigest()[:32].upper().encode())


def _identified(content: bytes, identity: bytes) -> bytes:
    """The document with another identity: a pair of numbers, and a checksum."""
    content = _PAIR.sub(lambda found: found[1] + identity + found[2] + identity + found[3], content)
    return _CHECKSUM.sub(lambda found: found[1] + identity, content)
