"""The same bytes for the same paper: the archives of XLSX and DOCX without the time of writing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The first moment that a ZIP archive can name.
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_CORE: Final = "docProps/core.xml"
#: When a document was made and changed last; neither must be there.
_TIMES: Final = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")

#: What becomes of an entry, piece by piece: it may be far larger than memory.
Filling: TypeAlias = Callable[[bytes], Iterator[bytes]]


def settled(content: bytes) -> bytes:
    """The archive with every entry dated alike, in the order in which it was written."""
    return filled(content, {})


def filled(content: bytes, fillings: Mapping[str, Filling]) -> bytes:
    """The archive, settled, with some entries made anew from what they were, in their order."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            name = _named(entry.filename)
            if entry.filename not in fillings:
                new.writestr(name, _TIMES.sub(b"", data) if entry.filename == _CORE else data)
                continue
            with new.open(name, "w", force_zip64=True) as stream:
                for piece in fillings[entry.filename](data):
                    stream.write(piece)
    return made.getvalue()


def _named(filename: str) -> ZipInfo:
    name = ZipInfo(filename, _TIME)
    name.compress_type = ZIP_DEFLATED
    name.external_attr = 0o600 << 16
    name.create_system = 3
    return name
