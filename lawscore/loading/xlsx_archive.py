"""A file as the archive of a workbook: safe to open, or one clear sentence that says why it is not."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, Final, TypeVar
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.files import MEBIBYTE, read_bytes
from lawscore.loading.xlsx_xml import Handlers, RefusedXml, parse, pieces
from lawscore.problems import Problem, Where

T = TypeVar("T")

#: What a workbook may unpack to, of one part and of all, and how many parts it may have.
LARGEST_PART: Final = 512 * MEBIBYTE
LARGEST_WHOLE: Final = 1024 * MEBIBYTE
MOST_PARTS: Final = 4_000

#: The container of .xls files and of workbooks with a password; in the latter this stream stands.
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = b"PK"
_MACROS: Final = "xl/vbaproject.bin"
_BROKEN: Final = (
    BadZipFile,
    ExpatError,
    RefusedXml,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
)


class BrokenWorkbook(Exception):
    """A workbook that cannot be read: `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True)
class Archive:
    """An open workbook. Its parts are read through `read`, which unpacks them piece by piece."""

    name: str
    zip: ZipFile

    @cached_property
    def parts(self) -> dict[str, str]:
        """The parts by their names in small letters: some programs write them in capitals."""
        return {
            entry.filename.replace("\\", "/").lstrip("/").casefold(): entry.filename for entry in self.zip.infolist()
        }

    @property
    def has_macros(self) -> bool:
        """Whether programs stand in it; they are never run."""
        return _MACROS in self.parts

    def read(self, part: str, handlers: Handlers, cut: Callable[[IO[bytes]], Iterable[bytes]] = pieces) -> bool:
        """Go through the XML of a part, in pieces; says whether there is such a part. Raises `BrokenWorkbook`."""
        name = self.parts.get(part.lstrip("/").casefold())
        if name is None:
            return False

        def go_through() -> None:
            with self.zip.open(name) as stream:
                parse(cut(stream), handlers)

        guarded(self.name, go_through)
        return True


def open_archive(path: str | Path) -> Archive:
    """Open a workbook. Raises `BrokenWorkbook`."""
    name, content = str(path), read_bytes(path)
    if isinstance(content, Problem):
        raise BrokenWorkbook(content)
    if not content:
        raise _broken("file_empty", name)
    if content.startswith(_OLE):
        raise _broken("file_workbook_locked" if _ENCRYPTED in content else "file_workbook_old", name)
    if not content.startswith(_ZIP):
        raise _broken("file_not_workbook", name)
    archive = guarded(name, lambda: Archive(name, ZipFile(BytesIO(content))))
    _check_sizes(archive)
    return archive


def _check_sizes(archive: Archive) -> None:
    """What is written in the list of an archive binds: no part can unpack to more than it says there."""
    sizes = [entry.file_size for entry in archive.zip.infolist()]
    if len(sizes) > MOST_PARTS or max(sizes, default=0) > LARGEST_PART or sum(sizes) > LARGEST_WHOLE:
        archive.zip.close()
        raise _broken("file_workbook_unpacks", archive.name, limit=f"{LARGEST_PART // MEBIBYTE} MiB")


def guarded(name: str, work: Callable[[], T]) -> T:
    """Do something with a workbook; whatever is wrong with its insides is a `BrokenWorkbook`."""
    try:
        return work()
    except _BROKEN as error:
        raise _broken("file_workbook_broken", name, reason=" ".join(str(error).split())[:120]) from error


def _broken(code: str, name: str, **facts: object) -> BrokenWorkbook:
    hint = phrase(_HINTS[code]) if code in _HINTS else None
    return BrokenWorkbook(Problem(code=code, where=Where(file=name), facts=facts, hint=hint))


_HINTS: Final = {
    "file_workbook_locked": "hint.workbook_unlock",
    "file_workbook_old": "hint.save_as_xlsx",
    "file_not_workbook": "hint.save_as_xlsx",
    "file_workbook_broken": "hint.workbook_broken",
    "file_workbook_unpacks": "hint.workbook_unpacks",
}
