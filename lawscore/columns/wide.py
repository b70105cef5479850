"""Results that differ by their numbers alone, as columns; and one that stands for many where they are read in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, NoReturn

from lawscore.columns.paths import Along
from lawscore.columns.ratios import spread
from lawscore.columns.ratios_together import joined
from lawscore.columns.steps import Lost
from lawscore.columns.tables import WideResults
from lawscore.facts.card import Interval, NodeResult, settled


def numbers_of(result: NodeResult) -> Sequence[Fraction] | None:
    """The numbers by which results of a path differ: score, points, how many do not pass. None where it is still open."""
    if result.state != "scored" or result.score is None or not isinstance(result.failed, Fraction):
        return None
    if not _is_settled(result.interval, result.score, result.points):
        return None
    return result.score, result.points, result.failed


def _is_settled(interval: Interval, score: Fraction, points: Fraction) -> bool:
    """Whether nothing else can come; where that is no matter of course, the comparison is noted on the path."""
    return not interval.may_vanish and interval[:4] == (score, score, points, points)


class _Untold(tuple[Any, ...]):
    """What a result that stands for many does not tell: its items, and what came of its rules."""

    __slots__ = ()

    def __iter__(self) -> NoReturn:
        raise Lost

    def __len__(self) -> NoReturn:
        raise Lost

    def __getitem__(self, _: object) -> NoReturn:
        raise Lost


_UNTOLD: Final[tuple[Any, ...]] = _Untold()


def standing_for(result: NodeResult, score: Fraction, points: Fraction, failed: Fraction) -> NodeResult:
    """A scored result with other numbers: for who asks for these, and for nothing else that differs between units."""
    return result._replace(
        score=score, points=points, failed=failed, interval=settled(score, points), so_far=(score, points),
        items=_UNTOLD, outcomes=_UNTOLD, start=None, why=None, causes=(),
    )  # fmt: skip


def wide_of(along: Sequence[Along], count: int, again: Callable[[int], NodeResult]) -> WideResults:
    """What units come to along their paths, as columns."""
    own = [one for one in along if one.code < 0]
    score, points, failed = (
        joined(count, [(one.rows, spread(one.numbers[at], len(one.rows))) for one in own]) for at in range(3)
    )
    return WideResults(score, points, failed, again)
