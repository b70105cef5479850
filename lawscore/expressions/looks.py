"""Functions that look at results of the same unit: `score('4.2')`, `rate('4.2')`, `failed('4')`.

They take the id of an indicator as a text, so the order in which a rubric must be worked out is known when it loads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, Protocol

from lawscore.classes import dataclass
from lawscore.expressions.values import COUNT, NUMBER, RATIO, Cause, Kind, NotApplicable, Unknown, Value, unknown

#: Before the id of an indicator that a program looks at, among the things it reads: in the same unit (or in any), in
#: other units of a group, in the units below.
NODE: Final = "node:"
PEER: Final = "peer:"
BELOW: Final = "below:"
#: The marker, among the things a program reads, that it looks at other units.
COHORT: Final = "cohort:"
#: Before the mark of an expression whose values in a whole group of units a program asks for.
GROUP: Final = "group:"
#: The marker that records are read which other units report.
HANDED: Final = "handed:"
#: Before the name of the rubric that scores the units below at which a program looks; alone where it is the same rubric.
UNITS: Final = "units:"
#: Before the name of a measure, and of a figure common to all, that a program reads by its name.
MEASURE: Final = "measure:"
GIVEN: Final = "given:"
#: The function that counts what does not pass.
FAILED: Final = "failed"


class Found(Protocol):
    """A result, as far as a look needs it."""

    @property
    def state(self) -> str:
        """`scored`, `not_applicable` or `unscored`."""

    @property
    def score(self) -> Fraction | None:
        """The exact score, where there is one."""

    @property
    def points(self) -> Fraction:
        """The points that apply."""

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Why there is no score."""

    @property
    def failed(self) -> Value:
        """How many results at or below it do not pass."""


class Results(Protocol):
    """Where programs of one unit run: results are worked out when they are first asked for."""

    def node(self, indicator: str) -> Found:
        """The result of an indicator of the same unit."""


@dataclass(frozen=True, slots=True)
class Look:
    """A function that takes the id of an indicator."""

    name: str
    kind: Kind
    run: Callable[[Results, str], Value]


def missing(result: Found) -> Value:
    """What a result that has no score is worth: what it waits for, or that it does not apply."""
    return NotApplicable(result.causes) if result.state == "not_applicable" else Unknown(result.causes)


def _score(results: Results, indicator: str) -> Value:
    result = results.node(indicator)
    return result.score if result.score is not None else missing(result)


def _rate(results: Results, indicator: str) -> Value:
    result = results.node(indicator)
    if result.score is None:
        return missing(result)
    return result.score / result.points if result.points else unknown("zero_denominator", f"rate('{indicator}')")


def _failed(results: Results, indicator: str) -> Value:
    return results.node(indicator).failed


LOOKS: Final[Mapping[str, Look]] = {
    look.name: look
    for look in (
        Look("score", NUMBER, _score),
        Look("rate", RATIO, _rate),
        Look(FAILED, COUNT, _failed),
    )
}
