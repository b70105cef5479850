"""One correction of a field: what it names, what it states, and which others it cannot stand beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lawscore.classes import dataclass
from lawscore.expressions.values import Missing
from lawscore.problems import Problem
from lawscore.submission.adjustments import Entered
from lawscore.submission.answers import Refused
from lawscore.submission.effects import FieldTarget
from lawscore.submission.places import Place
from lawscore.submission.records import read_field
from lawscore.submission.typing import Typed
from lawscore.submission.words import fold


@dataclass(frozen=True, slots=True)
class Change:
    """One correction of a field; `typed` is None where it is a voiding, or where its value was refused."""

    entered: Entered
    target: FieldTarget
    typed: Typed | None = None

    @property
    def record(self) -> str:
        """The record as it is compared; empty where the whole field is corrected."""
        return fold(self.entered.entry.record) if self.entered.entry.record is not None else ""

    @property
    def voids(self) -> bool | None:
        """Whether a record is voided, or restored; None where a value is corrected."""
        return self.entered.entry.void

    @property
    def date(self) -> date:
        """The day of the adjustment: of two the later counts."""
        return self.entered.entry.date

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.entered.place

    def alike(self, other: Change) -> bool:
        """Whether two say the same."""
        if self.typed is None or other.typed is None:
            return self.typed is other.typed and self.voids == other.voids
        return self.typed.alike(other.typed)


def read_change(entered: Entered, target: FieldTarget, problems: list[Problem]) -> Change:
    """A correction with its value as the field takes it; one that the field refuses is reported. Raises `Refused`."""
    if entered.entry.void is not None:
        return Change(entered, target)
    reading = read_field(target.of, target.column or target.name, entered.entry.value)
    if reading.typed is None and not reading.problems:
        raise Refused("adjustment_key_missing", "", key="value", effect="value")
    value = entered.place.inside("value")
    problems.extend(wrong.problem.at(value.inside(*wrong.path).where(key=wrong.key)) for wrong in reading.problems)
    typed = reading.typed
    if target.column and typed is not None and isinstance(typed.value, Missing):
        causes = tuple(replace(cause, kind="record", record=entered.entry.record or "") for cause in typed.value.causes)
        typed = replace(typed, value=type(typed.value)(causes))
    return Change(entered, target, typed)


def contradict(one: Change, other: Change) -> bool:
    """Whether two corrections of a field on one day cannot both stand."""
    if one is other or (one.record and other.record and one.record != other.record):
        return False
    if one.record != other.record:
        return True  # the list as a whole, and a record of it
    if one.voids is not None and other.voids is not None:
        return one.voids != other.voids
    if one.voids is not None or other.voids is not None:
        return bool(one.voids or other.voids)
    return one.target.column == other.target.column and not one.alike(other)
