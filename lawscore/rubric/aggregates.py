"""What a branch makes of its parts: how much each counts, and their sum, mean, median, least or greatest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from lawscore import irrational
from lawscore.arithmetic import total
from lawscore.classes import dataclass
from lawscore.numbers import ONE, ZERO, ceiling, written

Aggregate = Literal["sum", "mean", "weighted_mean", "geometric_mean", "harmonic_mean", "median", "minimum", "maximum"]

#: Its parts have weights: always, or where they are written.
WEIGHTED: Final[frozenset[Aggregate]] = frozenset({"weighted_mean", "geometric_mean", "harmonic_mean"})
#: Each part counts in proportion: the parts of such a branch add up.
LINEAR: Final[frozenset[Aggregate]] = frozenset({"sum", "mean", "weighted_mean"})
#: Takes no negative parts.
NEVER_NEGATIVE: Final[frozenset[Aggregate]] = frozenset({"geometric_mean", "harmonic_mean"})

Numbers: TypeAlias = Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """How many parts must be scored: a count, or a share of those that are for the unit."""

    count: int = 0
    share: Fraction = ZERO

    def of(self, parts: int) -> int:
        """How many of so many parts."""
        return max(self.count, int(ceiling(self.share * parts)))

    def __str__(self) -> str:
        return f"{written(self.share * 100)}%" if self.share else str(self.count)


class ZeroPart(ArithmeticError):
    """A part is zero, and a harmonic mean divides by it."""


def shares(aggregate: Aggregate, weights: Sequence[Fraction | None]) -> list[Fraction]:
    """How much each part counts: fully in a sum, by its weight where there are weights, else equally.

    Weights of the parts that are left are made whole; where all are zero, so are the shares.
    """
    if aggregate == "sum":
        return [ONE] * len(weights)
    if not weights:
        return []
    if all(weight is None for weight in weights):
        return [Fraction(1, len(weights))] * len(weights)
    total = sum((weight or ZERO for weight in weights), ZERO)
    return [(weight or ZERO) / total if total else ZERO for weight in weights]


def aggregated(aggregate: Aggregate, counted: Numbers, values: Numbers) -> Fraction:
    """What the values come to, each counted by its share.

    Raises `irrational.Undefined` for a negative part of a geometric or harmonic mean, `ZeroPart` for a zero part of a
    harmonic mean, `irrational.TooLong` for a result that has too many digits.
    """
    if aggregate in NEVER_NEGATIVE and any(value < 0 for share, value in zip(counted, values, strict=True) if share):
        raise irrational.Undefined
    return _MEANINGS[aggregate](counted, values)


def linear(counted: Numbers, values: Numbers) -> Fraction:
    """The sum of the values, each times its share."""
    return added([value if share is ONE else share * value for share, value in zip(counted, values, strict=True)])


def added(values: Iterable[Fraction]) -> Fraction:
    """The exact sum, brought to lowest terms once, at the end."""
    return total(list(values))


def _geometric(counted: Numbers, values: Numbers) -> Fraction:
    return irrational.product(zip(values, counted, strict=True))


def _harmonic(counted: Numbers, values: Numbers) -> Fraction:
    parts = [(share, value) for share, value in zip(counted, values, strict=True) if share]
    if any(not value for _, value in parts):
        raise ZeroPart
    return 1 / added(share / value for share, value in parts)


def _median(_: Numbers, values: Numbers) -> Fraction:
    """The middle value; between two, their mean."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


_MEANINGS: Final[Mapping[Aggregate, Callable[[Numbers, Numbers], Fraction]]] = {
    "sum": linear,
    "mean": linear,
    "weighted_mean": linear,
    "geometric_mean": _geometric,
    "harmonic_mean": _harmonic,
    "median": _median,
    "minimum": lambda _, values: min(values),
    "maximum": lambda _, values: max(values),
}
