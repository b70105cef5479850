"""Whether a condition can hold, and whether it can fail: decided by going through its cases.

Every way in which a condition can come out true is a list of comparisons that must all hold. Each is gone through: the values
of each name are cut down to a region, comparisons between several names are held against one another by elimination. Where none
of the ways is left, the condition never holds. What cannot be read is taken to be possible, so a proof is never wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from math import prod
from typing import Final, Literal, TypeAlias

from lawscore.checking.axes import Axis
from lawscore.checking.cases import Atom, Away, Case, In, Part
from lawscore.checking.conditions import HOLDS, TURNED, literal_of
from lawscore.checking.elimination import Inequality, can_hold, within
from lawscore.checking.linear import Linear, Sums
from lawscore.checking.regions import HIGHEST, LOWEST, Region
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.numbers import ONE

#: What is proved: it never holds, it always holds. `hardly` and `mostly`: so it is for all values that are usual.
Truth: TypeAlias = Literal["never", "hardly", "open", "mostly", "always"]
Axes: TypeAlias = Callable[[str], Axis | None]
Reach: TypeAlias = Callable[[Axis], Region]
#: A part of a condition, and whether it must be true or false.
Demand: TypeAlias = tuple[ast.expr, bool]

#: So many cases are gone through, in so many steps of the search; beyond that the condition is taken to be possible.
MOST_CASES: Final = 256
MOST_STEPS: Final = 2048
#: So many combinations of separate spans (`n < 2 or n > 5`) are tried.
MOST_SPANS: Final = 16


def truth_of(program: Program, axes: Axes) -> Truth:
    """What is proved of a condition, wherever it has a value."""
    constant = program.constant
    if isinstance(constant, bool):
        return "always" if constant else "never"
    if _is_answer(program.tree.body):
        return "open"
    for reach, never, always in _STEPS if _has_unusual(program, axes) else _STEPS[:1]:
        if not _possible(program, axes, reach, wanted=True):
            return never
        if not _possible(program, axes, reach, wanted=False):
            return always
    return "open"


_STEPS: Final[tuple[tuple[Reach, Truth, Truth], ...]] = (
    (lambda axis: axis.certain, "never", "always"),
    (lambda axis: axis.usual, "hardly", "mostly"),
)


def _is_answer(node: ast.expr) -> bool:
    """Whether it is a bare yes or no, or its opposite: most conditions are."""
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Name)


def _has_unusual(program: Program, axes: Axes) -> bool:
    """Whether a name has values that are hardly meant."""
    found = [axes(name) for name in program.names]
    return any(axis is not None and axis.usual != axis.certain for axis in found)


def _possible(program: Program, axes: Axes, reach: Reach, *, wanted: bool) -> bool:
    """Whether the condition may come out as wanted."""
    bounds: dict[str, Region] = {}
    search = _Search(program, axes, reach, Sums(program, axes, reach, bounds), iter(range(MOST_STEPS)))
    try:
        cases = list(islice(search.cases(((program.tree.body, wanted),), Case()), MOST_CASES + 1))
    except _TooFarError:
        return True
    return len(cases) > MOST_CASES or any(search.is_open(case) for case in cases)


class _TooFarError(Exception):
    """The search took all the steps that it has."""


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for the cases of a condition; `steps` are those that it still has, for dead ends too."""

    program: Program
    axes: Axes
    reach: Reach
    sums: Sums
    steps: Iterator[int]

    def cases(self, demands: tuple[Demand, ...], case: Case) -> Iterator[Case]:
        """The cases in which all demands are met, those that contradict themselves left out."""
        if not demands:
            yield case
            return
        (node, wanted), rest = demands[0], demands[1:]
        for way in self._ways(node, wanted=wanted):
            if next(self.steps, None) is None:
                raise _TooFarError
            if isinstance(way, tuple):
                # What leaves no choice comes first: it narrows the names before the choices multiply.
                yield from self.cases(tuple(sorted((*way, *rest), key=_is_choice)), case)
                continue
            narrowed = way.narrow(case)
            if narrowed is not None:
                yield from self.cases(rest, narrowed)

    def _ways(self, node: ast.expr, *, wanted: bool) -> Iterator[Atom | tuple[Demand, ...]]:
        """The ways in which a part comes out as wanted: each a list of demands on smaller parts, or an atom."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield ((node.operand, not wanted),)
        elif isinstance(node, ast.BoolOp):
            parts = tuple((value, wanted) for value in node.values)
            all_together = isinstance(node.op, ast.And) is wanted
            yield from (parts,) if all_together else ((part,) for part in parts)
        elif isinstance(node, ast.IfExp):
            yield (node.test, True), (node.body, wanted)
            yield (node.test, False), (node.orelse, wanted)
        elif isinstance(node, ast.Compare) and len(node.ops) > 1:
            operands = [node.left, *node.comparators]
            pairs = [ast.Compare(operands[i], [op], [operands[i + 1]]) for i, op in enumerate(node.ops)]
            parts = tuple((ast.copy_location(pair, node), wanted) for pair in pairs)
            yield from (parts,) if wanted else ((part,) for part in parts)
        elif isinstance(node, ast.Compare):
            yield from self._compared(node, wanted=wanted)
        elif isinstance(node, ast.Name) and (region := self._of_name(node.id, HOLDS["Eq" if wanted else "NotEq"](ONE))):
            yield In(node.id, *region)
        else:
            yield Part(self.program.tree.segment(node), wanted)

    def _of_name(self, name: str, region: Region) -> tuple[Region, Region] | None:
        axis = self.axes(name)
        return None if axis is None else (self._limits(axis), axis.cut(region))

    def _limits(self, axis: Axis) -> Region:
        return axis.cut(self.reach(axis))

    def _compared(self, node: ast.Compare, *, wanted: bool) -> Iterator[Atom]:
        op = type(node.ops[0]).__name__
        sign = op if wanted else _OPPOSITE[op]
        left, right = node.left, node.comparators[0]
        one, other = self.sums.read(left), self.sums.read(right)
        if one is not None and other is not None:
            yield from self._measured(one.plus(other, -ONE), sign)
            return
        region = self._listed(left, right, sign) or self._listed(right, left, TURNED.get(sign, sign))
        if region is not None:
            yield region
        else:
            yield Part(f"{self.program.tree.segment(left)} {op} {self.program.tree.segment(right)}", wanted)

    def _listed(self, name: ast.expr, literal: ast.expr, sign: str) -> In | None:
        """A choice or an answer that is compared with one of its values."""
        axis = self.axes(name.id) if isinstance(name, ast.Name) else None
        value = literal_of(self.program, literal)
        place = axis.number(value) if axis is not None and value is not None else None
        if axis is None or place is None or not isinstance(name, ast.Name):
            return None
        return In(name.id, self._limits(axis), axis.cut(HOLDS[sign](place)))

    def _measured(self, away: Linear, sign: str) -> Iterator[Atom]:
        """`away <sign> 0`, where `away` is a sum."""
        if len(away.terms) == 1:
            ((name, factor),) = away.terms.items()
            axis = self.axes(name) if name in self.program.names else None
            turned = sign if factor > 0 else TURNED.get(sign, sign)
            region = HOLDS[turned](-away.constant / factor)
            if axis is not None:
                yield In(name, self._limits(axis), axis.cut(region))
            else:
                yield In(name, self.sums.bounds[name], region)
            return
        back = away.times(-ONE)
        for demands in _INEQUALITIES[sign]:
            yield Away(tuple(Inequality(away if up else back, strict) for up, strict in demands))

    def is_open(self, case: Case) -> bool:
        """Whether nothing forbids a case: its sums are held against one another, and against where the names lie."""
        if not case.sums:
            return True
        names = {name for one in case.sums for name in one.sum.terms}
        if len(case.sums) == 1 and any(self._is_endless(name, case) for name in names):
            return True
        lies = {name: case.regions.get(name) or self._everywhere(name) for name in sorted(names)}
        whole = {name for name in names if self._is_whole(name)}
        if prod(len(region.spans) for region in lies.values()) > MOST_SPANS:
            lies = {name: Region(((region.spans[0][0], region.spans[-1][1]),)) for name, region in lies.items()}
        return any(
            can_hold(
                [*case.sums, *(one for name, span in zip(lies, spans, strict=True) for one in within(name, span))],
                whole,
            )
            for spans in product(*(region.spans for region in lies.values()))
        )

    def _is_endless(self, name: str, case: Case) -> bool:
        """Whether a name has no limit towards which one inequality lets it go."""
        spans = (case.regions.get(name) or self._everywhere(name)).spans
        return spans[0][0] == LOWEST if case.sums[0].sum.terms[name] > 0 else spans[-1][1] == HIGHEST

    def _everywhere(self, name: str) -> Region:
        axis = self.axes(name) if name in self.program.names else None
        return self._limits(axis) if axis is not None else self.sums.bounds[name]

    def _is_whole(self, name: str) -> bool:
        axis = self.axes(name) if name in self.program.names else None
        return axis is not None and axis.whole


def _is_choice(demand: Demand) -> bool:
    """Whether a demand can be met in several ways, each a part of it."""
    node, wanted = demand
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _is_choice((node.operand, not wanted))
    if isinstance(node, ast.BoolOp):
        return isinstance(node.op, ast.And) is not wanted
    return isinstance(node, ast.IfExp) or (isinstance(node, ast.Compare) and len(node.ops) > 1 and not wanted)


_OPPOSITE: Final[Mapping[str, str]] = {
    "Eq": "NotEq", "NotEq": "Eq", "Lt": "GtE", "GtE": "Lt", "Gt": "LtE", "LtE": "Gt",
}  # fmt: skip
#: For each sign the cases in which it holds: which sums (as it is, or turned round) are not above zero, or below it.
_INEQUALITIES: Final[Mapping[str, tuple[tuple[tuple[bool, bool], ...], ...]]] = {
    "Lt": (((True, True),),),
    "LtE": (((True, False),),),
    "Gt": (((False, True),),),
    "GtE": (((False, False),),),
    "Eq": (((True, False), (False, False)),),
    "NotEq": (((True, True),), ((False, True),)),
}
