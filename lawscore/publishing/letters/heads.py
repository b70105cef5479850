"""What every letter says of the assessment as a whole: which rubric, which period, how to verify it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lawscore.classes import dataclass
from lawscore.numbers import NotANumber, Rounding, parse_exact, parse_number, short_text, written
from lawscore.publishing.cards import Line
from lawscore.publishing.report import Report
from lawscore.reports.signs import minus_sign, signed, with_sign
from lawscore.results.naming import is_draft


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


def points_text(report: Report, points: Fraction) -> str:
    """Points as a letter writes them; "" where there are none: bonuses, penalties."""
    return exact_figure(report, short_text(points), points) if points else ""


def score_text(report: Report, line: Line) -> str:
    """The score of an indicator in a line of text; "" where there is none."""
    return "" if line.score is None else exact_figure(report, line.part.score or "", line.score)


def score_cell(report: Report, line: Line) -> str:
    """The score in a narrow column."""
    return "" if line.score is None else exact_figure(report, line.part.score or "", line.score, "letters.exact_below")


def exact_figure(report: Report, text: str, exact: Fraction, key: str = "letters.exact") -> str:
    """A figure as it is shown; where it was rounded, with the exact one in brackets: what is added up comes out."""
    same = not text.endswith("…") and parse_exact(text) == exact
    return minus_sign(text if same else report.say(key, shown=text, exact=written(exact)))


def exact_change(report: Report, text: str, exact: Fraction) -> str:
    """A change likewise, each of the two with its own sign: what is shown as zero has none."""
    shown = parse_exact(text)
    told = with_sign(shown, text)
    if shown != exact:
        told = report.say("letters.exact_below", shown=told, exact=with_sign(exact, written(exact)))
    return minus_sign(told)


def value_text(text: str) -> str:
    """A value as a letter writes it: a number with its minus, all else as it stands."""
    try:
        parse_number(text)
    except NotANumber:
        return text
    return minus_sign(text)


def signed_text(value: Fraction, shown: Rounding) -> str:
    """A change as a letter writes it: +0.50, −0.50, 0.00."""
    return minus_sign(signed(value, shown))
