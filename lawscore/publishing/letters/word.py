"""The XML of Word: its names, read without following anything, and what a document needs to stay one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element
else:
    Element: TypeAlias = Any

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT: Final = f"{_W}document"
PARAGRAPH: Final = f"{_W}p"
TEXT: Final = f"{_W}t"
ROW: Final = f"{_W}tr"
CELL: Final = f"{_W}tc"
TABLE: Final = f"{_W}tbl"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
#: What a paragraph may hold besides texts that must not be lost with its marks.
_PICTURES: Final = tuple(f"{_W}{name}" for name in ("drawing", "pict", "object", "sectPr"))
_BREAK: Final = f"{_W}br"
#: What must hold a paragraph, and end with one.
_HOLDERS: Final = (CELL, f"{_W}hdr", f"{_W}ftr", f"{_W}txbxContent", f"{_W}footnote", f"{_W}endnote")


def parsed(content: bytes) -> Element:
    """The tree of a part. Raises ValueError where it is no XML, or wants more than it holds."""
    from lxml import etree

    # how large a part may be is known before (`archive`); a reason may be longer than lxml's own limit
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, reader)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("DOCTYPE")
    return root


def serialised(root: Element) -> str:
    """The tree as a text, without the declaration."""
    from lxml import etree

    text: str = etree.tostring(root, encoding="unicode")
    return text


def texts(paragraph: Element) -> list[Element]:
    """The texts of a paragraph in their order; those of a text box inside it belong to its own paragraphs."""
    return [one for one in paragraph.iter(TEXT) if above(one, PARAGRAPH) is paragraph]


def holds_more(paragraph: Element, *, breaks: bool = True) -> bool:
    """Whether pictures, the end of a section, or breaks stand in a paragraph."""
    return next(paragraph.iter(*_PICTURES, *((_BREAK,) if breaks else ())), None) is not None


def above(element: Element, tag: str) -> Element | None:
    """The nearest element of a kind that holds this one."""
    return next(element.iterancestors(tag), None)


def kept(text: Element, content: str) -> None:
    """Write a text whose blanks at its ends count."""
    text.text = content
    text.set(_SPACE, "preserve")


def insert_before(element: Element, text: str) -> None:
    """Put a text right before an element, behind what was put there earlier."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def take_out(element: Element) -> None:
    """Remove an element; the text behind it stays."""
    parent = element.getparent()
    if parent is not None:
        insert_before(element, element.tail or "")
        parent.remove(element)


def whole(content: bytes) -> bytes:
    """A part that Word opens: no table without a row, no cell without a paragraph at its end."""
    from lxml import etree

    root = parsed(content)
    for table in list(root.iter(TABLE)):
        if table.find(f".//{ROW}") is None:
            take_out(table)
    for holder in _needy(root):
        etree.SubElement(holder, PARAGRAPH)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return made


def _needy(root: Element) -> Iterator[Element]:
    for holder in list(root.iter(*_HOLDERS)):
        if len(holder) == 0 or holder[-1].tag != PARAGRAPH:
            yield holder
