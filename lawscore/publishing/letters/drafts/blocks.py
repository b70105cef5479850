"""The blocks of a draft: paragraphs by style, tables by row. `〔…〕` is what the office writes itself.

In a text a line break is one of the paragraph; an empty line in a cell begins another paragraph.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from lawscore.classes import dataclass

#: What a paragraph is; each has a style of this name in the letterhead.
Style: TypeAlias = Literal[
    "issuer", "number", "title", "subtitle", "remark", "addressee", "body", "lead", "section", "group", "label", "list", "right", "small",
    "table",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph."""

    style: Style
    text: str


@dataclass(frozen=True, slots=True)
class Wide:
    """A row that is one cell."""

    text: str
    #: With a shade, as the heading of what comes below it.
    heading: bool = False
    #: What follows in the same line of a heading, not bold.
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a heading that every page repeats, and rows. `widths` are millimetres, `centred` the columns of short texts."""

    widths: tuple[int, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...] | Wide, ...]
    centred: tuple[int, ...] = ()


Block: TypeAlias = Para | Grid


@dataclass(frozen=True, slots=True)
class Draft:
    """A letterhead: what stands at the head of each page, and below it."""

    header: str
    blocks: tuple[Block, ...]
