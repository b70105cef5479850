"""The marks of a letterhead: `{{place}}`, and from `{{#place}}`, `{{?place}}` or `{{^place}}` to `{{/place}}`.

Word cuts a text into runs where it pleases; a mark that was cut is put together in the run in which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Final, Literal, TypeAlias, cast

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.publishing.letters.word import PARAGRAPH, Element, kept, texts

#: `""` puts a text; `#` begins what is there for each row, `?` what is there where there is anything, `^` where there is
#: nothing; `/` ends it.
Sign: TypeAlias = Literal["", "#", "?", "^", "/"]

#: What stands for a mark until it is filled in: two signs that no text has, around its number.
TOKEN: Final = re.compile("\ufdd0(\\d+)\ufdd1")
_MARK: Final = re.compile(r"\{\{\s*([#?^/]?)\s*([^{}]*?)\s*\}\}")
_HALF: Final = re.compile(r"\{\{|\}\}")
_RESERVED: Final = re.compile("[\ufdd0\ufdd1]")
#: Braces and signs as a Chinese keyboard writes them: as many signs, so that nothing moves.
_WIDE: Final = str.maketrans("｛｝＃？／＾", "{}#?/^")
_WIDE_MARK: Final = re.compile(r"[{｛]{2}[^{}｛｝]*[}｝]{2}")
_LONGEST: Final = 40


@dataclass(eq=False, slots=True)
class Mark:
    """One mark and where it stands. `level` is the element in which it stands, once rows and paragraphs are settled."""

    number: int
    sign: Sign
    name: str
    paragraph: Element = field(repr=False)
    place: Phrase
    level: Element | None = field(default=None, repr=False)

    @property
    def token(self) -> str:
        """What stands for it."""
        return f"\ufdd0{self.number}\ufdd1"

    def __str__(self) -> str:
        return f"{{{{{self.sign}{self.name}}}}}"


@dataclass(frozen=True, slots=True)
class Half:
    """A mark that is not closed, or not opened."""

    place: Phrase


def find_marks(root: Element, part: str) -> tuple[list[Mark], list[Half]]:
    """The marks of a part in their order; each is replaced in the tree by its token."""
    marks: list[Mark] = []
    halves: list[Half] = []
    for number, paragraph in enumerate(root.iter(PARAGRAPH), 1):
        owned = texts(paragraph)
        text = _RESERVED.sub("", "".join(one.text or "" for one in owned))
        plain = _WIDE_MARK.sub(lambda found: found[0].translate(_WIDE), text)
        if not _HALF.search(plain):
            continue
        place = phrase("letters.paragraph", part=phrase(f"letters.part.{part}"), number=str(number), text=_short(text))
        found = list(_marks_of(plain, paragraph, place, len(marks)))
        marks += [mark for _, mark in found]
        _settle(owned, plain, {one.start(): (one.end(), mark.token) for one, mark in found})
        if _HALF.search(_MARK.sub("", plain)):
            halves.append(Half(place))
    return marks, halves


def _marks_of(text: str, paragraph: Element, place: Phrase, first: int) -> Iterator[tuple[re.Match[str], Mark]]:
    for number, found in enumerate(_MARK.finditer(text), first):
        yield found, Mark(number, cast("Sign", found[1]), found[2], paragraph, place)


def _settle(owned: list[Element], text: str, tokens: dict[int, tuple[int, str]]) -> None:
    """Write the texts again, with the tokens in the place of the marks."""
    at = end = 0
    for one in owned:
        written = []
        for place in range(at, at + len(_RESERVED.sub("", one.text or ""))):
            if place in tokens:
                end, token = tokens[place]
                written.append(token)
            elif place >= end:
                written.append(text[place])
        at += len(_RESERVED.sub("", one.text or ""))
        kept(one, "".join(written))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
