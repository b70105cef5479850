"""What every letter says of the assessment as a whole: which rubric, which period, how to verify it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from lawscore.numbers import Rounding, short_text
from lawscore.publishing.report import Report
from lawscore.reports.signs import minus_sign, with_sign
from lawscore.results.naming import is_draft

#: A hyphen before a number is a minus; in dates and names it is not.
_MINUS: Final = re.compile(r"(?<![\w\-./])-(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The places that notices and bulletins share."""

    title: str
    rubric: str
    draft: str
    period: str
    earlier: str
    layer: str
    language: str
    digest: str
    data_digest: str
    calculation: str
    program: str


def head_of(report: Report) -> dict[str, Any]:
    """The shared places, by name."""
    result, provenance = report.result, report.result.provenance
    layer = provenance.layer if provenance is not None else None
    return {
        "title": report.title,
        "rubric": f"{result.rubric.id}@{result.rubric.version}",
        "draft": report.say("letters.draft") if is_draft(report.rubric) else "",
        "period": period_text(report, result.period),
        "earlier": period_text(report, report.earlier.period),
        "layer": "" if layer is None else report.say("letters.layer", layer=report.say(f"layer.{layer}")),
        "language": _sentence(report, report.untold),
        "digest": result.rubric.digest,
        "data_digest": provenance.submissions if provenance is not None else "",
        "calculation": str(result.calculation),
        "program": result.lawscore,
    }


def _sentence(report: Report, text: str) -> str:
    """What a message says, as a sentence of a letter."""
    return report.say("letters.sentence", parts=text[:1].upper() + text[1:]) if text else ""


def period_text(report: Report, period: str) -> str:
    """A period as a sentence names it: a year with its word."""
    return report.say("letters.year", year=period) if period.isdecimal() else period


def shown_text(value: Fraction | None, shown: Rounding) -> str:
    """A score as a letter writes it; "" where there is none."""
    return "" if value is None else minus_sign(shown.text(value))


def points_text(points: Fraction) -> str:
    """Points as a letter writes them; "" where there are none: bonuses, penalties."""
    return short_text(points) if points else ""


def with_minus(text: str) -> str:
    """A text whose negative numbers have a minus; the hyphens of dates and names stay."""
    return _MINUS.sub("−", text)


def signed_text(value: Fraction, shown: Rounding) -> str:
    """A change as a letter writes it: +0.50, −0.50, 0.00."""
    rounded = shown.apply(value)
    return minus_sign(with_sign(rounded, shown.text(rounded)))
