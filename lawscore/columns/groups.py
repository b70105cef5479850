"""What results ask of groups of units: which figures, in which order they can be made, and what units are asked one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Final

from lawscore.classes import dataclass
from lawscore.expressions.looks import COHORT, GROUP, HANDED, NODE
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.cohort import Figure
from lawscore.scoring.footing import Footing, Reads
from lawscore.scoring.leaf import figure_of_mean

#: Why units are scored row by row, where results look at other units otherwise than by figures over groups.
_CHARGED: Final = "charged_to"
_BELOW: Final = "units_below"
_OTHERS: Final = "other_rubrics"
_STANDINGS: Final = "standings"
_CIRCLE: Final = "circle"


@dataclass(frozen=True)
class GroupPlan:
    """The figures over groups that the results of a rubric ask for, and the results that these are made of."""

    rubric: Rubric

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """All of them, by their marks."""
        means = (figure_of_mean(node) for node in self.rubric.nodes.values() if node.mean_within is not None)
        every = {**self.rubric.figures, **{figure.mark: figure for figure in means}}
        asked = _closed(_marks(self.rubric.read), lambda mark: self._rests_on(every[mark])[0])
        return {mark: figure for mark, figure in every.items() if mark in asked}

    @cached_property
    def levels(self) -> tuple[tuple[Figure, ...], ...]:
        """The figures in the order in which they are made: those of one level ask only for those of levels before."""
        sorter = TopologicalSorter({mark: self._rests_on(one)[0] for mark, one in self.figures.items()})
        sorter.prepare()
        found: list[tuple[Figure, ...]] = []
        while sorter.is_active():
            ready = sorter.get_ready()
            found.append(tuple(self.figures[mark] for mark in sorted(ready)))
            sorter.done(*ready)
        return tuple(found)

    def results(self, figure: Figure) -> frozenset[str]:
        """The indicators whose results a figure is made of."""
        return self._rests_on(figure)[1]

    @property
    def fields_in_order(self) -> frozenset[str]:
        """The fields of which a rule asks where the value stands in the order of those of all units."""
        reads = (figure.reads for figure in self.figures.values() if figure.in_order)
        return frozenset(read for every in reads for read in every if ":" not in read)

    @property
    def aside(self) -> str | None:
        """Why units cannot be scored by columns; None where they can."""
        rubric = self.rubric
        if rubric.others or not rubric.looks_below <= {""}:
            return _OTHERS
        if not rubric.compares:
            return None
        if rubric.looks_below:
            return _BELOW
        if HANDED in rubric.read:
            return _CHARGED
        if any(COHORT in standing.reads for standing in rubric.standings):
            return _STANDINGS
        try:
            made = self.levels
        except CycleError:
            return _CIRCLE
        known = self.rubric.nodes.keys()
        return None if all(self.results(one) <= known for level in made for one in level) else _CIRCLE

    @cached_property
    def _footing(self) -> Footing:
        return Footing(self.rubric)

    def _rests_on(self, figure: Figure) -> tuple[frozenset[str], frozenset[str]]:
        """The other figures and the results that are found before a figure."""
        reads = figure.reads | figure.within.reads
        if figure.there:
            family = (self.rubric.nodes[figure.there], *self._above(self.rubric.nodes[figure.there]))
            reads = reads.union(*(one.applies.reads for one in family if one.applies is not None))
        first = _results(reads) | (frozenset({figure.there}) if figure.is_result else frozenset())
        results = _closed(first, self._results_of)
        reads = reads.union(*(self._footing.reads.get(name, frozenset()) for name in results))
        return _marks(reads) - ({figure.mark} if figure.is_result else set()), results

    def _results_of(self, name: str) -> frozenset[str]:
        node = self.rubric.nodes.get(name)
        if node is None:
            return frozenset()
        return _results(self._footing.reads[name]) | {child.id for child in node.children}

    def _above(self, node: BoundNode) -> Iterator[BoundNode]:
        while node.parent is not None:
            node = self.rubric.nodes[node.parent]
            yield node


def _marks(reads: Reads) -> frozenset[str]:
    return frozenset(read for read in reads if read.startswith(GROUP))


def _results(reads: Reads) -> frozenset[str]:
    return frozenset(read.removeprefix(NODE) for read in reads if read.startswith(NODE))


def _closed(first: Iterable[str], more: object) -> frozenset[str]:
    """Some names, and all that they lead to."""
    found = set(first)
    waiting = list(found)
    while waiting:
        new = more(waiting.pop()) - found  # type: ignore[operator]
        found |= new
        waiting.extend(new)
    return frozenset(found)
