"""The parts of a workbook beside its sheets: the list of sheets, the texts that cells share, the formats of numbers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import field
from typing import Final

from lawscore.classes import dataclass
from lawscore.loading.xlsx_archive import Archive, guarded
from lawscore.loading.xlsx_formats import GENERAL, Format, format_of
from lawscore.loading.xlsx_xml import Attributes, RefusedXml

_ROOT: Final = "_rels/.rels"
_WORKBOOK: Final = "xl/workbook.xml"
_TRUE: Final = frozenset({"1", "true", "on"})
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Walk:
    """Handlers from tables: what is done at the beginning of each element that counts."""

    starts: dict[str, Callable[[Attributes], None]]

    def start(self, name: str, attributes: Attributes) -> None:
        if name in self.starts:
            self.starts[name](attributes)

    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Named:
    """A sheet in the list: its title, its part of the archive, whether people see it."""

    title: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sheets need to be read."""

    sheets: tuple[Named, ...]
    since_1904: bool
    texts: tuple[str, ...]
    formats: tuple[Format, ...]

    def format(self, style: str | None) -> Format:
        """The number format of a style."""
        number = int(style) if style and style.isdecimal() else 0
        return self.formats[number] if number < len(self.formats) else GENERAL


def read_parts(archive: Archive) -> Parts:
    """Read what stands beside the sheets. Raises `BrokenWorkbook`."""
    links = _links(archive, _ROOT)
    workbook = next((target for kind, target in links.values() if kind == "officeDocument"), _WORKBOOK)
    book = _Book()
    if not archive.read(workbook, Walk({"sheet": book.sheet, "workbookPr": book.properties})):
        guarded(archive.name, _no_workbook)
    folder, file = posixpath.split(workbook)
    own = _links(archive, f"{folder}/_rels/{file}.rels", folder)
    sheets = tuple(
        Named(title, own[link][1], hidden)
        for title, link, hidden in book.sheets
        if own.get(link, ("",))[0] == "worksheet"
    )
    texts = _Texts()
    for part in _of_kind(own, "sharedStrings"):
        archive.read(part, texts)
    styles = _Styles()
    for part in _of_kind(own, "styles"):
        archive.read(
            part,
            Walk({"numFmt": styles.declare, "cellXfs": styles.open, "cellStyles": styles.close, "xf": styles.style}),
        )
    return Parts(sheets, book.since_1904, tuple(texts.found), tuple(styles.formats))


def is_true(attributes: Attributes, name: str) -> bool:
    """Whether an attribute says yes."""
    return attributes.get(name, "") in _TRUE


def unescaped(text: str) -> str:
    """A text without the escapes of characters that XML cannot hold, and with one kind of line break."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _no_workbook() -> None:
    raise RefusedXml("no workbook inside")


def _of_kind(links: dict[str, tuple[str, str]], kind: str) -> list[str]:
    return [target for found, target in links.values() if found == kind]


def _links(archive: Archive, part: str, folder: str = "") -> dict[str, tuple[str, str]]:
    """Links by id: of what kind, to which part. What lies outside the archive is no part and is never opened."""
    links: dict[str, tuple[str, str]] = {}

    def link(attributes: Attributes) -> None:
        if attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            inside = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            links[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], inside)

    archive.read(part, Walk({"Relationship": link}))
    return links


@dataclass(slots=True)
class _Book:
    """The list of sheets, and from which day days are counted."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    since_1904: bool = False

    def sheet(self, attributes: Attributes) -> None:
        link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append((unescaped(attributes.get("name", "")), link, hidden))

    def properties(self, attributes: Attributes) -> None:
        self.since_1904 = is_true(attributes, "date1904")


class _Texts:
    """The texts that cells share: runs are joined, readings of characters (furigana, pinyin) are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._inside = self._reading = False

    def start(self, name: str, _: Attributes) -> None:
        if name == "si":
            self._pieces = []
        self._reading = self._reading or name == "rPh"
        self._inside = name == "t"

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append(unescaped("".join(self._pieces)))
        if name == "rPh":
            self._reading = False
        self._inside = False

    def text(self, text: str) -> None:
        if self._inside and not self._reading:
            self._pieces.append(text)


@dataclass(slots=True)
class _Styles:
    """The formats of numbers by style: of all lists of formats in the part, that of cells."""

    formats: list[Format] = field(default_factory=list)
    _codes: dict[int, str] = field(default_factory=dict)
    _is_open: bool = False

    def declare(self, attributes: Attributes) -> None:
        self._codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")

    def open(self, _: Attributes) -> None:
        self._is_open = True

    def close(self, _: Attributes) -> None:
        self._is_open = False

    def style(self, attributes: Attributes) -> None:
        if self._is_open:
            self.formats.append(format_of(_whole(attributes.get("numFmtId")), self._codes))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
