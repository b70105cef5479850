"""Weights at random, the same for the same seed on every machine: SplitMix64 in whole numbers.

The number with index i (from 0) of a seed is `mix(seed + (i + 1) × γ)`, all modulo 2⁶⁴. Its upper 32 bits x choose one
of n steps: `x × n >> 32`. Draw d of J indicators takes the numbers d × J … d × J + J - 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from lawscore.classes import dataclass
from lawscore.numbers import percent_text

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

#: A factor is a whole number of thousandths.
PARTS: Final = 1_000
GENERATOR: Final = "splitmix64"

_GAMMA: Final = 0x9E37_79B9_7F4A_7C15
_FIRST: Final = 0xBF58_476D_1CE4_E5B9
_SECOND: Final = 0x94D0_49BB_1331_11EB
_MASK: Final = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Range:
    """The declared range of the factors: from 1 - `within` to 1 + `within`, both included, in steps of a thousandth.

    Raises ValueError where `within` is not a whole number of thousandths from 0 to 1.
    """

    within: Fraction

    def __post_init__(self) -> None:
        if not 0 <= self.within <= 1 or (self.within * PARTS).denominator != 1:
            raise ValueError(percent_text(self.within))

    @property
    def least(self) -> int:
        """The least factor, in thousandths."""
        return PARTS - int(self.within * PARTS)

    @property
    def steps(self) -> int:
        """How many factors there are."""
        return 2 * int(self.within * PARTS) + 1


def mixed(number: int) -> int:
    """The output function of SplitMix64."""
    number = ((number ^ (number >> 30)) * _FIRST) & _MASK
    number = ((number ^ (number >> 27)) * _SECOND) & _MASK
    return number ^ (number >> 31)


def factors(spread: Range, seed: int, draw: int, count: int) -> Iterator[int]:
    """The factors of one draw, in thousandths: one for each of `count` indicators, in the order of the document."""
    for place in range(draw * count, draw * count + count):
        number = mixed((seed + (place + 1) * _GAMMA) & _MASK)
        yield spread.least + ((number >> 32) * spread.steps >> 32)


def factor_rows(spread: Range, seed: int, draws: range, count: int) -> NDArray[int64]:
    """The factors of several draws, a row for each: the same as `factors`, many at a time."""
    import numpy as np

    first, last = draws.start * count, draws.stop * count
    with np.errstate(over="ignore"):
        number = np.arange(first + 1, last + 1, dtype=np.uint64) * np.uint64(_GAMMA) + np.uint64(seed & _MASK)
        number = (number ^ (number >> np.uint64(30))) * np.uint64(_FIRST)
        number = (number ^ (number >> np.uint64(27))) * np.uint64(_SECOND)
        number ^= number >> np.uint64(31)
    found = (number >> np.uint64(32)) * np.uint64(spread.steps) >> np.uint64(32)
    return (found.astype(np.int64) + spread.least).reshape(len(draws), count)
