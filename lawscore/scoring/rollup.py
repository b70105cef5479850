"""From the parts to the whole: sum, means, median, least or greatest; what is left out; points made whole; limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from lawscore import irrational
from lawscore.catalogue import phrase
from lawscore.expressions.values import Cause
from lawscore.facts.card import Interval, NodeResult, settled
from lawscore.facts.items import Item
from lawscore.facts.outcome import Outcome
from lawscore.numbers import ONE, ZERO, too_long
from lawscore.rubric.aggregates import ZeroPart, added, aggregated, linear
from lawscore.rubric.bound import BoundNode
from lawscore.scoring.enclosing import Parts, interval_of, shares_of
from lawscore.scoring.ledger import Ledger
from lawscore.scoring.limits import either
from lawscore.scoring.telling import item_of_cut


def roll_up(node: BoundNode, parts: Parts, own: Sequence[Outcome] = (), unit_class: str | None = None) -> NodeResult:
    """The result of a branch from the results of its parts and of its own rules (`deduct: all`)."""
    plain = None if own else _summed(node, parts)
    if plain is not None:
        return plain
    family = _Family(node, parts, own, unit_class)
    blank = NodeResult(
        id=node.id, title=node.title, parent=node.parent, leaf=False, points=node.points, state="scored",
        shown=node.shown, uncounted=node.uncounted, outcomes=tuple(own),
    )  # fmt: skip
    if family.short and not family.missing:
        return _without_value(blank, node, node.points, family.too_few)
    if not any(shares_of(node, family.there)):
        return blank._replace(state="not_applicable", points=ZERO, why=phrase("why.nothing_applies"))
    if family.is_open:
        spread = interval_of(node, family.there, emptied=bool(family.emptied), open_=bool(family.open_rules))
        earned = _so_far(node, family.there)
        return blank._replace(
            state="unscored", interval=spread, points=spread.points_high, so_far=earned, causes=family.causes
        )
    return _scored(node, family, blank)


def _summed(node: BoundNode, parts: Parts) -> NodeResult | None:
    """A plain sum of parts of which none is open, in one go: most branches of most units are that. None for all others."""
    if node.aggregate != "sum" or node.of_rates or node.scaled_to is not None or node.at_least is not None:
        return None
    scores: list[Fraction] = []
    points: list[Fraction] = []
    for child, result in parts:
        score, interval = result.score, result.interval
        if child.uncounted or result.state == "not_applicable":
            continue
        if score is None or interval.low is not interval.high:
            return None
        scores.append(score)
        points.append(result.points)
    if not scores:
        return None
    start = added(scores)
    items, score, whole = _finish(node, start, added(points), ())
    if too_long(score):
        return None
    return NodeResult(
        id=node.id, title=node.title, parent=node.parent, leaf=False, points=whole, state="scored", shown=node.shown,
        start=start, score=score, items=tuple(items), interval=settled(score, whole), so_far=(score, whole),
        uncounted=node.uncounted,
    )  # fmt: skip


class _Family:
    """The parts of a branch that count for a unit: those that are there, those that are scored, those that are missing."""

    def __init__(self, node: BoundNode, parts: Parts, own: Sequence[Outcome], unit_class: str | None) -> None:
        self.node = node
        counted = [(child, result) for child, result in parts if not child.uncounted]
        self.there = [(child, result) for child, result in counted if result.state != "not_applicable"]
        self.missing = [(child, result) for child, result in self.there if result.state == "unscored"]
        self.scored = [(child, result) for child, result in self.there if result.state == "scored"]
        self.emptied = [outcome for outcome in own if outcome.takes_all]
        self.open_rules = [outcome for outcome in own if outcome.state == "unknown"]
        least = node.at_least
        self.needed = least.of(sum(child.is_for(unit_class) for child, _ in counted)) if least is not None else 0

    @property
    def leaves_out(self) -> bool:
        """Whether what is missing is left out, and something is left that a score can be made of."""
        if not self.node.leaves_missing_out or not any(shares_of(self.node, self.scored)):
            return False
        return self.node.scaled_to is None or self.points != 0

    @property
    def points(self) -> Fraction:
        """The points that apply, of the parts that are scored."""
        if self.node.of_rates:
            return self.node.points
        return linear(shares_of(self.node, self.scored), [result.points for _, result in self.scored])

    @property
    def short(self) -> bool:
        """Whether fewer parts are scored than the branch asks for; not before nothing more can come."""
        return len(self.scored) < self.needed and (self.node.leaves_missing_out or not self.missing)

    @property
    def may_change(self) -> bool:
        """Whether something is left out that may still come, here or further down."""
        if self.missing:
            return True
        for _, result in self.scored:  # a plain loop: this is asked of every branch of every unit
            if result.interval.low is not result.interval.high and result.interval.low != result.interval.high:
                return True
        return False

    @property
    def is_open(self) -> bool:
        """Whether there is no score yet."""
        return bool(self.open_rules or self.short or (self.missing and not self.leaves_out))

    @property
    def too_few(self) -> Cause:
        return Cause("too_few", self.node.title, detail=f"{len(self.scored)} < {self.needed}", indicator=self.node.id)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What is owed before there is a score."""
        found = {cause for outcome in self.open_rules for cause in outcome.causes}
        if self.short or not self.leaves_out:
            found |= {cause for _, result in self.missing for cause in result.causes}
        return tuple(sorted(found | {self.too_few} if self.short else found))


def _scored(node: BoundNode, family: _Family, blank: NodeResult) -> NodeResult:
    weights = shares_of(node, family.scored)
    points = family.points
    if node.scaled_to is not None and points == 0:
        return blank._replace(state="not_applicable", points=ZERO, why=phrase("why.nothing_applies"))
    start = _start(node, family.scored, weights)
    if isinstance(start, Cause):
        return _without_value(blank, node, points, start)
    items, score, whole = _finish(node, start, points, family.emptied)
    if too_long(score):
        return _without_value(blank, node, whole, Cause("too_long", node.title))
    spread = settled(score, whole)
    if family.missing:
        items.insert(0, _left_out(node, family.missing))
    if family.may_change:
        # What is left out may still come, and a whole that is open encloses what it then makes of the branch.
        possible = interval_of(node, family.there, emptied=bool(family.emptied), open_=False)
        spread = either((spread, possible), may_vanish=False)
    return blank._replace(
        points=whole, start=start, score=score, items=tuple(items), interval=spread, so_far=(score, whole)
    )


def _start(node: BoundNode, scored: Parts, weights: Sequence[Fraction]) -> Fraction | Cause:
    """What the parts come to; the cause where that has no value."""
    scores = [_part_score(node, result) for _, result in scored]
    try:
        return aggregated(node.aggregate, weights, scores)
    except irrational.TooLong:
        return Cause("too_long", node.title)
    except irrational.Undefined:
        wrong = _titles(scored, scores, lambda score: score < 0)
        return Cause("out_of_reach", node.aggregate, detail=wrong, indicator=node.id)
    except ZeroPart:
        wrong = _titles(scored, scores, lambda score: not score)
        return Cause("zero_denominator", node.aggregate, detail=wrong, indicator=node.id)


def _titles(parts: Parts, scores: Sequence[Fraction], which: Callable[[Fraction], bool]) -> str:
    return ", ".join(sorted(child.title for (child, _), score in zip(parts, scores, strict=True) if which(score)))


def _without_value(blank: NodeResult, node: BoundNode, points: Fraction, cause: Cause) -> NodeResult:
    """Nothing is missing, and yet there is no score."""
    whole = points if node.scaled_to is None else node.scaled_to
    limits = Interval(node.floor, node.ceiling, whole, whole)
    return blank._replace(state="unscored", points=whole, causes=(cause,), interval=limits)


def _left_out(node: BoundNode, missing: Parts) -> Item:
    parts = tuple(child.title for child, _ in missing)
    return item_of_cut(node, "left_out", ZERO, phrase("cut.missing_left_out", parts=parts))


def _part_score(node: BoundNode, result: NodeResult) -> Fraction:
    score = result.score or ZERO
    if not node.of_rates:
        return score
    return score / result.points * node.points if result.points else ZERO


def _finish(
    node: BoundNode, start: Fraction, points: Fraction, emptied: Sequence[Outcome]
) -> tuple[list[Item], Fraction, Fraction]:
    """Points made whole, `deduct: all`, floor and ceiling, rounding: each change is an item."""
    ledger = Ledger(node, start, [])
    if node.scaled_to is not None:
        told = phrase("cut.scaled", to=node.scaled_to, earned=start, of=points)
        ledger.become("scaled", node.scaled_to * start / points, told)
        points = node.scaled_to
    if emptied and ledger.total > 0:
        ledger.take_all(emptied[0])
    ledger.limit()
    ledger.round()
    return ledger.items, ledger.total, points


def _so_far(node: BoundNode, there: Parts) -> tuple[Fraction, Fraction]:
    """Points earned and possible among what is scored: a measure of progress, so each part counts by its share."""
    weights = shares_of(node, there)
    earned = linear(weights, [result.so_far[0] for _, result in there])
    of = linear(weights, [result.so_far[1] for _, result in there])
    if node.of_rates:
        parts = [(result.so_far, result.interval.points_high or ONE) for _, result in there]
        earned = linear(weights, [so_far[0] / points * node.points for so_far, points in parts])
        of = linear(weights, [so_far[1] / points * node.points for so_far, points in parts])
    if node.scaled_to is None:
        return earned, of
    points = linear(weights, [result.interval.points_high for _, result in there])
    factor = node.scaled_to / points if points else ZERO
    return earned * factor, of * factor
