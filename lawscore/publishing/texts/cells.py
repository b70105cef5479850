"""What stands in the cells of the CSV files: exact values that no spreadsheet makes a date of, lists, yes and no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from lawscore.numbers import parse_exact, written
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.facts import evidence_text
from lawscore.publishing.report import Report
from lawscore.results.model import EvidencePart

#: The cells of a row by the key of their column; what is missing is empty.
Row: TypeAlias = Mapping[str, str | None]


def exact(value: Fraction | None) -> str:
    """All decimals where they end; else `'1/3`, behind a mark without which a spreadsheet reads the third of January."""
    if value is None:
        return ""
    text = written(value)
    return f"'{text}" if "/" in text else text


def exact_of(text: str | None) -> str:
    """The same of a value as the result has it."""
    return exact(None if text is None else parse_exact(text))


def count(number: int | None) -> str:
    """A rank or a number; nothing where there is none."""
    return "" if number is None else str(number)


def listed(parts: Iterable[str]) -> str:
    """Several texts in one cell."""
    return "; ".join(part for part in parts if part)


def yes(report: Report, *, holds: bool) -> str:
    """Yes, or nothing."""
    return report.say("word.yes") if holds else ""


def proofs(evidence: Iterable[EvidencePart]) -> str:
    """Documents by name and number."""
    return listed(map(evidence_text, evidence))


def unit_cells(card: UnitCard) -> Row:
    """Whose row it is."""
    return {"unit": card.id, "name": card.name}
