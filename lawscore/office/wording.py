"""Words that an office's table is told by: numbers before titles, totals, notes, bonus, penalty, veto, lists of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawscore.office.table import Kind
from lawscore.texts import folded

_NUMBER: Final = re.compile(r"\s*(?P<id>[A-Za-z]{0,3}\.?\d+(?:\.\d+)*)(?:\s*[、)）]|\.(?!\d)|\s)\s*(?=\S)")
_CHINESE: Final = re.compile(r"\s*(?:[一二三四五六七八九十]+\s*[、.．]|[（(][一二三四五六七八九十]+[)）])\s*(?=\S)")
_TOTAL: Final = re.compile(r"(合计|总计|小计|共计|总分|分值合计|total|subtotal|sum)([(（:： ].*)?", re.IGNORECASE)
_SUBTOTAL: Final = re.compile(r"小计|subtotal", re.IGNORECASE)
_NOTE: Final = re.compile(r"(注|说明|备注|附注|notes?|remarks?)\d*\s*[:：.、]", re.IGNORECASE)
_ANNEX: Final = re.compile(r"(附件|附表|附|表|annex|table)[\d一二三四五六七八九十]*[-.\d]*[:：]?", re.IGNORECASE)
_ENDING: Final = r"(项|项目|事项|指标|情形|清单|分)?"
_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("bonus", re.compile(rf"(加分|附加分|附加|奖励|奖励加分|bonus(es)?( points)?){_ENDING}", re.IGNORECASE)),
    ("penalty", re.compile(rf"(扣分|减分|倒扣|负面|penalt(y|ies)|deductions?){_ENDING}", re.IGNORECASE)),
)
_VETO: Final = re.compile(rf"(一票否决|否决){_ENDING}(制)?|veto(es)?", re.IGNORECASE)
#: A number before one of several sentences.
_LISTED: Final = re.compile(r"\s*(?:\d{1,2}\s*[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])\s*")
_INSIDE: Final = r"(?<=[；;。.\s])\s*(?:{number}\s*[.．、](?!\d)|[（(]{number}[)）]|{circled})\s*"


def without_number(text: str) -> tuple[str, str]:
    """The number before a title, and the title: 1.1 权责清单; of 一、 the number is empty."""
    found = _NUMBER.match(folded(text)) if text[:1].isascii() or text[:1].isdigit() else None
    if found is not None:
        return found["id"], folded(text)[found.end() :].strip() if text != folded(text) else text[found.end() :].strip()
    return "", _CHINESE.sub("", text, count=1).strip()


def kind_of(text: str) -> Kind:
    """Whether a heading speaks of what is added or taken."""
    plain = without_number(text)[1]
    return next((kind for kind, word in _KINDS if word.fullmatch(plain)), "plain")


def is_veto(text: str) -> bool:
    """Whether a heading speaks of vetoes."""
    return _VETO.fullmatch(without_number(text)[1]) is not None


def is_total(text: str) -> bool:
    """Whether a row sums up the rows above it."""
    return _TOTAL.fullmatch(folded(text).replace(" ", "") or "") is not None


def is_subtotal(text: str) -> bool:
    """Whether it sums up a part of them only."""
    return _SUBTOTAL.match(folded(text).replace(" ", "")) is not None


def is_note(text: str) -> bool:
    """Whether a row is a note below the table."""
    return _NOTE.match(folded(text)) is not None


def is_annex(text: str) -> bool:
    """Whether a line above a table only numbers it: 附件2."""
    return _ANNEX.fullmatch(folded(text).replace(" ", "")) is not None


def listed(text: str) -> list[str]:
    """The sentences of a cell, without their numbers: one for each line, and for each number inside a line."""
    return [one for line in text.split("\n") if line.strip() for one in _apart(line.strip())]


def _apart(line: str) -> Iterator[str]:
    if _LISTED.match(line) is None:
        yield line
        return
    starts = [0]
    for number in range(2, 21):
        pattern = _INSIDE.format(number=number, circled=chr(0x245F + number))
        found = re.compile(pattern).search(line, starts[-1] + 1)
        if found is None:
            break
        starts.append(found.start())
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        yield _LISTED.sub("", line[start:end].strip(), count=1).strip(" ；;")


def first_clause(text: str, most: int = 24) -> str:
    """What a row without a title may be called: the beginning of its sentence."""
    clause = re.split(r"[，,；;。：:\n]", listed(text)[0] if listed(text) else text, maxsplit=1)[0].strip()
    return clause if len(clause) <= most else clause[: most - 1] + "…"
