"""`deduct` and `award`: what is written, and how it is made ready.

A rule is an amount, an occasion and limits; `charger` holds what they then do.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Protocol

from pydantic import Field, model_validator

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.facts.outcome import Outcome
from lawscore.facts.unit import Question, Scope
from lawscore.models import (
    Asked,
    Code,
    Formula,
    Late,
    Model,
    Positive,
    Priced,
    PricedFirst,
    RoundingSpec,
    Text,
    refuse,
)
from lawscore.numbers import ONE
from lawscore.rules.amounts import Amount, BoundAmount, bind_amount, optionally
from lawscore.rules.basis import Bases
from lawscore.rules.binder import Binder
from lawscore.rules.charger import Charger, Charges, Limits
from lawscore.rules.labels import Label, label_of
from lawscore.rules.modifiers import Factor, Surcharge, bind_modifiers
from lawscore.rules.occasions import BoundOccasion, Occasion, bind_occasion
from lawscore.rules.records import RecordFilter


class Waived(Model):
    """`unless: {for: 系不可抗力造成}`: a waiver that an assessor grants or not."""

    for_: Asked = Field(alias="for")


class Labelled(Model):
    """What every rule may say of itself: its id, the office's sentence, its basis and the evidence that is due."""

    id: Code | None = None
    text: Text | None = None
    basis: Bases | None = None
    evidence: Text | None = None
    accepts: dict[Code, Text] = Field(default_factory=dict)


class Charging(Occasion, RecordFilter, Labelled):
    """The keys that `deduct` and `award` share."""

    at_most: Priced | None = None
    unless: Formula | Waived | None = None
    times: tuple[Late[Factor], ...] = ()
    plus: tuple[Late[Surcharge], ...] = ()
    averaged_over: Formula | None = None
    out_of: Positive | None = None
    round: RoundingSpec | None = None

    @property
    def amount(self) -> Any:
        """The amount, whichever way it goes."""
        raise AttributeError

    @property
    def sign(self) -> int:
        """-1 for a deduction, +1 for an award."""
        raise AttributeError

    @property
    def key(self) -> str:
        """The key under which the amount stands."""
        return "deduct" if self.sign == -1 else "award"

    @model_validator(mode="after")
    def _consistent(self) -> Charging:
        if self.keep is not None and self.once_per is None:
            raise refuse("keep_without_once_per")
        return self

    def bind(self, binder: Binder, rule: str) -> BoundRule:
        """Make the rule ready where it stands."""
        return _bind_charging(self, binder, rule)


class Deduct(Charging):
    """A rule that takes points."""

    deduct: Annotated[Amount, PricedFirst]

    @property
    def amount(self) -> Any:
        return self.deduct

    @property
    def sign(self) -> int:
        return -1


class Award(Charging):
    """A rule that gives points."""

    award: Annotated[Amount, PricedFirst]

    @property
    def amount(self) -> Any:
        return self.award

    @property
    def sign(self) -> int:
        return 1


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A `deduct` or `award` that is ready.

    Scoring asks for `charges`, may drop some of them (a matter that is counted elsewhere), and then has them `finish`ed.
    """

    id: str
    sign: int
    charges: Callable[[Scope], Charges]
    finish: Callable[[Scope, Charges, int], Outcome]
    occasion: BoundOccasion
    amount: BoundAmount
    once: tuple[str, ...]
    reads: frozenset[str]
    #: What the rule takes off both sides where it does not apply; 0 where that is not said.
    points_off: Fraction
    model: Any
    path: tuple[str | int, ...]
    #: Both at once, where nothing is dropped.
    alone: Callable[[Scope], Outcome]
    #: What the rule comes to where nothing happens.
    idle: Outcome
    label: Label

    stands_alone: ClassVar[bool] = True


def ready(charger: Charger, reads: frozenset[str], path: tuple[str | int, ...]) -> BoundRule:
    """A rule by what it means."""
    model = charger.model
    return BoundRule(
        charger.rule, model.sign, charger.charges, charger.finish, charger.occasion, charger.amount, model.once_columns,
        reads, charger.points_off, model, path, charger.outcome, charger.idle, label_of(model),
    )  # fmt: skip


def _bind_charging(model: Charging, binder: Binder, rule: str) -> BoundRule:
    key = model.key
    records = binder.names.lists.get(model.each) if model.each is not None else None
    priced_in = binder.within(records) if records is not None else binder
    amount = bind_amount(model.amount, priced_in.at(key), rule)
    if model.optional and amount.asks:
        amount = optionally(amount)
    occasion = bind_occasion(model, model, binder, rule, amount_asks=amount.asks)
    times = bind_modifiers(model.times, "times", records, binder, rule)
    plus = bind_modifiers(model.plus, "plus", records, binder, rule)
    _check(model, amount, occasion, binder, key, modified=bool(times or plus))
    scale = scale_of(model.out_of, amount, binder)
    limits = bind_limits(model, binder, rule)
    bound = Charger(model, binder.indicator, rule, occasion, amount, times, plus, scale, limits)
    reads = occasion.reads.union(amount.reads, limits.reads, *(modifier.reads for modifier in (*times, *plus)))
    return ready(bound, reads, binder.path)


class Limited(Protocol):
    """What a rule says that holds it back."""

    @property
    def at_most(self) -> str | None: ...
    @property
    def averaged_over(self) -> str | None: ...
    @property
    def unless(self) -> str | Waived | None: ...


def bind_limits(model: Limited, binder: Binder, rule: str) -> Limits:
    """Make the limits of a rule ready."""
    limits = Limits(
        at_most=binder.number(model.at_most, "at_most") if model.at_most is not None else None,
        averaged_over=binder.number(model.averaged_over, "averaged_over") if model.averaged_over is not None else None,
        unless=binder.condition(model.unless, "unless") if isinstance(model.unless, str) else None,
        ask_unless=Question(binder.indicator, rule, about="unless") if isinstance(model.unless, Waived) else None,
    )
    for key, limit in (("at_most", limits.at_most), ("averaged_over", limits.averaged_over)):
        if limit is not None and isinstance(limit.kind.literal, Fraction) and limit.kind.literal < 0:
            binder.refuse("limit_negative", key, given=limit.text)
    return limits


def check_amount(amount: BoundAmount, occasion: BoundOccasion, binder: Binder, key: str) -> None:
    """An amount that is no measure needs an occasion; what a rule takes or gives is written without a sign."""
    if occasion.always and (amount.constant is not None or amount.series is not None or amount.takes_all):
        binder.refuse("amount_without_occasion", key, hint=phrase("hint.occasions"), key=key)
    if amount.constant is not None and amount.constant < 0:
        binder.refuse("amount_negative", key, given=amount.constant)


def _check(
    model: Charging, amount: BoundAmount, occasion: BoundOccasion, binder: Binder, key: str, *, modified: bool
) -> None:
    check_amount(amount, occasion, binder, key)
    partly = (model.at_most, model.averaged_over, model.in_proportion_to, model.per)
    if amount.takes_all and (modified or key == "award" or any(part is not None for part in partly)):
        binder.refuse("all_with_modifiers", key)
    if model.once_per is not None:
        differ = amount.constant is None or modified
        if amount.series is not None and model.keep == "highest":
            binder.refuse("escalation_keep_highest", "keep")
        elif differ and model.keep is None:
            binder.refuse("once_per_without_keep", "once_per", hint=phrase("hint.keep"))
    if model.essential and (model.when is not None or model.each is not None):
        binder.refuse("essential_alone", "essential")
    if model.charged_to is not None and (amount.asks or model.for_ is not None):
        binder.refuse("charged_to_asked", "charged_to")
    if occasion.records is None and amount.asks and model.each is not None:
        binder.refuse("assessed_each_count", "each", name=model.each)


def scale_of(out_of: Fraction | None, amount: BoundAmount, binder: Binder) -> Fraction:
    """Points ÷ out_of: what one point of the measure is worth here."""
    if out_of is None:
        return ONE
    if not amount.measured:
        binder.refuse("out_of_without_measure", "out_of")
    if not binder.points:
        binder.refuse("out_of_without_points", "out_of")
        return ONE
    return Fraction(binder.points) / out_of if amount.measured else ONE
