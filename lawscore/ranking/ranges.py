"""The best and the worst rank that each unit of a group can still have, by the bounds of what is not settled.

A unit stands somewhere between its lowest and its highest key. Ahead of another for sure is who is ahead at his lowest
of the other's highest; ahead perhaps, who is ahead at his highest of the other's lowest. Sorting once counts them all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from lawscore.classes import dataclass
from lawscore.numbers import ZERO
from lawscore.ranking.blocks import END, OUT
from lawscore.ranking.contenders import Contender
from lawscore.ranking.order import Level
from lawscore.rubric.bound import BoundRanking
from lawscore.rubric.ranks import Method, Using

#: The best and the worst rank.
Range: TypeAlias = tuple[int, int]
#: How good a place is, more being better: the block; a limit or none; the value; the step of the chain; open there.
Key: TypeAlias = tuple[int, int, Fraction, int, int]


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a unit can come to stand, from its lowest to its highest key; `stays`: it surely is in the ranking."""

    low: Key
    high: Key
    stays: bool = True

    @property
    def is_open(self) -> bool:
        return self.low < self.high


def find_ranges(
    ranking: BoundRanking, levels: Sequence[Level], group: Sequence[Contender], joining: Sequence[Contender]
) -> dict[str, Range]:
    """The range of each unit of a group, by its id; `levels` are the settled ones in order.

    `joining` are units of which it is not known in which group they are: they may come into this one.
    """
    keys = _Keys(ranking, len(group) + 1)
    spans = {one.id: span for place, level in enumerate(levels) for one, span in keys.level(level, place)}
    spans.update({one.id: keys.open(one) for one in group if one.id not in spans})
    find = _METHODS[ranking.spec.method]([*spans.values()], [keys.open(one) for one in joining])
    return {unit: find(span) for unit, span in spans.items()}


@dataclass(frozen=True, slots=True)
class _Keys:
    """Makes keys. Where a chain breaks ties, an open unit may come to stand before or behind those of the same value."""

    ranking: BoundRanking
    furthest: int

    def level(self, level: Level, place: int) -> Iterator[tuple[Contender, _Span]]:
        """The units of a level that is settled; those whose tie waits for a figure may still come apart."""
        step = -place if self.ranking.ties else 0
        margin = 1 if level.open else 0
        for one in level.units:
            block, value = (END, ZERO) if one.is_aside else (one.blocks[0], self.good(one.value(self.using)))
            yield one, _Span((-block, 0, value, step, -margin), (-block, 0, value, step, margin))

    def open(self, one: Contender) -> _Span:
        """A unit whose result, or whose group, is open."""
        low, high = one.limits(self.using) if one.score is None else (one.value(self.using),) * 2
        if self.ranking.spec.better == "lower":
            low, high = high, low
        blocks = [block for block in one.blocks if block != OUT]
        step = self.furthest if self.ranking.ties else 0
        lowest = (-blocks[-1], 0, self.good(low), -step, 0) if low is not None else (-blocks[-1], -1, ZERO, 0, 0)
        highest = (-blocks[0], 0, self.good(high), step, 0) if high is not None else (-blocks[0], 1, ZERO, 0, 0)
        return _Span(lowest, highest, stays=not one.may_leave and len(blocks) == len(one.blocks))

    @property
    def using(self) -> Using:
        """Which value is compared."""
        return self.ranking.spec.using

    def good(self, value: Fraction) -> Fraction:
        """How good a value is."""
        return -value if self.ranking.spec.better == "lower" else value


def _above(keys: Sequence[Key], key: Key) -> int:
    """How many of the sorted keys are higher than one."""
    return len(keys) - bisect_right(keys, key)


def _by_units(spans: Sequence[_Span], joining: Sequence[_Span]) -> Callable[[_Span], Range]:
    """Ranks that count the units ahead."""
    sure = sorted(span.low for span in spans if span.stays)
    may = sorted(span.high for span in (*spans, *joining))
    return lambda span: (1 + _above(sure, span.high), 1 + _above(may, span.low) - span.is_open)


def _by_levels(spans: Sequence[_Span], joining: Sequence[_Span]) -> Callable[[_Span], Range]:
    """Ranks that count the levels ahead: those that there must be, and those that there may be."""
    every = (*spans, *joining)
    needed = _fewest(span for span in spans if span.stays)
    fixed = sorted({span.low for span in every if not span.is_open})
    loose = sorted(span.high for span in every if span.is_open)
    return lambda span: (
        1 + _above(needed, span.high),
        1 + _above(fixed, span.low) + _above(loose, span.low) - span.is_open,
    )


def _fewest(spans: Iterator[_Span]) -> list[Key]:
    """The fewest keys on which all spans can stand, those with the highest low end first: each new one at such an end."""
    keys: list[Key] = []
    for span in sorted(spans, key=lambda span: span.low, reverse=True):
        if not keys or span.high < keys[-1]:
            keys.append(span.low)
    return keys[::-1]


_METHODS: Final[Mapping[Method, Callable[[Sequence[_Span], Sequence[_Span]], Callable[[_Span], Range]]]] = {
    "competition": _by_units,
    "dense": _by_levels,
    "ordinal": _by_units,
}
