"""What a changed rubric, or changed facts, can move: which results must be worked out again, and which stay."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.layers import LAYERS_OF
from lawscore.expressions.looks import BELOW, COHORT, GIVEN, MEASURE, NODE, PEER
from lawscore.rubric.bound import BoundCheck, BoundNode, Rubric
from lawscore.rubric.document import Document
from lawscore.rules.history import HISTORY_OF
from lawscore.scoring.footing import NOTHING, Footing, Reads, face

#: Parts of a document that any result may rest on.
COMMON: Final = ("lawscore", "calculation", "classes", "roles")
#: What a consistency check says, beside its condition.
CHECK: Final = ("id", "message", "severity")


@dataclass(frozen=True)
class Moved:
    """What moves from one rubric to another over the same facts. `everything`: nothing can be kept."""

    before: Footing
    after: Footing
    #: Names among what is read whose meaning or value is another.
    names: Reads = NOTHING
    everything: bool = False
    _paths: dict[Reads, tuple[BoundNode, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def nodes(self) -> Reads:
        """The indicators whose own result may move, by themselves; the whole is ""."""
        if self.everything:
            return frozenset(self.after.own)
        own, old = self.after.own, self.before.own
        reads, read = self.after.reads, self.before.reads
        return frozenset(
            name for name in own
            if name not in old or own[name] != old[name] or reads[name] != read[name] or reads[name] & self.names
        )  # fmt: skip

    @cached_property
    def gone(self) -> Reads:
        """The results of the earlier rubric that are none of the later one."""
        return frozenset(self.before.own) - frozenset(self.after.own)

    @cached_property
    def widely(self) -> Reads:
        """The same, with all that rests on those results, and what looks at other units."""
        return self.spread(self.nodes | {name for name, reads in self.after.reads.items() if COHORT in reads})

    def spread(self, moved: Reads) -> Reads:
        """Indicators, and all whose results rest on theirs."""
        found, waiting = set(moved), list(moved)
        while waiting:
            new = self._rests_on.get(waiting.pop(), NOTHING) - found
            found |= new
            waiting.extend(new)
        return frozenset(found)

    def path(self, dirty: Reads) -> tuple[BoundNode, ...]:
        """The indicators that may move where these do by themselves, each after its parts; the whole is the last."""
        if dirty not in self._paths:
            wide = self.spread(dirty)
            self._paths[dirty] = tuple(node for node in _after_parts(self.after.rubric.root) if node.id in wide)
        return self._paths[dirty]

    @cached_property
    def veto_reads(self) -> Reads:
        """What the vetoes read."""
        return NOTHING.union(
            *(reads for veto in self.after.rubric.vetoes for reads in _read_by(veto.when, veto.unless))
        )

    @cached_property
    def _rests_on(self) -> Mapping[str, Reads]:
        """For each indicator, those that look at it, its branch, and those that share matters with it."""
        found: dict[str, set[str]] = {}
        for node in self.after.rubric.nodes.values():
            found.setdefault(node.id, set()).add(node.parent or "")
        for name, looked in self.after.looks.items():
            for one in looked:
                found.setdefault(one, set()).add(name)
        for group in self.after.together:
            for one in group:
                found.setdefault(one, set()).update(group)
        return {name: frozenset(others) for name, others in found.items()}

    @cached_property
    def vetoes(self) -> bool:
        """Whether the vetoes must be judged again."""
        old, new = ([(veto.spec, _read_by(veto.when, veto.unless)) for veto in one.vetoes] for one in self._rubrics)
        return old != new or any(self._touched(reads) for _, every in new for reads in every)

    @cached_property
    def also(self) -> bool:
        """Whether results beside the total may move though no indicator does."""
        old, new = (
            [(also.spec, tuple(map(face, also.node.walk())), also.reads) for also in one.beside.values()]
            for one in self._rubrics
        )
        return old != new or any(self._touched(reads) for _, _, reads in new)

    @cached_property
    def checks(self) -> tuple[BoundCheck, ...]:
        """The consistency checks that must be made again."""
        old = {check.id: _meaning(check) for check in self.before.rubric.checks}
        return tuple(
            check for check in self.after.rubric.checks
            if old.get(check.id) != _meaning(check) or self._touched(check.that.reads)
        )  # fmt: skip

    @property
    def _rubrics(self) -> tuple[Rubric, Rubric]:
        return self.before.rubric, self.after.rubric

    @cached_property
    def shape(self) -> bool:
        """Whether a card may be another though no result in it is."""
        old, new = self._rubrics
        return self.everything or tuple(old.nodes) != tuple(new.nodes) or tuple(old.beside) != tuple(new.beside)

    def by_facts(self, names: Reads) -> Reads:
        """The indicators whose results may move where these are read from other facts."""
        return frozenset(name for name, reads in self.after.reads.items() if reads & names)

    def _touched(self, reads: Reads) -> bool:
        """Whether something that is read means something else, or is a result or another unit's."""
        looks = any(read.startswith((NODE, PEER, BELOW, COHORT)) for read in reads)
        return self.everything or looks or bool(reads & self.names)


def moved(before: Rubric, after: Rubric, givens: Collection[str] = (), *, everything: bool = False) -> Moved:
    """What moves from one rubric to another; `givens` are the common figures whose values changed."""
    if before is after and not givens and not everything:
        footing = Footing(after)
        return Moved(footing, footing)
    old, new = before.document, after.document
    common = any(getattr(old, key) != getattr(new, key) for key in COMMON) or set(before.others) != set(after.others)
    names = frozenset({*_renewed(before, after), *(GIVEN + name for name in givens)})
    return Moved(Footing(before), Footing(after), names, everything or common)


def marks_of(field: str) -> tuple[str, str, str]:
    """How a field stands among what is read: itself, its layers, its earlier years."""
    return field, LAYERS_OF + field, HISTORY_OF + field


def names_differing(before: Mapping[str, object], after: Mapping[str, object]) -> Reads:
    """The names under which two mappings have another value, or only one of them has any."""
    return frozenset(
        name for name in {**before, **after} if name not in before or name not in after or before[name] != after[name]
    )


def _renewed(before: Rubric, after: Rubric) -> Iterator[str]:
    """Fields, figures and measures that are declared otherwise."""
    for name in names_differing(before.fields, after.fields):
        yield from marks_of(name)
    for marker, section in ((GIVEN, "givens"), (MEASURE, "measures")):
        for name in names_differing(_section(before.document, section), _section(after.document, section)):
            yield marker + name


def _section(document: Document, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(document, name)
    return found


def _after_parts(node: BoundNode) -> Iterator[BoundNode]:
    for child in node.children:
        yield from _after_parts(child)
    yield node


def _read_by(*programs: Program | None) -> list[Reads]:
    return [program.reads for program in programs if program is not None]


def _meaning(check: BoundCheck) -> tuple[object, ...]:
    return *(getattr(check, name) for name in CHECK), check.that.text, check.that.reads
