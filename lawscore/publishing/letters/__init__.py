"""Letters of a result in Word: a notice for each unit, a bulletin for all, on the letterhead of lawscore or of the office.

`notices` and `bulletin` fill in a letterhead; `letterhead` gives the one that comes with lawscore, for an office to change;
`check_letterhead` says what is wrong with a changed one; `pdf` turns letters into PDF where LibreOffice is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from lawscore.catalogue import Language
from lawscore.problems import Problem
from lawscore.publishing.letters.archive import LetterheadError
from lawscore.publishing.letters.bulletin import Bulletin, bulletin_of
from lawscore.publishing.letters.letterhead import letterhead_of, shipped
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


def notices(
    report: Report, template: bytes | None = None, units: Sequence[str] | None = None, *, name: str = ""
) -> Iterator[tuple[str, bytes]]:
    """The notice of each unit, one after another: the name of its file, and the document.

    `units` are ids, all units where none are given; those that the report does not have are left out. `template` is the
    letterhead of an office, `name` its file. Raises `LetterheadError` before the first notice where it cannot be used.
    """
    head = letterhead_of(template or shipped("notice", report.language), Notice, name)
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
    head = letterhead_of(template or shipped("bulletin", report.language), Bulletin, name)
    return head.filled(bulletin_of(report), report.title)


def letterhead(letter: Letter, language: Language) -> bytes:
    """The letterhead that comes with lawscore, for an office to make its own."""
    return shipped(letter, language)


def check_letterhead(content: bytes, letter: Letter, name: str = "") -> tuple[Problem, ...]:
    """What keeps a letterhead from being filled in; nothing where it is sound."""
    try:
        letterhead_of(content, SHAPES[letter], name)
    except LetterheadError as error:
        return error.problems
    return ()
