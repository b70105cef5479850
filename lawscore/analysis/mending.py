"""What became of last year's losses: mended, partly, not, worse, or not to be compared, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from lawscore.analysis.losses import Loss, Marks
from lawscore.classes import dataclass
from lawscore.facts.card import Card, NodeResult
from lawscore.numbers import ZERO
from lawscore.rubric.migration import Migration

MendState: TypeAlias = Literal["mended", "partly", "not_mended", "worse", "not_comparable", "new"]
#: Why something cannot be compared: the unit, the indicator or the rule is gone, or it has no score this year; of what was
#: owed, the value is gone, or nothing waits for it.
Why: TypeAlias = Literal[
    "", "no_unit", "not_assessed", "gone", "rule_gone", "not_applicable", "unscored", "undecided", "value_gone", "not_needed",
]  # fmt: skip

#: This year's rules by indicator (vetoes under the empty id): the one number that is the price, None where it is not one.
RulePrices: TypeAlias = Mapping[str, Mapping[str, Fraction | None]]


class Measured(NamedTuple):
    """By what a line is compared: the points asked before limits, the quantity charged, or the share of all points."""

    by: Literal["asked", "quantity", "share"]
    before: Fraction
    now: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A line of last year's list and its state this year, or a line that is new."""

    #: Last year's loss; of a new line this year's.
    loss: Loss
    state: MendState
    why: Why = ""
    before: Fraction | None
    now: Fraction | None
    #: The indicators of this year, where they are others than last year's.
    became: tuple[str, ...] = ()
    #: What takes points this year, where something does, and by what the two years are compared.
    losses: tuple[Loss, ...] = ()
    measured: Measured | None = None


def follow_up(
    card: Card, now: Marks, before: Marks | None, migration: Migration, rules: RulePrices
) -> Iterator[Mended]:
    """Every line of last year's list of a unit, then the new ones."""
    losses = [loss for loss in now.losses() if loss.is_to_mend]
    follower = _Follower(card, {node.id: node for node in now.nodes}, losses, migration, rules)
    met: set[tuple[str, str | None, str]] = set()
    for loss in before.losses() if before is not None else ():
        if loss.is_to_mend:
            mended = follower.follow(loss)
            met.update(_key(one) for one in mended.losses)
            yield mended
    for loss in losses:
        if _key(loss) not in met:
            yield Mended(loss=loss, state="new", before=None, now=loss.points, losses=(loss,))


def _key(loss: Loss) -> tuple[str, str | None, str]:
    return loss.indicator, loss.rule, loss.kind


@dataclass(frozen=True, slots=True)
class _Follower:
    card: Card
    nodes: Mapping[str, NodeResult]
    losses: list[Loss]
    migration: Migration
    rules: RulePrices

    def follow(self, loss: Loss) -> Mended:
        """What became of one line."""
        if self.card.state == "not_assessed":
            return _not_comparable(loss, "not_assessed")
        return self._veto(loss) if loss.kind == "veto" else self._indicator(loss)

    def _veto(self, loss: Loss) -> Mended:
        if loss.rule not in self.rules[""]:
            return _not_comparable(loss, "rule_gone")
        if any(veto.id == loss.rule and not veto.struck and veto.causes for veto in self.card.vetoes):
            return _not_comparable(loss, "undecided")
        struck = tuple(one for one in self.losses if one.kind == "veto" and one.rule == loss.rule)
        now = sum((one.points for one in struck), ZERO)
        return Mended(loss=loss, state="not_mended" if struck else "mended", before=loss.points, now=now, losses=struck)

    def _indicator(self, loss: Loss) -> Mended:
        targets = self.migration.targets(loss.indicator, self.nodes)
        became = targets if targets != (loss.indicator,) else ()
        nodes = [self.nodes[one] for one in targets if one in self.nodes]
        why = _why_not(nodes)
        if why:
            return _not_comparable(loss, why, became)
        counted = [node for node in nodes if node.state == "scored"]
        there = [one for one in self.losses if one.indicator in targets]
        losses = tuple(one for one in there if one.rule == loss.rule and one.kind == loss.kind)
        known = loss.rule is None or loss.by_authority or any(loss.rule in self.rules.get(one, ()) for one in targets)
        if not known and there:
            return _not_comparable(loss, "rule_gone", became)
        now = sum((one.points for one in losses), ZERO)
        fixed = {self.rules.get(one.indicator, {}).get(one.rule or "") for one in losses}
        changed = len(loss.prices) == 1 and None not in fixed and fixed != loss.prices
        by = _measured(loss, losses, sum((node.points for node in counted), ZERO), price_changed=changed)
        return Mended(
            loss=loss, state=_state(by), before=loss.points, now=now, became=became, losses=losses, measured=by
        )


def _why_not(nodes: Iterable[NodeResult]) -> Why:
    """Why indicators cannot be compared: all of them are gone or do not apply, or one is unscored."""
    states = {node.state for node in nodes}
    if not states:
        return "gone"
    if "unscored" in states:
        return "unscored"
    return "" if "scored" in states else "not_applicable"


def _not_comparable(loss: Loss, why: Why, became: tuple[str, ...] = ()) -> Mended:
    return Mended(loss=loss, state="not_comparable", why=why, before=loss.points, now=None, became=became)


def _state(measured: Measured | None) -> MendState:
    if measured is None:
        return "mended"
    if measured.now < measured.before:
        return "partly"
    return "not_mended" if measured.now == measured.before else "worse"


def _measured(before: Loss, now: Sequence[Loss], of: Fraction, *, price_changed: bool) -> Measured | None:
    """Where the rubric changed the price, how much was charged; else what was asked, or shares of changed points.

    None where nothing is lost any more.
    """
    if not now:
        return None
    asked = sum((one.asked for one in now), ZERO)
    quantities = [one.quantity for one in now if one.quantity is not None]
    if before.quantity is not None and len(quantities) == len(now):
        if price_changed:
            return Measured("quantity", before.quantity, sum(quantities, ZERO))
        return Measured("asked", before.asked, asked)
    if not before.of or not of or before.of == of:
        return Measured("asked", before.asked, asked)
    return Measured("share", before.asked / before.of, asked / of)
