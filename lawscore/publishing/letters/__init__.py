"""Letters of a result in Word: a notice for each unit, a bulletin for all, on the letterhead of lawscore or of the office.

`notices` and `bulletin` fill in a letterhead; `letterhead` gives the one that comes with lawscore, for an office to change;
`check_letterhead` says what is wrong with a changed one; `pdf` turns letters into PDF where LibreOffice is there.

Letterheads are read here and not by docxtpl: it runs a letterhead as a Jinja program, whose expressions reach into whatever
object they are given, and stops at the first error with a line of XML. Here a mark can only name a place, every mark that is
wrong is told at its paragraph, and a letterhead is read once for thousands of letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from lawscore.catalogue import Language
from lawscore.problems import Problem
from lawscore.publishing.letters.archive import LetterheadError, refused
from lawscore.publishing.letters.bulletin import Bulletin, bulletin_of
from lawscore.publishing.letters.letterhead import Letterhead, letterhead_of, shipped
from lawscore.publishing.letters.names import file_names
from lawscore.publishing.letters.notice import Notice, notice_of
from lawscore.publishing.letters.places import Shape
from lawscore.publishing.letters.printing import Printed, find_office, pdf
from lawscore.publishing.letters.rules import Rules
from lawscore.publishing.report import Report

__all__ = [
    "Letter", "LetterheadError", "Printed", "bulletin", "check_letterhead", "find_office", "letterhead", "notices", "pdf",
]  # fmt: skip

Letter: TypeAlias = Literal["notice", "bulletin"]
#: The places that each letter offers.
SHAPES: Final[Mapping[Letter, Shape]] = {"notice": Notice, "bulletin": Bulletin}
_OTHER: Final[Mapping[Letter, str]] = {"notice": "letterhead_other_notice", "bulletin": "letterhead_other_bulletin"}


def notices(
    report: Report, template: bytes | None = None, units: Sequence[str] | None = None, *, name: str = ""
) -> Iterator[tuple[str, bytes]]:
    """The notice of each unit, one after another: the name of its file, and the document.

    `units` are ids, all units where none are given; those that the report does not have are left out. `template` is the
    letterhead of an office, `name` its file. Raises `LetterheadError` before the first notice where it cannot be used.
    """
    head = _sound(template or shipped("notice", report.language), "notice", name)
    rules = Rules(report)
    files = file_names(((card.id, card.name) for card in report.units), ".docx")
    wanted = report.cards if units is None else [unit for unit in units if unit in report.cards]

    def draw() -> Iterator[tuple[str, bytes]]:
        for unit in wanted:
            card = report.cards[unit]
            yield files[unit], head.filled(notice_of(report, card, rules), f"{card.name or card.id} {report.title}")

    return draw()


def bulletin(report: Report, template: bytes | None = None, *, name: str = "") -> bytes:
    """The bulletin of all units. Raises `LetterheadError` where the letterhead of the office cannot be used."""
    head = _sound(template or shipped("bulletin", report.language), "bulletin", name)
    return head.filled(bulletin_of(report), report.title)


def letterhead(letter: Letter, language: Language) -> bytes:
    """The letterhead that comes with lawscore, for an office to make its own."""
    return shipped(letter, language)


def check_letterhead(content: bytes, letter: Letter, name: str = "") -> tuple[Problem, ...]:
    """What keeps a letterhead from being filled in; nothing where it is sound."""
    try:
        _sound(content, letter, name)
    except LetterheadError as error:
        return error.problems
    return ()


def _sound(content: bytes, letter: Letter, name: str) -> Letterhead:
    """A letterhead for a letter; one that is sound for another letter is told so, not mark by mark (one mark may be a slip)."""
    try:
        return letterhead_of(content, SHAPES[letter], name)
    except LetterheadError as error:
        meant = (code for other, code in _OTHER.items() if other != letter and _fits(content, other))
        code = next(meant, None) if len(error.problems) > 1 else None
        if code is not None:
            raise refused(code, name) from None
        raise


def _fits(content: bytes, letter: Letter) -> bool:
    try:
        letterhead_of(content, SHAPES[letter])
    except LetterheadError:
        return False
    return True
