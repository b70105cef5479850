"""What changes the price of an occurrence: factors (`times`), surcharges (`plus`), and the mean over a number (`averaged_over`)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pydantic import model_validator

from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.values import Missing, Unknown, absorb
from lawscore.facts.unit import Record, Scope
from lawscore.models import Formula, Model, refuse
from lawscore.numbers import ONE, ZERO
from lawscore.rules.amounts import Amount, BoundAmount, bind_inner
from lawscore.rules.binder import Binder, RecordList


class Conditional(Model):
    """A change that holds `when` a condition on the unit holds, or for the records `where` one holds."""

    when: Formula | None = None
    where: Formula | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> Conditional:
        if self.when is not None and self.where is not None:
            raise refuse("modifier_two_conditions")
        return self


class Factor(Conditional):
    """`times: [{factor: 2, where: 催办后}]`: the price is multiplied; several factors multiply together."""

    factor: Amount


class Surcharge(Conditional):
    """`plus: [{add: 2, where: 严重影响}]`: points on top of the price of the record."""

    add: Amount


@dataclass(frozen=True, slots=True)
class BoundModifier:
    """A factor or a surcharge that is ready; `value(scope, record)` is None where it does not hold."""

    condition: Program | None
    amount: BoundAmount

    @property
    def reads(self) -> frozenset[str]:
        """The fields that the modifier depends on."""
        return self.amount.reads | (self.condition.reads if self.condition is not None else frozenset())

    def value(self, scope: Scope, record: Record | None) -> Fraction | Missing | None:
        """The factor or the surcharge, or None."""
        inside = scope.within(record) if record is not None else scope
        if self.condition is not None:
            holds = self.condition.run(inside)
            if isinstance(holds, Unknown):
                return holds
            if holds is not True:
                return None
        price = self.amount.find(inside, 0)
        return price if isinstance(price, Missing) else price.points


Modifiers = tuple[BoundModifier, ...]


def bind_modifiers(
    changes: Sequence[Factor | Surcharge], key: str, records: RecordList | None, binder: Binder, rule: str
) -> Modifiers:
    """Make `times` or `plus` ready."""
    bound: list[BoundModifier] = []
    for place, change in enumerate(changes):
        here = binder.at(key, place)
        inner = here.within(records) if records is not None else here
        condition = None
        if change.where is not None:
            if records is None:
                here.refuse("records_key_without_each", "where", key="where")
            condition = inner.condition(change.where, "where")
        elif change.when is not None:
            condition = here.condition(change.when, "when")
        inside, amount = ("factor", change.factor) if isinstance(change, Factor) else ("add", change.add)
        bound_amount = bind_inner(amount, inner.at(inside), rule)
        if bound_amount.asks or bound_amount.series is not None:
            here.refuse("modifier_amount", inside)
        bound.append(BoundModifier(condition, bound_amount))
    return tuple(bound)


def combined(modifiers: Modifiers, scope: Scope, record: Record | None, *, product: bool) -> Fraction | Missing:
    """All factors multiplied, or all surcharges added."""
    values = [modifier.value(scope, record) for modifier in modifiers]
    missing = absorb(value for value in values if isinstance(value, Missing))
    if missing is not None:
        return missing
    total = ONE if product else ZERO
    for value in values:
        if isinstance(value, Fraction):
            total = total * value if product else total + value
    return total
