"""What is owed, against an earlier list: supplied since, still owed, new, or not to be told, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, TypeAlias

from lawscore.analysis.mending import Why
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Unknown, Value
from lawscore.facts.card import Card, Owed
from lawscore.facts.unit import Records, UnitFacts
from lawscore.results.model import OwedPart
from lawscore.rubric.migration import Migration

#: `owed` is what no earlier list has.
OwingState: TypeAlias = Literal["owed", "still_owed", "supplied", "not_comparable"]

#: The name under which the class of a unit is owed.
_CLASS: Final = "unit_class"

#: What tells one thing owed from another: the kind of its cause, its name, its record, its detail.
Key: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class OwingChange:
    """Something that is owed, or was, and what became of it."""

    owed: Owed
    state: OwingState
    why: Why = ""


@dataclass(frozen=True, slots=True)
class OwingFollower:
    """Follows up what one unit owed: its card and its facts of this year, and the figures common to all."""

    card: Card
    facts: UnitFacts
    givens: Mapping[str, Value]
    migration: Migration

    def follow(self, before: Sequence[OwedPart]) -> Iterator[OwingChange]:
        """All that is owed now, then what was owed before and is not any more."""
        now = {_key(owed.cause) for owed in self.card.owed}
        was = [self._as_now(part) for part in before]
        known = {_key(one.owed.cause) for one in was if not one.why}
        for owed in self.card.owed:
            yield OwingChange(owed, "still_owed" if _key(owed.cause) in known else "owed")
        for one in was:
            if one.why or _key(one.owed.cause) not in now:
                why = one.why or self._why_not(one.owed)
                yield OwingChange(one.owed, "not_comparable" if why else "supplied", why)

    def _as_now(self, part: OwedPart) -> OwingChange:
        """What was owed, under the names of this year; where they are gone, under its own."""
        owed = owed_before(part)
        became = tuple(dict.fromkeys(new for old in owed.indicators for new in self._targets(old)))
        if not became and owed.indicators and not owed.vetoes:
            return OwingChange(owed, "not_comparable", "gone")
        cause = owed.cause
        if cause.kind == "answer":
            cause = self._question(cause)
        elif cause.kind != "record" and cause.name != _CLASS:
            field = self.migration.field(cause.name, {**self.givens, **self.facts.values})
            if field is None and cause.kind == "value":
                return OwingChange(replace(owed, indicators=became), "not_comparable", "value_gone")
            cause = replace(cause, name=field or cause.name)
        return OwingChange(replace(owed, cause=cause, indicators=became), "supplied")

    def _targets(self, indicator: str) -> tuple[str, ...]:
        return self.migration.targets(indicator, [node.id for node in self.card.nodes])

    def _question(self, cause: Cause) -> Cause:
        """The question of this year; of an indicator that was split, the one that is asked."""
        rule = cause.name.removeprefix(f"{cause.indicator}/")
        found = [replace(cause, name=f"{one}/{rule}", indicator=one) for one in self._targets(cause.indicator)]
        open_ = {owed.cause.name for owed in self.card.owed}
        asked = (one for one in found if one.name in open_ or self._is_answered(one))
        return next(asked, found[0] if found else cause)

    def _why_not(self, owed: Owed) -> Why:
        """Why nobody can tell whether it was supplied; empty where it was."""
        cause = owed.cause
        if self.card.state == "not_assessed":
            return "not_assessed"
        if cause.name == _CLASS:
            return "" if self.card.unit.unit_class is not None else "not_needed"
        if cause.kind == "value":
            return self._of_value({**self.givens, **self.facts.values}[cause.name])
        if cause.kind == "record":
            return self._of_value(self._column(cause))
        if cause.kind == "answer":
            return "" if self._is_answered(cause) else "not_needed"
        states = {node.state for node in self.card.nodes if node.id in owed.indicators}
        return "" if "scored" in states or not states else "unscored" if "unscored" in states else "not_applicable"

    @staticmethod
    def _of_value(value: Value | Records | None) -> Why:
        if value is None:
            return "value_gone"
        return "not_needed" if isinstance(value, Unknown) else ""

    def _column(self, cause: Cause) -> Value | None:
        """The column of the record of this key, where one is there."""
        lists = (value for value in self.facts.values.values() if isinstance(value, tuple))
        records = (record for each in lists for record in each if record.key == cause.record)
        return next((record.values[cause.name] for record in records if cause.name in record.values), None)

    def _is_answered(self, cause: Cause) -> bool:
        return any(
            (answer.verdict is not None or answer.points is not None)
            and cause.name == (f"{asked.indicator}/{asked.rule}" if asked.indicator else asked.rule)
            and (cause.record, cause.detail == "unless") == (asked.record, asked.about == "unless")
            for asked, answer in self.facts.answers.items()
        )


def owed_before(part: OwedPart) -> Owed:
    """What was owed as a published result tells it; an answer's indicator is the one that its name begins with."""
    begins = [one for one in part.indicators if part.kind == "answer" and part.name.startswith(f"{one}/")]
    indicator = max(begins, key=len, default="")
    cause = Cause(part.kind, part.name, part.record, part.detail, indicator)
    return Owed(cause, tuple(part.indicators), tuple(part.vetoes))


def _key(cause: Cause) -> Key:
    return cause.kind, cause.name, cause.record, cause.detail
