"""What a result is read from: the fields, the other results, and whether the class of the unit is among it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from lawscore.classes import dataclass
from lawscore.expressions.layers import LAYERS_OF
from lawscore.expressions.looks import GROUP, MEASURE, NODE
from lawscore.rubric.bound import BoundAlso, BoundNode, Rubric
from lawscore.rules.cohort import Figure, mark_of_mean
from lawscore.rules.history import HISTORY_OF
from lawscore.scoring.footing import Footing, Reads
from lawscore.texts import folded

#: The name under which expressions know the class of the unit.
_CLASS: Final = "unit_class"
_NOTHING: Final[Reads] = frozenset()


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one result is read from: units that agree in all of it have the same result."""

    fields: tuple[str, ...]
    #: Other results of the same unit ("" is the whole), and its seats in groups, by the marks of the figures.
    results: tuple[str, ...] = ()
    by_class: bool = False


@dataclass(frozen=True)
class Footprints:
    """The footprints of all results of a rubric."""

    rubric: Rubric

    @cached_property
    def _footing(self) -> Footing:
        return Footing(self.rubric)

    def node(self, node: BoundNode) -> Footprint:
        """An indicator or the whole: what it reads, what the branches above it do, and for a branch its parts."""
        parts = tuple(child.id for child in node.children)
        if parts:  # how many of its parts there are may be a matter of the class
            return self._of(self._footing.reads[node.id], parts, by_class=True)
        group = self._together(node)
        family = [other for one in group for other in (one, *self.above(one))]
        reads = _NOTHING.union(*(self._footing.reads[one.id] for one in group))
        return self._of(reads, by_class=_by_class(self.rubric, family))

    def gate(self, node: BoundNode) -> Footprint | None:
        """What decides whether an indicator and the branches above it apply; None where nothing does."""
        family = [one for one in (node, *self.above(node)) if one.applies is not None or one.only_for is not None]
        if not family:
            return None
        reads = _NOTHING.union(*(one.applies.reads for one in family if one.applies is not None))
        means = frozenset(mark_of_mean(one.id) for one in family if one.mean_within is not None)
        return self._of(reads | means, by_class=_by_class(self.rubric, family))

    def there(self, family: Iterable[BoundNode]) -> Footprint:
        """What decides whether indicators are there, whatever becomes of them where they are not."""
        return self._there(_NOTHING, (), tuple(family))

    def figure(self, figure: Figure) -> Footprint:
        """The value of one unit that a figure over a group is made of."""
        own = self.rubric.nodes.get(figure.there)
        return self._there(figure.reads, figure.texts, () if own is None else (own, *self.above(own)))

    def _there(self, reads: Reads, texts: Iterable[str], family: Sequence[BoundNode]) -> Footprint:
        applies = [one.applies for one in family if one.applies is not None]
        reads = reads.union(*(one.reads for one in applies))
        classed = any(one.only_for is not None for one in family)
        named = _mentions(self.rubric, reads, (*texts, *(one.text for one in applies)))
        return self._of(reads, by_class=classed or named)

    def vetoes(self) -> Footprint:
        """All vetoes together."""
        programs = [one for veto in self.rubric.vetoes for one in (veto.when, veto.unless) if one is not None]
        reads = _NOTHING.union(*(one.reads for one in programs))
        return self._of(reads, by_class=_mentions(self.rubric, reads, (one.text for one in programs)))

    def also(self, also: BoundAlso) -> Footprint:
        """A result beside the total."""
        parts = tuple(child.id for child in also.node.children)
        classed = bool(parts) or _mentions(self.rubric, also.reads, (repr(also.spec),))
        return self._of(also.reads, parts, by_class=classed)

    def checks(self) -> tuple[Footprint, ...]:
        """Each consistency check."""
        return tuple(
            self._of(check.that.reads, by_class=_mentions(self.rubric, check.that.reads, (check.that.text,)))
            for check in self.rubric.checks
        )

    def reading(self, reads: Reads, *texts: str, fields: Iterable[str] = ()) -> Footprint:
        """Something beside them that is written in these texts, and looks at no other units; `fields` are read too."""
        return self._of(reads | frozenset(fields), by_class=_mentions(self.rubric, reads, texts))

    def above(self, node: BoundNode) -> Iterator[BoundNode]:
        """The branches above an indicator, the nearest first."""
        above = node.parent
        while above is not None:
            yield self.rubric.nodes[above]
            above = self.rubric.nodes[above].parent

    def _together(self, node: BoundNode) -> list[BoundNode]:
        """An indicator, with all that share matters where it does: what each charges is found for all of them at once."""
        shared = self.rubric.shares_matters
        return [self.rubric.nodes[one] for one in sorted(shared)] if node.id in shared else [node]

    def _of(self, reads: Reads, parts: tuple[str, ...] = (), *, by_class: bool) -> Footprint:
        named = {read.removeprefix(LAYERS_OF).removeprefix(HISTORY_OF) for read in reads}
        looked = sorted(read.removeprefix(NODE) for read in reads if read.startswith(NODE))
        fields = tuple(name for name in self.rubric.fields if name in named)
        seats = sorted(read for read in reads if read.startswith(GROUP))
        return Footprint(fields, tuple(dict.fromkeys((*looked, *parts, *seats))), by_class)


def _by_class(rubric: Rubric, family: Iterable[BoundNode]) -> bool:
    """Whether the class may matter to any of these: rather once too often than once too rarely."""
    for node in family:
        stands = node.applies_spec is not None and node.applies_spec.otherwise != "leave_out"  # at how many points?
        written = (*(repr(rule.model) for rule in node.rules), repr(node.applies_spec))
        if stands or node.only_for is not None or _mentions(rubric, node.reads, written):
            return True
    return False


def _mentions(rubric: Rubric, reads: Reads, texts: Iterable[str]) -> bool:
    """Whether a text, or a measure that is read, names the class of the unit."""
    measures: Mapping[str, object] = rubric.document.measures
    named = (repr(measures[read.removeprefix(MEASURE)]) for read in reads if read.startswith(MEASURE))
    return any(_CLASS in folded(text) for text in (*texts, *named))
