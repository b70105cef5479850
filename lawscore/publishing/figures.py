"""Figures as every paper writes them: a score or a dash, bounds, shares in whole per mille, the change since before."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

from lawscore.numbers import ZERO, Rounding, parse_exact
from lawscore.publishing.cards import Line, UnitCard
from lawscore.reports.signs import minus_sign
from lawscore.results.model import AlsoPart, UnitPart

#: Where there is no figure.
NONE: Final = "—"
#: Where a bound is open.
_OPEN: Final = "…"


def figure(value: Fraction | None, shown: Rounding) -> str:
    """A figure as it is shown, with the sign that type has for less than nothing."""
    return NONE if value is None else minus_sign(shown.text(value))


def bounds_text(part: UnitPart | AlsoPart) -> str:
    """What a score can still come to."""
    low, high = (_OPEN if bound is None else minus_sign(bound) for bound in part.bounds)
    return f"{low} – {high}"


def change_since(card: UnitCard) -> Fraction | None:
    """The exact change against the earlier result; None where either total does not stand."""
    before = card.earlier.exact if card.earlier is not None else None
    return None if before is None or card.score is None else card.score - parse_exact(before)


def per_mille(value: Fraction, of: Fraction) -> int:
    """A share in whole per mille, cut so that it stays on its side of 0 and 1000: only the whole reads 1000.

    Below the whole it is rounded down, so that less than nothing is below zero; above the whole up.
    """
    over, under = 1000 * value.numerator * of.denominator, value.denominator * of.numerator
    down = over // under
    return down if down < 1000 else -(-over // under)


def share_of(value: Fraction | None, of: Fraction) -> int | None:
    """The share of points; None where there is no score, or where there are no points to have a share of."""
    return None if value is None or of == ZERO else per_mille(value, of)


def share_of_line(line: Line) -> int | None:
    """The share of its points that an indicator was scored."""
    return _share(line.part.exact, line.part.points)


@lru_cache(maxsize=1 << 16)  # many units have the same score
def _share(exact: str | None, points: str) -> int | None:
    return None if exact is None else share_of(parse_exact(exact), parse_exact(points))
