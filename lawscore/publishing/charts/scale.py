"""The scale of a chart: round steps between round ends, all exact; what lies on it becomes a place only when it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from lawscore.classes import dataclass
from lawscore.numbers import ONE, ZERO, ceiling, floor, terminating_places

_NICE: Final = (1, 2, 5)
#: What is larger is no score, and no chart could tell it.
_LARGEST: Final = Fraction(10**15)


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` in steps; both are multiples of the step."""

    low: Fraction
    high: Fraction
    step: Fraction

    @property
    def ticks(self) -> Sequence[Fraction]:
        """The ends of the steps."""
        count = (self.high - self.low) / self.step
        return [self.low + self.step * place for place in range(int(count) + 1)]

    @property
    def places(self) -> int:
        """How many decimals a tick needs."""
        return terminating_places(self.step) or 0


def scale_over(values: Sequence[Fraction], most: int, least: Fraction = ZERO) -> Scale | None:
    """The scale over values in at most so many steps (more by one), none finer than `least`; None where none can be drawn."""
    if not values or max(map(abs, values)) > _LARGEST:
        return None
    low, high = min(values), max(values)
    step = next(one for one in _steps(max((high - low) / most, least)))
    begin, end = floor(low / step) * step, ceiling(high / step) * step
    return Scale(begin, end, step) if begin < end else Scale(begin - step, end + step, step)


def _steps(least: Fraction) -> Iterator[Fraction]:
    """1, 2, 5, 10 and so on, and below 1 0.5, 0.2, 0.1: the first that is not below `least`."""
    least = least or ONE
    power = ONE
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    for tens in (power, power * 10):
        for digit in _NICE:
            if tens * digit >= least:
                yield tens * digit
