"""How a `deduct` or `award` comes to its points.

Order: `where` and `dated` → price × factors + surcharges → `once_per` → `best` → averaging → sum → waiver (`unless`) →
`round` → `at_most`. Each limit that holds is a cut of its own beside what the rule asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any, TypeAlias

from lawscore.arithmetic import add, divide, is_above, is_negative, multiply, subtract
from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.values import Cause, Missing, Unknown, absorb, unknown
from lawscore.facts.outcome import Charge, Cut, Outcome
from lawscore.facts.unit import Question, Scope
from lawscore.numbers import ONE, ZERO, too_long
from lawscore.rules.amounts import BoundAmount, said_by
from lawscore.rules.modifiers import Modifiers, combined
from lawscore.rules.occasions import ONCE, BoundOccasion, Occurrence, ask
from lawscore.rules.records import Keep, in_order, keep_once, key_order, matter_of, on_record, order_key
from lawscore.rules.telling import tell_charges, tell_rounding

Charges: TypeAlias = tuple[Charge, ...] | Missing


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds a rule back: its limit, its waiver, and what it is averaged over."""

    at_most: Program | None
    averaged_over: Program | None
    unless: Program | None
    ask_unless: Question | None

    @property
    def reads(self) -> frozenset[str]:
        programs = [program for program in (self.at_most, self.averaged_over, self.unless) if program is not None]
        return frozenset[str]().union(*(program.reads for program in programs))


@dataclass(frozen=True, slots=True)
class Charger:
    """The meaning of one `deduct` or `award`."""

    model: Any
    indicator: str
    rule: str
    occasion: BoundOccasion
    amount: BoundAmount
    times: Modifiers
    plus: Modifiers
    scale: Fraction
    limits: Limits
    #: What the rule comes to where nothing happened, and where it happened once at a fixed price, before limits:
    #: made here, since most rules of most units come to one of the two.
    idle: Outcome = field(init=False, repr=False, compare=False)
    plain: Outcome | None = field(init=False, repr=False, compare=False)
    #: Whether there is no more to it than what it charges: no essential element, no records of others.
    is_simple: bool = field(init=False, repr=False, compare=False)
    #: Whether nothing limits, rounds or waives what it charges.
    is_free: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "idle", Outcome(self.rule, "idle", self.model.sign))
        object.__setattr__(self, "plain", self._plain())
        chosen = self.occasion.filter
        handed = chosen is not None and chosen.handover is not None
        object.__setattr__(self, "is_simple", not (handed or self.model.essential))
        limits = self.limits
        held = limits.at_most or limits.unless or limits.ask_unless or self.model.round
        object.__setattr__(self, "is_free", not held)

    def _plain(self) -> Outcome | None:
        price = self.amount.constant
        bare = not (self.times or self.plus or self.model.once_columns or self.limits.averaged_over)
        if price is None or not bare:  # a fixed price is neither negative nor scaled: such rules are refused
            return None
        charges = (Charge(price, ONE, price),)
        how = tell_charges(charges, price, ONE, ONE)
        return Outcome(self.rule, "charged", self.model.sign, price, price, charges, how)

    def outcome(self, scope: Scope) -> Outcome:
        """What the rule comes to where none of its charges is dropped."""
        found = self.occasion.find(scope)
        if self.is_simple:
            if not found:
                return self.idle
            if found is ONCE and self.is_free and self.plain is not None:
                return self.plain
        return self.finish(scope, self._charged(scope, found), 0)

    def charges(self, scope: Scope) -> Charges:
        """The priced occurrences, each matter once."""
        return self._charged(scope, self.occasion.find(scope))

    def _charged(self, scope: Scope, found: list[Occurrence] | Missing) -> Charges:
        if isinstance(found, Missing):
            return found
        if not found:
            return ()
        if found is ONCE and self.plain is not None:
            return self.plain.charges
        if self.amount.takes_all:
            return _unpriced(found)
        if self.amount.series is not None:
            return self._escalated(scope, found)
        return self._once(self._priced(scope, found))

    def _priced(self, scope: Scope, found: Iterable[Occurrence]) -> Charges:
        charges: list[Charge] = []
        open_: list[Missing] = []
        for one in found:
            charge = self._price(scope, one, 0)
            if isinstance(charge, Charge):
                charges.append(charge)
            else:
                open_.append(charge)
        return absorb(open_) or tuple(charges)

    def _price(self, scope: Scope, one: Occurrence, position: int) -> Charge | Missing:
        inside = scope.within(one.record) if one.record is not None else scope
        price = self.amount.find(inside, position)
        factor = combined(self.times, scope, one.record, product=True) if self.times else ONE
        surcharge = combined(self.plus, scope, one.record, product=False) if self.plus else ZERO
        if isinstance(price, Missing) or isinstance(factor, Missing) or isinstance(surcharge, Missing):
            parts = [part for part in (price, factor, surcharge) if isinstance(part, Missing)]
            missing = absorb(on_record(part, one.record) if one.record is not None else part for part in parts)
            assert missing is not None  # one of them is
            return missing
        points = _product(one.quantity, price.points, self.scale, factor)
        if self.plus:
            points = add(points, surcharge)
        if is_negative(points) and self.model.sign == -1:
            return unknown("out_of_reach", self.rule, one.record.key if one.record else "", str(points))
        return Charge(points, one.quantity, price.points, factor, surcharge, one.record, one.note, price.note)

    def _escalated(self, scope: Scope, found: Sequence[Occurrence]) -> Charges:
        """The first one price, every further one another: by position among the kept records, or along a count."""
        if self.occasion.records is None:
            return self._counted(scope, found)
        kept = self._once(_unpriced(found))
        if not isinstance(kept, tuple):
            return kept
        by_key = {one.record.key: one for one in found if one.record is not None}
        repeats = {charge.record.key: charge.repeats for charge in kept if charge.record is not None}
        ordered = in_order([charge.record for charge in kept if charge.record is not None], self.model.ordered_by)
        if not isinstance(ordered, list):
            return ordered
        priced = [self._price(scope, by_key[record.key], position) for position, record in enumerate(ordered)]
        return absorb(charge for charge in priced if not isinstance(charge, Charge)) or tuple(
            charge._replace(repeats=repeats[record.key])
            for charge, record in zip(priced, ordered, strict=True)
            if isinstance(charge, Charge)
        )

    def _counted(self, scope: Scope, found: Sequence[Occurrence]) -> Charges:
        charges: list[Charge] = []
        for one in found:
            head = self._price(scope, Occurrence(min(one.quantity, ONE), note=one.note), 0)
            if not isinstance(head, Charge):
                return head
            charges.append(head)
            if one.quantity > 1:
                rest = self._price(scope, Occurrence(one.quantity - 1, note=one.note), 1)
                if not isinstance(rest, Charge):
                    return rest
                points = rest.points - rest.surcharge  # which the first one has
                charges.append(Charge(points, rest.quantity, rest.price, rest.factor, occasion=one.note))
        return tuple(charges)

    def _once(self, charges: Charges) -> Charges:
        columns = self.model.once_columns
        if not isinstance(charges, tuple) or not columns:
            return charges
        return once(charges, columns, self.model.keep or "first", self.model.ordered_by)

    def finish(self, scope: Scope, charges: Charges, dropped: int) -> Outcome:
        """Best, averaging, sum, rounding, the limit and the waiver; `dropped` charges were counted elsewhere."""
        away = None
        if not self.is_simple:
            chosen = self.occasion.filter
            away = chosen.away(scope) if chosen is not None and chosen.handover is not None else None
        if not dropped and not self.model.essential and away is None:
            if not charges:
                return self.idle
            if self.plain is not None and charges is self.plain.charges:
                return self._limit(scope, self.plain.charges, self.plain.asked, self.plain.how, ())
        if isinstance(charges, Missing):
            return self._missing(charges)
        repeats = sum([charge.repeats for charge in charges]) if self.model.once_columns else 0
        notes = _left_out(dropped, repeats) if dropped or repeats else ()
        if away is not None:
            notes = (*notes, away)
        if self.amount.takes_all and charges:
            return self._take_all(scope, charges, notes)
        if self._essential_missing(scope):
            return Outcome(self.rule, "idle", self.model.sign, empties=True, notes=notes)
        if not charges:
            return Outcome(self.rule, "idle", self.model.sign, notes=notes)
        return self._sum(scope, self._best(charges), len(charges), notes)

    def _take_all(self, scope: Scope, charges: tuple[Charge, ...], notes: tuple[Phrase, ...]) -> Outcome:
        waived = self._waived(scope)
        if isinstance(waived, Phrase):
            return Outcome(self.rule, "idle", self.model.sign, charges=charges, notes=(*notes, waived))
        if waived is not None:
            return self._unknown(waived.causes)
        how = charges[0].occasion
        return Outcome(self.rule, "charged", self.model.sign, charges=charges, how=how, takes_all=True, notes=notes)

    def _essential_missing(self, scope: Scope) -> bool:
        if not self.model.essential:
            return False
        answer = scope.answers.get(Question(self.indicator, self.rule))
        return answer is not None and answer.verdict == "no"

    def _best(self, charges: tuple[Charge, ...]) -> tuple[Charge, ...]:
        if self.model.best is None or len(charges) <= self.model.best:
            return charges
        ranked = sorted(
            charges, key=lambda charge: (-charge.points, key_order(charge.record.key if charge.record else ""))
        )
        return tuple(ranked[: self.model.best])

    def _sum(self, scope: Scope, charges: tuple[Charge, ...], found: int, notes: tuple[Phrase, ...]) -> Outcome:
        divisor = self._divisor(scope)
        if isinstance(divisor, Missing):
            return self._missing(divisor)
        asked = charges[0].points
        for further in charges[1:]:
            asked = add(asked, further.points)
        if divisor is not ONE:
            asked = divide(asked, divisor)
        if too_long(asked):
            return self._unknown((Cause("too_long", self.rule),))
        if len(charges) < found:
            notes = (*notes, phrase("how.best", kept=Fraction(len(charges)), found=Fraction(found)))
        how = tell_charges(charges, asked, divisor, self.scale)
        return self._limit(scope, charges, asked, how, notes)

    def _divisor(self, scope: Scope) -> Fraction | Missing:
        """What the sum is averaged over; it must be above zero."""
        over = self.limits.averaged_over
        if over is None:
            return ONE
        divisor = over.run(scope)
        if isinstance(divisor, Missing):
            return divisor
        assert isinstance(divisor, Fraction)  # checked when the rule was bound
        if divisor <= 0:
            return unknown("zero_denominator", over.text) if divisor == 0 else self._out_of_reach(divisor)
        return divisor

    def _limit(
        self,
        scope: Scope,
        charges: tuple[Charge, ...],
        asked: Fraction,
        how: Phrase | None,
        notes: tuple[Phrase, ...],
    ) -> Outcome:
        amount, cuts = asked, []
        waived = self._waived(scope)
        if isinstance(waived, Phrase):
            cuts.append(Cut(-amount, "waiver", waived))
            amount = ZERO
        elif waived is not None:
            return self._unknown(waived.causes)
        if self.model.round is not None:
            rounded = self.model.round.rounding.apply(amount)
            if rounded != amount:
                cuts.append(Cut(rounded - amount, "round", tell_rounding(self.model.round.rounding)))
                amount = rounded
        if self.limits.at_most is not None:
            most = self.limits.at_most.run(scope)
            if isinstance(most, Missing):
                return self._unknown(most.causes)
            assert isinstance(most, Fraction)  # checked when the rule was bound
            if is_negative(most):
                return self._unknown(self._out_of_reach(most).causes)
            if is_above(amount, most):
                cuts.append(Cut(subtract(most, amount), "at_most", phrase("cut.at_most", most=most)))
                amount = most
        if not cuts and self.plain is not None and charges is self.plain.charges:
            return self.plain
        return Outcome(self.rule, "charged", self.model.sign, asked, amount, charges, how, tuple(cuts), notes)

    def _waived(self, scope: Scope) -> Phrase | Unknown | None:
        if self.limits.unless is not None:
            holds = self.limits.unless.run(scope)
            if isinstance(holds, Unknown):
                return holds
            return phrase("cut.waived", why=self.limits.unless.text) if holds is True else None
        if self.limits.ask_unless is not None:
            verdict = ask(scope, self.limits.ask_unless, self.model)
            if isinstance(verdict, Unknown):
                return verdict
            if verdict is not True:
                return None
            return phrase("cut.waived_by", why=self.model.unless.for_, **said_by(scope.answers[self.limits.ask_unless]))
        return None

    def _missing(self, missing: Missing) -> Outcome:
        if isinstance(missing, Unknown):
            return self._unknown(missing.causes)
        return Outcome(self.rule, "not_applicable", self.model.sign, causes=missing.causes, points_off=self.points_off)

    @property
    def points_off(self) -> Fraction:
        """What the rule could have given at most, and so takes off both sides where it does not apply; 0 if unsaid."""
        if self.model.sign == -1:
            return ZERO
        most = self.limits.at_most.kind.literal if self.limits.at_most is not None else None
        if isinstance(most, Fraction):
            return most
        several = self.model.each is not None or self.model.per is not None
        return ZERO if several or self.amount.constant is None else self.amount.constant

    def _unknown(self, causes: tuple[Cause, ...]) -> Outcome:
        return Outcome(self.rule, "unknown", self.model.sign, causes=causes)

    def _out_of_reach(self, figure: Fraction) -> Unknown:
        return unknown("out_of_reach", self.rule, detail=str(figure))


def _unpriced(found: Iterable[Occurrence]) -> tuple[Charge, ...]:
    """Occurrences that have no price of their own, or none yet."""
    return tuple(Charge(ZERO, one.quantity, ZERO, record=one.record, occasion=one.note) for one in found)


def _product(*factors: Fraction) -> Fraction:
    """The product; a factor of one costs nothing."""
    product = ONE
    for factor in factors:
        if factor is not ONE:
            product = factor if product is ONE else multiply(product, factor)
    return product


def _left_out(elsewhere: int, repeats: int) -> tuple[Phrase, ...]:
    """What is not charged here although it was found: nothing is dropped in silence."""
    found = (("how.counted_elsewhere", elsewhere), ("how.counted_once", repeats))
    return tuple(phrase(key, count=Fraction(count)) for key, count in found if count)


def once(charges: Sequence[Charge], columns: Sequence[str], keep: Keep, ordered_by: str | None = None) -> Charges:
    """One charge for each matter."""
    matters = {id(one): matter_of(one.record, columns) for one in charges if one.record is not None}
    missing = absorb(matter for matter in matters.values() if not isinstance(matter, tuple))
    if missing is not None:
        return missing
    listed = [charge for charge in charges if charge.record is not None]
    counted = Counter(matters.values())
    if ordered_by is not None and keep != "highest":
        repeated = [charge.record for charge in listed if charge.record and counted[matters[id(charge)]] > 1]
        ordered = in_order(repeated, ordered_by)
        if not isinstance(ordered, list):
            return ordered
    kept = keep_once(
        listed,
        lambda charge: matters[id(charge)],
        lambda charge: charge.points,
        lambda charge: order_key(charge.record, ordered_by),  # type: ignore[arg-type]
        keep,
    )
    return tuple(charge._replace(repeats=counted[matters[id(charge)]] - 1) for charge in kept)
