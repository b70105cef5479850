"""The score of one leaf: rules → combinations → matters counted once → `deduct: all` → floor and ceiling → rounding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.looks import missing
from lawscore.expressions.values import Cause, Missing, NotApplicable, Unknown, Value
from lawscore.facts.card import Interval, NodeResult
from lawscore.facts.outcome import Outcome, causes_of, flat
from lawscore.facts.unit import Scope
from lawscore.numbers import ONE, ZERO
from lawscore.rubric.bound import AnyRule, BoundNode
from lawscore.rubric.resting import settled_result
from lawscore.rubric.tree import OfPeers, PeersMean
from lawscore.rules.charger import Charges
from lawscore.rules.charging import BoundRule
from lawscore.rules.cohort import Figure, mark_of_mean
from lawscore.rules.combining import BoundCombination, charging_rules, rules_with
from lawscore.rules.groups import Group, Seat
from lawscore.scoring.adjusting import NONE, Adjustments, changes_of, waived, waivers_of
from lawscore.scoring.ledger import Ledger
from lawscore.scoring.limits import bound, held
from lawscore.scoring.once import drop_repeats
from lawscore.scoring.telling import item_of_cut

#: Charges of the rules of a leaf, by rule id, before anything is dropped.
Found = Mapping[str, Charges]
#: Marks of records that are counted elsewhere, by rule id; missing where that cannot be told.
Elsewhere = Mapping[str, frozenset[str] | Missing]
NOWHERE: Elsewhere = {}


def find_charges(node: BoundNode, scope: Scope) -> dict[str, Charges]:
    """What each rule of a leaf would charge by itself."""
    return {rule.id: rule.charges(scope) for rule in charging_rules(node.rules)}


def score_leaf(node: BoundNode, scope: Scope, elsewhere: Elsewhere = NOWHERE) -> NodeResult:
    """Score a leaf for the unit of a scope."""
    if node.applies is not None or node.only_for is not None:
        standing = applicability(node, scope)
        if standing is not None:
            return standing
    if node.alone is not None and not elsewhere and not scope.facts.adjustments:
        outcomes = node.alone(scope)
        if node.rest is not None and outcomes == node.rest.outcomes:
            return node.rest  # nothing happened: so it is with most leaves of most units
    else:
        outcomes = outcomes_of(node, scope, elsewhere)
    changes = changes_of(scope, node.id, outcomes)
    if all(map(_is_plain, outcomes)):
        return _added_up(Ledger(node, node.start, []), outcomes).close(node.points, outcomes, changes)
    unknown = [outcome for outcome in outcomes if outcome.state == "unknown"]
    if unknown:
        return unscored(node, causes_of(unknown), outcomes)
    if all(outcome.state == "not_applicable" for outcome in outcomes) and not any(
        outcome.empties for outcome in outcomes
    ):
        return left_out(node, phrase("why.rules_not_applicable"), outcomes)
    return _scored(node, outcomes, changes)


def outcomes_of(node: BoundNode, scope: Scope, elsewhere: Elsewhere = NOWHERE) -> tuple[Outcome, ...]:
    """What the rules of a node do to a unit, each matter counted once."""
    waivers = waivers_of(scope, node.id) if scope.facts.adjustments else NONE
    if node.alone is not None and not elsewhere and not waivers:
        return node.alone(scope)
    charges = find_charges(node, scope)
    dropped = _drop(node, charges, elsewhere)
    return tuple(_outcome(rule, scope, charges, dropped, waivers) for rule in node.rules)


def applicability(node: BoundNode, scope: Scope) -> NodeResult | None:
    """What a node comes to without being scored: it is not for this class, or its `applies` does not hold."""
    outside = _for_another_class(node, scope)
    if outside is not None or node.applies is None or node.applies_spec is None:
        return outside
    holds = node.applies.run(scope)
    if isinstance(holds, Unknown):
        return unscored(node, holds.causes, ())
    if holds is True:
        return None
    why = why_not_applicable(node)
    if node.applies_spec.otherwise == "leave_out":
        return left_out(node, why)
    if isinstance(node.applies_spec.otherwise, PeersMean):
        return at_peers_mean(node, node.applies_spec.otherwise.peers_mean, scope, why)
    full, *more = full_points(node, scope.unit.unit_class)
    if more:
        return unscored(node, (Cause("value", "unit_class"),), ())
    return _standing(node, full if node.applies_spec.otherwise == "full" else ZERO, full, why)


def at_peers_mean(node: BoundNode, policy: OfPeers, scope: Scope, why: Phrase) -> NodeResult:
    """The node does not apply, and stands at the mean of the units to which it does."""
    group = group_of_mean(node, scope)
    waits = group if isinstance(group, Missing) else group.waits(node.title) if policy.missing == "unscored" else None
    if waits is not None:
        return unscored(node, waits.causes, ())
    assert isinstance(group, Group)  # else it would be missing
    points = full_points(node, scope.unit.unit_class)
    if len(points) > 1:
        return unscored(node, (Cause("value", "unit_class"),), ())
    if not group.values:
        return left_out(node, phrase("why.no_peers", why=why))
    told = phrase("why.peers_mean", why=why, mean=group.mean, count=Fraction(group.count))
    return _standing(node, group.mean, points[0], told)


def group_of_mean(node: BoundNode, scope: Scope) -> Group | Missing:
    """The scores of the units to which a node applies that stands at their mean where it does not."""
    seat = figure_of_mean(node).seat(scope)
    return seat.group if isinstance(seat, Seat) else seat


def figure_of_mean(node: BoundNode) -> Figure:
    """The scores of a node that stands at their mean where it does not apply."""
    assert node.mean_within is not None  # bound with the policy

    def run(peer: Scope) -> Value:
        there = is_there(node, peer)  # not what it comes to where it is not: that may be this very mean
        if there is not True:
            return there if isinstance(there, Unknown) else NotApplicable(())
        result = peer.node(node.id)
        return result.score if result.score is not None else missing(result)

    reads = node.applies.reads if node.applies is not None else frozenset[str]()
    return Figure(
        (*node.path, "applies"), mark_of_mean(node.id), node.mean_within, run, reads, asks="nothing", there=node.id,
        is_result=True,
    )  # fmt: skip


def is_there(node: BoundNode, scope: Scope) -> Value:
    """Whether a node is there for the unit of a scope, as far as that is known."""
    outside = _for_another_class(node, scope)
    if outside is not None:
        return Unknown(outside.causes) if outside.state == "unscored" else False
    return True if node.applies is None else node.applies.run(scope)


def full_points(node: BoundNode, unit_class: str | None) -> list[Fraction]:
    """The points of a node for the units of a class; all that are possible, where the class is not known."""
    if node.is_leaf:
        return [node.points]
    classes = {unit_class}.union(*(below.only_for or () for below in node.walk()) if unit_class is None else ())
    return sorted({node.points_for(one) for one in classes})


def why_not_applicable(node: BoundNode) -> Phrase:
    """The office's own sentence where it has one, else the condition that does not hold."""
    assert node.applies is not None
    assert node.applies_spec is not None
    if node.applies_spec.text:
        return phrase("why.stated", text=node.applies_spec.text)
    return phrase("why.does_not_apply", condition=node.applies.text)


def _for_another_class(node: BoundNode, scope: Scope) -> NodeResult | None:
    if node.only_for is None or scope.unit.unit_class in node.only_for:
        return None
    if scope.unit.unit_class is None:
        return unscored(node, (Cause("value", "unit_class"),), ())
    return left_out(node, phrase("why.only_for"))


def left_out(node: BoundNode, why: Phrase, outcomes: tuple[Outcome, ...] = ()) -> NodeResult:
    """The node is off both sides: no score, no points."""
    causes = tuple(sorted({cause for outcome in outcomes for cause in outcome.causes}))
    return _blank(node)._replace(state="not_applicable", points=ZERO, why=why, outcomes=outcomes, causes=causes)


def _standing(node: BoundNode, score: Fraction, points: Fraction, why: Phrase) -> NodeResult:
    """The node does not apply and stands at full marks or at zero, within its limits; the rest to there is an item."""
    score = held(node, score)
    items = () if score == node.start else (item_of_cut(node, "not_applicable", score - node.start, why),)
    return settled_result(node, score, points)._replace(items=items, why=why)


def _drop(node: BoundNode, charges: dict[str, Charges], elsewhere: Elsewhere) -> dict[str, int]:
    """Take out what is counted elsewhere: under another indicator, another rule, another arm of a combination."""
    dropped = dict.fromkeys(charges, 0)
    for rule_id, keys in elsewhere.items():
        _remove(rule_id, keys, charges, dropped)
    for rules, columns, keep in _once_groups(node):
        ids = [rule.id for rule in rules_with(charging_rules(rules), columns)]
        places = {("", rule_id): place for place, rule_id in enumerate(ids)}
        for (_, rule_id), keys in drop_repeats({("", one): charges[one] for one in ids}, columns, keep, places).items():
            _remove(rule_id, keys, charges, dropped)
    return dropped


def _remove(rule_id: str, keys: frozenset[str] | Missing, charges: dict[str, Charges], dropped: dict[str, int]) -> None:
    found = charges[rule_id]
    if isinstance(found, Missing) or not found:
        return
    if isinstance(keys, Missing):
        charges[rule_id] = keys
        return
    kept = tuple(charge for charge in found if charge.record is None or charge.record.mark not in keys)
    dropped[rule_id] += len(found) - len(kept)
    charges[rule_id] = kept


def _once_groups(node: BoundNode) -> Iterable[tuple[Sequence[AnyRule], tuple[str, ...], str]]:
    for rule in _combinations(node.rules):
        if rule.once:
            yield rule.parts, rule.once, rule.model.keep or "first"
    if node.once is not None:
        yield node.rules, node.once.columns, node.once.keep


def _combinations(rules: Sequence[AnyRule]) -> Iterable[BoundCombination]:
    for rule in rules:
        if isinstance(rule, BoundCombination):
            yield from _combinations(rule.parts)
            yield rule


def _outcome(
    rule: AnyRule,
    scope: Scope,
    charges: Found,
    dropped: Mapping[str, int],
    waivers: Adjustments,
    above: Adjustments = NONE,
) -> Outcome:
    """What a rule comes to; `above` are the waivers of the combinations that it stands in."""
    own = [*above, *(one for one in waivers if one.rule == rule.id)] if waivers else NONE
    if isinstance(rule, BoundRule):
        if own:
            return waived(rule, scope, charges[rule.id], dropped[rule.id], own)
        return rule.finish(scope, charges[rule.id], dropped[rule.id])
    return rule.combine(scope, [_outcome(part, scope, charges, dropped, waivers, own) for part in rule.parts])


def _scored(node: BoundNode, outcomes: tuple[Outcome, ...], changes: Adjustments) -> NodeResult:
    off = [outcome.points_off for outcome in outcomes if outcome.points_off]
    gone = sum(off, ZERO) if off and node.points > 0 and node.start == 0 else ZERO
    if _loses_part(node, outcomes):
        lost = [outcome for outcome in flat(outcomes) if outcome.state == "not_applicable"]
        return unscored(node, causes_of(lost), outcomes)
    points = max(node.points - gone, ZERO) if gone else node.points
    if gone and not points:
        return left_out(node, phrase("why.rules_not_applicable"), outcomes)
    limited = replace(node, ceiling=min(node.ceiling, points)) if gone and node.ceiling is not None else node
    ledger = _added_up(Ledger(limited, node.start, []), outcomes)
    for outcome in outcomes:
        for part in _emptying(outcome) if outcome.parts or outcome.empties else ():
            ledger.empty(part.rule)
    for part in _taking_all(outcomes):
        ledger.take_all(part)
    return ledger.close(points, outcomes, changes)


def _added_up(ledger: Ledger, outcomes: Iterable[Outcome]) -> Ledger:
    for outcome in outcomes:
        ledger.take(outcome)
    return ledger


def _is_plain(outcome: Outcome) -> bool:
    """Whether a rule does no more than take or give points, or nothing at all."""
    return outcome.state in _PLAIN and not (outcome.parts or outcome.takes_all or outcome.empties)


_PLAIN: Final = ("idle", "charged")


def _taking_all(outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    for outcome in outcomes:
        if outcome.parts:
            yield from _taking_all(outcome.parts)
        elif outcome.takes_all:
            yield outcome


def _emptying(outcome: Outcome) -> Iterable[Outcome]:
    if outcome.parts:
        for part in outcome.parts:
            yield from _emptying(part)
    elif outcome.empties:
        yield outcome


def _loses_part(node: BoundNode, outcomes: Iterable[Outcome]) -> bool:
    """An award that is not applicable and has no fixed points would be a silent zero: the leaf stays unscored."""
    lost = any(
        outcome.state == "not_applicable" and outcome.sign > 0 and not outcome.points_off for outcome in flat(outcomes)
    )
    return lost and node.points > 0 and node.start == 0


def _blank(node: BoundNode) -> NodeResult:
    return NodeResult(
        id=node.id, title=node.title, parent=node.parent, leaf=node.is_leaf, points=node.points, state="scored",
        shown=node.shown, uncounted=node.uncounted,
    )  # fmt: skip


def unscored(node: BoundNode, causes: tuple[Cause, ...], outcomes: tuple[Outcome, ...]) -> NodeResult:
    """Something is owed: the leaf can still come to anything between its floor and its ceiling.

    A rule that is still open may turn out not to apply; where no rule is known to apply, neither may the leaf. Without
    outcomes nothing is known of any rule.
    """
    low, high = bound(node, None, node.floor), bound(node, None, node.ceiling)
    points_low = max(node.points - _may_go(node, outcomes), ZERO)
    open_ = all(outcome.state in ("unknown", "not_applicable") for outcome in outcomes)
    may_vanish = open_ or (points_low == 0 < node.points)
    interval = Interval(low, high, points_low, node.points, may_vanish, _rate(node, low, high, points_low))
    return _blank(node)._replace(state="unscored", causes=causes, outcomes=outcomes, interval=interval)


def _rate(
    node: BoundNode, low: Fraction | None, high: Fraction | None, points_low: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Score per point. Where points go off, the ceiling goes down with them, and the floor stays."""
    if not node.points:
        return None, None
    low_rate = high_rate = None
    if low is not None:
        fewest = node.points if low >= 0 else points_low
        low_rate = low / fewest if fewest else None
    if high is not None:
        high_rate = high / node.points
        if points_low < node.points:
            high_rate = max(high_rate, ONE) if node.floor is None or node.floor <= 0 else None
    return low_rate, high_rate


def _may_go(node: BoundNode, outcomes: Iterable[Outcome]) -> Fraction:
    """Points that go off both sides, or still may: of awards that do not apply, or of which nothing is known."""
    if node.start != 0:
        return ZERO
    found = {outcome.rule: outcome for outcome in outcomes}
    return sum((_going(rule, found.get(rule.id)) for rule in node.rules), ZERO)


def _going(rule: AnyRule, outcome: Outcome | None) -> Fraction:
    if outcome is not None and outcome.state != "unknown":
        return outcome.points_off
    if isinstance(rule, BoundRule):
        return rule.points_off if rule.sign > 0 else ZERO
    found = {part.rule: part for part in outcome.parts} if outcome is not None else {}
    return sum((_going(part, found.get(part.id)) for part in rule.parts), ZERO)
