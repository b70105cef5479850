"""The indicators as the head of every table: id, title, points, depth, what each reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.expressions.looks import MEASURE
from lawscore.numbers import Rounding
from lawscore.office.tabling import responsible
from lawscore.results.model import Result
from lawscore.rubric.bound import BoundNode, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """An indicator, in the order of the document: a branch before what is below it."""

    id: str
    title: str
    parent: str | None
    leaf: bool
    #: From 1.
    depth: int
    #: Of the document; where a class has other points, a unit's own line says so.
    points: Fraction
    shown: Rounding
    #: The fields on which its results rest, in the order of the rubric's fields.
    fields: Sequence[str]
    #: It is shown and counts in nothing above it.
    uncounted: bool = False
    #: Who leads and who supports, as the rubric says.
    responsible: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its id and title, once where they are the same."""
        return self.id if self.title == self.id else f"{self.id} {self.title}"


def headings_of(rubric: Rubric, result: Result, language: Language) -> Iterator[Heading]:
    """The indicators that any unit of the result has, as the rubric orders them."""
    there = {part.id for unit in result.units for part in unit.indicators}
    for child in rubric.root.children:
        yield from _below(child, 1, rubric, language, there)


def _below(node: BoundNode, depth: int, rubric: Rubric, language: Language, there: set[str]) -> Iterator[Heading]:
    if node.id not in there:
        return
    named = () if node.spec is None else tuple(responsible(node.spec, language))
    yield Heading(
        id=node.id, title=node.title, parent=node.parent, leaf=node.is_leaf, depth=depth, points=node.points,
        shown=node.shown, fields=tuple(_fields(node.reads, rubric)), responsible=named,
        uncounted=node.uncounted,
    )  # fmt: skip
    for child in node.children:
        yield from _below(child, depth + 1, rubric, language, there)


def _fields(reads: frozenset[str], rubric: Rubric) -> Iterator[str]:
    """The fields read by name, and those read through measures."""
    wanted, open_ = set(reads), [one.removeprefix(MEASURE) for one in reads if one.startswith(MEASURE)]
    seen: set[str] = set()
    while open_:
        name = open_.pop()
        if name in seen or name not in rubric.names.names:
            continue
        seen.add(name)
        more = rubric.names.names[name].reads
        wanted |= more
        open_ += [one.removeprefix(MEASURE) for one in more if one.startswith(MEASURE)]
    yield from (name for name in rubric.fields if name in wanted)
