"""A letterhead as the archive that it is: safe to open, or one sentence that says why it is not."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.files import MEBIBYTE
from lawscore.problems import Problem, ProblemsError, Where
from lawscore.publishing.letters.word import DOCUMENT, parsed

#: What a letterhead may unpack to, of one part and of all, and how many parts it may have.
LARGEST_PART: Final = 32 * MEBIBYTE
LARGEST_WHOLE: Final = 64 * MEBIBYTE
MOST_PARTS: Final = 1_000

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_TYPES: Final = "[Content_Types].xml"
_OVERRIDE: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_DEFAULT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}Default"
_MAIN: Final = re.compile(r"\.wordprocessingml\.(document|template)\.main\+xml$")
_MACROS: Final = re.compile(r"macroenabled", re.IGNORECASE)
_PROGRAM: Final = re.compile(r"vba(project|data)", re.IGNORECASE)
_FILLED: Final = re.compile(r"\.wordprocessingml\.(header|footer|footnotes|endnotes)\+xml$")
_BROKEN: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class LetterheadError(ProblemsError):
    """A letterhead that cannot be filled in."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The parts of a Word document by name, in their order, and which of them have texts to fill in."""

    parts: Mapping[str, bytes]
    main: str
    #: Headers, footers and notes.
    others: tuple[str, ...]


def open_archive(content: bytes, name: str) -> Archive:
    """Open a letterhead; `name` is its file. Raises `LetterheadError`."""
    if content.startswith(_OLE):
        raise refused("letterhead_locked" if _ENCRYPTED in content else "letterhead_old", name)
    try:
        with ZipFile(BytesIO(content)) as opened:
            entries = opened.infolist()
            sizes = [entry.file_size for entry in entries]
            if len(sizes) > MOST_PARTS or max(sizes, default=0) > LARGEST_PART or sum(sizes) > LARGEST_WHOLE:
                raise refused("letterhead_unpacks", name, limit=f"{LARGEST_PART // MEBIBYTE} MiB")
            parts = {entry.filename: opened.read(entry) for entry in entries if not entry.is_dir()}
        types = _types(parts)
        found, fetched = _archive(parts, types), next(_fetched(parts), None)
    except _BROKEN as error:
        code = "letterhead_broken" if content.startswith(b"PK") else "letterhead_not_docx"
        raise refused(code, name) from error
    kinds = (*types.values(), *_default_kinds(parts))
    if any(map(_MACROS.search, kinds)) or any(map(_PROGRAM.search, (*parts, *kinds))):
        raise refused("letterhead_macros", name)
    if found is None:
        raise refused("letterhead_not_docx", name)
    if fetched is not None:
        raise refused("letterhead_outside", name, kind=phrase(f"letters.outside.{fetched}"))
    return found


def refused(code: str, name: str, **facts: object) -> LetterheadError:
    """The error that says why a letterhead cannot be opened."""
    problem = Problem(code=code, where=Where(file=name), facts=facts, hint=phrase(_HINTS[code]))
    return LetterheadError([problem])


def _fetched(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What Word would fetch from elsewhere, or take in unread, when the letter is opened; a link that is clicked is neither."""
    for name in sorted(parts):
        if name.lower().endswith(".rels"):
            for one in parsed(parts[name]):
                kind = one.get("Type", "").rpartition("/")[2].lower()
                if kind == "afchunk":
                    yield "chunk"
                elif one.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
                    yield _OUTSIDE.get(kind, "other")


def _types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The kind of each part that has one of its own."""
    root = parsed(parts[_TYPES]) if _TYPES in parts else ()
    listed = (one for one in root if one.tag == _OVERRIDE)
    return {one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for one in listed}


def _default_kinds(parts: Mapping[str, bytes]) -> list[str]:
    """The kinds that parts have by the ending of their name."""
    root = parsed(parts[_TYPES]) if _TYPES in parts else ()
    return [one.get("ContentType", "") for one in root if one.tag == _DEFAULT]


def _archive(parts: dict[str, bytes], types: Mapping[str, str]) -> Archive | None:
    main = next((name for name, kind in types.items() if _MAIN.search(kind) and name in parts), None)
    if main is None or parsed(parts[main]).tag != DOCUMENT:
        return None
    # a Word template (.dotx) filled in is a document
    parts[_TYPES] = parts[_TYPES].replace(b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml")
    others = (name for name, kind in types.items() if _FILLED.search(kind) and name in parts)
    return Archive(parts, main, tuple(sorted(others)))


#: What is fetched from elsewhere, by the kind of its relationship.
_OUTSIDE: Final = {"attachedtemplate": "template", "image": "image", "oleobject": "object"}
_HINTS: Final = {
    "letterhead_old": "hint.letterhead_docx",
    "letterhead_locked": "hint.letterhead_unlock",
    "letterhead_not_docx": "hint.letterhead_docx",
    "letterhead_broken": "hint.letterhead_again",
    "letterhead_macros": "hint.letterhead_macros",
    "letterhead_outside": "hint.letterhead_outside",
    "letterhead_other_notice": "hint.letterhead_other_notice",
    "letterhead_other_bulletin": "hint.letterhead_other_bulletin",
    "letterhead_unpacks": "hint.letterhead_again",
}
