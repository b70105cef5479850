"""What an expression is worth: a number, a date, a text, yes or no, or the reason why it is worth nothing.

Absence is never a number. `Unknown` means that somebody still owes a value; `NotApplicable` that there is none to owe.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from lawscore.catalogue import Phrase
from lawscore.classes import dataclass

CauseKind = Literal[
    "value",
    "answer",
    "record",
    "zero_denominator",
    "too_long",
    "no_price",
    "out_of_reach",
    "nothing_applies",
    "peers",
    "circle",
    "not_verified",
    "no_history",
    "from_zero",
    "no_calendar",
    "too_few",
    "nothing_left",
    "too_few_raters",
    "best_not_positive",
]


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One reason why a value is missing.

    `name` is the field, or the indicator and rule whose question is open; `record` the key of the record it concerns;
    `detail` a code from the source or the text of the division that had no denominator.
    """

    kind: CauseKind
    name: str
    record: str = ""
    detail: str = ""
    #: The indicator (empty for a veto) to whose rule an answer is owed.
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """No value, and why. Only its two kinds are ever made."""

    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Unknown(Missing):
    """A value that exists but is not known here: somebody owes it, or it cannot be computed."""


@dataclass(frozen=True, slots=True)
class NotApplicable(Missing):
    """There is no such value: the matter does not arise for this unit."""


@dataclass(frozen=True, slots=True, order=True)
class Numbers:
    """A list of numbers, as a panel's marks: it has figures (a mean, a median), and is no number itself."""

    values: tuple[Fraction, ...]


Scalar: TypeAlias = Fraction | bool | str | date | Numbers
Value: TypeAlias = Scalar | Missing


def together(*parts: Missing) -> tuple[Cause, ...]:
    """The causes of several missing values, each once, in a fixed order."""
    return tuple(sorted({cause for part in parts for cause in part.causes}))


def unknown(kind: CauseKind, name: str, record: str = "", detail: str = "") -> Unknown:
    """An unknown value with one cause."""
    return Unknown((Cause(kind, name, record, detail),))


def absorb(operands: Iterable[Value]) -> Missing | None:
    """What becomes of something that needs all of these: a not-applicable one makes it so, else an unknown one does.

    Their order makes no difference, and every cause is named.
    """
    missing = [operand for operand in operands if isinstance(operand, Missing)]
    if not missing:
        return None
    gone = [part for part in missing if isinstance(part, NotApplicable)]
    return NotApplicable(together(*gone)) if gone else Unknown(together(*missing))


KindName = Literal["number", "numbers", "date", "yesno", "text", "records", "any"]
Measure = Literal["plain", "percent", "ratio", "days"]


@dataclass(frozen=True, slots=True)
class Kind:
    """The static type of an expression.

    `measure` tells numbers apart (a percentage is not compared with 92); `whole` says that only whole numbers come;
    `options` are the values of a choice; `low` bounds a number from below where that is known.
    """

    name: KindName
    measure: Measure = "plain"
    whole: bool = False
    options: tuple[str, ...] | None = None
    low: Fraction | None = None
    literal: Fraction | str | date | None = None

    @property
    def word(self) -> Phrase:
        """The word for this kind in a sentence."""
        name = "percent" if self.measure == "percent" else "choice" if self.options is not None else self.name
        return Phrase(f"word.kind.{name}", {})


NUMBER = Kind("number")
COUNT = Kind("number", whole=True, low=Fraction(0))
PERCENT = Kind("number", measure="percent")
RATIO = Kind("number", measure="ratio")
DAYS = Kind("number", measure="days", whole=True)
DATE = Kind("date")
YESNO = Kind("yesno")
TEXT = Kind("text")
RECORDS = Kind("records")
NUMBERS = Kind("numbers")
#: A name whose declaration is itself broken: nothing more is said about its uses.
ANY = Kind("any")
