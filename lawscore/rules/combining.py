"""What a combination of rules comes to: all of them, the first that charges, or the one that charges most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any, Final, TypeAlias

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.values import Cause, Missing
from lawscore.facts.outcome import Cut, Outcome, causes_of
from lawscore.facts.unit import Scope
from lawscore.numbers import ZERO
from lawscore.rules.binder import Binder
from lawscore.rules.charging import BoundRule
from lawscore.rules.labels import Label, label_of
from lawscore.rules.records import columns_of
from lawscore.rules.rule import Combination


@dataclass(frozen=True, slots=True)
class BoundCombination:
    """A combination that is ready."""

    id: str
    key: str
    sign: int
    parts: tuple[BoundRule | BoundCombination, ...]
    at_most: Program | None
    once: tuple[str, ...]
    model: Combination
    path: tuple[str | int, ...]
    #: What it comes to where nothing happens, unless it tells of its parts.
    idle: Outcome = field(init=False, repr=False, compare=False)
    label: Label = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "idle", Outcome(self.id, "idle", self.sign))
        object.__setattr__(self, "label", label_of(self.model))

    @property
    def reads(self) -> frozenset[str]:
        """The fields that the combination depends on."""
        limit = self.at_most.reads if self.at_most is not None else frozenset()
        return limit.union(*(part.reads for part in self.parts))

    @property
    def stands_alone(self) -> bool:
        """Whether no part waits for what another one charges."""
        return not self.once and all(part.stands_alone for part in self.parts)

    def alone(self, scope: Scope) -> Outcome:
        """What the whole comes to where nothing that its parts charge is dropped."""
        return self.combine(scope, [part.alone(scope) for part in self.parts])

    def combine(self, scope: Scope, outcomes: Sequence[Outcome]) -> Outcome:
        """The outcome of the whole from the outcomes of the parts."""
        whole = _COMBINE[self.key](self.id, self.sign, tuple(outcomes))
        if self.at_most is None or whole.state != "charged":
            return whole
        most = self.at_most.run(scope)
        if isinstance(most, Missing):
            return Outcome(self.id, "unknown", self.sign, causes=most.causes, parts=whole.parts)
        assert isinstance(most, Fraction)  # checked when the rule was bound
        if most < 0:
            return Outcome(self.id, "unknown", self.sign, causes=(Cause("out_of_reach", self.id, detail=str(most)),))
        if whole.amount <= most:
            return whole
        cut = Cut(most - whole.amount, "at_most", phrase("cut.at_most_together", most=most))
        return whole._replace(amount=most, cuts=(cut,))


def _whole(rule: str, sign: int, chosen: tuple[Outcome, ...]) -> Outcome:
    """The outcome of those parts that count."""
    charged = tuple(part for part in chosen if part.state == "charged")
    return Outcome(
        rule,
        "charged" if charged else "idle",
        sign,
        sum((part.asked for part in charged), ZERO),
        sum((part.amount for part in charged), ZERO),
        takes_all=any(part.takes_all for part in charged),
        empties=any(part.empties for part in chosen),
        points_off=sum((part.points_off for part in chosen), ZERO),
        parts=chosen,
    )


def _sum(rule: str, sign: int, outcomes: tuple[Outcome, ...]) -> Outcome:
    open_ = [outcome for outcome in outcomes if outcome.state == "unknown"]
    if open_:
        return Outcome(rule, "unknown", sign, causes=causes_of(open_), parts=outcomes)
    if all(outcome.state == "not_applicable" for outcome in outcomes):
        off = sum((outcome.points_off for outcome in outcomes), ZERO)
        return Outcome(rule, "not_applicable", sign, causes=causes_of(outcomes), points_off=off, parts=outcomes)
    return _whole(rule, sign, outcomes)


def _first(rule: str, sign: int, outcomes: tuple[Outcome, ...]) -> Outcome:
    for outcome in outcomes:
        if outcome.state == "unknown":
            return Outcome(rule, "unknown", sign, causes=outcome.causes, parts=(outcome,))
        if _charges_something(outcome):
            return _whole(rule, sign, (outcome,))
    return _none(rule, sign, outcomes)


def _charges_something(outcome: Outcome) -> bool:
    """A price of zero (`else: 0`, an assessor's zero) is nothing, waived or not; what was charged and then waived is something."""
    if outcome.empties or outcome.takes_all or (outcome.state == "charged" and outcome.asked != 0):
        return True
    if outcome.is_waived and any(map(_charges_something, outcome.parts)):
        return True
    return outcome.state == "idle" and bool(outcome.charges)  # it took all, and all is given back


def _highest(rule: str, sign: int, outcomes: tuple[Outcome, ...]) -> Outcome:
    open_ = [outcome for outcome in outcomes if outcome.state == "unknown"]
    if open_:
        return Outcome(rule, "unknown", sign, causes=causes_of(open_), parts=outcomes)
    emptied = tuple(outcome for outcome in outcomes if outcome.empties)
    if emptied:
        return _whole(rule, sign, emptied)
    charged = [outcome for outcome in outcomes if outcome.state == "charged" or outcome.is_waived]
    if not charged:
        return _none(rule, sign, outcomes)
    return _whole(rule, sign, (max(charged, key=_before_waivers),))


def _before_waivers(outcome: Outcome) -> tuple[bool, Fraction]:
    """How much a rule takes before an authority waives it: whether all, and how many points."""
    return outcome.takes_all or outcome.state == "idle", outcome.amount + outcome.given_back


def _none(rule: str, sign: int, outcomes: tuple[Outcome, ...]) -> Outcome:
    if all(outcome.state == "not_applicable" for outcome in outcomes):
        return Outcome(rule, "not_applicable", sign, causes=causes_of(outcomes))
    return Outcome(rule, "idle", sign)


_COMBINE: Final[Mapping[str, Callable[[str, int, tuple[Outcome, ...]], Outcome]]] = {
    "sum_of": _sum,
    "first_of": _first,
    "highest_of": _highest,
}

AnyRule: TypeAlias = BoundRule | BoundCombination


def bind_rule(model: Any, binder: Binder, place: str) -> AnyRule:
    """Make a rule or a combination ready; `place` is the id it has where it does not name itself."""
    rule = rule_id(model, place)
    if not isinstance(model, Combination):
        bound: BoundRule = model.bind(binder, rule)
        return bound
    parts = tuple(
        bind_rule(part, binder.at(model.key, index), f"{place}.{index + 1}") for index, part in enumerate(model.parts)
    )
    at_most = binder.number(model.at_most, "at_most") if model.at_most is not None else None
    if at_most is not None and (_negative(at_most) or any(rule.amount.takes_all for rule in charging_rules(parts))):
        binder.refuse("limit_negative" if _negative(at_most) else "all_with_modifiers", "at_most", given=at_most.text)
    columns = columns_of(model.once_per)
    if columns and model.keep is None:
        binder.refuse("once_per_without_keep", "once_per", hint=phrase("hint.keep"))
    return BoundCombination(rule, model.key, model.sign, parts, at_most, columns, model, binder.path)


def _negative(limit: Program) -> bool:
    return isinstance(limit.kind.literal, Fraction) and limit.kind.literal < 0


def rule_id(model: Any, place: str) -> str:
    """The id of a rule: its own, or the question it asks, or its place (`r1`, `r2.1`)."""
    if model.id is not None:
        return str(model.id)
    question = getattr(model, "for_", None)
    return str(question) if question is not None else place


def charging_rules(rules: Sequence[AnyRule]) -> Iterator[BoundRule]:
    """The single rules, those inside combinations too."""
    for rule in rules:
        if isinstance(rule, BoundCombination):
            yield from charging_rules(rule.parts)
        else:
            yield rule


def rules_with(rules: Iterable[BoundRule], columns: Sequence[str]) -> list[BoundRule]:
    """The rules over records that have all these columns: only those can charge the same matter."""
    with_records = [rule for rule in rules if rule.occasion.records is not None]
    return [
        rule for rule in with_records if rule.occasion.records and set(columns) <= set(rule.occasion.records.columns)
    ]
