"""Functions that look at the layers of data: `differs(x, 0.01%)`, `verified(x)`.

`x` is worked out twice: from what the unit reported itself, and from what counts, which is what the latest layer says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any, Final, Protocol

from lawscore.catalogue import Phrase, chain, phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Kind, Missing, NotApplicable, Unknown, Value, absorb, together, unknown
from lawscore.numbers import ZERO

DIFFERS: Final = "differs"
VERIFIED: Final = "verified"
LAYERED: Final = (DIFFERS, VERIFIED)
#: Before the name of a field whose layers a program looks at, among the things it reads.
LAYERS_OF: Final = "layers:"

Run = Callable[[Any], Value]


class Layered(Protocol):
    """Where programs of one unit run, as far as the layers of its data go."""

    def is_verified(self, names: frozenset[str]) -> bool:
        """Whether somebody has verified or reviewed one of the fields."""

    def as_reported(self) -> Layered:
        """The same unit as it reported itself."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`differs(x, tolerance)`: what was reported is further from what counts than the tolerance allows."""

    text: str
    figure: Run
    kind: Kind
    fields: frozenset[str]
    tolerance: Run | None

    def __call__(self, scope: Layered) -> Value:
        """Yes or no; unknown while nobody has verified any of the fields."""
        counted = self.figure(scope)
        if not scope.is_verified(self.fields):
            return self._unverified(counted)
        tolerance = ZERO if self.tolerance is None else self.tolerance(scope)
        if isinstance(tolerance, Missing):
            return tolerance
        return _differ(self.figure(scope.as_reported()), counted, tolerance)

    def tell(self, scope: Layered) -> Phrase | None:
        """Both figures, where they differ."""
        if self(scope) is not True or self.kind.name == "records":
            return None
        reported, counted = self._told(self.figure(scope.as_reported())), self._told(self.figure(scope))
        return phrase("how.differs", name=self.text, reported=reported, counted=counted)

    def _told(self, value: Value) -> object:
        if isinstance(value, Missing):
            return phrase("word.not_applicable")
        if isinstance(value, bool):
            return phrase("word.yes" if value else "word.no")
        share = self.kind.measure in ("percent", "ratio") and isinstance(value, Fraction)
        return phrase("word.percent", value=value * 100) if share else value  # type: ignore[operator]

    def _unverified(self, counted: Value) -> Value:
        if isinstance(counted, NotApplicable):
            return counted
        waiting = unknown("not_verified", self.text)
        return Unknown(together(waiting, counted)) if isinstance(counted, Missing) else waiting


def tell_differences(differences: Iterable[Difference]) -> Callable[[Any], Phrase | None] | None:
    """Says what differs of all that a condition compares; None where it compares nothing."""
    every = tuple(differences)

    def tell(scope: Layered) -> Phrase | None:
        told = [said for said in (one.tell(scope) for one in every) if said is not None]
        return chain(told) if told else None

    return tell if every else None


def _differ(reported: Value, counted: Value, tolerance: Value) -> Value:
    missing = [value for value in (reported, counted) if isinstance(value, Missing)]
    if any(isinstance(value, Unknown) for value in missing):
        return Unknown(together(*(value for value in missing if isinstance(value, Unknown))))
    if len(missing) == 1:
        return True  # one of them says that there is no such matter, the other has a figure of it
    return absorb(missing) or _apart(reported, counted, tolerance)


def _apart(reported: Any, counted: Any, tolerance: Any) -> bool:
    if isinstance(counted, date):
        return bool(abs((reported - counted).days) > tolerance)
    if isinstance(counted, Fraction):
        return bool(abs(reported - counted) > tolerance)
    return bool(reported != counted)
