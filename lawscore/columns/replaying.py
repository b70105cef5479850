"""A path on whole columns: the same operations on all rows, and which rows it is the path of."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Flags, Integers
from lawscore.columns.following import Path
from lawscore.columns.ratios import Ratios, constant
from lawscore.columns.ratios_together import added
from lawscore.columns.steps import Guard, Operand, Place, Relation, Step
from lawscore.numbers import LONGEST_BITS

#: Where fewer of the rows than one in so many are left, those that are gone are no longer computed with.
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Replay:
    """A path that is ready for columns: the steps that its comparisons and what comes of it ask for, in their order."""

    path: Path
    outputs: tuple[Operand, ...]
    steps: tuple[tuple[int, Step], ...]
    #: For each comparison, how many of the steps come before it.
    guards: tuple[tuple[int, Guard], ...]

    def run(self, inputs: Sequence[Ratios], count: int) -> tuple[Integers, list[Ratios]]:
        """The rows whose path it is, and what comes of it for them.

        `inputs` are the numbers of all `count` rows; what comes of it has a number for each row found, or one for all.
        """
        running = _Running(dict(enumerate(inputs)), np.arange(count))
        done = 0
        for before, guard in self.guards:
            running.advance(self.steps[done:before])
            done = before
            running.keep(guard)
            if not len(running.rows):
                return running.rows, []
        running.finish()
        running.advance(self.steps[done:])
        return running.rows, [running.value(one) for one in self.outputs]


def replay_of(path: Path, outputs: Iterable[Operand]) -> Replay:
    """Make a path ready: what nobody asks for is left out."""
    wanted, results = set[int](), tuple(outputs)
    for guard in path.guards:
        wanted.update(_places((guard.one, guard.other)))
    wanted.update(_places(results))
    for at in reversed(range(len(path.steps))):
        if path.inputs + at in wanted:
            wanted.update(_places(path.steps[at].operands))
    steps = [(path.inputs + at, step) for at, step in enumerate(path.steps) if path.inputs + at in wanted]
    guards, before = [], 0
    for guard in path.guards:
        last = max(_places((guard.one, guard.other)), default=-1)
        before = max(before, sum(place <= last for place, _ in steps))
        guards.append((before, guard))
    return Replay(path, results, tuple(steps), tuple(guards))


@dataclass(slots=True)
class _Running:
    """The numbers so far, by their places, for the rows that are left; `alive` says which of these still are."""

    numbers: dict[int, Ratios]
    rows: Integers
    alive: Flags | None = None

    def value(self, operand: Operand) -> Ratios:
        return self.numbers[operand.at] if isinstance(operand, Place) else constant(operand)

    def advance(self, steps: Iterable[tuple[int, Step]]) -> None:
        """Take some steps."""
        for place, step in steps:
            self.numbers[place] = self._taken(step)

    def _taken(self, step: Step) -> Ratios:
        if step.rounding is not None:
            return self.value(step.operands[0]).rounded(step.rounding)
        if step.operation == "sum":
            return added(
                [self.value(one).scaled(times) for one, times in zip(step.operands, step.factors, strict=True)],
                step.constant,
            )
        found: Ratios = _OPERATIONS[step.operation](*map(self.value, step.operands))
        return found

    def keep(self, guard: Guard) -> None:
        """Only the rows for which a comparison comes out as on the path."""
        one = self.value(guard.one)
        if guard.relation == "short":
            found = ~one.exceeds(LONGEST_BITS)
        else:
            found = one.compared(_RELATIONS[guard.relation], self.value(guard.other))
        if not guard.holds:
            found = ~found
        if found.all():
            return
        self.alive = np.broadcast_to(found, self.rows.shape) & (True if self.alive is None else self.alive)
        if self.alive.sum() * _FEW < len(self.rows):
            self.finish()

    def finish(self) -> None:
        """Let go of the rows that are gone."""
        if self.alive is not None:
            at = np.flatnonzero(self.alive)
            self.rows, self.alive = self.rows[at], None
            self.numbers = {place: one.take(at) for place, one in self.numbers.items()}


def _places(operands: Iterable[Operand]) -> list[int]:
    return [one.at for one in operands if isinstance(one, Place)]


_OPERATIONS: Final[Mapping[str, Callable[..., Ratios]]] = {
    "mul": operator.mul,
    "div": operator.truediv,
    "floor": Ratios.floor,
    "ceiling": Ratios.ceiling,
}
_RELATIONS: Final[Mapping[Relation, Callable[[Any, Any], Any]]] = {
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
}
