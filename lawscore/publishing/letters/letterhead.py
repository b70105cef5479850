"""A letterhead: a Word document with marked places, read once and filled in for any number of papers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.publishing.letters.archive import Archive, LetterheadError, open_archive, refused
from lawscore.publishing.letters.inert import plain
from lawscore.publishing.letters.places import Shape
from lawscore.publishing.letters.program import Part
from lawscore.publishing.letters.reading import part_of
from lawscore.publishing.letters.word import whole

#: The first moment that a ZIP archive can name.
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_KIND: Final = re.compile(r"(header|footer)")
_CORE: Final = "docProps/core.xml"
_PROPERTIES: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>lawscore</dc:creator>\
</cp:coreProperties>"""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A document that is sound: its parts as they are, and those with places ready to be filled in."""

    archive: Archive
    parts: Mapping[str, Part]

    def filled(self, paper: object, title: str) -> bytes:
        """The document of one paper; the same bytes for the same paper."""
        made = io.BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as archive:
            for name, content in self.archive.parts.items():
                entry = ZipInfo(name, _TIME)
                entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, 0o600 << 16, 3
                archive.writestr(entry, self._content(name, content, paper, title))
        return made.getvalue()

    def _content(self, name: str, content: bytes, paper: object, title: str) -> bytes:
        if name == _CORE:
            return _PROPERTIES.format(title=plain(title)).encode()
        part = self.parts.get(name)
        return content if part is None else whole(part.filled(paper).encode())


def letterhead_of(content: bytes, shape: Shape, name: str = "") -> Letterhead:
    """Read a letterhead for a paper; `name` is its file. Raises `LetterheadError`, which carries every problem."""
    archive = open_archive(content, name)
    try:
        parts = {one: part_of(archive.parts[one], shape, kind, name) for one, kind in _texts(archive)}
    except ValueError as error:
        raise refused("letterhead_broken", name) from error
    problems = [problem for part in parts.values() for problem in part.problems]
    if problems:
        raise LetterheadError(problems)
    return Letterhead(archive, parts)


def _texts(archive: Archive) -> Iterator[tuple[str, str]]:
    """The parts with texts, and what each is called."""
    yield archive.main, "body"
    for name in archive.others:
        found = _KIND.search(name.rpartition("/")[2])
        yield name, found[1] if found else "notes"


def shipped(paper: str, language: Language) -> bytes:
    """The letterhead that comes with lawscore: of a `notice` or a `bulletin`."""
    return (files(__package__) / "templates" / f"{language}_{paper}.docx").read_bytes()
