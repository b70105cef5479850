"""How a figure changed from one assessment to another, and which part of it is the rubric's and which the facts'."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lawscore.classes import dataclass
from lawscore.numbers import ZERO


@dataclass(frozen=True, slots=True)
class Change:
    """A figure `before` and `after`; `between` is that of the old facts under the new rubric. None: there is none."""

    before: Fraction | None
    between: Fraction | None
    after: Fraction | None

    @property
    def whole(self) -> Fraction | None:
        """The change, where both figures are there."""
        return _difference(self.before, self.after)

    @property
    def by_rubric(self) -> Fraction | None:
        """The part that the rubric made; None where the change cannot be split."""
        return None if self.after is None else _difference(self.before, self.between)

    @property
    def by_facts(self) -> Fraction | None:
        """The part that the facts made; None where the change cannot be split."""
        return None if self.before is None else _difference(self.between, self.after)


def _difference(before: Fraction | None, after: Fraction | None) -> Fraction | None:
    return None if before is None or after is None else after - before


def together(figures: Iterable[Fraction | None]) -> Fraction | None:
    """The sum; None where one is missing."""
    total = ZERO
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total
