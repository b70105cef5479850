"""Checks of years: one that was left over from another edition, a version that is of another year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from lawscore.catalogue import phrase
from lawscore.checking.findings import Path, finding
from lawscore.checking.reading import Reader
from lawscore.checking.walking import key_names
from lawscore.problems import Problem
from lawscore.rubric.document import Period

#: A year, and the month after it where there is one.
_YEAR: Final = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*年(?P<month>\s*\d{1,2}\s*月)?")
_VERSION: Final = re.compile(r"(?P<year>(?:19|20)\d{2})(?!\d)")
#: What is the name of another paper, and what speaks of another year on purpose.
_PAPERS: Final = re.compile(r"《[^》]*》|“[^”]*”|[(〔\[][^)〕\]]*[)〕\]]")
_ON_PURPOSE: Final = re.compile(r"(?:比|较|与|同|自|从|至|到|截至|以来|对照|[-—–~])\s*$")
_SINCE: Final = re.compile(r"^\s*(?:度|末|底)?\s*(?:以来|起|相比|同期|[-—–~至到])")
#: The keys whose texts speak of the assessment itself; a basis or a source may well be older.
_SPEAKING: Final = frozenset({"title", "text", "label", "message", "for_", "help"})


def year_left_over(reader: Reader) -> Iterator[Problem]:
    """A year of another edition: 2016年 in the rubric of 2017."""
    document = reader.rubric.document
    for path, text in _texts(reader):
        if "年" not in text:
            continue
        for match in _YEAR.finditer(_PAPERS.sub(_blank, unicodedata.normalize("NFKC", text))):
            if _is_of_another(match, document.period):
                facts = {"year": match["year"], "start": document.period.from_, "end": document.period.to}
                yield finding("year-left-over", path, facts, phrase("hint.year_left_over"))
                break


def version_disagrees(reader: Reader) -> Iterator[Problem]:
    """`version: "2018.1"` over a period that lies in 2017."""
    document = reader.rubric.document
    found = _VERSION.match(document.version)
    if found is not None and not document.period.from_.year <= int(found["year"]) <= document.period.to.year:
        facts = {"version": document.version, "start": document.period.from_, "end": document.period.to}
        yield finding("version-disagrees", ("version",), facts, phrase("hint.version_disagrees"))


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match.group())


def _is_of_another(match: re.Match[str], period: Period) -> bool:
    """A day may lie a year before or after (报送 is often in the next year); a bare year may not."""
    year, room = int(match["year"]), 1 if match["month"] else 0
    if period.from_.year - room <= year <= period.to.year + room:
        return False
    before, after = match.string[: match.start()], match.string[match.end() :]
    return not (_ON_PURPOSE.search(before) or _SINCE.search(after))


def _texts(reader: Reader) -> Iterator[tuple[Path, str]]:
    """The texts that speak of the assessment, with their paths."""
    for path, part in reader.parts:
        for key in sorted(_SPEAKING & part.model_fields_set):
            value = getattr(part, key)
            if isinstance(value, str):
                yield (*path, key_names(type(part)).get(key, key)), value
