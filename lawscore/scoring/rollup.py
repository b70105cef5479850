"""From the parts to the whole: sum, mean and weighted mean; what is left out; points made whole; limits; bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.values import Cause
from lawscore.facts.card import Interval, NodeResult, settled
from lawscore.facts.items import Item
from lawscore.facts.outcome import Outcome
from lawscore.numbers import ONE, ZERO, too_long
from lawscore.rubric.bound import BoundNode
from lawscore.rules.telling import tell_rounding
from lawscore.scoring.limits import bound, inside, rounded
from lawscore.scoring.telling import item_of_all, item_of_cut

Parts = Sequence[tuple[BoundNode, NodeResult]]


def roll_up(node: BoundNode, parts: Parts, own: Sequence[Outcome] = ()) -> NodeResult:
    """The result of a branch from the results of its parts and of its own rules (`deduct: all`)."""
    counted = [(child, result) for child, result in parts if not child.uncounted]
    there = [(child, result) for child, result in counted if result.state != "not_applicable"]
    emptied = [outcome for outcome in own if outcome.takes_all]
    open_ = [outcome for outcome in own if outcome.state == "unknown"]
    below = (cause for _, result in there for cause in result.causes if result.state == "unscored")
    causes = tuple(sorted({*below, *(cause for outcome in open_ for cause in outcome.causes)}))
    blank = NodeResult(
        id=node.id, title=node.title, parent=node.parent, leaf=False, points=node.points, state="scored",
        shown=node.shown, uncounted=node.uncounted, causes=causes, outcomes=tuple(own),
    )  # fmt: skip
    if not there or not any(_weights(node, there)):
        return replace(blank, state="not_applicable", points=ZERO, why=phrase("why.nothing_applies"))
    if open_ or any(result.state == "unscored" for _, result in there):
        spread = _interval(node, there, emptied=bool(emptied), open_=bool(open_))
        return replace(blank, state="unscored", interval=spread, points=spread.points_high, so_far=_so_far(node, there))
    weights = _weights(node, there)
    points = node.points if node.of_rates else _total(weights, [result.points for _, result in there])
    start = _total(weights, [_part_score(node, result) for _, result in there])
    if node.scaled_to is not None and points == 0:
        return replace(blank, state="not_applicable", points=ZERO, why=phrase("why.nothing_applies"))
    items, score, whole = _finish(node, start, points, emptied)
    if too_long(score):
        too_many = (Cause("too_long", node.title),)
        limits = Interval(node.floor, node.ceiling, whole, whole)
        return replace(blank, state="unscored", points=whole, causes=too_many, interval=limits)
    return NodeResult(
        id=node.id, title=node.title, parent=node.parent, leaf=False, points=whole, state="scored",
        shown=node.shown, uncounted=node.uncounted, start=start, score=score, items=tuple(items),
        interval=settled(score, whole), so_far=(score, whole), outcomes=tuple(own),
    )  # fmt: skip


def _part_score(node: BoundNode, result: NodeResult) -> Fraction:
    score = result.score or ZERO
    if not node.of_rates:
        return score
    return score / result.points * node.points if result.points else ZERO


def _weights(node: BoundNode, there: Parts) -> list[Fraction]:
    """How much each part counts: fully in a sum, equally in a mean, by weight in a weighted mean (made whole)."""
    return _WEIGHTS[node.aggregate](there)


def _shares(there: Parts) -> list[Fraction]:
    total = sum((child.weight or ZERO for child, _ in there), ZERO)
    return [(child.weight or ZERO) / total if total else ZERO for child, _ in there]


_WEIGHTS: Final[dict[str, Callable[[Parts], list[Fraction]]]] = {
    "sum": lambda there: [ONE] * len(there),
    "mean": lambda there: [Fraction(1, len(there))] * len(there),
    "weighted_mean": _shares,
}


def _total(weights: Sequence[Fraction], values: Sequence[Fraction]) -> Fraction:
    return _sum([value if weight is ONE else weight * value for weight, value in zip(weights, values, strict=True)])


def _sum(values: Iterable[Fraction]) -> Fraction:
    """The exact sum, brought to lowest terms once, at the end."""
    numerator, denominator = 0, 1
    for value in values:
        over, under = value.as_integer_ratio()
        if under != denominator:
            common = lcm(under, denominator)
            numerator *= common // denominator
            over *= common // under
            denominator = common
        numerator += over
    return Fraction(numerator, denominator)


def _finish(
    node: BoundNode, start: Fraction, points: Fraction, emptied: Sequence[Outcome]
) -> tuple[list[Item], Fraction, Fraction]:
    """Points made whole, `deduct: all`, floor and ceiling, rounding: each change is an item."""
    items: list[Item] = []
    score = start

    def change(to: Fraction, reason: Phrase) -> None:
        nonlocal score
        if to != score:
            items.append(item_of_cut(node.id or None, None, to - score, reason, node))
            score = to

    if node.scaled_to is not None:
        change(node.scaled_to * start / points, phrase("cut.scaled", to=node.scaled_to, earned=start, of=points))
        points = node.scaled_to
    if emptied and score > 0:
        items.append(item_of_all(node, emptied[0], score))
        score = ZERO
    limit = inside(node, score)
    change(limit, phrase("cut.floor", floor=limit) if limit > score else phrase("cut.ceiling", ceiling=limit))
    if node.round is not None:
        change(rounded(node, score), tell_rounding(node.round))
    return items, score, points


def _so_far(node: BoundNode, there: Parts) -> tuple[Fraction, Fraction]:
    weights = _weights(node, there)
    earned = _total(weights, [result.so_far[0] for _, result in there])
    of = _total(weights, [result.so_far[1] for _, result in there])
    if node.of_rates:
        parts = [(result.so_far, result.interval.points_high or ONE) for _, result in there]
        earned = _total(weights, [so_far[0] / points * node.points for so_far, points in parts])
        of = _total(weights, [so_far[1] / points * node.points for so_far, points in parts])
    if node.scaled_to is None:
        return earned, of
    points = _total(weights, [result.interval.points_high for _, result in there])
    factor = node.scaled_to / points if points else ZERO
    return earned * factor, of * factor


def _interval(node: BoundNode, there: Parts, *, emptied: bool, open_: bool) -> Interval:
    """What the branch can still come to: it encloses every completion of the parts, and need not be tight."""
    weights = _weights(node, there)
    intervals = [_rated(node, result.interval) for _, result in there]
    spread = _summed(intervals) if node.aggregate == "sum" else _averaged(weights, intervals)
    if node.scaled_to is not None:
        spread = _scaled(node.scaled_to, spread)
    if emptied or open_:
        spread = _emptied(spread, certain=emptied)
    low, high = bound(node, spread.low, node.floor), bound(node, spread.high, node.ceiling)
    return replace(spread, low=low, high=high, rate=_rate_within(node, spread))


def _rated(node: BoundNode, part: Interval) -> Interval:
    """In a mean of rates a part counts by its rate of the branch's points; without points of its own, as nothing."""
    if not node.of_rates:
        return part
    low, high = _per_point(part) if part.points_high else (ZERO, ZERO)
    if not part.points_low:
        low, high = None if low is None else min(low, ZERO), None if high is None else max(high, ZERO)
    points = node.points
    return Interval(
        None if low is None else low * points, None if high is None else high * points,
        points, points, part.may_vanish, (low, high),
    )  # fmt: skip


def _summed(intervals: Sequence[Interval]) -> Interval:
    low = _add([_or_gone(part.low, part, min) for part in intervals])
    high = _add([_or_gone(part.high, part, max) for part in intervals])
    points_low = sum((ZERO if part.may_vanish else part.points_low for part in intervals), ZERO)
    points_high = sum((part.points_high for part in intervals), ZERO)
    gone = all(part.may_vanish for part in intervals)
    return Interval(low, high, points_low, points_high, gone, _rates(intervals))


def _averaged(weights: Sequence[Fraction], intervals: Sequence[Interval]) -> Interval:
    """The mean at its least and at its most. Where a part may be left out, the others weigh more."""
    parts = [(weight, part) for weight, part in zip(weights, intervals, strict=True) if weight]
    gone = all(part.may_vanish for _, part in parts)
    low, high = _extreme(parts, lambda part: part.low, -1), _extreme(parts, lambda part: part.high, 1)
    points_low, points_high = (
        _extreme(parts, lambda part: part.points_low, -1),
        _extreme(parts, lambda part: part.points_high, 1),
    )
    return Interval(low, high, points_low or ZERO, points_high or ZERO, gone, _rates([part for _, part in parts]))


def _extreme(
    parts: Sequence[tuple[Fraction, Interval]], limit: Callable[[Interval], Fraction | None], sign: int
) -> Fraction | None:
    """The greatest mean (`sign` 1) or the least (-1) of the limits, over all that may be left out; None without a limit."""
    limits = [(limit(part), weight, part.may_vanish) for weight, part in parts]
    known = [(value, weight, open_) for value, weight, open_ in limits if value is not None]
    if len(known) < len(limits):
        return None
    total = sum((weight * value for value, weight, open_ in known if not open_), ZERO)
    whole = sum((weight for _, weight, open_ in known if not open_), ZERO)
    for value, weight in sorted(((value, weight) for value, weight, open_ in known if open_), reverse=sign > 0):
        if not whole or sign * (value * whole - total) > 0:
            total, whole = total + weight * value, whole + weight
    return total / whole if whole else ZERO


def _scaled(to: Fraction, spread: Interval) -> Interval:
    """N × earned ÷ applicable; without points it is left out."""
    low, high = _per_point(spread)
    gone = spread.may_vanish or not spread.points_low
    return Interval(None if low is None else to * low, None if high is None else to * high, to, to, gone, (low, high))


def _per_point(part: Interval) -> tuple[Fraction | None, Fraction | None]:
    """Score per point: what is certain of it, and no more than all that score and points can be."""
    low, high = part.rate
    if part.low is not None and part.points_low:
        limit = min(part.low / part.points_low, part.low / part.points_high)
        low = limit if low is None else max(low, limit)
    if part.high is not None and part.points_low:
        limit = max(part.high / part.points_low, part.high / part.points_high)
        high = limit if high is None else min(high, limit)
    return low, high


def _emptied(spread: Interval, *, certain: bool) -> Interval:
    """A rule that takes everything leaves at most zero; one that is still open may."""
    low = None if spread.low is None else min(spread.low, ZERO)
    high = min(spread.high, ZERO) if certain and spread.high is not None else ZERO if certain else spread.high
    return replace(spread, low=low, high=high, rate=(None, None))


def _rates(intervals: Sequence[Interval]) -> tuple[Fraction | None, Fraction | None]:
    """A whole's score per point lies between those of its parts, if each part has points of its own."""
    if any(not part.points_high for part in intervals):
        return None, None
    rates = [_per_point(part) for part in intervals]
    lows, highs = [low for low, _ in rates], [high for _, high in rates]
    low = None if None in lows else min(rate for rate in lows if rate is not None)
    high = None if None in highs else max(rate for rate in highs if rate is not None)
    return low, high


def _rate_within(node: BoundNode, spread: Interval) -> tuple[Fraction | None, Fraction | None]:
    """What the branch's own floor, ceiling and rounding leave certain of its score per point."""
    low, high = spread.rate
    if node.round is not None:
        return None, None
    if node.ceiling is not None and low is not None:
        low = min(low, node.ceiling / spread.points_high) if node.ceiling >= 0 and spread.points_high else None
    if node.floor is not None and high is not None:
        high = max(high, ZERO) if node.floor <= 0 else None
    return low, high


def _or_gone(limit: Fraction | None, part: Interval, pick: Callable[..., Fraction]) -> Fraction | None:
    return pick(limit, ZERO) if limit is not None and part.may_vanish else limit


def _add(limits: Sequence[Fraction | None]) -> Fraction | None:
    return None if None in limits else sum((limit for limit in limits if limit is not None), ZERO)
