"""All paths that units took so far through one computation, and which of them the units of a batch take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Final, Generic, NamedTuple, TypeVar

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Integers
from lawscore.columns.following import Path, is_free
from lawscore.columns.ratios import Ratios
from lawscore.columns.replaying import Replay, replay_of
from lawscore.columns.steps import Lost

T = TypeVar("T")

#: Where new paths have so few units each that following them takes longer than scoring the units one by one, no more
#: are looked for in the batch; the first ones are always tried.
_WORTHWHILE: Final = 32
_TRIED: Final = 16
#: Of more paths than this only those are kept that many units take.
_MOST_KEPT: Final = 64


class Along(NamedTuple):
    """The units that took one path: their rows, the code of what all of them come to, or the numbers that each comes to.

    Of numbers there is one for each of the rows, or one for all of them (`ratios.spread`).
    """

    rows: Integers
    code: int
    numbers: Sequence[Ratios] = ()


class _Taken(NamedTuple):
    replay: Replay
    #: The code of what all units of the path come to; -1 where their numbers differ, None where nothing can be told.
    code: int | None


@dataclass(slots=True)
class Paths(Generic[T]):
    """Computes something for many units, whose numbers are columns, by what it does to those of a few.

    `find` computes it from the numbers of one unit. `numbers_of` says which numbers of what was found may differ between
    the units of a path, None where it is no matter of numbers; `enter` keeps what is the same for all, under a code.
    """

    find: Callable[[Sequence[Fraction]], T]
    numbers_of: Callable[[T], Sequence[Fraction] | None]
    enter: Callable[[T], int]
    _known: list[_Taken] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._known)

    def follow(self, inputs: Sequence[Ratios], count: int) -> tuple[list[Along], Integers]:
        """Along which paths the units go, and the rows of those that must be computed one by one."""
        left = np.arange(count)
        found: list[Along] = []
        alone: list[Integers] = []
        for taken in self._known:
            left = self._sent(taken, inputs, left, found, alone)
        tried, before = 0, len(left)
        while len(left):
            if tried >= _TRIED and before - len(left) < _WORTHWHILE * tried:
                alone.append(left)
                break
            tried += 1
            made = self._tried([one.at(int(left[0])) for one in inputs])
            if made is None:
                alone.append(left[:1])
                left = left[1:]
                continue
            self._known.append(made)
            size = len(left)
            left = self._sent(made, inputs, left, found, alone)
            came = size - len(left)
            if not came:  # it would be a defect of the replay; the unit is none the worse for it
                alone.append(left[:1])
                left = left[1:]
            if not came or (came < _WORTHWHILE and len(self._known) > _MOST_KEPT):
                self._known.pop()  # nobody else will come this way
        return found, np.concatenate(alone) if alone else np.zeros(0, np.int64)

    def _sent(
        self, taken: _Taken, inputs: Sequence[Ratios], left: Integers, found: list[Along], alone: list[Integers]
    ) -> Integers:
        """Send those units along a path whose path it is; the others are left."""
        if not len(left):
            return left
        whole = all(len(one) == len(left) for one in inputs)
        at, numbers = taken.replay.run(inputs if whole else [one.take(left) for one in inputs], len(left))
        if not len(at):
            return left
        rows = left[at]
        if taken.code is None:
            alone.append(rows)
        else:
            found.append(Along(rows, taken.code, numbers))
        is_left = np.ones(len(left), np.bool_)
        is_left[at] = False
        return left[is_left]

    def _tried(self, numbers: Sequence[Fraction]) -> _Taken | None:
        """The path of a unit with these numbers; None where it cannot be followed."""
        path = Path(len(numbers))
        try:
            result = self.find([path.begin(number, place) for place, number in enumerate(numbers)])
            outputs = self.numbers_of(result)
            if is_free(result):
                return _Taken(replay_of(path, ()), self.enter(result))
            if outputs is None:
                return _Taken(replay_of(path, ()), None)
            return _Taken(replay_of(path, [path.operand(number) for number in outputs]), -1)
        except Lost:
            return None
