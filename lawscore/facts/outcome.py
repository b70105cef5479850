"""What a rule found for one unit: the charges, their arithmetic, the limits that held, or why nothing can be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, NamedTuple

from lawscore.catalogue import Phrase
from lawscore.expressions.values import Cause
from lawscore.facts.items import CutCause
from lawscore.facts.unit import Record
from lawscore.numbers import ONE, ZERO

State = Literal["charged", "idle", "not_applicable", "unknown"]


class Charge(NamedTuple):
    """One priced occurrence: `points = quantity × price × factor + surcharge`."""

    points: Fraction
    quantity: Fraction
    price: Fraction
    factor: Fraction = ONE
    surcharge: Fraction = ZERO
    record: Record | None = None
    #: How the quantity was found, and how the price was.
    occasion: Phrase | None = None
    priced: Phrase | None = None
    #: Other records of the same matter, for which this one stands (`once_per`).
    repeats: int = 0


class Cut(NamedTuple):
    """A limit that held: `points` is the change of the magnitude (negative where the rule then takes less)."""

    points: Fraction
    cause: CutCause
    reason: Phrase
    #: The waiver of an authority that gave it back; none where a limit of the rubric held.
    adjustment: str = ""


class Outcome(NamedTuple):
    """What one rule does to one unit. `asked` is its magnitude before limits, `amount` after them."""

    rule: str
    state: State
    sign: int
    asked: Fraction = ZERO
    amount: Fraction = ZERO
    charges: tuple[Charge, ...] = ()
    how: Phrase | None = None
    cuts: tuple[Cut, ...] = ()
    notes: tuple[Phrase, ...] = ()
    causes: tuple[Cause, ...] = ()
    takes_all: bool = False
    #: An essential element is missing: the node has nothing left.
    empties: bool = False
    #: Points that are taken off both sides, because the matter does not apply.
    points_off: Fraction = ZERO
    #: The rules of a combination, in the order written.
    parts: tuple[Outcome, ...] = ()

    @property
    def is_waived(self) -> bool:
        """Whether an authority waived some of what it takes."""
        return any(cut.adjustment for cut in self.cuts) or any(part.is_waived for part in self.parts)

    @property
    def given_back(self) -> Fraction:
        """What waivers of authorities made it take less."""
        own = sum((cut.points for cut in self.cuts if cut.adjustment), ZERO)
        return sum((part.given_back for part in self.parts), -own)

    @property
    def signed(self) -> Fraction:
        """The rule's effect on the score after its own limits."""
        return self.sign * self.amount


def flat(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """All outcomes, each before those of its parts."""
    for outcome in outcomes:
        yield outcome
        yield from flat(outcome.parts)


def causes_of(outcomes: Iterable[Outcome]) -> tuple[Cause, ...]:
    """Why nothing can be said of some, each cause once."""
    return tuple(sorted({cause for outcome in outcomes for cause in outcome.causes}))
