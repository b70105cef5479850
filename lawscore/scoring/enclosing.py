"""What a branch can still come to: an interval that encloses every completion of its parts, and need not be tight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from lawscore import irrational
from lawscore.facts.card import Interval, NodeResult
from lawscore.numbers import ZERO
from lawscore.rubric.aggregates import LINEAR, NEVER_NEGATIVE, Aggregate, ZeroPart, aggregated, shares
from lawscore.rubric.bound import BoundNode
from lawscore.scoring.limits import bound

Parts = Sequence[tuple[BoundNode, NodeResult]]
Weighed = Sequence[tuple[Fraction, Interval]]


def shares_of(node: BoundNode, there: Parts) -> list[Fraction]:
    """How much each part that is there counts."""
    return shares(node.aggregate, [child.weight for child, _ in there])


def interval_of(node: BoundNode, there: Parts, *, emptied: bool, open_: bool) -> Interval:
    """What the branch can still come to, given what its parts can."""
    weights = shares_of(node, there)
    intervals = [_rated(node, _in_or_out(node, result)) for _, result in there]
    spread = _summed(intervals) if node.aggregate == "sum" else _averaged(node.aggregate, weights, intervals)
    if node.scaled_to is not None:
        spread = _scaled(node.scaled_to, spread)
    if emptied or open_:
        spread = _emptied(spread, certain=emptied)
    low, high = bound(node, spread.low, node.floor), bound(node, spread.high, node.ceiling)
    return spread._replace(low=low, high=high, rate=_rate_within(node, spread))


def _in_or_out(node: BoundNode, result: NodeResult) -> Interval:
    """An unscored part may come to be scored; where such parts are left out, it may stay so."""
    leaves = node.leaves_missing_out and result.state == "unscored"
    return result.interval._replace(may_vanish=True) if leaves else result.interval


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


def _averaged(aggregate: Aggregate, weights: Sequence[Fraction], intervals: Sequence[Interval]) -> Interval:
    """The mean (median, least, greatest) at its least and at its most. Where a part may be left out, the others weigh more."""
    parts = [(weight, part) for weight, part in zip(weights, intervals, strict=True) if weight]
    gone = all(part.may_vanish for _, part in parts)
    low, high = _lowest(aggregate, parts), _highest(aggregate, parts)
    points_low = _extreme("mean", parts, lambda part: part.points_low, -1)
    points_high = _extreme("mean", parts, lambda part: part.points_high, 1)
    rate = _rates([part for _, part in parts]) if aggregate in LINEAR or _alike(parts) else (None, None)
    return Interval(low, high, points_low or ZERO, points_high or ZERO, gone, rate)


def _lowest(aggregate: Aggregate, parts: Weighed) -> Fraction | None:
    """A geometric or harmonic mean has no value where a part is negative, so that where it has one it is not below zero."""
    if aggregate not in NEVER_NEGATIVE:
        return _extreme(aggregate, parts, lambda part: part.low, -1)
    return _extreme(aggregate, parts, lambda part: max(part.low, ZERO) if part.low is not None else ZERO, -1)


def _highest(aggregate: Aggregate, parts: Weighed) -> Fraction | None:
    if aggregate not in NEVER_NEGATIVE:
        return _extreme(aggregate, parts, lambda part: part.high, 1)
    return _extreme(aggregate, parts, lambda part: max(part.high, ZERO) if part.high is not None else None, 1)


def _alike(parts: Weighed) -> bool:
    """Whether all parts have the same points, whatever is still to come."""
    return len({points for _, part in parts for points in (part.points_low, part.points_high)}) == 1


def _extreme(
    aggregate: Aggregate, parts: Weighed, limit: Callable[[Interval], Fraction | None], sign: int
) -> Fraction | None:
    """The greatest (`sign` 1) or least (-1) that the limits come to, over all that may be left out; None without a limit.

    Of the parts that may be left out, those with the best limits stay: so only how many stay is tried.
    """
    limits = [(limit(part), weight, part.may_vanish) for weight, part in parts]
    known = [(value, weight, open_) for value, weight, open_ in limits if value is not None]
    if len(known) < len(limits):
        return None
    certain = [(value, weight) for value, weight, open_ in known if not open_]
    optional = sorted(((value, weight) for value, weight, open_ in known if open_), reverse=sign > 0)
    tried = [_together(aggregate, certain)] if certain else []
    tried += [_together(aggregate, certain + optional[: count + 1]) for count in range(len(optional))]
    found = [value for value in tried if value is not None]
    if len(found) < len(tried):
        return None
    return (max(found) if sign > 0 else min(found)) if found else ZERO


def _together(aggregate: Aggregate, limits: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """What limits come to, with weights that are made whole."""
    values, weights = [value for value, _ in limits], [weight for _, weight in limits]
    whole = sum(weights, ZERO)
    try:
        return aggregated(aggregate, [weight / whole for weight in weights], values)
    except ZeroPart:
        return ZERO  # the nearer the part to zero, the nearer the mean
    except irrational.TooLong:
        return None


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
    return spread._replace(low=low, high=high, rate=(None, None))


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
