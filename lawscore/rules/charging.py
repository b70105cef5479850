"""`deduct`, `award` and `import`: what is written, and how it is made ready.

A rule is an amount, an occasion and limits; `charger` holds what they then do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from lawscore.catalogue import phrase
from lawscore.facts.outcome import Outcome
from lawscore.facts.unit import Question, Scope
from lawscore.models import Code, Formula, Model, Number, RoundingSpec, Text, refuse
from lawscore.numbers import ONE
from lawscore.rules.amounts import Amount, BoundAmount, bind_amount, optionally
from lawscore.rules.basis import Bases
from lawscore.rules.binder import Binder
from lawscore.rules.charger import Charger, Charges, Limits
from lawscore.rules.modifiers import Factor, Surcharge, bind_modifiers
from lawscore.rules.occasions import BoundOccasion, Occasion, bind_occasion
from lawscore.rules.records import RecordFilter


class Waived(Model):
    """`unless: {for: 系不可抗力造成}`: a waiver that an assessor grants or not."""

    for_: Text = Field(alias="for")


class Labelled(Model):
    """What every rule may say of itself: its id, the office's sentence, its basis and the evidence that is due."""

    id: Code | None = None
    text: Text | None = None
    basis: Bases | None = None
    evidence: Text | None = None


class Charging(Occasion, RecordFilter, Labelled):
    """The keys that `deduct` and `award` share."""

    at_most: Formula | None = None
    unless: Formula | Waived | None = None
    times: tuple[Factor, ...] = ()
    plus: tuple[Surcharge, ...] = ()
    averaged_over: Formula | None = None
    out_of: Annotated[Number, Field(gt=0)] | None = None
    round: RoundingSpec | None = None

    @model_validator(mode="before")
    @classmethod
    def _no_later_keys(cls, value: Any) -> Any:
        if isinstance(value, dict) and "charged_to" in value:
            raise refuse("not_yet", key="charged_to")
        return value

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
        return "deduct" if self.sign < 0 else "award"

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

    deduct: Amount

    @property
    def amount(self) -> Any:
        return self.deduct

    @property
    def sign(self) -> int:
        return -1


class Award(Charging):
    """A rule that gives points."""

    award: Amount

    @property
    def amount(self) -> Any:
        return self.award

    @property
    def sign(self) -> int:
        return 1


class Import(Labelled):
    """`import: 外部得分, out_of: 100`: a score of another body, in proportion to the points of the node."""

    import_: Formula = Field(alias="import")
    out_of: Annotated[Number, Field(gt=0)] | None = None
    as_: Literal["award", "deduct"] = Field(default="award", alias="as")
    at_most: Formula | None = None
    round: RoundingSpec | None = None

    @property
    def sign(self) -> int:
        """-1 where it is imported as a deduction."""
        return -1 if self.as_ == "deduct" else 1

    def bind(self, binder: Binder, rule: str) -> BoundRule:
        """The same as a measure that is awarded (or deducted)."""
        plain: type[Charging] = Deduct if self.as_ == "deduct" else Award
        shared = ("id", "text", "basis", "evidence", "out_of", "at_most", "round")
        fields: dict[str, Any] = {self.as_: self.import_, **{key: getattr(self, key) for key in shared}}
        inner = plain.model_construct(**{**{key: field.default for key, field in plain.model_fields.items()}, **fields})
        return _bind_charging(inner, binder, rule, key="import")


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

    def outcome(self, scope: Scope) -> Outcome:
        """What the rule does when nothing is counted elsewhere."""
        return self.finish(scope, self.charges(scope), 0)


def _bind_charging(model: Charging, binder: Binder, rule: str, key: str | None = None) -> BoundRule:
    key = key or model.key
    records = binder.names.lists.get(model.each) if model.each is not None else None
    priced_in = binder.within(records) if records is not None else binder
    amount = bind_amount(model.amount, priced_in.at(key), rule)
    if model.optional and amount.asks:
        amount = optionally(amount)
    occasion = bind_occasion(model, model, binder, rule, amount_asks=amount.asks)
    times = bind_modifiers(model.times, "times", records, binder, rule)
    plus = bind_modifiers(model.plus, "plus", records, binder, rule)
    _check(model, amount, occasion, binder, key, modified=bool(times or plus))
    scale = _scale(model, binder, amount)
    limits = Limits(
        at_most=binder.number(model.at_most, "at_most") if model.at_most is not None else None,
        averaged_over=binder.number(model.averaged_over, "averaged_over") if model.averaged_over is not None else None,
        unless=binder.condition(model.unless, "unless") if isinstance(model.unless, str) else None,
        ask_unless=Question(binder.indicator, rule, about="unless") if isinstance(model.unless, Waived) else None,
    )
    for limit_key, limit in (("at_most", limits.at_most), ("averaged_over", limits.averaged_over)):
        if limit is not None and isinstance(limit.kind.literal, Fraction) and limit.kind.literal < 0:
            binder.refuse("limit_negative", limit_key, given=limit.text)
    bound = Charger(model, binder.indicator, rule, occasion, amount, times, plus, scale, limits)
    reads = occasion.reads.union(amount.reads, limits.reads, *(modifier.reads for modifier in (*times, *plus)))
    return BoundRule(
        rule,
        model.sign,
        bound.charges,
        bound.finish,
        occasion,
        amount,
        model.once_columns,
        reads,
        bound.points_off,
        model,
        binder.path,
    )


def _check(
    model: Charging, amount: BoundAmount, occasion: BoundOccasion, binder: Binder, key: str, *, modified: bool
) -> None:
    if occasion.always and (amount.constant is not None or amount.series is not None or amount.takes_all):
        binder.refuse("amount_without_occasion", key, hint=phrase("hint.occasions"), key=key)
    partly = (model.at_most, model.averaged_over, model.in_proportion_to, model.per)
    if amount.takes_all and (modified or key == "award" or any(part is not None for part in partly)):
        binder.refuse("all_with_modifiers", key)
    if model.once_per is not None:
        differ = amount.constant is None or modified
        if amount.series is not None and model.keep == "highest":
            binder.refuse("escalation_keep_highest", "keep")
        elif differ and model.keep is None:
            binder.refuse("once_per_without_keep", "once_per", hint=phrase("hint.keep"))
    if amount.constant is not None and amount.constant < 0:
        binder.refuse("amount_negative", key, given=amount.constant)
    if model.essential and (model.when is not None or model.each is not None):
        binder.refuse("essential_alone", "essential")
    if model.out_of is not None and not amount.measured:
        binder.refuse("out_of_without_measure", "out_of")
    if occasion.records is None and amount.asks and model.each is not None:
        binder.refuse("assessed_each_count", "each", name=model.each)


def _scale(model: Charging, binder: Binder, amount: BoundAmount) -> Fraction:
    """Points ÷ out_of: what one point of the measure is worth here."""
    if model.out_of is None:
        return ONE
    if not binder.points:
        binder.refuse("out_of_without_points", "out_of")
        return ONE
    return Fraction(binder.points) / model.out_of if amount.measured else ONE
