"""Groups of units that are spread over machines: counted where they are, added up by Spark, handed to all before they are scored.

What one machine does in two passes (`lawscore.columns.cohorts`) is done here in jobs: one for each level of figures, and
then that of the results.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.columns.cohorts import said_of_lonely
from lawscore.columns.groups import GroupPlan
from lawscore.columns.made import Made, Named
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.rules.cohort import Figure
from lawscore.rules.groups import Tally
from lawscore.spark.counts import ASKS, BY, Count, enter, read_counts, summed
from lawscore.spark.refusing import refuse

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: So many different values may be gathered on the driver and handed to all executors, over all groups and figures.
MOST_VALUES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Handing:
    """The groups of one level of figures, as bytes that travel: a process makes groups of them once."""

    packed: bytes

    @classmethod
    def of(cls, tallies: Mapping[str, Tally], units: Iterable[tuple[str, str]]) -> Handing:
        """Make what was counted ready to travel."""
        return cls(pickle.dumps((dict(tallies), tuple(units))))

    @property
    def made(self) -> Mapping[str, Made]:
        """The groups where they have arrived, by the marks of their figures."""
        return _unpacked(self)


@lru_cache(maxsize=8)
def _unpacked(handing: Handing) -> Mapping[str, Made]:
    tallies, units = pickle.loads(handing.packed)  # noqa: S301 - what the driver has pickled
    who = Named(units)
    return {mark: Made(tally.groups(who.name), who) for mark, tally in tallies.items()}


@dataclass(frozen=True)
class Compared:
    """The groups of all figures, level by level; and which figures asked for others while they were counted."""

    levels: tuple[Handing, ...] = ()
    values: int = 0
    asked: frozenset[str] = frozenset()
    asked_by: Mapping[str, Collection[str]] = field(default_factory=dict)

    def made(self) -> Mapping[str, Made]:
        """The groups by the marks of their figures."""
        return {mark: one for level in self.levels for mark, one in level.made.items()}

    def counted(self, level: Iterable[Figure], counts: Iterable[Count]) -> Compared:
        """With one more level of figures."""
        entered = list(counts)
        holders = sorted({one for count in entered for one in count.first})
        places = {one: place for place, one in enumerate(holders)}
        tallies = {figure.mark: Tally(figure.within.may_be_anywhere) for figure in level}
        asked, asked_by = set(self.asked), {figure.mark: set[str]() for figure in level}
        for count in entered:
            if count.kind != ASKS:
                enter(tallies[count.figure], count, places)
            else:
                (asked_by[count.figure] if count.figure else asked).add(count.key or "")
        handing = Handing.of(tallies, ((unit, name) for _, unit, name in holders))
        values = self.values + len(entered)
        return Compared((*self.levels, handing), values, frozenset(asked), {**self.asked_by, **asked_by})

    def asking(self, asked: Iterable[str]) -> Compared:
        """The same, where results asked for some figures."""
        return replace(self, asked=self.asked.union(asked))

    def problems(self, rubric: Rubric, asked: Iterable[str]) -> Iterator[Problem]:
        """What is said of units that are alone in their groups; `asked` are the figures that results asked for."""
        groups = {mark: one.groups for mark, one in self.made().items()}
        yield from said_of_lonely(GroupPlan(rubric).figures, groups, {*self.asked, *asked}, self.asked_by)


def made_of(
    rubric: Rubric,
    counting: Callable[[Compared], DataFrame],
    apart: Callable[[Compared], Iterable[Count]],
) -> Compared:
    """Make the groups of all figures of a rubric, level by level: `counting` are the counts of most units, `apart` of the rest."""
    found = Compared()
    for level in GroupPlan(rubric).levels:
        left = MOST_VALUES - found.values
        table: Any = summed(counting(found), *BY).limit(left + 1).toArrow()
        if table.num_rows > left:
            refuse(phrase("spark.why.values", most=str(MOST_VALUES)))
        found = found.counted(level, (*read_counts(table), *apart(found)))
    return found
