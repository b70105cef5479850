"""What took points from a unit: by rule, by awards not earned, by vetoes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.items import Item
from lawscore.numbers import ZERO

#: `missed` are points that were not earned; `limit` is what limits gave back and roundings changed, for the sum to be right.
LossKind: TypeAlias = Literal["deduction", "missed", "limit", "veto"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One thing that took points. Those of a leaf add up to its points less its score, exactly.

    `points` is what it took in the end, `asked` what its rule asked before any limit.
    """

    #: Empty for a veto.
    indicator: str
    title: str
    #: The rule or the veto; None for awards not earned and for limits.
    rule: str | None
    kind: LossKind
    points: Fraction
    #: The points of the indicator that it is taken from.
    of: Fraction
    asked: Fraction
    #: How much was charged, and at which prices, where every charge tells it.
    quantity: Fraction | None = None
    prices: frozenset[Fraction] = frozenset()
    reasons: tuple[Phrase, ...] = ()
    records: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    #: An authority took the points, by no rule: `rule` is the id of the adjustment.
    by_authority: bool = False

    @property
    def is_to_mend(self) -> bool:
        """Whether there is something to mend, rather than a limit that held."""
        return self.kind != "limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What an assessment says of one unit, as far as losses go: its indicators, and its vetoes that struck."""

    nodes: tuple[NodeResult, ...]
    vetoes: tuple[Item, ...]

    def losses(self) -> tuple[Loss, ...]:
        """Everything that took points, in the order of the indicators; vetoes last."""
        return (*(loss for node in self.nodes for loss in losses_of(node)), *map(_of_veto, self.vetoes))


def marks_of(card: Card) -> Marks:
    """The marks of a card."""
    adjusted = {one.id: one.rule for one in card.adjustments if one.rule}
    nodes = tuple(under_rules(node, adjusted) for node in card.nodes)
    return Marks(nodes=nodes, vetoes=struck(card.items))


def losses_of(node: NodeResult) -> list[Loss]:
    """What took points from one indicator; of a branch only what its own rules took."""
    if node.state != "scored" or node.score is None or node.start is None:
        return []
    if node.why is not None:
        return _standing(node)
    earned = node.start
    found: list[Loss] = []
    for rule, items in _by_rule(node.items).items():
        points = sum((item.points for item in items), ZERO)
        if points < 0:
            found.append(_loss(node, "deduction", -points, items, rule))
        else:
            earned += points
    return _limited([*found, *_rest(node, earned)]) if node.leaf else found


def _standing(node: NodeResult) -> list[Loss]:
    """A node that stands at some points because it does not apply: what it lacks is nothing to mend."""
    assert node.score is not None
    lacking = node.points - node.score
    return [_loss(node, "limit", lacking, node.items, None)] if lacking and node.leaf else []


def _limited(losses: list[Loss]) -> list[Loss]:
    """What a limit gave back is taken off the last losses first: they would have cost nothing any more."""
    given_back = -sum((loss.points for loss in losses if loss.kind == "limit" and loss.points < 0), ZERO)
    found: list[Loss] = []
    for loss in reversed(losses):
        if loss.kind == "limit" and loss.points < 0:
            continue
        off = min(given_back, loss.points) if loss.is_to_mend else ZERO
        given_back -= off
        found.append(replace(loss, points=loss.points - off))
    if given_back and losses:
        found.insert(0, replace(losses[0], kind="limit", rule=None, points=-given_back, asked=-given_back, reasons=()))
    return found[::-1]


def _rest(node: NodeResult, earned: Fraction) -> Iterator[Loss]:
    """What nobody earned of the points of a leaf, and what limits and roundings changed."""
    assert node.score is not None
    missed = node.points - earned
    cuts = [item for item in node.items if item.rule is None]
    roundings = [item for item in cuts if item.cause == "round"]
    others = [item for item in cuts if item not in roundings]
    rounded = -sum((item.points for item in roundings), ZERO)
    if missed > 0 and node.points > 0:
        lost = max(missed + rounded, ZERO)
        rounded += missed - lost
        yield from _missed(node, lost)
    changed = (min(missed, ZERO) if node.points > 0 else missed) - sum((item.points for item in others), ZERO)
    if changed:
        yield _loss(node, "deduction" if changed > 0 else "limit", changed, others, None)
    if rounded:
        yield _loss(node, "limit", rounded, roundings, None)


def _missed(node: NodeResult, lost: Fraction) -> Iterator[Loss]:
    """Points that nobody earned: without deductions, what the score is short of the points."""
    if lost:
        reason = phrase("rectify.earned", earned=node.points - lost, of=node.points)
        yield _loss(node, "missed", lost, [], None, (reason,))


def under_rules(node: NodeResult, adjusted: Mapping[str, str]) -> NodeResult:
    """A change by an authority belongs to the rule that it is about."""
    if not any(item.kind == "adjustment" for item in node.items):
        return node
    items = (
        item._replace(rule=adjusted.get(item.rule or "", item.rule)) if item.kind == "adjustment" else item
        for item in node.items
    )
    return node._replace(items=tuple(items))


def _by_rule(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.rule is not None:
            found.setdefault(item.rule, []).append(item)
    return found


def _loss(
    node: NodeResult,
    kind: LossKind,
    points: Fraction,
    items: Sequence[Item],
    rule: str | None,
    reasons: tuple[Phrase, ...] = (),
) -> Loss:
    told = [item for item in items if item.points or len(items) == 1]
    charges = [item for item in items if item.kind == "deduction" and item.points]
    return Loss(
        indicator=node.id, title=node.title, rule=rule, kind=kind, points=points, of=node.points,
        asked=-sum((item.points for item in charges), ZERO) if charges else points,
        quantity=_quantity(charges), prices=_prices(charges),
        reasons=reasons or tuple(item.reason for item in told),
        records=tuple(dict.fromkeys(record for item in items for record in item.records)),
        basis=tuple(dict.fromkeys(one for item in items for one in item.basis)),
        by_authority=bool(items) and all(item.kind == "adjustment" for item in items),
    )  # fmt: skip


def _quantity(charges: Sequence[Item]) -> Fraction | None:
    found = [item.quantity for item in charges if item.quantity is not None]
    return sum(found, ZERO) if found and len(found) == len(charges) else None


def _prices(charges: Sequence[Item]) -> frozenset[Fraction]:
    found = [item.price for item in charges if item.price is not None]
    return frozenset(found) if len(found) == len(charges) else frozenset()


def struck(items: Iterable[Item]) -> tuple[Item, ...]:
    """The vetoes that struck; one that was waived took nothing."""
    return tuple(item for item in items if item.kind == "veto" and item.cause != "waiver")


def _of_veto(item: Item) -> Loss:
    return Loss(
        indicator="", title="", rule=item.rule, kind="veto", points=-item.points, of=ZERO, asked=-item.points,
        reasons=(item.reason,), records=item.records, basis=item.basis,
    )  # fmt: skip
