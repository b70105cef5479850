"""Whether some numbers fulfil all of several linear inequalities: Fourier and Motzkin's elimination, exact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Final

from lawscore.checking.linear import Linear
from lawscore.checking.regions import Span
from lawscore.classes import dataclass
from lawscore.numbers import ONE, ZERO, ceiling, floor

#: So many inequalities are followed; beyond that they are taken to be fulfilled.
MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Inequality:
    """`sum <= 0`, or `sum < 0` where it is strict."""

    sum: Linear
    strict: bool = False

    def tightened(self, whole: Collection[str]) -> Inequality:
        """The same for whole numbers: `a - b < 0` is `a - b + 1 <= 0`, `2 * a <= 5` is `a <= 2`."""
        if not self.sum.terms or not all(name in whole for name in self.sum.terms):
            return self
        factors = self.sum.terms.values()
        scale = Fraction(lcm(*(one.denominator for one in factors)), gcd(*(one.numerator for one in factors)))
        scaled = self.sum.times(scale)
        room = -scaled.constant
        limit = ceiling(room) - ONE if self.strict else floor(room)
        return Inequality(Linear(scaled.terms, -limit))


def within(name: str, span: Span) -> Iterator[Inequality]:
    """That a name lies in a span."""
    (below, low, low_after), (above, high, high_after) = span
    if not below:
        yield Inequality(Linear({name: -ONE}, low), strict=bool(low_after))
    if not above:
        yield Inequality(Linear({name: ONE}, -high), strict=not high_after)


def can_hold(inequalities: Sequence[Inequality], whole: Collection[str]) -> bool:
    """Whether some values of the names fulfil all; those in `whole` are whole numbers."""
    left = [one.tightened(whole) for one in inequalities]
    for name in sorted({name for one in left for name in one.sum.terms}):
        left = [one.tightened(whole) for one in _without(name, left)]
        if any(not _is_true(one) for one in left if not one.sum.terms):
            return False
        if len(left) > MOST:
            return True
    return all(_is_true(one) for one in left if not one.sum.terms)


def _is_true(fixed: Inequality) -> bool:
    return fixed.sum.constant < 0 or (fixed.sum.constant == 0 and not fixed.strict)


def _without(name: str, inequalities: Sequence[Inequality]) -> list[Inequality]:
    """What follows for the other names: each limit from below together with each from above."""
    above = [one for one in inequalities if one.sum.terms.get(name, ZERO) > 0]
    below = [one for one in inequalities if one.sum.terms.get(name, ZERO) < 0]
    others = [one for one in inequalities if name not in one.sum.terms]
    return [*others, *(_joined(name, high, low) for high in above for low in below)]


def _joined(name: str, high: Inequality, low: Inequality) -> Inequality:
    one = high.sum.times(1 / high.sum.terms[name])
    other = low.sum.times(-1 / low.sum.terms[name])
    return Inequality(one.plus(other), strict=high.strict or low.strict)
