"""Work on columns by several threads at once, where what comes of each piece is the same whoever does it, and when."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cached_property
from typing import Final, TypeVar

T = TypeVar("T")

#: More threads than this would wait for each other most of the time: what is between the columns is done by one at a time.
_MOST: Final = 4
#: With fewer units it takes longer to ask for help than to do the work.
LEAST_SHARED: Final = 1 << 13


class Workers:
    """So many threads; one of them is the one that asks."""

    def __init__(self, count: int = 1) -> None:
        self.count = count

    def each(self, work: Callable[[T], object], things: Iterable[T]) -> None:
        """Do some work for each of these things, in whatever order; the work asks the same workers for nothing.

        Where one of them fails, or whoever asks is interrupted, no more are begun, and nobody is at work any more when that is told.
        """
        waiting = iter([*things])

        def take_on() -> None:
            for thing in waiting:  # the next one for whoever asks first
                work(thing)

        helping = [self._others.submit(take_on) for _ in range(self.count - 1)]
        try:
            take_on()
        finally:
            for _ in waiting:
                pass
            wait(helping)
        for one in helping:
            one.result()

    @cached_property
    def _others(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.count - 1, "lawscore")


def waves(made_of: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Names in an order in which each comes after what it is made of, put together where none is made of another."""
    depths: dict[str, int] = {}
    for name, parts in made_of.items():
        depths[name] = 1 + max((depths.get(part, -1) for part in parts), default=-1)
    return [
        [name for name, own in depths.items() if own == depth] for depth in range(max(depths.values(), default=-1) + 1)
    ]


#: Whoever asks does it all.
ALONE: Final = Workers()


def usual_threads() -> int:
    """As many as there are processors for this process, within reason."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(there, _MOST)
